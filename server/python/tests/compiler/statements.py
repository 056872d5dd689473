"""Simple statements and control flow."""
import os.path as p, sys
from a.b import c, d as e

x: int = 1
a = b = (1, 2)
x += 2 * 60
if x > 1 and x < 10 or not a:
    pass
elif x is None:
    del x, a[0]
else:
    assert x, "no"
while True:
    if 1 < x <= 3:
        break
    continue
else:
    x = 1
for i, (j, *k) in [1, 2]:
    print(i, *k, sep="")
else:
    raise ValueError from None
