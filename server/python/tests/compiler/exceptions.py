def f():
    try:
        a()
    except ValueError as e:
        return e
    except (A, B):
        raise
    else:
        b()
    finally:
        c()


def star():
    try:
        a()
    except* ValueError as e:
        b(e)


def leave(xs):
    for x in xs:
        try:
            with x as y, z:
                if y:
                    continue
                return y
        finally:
            print(x)
