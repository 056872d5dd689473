# What is refused half made, and asked of what is gone.
import select
import socket

for text in ('class A:\n __slots__ = ("x y",)', 'class A:\n __slots__ = ("x",)\n x = 1', "class C(int, str): pass",
             'class A(tuple):\n __slots__ = ("a",)', "class A(object, list): pass", "class A(bool): pass"):
    try:
        exec(text)
    except (TypeError, ValueError) as e:
        print(e)

server = socket.create_server(("localhost", 0))
poll = select.poll()
poll.register(server)
server.close()
for _ in range(3):
    print(poll.poll(5))
