"""statistics: means, medians, spreads. Exact where CPython's are: sums are of fractions."""
from math import fsum, sqrt, exp, log
import sys as _sys

__all__ = [
    "NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean", "harmonic_mean",
    "linear_regression", "mean", "median", "median_grouped", "median_high", "median_low", "mode", "multimode", "pstdev",
    "pvariance", "quantiles", "stdev", "variance",
]


class StatisticsError(ValueError):
    """Data that has no such statistic."""


def _exact(x):
    """(numerator, denominator)."""
    if isinstance(x, int):
        return int(x), 1
    try:
        return x.as_integer_ratio()
    except (OverflowError, ValueError):
        return x, None
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator") from None


def _sum(data):
    """(type, numerator, denominator, count); a denominator of None means that there are infinities or NaNs."""
    partials = {}
    kind = int
    count = 0
    for x in data:
        count += 1
        if type(x) is not kind and not (isinstance(x, int) and kind is not int):
            kind = float if isinstance(x, float) else type(x) if not isinstance(x, int) else kind
        n, d = _exact(x)
        partials[d] = partials.get(d, 0) + n
    if None in partials:
        return kind, partials[None], None, count
    denominator = 1
    for d in partials:
        denominator = _lcm(denominator, d)
    numerator = sum([n * (denominator // d) for d, n in partials.items()])
    return kind, numerator, denominator, count


def _lcm(a, b):
    x, y = a, b
    while y:
        x, y = y, x % y
    return a // x * b


def _convert(n, d, kind):
    """n / d as the data's type."""
    if d is None:
        return n
    if n % d == 0 and kind is int:
        return n // d
    if kind is int or kind is float or kind is bool:
        return n / d
    from fractions import Fraction
    return kind(Fraction(n, d)) if kind.__name__ == "Fraction" else kind(n) / d


def _needs_data(data, name, n=1):
    if len(data) < n:
        raise StatisticsError(f"{name} requires at least {'one data point' if n == 1 else 'two data points'}")


def mean(data):
    """Arithmetic mean."""
    kind, n, d, count = _sum(data)
    if count < 1:
        raise StatisticsError("mean requires at least one data point")
    return n if d is None else _convert(n, d * count, kind)


def fmean(data, weights=None):
    """Arithmetic mean, as a float."""
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError("data and weights must be the same length")
    total = fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return fsum([x * w for x, w in zip(data, weights)]) / total


def geometric_mean(data):
    """Geometric mean."""
    data = [float(x) for x in data]
    if not data:
        raise StatisticsError("must have a non-empty dataset")
    if min(data) <= 0.0:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive numbers")
    return exp(fmean([log(x) for x in data]))


def harmonic_mean(data, weights=None):
    """Harmonic mean."""
    data = list(data)
    _needs_data(data, "harmonic_mean")
    for x in data:
        if x < 0:
            raise StatisticsError("harmonic mean does not support negative values")
        if x == 0:
            return 0
    if weights is None:
        weights = [1] * len(data)
    if len(data) == 1:
        return data[0]
    n = d = 0
    denominator = 1
    total = 0
    for x, w in zip(data, weights):
        n, d = _exact(x)
        wn, wd = _exact(w)
        # Adds w / x, as a fraction.
        total, denominator = total * n * wd + wn * d * denominator, denominator * n * wd
    kind, wn, wd, _ = _sum(weights)
    return (wn * denominator) / (wd * total)


def median(data):
    """The middle value, or the mean of the two."""
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    """The middle value, or the lower of the two."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    """The middle value, or the higher of the two."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1):
    """The median of values that stand for intervals."""
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    x = data[n // 2]
    below = len([v for v in data if v < x])
    lower = float(x) - interval / 2
    return lower + interval * (n / 2 - below) / data.count(x)


def mode(data):
    """The most frequent value, the first of several."""
    from collections import Counter
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError("no mode for empty data")
    return pairs[0][0]


def multimode(data):
    """All most frequent values."""
    from collections import Counter
    counts = Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method="exclusive"):
    """The n - 1 cut points."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        if size == 1 and _sys.version_info >= (3, 13):
            return data * (n - 1)
        raise StatisticsError("must have at least two data points")
    result = []
    for i in range(1, n):
        if method == "inclusive":
            j, delta = divmod(i * (size - 1), n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        elif method == "exclusive":
            m = size + 1
            j = min(max(i * m // n, 1), size - 1)
            delta = i * m - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        else:
            raise ValueError(f"Unknown method: {method!r}")
    return result


def _squares(data, centre):
    """(type, numerator, denominator, count) of the sum of squared deviations, exactly."""
    data = list(data)
    if centre is None:
        kind, n, d, count = _sum(data)
        if not count or d is None:
            return kind, 0, 1, count
        cn, cd = n, d * count
    else:
        cn, cd = _exact(centre)
        kind, n, d, count = _sum(data)
    total = 0
    denominator = d * cd
    for x in data:
        xn, xd = _exact(x)
        deviation = xn * (denominator // xd) - cn * (denominator // cd)
        total += deviation * deviation
    return kind, total, denominator * denominator, count


def variance(data, xbar=None):
    """Sample variance."""
    kind, n, d, count = _squares(data, xbar)
    if count < 2:
        raise StatisticsError("variance requires at least two data points")
    return _convert(n, d * (count - 1), kind)


def pvariance(data, mu=None):
    """Population variance."""
    kind, n, d, count = _squares(data, mu)
    if count < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _convert(n, d * count, kind)


def _root(n, d):
    """The square root of n / d, correctly rounded."""
    if not n:
        return 0.0
    shift = max(0, (d.bit_length() - n.bit_length() + 112) // 2 * 2)
    shifted = (n << shift) // d if shift else n // d
    from math import isqrt
    down = max(0, (shifted.bit_length() - 112) // 2 * 2)
    root = isqrt(shifted >> down)
    if root * root << down != shifted or (n << shift) % d:
        # Not exact: keeps the last bit set, so that rounding to a float goes the right way.
        root = root << 1 | 1
        half = 1
    else:
        half = 0
    exponent = (down - shift) // 2 - half
    return float(root) * 2.0 ** exponent if exponent >= 0 else root / (1 << -exponent)


def stdev(data, xbar=None):
    """Sample standard deviation."""
    kind, n, d, count = _squares(data, xbar)
    if count < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(n, d * (count - 1))


def pstdev(data, mu=None):
    """Population standard deviation."""
    kind, n, d, count = _squares(data, mu)
    if count < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root(n, d * count)


def covariance(x, y, /):
    """Sample covariance."""
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    mx, my = fsum(x) / n, fsum(y) / n
    return fsum([(a - mx) * (b - my) for a, b in zip(x, y)]) / (n - 1)


def correlation(x, y, /):
    """Pearson's correlation."""
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    mx, my = fsum(x) / n, fsum(y) / n
    sxy = fsum([(a - mx) * (b - my) for a, b in zip(x, y)])
    sxx = fsum([(a - mx) ** 2.0 for a in x])
    syy = fsum([(b - my) ** 2.0 for b in y])
    if not sxx * syy:
        raise StatisticsError("at least one of the inputs is constant")
    return sxy / sqrt(sxx * syy)


def linear_regression(x, y, /, *, proportional=False):
    """(slope, intercept) of the best line."""
    from collections import namedtuple
    n = len(x)
    if len(y) != n:
        raise StatisticsError("linear regression requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("linear regression requires at least two data points")
    mx, my = (0.0, 0.0) if proportional else (fsum(x) / n, fsum(y) / n)
    sxx = fsum([(a - mx) ** 2.0 for a in x])
    if not sxx:
        raise StatisticsError("x is constant")
    slope = fsum([(a - mx) * (b - my) for a, b in zip(x, y)]) / sxx
    made = namedtuple("LinearRegression", ["slope", "intercept"], module="statistics")
    return made(slope, my - slope * mx if not proportional else 0.0)


class NormalDist:
    """A normal distribution."""

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self.mean = self.median = self.mode = float(mu)
        self.stdev = float(sigma)

    @classmethod
    def from_samples(cls, data):
        """Of data."""
        data = list(data)
        return cls(fmean(data), stdev(data))

    @property
    def variance(self):
        """The square of the standard deviation."""
        return self.stdev * self.stdev

    def pdf(self, x):
        """The density."""
        from math import tau
        diff = x - self.mean
        return exp(diff * diff / (-2.0 * self.variance)) / sqrt(tau * self.variance)

    def cdf(self, x):
        """The probability of at most x."""
        from math import erf
        return 0.5 * (1.0 + erf((x - self.mean) / (self.stdev * 1.4142135623730951)))

    def zscore(self, x):
        """Distance from the mean in standard deviations."""
        return (x - self.mean) / self.stdev

    def samples(self, n, *, seed=None):
        """n random values."""
        import random
        gauss = random.gauss if seed is None else random.Random(seed).gauss
        return [gauss(self.mean, self.stdev) for _ in range(n)]

    def __repr__(self):
        return f"{type(self).__name__}(mu={self.mean!r}, sigma={self.stdev!r})"
