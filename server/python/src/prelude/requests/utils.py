# timeslice: file site-packages/requests/utils.py
"""requests.utils: what programs use of it."""
from urllib.parse import quote, unquote, urlparse

from _net import requote as requote_uri


def default_user_agent(name="python-requests"):
    return f"{name}/2.34.2"


def default_headers():
    """What every session sends."""
    from requests.structures import CaseInsensitiveDict

    return CaseInsensitiveDict({"User-Agent": default_user_agent(), "Accept-Encoding": "gzip, deflate",
                                "Accept": "*/*", "Connection": "keep-alive"})


def dict_from_cookiejar(cj):
    return cj.get_dict()
