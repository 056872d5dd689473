"""`shlex`: words as a Unix shell splits them."""

import io
import re
import sys

__all__ = ["shlex", "split", "quote", "join"]

_unsafe = re.compile(r"[^\w@%+=:,./-]", re.ASCII)


def quote(s):
    """A word as a shell reads it back."""
    if not s:
        return "''"
    if not isinstance(s, str):
        raise TypeError(f"expected string object, got {type(s).__name__!r}")
    if _unsafe.search(s) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    """Words as one line."""
    return " ".join(map(quote, split_command))


def split(s, comments=False, posix=True):
    """The words of a line."""
    if s is None:
        if sys.version_info >= (3, 12):
            raise ValueError("s argument must not be None")
        s = ""
    lexer = shlex(s, posix=posix)
    lexer.whitespace_split = True
    if not comments:
        lexer.commenters = ""
    return list(lexer)


class shlex:
    """Reads words one after the other."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        self.instream = io.StringIO(instream) if isinstance(instream, str) else instream or sys.stdin
        self.infile = infile
        self.posix = posix
        self.eof = None if posix else ""
        self.commenters = "#"
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ"
        self.whitespace = " \t\r\n"
        self.whitespace_split = False
        self.quotes = "'\""
        self.escape = "\\"
        self.escapedquotes = '"'
        self.lineno = 1
        self.token = ""
        self.pushback = []
        self._ahead = []
        self._punctuation = "();<>|&" if punctuation_chars is True else punctuation_chars or ""
        if self._punctuation:
            self.wordchars = "".join(c for c in self.wordchars + "~-./*?=" if c not in self._punctuation)

    @property
    def punctuation_chars(self):
        """Characters that stand for themselves, in runs."""
        return self._punctuation

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token

    def push_token(self, tok):
        """Puts a word back."""
        self.pushback.insert(0, tok)

    def get_token(self):
        """The next word; `eof` at the end."""
        return self.pushback.pop(0) if self.pushback else self.read_token()

    def _char(self):
        c = self._ahead.pop() if self._ahead else self.instream.read(1)
        if c == "\n":
            self.lineno += 1
        return c

    def read_token(self):
        """The next word of the text."""
        token, is_quoted, state = "", False, " "
        while True:
            c = self._char()
            if state == " ":
                if not c:
                    return self.eof
                if c in self.whitespace:
                    continue
                if c in self.commenters:
                    self.instream.readline()
                    self.lineno += 1
                elif self.posix and c in self.escape:
                    state, back = c, "a"
                elif c in self._punctuation:
                    token, state = c, "c"
                elif c in self.quotes:
                    token, state = "" if self.posix else c, c
                    is_quoted = True
                elif c in self.wordchars or self.whitespace_split:
                    token, state = c, "a"
                else:
                    return c
            elif state in self.quotes:
                if not c:
                    raise ValueError("No closing quotation")
                if c == state:
                    if self.posix:
                        state = "a"
                    else:
                        return token + c
                elif self.posix and c in self.escape and state in self.escapedquotes:
                    state, back = c, state
                else:
                    token += c
            elif state in self.escape and state:
                if not c:
                    raise ValueError("No escaped character")
                if back in self.quotes and c != state and c != back:
                    token += state
                token, state = token + c, back
                is_quoted = True
            elif state == "c":
                if c and c in self._punctuation:
                    token += c
                else:
                    if c and c not in self.whitespace:
                        self._ahead.append(c)
                    return token
            elif not c:
                return token
            elif c in self.whitespace:
                return token
            elif c in self.commenters:
                self.instream.readline()
                self.lineno += 1
                if token or self.posix and is_quoted:
                    return token
            elif self.posix and c in self.quotes:
                state, is_quoted = c, True
            elif self.posix and c in self.escape:
                state, back = c, "a"
            elif c in self.wordchars or c in self.quotes or self.whitespace_split and c not in self._punctuation:
                token += c
            else:
                self._ahead.append(c)
                return token
