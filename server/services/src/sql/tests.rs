//! The database: a line a statement, what comes of it as text.

use super::*;

struct Client {
    all: Databases,
    ids: Vec<SessionId>,
}

impl Client {
    fn new(n: usize) -> Self {
        let mut all = Databases::default();
        let ids = (0..n).map(|_| all.connect("db", "test")).collect();
        Self { all, ids }
    }

    fn text(&mut self, session: usize, sql: &str) -> String {
        match self.all.execute(self.ids[session], sql, false) {
            Ok(answer) => match &answer.columns {
                Some(columns) => {
                    let names: Vec<&str> = columns.iter().map(|c| c.0.as_str()).collect();
                    let rows: Vec<String> = answer
                        .rows
                        .iter()
                        .map(|row| row.iter().map(Value::text).collect::<Vec<_>>().join(","))
                        .collect();
                    format!("{}: {}", names.join(","), rows.join(" | "))
                }
                None => answer.tag,
            },
            Err(Stop::Error(error)) => {
                let place = error.position.map_or(String::new(), |p| format!(" at {p}"));
                let detail = error.detail.map_or(String::new(), |d| format!(" ({d})"));
                format!("{} {}{place}{detail}", error.code, error.message)
            }
            Err(Stop::Blocked(by)) => format!("blocked by {}", by.0),
        }
    }

    fn check(&mut self, session: usize, sql: &str, expect: &str) {
        assert_eq!(self.text(session, sql), expect, "{sql}");
    }
}

fn check(sql: &str, expect: &str) {
    Client::new(1).check(0, sql, expect);
}

#[test]
fn queries() {
    check(
        "SELECT * FROM accounts",
        "id,owner,balance: 1,Ada,500 | 2,Bela,300 | 3,Clara,1000",
    );
    check(
        "select owner from accounts where balance > 400 order by owner desc",
        "owner: Clara | Ada",
    );
    check(
        "select id, balance * 2 as twice from accounts where id in (1, 3) limit 1",
        "id,twice: 1,1000",
    );
    check(
        "select count(*), sum(balance), avg(balance), min(owner) from accounts",
        "count,sum,avg,min: 3,1800,600,Ada",
    );
    check(
        "select paid, count(*) n from orders group by paid order by n",
        "paid,n: f,6 | t,14",
    );
    check("select count(*) from orders having count(*) > 100", "count: ");
    check(
        "select a.owner, count(o.id) from accounts a left join orders o on o.user_id = a.id and o.paid group by a.owner order by 1",
        "owner,count: Ada,2 | Bela,1 | Clara,1",
    );
    check(
        "select 1 + 2 * 3, -7 / 2, 7 % 4, 1.5 + 1, 'a' || 'b'",
        "?column?,?column?,?column?,?column?,?column?: 7,-3,3,2.5,ab",
    );
    check(
        "select null is null, not true, 1 = 1 and null, 'x' like 'x%_'",
        "?column?,?column?,?column?,?column?: t,f,,f",
    );
    check(
        "select distinct paid from orders order by paid limit 1 offset 1",
        "paid: t",
    );
    check(
        "select case when id = 1 then 'one' else 'more' end c from accounts",
        "c: one | more | more",
    );
    check(
        "select upper(owner), length(owner) from accounts where owner ilike 'A%'",
        "upper,length: ADA,3",
    );
    check(
        "select '5'::int + 1, coalesce(null, 3), round(2.567, 1)",
        "?column?,coalesce,round: 6,3,2.6",
    );
    check("select 1 -- one\n/* two */;", "?column?: 1");
}

#[test]
fn changes() {
    let mut client = Client::new(1);
    client.check(
        0,
        "create table t (id serial primary key, name varchar(20) not null, n int default 7)",
        "CREATE TABLE",
    );
    client.check(
        0,
        "insert into t (name) values ('a'), ('b''c') returning id, n",
        "id,n: 1,7 | 2,7",
    );
    client.check(0, "insert into t values (5, 'x', '12')", "INSERT 0 1");
    client.check(0, "update t set n = n + 1 where id < 5", "UPDATE 2");
    client.check(0, "delete from t where name = 'a' returning *", "id,name,n: 1,a,8");
    client.check(0, "select * from t", "id,name,n: 2,b'c,8 | 5,x,12");
    client.check(
        0,
        "insert into t (id, name) values (5, 'y') on conflict do nothing",
        "INSERT 0 0",
    );
    client.check(0, "truncate t", "TRUNCATE TABLE");
    client.check(0, "select count(*) from t", "count: 0");
    client.check(0, "drop table t", "DROP TABLE");
    client.check(0, "drop table if exists t", "DROP TABLE");
    client.check(0, "create table if not exists users (x int)", "CREATE TABLE");
}

#[test]
fn errors() {
    check(
        "select * from nothing",
        "42P01 relation \"nothing\" does not exist at 15",
    );
    check("select nam from users", "42703 column \"nam\" does not exist at 8");
    check("select u.nam from users u", "42703 column u.nam does not exist at 8");
    check(
        "select x.id from users",
        "42P01 missing FROM-clause entry for table \"x\" at 8",
    );
    check(
        "select id from users, orders",
        "42702 column reference \"id\" is ambiguous at 8",
    );
    check("selec 1", "42601 syntax error at or near \"selec\" at 1");
    check("select from where", "42601 syntax error at or near \"from\" at 8");
    check("select (1", "42601 syntax error at end of input at 10");
    check("select 'a", "42601 unterminated quoted string at or near \"'a\" at 8");
    check("select 1 / 0", "22012 division by zero");
    check(
        "insert into accounts values (1, 'x', 1)",
        "23505 duplicate key value violates unique constraint \"accounts_pkey\" (Key (id)=(1) already exists.)",
    );
    check(
        "insert into users (id, name) values (null, 'x')",
        "23502 null value in column \"id\" of relation \"users\" violates not-null constraint (Failing row contains (null, x, null, null).)",
    );
    check(
        "insert into accounts (nope) values (1)",
        "42703 column \"nope\" of relation \"accounts\" does not exist at 23",
    );
    check(
        "insert into accounts (balance) values ('x')",
        "22P02 invalid input syntax for type integer: \"x\"",
    );
    check("select nope(1)", "42883 function nope(unknown) does not exist at 8");
    check(
        "select id from users where count(*) > 1",
        "42803 aggregate functions are not allowed in WHERE at 28",
    );
    check("create table users (id int)", "42P07 relation \"users\" already exists");
    check(
        "with x as (select 1) select 1",
        "0A000 the simulated database does not support WITH at 1",
    );
    check(
        "select (select 1)",
        "0A000 the simulated database does not support subqueries at 9",
    );
    check("", "42601 can't execute an empty query");
    check(
        &format!("select {}1", "(".repeat(100)),
        "54001 stack depth limit exceeded",
    );
    check(
        "select 1 from orders a, orders b, orders c, orders d, orders e",
        "54000 the simulated database looks at 1000000 rows in a statement, no more",
    );
}

#[test]
fn a_transaction_is_seen_when_it_is_committed() {
    let mut client = Client::new(2);
    client.check(0, "begin", "BEGIN");
    client.check(0, "update accounts set balance = 0 where id = 1", "UPDATE 1");
    client.check(0, "select balance from accounts where id = 1", "balance: 0");
    client.check(1, "select balance from accounts where id = 1", "balance: 500");
    client.check(0, "commit", "COMMIT");
    client.check(1, "select balance from accounts where id = 1", "balance: 0");
    client.check(
        0,
        "begin; delete from accounts; rollback; select count(*) from accounts",
        "count: 3",
    );
}

#[test]
fn a_row_belongs_to_who_changes_it_until_the_end() {
    let mut client = Client::new(2);
    client.check(
        0,
        "begin; select * from accounts where id = 1 for update",
        "id,owner,balance: 1,Ada,500",
    );
    client.check(
        1,
        "update accounts set balance = balance - 100 where id = 1",
        "blocked by 1",
    );
    client.check(
        1,
        "update accounts set balance = balance - 100 where id = 2",
        "UPDATE 1",
    );
    client.check(
        0,
        "update accounts set balance = balance + 500 where id = 1; commit",
        "COMMIT",
    );
    client.check(
        1,
        "update accounts set balance = balance - 100 where id = 1 returning balance",
        "balance: 900",
    );
    let first = client.ids[0];
    client.check(0, "begin; delete from accounts where id = 3", "DELETE 1");
    client.check(1, "delete from accounts", "blocked by 1");
    client.all.disconnect(first);
    client.check(1, "delete from accounts", "DELETE 3");
}

#[test]
fn a_failed_transaction_goes_on_with_its_end_only() {
    let mut client = Client::new(1);
    client.check(0, "begin; update accounts set balance = 0", "UPDATE 3");
    client.check(0, "select nope", "42703 column \"nope\" does not exist at 8");
    assert_eq!(client.all.transaction(client.ids[0]), "failed");
    let aborted = "25P02 current transaction is aborted, commands ignored until end of transaction block";
    client.check(0, "select 1", aborted);
    client.check(0, "commit", "ROLLBACK");
    client.check(0, "select sum(balance) from accounts", "sum: 1800");
}

#[test]
fn the_server_works() {
    let mut client = Client::new(1);
    let work = |client: &mut Client, sql: &str| client.all.execute(client.ids[0], sql, false).expect(sql).work_ns;
    assert_eq!(work(&mut client, "select pg_sleep(0.5)"), 500_100_000);
    assert!(work(&mut client, "select * from orders") > work(&mut client, "select 1"));
}

#[test]
fn a_database_is_bounded() {
    let mut client = Client::new(1);
    let long = "x".repeat(900_000);
    client.check(0, "create table t (x text)", "CREATE TABLE");
    let insert = format!("insert into t values ('{long}')");
    let ends: Vec<String> = (0..20).map(|_| client.text(0, &insert)).collect();
    assert_eq!(ends[17], "INSERT 0 1");
    assert_eq!(
        ends[19],
        "53100 could not extend file: the simulated database holds 16 MB"
    );
}
