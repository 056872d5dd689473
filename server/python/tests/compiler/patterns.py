def f(x):
    match x:
        case 1 | "a":
            return 1
        case [a, *_, b] if a > b:
            return a
        case {"k": v, **rest}:
            return rest
        case Point(x=0, y=[p, q]) as whole:
            return p
        case (None as n) | (int() as n):
            return
        case _:
            pass
