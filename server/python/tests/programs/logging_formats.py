import logging, sys

logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)-8s|%(name)s|%(threadName)s|%(funcName)s:%(lineno)d|%(message)s")
log = logging.getLogger("app.db")
def f():
    log.debug("hello %s", "world")
    log.info("%d items, %.2f", 3, 2.5)
    log.warning("map %(a)s", {"a": 1})
    log.error("plain")
    log.critical("bye")
f()
log.setLevel(logging.ERROR)
log.info("hidden")
print(log.isEnabledFor(logging.INFO), log.getEffectiveLevel(), logging.getLevelName(30), log.parent.name, log)
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("x").error("caught", exc_info=False)
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter("{levelname}:{message}", style="{"))
other = logging.getLogger("other")
other.addHandler(h)
other.propagate = False
other.warning("braces %s", 1)
class Only(logging.Filter):
    def filter(self, record):
        return record.levelno >= 40
h.addFilter(Only())
other.warning("filtered")
other.error("kept")
log.log(45, "custom level")
logging.disable(logging.CRITICAL)
other.critical("disabled")
print(other.handlers[0], logging.WARNING, logging.root.name)
