"""`raise ... from`, a context, a suppressed one."""
import traceback


class Broken(Exception):
    pass


def parse(text):
    try:
        return int(text)
    except ValueError as e:
        raise Broken(f"cannot read {text!r}") from e


def quiet():
    try:
        {}["missing"]
    except KeyError:
        raise Broken("hidden") from None


for f in (quiet, lambda: parse("x")):
    try:
        f()
    except Broken:
        traceback.print_exc()

try:
    parse("twelve")
finally:
    len(5)
