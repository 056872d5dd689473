import logging, logging.handlers, queue, threading, sys, io, json
q = queue.Queue(-1)
class JsonFormatter(logging.Formatter):
    def format(self, record):
        d = {"lvl": record.levelname, "logger": record.name, "msg": record.getMessage(), "thread": record.threadName}
        if record.exc_info:
            d["exc"] = self.formatException(record.exc_info).splitlines()[-1]
        for k in ("request_id", "user"):
            if hasattr(record, k): d[k] = getattr(record, k)
        return json.dumps(d, sort_keys=True)
class ContextFilter(logging.Filter):
    local = threading.local()
    def filter(self, record):
        record.request_id = getattr(self.local, "rid", "-")
        return not record.getMessage().startswith("secret")
out = logging.StreamHandler(sys.stdout)
out.setFormatter(JsonFormatter())
buf = io.StringIO()
err = logging.StreamHandler(buf)
err.setLevel(logging.ERROR)
err.setFormatter(logging.Formatter("{levelname}:{name}:{message}", style="{"))
listener = logging.handlers.QueueListener(q, out, err, respect_handler_level=True)
listener.start()
root = logging.getLogger()
root.setLevel(logging.DEBUG)
qh = logging.handlers.QueueHandler(q)
qh.addFilter(ContextFilter())
root.addHandler(qh)
def handle(rid):
    ContextFilter.local.rid = rid
    log = logging.getLogger(f"app.{rid}")
    log.info("start %s", rid)
    log.debug("secret key")
    try:
        int("x" + rid)
    except ValueError:
        log.exception("boom")
    logging.LoggerAdapter(log, {"user": "ann"}).warning("adapter")
for i in range(2):
    t = threading.Thread(target=handle, args=(f"r{i}",), name=f"H{i}")
    t.start(); t.join()
listener.stop()
print(buf.getvalue(), end="")
root.removeHandler(qh)
mem = logging.handlers.MemoryHandler(3, flushLevel=logging.ERROR, target=out)
lg = logging.getLogger("mem"); lg.propagate = False; lg.addHandler(mem)
lg.info("1"); lg.info("2"); print("buffered", len(mem.buffer)); lg.error("3"); print("buffered", len(mem.buffer))
logging.addLevelName(5, "TRACE"); print(logging.getLevelName(5), logging.getLevelName("INFO"), logging.getLevelName(42))
print(out, err, qh.__class__.__mro__[1], logging.NullHandler())
logging.getLogger("x").addHandler(logging.NullHandler())
fmt = logging.Formatter("%(asctime)s|%(name)s", datefmt="%Y")
r = logging.LogRecord("n", 20, "p.py", 10, "m %s", ("a",), None)
print(r, r.getMessage(), r.filename, r.module, r.lineno, fmt.format(r)[:2])
logging.config if hasattr(logging, "config") else None
import logging.config
logging.config.dictConfig({"version": 1, "disable_existing_loggers": False,
 "formatters": {"s": {"format": "%(levelname)s-%(message)s"}},
 "handlers": {"c": {"class": "logging.StreamHandler", "formatter": "s", "stream": "ext://sys.stdout", "level": "INFO"}},
 "loggers": {"svc": {"handlers": ["c"], "level": "DEBUG", "propagate": False}}, "root": {"level": "WARNING"}})
logging.getLogger("svc").debug("no"); logging.getLogger("svc").info("yes")
lg = logging.getLogger("svc")
