class A:
    def __init__(self): self.balance = 1
    def f(self): return balance
A().f()
