# A ring of contexts that the program made: looking for the end of the chain must not go round for ever.
one, two = ValueError(1), ValueError(2)
one.__context__, two.__context__ = two, one
try:
    raise one
except ValueError:
    raise KeyError("in the handler")
