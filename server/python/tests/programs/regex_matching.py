exec_ = None
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
t(re.findall, r'|a', 'a'); t(re.findall, r'a*', 'baac'); t(re.sub, r'x*', '-', 'abxd'); t(re.sub, 'a*', 'X', 'baac'); t(re.split, r'x*', 'axbc')
t(re.split, r'(\W+)', 'Words, words, words.'); t(re.split, r'\W+', 'Words, words, words.', maxsplit=1); t(re.split, '[a-f]+', '0a3B9', flags=re.IGNORECASE)
t(re.findall, r'\bf[a-z]*', 'which foot or hand fell fastest'); t(re.findall, r'(\w+)=(\d+)', 'set width=20 and height=10')
t(re.match, r'(?P<first>\w+) (?P<last>\w+)', 'Malcolm Reynolds'); t(re.search, r'(a)|(b)', 'xb'); t(re.fullmatch, r'a|ab', 'ab')
t(re.sub, r'def\s+([a-zA-Z_][a-zA-Z_0-9]*)\s*\(\s*\):', r'static PyObject*\npy_\1(void)\n{', 'def myfunc():')
t(re.sub, r'(?P<x>a)(b)?', r'[\g<x>|\2|\g<0>]', 'ab a'); t(re.sub, 'a', lambda m: m.group().upper(), 'banana'); t(re.subn, 'a', 'o', 'banana', count=2)
t(re.sub, 'a', r'\q', 'a'); t(re.sub, 'a', r'\2', 'a'); t(re.sub, 'a', r'\g<zz>', 'a'); t(re.sub, 'a', r'\g<', 'a'); t(re.sub, 'a', r'\g', 'a'); t(re.sub, 'a', r'\n\\', 'a'); t(re.sub, '(a)', r'\g<1>0\100\07', 'a')
print(re.escape('a.b*c d-é\n'), re.escape(b'a.b'))
p = re.compile('ab', re.I | re.M); print(p, p.flags, repr(p.flags), re.I | re.M, repr(re.I), re.compile('x').flags, re.compile(b'x').flags, re.compile(b'x', re.X))
t(p.search, 'xxABxab', 3); t(p.match, 'xab', 1); t(p.search, 'xab', 0, 2); t(re.compile('^b').search, 'ab', 1); t(re.compile(r'(?<=a)b').search, 'ab', 1)
t(re.findall, r'^\w', 'a\nb\n', re.M); t(re.findall, r'\w$', 'a\nb\n', re.M); t(re.findall, r'$', 'a\n'); t(re.findall, r'\Z', 'a\n'); t(re.findall, r'(?m)^', 'a\nb\n')
t(re.findall, r'.', 'a\nb', re.S); t(re.findall, '.', 'a\nb'); t(re.findall, r'\d+', '12 ٣٤ x'); t(re.findall, r'\d+', '12 ٣٤ x', re.A); t(re.findall, r'\w+', 'naïve café_1 x²')
t(re.findall, r'\w+', 'naïve', re.A); t(re.findall, r'\s', 'a\x1cb\u2003c'); t(re.findall, rb'\w+', b'ab \xe9c'); t(re.sub, rb'(\d)', rb'<\1>', b'a1b2')
t(re.match, r'(?i:A)b', 'ab'); t(re.match, r'(?i:A)b', 'aB'); t(re.match, 'STRASSE', 'straße', re.I); t(re.findall, 'é', 'É', re.I); t(re.findall, '[a-z]+', 'ſK', re.I); t(re.match, r'(a)\1', 'aA', re.I)
t(re.match, r'(a+)+$', 'aaa'); t(re.match, r'(?:(a)|(b))*', 'ab'); t(re.match, r'(a(b))', 'ab'); t(re.match, r'(a)(b(c))', 'abc'); t(re.match, r'(?P<a>x)?(?P<b>y)', 'y'); t(re.match, '(a*)*', 'b'); t(re.match, '(a*)+', 'b'); t(re.match,'(?:a|(b))*', 'ba')
t(re.match, r'(?x) a  b # comment', 'ab'); t(re.compile, r'''
 (\d+)  # the number
 \s*    # space
''', re.VERBOSE); t(re.match, r'(<)?(\w+@\w+(?:\.\w+)+)(?(1)>|$)', '<user@host.com>'); t(re.match, r'(<)?(\w+@\w+(?:\.\w+)+)(?(1)>|$)', '<user@host.com'); t(re.match, r'(?>a*)ab', 'aaab'); t(re.match, r'a*+b', 'aaab')
t(re.search, 1, 'a'); t(re.search, 'a', b'a'); t(re.search, b'a', 'a'); t(re.search, 'a', 5); t(re.compile, p, re.I)
m = re.match(r'(?P<y>\d{4})-(?P<m>\d\d)', '2024-05-06'); print(m['y'], m[2], m.group(1, 'm'), m.start('m'), m.end(), m.span(1), m.expand(r'\2/\g<y>'), m.re.groupindex, m.string)
t(m.group, 3); t(m.group, 'z'); t(lambda: m[5])
print([m.group() for m in re.finditer(r'\d+', 'a1b22c333')], bool(m), re.compile('a') == re.compile('a'), hash(re.compile('a')) == hash(re.compile('a')))
t(re.findall, r'\B', 'ab c'); t(re.findall, r'\b', 'ab c'); t(re.findall, r'a(?=b)', 'abac'); t(re.findall, r'(?<!x)a', 'xaa'); t(re.findall, r'a{2,3}?', 'aaaaa'); t(re.findall, r'[^\W\d_]+', 'ab1_c')
t(re.findall, r'"([^"\\]*(?:\\.[^"\\]*)*)"', r'say "a\"b" and "c"'); t(re.split, r',|;', 'a,b;c'); t(re.split, '(?=b)', 'abab'); t(re.sub, r'\s+', ' ', '  a  b  '); t(re.sub, '(?m)^', '> ', 'a\nb'); t(re.match, '', ''); t(re.findall, r'(?:)', 'ab')
t(re.findall, 'a*?', 'aa'); t(re.findall, r'a|b|', 'abc'); t(re.findall, r'(?:a|b)*?c|', 'abcab'); t(re.sub, r'(?<=\d)(?=(?:\d{3})+$)', ',', '1234567'); t(re.findall, '[^a]', 'A', re.I); t(re.findall, r'[\s\S]', 'a\n'); t(re.findall, r'[\w.-]+@[\w.-]+', 'mail a.b@c-d.org, x@y')
def rep(m):
    return str(int(m[0]) * 2)
print(re.sub(r'\d+', rep, '3 apples 10'), re.compile('(a)(?P<n>b)').groups, re.compile('(a)(?P<n>b)').groupindex)
t(re.sub, 'a', 'b', 'aaa', -1); t(re.subn, 'x', 'b', 'aaa'); print(re.error.__name__, re.error.__module__, re.Pattern, re.Match, type(re.I))
