"""Hashes of every kind, keyed hashes, keys from passwords; big data are hashed without the GIL."""
import hashlib
import hmac
import io
import secrets
import threading
import time

DATA = b"The quick brown fox jumps over the lazy dog"

for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name)
    h.update(DATA[:10])
    g = h.copy()
    h.update(DATA[10:])
    size = (20,) if name.startswith("shake") else ()
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest(*size), g.digest(*size) == h.digest(*size))
    assert getattr(hashlib, name)(DATA).digest(*size) == h.digest(*size)

print(repr(hashlib.sha256()).split(" @ ")[0], repr(hashlib.blake2b()).split(" at ")[0], type(hashlib.md5()))
print(hashlib.blake2b(DATA, digest_size=16, key=b"k" * 9, salt=b"salt", person=b"me").hexdigest())
print(hashlib.blake2s(DATA, digest_size=7, fanout=2, depth=3, leaf_size=100, node_offset=4, inner_size=8,
                      last_node=True).hexdigest())
print(hashlib.file_digest(io.BytesIO(DATA * 1000), "sha512").hexdigest()[:32])
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 1000).hex())
print(hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 4096, 33).hex())
print(hashlib.pbkdf2_hmac("sha3-512", b"password", b"salt", 2, 10).hex())
print(hashlib.scrypt(b"password", salt=b"NaCl", n=1024, r=8, p=2, dklen=64).hex())

for make in "sha256", hashlib.md5, "blake2s", "SHA3-256":
    m = hmac.new(b"key", DATA, make)
    print(m.name, m.hexdigest(), hmac.compare_digest(m.digest(), hmac.digest(b"key", DATA, make)), m.block_size)
print(hmac.new(b"k" * 200, digestmod="sha512").hexdigest()[:40], secrets.compare_digest("a", "b"))


def fails(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        print(type(e).__name__, e)


fails(hashlib.sha256, "text")
fails(hashlib.sha256, 5)
fails(hashlib.md5().update, "text")
fails(hashlib.new, "sha257")
fails(hashlib.new, 5)
fails(hashlib.shake_128().digest)
fails(hashlib.blake2b, digest_size=65)
fails(hashlib.blake2s, salt=b"123456789")
fails(hashlib.pbkdf2_hmac, "sha256", b"p", b"s", 0)
fails(hashlib.scrypt, b"p", salt=b"s", n=1000, r=8, p=1)
fails(hashlib.scrypt, b"p", salt=b"s", n=1 << 16, r=8, p=1)
fails(hmac.new, "key", b"", "md5")
fails(hmac.new, b"key")
fails(hmac.compare_digest, "a", b"a")


def mine(name, difficulty):
    nonce = 0
    while not hashlib.sha256(f"{name}{nonce}".encode()).hexdigest().startswith("0" * difficulty):
        nonce += 1
    found[name] = nonce


found = {}
threads = [threading.Thread(target=mine, args=(name, 3)) for name in ("alice", "bob")]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(found.items()))


def derive():
    hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 300_000)


begin = time.perf_counter()
derive()
one = time.perf_counter() - begin
threads = [threading.Thread(target=derive) for _ in range(4)]
begin = time.perf_counter()
for t in threads:
    t.start()
for t in threads:
    t.join()
four = time.perf_counter() - begin
print("in parallel" if four < 3 * one else "one after the other")
for a, b in [("a", b"a"), ("a", 1), (None, b"a"), (1, 1)]:
    try:
        hmac.compare_digest(a, b)
    except TypeError as e:
        print(e)
