# timeslice: file site-packages/urllib3/__init__.py
"""urllib3, as far as programs that use `requests` see it: exceptions and `Retry`."""
from urllib3 import exceptions
from urllib3.util.retry import Retry
from urllib3.util.timeout import Timeout

__version__ = "2.8.0"


def disable_warnings(category=None):
    """There are no certificates, hence no warnings of them."""
