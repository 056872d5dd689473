import time
tme.sleep(1)
