import math, statistics, random
print(math.sqrt(2), math.isqrt(17), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.gcd(12, 18, 8), math.lcm(4, 6), math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.hypot(3, 4), math.dist([0, 0], [3, 4]))
print(math.log(8, 2), math.log2(8), math.log10(1000), math.exp(1), math.pow(2, 0.5), math.fsum([0.1] * 10), math.prod([1, 2, 3]), math.copysign(1, -0.0), math.isclose(0.1 + 0.2, 0.3), math.inf, math.nan, math.degrees(math.pi), math.sin(1), math.atan2(1, -1), math.modf(3.25), math.frexp(8.0), math.isnan(math.nan), math.fmod(-7, 3), math.remainder(7, 4), math.tau, math.ulp(1.0))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.isqrt(-1), lambda: math.exp(1000), lambda: math.floor(math.inf), lambda: math.sqrt("x")):
    try:
        bad()
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__)
d = [1, 2, 2, 3, 10]
print(statistics.mean(d), statistics.median(d), statistics.mode(d), statistics.stdev(d), statistics.pvariance(d), statistics.quantiles(d), statistics.multimode([1, 1, 2, 2]), statistics.fmean(d), statistics.median_low([1, 2, 3, 4]), statistics.harmonic_mean([40, 60]))
random.seed(7)
print(random.random(), random.randint(1, 100), random.choice("abc"), random.sample(range(10), 3), random.uniform(1, 2), random.gauss(0, 1), random.randrange(0, 100, 5), random.choices([1, 2], weights=[1, 9], k=4), random.getrandbits(16))
x = list(range(6)); random.shuffle(x); print(x, random.Random(3).random(), random.Random("s").randint(1, 6), random.betavariate(2, 3), random.expovariate(1.5), random.triangular(0, 1))
print((10**30) % 7, pow(3, 200, 13), pow(3, -1, 7), -17 // 5, (2**100).bit_length(), (255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "little"), (5).bit_count(), 0.1.hex(), float.fromhex("0x1.8p1"), (0.5).as_integer_ratio(), 3.0.is_integer(), 1 << 70, -1 >> 3, ~5, 6 ^ 3)
class I:
    def __index__(self):
        return 3
print("abcdef"[I()], [0] * I(), "x" * I(), "abc".center(I() + 4 if False else 7), range(I()), hex(I()), [1, 2, 3, 4][I():], bytes(I()), round(2.34567, I()), math.comb(5, I()), "a-b-c-d".split("-", I()), chr(I() .__index__() + 60))
