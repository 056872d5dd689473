"""mimetypes: media types of file names. The table is of the types that web servers meet."""
from posixpath import splitext

__all__ = ["guess_all_extensions", "guess_extension", "guess_type", "init", "add_type", "knownfiles", "inited"]

knownfiles = []
inited = True
suffix_map = {".svgz": ".svg.gz", ".tgz": ".tar.gz", ".taz": ".tar.gz", ".tz": ".tar.gz", ".tbz2": ".tar.bz2",
              ".txz": ".tar.xz"}
encodings_map = {".gz": "gzip", ".Z": "compress", ".bz2": "bzip2", ".xz": "xz", ".br": "br"}
types_map = {
    ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json",
    ".doc": "application/msword", ".bin": "application/octet-stream", ".exe": "application/octet-stream",
    ".dll": "application/octet-stream", ".so": "application/octet-stream", ".o": "application/octet-stream",
    ".pdf": "application/pdf", ".ps": "application/postscript", ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint", ".wasm": "application/wasm", ".tar": "application/x-tar",
    ".py": "text/x-python", ".pyc": "application/x-python-code", ".sh": "application/x-sh",
    ".swf": "application/x-shockwave-flash", ".zip": "application/zip", ".mp3": "audio/mpeg",
    ".wav": "audio/x-wav", ".bmp": "image/bmp", ".gif": "image/gif", ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml",
    ".tif": "image/tiff", ".tiff": "image/tiff", ".webp": "image/webp", ".css": "text/css", ".csv": "text/csv",
    ".html": "text/html", ".htm": "text/html", ".txt": "text/plain", ".md": "text/markdown", ".c": "text/plain",
    ".h": "text/plain", ".bat": "text/plain", ".tsv": "text/tab-separated-values", ".xml": "text/xml",
    ".mp4": "video/mp4", ".mpeg": "video/mpeg", ".mov": "video/quicktime", ".webm": "video/webm",
    ".avi": "video/x-msvideo",
}


def init(files=None):
    """The table is there from the beginning."""


def add_type(type, ext, strict=True):
    """Adds a type to the table."""
    types_map[ext] = type


def guess_type(url, strict=True):
    """(media type, encoding) of a file name or an address; None where it is not known."""
    base, extension = splitext(url.split("?", 1)[0] if "://" in url else url)
    while extension.lower() in suffix_map:
        base, extension = splitext(base + suffix_map[extension.lower()])
    encoding = None
    if extension in encodings_map:
        encoding = encodings_map[extension]
        base, extension = splitext(base)
    return types_map.get(extension.lower()), encoding


def guess_all_extensions(type, strict=True):
    """The extensions of a media type."""
    return [extension for extension, known in types_map.items() if known == type.lower()]


def guess_extension(type, strict=True):
    """An extension of a media type, or None."""
    found = guess_all_extensions(type, strict)
    return found[0] if found else None
