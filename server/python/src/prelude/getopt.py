"""`getopt`: options of a command line, as C's `getopt` reads them."""

import os

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    """An option that is not known, or lacks its argument."""

    def __init__(self, msg, opt=""):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """([(option, value), ...], what is left), up to the first word that is no option."""
    return _read(args, shortopts, longopts, False)


def gnu_getopt(args, shortopts, longopts=[]):
    """As `getopt`, with options and other words in any order."""
    is_strict = shortopts.startswith("+") or bool(os.environ.get("POSIXLY_CORRECT"))
    return _read(args, shortopts.removeprefix("+"), longopts, not is_strict)


def _read(args, shortopts, longopts, is_mixed):
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    found, others, args = [], [], list(args)
    while args:
        word = args[0]
        if word == "--":
            args = args[1:]
            break
        if word.startswith("--"):
            args = _long(found, word[2:], longopts, args[1:])
        elif word.startswith("-") and word != "-":
            args = _short(found, word[1:], shortopts, args[1:])
        elif is_mixed:
            others.append(args.pop(0))
        else:
            break
    return found, others + args


def _long(found, word, longopts, args):
    name, equals, value = word.partition("=")
    fitting = [option for option in longopts if option.startswith(name)]
    if not fitting:
        raise GetoptError(f"option --{name} not recognized", name)
    if name in fitting:
        takes, full = False, name
    elif name + "=" in fitting:
        takes, full = True, name
    elif len(fitting) > 1:
        raise GetoptError(f"option --{name} not a unique prefix", name)
    else:
        takes, full = fitting[0].endswith("="), fitting[0].removesuffix("=")
    if takes and not equals:
        if not args:
            raise GetoptError(f"option --{full} requires argument", full)
        value, args = args[0], args[1:]
    elif equals and not takes:
        raise GetoptError(f"option --{full} must not have an argument", full)
    found.append(("--" + full, value))
    return args


def _short(found, word, shortopts, args):
    while word:
        letter, word = word[0], word[1:]
        at = shortopts.find(letter)
        if at < 0 or letter == ":":
            raise GetoptError(f"option -{letter} not recognized", letter)
        value = ""
        if shortopts.startswith(":", at + 1):
            if not word:
                if not args:
                    raise GetoptError(f"option -{letter} requires argument", letter)
                word, args = args[0], args[1:]
            value, word = word, ""
        found.append(("-" + letter, value))
    return args
