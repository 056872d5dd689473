# version: 3.12
import itertools as it
print(list(it.batched("abcdefg", 3)), list(it.batched([], 2)))
try:
    list(it.batched("a", 0))
except ValueError as e:
    print(e)
