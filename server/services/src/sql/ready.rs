//! The tables that every database has from the start.

use super::Value;
use super::ast::{Column, Type};
use super::store::column;
use crate::http::content::{mix, person};

type Ready = (&'static str, Vec<Column>, Vec<Vec<Value>>);

/// `users` (ten), `accounts` (three) and `orders` (twenty).
pub(super) fn tables() -> [Ready; 3] {
    let key = || Column {
        is_unique: true,
        is_primary: true,
        is_required: true,
        is_serial: true,
        ..column("id", Type::Int)
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let user = |id: i64| {
        let (given, family) = person(mix(id.unsigned_abs()));
        let age = 20 + i64::try_from(mix(id.unsigned_abs() ^ 7) % 50).unwrap_or(0);
        let email = format!("{}.{}{id}@example.com", given.to_lowercase(), family.to_lowercase());
        vec![
            Value::Int(id),
            text(&format!("{given} {family}")),
            text(&email),
            Value::Int(age),
        ]
    };
    let accounts = [(1, "Ada", 500), (2, "Bela", 300), (3, "Clara", 1000)];
    let order = |id: i64| {
        let amount = i64::try_from(mix(id.unsigned_abs() ^ 11) % 190).unwrap_or(0) + 10;
        vec![
            Value::Int(id),
            Value::Int((id - 1) % 10 + 1),
            Value::Int(amount),
            Value::Bool(id % 3 > 0),
        ]
    };
    [
        (
            "users",
            vec![
                key(),
                column("name", Type::Text),
                Column {
                    is_unique: true,
                    ..column("email", Type::Text)
                },
                column("age", Type::Int),
            ],
            (1..=10).map(user).collect(),
        ),
        (
            "accounts",
            vec![key(), column("owner", Type::Text), column("balance", Type::Int)],
            accounts
                .map(|(id, owner, balance)| vec![Value::Int(id), text(owner), Value::Int(balance)])
                .to_vec(),
        ),
        (
            "orders",
            vec![
                key(),
                column("user_id", Type::Int),
                column("amount", Type::Int),
                column("paid", Type::Bool),
            ],
            (1..=20).map(order).collect(),
        ),
    ]
}
