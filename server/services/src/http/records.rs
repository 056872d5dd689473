//! A service of made-up records: collections under the names that JSONPlaceholder gave them, and a record for any
//! other path that asks for one.

use super::{Request, Response, content};
use crate::json::{Json, object};

/// Name, size, the collection that it belongs to, and how many belong to one.
const COLLECTIONS: [(&str, u64, &str, u64); 6] = [
    ("posts", 100, "userId", 10),
    ("comments", 500, "postId", 5),
    ("albums", 100, "userId", 10),
    ("photos", 5000, "albumId", 50),
    ("todos", 200, "userId", 20),
    ("users", 10, "", 1),
];
/// Most records in one answer.
const LISTED_MAX: usize = 500;

/// The answer, if the path names one of the collections.
pub(super) fn answer(request: &Request, parts: &[&str]) -> Option<Response> {
    // `/api/users` is as good as `/users`.
    let parts = match parts {
        ["api", rest @ ..] => rest,
        _ => parts,
    };
    let find = |name: &str| COLLECTIONS.iter().find(|c| c.0 == name);
    match *parts {
        [name] => {
            let collection = find(name)?;
            Some(match request.method.as_str() {
                "POST" => created(request, collection.1 + 1),
                "GET" | "HEAD" => Response::json(200, &list(request, collection, None)),
                _ => Response::json(404, &object([])),
            })
        }
        [name, id] => {
            let collection = find(name)?;
            let id = id.parse::<u64>().ok().filter(|id| (1..=collection.1).contains(id));
            Some(match (request.method.as_str(), id) {
                ("DELETE", Some(_)) => Response::json(200, &object([])),
                (_, None) => Response::json(404, &object([])),
                ("PUT" | "PATCH", Some(id)) => changed(request, collection, id),
                (_, Some(id)) => Response::json(200, &record(collection, id)),
            })
        }
        [owner, id, name] => {
            let (owner, collection) = (find(owner)?, find(name)?);
            let id = id.parse::<u64>().ok()?;
            let belongs = collection
                .2
                .strip_suffix("Id")
                .is_some_and(|one| owner.0 == format!("{one}s"));
            belongs.then(|| Response::json(200, &list(request, collection, Some(id))))
        }
        _ => None,
    }
}

type Collection = (&'static str, u64, &'static str, u64);

fn list(request: &Request, collection: &Collection, owner: Option<u64>) -> Json {
    let &(_, size, key, each) = collection;
    let asked = |name: &str| request.parameter(name).and_then(|text| text.parse::<u64>().ok());
    let owner = owner.or_else(|| if key.is_empty() { None } else { asked(key) });
    let id = asked("id");
    let limit = usize::try_from(asked("_limit").unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let skip = match asked("_page") {
        Some(page) => usize::try_from(page.max(1) - 1)
            .unwrap_or(0)
            .saturating_mul(limit.min(10)),
        None => 0,
    };
    let fits = |n: &u64| owner.is_none_or(|o| (n - 1) / each + 1 == o) && id.is_none_or(|id| id == *n);
    let found = (1..=size).filter(fits).skip(skip).take(limit.min(LISTED_MAX));
    Json::List(found.map(|n| record(collection, n)).collect())
}

fn record(collection: &Collection, id: u64) -> Json {
    let &(name, _, key, each) = collection;
    let seed = content::hash(format!("{name}/{id}").as_bytes());
    let (given, family) = content::person(seed);
    let mail = format!("{}.{}@example.com", given.to_lowercase(), family.to_lowercase());
    let text = |n: u64| content::words(seed, n);
    let owner = (key.to_owned(), ((id - 1) / each + 1).into());
    let own: Vec<(&str, Json)> = match name {
        "posts" => vec![
            ("title", text(5).into()),
            ("body", content::paragraphs(seed, 1).trim_end().into()),
        ],
        "comments" => vec![
            ("name", text(4).into()),
            ("email", mail.into()),
            ("body", content::sentence(seed).into()),
        ],
        "albums" => vec![("title", text(4).into())],
        "photos" => vec![
            ("title", text(6).into()),
            (
                "url",
                format!("https://via.placeholder.com/600/{:06x}", seed >> 40).into(),
            ),
            (
                "thumbnailUrl",
                format!("https://via.placeholder.com/150/{:06x}", seed >> 40).into(),
            ),
        ],
        "todos" => vec![("title", text(4).into()), ("completed", (seed % 2 == 1).into())],
        _ => vec![
            ("name", format!("{given} {family}").into()),
            ("username", format!("{given}{}", seed % 90 + 10).into()),
            ("email", mail.into()),
            (
                "address",
                object([
                    ("street", content::capital(&text(2)).into()),
                    ("city", content::capital(&text(1)).into()),
                    ("zipcode", format!("{:05}", seed % 100_000).into()),
                ]),
            ),
            ("phone", format!("555-{:04}", seed % 10_000).into()),
            ("website", format!("{}.example.org", family.to_lowercase()).into()),
            ("company", object([("name", content::title(seed).into())])),
        ],
    };
    let mut items = Vec::new();
    if !key.is_empty() {
        items.push(owner);
    }
    items.push(("id".to_owned(), id.into()));
    items.extend(own.into_iter().map(|(key, value)| (key.to_owned(), value)));
    Json::Object(items)
}

/// The fields that a client sent: of JSON, or of a form.
fn sent(request: &Request) -> Vec<(String, Json)> {
    let text = String::from_utf8_lossy(&request.body);
    match serde_json::from_str::<serde_json::Value>(&text).map(Json::from) {
        Ok(Json::Object(items)) => items,
        _ => {
            let pairs = super::url::parse_query(&text);
            pairs.into_iter().map(|(key, value)| (key, value.into())).collect()
        }
    }
}

fn put(items: &mut Vec<(String, Json)>, key: String, value: Json) {
    match items.iter_mut().find(|(k, _)| *k == key) {
        Some((_, old)) => *old = value,
        None => items.push((key, value)),
    }
}

fn created(request: &Request, id: u64) -> Response {
    let mut items = sent(request);
    put(&mut items, "id".to_owned(), id.into());
    Response::json(201, &Json::Object(items))
}

fn changed(request: &Request, collection: &Collection, id: u64) -> Response {
    let mut items = match record(collection, id) {
        Json::Object(items) if request.method == "PATCH" => items,
        _ => Vec::new(),
    };
    for (key, value) in sent(request) {
        put(&mut items, key, value);
    }
    put(&mut items, "id".to_owned(), id.into());
    Response::json(200, &Json::Object(items))
}

/// The record at any other path.
pub(super) fn thing(request: &Request, parts: &[&str]) -> Response {
    let seed = request.seed();
    let last = parts.last().copied().unwrap_or_default();
    let id = match last.parse::<u64>() {
        Ok(id) => id,
        Err(_) => seed % 1000 + 1,
    };
    match request.method.as_str() {
        "POST" => return created(request, id),
        "DELETE" => return Response::json(200, &object([])),
        _ => {}
    }
    let name = content::words(seed, 1);
    let tags = content::words(content::mix(seed), 3);
    let fixed = [
        ("id", id.into()),
        ("name", name.into()),
        ("title", content::title(seed).into()),
        ("description", content::sentence(seed).into()),
        ("url", request.url().into()),
        ("value", Json::Number(format!("{}.{}", seed % 500 + 1, seed % 9 + 1))),
        ("count", (content::mix(seed) % 100).into()),
        ("active", (!seed.is_multiple_of(3)).into()),
        (
            "created_at",
            format!("2025-{:02}-{:02}T12:00:00Z", seed % 12 + 1, seed % 28 + 1).into(),
        ),
        ("tags", Json::List(tags.split(' ').map(Json::from).collect())),
    ];
    let mut items = match object(fixed) {
        Json::Object(items) => items,
        _ => Vec::new(),
    };
    if matches!(request.method.as_str(), "PUT" | "PATCH") {
        for (key, value) in sent(request) {
            put(&mut items, key, value);
        }
    }
    Response::json(200, &Json::Object(items))
}
