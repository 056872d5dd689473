import itertools as it, operator

print(list(it.accumulate([1, 2, 3, 4])), list(it.accumulate([3, 1, 2], max)), list(it.accumulate([1, 2], initial=10)))
print(list(it.chain("ab", [1])), list(it.chain.from_iterable([[1], [2, 3]])))
print(list(it.combinations("abc", 2)), list(it.combinations_with_replacement("ab", 2)))
print(list(it.compress("abcd", [1, 0, 1])), list(it.islice(it.count(5, 2), 3)), list(it.islice(it.cycle("ab"), 5)))
print(list(it.dropwhile(lambda x: x < 2, [1, 2, 1])), list(it.takewhile(lambda x: x < 2, [1, 2, 1])), list(it.filterfalse(None, [0, 1, ""])))
print([(k, list(g)) for k, g in it.groupby("aabbb")], [(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4], key=lambda n: n % 2)])
print(list(it.islice("abcdef", 1, None, 2)), list(it.pairwise([1, 2, 3])), list(it.permutations([1, 2, 3], 2)))
print(list(it.product("ab", repeat=2)), list(it.product([1, 2], "x")), list(it.repeat(7, 2)), list(it.starmap(pow, [(2, 3), (3, 2)])))
a, b = it.tee([1, 2, 3])
print(next(a), list(b), list(a), list(it.zip_longest("ab", [1], fillvalue="-")))
c = it.count(1.5, 0.5)
print(next(c), next(c), c, it.repeat(1), it.repeat(1, 3))
try:
    list(it.islice([1], -1))
except ValueError as e:
    print(e)
print(list(map(operator.itemgetter(1), [(1, 2), (3, 4)])), operator.attrgetter("real")(5), operator.methodcaller("upper")("x"))
print(sum(1 for _ in it.permutations(range(5))), next(it.product()), list(it.combinations([], 0)))
