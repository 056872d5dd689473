"""fnmatch: names against patterns of a shell."""
import re

__all__ = ["filter", "fnmatch", "fnmatchcase"]


def _parts(pat):
    # The pattern as a regular expression, without its ends.
    out = []
    i = 0
    n = len(pat)
    while i < n:
        c = pat[i]
        i += 1
        if c == "*":
            if not out or out[-1] != ".*":
                out.append(".*")
        elif c == "?":
            out.append(".")
        elif c == "[":
            end = i
            if pat[end:end + 1] == "!":
                end += 1
            if pat[end:end + 1] == "]":
                end += 1
            end = pat.find("]", end)
            if end < 0:
                out.append("\\[")
                continue
            members = pat[i:end].replace("\\", "\\\\")
            i = end + 1
            if members[0] == "!":
                members = "^" + members[1:]
            elif members[0] in "^[":
                members = "\\" + members
            out.append(f"[{members}]")
        else:
            out.append(re.escape(c))
    return "".join(out)


def _matcher(pat):
    if isinstance(pat, bytes):
        return re.compile(_parts(pat.decode("latin-1")).encode("latin-1"), re.DOTALL).fullmatch
    return re.compile(_parts(pat), re.DOTALL).fullmatch


def fnmatchcase(name, pat):
    """Whether a name matches."""
    return _matcher(pat)(name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    """The names that match."""
    match = _matcher(pat)
    return [name for name in names if match(name) is not None]
