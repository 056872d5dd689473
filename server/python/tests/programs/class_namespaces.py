"""What a class's namespace holds: also the descriptors of its instances' dict and weak references."""
import sys
import weakref

SINCE_3_13 = ("__firstlineno__", "__static_attributes__")
OF_ANNOTATIONS = ("__annotations__", "__annotate_func__", "__annotations_cache__")


def names(namespace):
    return [n for n in namespace if n not in SINCE_3_13 and n not in OF_ANNOTATIONS]


class Meta(type):
    def __new__(meta, name, bases, namespace):
        print("body of", name, names(namespace))
        return super().__new__(meta, name, bases, namespace)


class Plain:
    """doc"""
    x: int = 3

    def f(self):
        self.y = 1


class Child(Plain):
    pass


class Slots:
    __slots__ = ("a",)


class WeakSlots:
    __slots__ = ("a", "__weakref__")


class DictSlot:
    __slots__ = "__dict__"


class OfSlots(Slots):
    pass


class SlotsOfPlain(Plain):
    __slots__ = ("k",)


class Failure(Exception):
    pass


class Made(metaclass=Meta):
    z = 1


def decorator(cls):
    return cls


@decorator
@decorator
class Decorated:
    pass


of_built_ins = [type("Of" + base.__name__, (base,), {}) for base in (tuple, int, bytes, str, list, dict, set, type)]
for cls in (Plain, Child, Slots, WeakSlots, DictSlot, OfSlots, SlotsOfPlain, Failure, Meta, Made, *of_built_ins):
    print(cls.__name__, names(cls.__dict__))

instance = Plain()
print(Plain.__dict__["__dict__"], Plain.__dict__["__weakref__"], type(Plain.__dict__["__dict__"]).__name__)
print(instance.__weakref__, hasattr(Slots(), "__dict__"), hasattr(Slots(), "__weakref__"))
reference = weakref.ref(instance)
print(instance.__weakref__ is reference)
try:
    instance.__weakref__ = 1
except AttributeError as e:
    print(e)
instance.__dict__ = {"k": 2}
print(instance.k, vars(instance))
for shown in (Slots(), object(), instance):
    print([n for n in dir(shown) if n in ("__dict__", "__weakref__", "__getstate__", "a", "k")])

# A proxy's text is its mapping's.
print({**Slots.__dict__}.keys() == Slots.__dict__.keys(), str(Failure.__dict__) == str(dict(Failure.__dict__)))
print(repr(Failure.__dict__)[:27], f"{Failure.__dict__}"[:14])

if sys.version_info >= (3, 13):
    print(Decorated.__firstlineno__ == 63, Plain.__static_attributes__ == ("y",))
else:
    print(not hasattr(Decorated, "__firstlineno__"), not hasattr(Plain, "__static_attributes__"))

print(instance.__getstate__(), Slots().__getstate__(), object().__getstate__())
filled = Slots()
filled.a = 1
print(filled.__getstate__())
for other in (2, Slots(), [1]):
    try:
        print(Plain.__dict__["__weakref__"].__get__(other))
    except TypeError as e:
        print(e)
print(Plain.__dict__["__dict__"].__get__(instance))
