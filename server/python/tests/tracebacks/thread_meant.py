import threading


def work():
    total = 1
    print(totl)


t = threading.Thread(target=work)
t.start()
t.join()
print(t.nmae)
