# `for` over what is no iterator; reprs and attributes asked for in odd ways.
class Odd:
    def __iter__(self):
        return 5


for use in (lambda: [x for x in Odd()], lambda: object.__repr__(5), lambda: type(Odd.__init__).__getattr__(len, 5)):
    try:
        use()
    except (TypeError, AttributeError) as e:
        print(e)
