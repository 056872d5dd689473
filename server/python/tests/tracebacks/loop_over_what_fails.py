def f():
    for x in g():
        print(x)
def g():
    yield 1
    raise ValueError
f()
