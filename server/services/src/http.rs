//! A web server that answers any URL. What it answers follows from the request alone.
//!
//! Three kinds of paths are known, on every host: those of a service for testing clients (`/get`, `/delay/2`,
//! `/status/404` and so on, as httpbin has them), those of a service of made-up records (`/posts/1`, `/users`, as
//! JSONPlaceholder has them), and everything else, which is a page, a document or a record by its ending, its name
//! or what the client accepts.

pub(crate) mod content;
mod records;
mod testing;
pub mod url;
pub mod wire;

use crate::json::Json;

/// A request as a server sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// In capitals.
    pub method: String,
    /// `http` or `https`.
    pub scheme: String,
    /// As in the `Host` header: with the port, unless it is the scheme's own.
    pub host: String,
    /// Path and query, as sent.
    pub target: String,
    /// In the order sent.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// When it is, in seconds since 1970.
    pub now_s: u64,
}

/// What a server sends back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The words beside it.
    pub reason: String,
    /// In the order sent.
    pub headers: Vec<(String, String)>,
    /// The body: empty for HEAD.
    pub body: Vec<u8>,
    /// How long the server works before it answers, in nanoseconds.
    pub work_ns: u64,
}

/// Longest body.
const BODY_MAX: usize = 1 << 20;

impl Request {
    /// The first header of that name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The path without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }

    /// The parameters of the query, decoded.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        url::parse_query(query.split('#').next().unwrap_or_default())
    }

    fn parameter(&self, name: &str) -> Option<String> {
        self.query().into_iter().find(|(key, _)| key == name).map(|(_, v)| v)
    }

    fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.target)
    }

    /// What its content is made from.
    fn seed(&self) -> u64 {
        content::hash(format!("{}{}", self.host, self.target).as_bytes())
    }

    fn wants_json(&self) -> bool {
        let accept = self.header("accept").unwrap_or_default();
        let is_api = self.host.starts_with("api.") || self.path().split('/').any(|part| part == "api");
        accept.contains("json") || (is_api && !accept.starts_with("text/html"))
    }
}

impl Response {
    fn new(status: u16, kind: &str, body: Vec<u8>) -> Self {
        let mut headers = Vec::new();
        if !kind.is_empty() {
            headers.push(("Content-Type".to_owned(), kind.to_owned()));
        }
        Self {
            status,
            reason: reason(status).to_owned(),
            headers,
            body,
            work_ns: 0,
        }
    }

    fn json(status: u16, value: &Json) -> Self {
        let mut text = value.pretty();
        text.push('\n');
        Self::new(status, "application/json", text.into_bytes())
    }

    fn text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// The answer to `request`.
#[must_use]
pub fn answer(request: &Request) -> Response {
    let parts: Vec<&str> = request.path().split('/').filter(|part| !part.is_empty()).collect();
    let known = if request.method == "OPTIONS" {
        Some(Response::new(200, "", Vec::new()).with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"))
    } else {
        testing::answer(request, &parts).or_else(|| records::answer(request, &parts))
    };
    let mut response = known.unwrap_or_else(|| document(request, &parts));
    if let Some(seconds) = request.parameter("delay").and_then(|text| text.parse::<f64>().ok()) {
        response.work_ns = response.work_ns.max(testing::work_ns(seconds));
    }
    response.body.truncate(BODY_MAX);
    let mut headers = vec![("Date".to_owned(), url::http_date(request.now_s))];
    headers.append(&mut response.headers);
    headers.push(("Content-Length".to_owned(), response.body.len().to_string()));
    headers.push(("Connection".to_owned(), "keep-alive".to_owned()));
    headers.push(("Server".to_owned(), "timeslice".to_owned()));
    response.headers = headers;
    if request.method == "HEAD" || matches!(response.status, 204 | 304) {
        response.body = Vec::new();
    }
    response
}

/// Whatever stands at a path that nobody knows.
fn document(request: &Request, parts: &[&str]) -> Response {
    let last = parts.last().copied().unwrap_or_default();
    let ending = last.rsplit_once('.').map_or("", |(_, ending)| ending);
    let seed = request.seed();
    let title = content::title(seed);
    let ending = ending.to_ascii_lowercase();
    match ending.as_str() {
        "json" => records::thing(request, parts),
        "txt" | "md" | "log" => Response::text(200, &content::paragraphs(seed, 6)),
        "csv" => Response::new(200, "text/csv; charset=utf-8", content::table(seed).into_bytes()),
        "xml" | "rss" | "atom" => {
            let text = format!("<?xml version=\"1.0\"?>\n<document><title>{title}</title></document>\n");
            Response::new(200, "application/xml", text.into_bytes())
        }
        "js" => Response::new(200, "text/javascript", format!("// {title}\n").into_bytes()),
        "css" => Response::new(200, "text/css", format!("/* {title} */\n").into_bytes()),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "ico" => content::picture(seed, &ending),
        "pdf" | "zip" | "gz" | "mp3" | "mp4" | "bin" | "iso" | "tar" | "whl" => content::file(seed, &ending),
        _ if request.wants_json() => records::thing(request, parts),
        _ => Response::new(
            200,
            "text/html; charset=utf-8",
            content::page(seed, &request.host).into_bytes(),
        ),
    }
}

/// The words beside a status, as the HTTP standards have them.
#[must_use]
pub fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        418 => "I'm a teapot",
        422 => "Unprocessable Entity",
        425 => "Too Early",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unknown",
    }
}

#[cfg(test)]
#[path = "http/tests.rs"]
mod tests;
