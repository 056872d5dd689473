# timeslice: file site-packages/aiohttp/hdrs.py
"""aiohttp.hdrs: names of headers and methods."""
METH_GET, METH_POST, METH_PUT, METH_PATCH, METH_DELETE = "GET", "POST", "PUT", "PATCH", "DELETE"
METH_HEAD, METH_OPTIONS = "HEAD", "OPTIONS"
ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, COOKIE = "Accept", "Accept-Encoding", "Authorization", "Cookie"
CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION = "Content-Length", "Content-Type", "Host", "Location"
RETRY_AFTER, SET_COOKIE, USER_AGENT = "Retry-After", "Set-Cookie", "User-Agent"
