"""copyreg: how objects are taken apart and made again."""

dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Registers a reducer for a class."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function


def __newobj__(cls, *args):
    """The constructor of protocol 2."""
    return cls.__new__(cls, *args)
