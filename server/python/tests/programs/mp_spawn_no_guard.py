# Without the guard a spawned child would start children of its own while it imports the program: refused.
import multiprocessing as mp

print("top", __name__, flush=True)
ctx = mp.get_context("spawn")
p = ctx.Process(target=print, args=("never printed",))
p.start()
p.join()
print("exit code", p.exitcode)
