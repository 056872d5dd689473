"""Addresses and numbers as text and as bytes."""


def is_number(host):
    """Whether a host is an IPv4 address and no name has to be resolved."""
    parts = host.split(".") if isinstance(host, str) else ()
    return len(parts) == 4 and all(part.isdecimal() and int(part) < 256 for part in parts)


def inet_aton(ip_addr, /):
    """An IPv4 address as four bytes."""
    parts = ip_addr.split(".")
    if len(parts) != 4 or not all(p.isdecimal() and int(p) < 256 for p in parts):
        raise OSError("illegal IP address string passed to inet_aton")
    return bytes(int(p) for p in parts)


def inet_ntoa(packed_ip, /):
    """Four bytes as an IPv4 address."""
    if len(packed_ip) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(str(b) for b in packed_ip)


def htons(x, /):
    return (x & 0xff) << 8 | x >> 8


def htonl(x, /):
    return int.from_bytes(x.to_bytes(4, "little"), "big")


ntohs, ntohl = htons, htonl
