import argparse, sys
def show(f, *a):
    try:
        print(f(*a))
    except SystemExit as e:
        print("exit", e.code)
    except Exception as e:
        print(type(e).__name__, e)
p = argparse.ArgumentParser(prog="work", description="Run a pool of workers over some jobs and report what each of them did, at length so that it wraps.", epilog="Bye, %(prog)s.")
p.add_argument("jobs", nargs="*", type=int, help="job sizes", default=[1, 2])
p.add_argument("-w", "--workers", type=int, default=4, metavar="N", help="how many workers (default: %(default)s)")
p.add_argument("-v", "--verbose", action="count", default=0, help="say more")
p.add_argument("--mode", choices=["thread", "process", "asyncio"], default="thread", help="which kind")
p.add_argument("--timeout", type=float)
p.add_argument("--tag", action="append", help="a tag; may be repeated")
p.add_argument("--dry-run", action="store_true")
p.add_argument("--color", action=argparse.BooleanOptionalAction, help="colours")
p.add_argument("--version", action="version", version="%(prog)s 1.0")
g = p.add_mutually_exclusive_group()
g.add_argument("--fast", action="store_const", const="fast", dest="speed")
g.add_argument("--slow", action="store_const", const="slow", dest="speed")
p.print_help()
p.print_usage()
for argv in ([], ["3", "4", "-w", "2", "-vv"], ["--workers=8", "--mode", "asyncio", "--tag", "a", "--tag=b", "--dry-run"], ["-w3", "5"], ["--mode", "fiber"], ["--workers", "x"], ["--fast", "--slow"], ["--nope"], ["--work", "3"], ["-h"], ["--version"], ["--ti", "2.5", "--", "7"], ["--t", "1"], ["--no-color", "-w"], ["1", "--fast", "2"], ["-1", "2"]):
    show(p.parse_args, argv)
show(p.parse_known_args, ["--what", "3", "--fast"])
q = argparse.ArgumentParser(prog="git")
q.add_argument("--path", default=".")
s = q.add_subparsers(dest="command", required=True, help="what to do")
a = s.add_parser("add", help="add files", aliases=["a"]); a.add_argument("files", nargs="+"); a.set_defaults(func="do_add")
c = s.add_parser("commit", help="commit", description="Commit it."); c.add_argument("-m", "--message", required=True)
for argv in (["add", "x", "y"], ["commit", "-m", "hi"], ["commit"], [], ["push"], ["-h"], ["commit", "-h"], ["--path", "q", "a", "z"], ["add", "x", "--bad"]):
    show(q.parse_args, argv)
r = argparse.ArgumentParser(prog="r", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
r.add_argument("src"); r.add_argument("dst", nargs="?", default="out"); r.add_argument("--n", type=int, default=3, help="count"); r.add_argument("--pair", nargs=2, metavar=("A", "B"), help="two")
gg = r.add_argument_group("tuning", "Knobs."); gg.add_argument("--knob", default=1.5, type=float, help="a knob")
r.print_help()
for argv in (["a"], ["a", "b", "--pair", "1", "2"], ["a", "--pair", "1"], [], ["a", "b", "c"]):
    show(r.parse_args, argv)
def even(t):
    n = int(t)
    if n % 2: raise argparse.ArgumentTypeError(f"{t} is odd")
    return n
e = argparse.ArgumentParser(prog="e", add_help=False, exit_on_error=False)
e.add_argument("n", type=even); e.add_argument("rest", nargs=argparse.REMAINDER)
for argv in (["2", "--x", "y"], ["3"], ["z"]):
    show(e.parse_args, argv)
u = argparse.ArgumentParser(prog="u")
gx = u.add_mutually_exclusive_group(required=True); gx.add_argument("-a", action="store_true"); gx.add_argument("-b", type=int)
u.add_argument("--long-option-name-here", help="x", metavar="V"); u.add_argument("files", nargs="+", help="f")
u.print_help(); show(u.parse_args, ["f"]); show(u.parse_args, ["-a", "f", "g"]); show(u.parse_args, ["-ab", "3", "f"])
print(repr(argparse.Namespace(a=1, b="x")), argparse.Namespace(a=1) == argparse.Namespace(a=1), vars(argparse.Namespace(z=2)))
