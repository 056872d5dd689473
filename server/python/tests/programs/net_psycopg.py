# psycopg2 and psycopg 3: statements, errors, transactions that wait. Needs both and the tables under CPython.
import asyncio
import threading
import time

import psycopg
import psycopg2
import psycopg2.errors
import psycopg2.extras
import psycopg2.pool
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool, ConnectionPool

conn = psycopg2.connect("dbname=test user=ada password=secret host=db")
cur = conn.cursor()
cur.execute("SELECT * FROM accounts WHERE balance > %s AND owner <> %(x)s".replace("%(x)s", "%s"), (400, "O'Neil"))
print(cur.fetchall(), cur.description[0], cur.rowcount, cur.statusmessage, cur.query)
cur.execute("INSERT INTO accounts (owner, balance) VALUES (%(o)s, %(b)s) RETURNING id", {"o": "D'or", "b": 5})
print(cur.fetchone(), cur.fetchone(), conn.status)
conn.rollback()
cur.executemany("INSERT INTO accounts (owner, balance) VALUES (%s, %s)", [("x", 1), ("y", 2)])
print(cur.rowcount, cur.mogrify("%s %s %s %s", (None, True, -1.5, [1])))
conn.commit()
for sql, args in (("selec 1", None), ("select * from nope", None), ("insert into accounts values (1, 'x', 3)", None),
                  ("select 1/0", None), ("select %s", ()), ("select %s, %s", (1,)), ("select %s", (object,)),
                  ("", None)):
    for statement in (sql, "select 1"):
        try:
            cur.execute(statement, args if statement == sql else None)
        except (psycopg2.Error, IndexError) as e:
            print([t.__name__ for t in type(e).__mro__[:3]], repr(str(e)), getattr(e, "pgcode", None))
    conn.rollback()
try:
    cur.execute("update accounts set balance = 0")
    cur.fetchone()
except psycopg2.ProgrammingError as e:
    print(e)
with conn, conn.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as c:
    psycopg2.extras.execute_values(c, "INSERT INTO accounts (owner, balance) VALUES %s", [("a", 1), ("b", 2)])
    c.execute("SELECT owner, balance FROM accounts ORDER BY id DESC LIMIT 2")
    print(c.fetchone(), [row["owner"] for row in c])
cur.execute("SELECT id FROM users ORDER BY id")
print(cur.fetchmany(2), [row for row in cur if row[0] % 4 == 0])
conn.close()
for use in (conn.cursor, cur.fetchone, conn.commit):
    try:
        use()
    except psycopg2.InterfaceError as e:
        print(e, end="; ")
print(conn.closed)
for place in ({"host": "x.invalid"}, {"host": "localhost", "port": 1}, {"host": "10.255.255.1", "connect_timeout": 2}):
    try:
        psycopg2.connect(**place)
    except psycopg2.OperationalError as e:
        print(str(e).splitlines())

pool = psycopg2.pool.ThreadedConnectionPool(1, 2, host="db", dbname="bank")
first, second = pool.getconn(), pool.getconn()
try:
    pool.getconn()
except psycopg2.pool.PoolError as e:
    print(e)
balance = first.cursor()
balance.execute("SELECT balance FROM accounts WHERE id = 1 FOR UPDATE")
print(balance.fetchone())


def withdraw():
    start = time.perf_counter()
    with second, second.cursor() as c:
        c.execute("UPDATE accounts SET balance = balance - 100 WHERE id = 1 RETURNING balance")
        print("withdrawn:", c.fetchone(), f"after {time.perf_counter() - start:.1f} s")


thread = threading.Thread(target=withdraw)
thread.start()
time.sleep(2)
balance.execute("UPDATE accounts SET balance = balance + 500 WHERE id = 1")
first.commit()
thread.join()
pool.closeall()

with psycopg.connect("postgresql://ada@db:5432/bank", row_factory=dict_row) as conn:
    print(conn.execute("SELECT id, owner FROM accounts WHERE id < 3").fetchall(), conn.info.dbname, conn.closed)
    with conn.cursor() as cur:
        print(cur.execute("SELECT count(*) AS n FROM users").fetchone(), cur.description, cur.rowcount)
        for sql, args in (("select * from t where a = %s", (1,)), ("select %s", (1, 2)), ("select nope", None)):
            try:
                cur.execute(sql, args)
            except psycopg.Error as e:
                print(repr(e), e.sqlstate)
            conn.rollback()
    try:
        with conn.transaction():
            conn.execute("DELETE FROM accounts")
            raise KeyError("changed my mind")
    except KeyError:
        print(conn.execute("SELECT count(*) AS n FROM accounts").fetchone())
print(conn.closed)
with ConnectionPool("host=db dbname=bank", min_size=1) as pool, pool.connection() as conn:
    print(conn.execute("SELECT 1 + %s", (1,)).fetchone(), pool.get_stats())


async def sleeper(pool, n):
    async with pool.connection() as conn:
        await conn.execute("SELECT pg_sleep(1)")
        return n


async def crossing(name, first, second):
    async with await psycopg.AsyncConnection.connect("host=db dbname=bank") as conn:
        try:
            await conn.execute("UPDATE accounts SET balance = 0 WHERE id = %s", (first,))
            await asyncio.sleep(0.5)
            await conn.execute("UPDATE accounts SET balance = 0 WHERE id = %s", (second,))
            return f"{name} done"
        except psycopg.errors.DeadlockDetected as e:
            return f"{name}: {str(e).splitlines()[0]}"


async def main():
    async with await psycopg.AsyncConnection.connect("host=db dbname=bank") as conn:
        async with conn.cursor() as cur:
            await cur.execute("SELECT id FROM users LIMIT 3")
            print([row async for row in cur], await cur.fetchone())
        async with conn.transaction():
            await conn.execute("UPDATE accounts SET balance = 7 WHERE id = 2")
    async with AsyncConnectionPool("host=db dbname=bank", min_size=2) as pool:
        start = time.perf_counter()
        print(await asyncio.gather(*[sleeper(pool, i) for i in range(4)]), f"in {time.perf_counter() - start:.0f} s")
    print(await asyncio.gather(crossing("one", 1, 2), crossing("two", 2, 1)))


asyncio.run(main())
