"""logging.config: loggers, handlers and formatters from a dictionary or a file."""
import importlib
import io
import logging
import logging.handlers
import re
import sys

DEFAULT_LOGGING_CONFIG_PORT = 9030
IDENTIFIER = re.compile(r"^[a-z_][a-z0-9_]*$", re.I)
_WORD = re.compile(r"^\s*(\w+)\s*")
_DOT = re.compile(r"^\.\s*(\w+)\s*")
_INDEX = re.compile(r"^\[\s*([\w ]+)\s*\]\s*")
_PREFIX = re.compile(r"^(?P<prefix>[a-z]+)://(?P<suffix>.*)$")


def _resolve(name):
    """The object of a dotted name."""
    words = name.split(".")
    found = importlib.import_module(words[0])
    used = words[0]
    for word in words[1:]:
        used += "." + word
        try:
            found = getattr(found, word)
        except AttributeError:
            importlib.import_module(used)
            found = getattr(found, word)
    return found


class BaseConfigurator:
    """A configuration, and how its texts become objects."""

    def __init__(self, config):
        self.config = config

    def resolve(self, s):
        """The object of a dotted name; the main module's names are known by themselves."""
        main = sys.modules.get("__main__")
        if "." not in s and hasattr(main, s):
            return getattr(main, s)
        if s.startswith("__main__."):
            found = main
            for word in s.split(".")[1:]:
                found = getattr(found, word)
            return found
        try:
            return _resolve(s)
        except ImportError as e:
            raise ValueError(f"Cannot resolve {s!r}: {e}") from e

    def cfg_convert(self, value):
        """What `cfg://` names: a part of the configuration."""
        match = _WORD.match(value)
        if match is None:
            raise ValueError(f"Unable to convert {value!r}")
        rest = value[match.end():]
        found = self.config[match.group(1)]
        while rest:
            match = _DOT.match(rest)
            if match:
                found = found[match.group(1)]
            else:
                match = _INDEX.match(rest)
                if match is None:
                    raise ValueError(f"Unable to convert {value!r} at {rest!r}")
                index = match.group(1)
                found = found[int(index)] if index.isdigit() and not isinstance(found, dict) else found[index]
            rest = rest[match.end():]
        return self.convert(found)

    def convert(self, value):
        """What a value means."""
        if isinstance(value, dict):
            return {k: self.convert(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.convert(v) for v in value]
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            return tuple([self.convert(v) for v in value])
        if isinstance(value, str):
            match = _PREFIX.match(value)
            if match and match["prefix"] == "ext":
                return self.resolve(match["suffix"])
            if match and match["prefix"] == "cfg":
                return self.cfg_convert(match["suffix"])
        return value

    def configure_custom(self, config):
        """The object that a factory makes."""
        factory = config.pop("()")
        if not callable(factory):
            factory = self.resolve(factory)
        properties = config.pop(".", None)
        made = factory(**{k: self.convert(v) for k, v in config.items() if IDENTIFIER.match(k)})
        for name, value in (properties or {}).items():
            setattr(made, name, self.convert(value))
        return made


class DictConfigurator(BaseConfigurator):
    """A configuration in a dictionary."""

    def configure(self):
        """Makes everything."""
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        is_incremental = config.get("incremental", False)
        if is_incremental:
            return self._change(config)
        known = dict(logging.root.manager.loggerDict)
        logging._handlers.clear()
        self.formatters = self._all("formatters", "formatter", self.configure_formatter)
        self.filters = self._all("filters", "filter", self.configure_filter)
        self.handlers = self._handlers(config)
        loggers = config.get("loggers", {})
        for name in loggers:
            try:
                self.configure_logger(name, loggers[name])
            except Exception as e:
                raise ValueError(f"Unable to configure logger {name!r}") from e
        disable = config.get("disable_existing_loggers", True)
        for name, logger in known.items():
            if name in loggers:
                continue
            if any([name.startswith(other + ".") for other in loggers]):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
            else:
                logger.disabled = disable
        if config.get("root"):
            try:
                self.configure_root(config["root"])
            except Exception as e:
                raise ValueError("Unable to configure root logger") from e

    def _change(self, config):
        for name, part in config.get("handlers", {}).items():
            handler = logging.getHandlerByName(name)
            if handler is None:
                raise ValueError(f"No handler found with name {name!r}")
            if part.get("level"):
                handler.setLevel(logging._checkLevel(part["level"]))
        for name, part in config.get("loggers", {}).items():
            self.configure_logger(name, part, True)
        if config.get("root"):
            self.configure_root(config["root"], True)

    def _all(self, section, word, configure):
        made = {}
        for name, part in self.config.get(section, {}).items():
            try:
                made[name] = configure(part)
            except Exception as e:
                raise ValueError(f"Unable to configure {word} {name!r}") from e
        return made

    def _handlers(self, config):
        # A handler may name another one, as its target: those come later.
        made, later = {}, []
        self.handlers = made
        parts = config.get("handlers", {})
        for name in sorted(parts):
            try:
                handler = self.configure_handler(dict(parts[name]))
            except LookupError:
                later.append(name)
                continue
            except Exception as e:
                raise ValueError(f"Unable to configure handler {name!r}") from e
            handler.name = name
            made[name] = handler
        for name in later:
            try:
                handler = self.configure_handler(dict(parts[name]))
            except Exception as e:
                raise ValueError(f"Unable to configure handler {name!r}") from e
            handler.name = name
            made[name] = handler
        return made

    def configure_formatter(self, config):
        """A formatter."""
        config = dict(config)
        if "()" in config:
            # The names of a formatter's own arguments are those of `logging.Formatter`.
            if "format" in config and config["()"] in (logging.Formatter, "logging.Formatter"):
                config["fmt"] = config.pop("format")
            return self.configure_custom(config)
        cls = config.get("class")
        cls = self.resolve(cls) if isinstance(cls, str) else cls or logging.Formatter
        arguments = {"validate": config["validate"]} if "validate" in config else {}
        if "defaults" in config:
            arguments["defaults"] = config["defaults"]
        return cls(config.get("format"), config.get("datefmt"), config.get("style", "%"), **arguments)

    def configure_filter(self, config):
        """A filter."""
        if "()" in config:
            return self.configure_custom(dict(config))
        return logging.Filter(config.get("name", ""))

    def add_filters(self, filterer, filters):
        """Adds filters by their names."""
        for f in filters:
            try:
                filterer.addFilter(f if callable(f) or callable(getattr(f, "filter", None)) else self.filters[f])
            except Exception as e:
                raise ValueError(f"Unable to add filter {f!r}") from e

    def configure_handler(self, config):
        """A handler."""
        formatter = config.pop("formatter", None)
        if formatter:
            try:
                formatter = self.formatters[formatter]
            except Exception as e:
                raise ValueError(f"Unable to set formatter {formatter!r}") from e
        level = config.pop("level", None)
        filters = config.pop("filters", None)
        if "()" in config:
            factory = config.pop("()")
            factory = factory if callable(factory) else self.resolve(factory)
        else:
            name = config.pop("class")
            factory = self.resolve(name) if isinstance(name, str) else name
            if issubclass(factory, logging.handlers.MemoryHandler) and isinstance(config.get("target"), str):
                config["target"] = self.handlers[config["target"]]
            if issubclass(factory, logging.handlers.MemoryHandler) and "flushLevel" in config:
                config["flushLevel"] = logging._checkLevel(config["flushLevel"])
            if issubclass(factory, logging.handlers.QueueHandler):
                return self._queue_handler(factory, config, formatter, level, filters)
        properties = config.pop(".", None)
        handler = factory(**{k: self.convert(v) for k, v in config.items() if IDENTIFIER.match(k)})
        return self._finished(handler, formatter, level, filters, properties)

    def _finished(self, handler, formatter, level, filters, properties=None):
        if formatter:
            handler.setFormatter(formatter)
        if level is not None:
            handler.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(handler, filters)
        for name, value in (properties or {}).items():
            setattr(handler, name, self.convert(value))
        return handler

    def _queue_handler(self, factory, config, formatter, level, filters):
        import queue
        q = config.pop("queue", None)
        if isinstance(q, dict):
            q = self.configure_custom(dict(q))
        elif isinstance(q, str):
            q = self.resolve(q)()
        elif q is None:
            q = queue.Queue()
        names = config.pop("handlers", [])
        listener = config.pop("listener", None)
        listener = self.resolve(listener) if isinstance(listener, str) else listener or logging.handlers.QueueListener
        handlers = [self.handlers[name] for name in names]
        respect = config.pop("respect_handler_level", False)
        handler = factory(q)
        if handlers:
            handler.listener = listener(q, *handlers, respect_handler_level=respect)
        return self._finished(handler, formatter, level, filters)

    def common_logger_config(self, logger, config, incremental=False):
        """What the root and the others have in common."""
        level = config.get("level")
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if incremental:
            return
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        for name in config.get("handlers") or ():
            try:
                logger.addHandler(self.handlers[name])
            except Exception as e:
                raise ValueError(f"Unable to add handler {name!r}") from e
        if config.get("filters"):
            self.add_filters(logger, config["filters"])

    def configure_logger(self, name, config, incremental=False):
        """A logger."""
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        if config.get("propagate") is not None:
            logger.propagate = config["propagate"]

    def configure_root(self, config, incremental=False):
        """The root."""
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Makes what a dictionary says."""
    dictConfigClass(config).configure()


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Makes what a file says."""
    import configparser
    if isinstance(fname, configparser.RawConfigParser):
        cp = fname
    else:
        cp = configparser.ConfigParser(defaults)
        if hasattr(fname, "readline"):
            cp.read_file(fname)
        else:
            with open(fname, encoding=encoding) as f:
                cp.read_file(io.StringIO(f.read()))

    def names(section):
        return [name.strip() for name in cp[section]["keys"].split(",") if name.strip()]

    known = {"logging": logging, "sys": sys, "handlers": logging.handlers, **vars(logging)}
    formatters = {}
    for name in names("formatters"):
        part = cp[f"formatter_{name}"]
        cls = _resolve(part["class"]) if part.get("class") else logging.Formatter
        formatters[name] = cls(part.get("format", None, raw=True), part.get("datefmt", None, raw=True),
                               part.get("style", "%", raw=True))
    logging._handlers.clear()
    handlers = {}
    for name in names("handlers"):
        part = cp[f"handler_{name}"]
        cls = eval(part["class"], known)
        handler = cls(*eval(part.get("args", "()"), known), **eval(part.get("kwargs", "{}"), known))
        handler.name = name
        if "level" in part:
            handler.setLevel(part["level"])
        if part.get("formatter"):
            handler.setFormatter(formatters[part["formatter"]])
        handlers[name] = handler
    mentioned = set()
    for name in names("loggers"):
        part = cp[f"logger_{name}"]
        if name == "root":
            logger = logging.root
        else:
            mentioned.add(part["qualname"])
            logger = logging.getLogger(part["qualname"])
            logger.propagate = part.getint("propagate", fallback=1)
            logger.disabled = False
        if "level" in part:
            logger.setLevel(part["level"])
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        for handler in part.get("handlers", "").split(","):
            if handler.strip():
                logger.addHandler(handlers[handler.strip()])
    for name, logger in logging.root.manager.loggerDict.items():
        if name not in mentioned and not any([name.startswith(other + ".") for other in mentioned]):
            logger.disabled = disable_existing_loggers
