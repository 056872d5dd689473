def t(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
import io, os
import tempfile
os.chdir(tempfile.mkdtemp())
with open('libw_t.txt', 'w') as f:
    print(f, f.name, f.mode, f.encoding, f.closed, f.readable(), f.writable())
    print(f.write('hello\nworld\nlast'), f.tell())
    print('x', 1, file=f)
print(f.closed)
t(f.write, 'x'); t(f.read)
with open('libw_t.txt') as f:
    print(f.read()); print(repr(f.read())); f.seek(0); print([l for l in f]); f.seek(0); print(f.readline(), f.readlines(), f.tell()); t(f.write, 'x')
    f.seek(6); print(f.read(3), f.tell())
    t(next, f)
    t(f.tell)
with open('libw_t.txt', 'rb') as f:
    print(f, f.read(5), f.tell(), f.seek(-4, 2), f.read(), f.readline()); t(f.write, b'x')
with open('libw_t.txt', 'a+') as f:
    f.write('more\n'); f.seek(0); print(f.read().count('\n'))
with open('libw_t.txt', 'r+') as f:
    f.write('HE'); f.seek(0); print(f.readline())
with open('libw_t.txt', 'wb') as f:
    t(f.write, 'x'); print(f.write(b'a\r\nb\rc\n'))
print(open('libw_t.txt').read().encode(), open('libw_t.txt', newline='').readlines(), open('libw_t.txt', newline='\r').readlines(), len(open('libw_t.txt','rb').read()))
f = open('libw_t.txt'); f.read(); print(f.newlines); f.close()
t(open, 'nope.txt'); t(open, '/tmp'); t(open, 'libw_t.txt/x'); t(open, '/nodir/x', 'w'); t(open, 'libw_t.txt', 'q'); t(open, 'libw_t.txt', 'rw'); t(open, 'a', 'rbt'); t(open, 'a', 'rb', encoding='utf8'); t(open, 'a', ''); t(open, 'a', 'r', 0); t(open, 'libw_t.txt', 'x'); t(open, 5.5); t(open, 'libw_t.txt', encoding='nope')
try: open('zz')
except OSError as e: print(e.errno, e.strerror, e.filename, e.args)
with open('libw_t.txt', 'w', encoding='latin-1') as f: f.write('é'); t(f.write, '€')
t(open('libw_t.txt').read); print(open('libw_t.txt', encoding='latin-1').read(), open('libw_t.txt', errors='replace').read())
print(os.path.exists('libw_t.txt'), os.path.isfile('libw_t.txt'), os.path.isdir('libw_t.txt'), os.path.getsize('libw_t.txt'), os.path.exists('zz'))
os.remove('libw_t.txt'); t(os.remove, 'libw_t.txt'); t(os.listdir, 'zz'); t(os.rmdir, 'zz')
os.makedirs('libw_d/a/b'); t(os.makedirs, 'libw_d/a/b'); os.makedirs('libw_d/a/b', exist_ok=True); t(os.mkdir, 'libw_d'); t(os.mkdir, 'zz/y')
for n in 'xyz':
    with open(f'libw_d/{n}.txt', 'w') as f: f.write(n * 3)
print(sorted(os.listdir('libw_d')), [(r, sorted(d), sorted(x)) for r, d, x in os.walk('libw_d')])
t(os.rmdir, 'libw_d'); os.rename('libw_d/x.txt', 'libw_d/w.txt'); t(os.rename, 'libw_d/q', 'libw_d/r'); print(sorted(e.name for e in os.scandir('libw_d') if e.is_file()))
s = os.stat('libw_d/w.txt'); print(s.st_size, oct(s.st_mode)[:5], s.st_mtime > 0)
import shutil; shutil.copy('libw_d/w.txt', 'libw_d/v.txt'); print(open('libw_d/v.txt').read()); shutil.rmtree('libw_d'); print(os.path.exists('libw_d'))
b = io.BytesIO(b'one\ntwo\n'); w = io.TextIOWrapper(b, encoding='utf-8'); print(w.readline(), w.read(), w)
w = io.TextIOWrapper(io.BytesIO(), encoding='utf-8', newline='\r\n'); w.write('a\nb'); w.flush(); print(w.buffer.getvalue())
f = open('libw_u.txt', 'w'); f.write('abc'); print(open('libw_u.txt').read() == ''); f.flush(); print(open('libw_u.txt').read()); f.close(); os.unlink('libw_u.txt')
t(input); t(input, 'name? ')
