# Numbers in shared memory.
import ctypes
import multiprocessing as mp


def change(n, x, flag, arr, text, raw):
    n.value += 41
    x.value = 2.5
    flag.value = True
    for i in range(len(arr)):
        arr[i] = arr[i] * arr[i]
    text.value = b"child"
    raw[0] = 7


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    n, x, flag = mp.Value("i", 1), mp.Value(ctypes.c_double), mp.Value(ctypes.c_bool, False)
    arr, text, raw = mp.Array("i", range(5)), mp.Array("c", b"parent"), mp.RawArray("h", 3)
    p = mp.Process(target=change, args=(n, x, flag, arr, text, raw))
    p.start()
    p.join()
    print(n.value, x.value, flag.value, arr[:], list(arr), len(arr), text.value, text.raw, raw[:])
    print(n, x, mp.RawValue("d", 1.5))
    arr[1:3] = [10, 20]
    print(arr[::2], arr[-1], arr.get_obj()[1])
    with arr.get_lock():
        arr[0] += 1
    print(arr[0])
    attempt(arr.__getitem__, 9)
    attempt(setattr, n, "value", "text")
    n.value = 2**31
    print(n.value)
    attempt(mp.Value, "i", 1.5)
    attempt(mp.Value, "z")
    both = mp.Value("q", 5, lock=mp.Lock())
    with both.get_lock():
        print(both.get_obj().value)
    d = mp.Array("d", 3, lock=False)
    d[0], d[2] = 0.5, 1
    print(list(d), sum(d))
    try:
        mp.SimpleQueue().put(n)
    except RuntimeError as e:
        print(e)
