import logging, logging.handlers, os, tempfile, sys, time, multiprocessing, threading, warnings
d = tempfile.mkdtemp(); p = os.path.join(d, "app.log")
h = logging.handlers.RotatingFileHandler(p, maxBytes=60, backupCount=2)
h.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
log = logging.getLogger("rot"); log.setLevel(logging.DEBUG); log.addHandler(h); log.propagate = False
for i in range(9): log.info("message number %d", i)
h.close()
for n in sorted(os.listdir(d)): print(n, open(os.path.join(d, n)).read().splitlines())
t = logging.handlers.TimedRotatingFileHandler(os.path.join(d, "t.log"), when="S", interval=1, backupCount=1)
print(type(t).__mro__[1].__name__, t.suffix, t.interval); t.close()
try: logging.handlers.TimedRotatingFileHandler(p, when="X")
except ValueError as e: print(e)
print(str(h).replace(d, "D"), logging.FileHandler.__module__)
def worker(q, n):
    root = logging.getLogger(); root.handlers = [logging.handlers.QueueHandler(q)]; root.setLevel(logging.INFO)
    logging.getLogger(f"w{n}").warning("from %s", n)
    try: 1 / 0
    except ZeroDivisionError: root.exception("caught in %d", n)
def listener(q):
    root = logging.getLogger(); h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter("%(name)-5s|%(levelname)s|%(processName)s|%(message)s")); root.handlers = [h]
    while (r := q.get()) is not None: logging.getLogger(r.name).handle(r)
if __name__ == "__main__":
    mp = multiprocessing.get_context("fork")
    q = mp.Queue(); l = mp.Process(target=listener, args=(q,)); l.start()
    for n in range(2): w = mp.Process(target=worker, args=(q, n), name=f"W{n}"); w.start(); w.join()
    q.put(None); l.join()
    logging.captureWarnings(True)
    logging.basicConfig(stream=sys.stdout, format="%(name)s %(levelname)s %(levelno)s", force=True); warnings.warn("careful"); logging.captureWarnings(False)
    logging.raiseExceptions = False; logging.info("bad %d", "x"); logging.getLogger("a.b").error("last"); print(logging.getLogger("a.b").parent, logging.getLogger("a").hasHandlers(), logging.root.manager.disable)
    logging.disable(logging.ERROR); logging.error("hidden"); logging.critical("shown"); logging.disable(logging.NOTSET)
    class Redact(logging.Filter):
        def filter(self, r): r.msg = str(r.msg).replace("pw", "**"); return True
    logging.getLogger().handlers[0].addFilter(Redact()); logging.warning("pw=1")
    from logging.config import dictConfig, fileConfig
    import io
    fileConfig(io.StringIO("[loggers]\nkeys=root,x\n[handlers]\nkeys=h\n[formatters]\nkeys=f\n[logger_root]\nlevel=WARNING\nhandlers=h\n[logger_x]\nlevel=DEBUG\nhandlers=h\nqualname=x\npropagate=0\n[handler_h]\nclass=StreamHandler\nlevel=NOTSET\nformatter=f\nargs=(sys.stdout,)\n[formatter_f]\nformat=F %(levelname)s %(message)s\n"))
    logging.getLogger("x").debug("dbg"); logging.info("no"); logging.warning("yes")
    for bad in ({}, {"version": 2}, {"version": 1, "handlers": {"h": {"class": "nope.X"}}}, {"version": 1, "root": {"handlers": ["zz"]}}, {"version": 1, "formatters": {"f": {"format": "{x"}}, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "g"}}}):
        try: dictConfig(bad)
        except ValueError as e: print(e, "|", repr(e.__cause__))
