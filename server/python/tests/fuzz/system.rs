//! Lines that reach for the machine below the language: sockets, signals, processes, code objects, exact numbers.

/// What a program begins with that has such lines.
pub(crate) const HEAD: &str = "\
import socket, select, selectors, signal, os, multiprocessing, pickle, decimal, fractions, struct, io, re, json, inspect
import unittest, difflib, graphlib, logging, warnings, traceback, types

left, right = socket.socketpair()
server = socket.create_server(('127.0.0.1', 0))
server.settimeout(0.02)
chooser = selectors.DefaultSelector()
D = decimal.Decimal
signal.signal(signal.SIGALRM, lambda signum, frame: items.append(signum))
pipe, end = multiprocessing.Pipe()
shared = multiprocessing.Value('i', 0)
messages = multiprocessing.Queue()

";

/// Statements for any place.
pub(crate) const LINES: &[&str] = &[
    "left.sendall(b'abc' * 3)",
    "left.settimeout(0.01); x = left.recv(2)",
    "right.setblocking(False); x = right.recv(4)",
    "right.sendall(bytes(70_000))",
    "left.close()",
    "right.shutdown(socket.SHUT_WR)",
    "x = right.makefile('rwb')",
    "x = left.fileno(); y = socket.socket(fileno=x)",
    "y = bytearray(5); x = left.recv_into(y)",
    "y, _ = server.accept(); y.sendall(b'hello')",
    "x = socket.create_connection(server.getsockname(), timeout=0.01); x.sendall(b'ping')",
    "server.close()",
    "x = socket.socket(type=socket.SOCK_DGRAM); x.bind(('', 0)); x.sendto(b'me', x.getsockname()); y = x.recvfrom(9)",
    "x = select.select([left, server], [right], [], 0.01)",
    "chooser.register(left, selectors.EVENT_READ, acc); x = chooser.select(0.01)",
    "chooser.unregister(left)",
    "x = select.poll(); x.register(right, select.POLLIN); y = x.poll(5)",
    "signal.alarm(1); time.sleep(2)",
    "signal.setitimer(signal.ITIMER_REAL, 0.002, 0.001); time.sleep(0.01)",
    "signal.setitimer(signal.ITIMER_REAL, 0)",
    "signal.signal(signal.SIGINT, lambda *_: acc)",
    "signal.raise_signal(signal.SIGINT)",
    "os.kill(os.getpid(), signal.SIGUSR1)",
    "x = signal.sigtimedwait([signal.SIGALRM], 0.01)",
    "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM, signal.SIGINT])",
    "x = signal.sigpending()",
    "x = multiprocessing.Process(target=f0, args=(x,)); x.start(); x.join(0.05)",
    "x = multiprocessing.Process(target=messages.put, args=(items,)); x.start(); y = messages.get(timeout=0.1)",
    "x = multiprocessing.get_context('spawn').Process(target=print, args=(n,)); x.start(); x.terminate()",
    "with multiprocessing.Pool(2) as pool: x = pool.map(f1, range(2))",
    "pipe.send(items); x = end.recv()",
    "x = end.poll(0.01)",
    "end.close()",
    "shared.value += 1",
    "with shared.get_lock(): shared.value = n",
    "x = os.fork()",
    "os._exit(3)",
    "x = os.waitpid(-1, os.WNOHANG)",
    "x = pickle.loads(pickle.dumps(x))",
    "x = pickle.loads(pickle.dumps([acc, items, table, Point(1)]))",
    "x = compile('total + n', '<s>', 'eval'); y = eval(x, {'total': x, 'n': 2})",
    "exec(compile('for i in items: total = i', '<s>', 'exec'), globals())",
    "exec('def inner(): return total\\nx = inner', globals(), table)",
    "x = compile(str(x), 'f.py', 'single')",
    "x = f0.__code__.co_consts; y = f0.__code__.replace(co_name='z')",
    "x = types.FunctionType(f0.__code__, globals())",
    "x = inspect.stack()[0]; y = x.frame.f_locals",
    "x = sys._getframe(); y = [x, x.f_back]",
    "x = [D('1.1') / D(3), D(2).sqrt(), D('NaN'), D(10) ** D('-2.5')]",
    "x = D(str(n)).quantize(D('.01')); y = f'{x:,.3e}'",
    "with decimal.localcontext() as x: x.prec = 3; y = D(1) / D(7)",
    "x = fractions.Fraction(str(n)) ** 2 + D(1)",
    "x = struct.unpack('<hI', struct.pack('<hI', n, 7))",
    "x = memoryview(bytearray(b'abcdef'))[1:4]; y = x.tolist(); x[0] = 65; x.release()",
    "x = io.StringIO(str(items)); y = x.readlines()",
    "x = re.sub(r'(\\w)(?P<b>\\d*)', lambda m: m['b'] * 2, str(items))",
    "x = json.loads(json.dumps(table, default=str))",
    "x = '\\n'.join(difflib.ndiff(str(x), str(y)))",
    "x = list(graphlib.TopologicalSorter({1: [2], 2: items}).static_order())",
    "logging.getLogger('a.b').warning('%s of %d', x, n, exc_info=True)",
    "warnings.warn('so it is', stacklevel=2)",
    "traceback.print_stack(); x = traceback.format_exc()",
    "x = unittest.TestCase(); x.assertEqual([1, x], items)",
    "x = type('Made', (Account, Point), {'__slots__': ('a',), 'f': f0})",
    "x = type(acc).__dict__; y = vars(acc) | table",
    "x = acc.__reduce_ex__(2)",
    "x = (lambda: (yield))(); next(x); x.throw(KeyError(n))",
    "sys.settrace(None); sys.excepthook = print",
    "x = os.open('file.txt', os.O_RDWR | os.O_CREAT); os.write(x, b'abc'); os.close(x)",
    "with open('file.txt', 'a+') as x: x.write(str(items)); x.seek(0); y = x.read()",
];

/// Statements for coroutines.
pub(crate) const ASYNC_LINES: &[&str] = &[
    "x, y = await asyncio.open_connection(*server.getsockname()); y.write(b'hi'); await y.drain(); y.close()",
    "x = await asyncio.start_server(lambda r, w: w.close(), '127.0.0.1', 0); y = x.sockets[0].getsockname()",
    "x = await asyncio.start_server(agen3, '127.0.0.1', 0)",
    "async with await asyncio.start_server(print, '127.0.0.1', 0) as x: await asyncio.sleep(0.001)",
    "left.setblocking(False); x = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(left, 3), 0.01)",
    "await asyncio.get_running_loop().sock_sendall(right, b'abc')",
    "asyncio.get_running_loop().add_reader(left, print, 'readable'); await asyncio.sleep(0.001)",
    "asyncio.get_running_loop().remove_reader(left)",
    "asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, print, 'signal'); os.kill(os.getpid(), signal.SIGUSR1)",
    "x, y = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=left); x.write(b'abc'); x.abort()",
    "x = await asyncio.get_running_loop().create_server(asyncio.Protocol, '127.0.0.1', 0); x.close(); await x.wait_closed()",
];
