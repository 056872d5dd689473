import http.server, threading, functools, os, tempfile, urllib.request, urllib.error
with tempfile.TemporaryDirectory() as d:
    open(os.path.join(d, "hello.txt"), "w").write("hello file\n")
    os.mkdir(os.path.join(d, "sub")); open(os.path.join(d, "sub", "index.html"), "w").write("<h1>idx</h1>")
    open(os.path.join(d, "a&b.json"), "w").write("{}")
    class H(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *a): pass
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(H, directory=d)) as srv:
        threading.Thread(target=srv.serve_forever, daemon=True).start()
        base = "http://127.0.0.1:%d" % srv.server_address[1]
        for p in ("/hello.txt", "/sub/", "/sub", "/", "/a%26b.json", "/nope", "/../hello.txt"):
            try:
                with urllib.request.urlopen(base + p) as r: print(p, r.status, r.headers["Content-type"], r.headers["Content-Length"], r.read())
            except urllib.error.HTTPError as e: print(p, e.code, e.reason)
        srv.shutdown()
