"""Errors while classes are made and used."""
import traceback


class Meta(type):
    def __new__(cls, name, bases, namespace):
        if "bad" in namespace:
            raise TypeError(f"{name} is bad")
        return super().__new__(cls, name, bases, namespace)


def make():
    class Bad(metaclass=Meta):
        bad = 1


class Property:
    @property
    def value(self):
        return self.missing

    def __getitem__(self, key):
        raise LookupError(key)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        raise RuntimeError("while leaving") from error


p = Property()
for f in (make, lambda: p.value, lambda: p["k"], lambda: Property(1), lambda: p.valeu, lambda: Property.nothing):
    try:
        f()
    except Exception:
        traceback.print_exc()

with p:
    1 / 0
