import bisect, heapq, operator
words = ["banana", "Apple", "cherry", "apple"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (len(w), w)))
recs = [("b", 2), ("a", 2), ("c", 1)]
recs.sort(key=operator.itemgetter(1)); print(recs); recs.sort(reverse=True); print(recs)
l = [1, 3, 5, 7]
print(bisect.bisect(l, 3), bisect.bisect_left(l, 3), bisect.bisect(l, 4)); bisect.insort(l, 4); print(l, bisect.bisect_left(words, 6, key=len))
h = [5, 1, 4]
heapq.heapify(h); heapq.heappush(h, 0)
print(h, heapq.heappop(h), heapq.heappushpop(h, 9), heapq.heapreplace(h, 2), heapq.nlargest(2, h), heapq.nsmallest(2, h, key=lambda x: -x), list(heapq.merge([1, 4], [2, 3])))
class T:
    def __init__(self, p, n): self.p, self.n = p, n
    def __lt__(self, o): return self.p < o.p
    def __repr__(self): return self.n
hs = []
for p, n in ((3, "c"), (1, "a"), (2, "b")):
    heapq.heappush(hs, T(p, n))
print([heapq.heappop(hs) for _ in range(3)])
try:
    heapq.heappop([])
except IndexError as e:
    print(e)
x = [3, 1, 2]; y = x; x.sort(); print(y, x.sort(), sorted("hello"), sorted({"b": 1, "a": 2}), list(reversed(sorted([1, 2]))), max([(1, "b"), (1, "a")]), sorted([True, False, 2]), sorted([1.5, 1]), [1, 2] < [1, 3], (1,) < (1, 0), "a" < "b" < "c")
