import collections
collections.OrderedDit()
