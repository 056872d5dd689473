# array, struct, hashlib, uuid.
import array, struct, hashlib, uuid, copy
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
a = array.array("i", [3, 1, 2]); a.append(5); a.extend([7, 8]); a.insert(1, 9); print(a, a[0], a[-1], a[1:3], len(a), 9 in a, a.index(9), a.count(1), a.pop(), a.tolist(), a.itemsize, a.typecode, list(a), a.tobytes(), a + a, a * 2, a == array.array("i", a), sum(a), sorted(a), max(a)); a[0] = 100; del a[1]; a.remove(5); a.reverse(); print(a, array.array("d", [1.5, 2]), array.array("f", [0.1]), array.array("i"), array.array("B", b"abc"), copy.copy(a), array.array("u", "hi"), array.array("l", range(3)), array.array("h", b"\x01\x00\xff\xff"))
for f in (lambda: a.append("x"), lambda: a.append(1.5), lambda: array.array("b", [200]), lambda: array.array("B", [-1]), lambda: array.array("z"), lambda: a[99], lambda: array.array("i", "abc"), lambda: array.array("h", [40000]), lambda: array.array("i", [2**40]), lambda: a.remove(12345), lambda: array.array("i").pop(), lambda: array.array("i", b"abc"), lambda: a + [1]): t("e", f)
for fmt, v in (("<ihq", (1, -2, 3)), (">ihq", (1, -2, 3)), ("bBhH", (-1, 255, -3, 65535)), ("ihq", (1, 2, 3)), ("3s5sx?", (b"ab", b"hello", True)), ("<d", (3.14159,)), ("<f", (0.1,)), (">e", (1.5,)), ("2i", (1, 2)), ("<c4p", (b"x", b"abcdef")), ("!I", (2**32 - 1,)), ("d", (-0.0,)), ("<f", (1e-40,)), ("<d", (5e-324,)), ("<d", (float("inf"),)), ("=lL", (1, 2)), ("lL", (1, 2))):
    p = struct.pack(fmt, *v); print(fmt, p, struct.unpack(fmt, p), struct.calcsize(fmt))
for f in (lambda: struct.pack("i", "x"), lambda: struct.pack("i"), lambda: struct.pack("b", 300), lambda: struct.unpack("i", b"a"), lambda: struct.pack("z", 1), lambda: struct.pack("3s", "abc")): t("e", f)
S = struct.Struct("<hh"); print(S.size, S.pack(1, 2), list(S.iter_unpack(S.pack(1, 2) + S.pack(3, 4))), struct.unpack_from("<h", b"\0\0\5\0", 2)); b = bytearray(4); struct.pack_into("<h", b, 1, 5); print(b)
for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
    for data in (b"", b"abc", b"x" * 55, b"y" * 56, b"z" * 111, b"w" * 112, bytes(range(256)) * 2): print(name, getattr(hashlib, name)(data).hexdigest())
h = hashlib.sha256(b"a"); h.update(b"b"); g = h.copy(); g.update(b"c"); print(h.hexdigest(), g.digest(), h.name, h.digest_size, h.block_size, hashlib.new("sha1", b"q").hexdigest()); t("e", lambda: hashlib.md5("str")); t("e", lambda: hashlib.new("nope"))
u = uuid.UUID("12345678-1234-5678-1234-567812345678"); print(u, repr(u), u.hex, u.int, u.bytes, u.version, u.urn, uuid.uuid3(uuid.NAMESPACE_DNS, "a.b"), uuid.uuid5(uuid.NAMESPACE_URL, "x"), uuid.uuid4().version, len(str(uuid.uuid1())), u == uuid.UUID(int=u.int), u < uuid.uuid5(uuid.NAMESPACE_DNS, "q") or True, uuid.uuid4().variant); t("e", lambda: uuid.UUID("x")); t("e", lambda: uuid.UUID()); t("e", lambda: setattr(u, "int", 3))
