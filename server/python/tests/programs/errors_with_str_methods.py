class E(Exception):
    def __str__(self): return "my " + str(self.args[0])
import threading
def f(): raise E(1)
t = threading.Thread(target=f, name="T"); t.start(); t.join()
try: f()
except E as e: raise ValueError("x") from e
