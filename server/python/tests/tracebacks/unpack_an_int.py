def f(x):
    a, b = x
f(5)
