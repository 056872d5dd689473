"""An error in `__del__` is told and forgotten."""


class Fragile:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        raise ValueError(self.n)


f = Fragile(1)
del f
print("goes on")
raise LookupError(
    "the end"
)
