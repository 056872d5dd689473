# timeslice: file site-packages/urllib3/util/__init__.py
"""urllib3.util: `Retry` and `Timeout`."""
from urllib3.util.retry import Retry
from urllib3.util.timeout import Timeout
