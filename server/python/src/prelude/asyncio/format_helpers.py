"""Where something was made, which debug mode remembers (A31)."""

import sys

from asyncio import constants


def extract_stack(f=None, limit=None):
    """The stack that ends at frame `f`, the caller's unless told: the innermost `limit` frames, the outermost first."""
    import traceback

    if f is None:
        f = sys._getframe().f_back
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    stack = traceback.StackSummary()
    while f is not None and len(stack) < limit:
        code = f.f_code
        stack.append(traceback.FrameSummary(code.co_filename, f.f_lineno, code.co_name))
        f = f.f_back
    stack.reverse()
    return stack
