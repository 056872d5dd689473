"""What is left to do happens before the end."""
import atexit

atexit.register(print, "at exit")
try:
    raise SystemExit(300)
finally:
    print("finally")
