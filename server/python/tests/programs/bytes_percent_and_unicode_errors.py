def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class B:
    def __bytes__(self): return b'BB'
for f in [lambda: b'%d-%s|%5d|%-5d|%05.1f|%x|%c|%c|%%' % (5, b'x', 3, 4, 2.25, 255, 65, b'z'), lambda: b'%s' % 'x', lambda: b'%a %r' % ('é', [1]), lambda: b'%(a)s %(b)d' % {b'a': b'1', b'b': 2}, lambda: bytearray(b'%b') % B(), lambda: b'%s %s' % b'x', lambda: b'%s' % (b'x', b'y'), lambda: b'%c' % 300, lambda: b'%d' % 'x', lambda: b'%q' % 1, lambda: b'%', lambda: b'%' % (), lambda: b'abc%' % 1, lambda: b'%*d' % (5, 3), lambda: b'%.2s|%5s|%-5s|' % (b'abc', b'a', b'b'), lambda: b'%(a)s' % 5, lambda: b'%s' % (bytearray(b'q'),), lambda: b'%i %u %o %#x %+d % d' % (1,2,8,255,3,4), lambda: 'é'.encode('ascii'), lambda: b'a\xff'.decode(), lambda: b'\xe9\xe8'.decode('ascii'), lambda: '\u20ac\u20ac'.encode('latin-1'), lambda: b'x' % 5]:
    t(f)
try: 'aé€b'.encode('ascii')
except UnicodeEncodeError as e: print(e.args, e.encoding, e.object, e.start, e.end, e.reason, repr(e), e)
try: b'ab\xffcd'.decode('utf-8')
except UnicodeDecodeError as e: print(e.args, e.encoding, e.object, e.start, e.end, e.reason, repr(e), e); e.start=0; e.reason='why'; print(e)
try: bytearray(b'\xff').decode()
except UnicodeError as e: print(e.object)
try: str(b'\xff', 'utf8')
except ValueError as e: print(e, e.object)
try: bytes('é', 'ascii')
except ValueError as e: print(e, e.object)
t(lambda: UnicodeDecodeError('a')); t(lambda: UnicodeDecodeError('utf8', b'abc', 0, 2, 'r')); t(lambda: str(UnicodeDecodeError('utf8', b'abc', 0, 2, 'r'))); t(lambda: UnicodeEncodeError('x', b'', 1, 2, 'x'))
e = ImportError('m', name='n', path='p'); print(e.msg, e.name, e.path, e.args, str(e))
class MyI(ImportError): pass
print(MyI('q').msg, repr(MyI('q', name='z')))
t(lambda: ValueError(x=1)); t(lambda: OSError(2, 'no', 'f').filename); t(lambda: AttributeError('a', name='b', obj=3).obj); t(lambda: NameError('x', name='y').name); t(lambda: SyntaxError('m').msg); t(lambda: KeyError('a', 'b').args); t(lambda: StopIteration(3).value); t(lambda: ImportError('x', foo=1))
