import configparser, io, os
def show(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, "|", e)
text = """
[DEFAULT]
retries = 3
base = /srv
[pool]
Workers = 4
name: crawler %(base)s
verbose = yes
hosts =
    a.example
    b.example

; comment
[empty]
rate=0.5
"""
c = configparser.ConfigParser()
c.read_string(text)
print(c.sections(), c.options("pool"), c["pool"]["workers"], c.getint("pool", "WORKERS"), c["pool"].getint("retries"))
print(c.get("pool", "name"), c["pool"].getboolean("verbose"), c["pool"]["hosts"].split(), c["empty"].getfloat("rate"))
print(c.items("pool"), dict(c["empty"]), list(c), "pool" in c, "nope" in c, c.has_option("pool", "base"), c["pool"])
show(c.get, "nope", "x"); show(c.get, "pool", "x"); show(c.get, "pool", "x", fallback="f"); show(lambda: c["nope"]); show(lambda: c["pool"]["x"]); show(c["pool"].get, "x", "d"); show(c["pool"].getint, "x"); show(c.getint, "pool", "name"); show(c.getboolean, "pool", "name")
c["new"] = {"a": "1", "b": 2}; c.set("new", "c", "x%%y"); show(c.set, "new", "d", 5); show(c.set, "new", "d", "50%"); c.add_section("z"); show(c.add_section, "z")
out = io.StringIO(); c.write(out); print(out.getvalue())
for bad in ("x=1\n", "[a]\nnonsense\n", "[a]\nx=1\nx=2\n", "[a]\n[a]\n", "[a]\nx=%(y)s\n", "[a]\nx=%(x)s\n"):
    def go():
        p = configparser.ConfigParser(); p.read_string(bad); return p.items("a")
    show(go)
e = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(), allow_no_value=True, inline_comment_prefixes="#")
e.read_string("[p]\nroot = /x # here\n[q]\ndir = ${p:root}/y\nsub = ${dir}/z\nflag\n"); print(e.items("q"), e["q"]["flag"])
c.read_dict({"k": {"v": 1}}); print(c["k"]["v"], c.remove_option("k", "v"), c.remove_section("k"), c.has_section("k"), c.defaults())
r = configparser.RawConfigParser(); r.read_string("[a]\nx=%(y)s\n"); print(r["a"]["x"], r.read(["missing.ini"]))
