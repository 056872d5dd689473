# timeslice: file site-packages/aiohttp/tracing.py
"""aiohttp.tracing: what a session tells of its requests."""
from types import SimpleNamespace


class TraceConfig:
    """Lists of coroutine functions, called with session, context and parameters."""

    _SIGNALS = ("on_request_start", "on_request_end", "on_request_exception", "on_request_redirect",
                "on_connection_queued_start", "on_connection_queued_end", "on_connection_create_start",
                "on_connection_create_end", "on_connection_reuseconn", "on_dns_resolvehost_start",
                "on_dns_resolvehost_end", "on_dns_cache_hit", "on_dns_cache_miss", "on_request_chunk_sent",
                "on_response_chunk_received", "on_request_headers_sent")

    def __init__(self, trace_config_ctx_factory=SimpleNamespace):
        self._factory = trace_config_ctx_factory
        for name in self._SIGNALS:
            setattr(self, name, [])

    def trace_config_ctx(self, trace_request_ctx=None):
        return self._factory(trace_request_ctx=trace_request_ctx)

    def freeze(self):
        pass


async def send(traces, session, name, **params):
    """Calls what listens to `name`."""
    for config, context in traces:
        for listener in getattr(config, name):
            await listener(session, context, SimpleNamespace(**params))
