"""textwrap: paragraphs in lines of a width, and common indentation."""

_WHITESPACE = "\t\n\x0b\x0c\r "


def _chunks(text, break_on_hyphens):
    """Words and the white space between them; words break after a hyphen between letters."""
    result = []
    i = 0
    n = len(text)
    while i < n:
        j = i
        if text[i] in _WHITESPACE:
            while j < n and text[j] in _WHITESPACE:
                j += 1
            result.append(text[i:j])
            i = j
            continue
        while j < n and text[j] not in _WHITESPACE:
            j += 1
        word = text[i:j]
        i = j
        if break_on_hyphens and "-" in word:
            result += _hyphenated(word)
        else:
            result.append(word)
    return result


def _hyphenated(word):
    result = []
    start = k = 0
    n = len(word)
    while k < n:
        if word[k] == "-":
            dashes = k
            while dashes < n and word[dashes] == "-":
                dashes += 1
            if dashes - k >= 2:
                # A dash of its own, between words.
                if k > start and dashes < n:
                    result += [word[start:k], word[k:dashes]]
                    start = dashes
                k = dashes
                continue
            if k - start >= 2 and word[k - 1].isalpha() and word[k - 2].isalpha() and (
                    k + 2 < n and word[k + 1].isalpha() and (word[k + 2].isalpha() or word[k + 2] == "-")):
                result.append(word[start:k + 1])
                start = k + 1
        k += 1
    if start < n:
        result.append(word[start:])
    return result


class TextWrapper:
    """Wraps with settings."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _split(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for c in "\t\n\x0b\x0c\r":
                text = text.replace(c, " ")
        chunks = _chunks(text, self.break_on_hyphens)
        if self.fix_sentence_endings:
            for i in range(len(chunks) - 1):
                word = chunks[i].rstrip("\"'")
                if chunks[i + 1] == " " and len(word) > 1 and word[-1] in ".!?" and word[-2].islower():
                    chunks[i + 1] = "  "
        return chunks

    def wrap(self, text):
        """The lines."""
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        chunks = self._split(text)
        chunks.reverse()
        lines = []
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and not chunks[-1].strip():
                chunks.pop()
            line, length = self._fill_line(chunks, width)
            if self.drop_whitespace and line and not line[-1].strip():
                length -= len(line.pop())
            if not line:
                continue
            if self.max_lines is None or len(lines) + 1 < self.max_lines or length <= width and (
                    not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()):
                lines.append(indent + "".join(line))
            else:
                self._end_with_placeholder(lines, line, length, width, indent)
                break
        return lines

    def _fill_line(self, chunks, width):
        line = []
        length = 0
        while chunks and length + len(chunks[-1]) <= width:
            length += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            if self.break_long_words:
                space = 1 if width < 1 else width - length
                word = chunks[-1]
                end = space
                if self.break_on_hyphens and len(word) > space:
                    hyphen = word.rfind("-", 0, space)
                    if hyphen > 0 and any(c != "-" for c in word[:hyphen]):
                        end = hyphen + 1
                line.append(word[:end])
                chunks[-1] = word[end:]
                if not chunks[-1]:
                    chunks.pop()
            elif not line:
                line.append(chunks.pop())
            length = sum([len(chunk) for chunk in line])
        return line, length

    def _end_with_placeholder(self, lines, line, length, width, indent):
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                lines.append(indent + "".join(line) + self.placeholder)
                return
            length -= len(line.pop())
        if lines:
            last = lines[-1].rstrip()
            if len(last) + len(self.placeholder) <= self.width:
                lines[-1] = last + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def fill(self, text):
        """The lines as one text."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """The lines of a paragraph as one text."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """Cut at a word, with a placeholder."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Without the white space that all lines begin with."""
    lines = text.split("\n")
    margin = None
    for i in range(len(lines)):
        line = lines[i]
        stripped = line.lstrip(" \t")
        if not stripped.strip():
            lines[i] = ""
            continue
        indent = line[:len(line) - len(stripped)]
        if margin is None:
            margin = indent
        else:
            k = 0
            while k < min(len(margin), len(indent)) and margin[k] == indent[k]:
                k += 1
            margin = margin[:k]
    if margin:
        lines = [line[len(margin):] if line else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    """A prefix before each line that is not blank."""
    result = []
    for line in text.splitlines(True):
        result.append(prefix + line if (predicate(line) if predicate else line.strip()) else line)
    return "".join(result)
