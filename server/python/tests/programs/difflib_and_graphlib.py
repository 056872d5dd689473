import difflib, graphlib
a = "one two three four\nalpha\nbeta\ngamma\ndelta\nsame\nsame2\nsame3\nsame4\nx\n".splitlines(True)
b = "one too three four\nalpha\nbeat\ndelta\nsame\nsame2\nsame3\nsame4\ny\nz\n".splitlines(True)
print(*difflib.unified_diff(a, b, "a.txt", "b.txt", n=1), sep="")
print(*difflib.context_diff(a, b, "a.txt", "b.txt", "d1", "d2"), sep="")
d = list(difflib.ndiff(a, b)); print("".join(d)); print("".join(difflib.restore(d, 2)) == "".join(b))
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]), difflib.SequenceMatcher(None, "abcd", "bcde").ratio())
s = difflib.SequenceMatcher(lambda x: x == " ", "private Thread currentThread;", "private volatile Thread currentThread;")
print(s.get_matching_blocks(), s.get_opcodes(), round(s.ratio(), 3), s.quick_ratio(), s.find_longest_match())
import random
random.seed(3)
for _ in range(30):
    x = "".join(random.choice("abc ") for _ in range(random.randrange(20))); y = "".join(random.choice("abc ") for _ in range(random.randrange(20)))
    print(difflib.SequenceMatcher(None, x, y).get_opcodes())
    print(list(difflib.ndiff(x.split(), y.split())))
g = graphlib.TopologicalSorter({"D": {"B": 0, "C": 0}, "C": ["A"], "B": ["A"]})
print(list(g.static_order()))
g = graphlib.TopologicalSorter({1: [2], 2: [3], 3: [1], 4: [1]})
try: g.prepare()
except graphlib.CycleError as e: print(e, e.args)
g = graphlib.TopologicalSorter(); g.add("b", "a"); g.add("c", "a", "b"); g.prepare()
while g.is_active():
    r = g.get_ready(); print(r); g.done(*r)
for bad in (lambda: g.add("z"), lambda: g.done("q"), lambda: g.done("a"), lambda: graphlib.TopologicalSorter().get_ready()):
    try: bad()
    except ValueError as e: print(e)
