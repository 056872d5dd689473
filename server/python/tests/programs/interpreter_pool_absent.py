# Before 3.14 there is no pool of interpreters, and the import says so.
import sys

try:
    from concurrent.futures import InterpreterPoolExecutor
    from concurrent import interpreters
except ImportError as error:
    print(sys.version_info < (3, 14), str(error).split(" (")[0])
else:
    print(True, "present", InterpreterPoolExecutor.__name__, interpreters.__name__)
