import re
def t(f, *a, **k):
    try:
        r = f(*a, **k)
        if r is not None and not isinstance(r, (str, list, tuple, bytes)) and hasattr(r, '__next__'):
            r = [m.span() for m in r]
        print(repr(r))
        if hasattr(r, 'groups') and callable(getattr(r,'groups')):
            print('  ', r.groups(), r.groupdict(), r.lastindex, r.lastgroup, r.regs, r.pos, r.endpos)
    except re.error as e:
        print('error', e, e.msg, e.pos, e.lineno, e.colno)
    except Exception as e:
        print(type(e).__name__, e)
for p in ['[', '[]', '[a', '[z-a]', '[\\d-z]', '*a', 'a**', 'a{3,1}', '(', ')', '(?P<a>x)(?P<a>y)', '(?P<1a>x)', '(?P=zz)', '(?P<n', '(?P<>x)', '(?z)', '(?<x)', '\\', 'a\\', '\\q', '\\x1', '\\400', '\\1', '(\\1)', '(?(1)a|b|c)', '(?(2)a)', '(?(0)a)', '(?<=a+)b', '(?#abc', 'a(?i)b', '(?i-', '(?i-i:a)', '(?-a:x)', '(?au:x)', '(?L:x)', 'x{99999999999}', '^*', '\\b+', '(?:a+)+?', 'a|*', 'a\n(', '[[', '(?P', '(?Px)', '(?', '(?i', '(?iz)', '[a-\\d]', '\\8', '(a)(?<=\\1)b', '(?<=(a)\\1)b', '(?P=a)', '(?P<a>b(?P=a))', '(?(a)b)', '(?<=a|bc)d', 'a{1', 'a{,3}', 'a{}', '{', 'a{x}', '[^]', '[]a]', '[a-]', '[-a]','[a\\]]', '\\Z\\A', '(?:', '(?=', '(?!)', '(?P<x>', 'a++', 'a*+', 'a{2}+b', '(?>a+)b', '\\u12', 'é+', '[à-ü]+']:
    print(ascii(p), end=' ')
    t(re.compile, p)
