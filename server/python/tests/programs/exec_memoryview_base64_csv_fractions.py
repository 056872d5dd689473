def t(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
x = 5
print(eval('x + 1'), eval('[i * x for i in range(3)]'), eval(' 1 if x else 2'))
exec('y = x * 2\ndef g(a):\n    return a + y\nprint(g(1))'); print(y, g(3))
ns = {'a': 1}; exec('b = a + 1', ns); print(ns['b'], sorted(k for k in ns if k != '__builtins__'))
def f(z):
    w = 3
    print(eval('z + w + x')); exec('q = z; print(q)')
    l = {}; exec('r = z', {'z': 9}, l); return l
print(f(1)); t(eval, 'x +'); t(exec, 'a b'); t(eval, '1/0'); t(eval, 5); t(eval, 'nope'); t(eval, 'x', {'x': 7}); t(eval, 'x', {'x': 7}, {'x': 8})
m = __import__('math'); print(m.pi); t(__import__, 'nope_mod'); import importlib; print(importlib.import_module('json').dumps([1]), importlib.import_module('os.path').join('a', 'b'))
mv = memoryview(bytearray(b'abcdef')); print(mv[1], bytes(mv[2:4]), mv.tolist(), len(mv), mv.readonly, mv.format, mv.nbytes); mv[0] = 122; mv[1:3] = b'XY'; print(mv.obj, mv.tobytes(), mv == b'zXYdef'); t(lambda: memoryview(b'a').__setitem__(0, 1)); t(memoryview, 'a'); t(lambda: mv[99])
import base64, binascii, zlib, csv, io
print(base64.b64encode(b'hello world'), base64.b64decode('aGVsbG8gd29ybGQ='), base64.b32encode(b'abc'), base64.b32decode(b'MFRGG==='), base64.b16encode(b'\xff'), base64.urlsafe_b64encode(b'\xff\xfe'), binascii.hexlify(b'ab'), binascii.unhexlify('6162'), zlib.crc32(b'hello'), binascii.crc32(b'a', 5), zlib.adler32(b'hello'))
t(base64.b64decode, 'abc'); t(base64.b64decode, 'abcde'); t(binascii.unhexlify, 'abc'); t(binascii.unhexlify, 'zz'); t(base64.b64decode, 'a!b=', validate=True)
print(list(csv.reader(['a,b,c', '1,"x, y",3', '"q""q",,', ''])), list(csv.DictReader(['n,v', 'a,1', 'b,2,3', 'c'])))
o = io.StringIO(); w = csv.writer(o); w.writerow(['a', 1, 2.5, None, 'x,y', 'q"q', '']); w.writerow([]); w.writerow(['']); d = csv.DictWriter(o, ['a', 'b'], restval='-'); d.writeheader(); d.writerow({'a': 1}); t(d.writerow, {'z': 1}); print(repr(o.getvalue()))
o = io.StringIO(); csv.writer(o, delimiter=';', quoting=csv.QUOTE_ALL, lineterminator='\n').writerows([[1, 'a'], [2, 'b']]); print(repr(o.getvalue()))
from fractions import Fraction as F
print(F(1, 3) + F(1, 6), F('3/4'), F('0.125'), F(0.5), repr(F(-6, 4)), F(1, 3) * 3 == 1, F(7, 2) // 1, F(7, 2) % 1, F(2) ** -2, float(F(1, 4)), round(F(5, 2)), F(1, 2) + 0.5, sum([F(1, 10)] * 10), F(3.14159).limit_denominator(100), hash(F(1, 2)) == hash(0.5), F(1, 3) < F(1, 2), int(F(-7, 2)), abs(F(-1, 2)), 1 / F(2), 2 - F(1, 2), max(F(1, 2), F(2, 3)), divmod(F(7, 2), 1))
t(F, 1, 0); t(F, 'x'); t(F, 1.5, 2)
import errno, os.path
print(errno.ENOENT, errno.errorcode[13], os.path.commonpath(['/a/b', '/a/c']))
