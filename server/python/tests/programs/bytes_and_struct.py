import struct, array
b = b"hello world"
print(b[0], b[1:3], b.upper(), b.split(), b.find(b"wor"), b.replace(b"l", b"L"), b.hex(), bytes.fromhex("68 69"), b"a" in b, 104 in b, list(b[:3]), b"%s" % b"x", b.decode(), b"\xff\x00\n'", bytes(3), bytes([1, 2]), b"ab" * 2, b"a" + b"b", b"a,b".partition(b","), b"x".join([b"1", b"2"]), b.startswith((b"he", b"x")), b.title(), b"abc" < b"abd", hash(b"a") == hash(b"a"))
ba = bytearray(b"abc"); ba[0] = 90; ba.append(33); ba += b"?"; ba[1:2] = b"XYZ"; del ba[-1]; print(ba, ba.pop(), ba, len(ba), ba.reverse(), ba, bytes(ba), ba == b"cZYXZ", ba.find(b"Y"))
print(struct.pack(">IhB", 1, -2, 255), struct.unpack("<2H", b"\x01\x00\x02\x00"), struct.calcsize("iq"), struct.pack("5s", b"ab"), struct.pack("<d", 1.5), struct.unpack(">f", struct.pack(">f", 0.5)), struct.pack("?", True))
a = array.array("i", [1, 2, 3]); a.append(4); a[0] = 9; print(a, a.typecode, a.itemsize, a.tolist(), sum(a), a[1:3], len(a.tobytes()), a.index(3), array.array("d", [1.5]) + array.array("d", [2]))
for bad in (lambda: b[100], lambda: bytes([256]), lambda: bytes("x"), lambda: b + "s", lambda: ba.__setitem__(0, 300), lambda: struct.pack("B", 256), lambda: struct.unpack("I", b"a"), lambda: a.append("x"), lambda: array.array("z"), lambda: bytes.fromhex("zz"), lambda: b.decode("nope"), lambda: int(b"x")):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, str(e)[:60])
print("é€😀".encode(), "é€😀".encode("utf-16-le"), b"\xc3\xa9".decode(), b"\xff".decode("latin-1"), b"a\xff".decode("utf-8", "replace"), b"a\xff".decode("ascii", "ignore"), "é".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "backslashreplace"), len("😀"), "😀".encode("utf-16").hex())
