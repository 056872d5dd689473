//! The web server: one line a case.

use super::*;

fn request(method: &str, url: &str, body: &str) -> Request {
    let (scheme, rest) = url.split_once("://").expect("a scheme");
    let at = rest.find('/').unwrap_or(rest.len());
    let (host, target) = rest.split_at(at);
    let kind = if body.starts_with('{') {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    Request {
        method: method.to_owned(),
        scheme: scheme.to_owned(),
        host: host.to_owned(),
        target: if target.is_empty() { "/" } else { target }.to_owned(),
        headers: vec![
            ("accept".to_owned(), "*/*".to_owned()),
            ("content-type".to_owned(), kind.to_owned()),
            ("Authorization".to_owned(), "Basic dTpwdw==".to_owned()),
            ("Cookie".to_owned(), "b=2; a=1".to_owned()),
        ],
        body: body.as_bytes().to_vec(),
        now_s: 0,
    }
}

fn ask(method: &str, url: &str, body: &str) -> (u16, String, String, u64) {
    let response = answer(&request(method, url, body));
    let kind = response.headers.iter().find(|(k, _)| k == "Content-Type");
    let kind = kind.map_or("none", |(_, v)| v).to_owned();
    let text = String::from_utf8_lossy(&response.body).into_owned();
    (response.status, kind, text, response.work_ns)
}

fn check(method: &str, url: &str, body: &str, status: u16, kind: &str, holds: &str) {
    let got = ask(method, url, body);
    assert_eq!((got.0, got.1.as_str()), (status, kind), "{method} {url}: {}", got.2);
    assert!(got.2.contains(holds), "{method} {url}: no {holds:?} in {}", got.2);
    assert_eq!(got, ask(method, url, body), "{url} answers the same again");
}

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

#[test]
fn paths_for_testing() {
    check(
        "GET",
        "https://h.org/get?a=1&b=x&b=y",
        "",
        200,
        JSON,
        "\"args\": {\n    \"a\": \"1\",\n    \"b\": [",
    );
    check(
        "GET",
        "https://h.org/get?a=1",
        "",
        200,
        JSON,
        "\"url\": \"https://h.org/get?a=1\"",
    );
    check(
        "POST",
        "https://h.org/post",
        "{\"k\": [1, null]}",
        200,
        JSON,
        "\"json\": {\n    \"k\": [\n      1,\n      null",
    );
    check(
        "POST",
        "https://h.org/post",
        "x=1+2",
        200,
        JSON,
        "\"form\": {\n    \"x\": \"1 2\"",
    );
    check("GET", "https://h.org/post", "", 405, "text/html", "Method Not Allowed");
    check("PUT", "https://h.org/anything/x", "", 200, JSON, "\"method\": \"PUT\"");
    check("GET", "https://h.org/status/404", "", 404, HTML, "");
    check("GET", "https://h.org/status/9999", "", 400, HTML, "");
    check(
        "GET",
        "https://h.org/status/x",
        "",
        400,
        "text/plain; charset=utf-8",
        "Invalid status code",
    );
    check("GET", "https://h.org/redirect/2", "", 302, HTML, "");
    check("GET", "https://h.org/uuid", "", 200, JSON, "-4");
    check("GET", "https://h.org/ip", "", 200, JSON, "192.168.1.10");
    check(
        "GET",
        "https://h.org/cookies",
        "",
        200,
        JSON,
        "{\n    \"a\": \"1\",\n    \"b\": \"2\"\n  }",
    );
    check(
        "GET",
        "https://h.org/basic-auth/u/pw",
        "",
        200,
        JSON,
        "\"authenticated\": true",
    );
    check("GET", "https://h.org/basic-auth/u/no", "", 401, "none", "");
    check("GET", "https://h.org/json", "", 200, JSON, "Sample Slide Show");
    check("GET", "https://h.org/stream/3", "", 200, JSON, "\"id\": 2");
}

#[test]
fn records() {
    check(
        "GET",
        "https://h.org/posts/1",
        "",
        200,
        JSON,
        "\"userId\": 1,\n  \"id\": 1,\n  \"title\"",
    );
    check("GET", "https://h.org/posts/101", "", 404, JSON, "{}");
    check(
        "GET",
        "https://h.org/posts/11/comments",
        "",
        200,
        JSON,
        "\"postId\": 11,\n    \"id\": 51",
    );
    check("GET", "https://h.org/api/users/3", "", 200, JSON, "\"email\"");
    check(
        "POST",
        "https://h.org/posts",
        "{\"title\": \"x\"}",
        201,
        JSON,
        "\"title\": \"x\",\n  \"id\": 101",
    );
    check(
        "PATCH",
        "https://h.org/posts/7",
        "{\"title\": \"x\"}",
        200,
        JSON,
        "\"title\": \"x\",\n  \"body\"",
    );
    check("DELETE", "https://h.org/posts/7", "", 200, JSON, "{}");
    let (_, _, all, _) = ask("GET", "https://h.org/todos?userId=2&_limit=3", "");
    assert_eq!(all.matches("\"userId\": 2").count(), 3, "{all}");
}

#[test]
fn everything_else() {
    check(
        "GET",
        "https://www.example.com/",
        "",
        200,
        HTML,
        " - www.example.com</title>",
    );
    check("GET", "https://api.example.com/things/12", "", 200, JSON, "\"id\": 12");
    check(
        "GET",
        "https://example.com/a/b.json",
        "",
        200,
        JSON,
        "\"url\": \"https://example.com/a/b.json\"",
    );
    check(
        "GET",
        "https://example.com/notes.txt",
        "",
        200,
        "text/plain; charset=utf-8",
        ". ",
    );
    check(
        "GET",
        "https://example.com/t.csv",
        "",
        200,
        "text/csv; charset=utf-8",
        "id,name,value\r\n1,",
    );
    check("GET", "https://example.com/p.PNG", "", 200, "image/png", "PNG");
    check("OPTIONS", "https://example.com/", "", 200, "none", "");
    assert_ne!(ask("GET", "https://a.org/x", "").2, ask("GET", "https://a.org/y", "").2);
}

#[test]
fn time_and_size() {
    assert_eq!(ask("GET", "https://h.org/delay/2.5", "").3, 2_500_000_000);
    assert_eq!(ask("GET", "https://h.org/delay/1e99", "").3, 3_600_000_000_000);
    assert_eq!(ask("GET", "https://h.org/delay/nan", "").3, 0);
    assert_eq!(ask("GET", "https://h.org/users?delay=1", "").3, 1_000_000_000);
    assert_eq!(answer(&request("GET", "https://h.org/bytes/100", "")).body.len(), 100);
    assert_eq!(
        answer(&request("GET", "https://h.org/bytes/99999999", "")).body.len(),
        BODY_MAX
    );
    let head = answer(&request("HEAD", "https://h.org/get", ""));
    assert!(head.body.is_empty());
    assert!(head.headers.iter().any(|(k, v)| k == "Content-Length" && v != "0"));
}
