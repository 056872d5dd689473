# random: the numbers themselves.
import random, sys
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
for s in (0, 1, -5, 10**30, 3.5, "abc", b"xyz", None):
    if s is not None: random.seed(s); print(s, random.random(), random.getrandbits(70), random.randrange(10), random.randbytes(5))
R = random.Random(42); st = R.getstate()
print([R.randint(1, 6) for _ in range(8)], [R.randrange(0, 100, 7) for _ in range(4)], [R.randrange(10, 0, -3) for _ in range(4)], R.choice("abcdef"), R.choices([1, 2, 3], [5, 1, 1], k=6), R.choices("ab", k=4), R.choices("abc", cum_weights=[1, 2, 9], k=3), R.sample(range(1000), 8), R.sample([1, 2, 3], 3), R.sample("ab", 3, counts=[2, 2]), R.sample(range(100), 40))
l = list(range(12)); R.shuffle(l); print(l)
print(R.uniform(2, 5), R.triangular(), R.triangular(1, 5, 2), R.normalvariate(), R.normalvariate(3, 2), R.gauss(), R.gauss(), R.gauss(1, 2), R.lognormvariate(0, 1), R.expovariate(0.5), R.vonmisesvariate(0, 4), R.vonmisesvariate(0, 0), R.gammavariate(2, 3), R.gammavariate(1, 3), R.gammavariate(.5, 3), R.betavariate(1, 2), R.paretovariate(3), R.weibullvariate(1, 2))
R.setstate(st); print(R.random(), R.gauss_next)
if sys.version_info >= (3, 12): print([R.binomialvariate(10, .3) for _ in range(5)], R.binomialvariate(1000, .4), R.binomialvariate(1000, .7), R.binomialvariate())
for f in (lambda: R.randint(5, 1), lambda: R.randrange(0), lambda: R.choice([]), lambda: R.sample([1], 2), lambda: R.sample({1}, 1), lambda: R.choices([1], [0]), lambda: R.choices([1], [1, 2]), lambda: R.randrange(1, 5, 0), lambda: R.gammavariate(0, 1), lambda: random.seed([]), lambda: R.choices([1], 3), lambda: R.choices([], k=1)):
    t("e", f)
class Mine(random.Random):
    def random(self): return 0.25
print(Mine().uniform(0, 1), isinstance(Mine(), random.Random), 0 <= random.SystemRandom().random() < 1, random.SystemRandom().randint(3, 3))
