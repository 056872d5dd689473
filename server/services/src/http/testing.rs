//! Paths for testing a client, under the names that httpbin gave them.

use super::url::{decode, parse_query};
use super::{Request, Response, content};
use crate::json::{Json, object};

/// Longest that a server can be asked to wait.
const WORK_S_MAX: f64 = 3600.0;

/// Seconds that a client asked for, in nanoseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to an hour"
)]
pub(super) fn work_ns(seconds: f64) -> u64 {
    let seconds = if seconds.is_nan() {
        0.0
    } else {
        seconds.clamp(0.0, WORK_S_MAX)
    };
    (seconds * 1e9).round() as u64
}

/// The answer, if the path is one of these.
pub(super) fn answer(request: &Request, parts: &[&str]) -> Option<Response> {
    let method = request.method.as_str();
    let number = |text: &str| text.parse::<usize>().ok();
    let ok = |value: Json| Some(Response::json(200, &value));
    match *parts {
        ["get"] if matches!(method, "GET" | "HEAD") => ok(echo(request, false)),
        ["post" | "put" | "patch" | "delete"] if parts[0].eq_ignore_ascii_case(method) => ok(echo(request, true)),
        ["get" | "post" | "put" | "patch" | "delete"] => Some(wrong_method(parts[0])),
        ["anything", ..] => {
            let Json::Object(mut items) = echo(request, true) else {
                return None;
            };
            let at = items.iter().position(|(key, _)| key == "origin").unwrap_or(items.len());
            items.insert(at, ("method".to_owned(), method.into()));
            ok(Json::Object(items))
        }
        ["delay" | "sleep" | "wait", seconds] => {
            let mut response = Response::json(200, &echo(request, true));
            response.work_ns = work_ns(seconds.parse().ok()?);
            Some(response)
        }
        ["status", codes] => {
            let codes: Vec<u16> = codes.split(',').filter_map(|code| code.parse().ok()).collect();
            let at = usize::try_from(request.seed() % codes.len().max(1) as u64).ok()?;
            Some(match codes.get(at) {
                Some(&code) => status(code),
                None => Response::text(400, "Invalid status code"),
            })
        }
        ["bytes" | "stream-bytes", n] => Some(Response::new(
            200,
            "application/octet-stream",
            content::bytes(request.seed(), number(n)?.min(super::BODY_MAX)),
        )),
        ["stream", n] => {
            let lines: String = (0..number(n)?.min(100))
                .map(|id| {
                    let mut line = echo(request, false);
                    if let Json::Object(items) = &mut line {
                        items.insert(2, ("id".to_owned(), (id as u64).into()));
                    }
                    line.compact() + "\n"
                })
                .collect();
            Some(Response::new(200, "application/json", lines.into_bytes()))
        }
        ["redirect" | "relative-redirect" | "absolute-redirect", n] => {
            let target = match number(n)? {
                0 | 1 => "/get".to_owned(),
                n => format!("/{}/{}", parts[0], n - 1),
            };
            Some(redirect(
                302,
                if parts[0] == "absolute-redirect" {
                    format!("{}://{}{target}", request.scheme, request.host)
                } else {
                    target
                },
            ))
        }
        ["redirect-to"] => {
            let code = request.parameter("status_code").and_then(|text| text.parse().ok());
            let code = code.filter(|code| (300..400).contains(code)).unwrap_or(302);
            Some(redirect(code, request.parameter("url")?))
        }
        ["json"] => ok(object([(
            "slideshow",
            object([
                ("author", "Timeslice".into()),
                ("date", "date of publication".into()),
                (
                    "slides",
                    Json::List(vec![
                        object([("title", "Wake up".into()), ("type", "all".into())]),
                        object([("title", "Overview".into()), ("type", "all".into())]),
                    ]),
                ),
                ("title", "Sample Slide Show".into()),
            ]),
        )])),
        ["html"] => {
            let page = content::page(request.seed(), &request.host);
            Some(Response::new(200, "text/html; charset=utf-8", page.into_bytes()))
        }
        ["robots.txt"] => Some(Response::new(
            200,
            "text/plain",
            b"User-agent: *\nDisallow: /deny\n".to_vec(),
        )),
        ["uuid"] => ok(object([("uuid", uuid(request.seed()).into())])),
        ["ip"] => ok(object([("origin", crate::hosts::CLIENT.into())])),
        ["user-agent"] => ok(object([(
            "user-agent",
            request.header("user-agent").map_or(Json::Null, Json::from),
        )])),
        ["headers"] => ok(object([("headers", headers(request))])),
        ["cookies"] => ok(object([("cookies", Json::Object(cookies(request)))])),
        ["cookies", "set", ref rest @ ..] => {
            let pairs = match *rest {
                [name, value] => vec![(decode(name, false), decode(value, false))],
                _ => request.query(),
            };
            let response = redirect(302, "/cookies".to_owned());
            let set = |r: Response, (k, v): (String, String)| r.with("Set-Cookie", format!("{k}={v}; Path=/"));
            Some(pairs.into_iter().fold(response, set))
        }
        ["basic-auth", user, password] => {
            let wanted = format!("Basic {}", base64(format!("{user}:{password}").as_bytes()));
            Some(if request.header("authorization") == Some(wanted.as_str()) {
                Response::json(200, &object([("authenticated", true.into()), ("user", user.into())]))
            } else {
                Response::new(401, "", Vec::new()).with("WWW-Authenticate", "Basic realm=\"Fake Realm\"")
            })
        }
        ["bearer"] => Some(
            match request.header("authorization").and_then(|v| v.strip_prefix("Bearer ")) {
                Some(token) => Response::json(200, &object([("authenticated", true.into()), ("token", token.into())])),
                None => Response::new(401, "", Vec::new()).with("WWW-Authenticate", "Bearer"),
            },
        ),
        ["response-headers"] => {
            let given = request.query();
            let fields = given.iter().map(|(k, v)| (k.clone(), v.as_str().into())).collect();
            let response = Response::json(200, &Json::Object(fields));
            Some(
                given
                    .into_iter()
                    .fold(response, |r, (k, v)| r.with(&k, v.replace(['\r', '\n'], " "))),
            )
        }
        ["image"] => Some(content::picture(request.seed(), "png")),
        ["image", kind @ ("png" | "jpeg" | "webp" | "svg")] => Some(content::picture(request.seed(), kind)),
        _ => None,
    }
}

fn wrong_method(allowed: &str) -> Response {
    let allowed = allowed.to_ascii_uppercase();
    let allow = if allowed == "GET" {
        "HEAD, OPTIONS, GET".to_owned()
    } else {
        format!("OPTIONS, {allowed}")
    };
    let text = "<!doctype html>\n<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n\
                <p>The method is not allowed for the requested URL.</p>\n";
    Response::new(405, "text/html", text.as_bytes().to_vec()).with("Allow", allow)
}

fn status(code: u16) -> Response {
    let code = if (100..600).contains(&code) { code } else { 400 };
    match code {
        301 | 302 | 303 | 307 | 308 => redirect(code, "/redirect/1".to_owned()),
        401 => Response::new(401, "", Vec::new()).with("WWW-Authenticate", "Basic realm=\"Fake Realm\""),
        429 | 503 => Response::new(code, "text/html; charset=utf-8", Vec::new()).with("Retry-After", "1"),
        _ => Response::new(code, "text/html; charset=utf-8", Vec::new()),
    }
}

fn redirect(code: u16, target: String) -> Response {
    let target: String = target.chars().filter(|c| !c.is_control()).collect();
    Response::new(code, "text/html; charset=utf-8", Vec::new()).with("Location", target)
}

/// What was sent.
fn echo(request: &Request, with_body: bool) -> Json {
    let mut items = vec![("args".to_owned(), fields(request.query()))];
    if with_body {
        let kind = request.header("content-type").unwrap_or_default();
        let text = String::from_utf8_lossy(&request.body).into_owned();
        let is_form = kind.starts_with("application/x-www-form-urlencoded");
        let form = if is_form {
            fields(parse_query(&text))
        } else {
            object([])
        };
        let json = serde_json::from_str::<serde_json::Value>(&text).map_or(Json::Null, Json::from);
        items.push(("data".to_owned(), if is_form { "".into() } else { text.into() }));
        items.push(("files".to_owned(), object([])));
        items.push(("form".to_owned(), form));
        items.push(("headers".to_owned(), headers(request)));
        items.push(("json".to_owned(), json));
    } else {
        items.push(("headers".to_owned(), headers(request)));
    }
    items.push(("origin".to_owned(), crate::hosts::CLIENT.into()));
    items.push(("url".to_owned(), request.url().into()));
    Json::Object(items)
}

/// Pairs as an object, sorted; a name that is there more than once has a list.
fn fields(pairs: Vec<(String, String)>) -> Json {
    let mut found: Vec<(String, Json)> = Vec::new();
    for (key, value) in pairs {
        match found.iter_mut().find(|(k, _)| *k == key) {
            Some((_, Json::List(items))) => items.push(value.into()),
            Some((_, one)) => *one = Json::List(vec![one.clone(), value.into()]),
            None => found.push((key, value.into())),
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Json::Object(found)
}

fn headers(request: &Request) -> Json {
    let capital = |name: &str| name.split('-').map(content::capital).collect::<Vec<_>>().join("-");
    let given = request
        .headers
        .iter()
        .map(|(k, v)| (capital(k), Json::from(v.as_str())));
    let mut items: Vec<(String, Json)> = given.collect();
    if request.header("host").is_none() {
        items.push(("Host".to_owned(), request.host.as_str().into()));
    }
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items.dedup_by(|a, b| a.0 == b.0);
    Json::Object(items)
}

fn cookies(request: &Request) -> Vec<(String, Json)> {
    let pairs = request.header("cookie").unwrap_or_default().split(';');
    let mut items: Vec<(String, Json)> = pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(k, v)| (k.to_owned(), v.into()))
        .collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items
}

fn uuid(seed: u64) -> String {
    let (high, low) = (content::mix(seed), content::mix(seed ^ 1));
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - three.len()));
        for i in 0..4_usize {
            let digit = usize::try_from(bits >> (18 - 6 * i) & 63).expect("six bits");
            out.push(if i > three.len() {
                '='
            } else {
                char::from(DIGITS[digit])
            });
        }
    }
    out
}
