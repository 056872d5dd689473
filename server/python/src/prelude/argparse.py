"""`argparse`: command lines described by arguments. What it prints is made in `_argparse_help`."""

import os
import sys
from _argparse_actions import (
    Action,
    ArgumentError,
    ArgumentTypeError,
    BooleanOptionalAction,
    FileType,
    Namespace,
    REGISTRY,
    SubParsersAction as _SubParsersAction,
    VersionAction as _VersionAction,
    argument_name as _argument_name,
)
from _argparse_help import (
    ONE_OR_MORE,
    OPTIONAL,
    PARSER,
    REMAINDER,
    SUPPRESS,
    ZERO_OR_MORE,
    ArgumentDefaultsHelpFormatter,
    HelpFormatter,
    MetavarTypeHelpFormatter,
    RawDescriptionHelpFormatter,
    RawTextHelpFormatter,
)

__all__ = [
    "ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType", "HelpFormatter",
    "ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter", "RawTextHelpFormatter", "MetavarTypeHelpFormatter",
    "Namespace", "Action", "ONE_OR_MORE", "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE",
]  # fmt: skip

_LISTS_CHOICES_PLAINLY = sys.version_info >= (3, 14)


class _Container:
    """What arguments are added to: a parser, or a group of it."""

    def __init__(self, description, prefix_chars, argument_default):
        self.description = description
        self.prefix_chars = prefix_chars
        self.argument_default = argument_default
        self._actions = []
        self._option_string_actions = {}
        self._defaults = {}
        self._action_groups = []
        self._mutually_exclusive_groups = []
        self._actions_by_name = dict(REGISTRY)
        self._types_by_name = {}
        self.conflict_handler = "error"

    def register(self, registry_name, value, object):
        """Gives a name to a class of actions, or to a type."""
        (self._actions_by_name if registry_name == "action" else self._types_by_name)[value] = object

    def set_defaults(self, **kwargs):
        """Values of names that the command line does not give."""
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        """The default of a name."""
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def add_argument(self, *args, **kwargs):
        """Adds an argument: `add_argument("name")` or `add_argument("-f", "--flag")`."""
        chars = self.prefix_chars
        if not args or len(args) == 1 and args[0][0] not in chars:
            if args and "dest" in kwargs:
                raise TypeError("dest supplied twice for positional argument, did you mean metavar?"
                                if sys.version_info >= (3, 14) else "dest supplied twice for positional argument")
            kwargs = self._positional(*args, **kwargs)
        else:
            kwargs = self._optional(*args, **kwargs)
        if "default" not in kwargs:
            if kwargs["dest"] in self._defaults:
                kwargs["default"] = self._defaults[kwargs["dest"]]
            elif self.argument_default is not None:
                kwargs["default"] = self.argument_default
        name = kwargs.pop("action", None)
        cls = self._actions_by_name.get(name, name)
        if not callable(cls):
            raise ValueError(f"unknown action {name!r}" if sys.version_info >= (3, 14) else f'unknown action "{cls}"')
        action = cls(**kwargs)
        action.type = self._types_by_name.get(action.type, action.type)
        if action.type is not None and not callable(action.type):
            raise ValueError(f"{action.type!r} is not callable")
        return self._add_action(action)

    def _positional(self, dest, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get("nargs")
        kwargs["required"] = nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS, 0)
        if nargs == ZERO_OR_MORE and "default" not in kwargs:
            kwargs["required"] = sys.version_info < (3, 13)
        return dict(kwargs, dest=dest, option_strings=[])

    def _optional(self, *args, **kwargs):
        chars = self.prefix_chars
        for option in args:
            if option[0] not in chars:
                raise ValueError(
                    f"invalid option string {option!r}: must start with a character {chars!r}")
        dest = kwargs.pop("dest", None)
        if dest is None:
            long = [option for option in args if len(option) > 1 and option[1] in chars]
            dest = (long or list(args))[0].lstrip(chars)
            if not dest:
                raise ValueError(f"dest= is required for options like {args[0]!r}")
            dest = dest.replace("-", "_")
        return dict(kwargs, dest=dest, option_strings=list(args))

    def _add_action(self, action):
        taken = [option for option in action.option_strings if option in self._option_string_actions]
        if taken and self.conflict_handler == "error":
            plural = "s" if len(taken) > 1 else ""
            raise ArgumentError(action, f"conflicting option string{plural}: {', '.join(taken)}")
        for option in taken:
            other = self._option_string_actions.pop(option)
            other.option_strings.remove(option)
            if not other.option_strings:
                other.container._remove(other)
        self._actions.append(action)
        action.container = self
        for option in action.option_strings:
            self._option_string_actions[option] = action
        return action

    def _remove(self, action):
        self._actions.remove(action)

    def add_argument_group(self, *args, **kwargs):
        """A group with a heading of its own in the help."""
        group = _ArgumentGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *, required=False):
        """Arguments of which one at most may be given."""
        group = _MutuallyExclusiveGroup(self, required)
        self._mutually_exclusive_groups.append(group)
        return group


class _ArgumentGroup(_Container):
    def __init__(self, container, title=None, description=None, **kwargs):
        super().__init__(description, kwargs.get("prefix_chars", container.prefix_chars), container.argument_default)
        self.title = title
        self._owner = container
        self._group_actions = []
        self._defaults = container._defaults
        self._actions = container._actions
        self._option_string_actions = container._option_string_actions
        self._mutually_exclusive_groups = container._mutually_exclusive_groups
        self._actions_by_name = container._actions_by_name
        self._types_by_name = container._types_by_name
        self.conflict_handler = container.conflict_handler

    def _add_action(self, action):
        action = super()._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove(self, action):
        super()._remove(action)
        self._group_actions.remove(action)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    def __init__(self, container, required):
        super().__init__(container)
        self.required = required

    def _add_action(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        action = self._owner._add_action(action)
        self._group_actions.append(action)
        return action


class ArgumentParser(_Container):
    """Reads command lines."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=HelpFormatter,
                 prefix_chars="-", fromfile_prefix_chars=None, argument_default=None, conflict_handler="error",
                 add_help=True, allow_abbrev=True, exit_on_error=True, *, suggest_on_error=False, color=True):
        super().__init__(description, prefix_chars, argument_default)
        self.prog = os.path.basename(sys.argv[0]) if prog is None else prog
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.conflict_handler = conflict_handler
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._positionals = self.add_argument_group("positional arguments")
        self._optionals = self.add_argument_group("options")
        self._subparsers = None
        if add_help:
            dash = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(dash + "h", dash * 2 + "help", action="help", default=SUPPRESS,
                              help="show this help message and exit")
        for parent in parents:
            self._adopt(parent)

    def _adopt(self, parent):
        moved = {}
        for group in parent._action_groups:
            mine = next((g for g in self._action_groups if g.title == group.title), None)
            if mine is None:
                mine = self.add_argument_group(group.title, group.description)
            for action in group._group_actions:
                moved[action] = mine
        for group in parent._mutually_exclusive_groups:
            mine = self.add_mutually_exclusive_group(required=group.required)
            mine._group_actions = list(group._group_actions)
        for action in parent._actions:
            moved.get(action, self)._add_action(action)
        self._defaults.update(parent._defaults)

    def __repr__(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in names)})"

    def _add_action(self, action):
        if action.container is None and type(self) is not None and not getattr(self, "_is_adding", False):
            self._is_adding = True
            try:
                group = self._optionals if action.option_strings else self._positionals
                return group._add_action(action)
            finally:
                self._is_adding = False
        return super()._add_action(action)

    def add_subparsers(self, *, title=None, description=None, **kwargs):
        """Commands, each with a parser of its own."""
        if self._subparsers is not None:
            message = "cannot have multiple subparser arguments"
            if sys.version_info >= (3, 14):
                raise ValueError(message)
            self.error(message)
        if title is not None or description is not None:
            self._subparsers = self.add_argument_group(title or "subcommands", description)
        else:
            self._subparsers = self._positionals
        kwargs.setdefault("parser_class", type(self))
        if kwargs.get("prog") is None:
            formatter = self._formatter()
            groups = self._mutually_exclusive_groups
            formatter.add_usage(None if self.usage is None else self.usage,
                                [a for a in self._actions if not a.option_strings], groups, "")
            kwargs["prog"] = formatter.format_help().strip()
        cls = kwargs.pop("action", _SubParsersAction)
        return self._subparsers._add_action(cls(option_strings=[], **kwargs))

    # === Reading ===

    def parse_args(self, args=None, namespace=None):
        """The values that a command line gives."""
        values, rest = self.parse_known_args(args, namespace)
        if rest:
            message = f"unrecognized arguments: {' '.join(rest)}"
            if self.exit_on_error or sys.version_info < (3, 13):
                self.error(message)
            raise ArgumentError(None, message)
        return values

    def parse_known_args(self, args=None, namespace=None):
        """The values, and what there was besides."""
        from _argparse_parse import Parse

        args = sys.argv[1:] if args is None else list(args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for name, value in self._defaults.items():
            if not hasattr(namespace, name):
                setattr(namespace, name, value)
        if not self.exit_on_error:
            return Parse(self, args, namespace).run()
        try:
            return Parse(self, args, namespace).run()
        except ArgumentError as error:
            self.error(str(error))

    parse_intermixed_args = parse_args
    parse_known_intermixed_args = parse_known_args

    def convert_arg_line_to_args(self, arg_line):
        """The arguments on a line of a file."""
        return [arg_line]

    def _value(self, action, text):
        """A word as what the argument is to be."""
        if action.type is None:
            return text
        try:
            return action.type(text)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error)) from None
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {text!r}") from None

    def _check_value(self, action, value):
        choices = action.choices
        if choices is None:
            return
        if isinstance(choices, str):
            choices = iter(choices)
        if value not in choices:
            show = str if _LISTS_CHOICES_PLAINLY else repr
            listed = ", ".join(map(show, action.choices))
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {listed})")

    # === Texts ===

    def _formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        """The usage, as text."""
        formatter = self._formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        """The help, as text."""
        formatter = self._formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        """Prints the usage."""
        self._print_message(self.format_usage(), file or sys.stdout)

    def print_help(self, file=None):
        """Prints the help."""
        self._print_message(self.format_help(), file or sys.stdout)

    def _print_message(self, message, file=None):
        if message:
            (file or sys.stderr).write(message)

    def exit(self, status=0, message=None):
        """Ends the program."""
        if message:
            self._print_message(message, sys.stderr)
        sys.exit(status)

    def error(self, message):
        """Says what is wrong and ends the program."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")
