import threading

class Worker(threading.Thread):
    def __init__(self, numbers):
        super().__init__(name=f"worker-{numbers[0]}")
        self.numbers = numbers
        self.result = None

    def run(self):
        self.result = sum(n * n for n in self.numbers)

workers = [Worker(range(i, i + 3)) for i in (1, 10, 100)]
for w in workers:
    w.start()
for w in workers:
    w.join()
    print(w.name, w.result, w.is_alive())
print(sum(w.result for w in workers))
