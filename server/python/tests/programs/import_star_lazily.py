from collections import *
print(Counter("aab"), deque([1]), OrderedDict(a=1))
