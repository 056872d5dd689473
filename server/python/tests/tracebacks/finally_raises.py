"""An error in `finally`, in a handler, in a comprehension in a call in a with."""
import contextlib


@contextlib.contextmanager
def resource():
    try:
        yield [1, 2, 0]
    finally:
        print("closing")
        int("not a number")


def use(numbers):
    return {n: 1 / n for n in numbers}


with resource() as numbers, contextlib.suppress(KeyError):
    try:
        use(numbers)
    except ZeroDivisionError as e:
        e.add_note("while using")
        raise
