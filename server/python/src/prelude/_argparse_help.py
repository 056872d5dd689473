"""The texts of `argparse`: usage and help, in columns."""

import re
import sys
from textwrap import fill, wrap

SUPPRESS = "==SUPPRESS=="
OPTIONAL = "?"
ZERO_OR_MORE = "*"
ONE_OR_MORE = "+"
PARSER = "A..."
REMAINDER = "..."

# Once for all names: `-f, --foo FOO`, from 3.13 on; before that `-f FOO, --foo FOO`.
_NAMES_VALUE_ONCE = sys.version_info >= (3, 13)
_WIDTH = 80


class HelpFormatter:
    """Makes help of a parser's parts."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        self._prog = prog
        self._increment = indent_increment
        self._width = _WIDTH - 2 if width is None else width
        self._max_help_position = min(max_help_position, max(self._width - 20, indent_increment * 2))
        self._indent = 0
        self._parts = []  # (indent, function that makes the text)
        self._sections = []
        self._longest = 0

    # === What is added ===

    def start_section(self, heading):
        """The parts up to `end_section` stand under a heading."""
        self._sections.append((heading, self._parts))
        self._parts = []
        self._indent += self._increment

    def end_section(self):
        """The section is complete."""
        self._indent -= self._increment
        parts = self._parts
        heading, self._parts = self._sections.pop()
        indent = self._indent

        def section():
            text = "".join(part() for part in parts)
            if not text:
                return ""
            title = f"{'':{indent}}{heading}:\n" if heading is not None and heading is not SUPPRESS else ""
            return f"\n{title}{text}\n"

        self._parts.append(section)

    def add_text(self, text):
        """A paragraph."""
        if text is not SUPPRESS and text is not None:
            indent = self._indent
            self._parts.append(lambda: self._format_text(text, indent))

    def add_usage(self, usage, actions, groups, prefix=None):
        """The usage."""
        if usage is not SUPPRESS:
            self._parts.append(lambda: self._format_usage(usage, actions, groups, prefix))

    def add_argument(self, action):
        """An argument and its help."""
        if action.help is SUPPRESS:
            return
        indent = self._indent
        self._longest = max(self._longest, len(self._format_action_invocation(action)) + indent)
        for sub in self._subactions(action):
            length = len(self._format_action_invocation(sub)) + indent + self._increment
            self._longest = max(self._longest, length)
        self._parts.append(lambda: self._format_action(action, indent))

    def add_arguments(self, actions):
        """Arguments and their help."""
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        """All of it, as text."""
        text = "".join(part() for part in self._parts)
        if text:
            text = re.sub(r"\n\n\n+", "\n\n", text).strip("\n") + "\n"
        return text

    # === Usage ===

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = "usage: "
        if usage is not None:
            return f"{prefix}{usage % dict(prog=self._prog)}\n\n"
        optionals = [a for a in actions if a.option_strings]
        positionals = [a for a in actions if not a.option_strings]
        if not actions:
            return f"{prefix}{self._prog}\n\n"
        opt_parts = self._usage_parts(optionals, groups)
        pos_parts = self._usage_parts(positionals, groups)
        whole = " ".join([self._prog, *opt_parts, *pos_parts])
        room = self._width - self._indent
        if len(prefix) + len(whole) > room:
            whole = self._wrapped_usage(prefix, opt_parts, pos_parts, room)
        return f"{prefix}{whole}\n\n"

    def _wrapped_usage(self, prefix, opt_parts, pos_parts, room):
        if len(prefix) + len(self._prog) <= 0.75 * room:
            indent = " " * (len(prefix) + len(self._prog) + 1)
            if opt_parts:
                lines = _lines([self._prog, *opt_parts], indent, room, prefix)
                lines += _lines(pos_parts, indent, room)
            elif pos_parts:
                lines = _lines([self._prog, *pos_parts], indent, room, prefix)
            else:
                lines = [self._prog]
        else:
            indent = " " * len(prefix)
            lines = _lines([*opt_parts, *pos_parts], indent, room)
            if len(lines) > 1:
                lines = [*_lines(opt_parts, indent, room), *_lines(pos_parts, indent, room)]
            lines = [self._prog, *lines]
        return "\n".join(lines)

    def _usage_parts(self, actions, groups):
        in_group = {}
        for group in groups:
            members = [a for a in group._group_actions if a in actions]
            if len(members) == len(group._group_actions) and members and members[0] in actions:
                start = actions.index(members[0])
                if actions[start:start + len(members)] == members:
                    shown = [a for a in members if a.help is not SUPPRESS]
                    for member in shown:
                        in_group[member] = group, shown
        parts = []
        for action in actions:
            if action.help is SUPPRESS:
                continue
            group, shown = in_group.get(action, (None, None))
            is_only = shown is not None and len(shown) == 1
            text = self._usage_part(action, group is not None and not (is_only and not group.required))
            if group is not None and len(shown) > 1:
                opening, closing = "()" if group.required else "[]"
                text = (opening if action is shown[0] else "| ") + text + (closing if action is shown[-1] else "")
            parts.append(text)
        return _joined(parts)

    def _usage_part(self, action, is_in_group):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            text = self._format_args(action, default)
            if is_in_group and text[0] == "[" and text[-1] == "]":
                text = text[1:-1]
            return text
        if action.nargs == 0:
            text = action.format_usage()
        else:
            default = self._get_default_metavar_for_optional(action)
            text = f"{action.option_strings[0]} {self._format_args(action, default)}"
        return text if action.required or is_in_group else f"[{text}]"

    # === Arguments ===

    def _subactions(self, action):
        return action._get_subactions() if hasattr(action, "_get_subactions") else ()

    def _format_action(self, action, indent):
        position = min(self._longest + 2, self._max_help_position)
        help_width = max(self._width - position, 11)
        name_width = position - indent - 2
        header = self._format_action_invocation(action)
        if not action.help:
            parts = [f"{'':{indent}}{header}\n"]
            at = 0
        elif len(header) <= name_width:
            parts = [f"{'':{indent}}{header:<{name_width}}  "]
            at = 0
        else:
            parts = [f"{'':{indent}}{header}\n"]
            at = position
        if action.help and action.help.strip():
            text = self._expand_help(action)
            if text:
                lines = self._split_lines(text, help_width)
                parts.append(f"{'':{at}}{lines[0]}\n")
                parts += [f"{'':{position}}{line}\n" for line in lines[1:]]
        elif not parts[-1].endswith("\n"):
            parts.append("\n")
        for sub in self._subactions(action):
            parts.append(self._format_action(sub, indent + self._increment))
        return "".join(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            return " ".join(self._metavar(action, default, 1))
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        args = self._format_args(action, self._get_default_metavar_for_optional(action))
        if _NAMES_VALUE_ONCE:
            return f"{', '.join(action.option_strings)} {args}"
        return ", ".join(f"{option} {args}" for option in action.option_strings)

    def _metavar(self, action, default, n):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = "{" + ",".join(map(str, action.choices)) + "}"
        else:
            result = default
        return result if isinstance(result, tuple) else (result,) * n

    def _format_args(self, action, default):
        nargs = action.nargs
        if nargs is None:
            return self._metavar(action, default, 1)[0]
        if nargs == OPTIONAL:
            return f"[{self._metavar(action, default, 1)[0]}]"
        if nargs == ZERO_OR_MORE:
            names = self._metavar(action, default, 1)
            return f"[{names[0]} [{names[1]} ...]]" if len(names) == 2 else f"[{names[0]} ...]"
        if nargs == ONE_OR_MORE:
            names = self._metavar(action, default, 2)
            return f"{names[0]} [{names[1]} ...]"
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return f"{self._metavar(action, default, 1)[0]} ..."
        if nargs == SUPPRESS:
            return ""
        return " ".join(self._metavar(action, default, nargs))

    def _expand_help(self, action):
        values = dict(vars(action), prog=self._prog)
        for name in list(values):
            if values[name] is SUPPRESS:
                del values[name]
            elif hasattr(values[name], "__name__"):
                values[name] = values[name].__name__
        if values.get("choices") is not None:
            values["choices"] = ", ".join(map(str, values["choices"]))
        text = self._get_help_string(action)
        return text % values if "%" in text else text

    # === What subclasses change ===

    def _format_text(self, text, indent):
        if "%(prog)" in text:
            text = text % dict(prog=self._prog)
        width = max(self._width - indent, 11)
        return self._fill_text(text, width, " " * indent) + "\n\n"

    def _split_lines(self, text, width):
        return wrap(" ".join(text.split()), width)

    def _fill_text(self, text, width, indent):
        return fill(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


def _joined(parts):
    """The parts of a group are one part for the breaking of lines where they fit together."""
    joined = []
    is_open = False
    for part in parts:
        if is_open or joined and part.startswith("| "):
            joined[-1] += " " + part
        else:
            joined.append(part)
    return joined if sys.version_info >= (3, 13) else [word for part in joined for word in _words(part)]


def _words(part):
    """A part, split where older versions break lines: before an option or a bracket, not before a value."""
    return re.findall(r"\(.*?\)+(?=\s|$)|\[.*?\]+(?=\s|$)|\S+", part) if part.startswith(("(", "[")) else [part]


def _lines(parts, indent, room, prefix=None):
    lines, line = [], []
    length = (len(indent) if prefix is None else len(prefix)) - 1
    for part in parts:
        if length + 1 + len(part) > room and line:
            lines.append(indent + " ".join(line))
            line = []
            length = len(indent) - 1
        line.append(part)
        length += len(part) + 1
    if line:
        lines.append(indent + " ".join(line))
    if prefix is not None and lines:
        lines[0] = lines[0][len(indent):]
    return lines


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves the lines of descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return "".join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves the lines of all texts as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds the defaults to the help."""

    def _get_help_string(self, action):
        text = action.help or ""
        if "%(default)" not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Names values by their types."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__
