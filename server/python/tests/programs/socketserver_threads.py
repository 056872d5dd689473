# socketserver: one thread, a thread for each request, a process for each request, datagrams, errors of handlers.
import os
import socket
import socketserver
import threading


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Where(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(1024)
        here = "thread" if threading.current_thread() is not threading.main_thread() else "main"
        self.request.sendall(data + b" " + here.encode())


def ask(address, data):
    with socket.create_connection(address) as s:
        s.sendall(data)
        s.shutdown(socket.SHUT_WR)
        answer = b""
        while part := s.recv(1024):
            answer += part
        return answer


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Upper) as server:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    print(ask(server.server_address, b"one\ntwo\n"))
    answers = {}
    clients = [threading.Thread(target=lambda t=t: answers.update({t: ask(server.server_address, t)}))
               for t in (b"a\n", b"b\n", b"c\n")]
    for c in clients:
        c.start()
    for c in clients:
        c.join()
    print(sorted(answers.items()))
    server.shutdown()
    thread.join()
    print(thread.is_alive(), server.daemon_threads, server.request_queue_size)
try:
    socket.create_connection(server.server_address)
except OSError as e:
    print(e)

# One request, handled in this thread.
server = socketserver.TCPServer(("127.0.0.1", 0), Where)
client = threading.Thread(target=lambda: print(ask(server.server_address, b"hi")))
client.start()
server.handle_request()
client.join()
server.timeout = 0.05
server.handle_timeout = lambda: print("nobody came")
server.handle_request()
server.server_close()


class Threaded(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        print("error in handler:", client_address[0])


class Failing(socketserver.BaseRequestHandler):
    def setup(self):
        print("setup")

    def handle(self):
        self.request.recv(10)
        self.request.recv(10)
        raise RuntimeError("no")

    def finish(self):
        print("finish")


with Threaded(("localhost", 0), Failing) as server:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    print(ask(server.server_address, b"x"))
    server.shutdown()

with socketserver.ForkingTCPServer(("127.0.0.1", 0), Where) as server:
    parent = os.getpid()

    class Pid(socketserver.StreamRequestHandler):
        def handle(self):
            self.rfile.read()
            self.wfile.write(b"child" if os.getpid() != parent else b"parent")

    server.RequestHandlerClass = Pid
    client = threading.Thread(target=lambda: print(ask(server.server_address, b"hi")))
    client.start()
    server.handle_request()
    client.join()


class Datagram(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data[::-1], self.client_address)


with socketserver.UDPServer(("127.0.0.1", 0), Datagram) as server:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(b"abc", server.server_address)
        server.handle_request()
        print(s.recv(100))
