"""`annotationlib`: annotations in three formats (PEP 749)."""
import enum

import _annotations
from typing import ForwardRef

__all__ = ["Format", "ForwardRef", "call_annotate_function", "get_annotate_from_class_namespace", "get_annotations"]


class Format(enum.IntEnum):
    """What `__annotate__` is asked for."""
    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


def call_annotate_function(annotate, format, *, owner=None):
    """What an `__annotate__` function says in a format."""
    return _annotations.evaluate(getattr(annotate, "_lazy", annotate), int(format))


def get_annotate_from_class_namespace(namespace):
    """`__annotate__` of a class that is being made."""
    lazy = namespace.get("__annotate_func__")
    return _annotations.function(lazy) if isinstance(lazy, dict) else lazy


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=Format.VALUE):
    """The annotations, in a new dict."""
    from inspect import _annotations_of
    return _annotations_of(obj, globals, locals, eval_str, int(format))
