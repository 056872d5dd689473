# Shared memory by name.
import multiprocessing as mp
from multiprocessing import shared_memory


def fill(name):
    shm = shared_memory.SharedMemory(name=name)
    shm.buf[:5] = b"child"
    shm.buf[9] = 255
    shm.close()


def change(lst):
    lst[0] += 1
    lst[2] = "new"
    lst.shm.close()


if __name__ == "__main__":
    mp.set_start_method("fork")
    shm = shared_memory.SharedMemory(create=True, size=10)
    print(len(shm.buf) >= 10, bytes(shm.buf[:3]), shm.name.startswith("psm_"))
    p = mp.Process(target=fill, args=(shm.name,))
    p.start()
    p.join()
    print(bytes(shm.buf[:10]), shm.buf[9])
    name = shm.name
    shm.close()
    shm.unlink()
    try:
        shared_memory.SharedMemory(name=name)
    except FileNotFoundError as e:
        print("FileNotFoundError", e.errno)
    lst = shared_memory.ShareableList([1, 2.5, "old", None, True, b"x"])
    p = mp.Process(target=change, args=(lst,))
    p.start()
    p.join()
    print(list(lst), len(lst), lst.index(2.5), lst.count(None))
    try:
        lst[9]
    except IndexError as e:
        print(e)
    lst.shm.close()
    lst.shm.unlink()
    for bad in (lambda: shared_memory.SharedMemory(create=True, size=0), lambda: shared_memory.SharedMemory()):
        try:
            bad()
        except ValueError as e:
            print(e)
