"""csv: tables as text."""
__all__ = [
    "QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "Error", "Dialect", "excel", "excel_tab",
    "unix_dialect", "field_size_limit", "reader", "writer", "register_dialect", "get_dialect", "list_dialects",
    "unregister_dialect", "DictReader", "DictWriter",
]
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = 0, 1, 2, 3
_limit = 131072


class Error(Exception):
    """What is no table."""
    __module__ = "_csv"


class Dialect:
    """How a table is written."""
    delimiter = ","
    quotechar = '"'
    escapechar = None
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL
    strict = False


class excel(Dialect):
    """As Excel writes."""


class excel_tab(excel):
    """The same with tabs."""
    delimiter = "\t"


class unix_dialect(Dialect):
    """As on Unix."""
    lineterminator = "\n"
    quoting = QUOTE_ALL


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}
_NAMES = ("delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace", "lineterminator", "quoting", "strict")


def register_dialect(name, dialect=None, **fmtparams):
    """Gives a dialect a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _dialect(dialect, fmtparams)


def unregister_dialect(name):
    """Takes the name away."""
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    """The dialect of that name."""
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialect(name, {})


def list_dialects():
    """All names."""
    return list(_dialects)


def field_size_limit(new_limit=None):
    """The longest field."""
    global _limit
    old = _limit
    if new_limit is not None:
        _limit = new_limit
    return old


def _dialect(dialect, given):
    made = Dialect()
    if isinstance(dialect, str):
        if dialect not in _dialects:
            raise Error("unknown dialect")
        dialect = _dialects[dialect]
    for name in _NAMES:
        if dialect is not None and hasattr(dialect, name):
            setattr(made, name, getattr(dialect, name))
    for name, value in given.items():
        if name not in _NAMES:
            raise TypeError(f"{name!r} is an invalid keyword argument for this function")
        setattr(made, name, value)
    for name in ("delimiter", "quotechar", "escapechar"):
        value = getattr(made, name)
        if value is None and name != "delimiter":
            continue
        none = " or None" if name != "delimiter" else ""
        if not isinstance(value, str):
            raise TypeError(f'"{name}" must be string{none}, not {type(value).__name__}')
        if len(value) != 1:
            raise TypeError(f'"{name}" must be a 1-character string')
    if made.quoting != QUOTE_NONE and not made.quotechar:
        raise TypeError("quotechar must be set if quoting enabled")
    return made


class reader:
    """The rows of lines of text."""

    def __init__(self, csvfile, dialect=None, **fmtparams):
        self.dialect = _dialect(dialect, fmtparams)
        self._lines = iter(csvfile)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        row = []
        field = []
        # state: "start" of a field, in a "plain" or "quoted" one, after a "quote" in a quoted one
        state = "start"
        numeric = False
        first = True
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if first:
                    raise
                if d.strict:
                    raise Error("unexpected end of data") from None
                row.append("".join(field))
                return row
            if not isinstance(line, str):
                raise Error(
                    f"iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)")
            first = False
            self.line_num += 1
            i = 0
            n = len(line)
            ended = False
            while i < n:
                c = line[i]
                i += 1
                if state == "quoted":
                    if d.escapechar is not None and c == d.escapechar:
                        field.append(line[i:i + 1] or "\n")
                        i += 1
                    elif c == d.quotechar and d.quoting != QUOTE_NONE:
                        state = "quote" if d.doublequote else "plain"
                    else:
                        field.append(c)
                    continue
                if state == "quote" and c == d.quotechar:
                    field.append(c)
                    state = "quoted"
                    continue
                if c in "\r\n":
                    if line[i:].strip("\r\n"):
                        raise Error(
                            "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?")
                    ended = True
                    break
                if state == "start":
                    if c == d.quotechar and d.quoting != QUOTE_NONE:
                        state = "quoted"
                        continue
                    if c == " " and d.skipinitialspace:
                        continue
                    numeric = d.quoting == QUOTE_NONNUMERIC
                    state = "plain"
                if state == "quote" and c != d.delimiter and d.strict:
                    raise Error(f"'{d.delimiter}' expected after '{d.quotechar}'")
                if c == d.delimiter:
                    row.append(self._made(field, numeric and bool(field)))
                    field = []
                    numeric = False
                    state = "start"
                elif d.escapechar is not None and c == d.escapechar:
                    field.append(line[i:i + 1] or "\n")
                    i += 1
                    state = "plain"
                else:
                    field.append(c)
                    state = "plain"
                    if len(field) > _limit:
                        raise Error(f"field larger than field limit ({_limit})")
            if state == "quoted":
                continue
            if row or field or state != "start" or (n and not ended and line.strip("\r\n")):
                row.append(self._made(field, numeric and bool(field)))
            return row

    @staticmethod
    def _made(field, numeric):
        text = "".join(field)
        return float(text) if numeric else text


class _Writer:
    def __init__(self, csvfile, dialect, fmtparams):
        if not hasattr(csvfile, "write"):
            raise TypeError("argument 1 must have a \"write\" method")
        self.dialect = _dialect(dialect, fmtparams)
        self._write = csvfile.write

    def writerow(self, row):
        """Writes a row."""
        d = self.dialect
        try:
            row = list(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        out = []
        for value in row:
            quoted = d.quoting == QUOTE_ALL
            if value is None:
                text = ""
            elif isinstance(value, str):
                text = value
                quoted = quoted or d.quoting == QUOTE_NONNUMERIC
            else:
                text = repr(value) if isinstance(value, float) else str(value)
                if d.quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, float)):
                    quoted = True
            if value is None and d.quoting == QUOTE_NONNUMERIC:
                quoted = True
            special = [c for c in (d.delimiter, d.escapechar, d.quotechar, "\r", "\n") if c] + list(d.lineterminator)
            if any([c in text for c in special]):
                if d.quoting == QUOTE_NONE:
                    if d.escapechar is None:
                        raise Error("need to escape, but no escapechar set")
                    text = "".join([d.escapechar + c if c in special else c for c in text])
                else:
                    if d.quotechar in text:
                        if d.doublequote:
                            text = text.replace(d.quotechar, d.quotechar * 2)
                            quoted = True
                        else:
                            if d.escapechar is None:
                                raise Error("need to escape, but no escapechar set")
                            text = text.replace(d.quotechar, d.escapechar + d.quotechar)
                            quoted = quoted or any([c in text for c in (d.delimiter, "\r", "\n")])
                    else:
                        quoted = True
            elif " " == d.delimiter and text == "" or text == "" and len(row) == 1:
                if d.quoting == QUOTE_NONE:
                    raise Error("single empty field record must be quoted")
                quoted = True
            out.append(d.quotechar + text + d.quotechar if quoted else text)
        return self._write(d.delimiter.join(out) + d.lineterminator)

    def writerows(self, rows):
        """Writes rows."""
        for row in rows:
            self.writerow(row)


def writer(csvfile, dialect="excel", **fmtparams):
    """Writes rows to a file."""
    return _Writer(csvfile, dialect, fmtparams)


class DictReader:
    """Rows as dicts; the first gives the names unless they are given."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = list(fieldnames) if fieldnames is not None else None
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        """The names."""
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        self.line_num = self.reader.line_num
        made = dict(zip(names, row))
        if len(names) < len(row):
            made[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            made[name] = self.restval
        return made


class DictWriter:
    """Writes dicts as rows."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.fieldnames = fieldnames
        self.restval = restval
        extrasaction = extrasaction.lower()
        if extrasaction not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        """Writes the names."""
        return self.writer.writerow(self.fieldnames)

    def _row(self, rowdict):
        if self.extrasaction == "raise":
            wrong = [k for k in rowdict if k not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join([repr(x) for x in wrong]))
        return [rowdict.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        """Writes a row."""
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        """Writes rows."""
        return self.writer.writerows([self._row(r) for r in rowdicts])
