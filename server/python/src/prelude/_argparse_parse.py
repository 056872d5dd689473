"""One reading of a command line for `argparse`."""

import sys
from _argparse_actions import ArgumentError, argument_name
from _argparse_help import ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE

_EXPECTED = {None: "expected one argument", OPTIONAL: "expected at most one argument",
             ONE_OR_MORE: "expected at least one argument"}


def _looks_negative(word):
    body = word[1:]
    try:
        float(body)
    except ValueError:
        return False
    return word[0] == "-" and body[0] in ".0123456789"


class Parse:
    """The words, and how far they are read."""

    def __init__(self, parser, words, namespace):
        self.parser = parser
        self.namespace = namespace
        self.words = self._with_files(words) if parser.fromfile_prefix_chars else words
        self.extras = []
        self.seen = set()
        self.given = set()  # of these a default's type is not applied
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            for action in group._group_actions:
                others = [a for a in group._group_actions if a is not action]
                self.conflicts.setdefault(action, []).extend(others)
        self.positionals = [a for a in parser._actions if not a.option_strings]
        self.has_negative_options = any(
            _looks_negative(option) for option in parser._option_string_actions if len(option) > 1)

    def _with_files(self, words):
        expanded = []
        for word in words:
            if not word or word[0] not in self.parser.fromfile_prefix_chars:
                expanded.append(word)
                continue
            try:
                with open(word[1:]) as file:
                    lines = file.read().splitlines()
            except OSError as error:
                raise ArgumentError(None, str(error)) from None
            more = [w for line in lines for w in self.parser.convert_arg_line_to_args(line)]
            expanded += self._with_files(more)
        return expanded

    def run(self):
        """The namespace and the words that nothing takes."""
        self.options = {}  # place -> (action, option string, explicit argument)
        self.kinds = ""
        for at, word in enumerate(self.words):
            if "-" in self.kinds:
                self.kinds += "A"
            elif word == "--":
                self.kinds += "-"
            else:
                found = self._option(word)
                if found is not None:
                    self.options[at] = found
                self.kinds += "A" if found is None else "O"
        at = 0
        last_option = max(self.options, default=-1)
        while at <= last_option:
            next_option = min(place for place in self.options if place >= at)
            if at != next_option:
                end = self._take_positionals(at)
                if end > at:
                    at = end
                    continue
            if at not in self.options:
                self.extras += self.words[at:next_option]
                at = next_option
            at = self._take_option(at)
        end = self._take_positionals(at, is_last=True)
        self.extras += self.words[end:]
        self._check_required()
        rest = vars(self.namespace).pop("_unrecognized_args", [])
        return self.namespace, self.extras + rest

    def _check_required(self):
        missing = []
        for action in self.parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(argument_name(action))
            elif (isinstance(action.default, str) and hasattr(self.namespace, action.dest)
                  and action.default is getattr(self.namespace, action.dest)):
                setattr(self.namespace, action.dest, self.parser._value(action, action.default))
        if missing:
            raise ArgumentError(None, f"the following arguments are required: {', '.join(missing)}")
        for group in self.parser._mutually_exclusive_groups:
            if group.required and not any(action in self.given for action in group._group_actions):
                names = [argument_name(a) for a in group._group_actions if a.help is not SUPPRESS]
                raise ArgumentError(None, f"one of the arguments {' '.join(names)} is required")

    # === Options ===

    def _option(self, word):
        """(action, option string, argument after `=`) if the word is an option."""
        parser = self.parser
        if not word or word[0] not in parser.prefix_chars:
            return None
        known = parser._option_string_actions
        if word in known:
            return known[word], word, None
        if len(word) == 1:
            return None
        name, equals, value = word.partition("=")
        if equals and name in known:
            return known[name], name, value
        found = self._abbreviated(word)
        if len(found) > 1:
            options = ", ".join(option for _, option, _ in found)
            raise ArgumentError(None, f"ambiguous option: {word} could match {options}")
        if found:
            return found[0]
        if _looks_negative(word) and not self.has_negative_options:
            return None
        if " " in word:
            return None
        return None, word, None

    def _abbreviated(self, word):
        parser, chars = self.parser, self.parser.prefix_chars
        known, found = parser._option_string_actions, []
        if word[1] in chars:
            if parser.allow_abbrev:
                name, equals, value = word.partition("=")
                found = [(a, option, value if equals else None) for option, a in known.items()
                         if option.startswith(name)]
            return found
        short, tail = word[:2], word[2:]
        for option, action in known.items():
            if option == short:
                found.append((action, option, tail or None))
            elif parser.allow_abbrev and option.startswith(word):
                found.append((action, option, None))
        return found

    def _take_option(self, at):
        action, option, explicit = self.options[at]
        pending = []
        while True:
            if action is None:
                self.extras.append(self.words[at])
                return at + 1
            if explicit is None:
                start = at + 1
                count = self._count(action, start)
                pending.append((action, self.words[start:start + count], option))
                end = start + count
                break
            takes_none = action.nargs == 0
            if takes_none and option[1] not in self.parser.prefix_chars and explicit:
                pending.append((action, [], option))
                option = option[0] + explicit[0]
                tail = explicit[1:] or None
                if option not in self.parser._option_string_actions:
                    raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
                action = self.parser._option_string_actions[option]
                explicit = tail
                continue
            if takes_none:
                raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
            if isinstance(action.nargs, int) and action.nargs != 1:
                raise ArgumentError(action, self._expected(action))
            if explicit[:1] == "=" and option[1] not in self.parser.prefix_chars:
                explicit = explicit[1:]
            pending.append((action, [explicit], option))
            end = at + 1
            break
        for action, words, option in pending:
            self._take(action, words, option)
        return end

    def _expected(self, action):
        if action.nargs in _EXPECTED:
            return _EXPECTED[action.nargs]
        plural = "" if action.nargs == 1 else "s"
        return f"expected {action.nargs} argument{plural}"

    def _count(self, action, start):
        """How many words an option takes."""
        run = 0
        while start + run < len(self.kinds) and self.kinds[start + run] == "A":
            run += 1
        nargs = action.nargs
        if nargs is None:
            low, high = 1, 1
        elif nargs == OPTIONAL:
            low, high = 0, 1
        elif nargs in (ZERO_OR_MORE, ONE_OR_MORE):
            low, high = int(nargs == ONE_OR_MORE), run
        elif nargs in (REMAINDER, PARSER):
            low, high, run = int(nargs == PARSER), len(self.kinds) - start, len(self.kinds) - start
        else:
            low = high = nargs
        if run < low:
            raise ArgumentError(action, self._expected(action))
        return min(run, high)

    # === Positionals ===

    def _bounds(self, action, start):
        """(least, most) words of a positional argument, None for any number."""
        nargs = action.nargs
        if nargs is None:
            return 1, 1
        if nargs == OPTIONAL:
            return 0, 1
        if nargs in (ZERO_OR_MORE, REMAINDER):
            return 0, None
        if nargs in (ONE_OR_MORE, PARSER):
            return 1, None
        return nargs, nargs

    def _take_positionals(self, start, is_last=False):
        """Gives as many positional arguments as there are words for theirs; the place after them."""
        end = start
        while end < len(self.kinds) and self.kinds[end] in "A-":
            end += 1
        available = sum(kind == "A" for kind in self.kinds[start:end])
        bounds = [self._bounds(action, start) for action in self.positionals]
        n, least = 0, 0
        while n < len(bounds) and least + bounds[n][0] <= available:
            least += bounds[n][0]
            n += 1
        at = start
        taken = []
        for i in range(n):
            action, (low, high) = self.positionals[i], bounds[i]
            least -= low
            count = available - least
            if high is not None:
                count = min(count, high)
            is_open = action.nargs in (PARSER, REMAINDER)
            if count == 0 and low == 0 and not is_last and not (is_open and taken and at < len(self.kinds)):
                break
            if is_open and (count or action.nargs == REMAINDER):
                # From here on, options too.
                words, at = self.words[at:], len(self.words)
                if self.kinds[len(self.words) - len(words):][:1] == "-" and words[:1] == ["--"]:
                    words = words[1:]
                taken.append((action, words))
                available = 0
                continue
            words = []
            while len(words) < count:
                if self.kinds[at] == "A":
                    words.append(self.words[at])
                at += 1
            available -= count
            taken.append((action, words))
        while at < len(self.kinds) and self.kinds[at] == "-":
            at += 1
        self.positionals = self.positionals[len(taken):]
        for action, words in taken:
            self._take(action, words, None)
        return at

    # === Values ===

    def _take(self, action, words, option):
        self.seen.add(action)
        values = self._values(action, words)
        if values is not action.default or option is not None:
            self.given.add(action)
            for other in self.conflicts.get(action, ()):
                if other in self.given:
                    raise ArgumentError(action, f"not allowed with argument {argument_name(other)}")
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option)

    def _values(self, action, words):
        parser, nargs = self.parser, action.nargs
        if nargs == OPTIONAL and not words:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str) and value is not SUPPRESS:
                value = parser._value(action, value)
            return value
        if nargs == ZERO_OR_MORE and not words and not action.option_strings:
            return action.default if action.default is not None else []
        if nargs in (None, OPTIONAL):
            value = parser._value(action, words[0])
            parser._check_value(action, value)
            return value
        values = [parser._value(action, word) for word in words]
        if nargs == PARSER:
            parser._check_value(action, values[0])
        elif nargs != REMAINDER:
            for value in values:
                parser._check_value(action, value)
        return values
