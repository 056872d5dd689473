"""Names that are nearly right."""
import traceback
import math


def f(first, second):
    local_name = 1
    return locl_name


class Account:
    def __init__(self):
        self.balance = 1

    def deposit(self):
        return balance


def show(g):
    try:
        g()
    except Exception:
        traceback.print_exc()


for g in (lambda: f(1, 2), lambda: Account().balanse, lambda: Account().deposit(), lambda: math.sine, lambda: pritn(1),
          lambda: f(1, secnd=2), lambda: f(), lambda: [].apend(1), lambda: tim.sleep(1)):
    show(g)
math.sqroot
