import string, textwrap

t = string.Template("$who owes $$${amount} to ${to}x")
print(t.substitute(who="A", amount=5, to="B"), t.safe_substitute(who="A"))
for bad in (lambda: t.substitute(who=1), lambda: string.Template("$").substitute(), lambda: string.Template("a\n${x").substitute(x=1)):
    try:
        bad()
    except (KeyError, ValueError) as e:
        print(type(e).__name__, e)
print(string.ascii_lowercase, string.digits, string.hexdigits, string.punctuation, repr(string.whitespace), string.capwords("hello big world"))
class F(string.Formatter):
    def get_value(self, key, args, kw):
        return kw.get(key, "?") if isinstance(key, str) else args[key]
print(F().format("{0} {a} {b}", 1, a=2))
text = "The quick brown fox jumps over the lazy dog and runs away from everything."
print(textwrap.fill(text, 30)); print(textwrap.wrap(text, 40)); print(textwrap.shorten(text, 30)); print(textwrap.indent("a\nb\n", "> ")); print(repr(textwrap.dedent("    a\n      b\n    c")))
print(textwrap.fill(text, 25, initial_indent="* ", subsequent_indent="  "))
