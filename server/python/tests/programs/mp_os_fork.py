# fork, wait and pipes as the system gives them.
import os
import sys
import time

r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.close(r)
    os.write(w, b"hello from the child")
    os._exit(3)
os.close(w)
print(os.read(r, 100), os.read(r, 100))
print(os.waitpid(pid, 0) == (pid, 3 << 8))
children = []
for code in (1, 2):
    pid = os.fork()
    if pid == 0:
        time.sleep(0.02 * code)
        os._exit(code)
    children.append(pid)
print(os.waitpid(children[1], os.WNOHANG))
print([(p == c, os.waitstatus_to_exitcode(s)) for c in children for p, s in [os.wait()]])
try:
    os.wait()
except ChildProcessError as e:
    print(e)
x = [1]
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    x.append(2)
    print("child", x, flush=True)
    os._exit(0)
os.waitpid(pid, 0)
print("parent", x)
pid = os.fork()
if pid == 0:
    time.sleep(100)
os.kill(pid, 15)
_, status = os.waitpid(pid, 0)
print(os.WIFSIGNALED(status), os.WTERMSIG(status), os.waitstatus_to_exitcode(status))
try:
    os.kill(pid, 0)
except ProcessLookupError as e:
    print(e)
try:
    os.close(999)
except OSError as e:
    print(e)
