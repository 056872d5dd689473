"""warnings: messages to stderr, each once per place unless told otherwise."""
from _frames import caller, source_line
import sys

# Entries: (action, message pattern or None, category, module pattern or None, line), the first match decides.
filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]
defaultaction = "default"
onceregistry = {}
_registries = {}


class WarningMessage:
    """A recorded warning."""

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}")


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning."""
    if line is None:
        line = source_line(filename, lineno)
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    if line and line.strip():
        text += f"  {line.strip()}\n"
    return text


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Writes a warning to stderr or a file."""
    file = sys.stderr if file is None else file
    if file is not None:
        file.write(formatwarning(message, category, filename, lineno, line))


_original_showwarning = showwarning


def _check_action(action):
    if action not in ("error", "ignore", "always", "all", "default", "module", "once"):
        raise ValueError(f"invalid action: {action!r}")


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Adds a rule for a category."""
    _check_action(action)
    _add((action, None, category, None, lineno), append)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Adds a rule; `message` and `module` are regular expressions."""
    _check_action(action)
    _add((action, message or None, category, module or None, lineno), append)


def _add(rule, append):
    if rule in filters:
        if append:
            return
        filters.remove(rule)
    if append:
        filters.append(rule)
    else:
        filters.insert(0, rule)
    _registries.clear()


def resetwarnings():
    """Removes all rules."""
    filters.clear()
    _registries.clear()


def _matches(pattern, text, ignore_case):
    if pattern is None:
        return True
    if pattern.isidentifier():
        if ignore_case:
            return text.lower().startswith(pattern.lower())
        return text == pattern
    import re
    return re.match(pattern, text, re.IGNORECASE if ignore_case else 0) is not None


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Warns about the caller's line, or one further out."""
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        kind = type(category).__name__
        raise TypeError(f"category must be a Warning subclass, not '{kind}'")
    found = caller(max(1, stacklevel)) or ("sys", 1, "", "sys")
    seen = _registries.setdefault(found[3] or "<string>", {})
    _warn_at(message, category, found[0], found[1], found[3] or "<string>", seen, source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Warns about a given line."""
    if isinstance(message, Warning):
        category = message.__class__
    if module is None:
        module = filename[:-3] if filename.endswith(".py") else filename or "<unknown>"
    _warn_at(message, category, filename, lineno, module, {} if registry is None else registry, source)


def _warn_at(message, category, filename, lineno, module, seen, source):
    if isinstance(message, Warning):
        text = str(message)
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if key in seen:
        return
    action = defaultaction
    for rule_action, pattern, rule_category, module_pattern, line in filters:
        if (issubclass(category, rule_category) and (line == 0 or line == lineno)
                and _matches(pattern, str(text), True) and _matches(module_pattern, module, False)):
            action = rule_action
            break
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action == "once":
        seen[key] = 1
        if (text, category) in onceregistry:
            return
        onceregistry[text, category] = 1
    elif action == "module":
        seen[key] = 1
        if (text, category, 0) in seen:
            return
        seen[text, category, 0] = 1
    elif action == "default":
        seen[key] = 1
    _show(WarningMessage(message, category, filename, lineno, source=source))


def _showwarnmsg(msg):
    if showwarning is not _original_showwarning:
        showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
        return
    file = sys.stderr if msg.file is None else msg.file
    if file is not None:
        text = formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
        if msg.source is not None:
            text += f"{msg.category.__name__}: Enable tracemalloc to get the object allocation traceback\n"
        file.write(text)


_show = _showwarnmsg


class catch_warnings:
    """Restores the rules at the end; with `record`, gives a list of the warnings instead of showing them."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._rule = None if action is None else (action, category, lineno, append)
        self._entered = False

    def __enter__(self):
        global filters, _show, showwarning
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        self._saved = filters, _show, showwarning
        filters = filters[:]
        _registries.clear()
        if self._rule is not None:
            simplefilter(*self._rule)
        if self._record:
            log = []
            _show = log.append
            showwarning = _original_showwarning
            return log
        return None

    def __exit__(self, *exc_info):
        global filters, _show, showwarning
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        filters, _show, showwarning = self._saved
        _registries.clear()


def deprecated(message, /, *, category=DeprecationWarning, stacklevel=1):
    """Decorator: using the function or class warns."""
    def decorate(arg):
        from functools import wraps
        arg.__deprecated__ = message
        if category is None or isinstance(arg, type):
            return arg

        @wraps(arg)
        def wrapper(*args, **kwargs):
            warn(message, category, stacklevel=stacklevel + 1)
            return arg(*args, **kwargs)
        wrapper.__deprecated__ = message
        return wrapper
    return decorate
