import os, tempfile
from pathlib import Path, PurePosixPath
p = PurePosixPath("/a/b/c.tar.gz")
print(p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p / "d", p.with_suffix(".zip"), p.with_name("x"), p.relative_to("/a"), p.is_absolute(), list(p.parents), p.match("*.gz"), repr(p), PurePosixPath("a", "b") == PurePosixPath("a/b"), str(PurePosixPath("a//b/./c/")), PurePosixPath("x") < PurePosixPath("y"))
try:
    p.relative_to("/z")
except ValueError as e:
    print(str(e)[:40])
with tempfile.TemporaryDirectory() as d:
    root = Path(d)
    (root / "sub" / "deep").mkdir(parents=True)
    f = root / "a.txt"
    print(f.write_text("hello\n"), f.read_text(), f.exists(), f.is_file(), root.is_dir(), f.stat().st_size)
    (root / "sub" / "b.txt").write_bytes(b"\x00\x01"); (root / "sub" / "deep" / "c.py").touch()
    print(sorted(x.name for x in root.iterdir()), sorted(x.name for x in root.rglob("*.txt")), sorted(x.name for x in root.glob("*")), sorted(str(x.relative_to(root)) for x in root.glob("**/*.py")))
    with f.open("a") as out: out.write("more")
    print(f.read_text().splitlines(), (root / "sub/b.txt").read_bytes())
    f.rename(root / "z.txt"); print(f.exists(), sorted(os.listdir(root)))
    for bad in (lambda: f.read_text(), lambda: (root / "sub").mkdir(), lambda: (root / "sub").rmdir(), lambda: (root / "no" / "x").mkdir(), lambda: f.unlink()):
        try:
            bad()
        except OSError as e:
            print(type(e).__name__, e.errno, e.strerror)
    f.unlink(missing_ok=True); print(os.path.join("a", "b"), os.path.split("/x/y"), os.path.splitext("f.tar.gz"), os.path.basename("/q/w"), os.path.normpath("a/../b/./c"), os.path.relpath("/a/b", "/a/c"), os.path.isabs("x"))
print(root.exists(), os.path.exists(d), os.sep, os.linesep == "\n", os.name, isinstance(os.getpid(), int), os.environ.get("NOPE"), os.getenv("NOPE", "dflt"), os.cpu_count() > 0)
os.environ["MY_VAR"] = "1"; print(os.environ["MY_VAR"], "MY_VAR" in os.environ); del os.environ["MY_VAR"]
try:
    os.environ["MY_VAR"]
except KeyError as e:
    print("KeyError", e)
