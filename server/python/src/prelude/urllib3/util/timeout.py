# timeslice: file site-packages/urllib3/util/timeout.py
"""urllib3.util.timeout."""


class Timeout:
    """Seconds to connect and to read."""

    def __init__(self, total=None, connect=None, read=None):
        self.total = total
        self.connect_timeout = total if connect is None else connect
        self.read_timeout = total if read is None else read
