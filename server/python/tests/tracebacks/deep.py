"""Recursion: repeated lines are told once."""
import sys

sys.setrecursionlimit(60)


def down(n):
    return down(n + 1)


def even(n):
    return odd(n - 1)


def odd(n):
    return even(n - 1)


for f in (even, down):
    try:
        f(100)
    except RecursionError as e:
        kept = e

try:
    down(0)
except RecursionError as e:
    raise e
