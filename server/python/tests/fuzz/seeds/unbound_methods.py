# Methods taken from their class, called with other objects or without any.
for f in (list.append, dict.get, str.join, int.__add__, int.__new__, object.__new__, dict.fromkeys, type(len).__call__):
    for args in ((), (5,), (5, 1), (list, 1), ([], 1)):
        try:
            f(*args)
        except TypeError as e:
            pass


class Borrowed:
    append = list.append
    __new__ = int.__new__
    size = int.__dict__["real"]
    __next__ = type(iter([])).__next__


for use in (Borrowed, lambda: object.__new__(Borrowed).append(1), lambda: object.__new__(Borrowed).size,
            lambda: next(object.__new__(Borrowed))):
    try:
        use()
    except TypeError as e:
        print(e)
