import sys
def f(n): return 0 if n == 0 else 1 + f(n - 1)
print(f(500), sys.getrecursionlimit())
def forever(n): return forever(n + 1)
try:
    forever(0)
except RecursionError as e:
    print(e)
sys.setrecursionlimit(3000); print(f(2500), sys.getrecursionlimit())
for bad in (0, -5, "x", 10**10):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(8, "A", "B", "C")); memo = {}
def fib(n):
    if n in memo: return memo[n]
    memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]
print(fib(300))
def perms(s): return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
print(perms("abc"))
def flatten(x): return [y for i in x for y in flatten(i)] if isinstance(x, list) else [x]
print(flatten([1, [2, [3, [4]]]]))
try:
    [0] * 10**12
except (MemoryError, OverflowError) as e:
    print(type(e).__name__)
print(len(str(2**1000)), sys.maxsize, sys.version_info >= (3, 11), sys.byteorder)
try:
    int("9" * 5000)
except ValueError as e:
    print(str(e)[:50])
