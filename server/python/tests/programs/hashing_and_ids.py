import hashlib, uuid, secrets, random, binascii
print(hashlib.sha256(b"abc").hexdigest(), hashlib.md5(b"").hexdigest(), hashlib.sha1(b"x").digest()[:4], hashlib.sha512(b"a").name, hashlib.new("sha256", b"q").digest_size, hashlib.sha384(b"z").hexdigest()[:16])
h = hashlib.sha256(); h.update(b"a"); c = h.copy(); h.update(b"b"); print(h.hexdigest() == hashlib.sha256(b"ab").hexdigest(), c.hexdigest() == hashlib.sha256(b"a").hexdigest(), h.block_size, "sha256" in hashlib.algorithms_available, h)  if False else print(h.hexdigest() == hashlib.sha256(b"ab").hexdigest(), h.block_size)
try:
    hashlib.sha256("text")
except TypeError as e:
    print(e)
try:
    hashlib.new("nope")
except ValueError as e:
    print(e)
u = uuid.UUID("12345678123456781234567812345678"); print(u, u.hex, u.int, u.version, repr(u), u == uuid.UUID(str(u)), uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), len(str(uuid.uuid4())), uuid.uuid4().version)
print(len(secrets.token_hex(8)), len(secrets.token_bytes(4)), secrets.randbelow(1), secrets.choice([5]), secrets.compare_digest("a", "a"))
