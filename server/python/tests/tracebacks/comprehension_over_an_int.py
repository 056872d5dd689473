print([a for a in 5])
for a in b.c(): pass
