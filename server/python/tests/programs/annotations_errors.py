def show(code):
    try:
        exec(code, {})
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print("ok")
show("def f(x: missing): pass")
show("class A:\n    x: missing")
show("class A:\n    def m(self) -> A: pass")
show("x: missing = 1")
show("def f():\n    x: missing = 1\nf()")
show("def f(x: print('evaluated')): pass")
show("def f(x: int, y: print('second') = print('first')): pass")
show("x: print('ann') = print('val')")
show("def f(x: 1/0): pass")
show("import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: Missing\nprint(dataclasses.fields(A)[0].name)")
