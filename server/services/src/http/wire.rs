//! Requests and responses as HTTP/1.1 text, for clients that speak to a socket themselves.

use super::{Request, Response, url};

/// A request read from the beginning of `bytes`, and how many of them it took; `None`: there must come more.
///
/// # Errors
/// Something that is no HTTP request: the response that says so.
pub fn parse(bytes: &[u8], host: &str, scheme: &str, now_s: u64) -> Result<Option<(Request, usize)>, Response> {
    let bad = || Response::text(400, "Bad Request\n").with("Connection", "close");
    let Some(head_end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        // A line that cannot begin a request is refused at once.
        let line_end = bytes.iter().position(|b| *b == b'\n');
        return match line_end {
            Some(end) if request_line(&String::from_utf8_lossy(&bytes[..end])).is_none() => Err(bad()),
            _ => Ok(None),
        };
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut lines = head.split("\r\n");
    let (method, target) = lines.next().and_then(request_line).ok_or_else(bad)?;
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(bad)?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request {
        method,
        scheme: scheme.to_owned(),
        host: host.to_owned(),
        target,
        headers,
        body: Vec::new(),
        now_s,
    };
    if let Some(given) = request.header("host") {
        request.host = given.to_owned();
    }
    let length = match request.header("content-length") {
        Some(text) => text.parse::<usize>().map_err(|_| bad())?,
        None => 0,
    };
    let body_start = head_end + 4;
    let Some(body) = bytes.get(body_start..body_start.saturating_add(length)) else {
        return Ok(None);
    };
    request.body = body.to_vec();
    Ok(Some((request, body_start + length)))
}

fn request_line(line: &str) -> Option<(String, String)> {
    let mut parts = line.trim_end().split(' ');
    let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
    let is_method = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase());
    let target = target
        .strip_prefix("http://")
        .map_or(target, |rest| rest.find('/').map_or("/", |at| &rest[at..]));
    let fits = is_method && version.starts_with("HTTP/1.") && parts.next().is_none();
    fits.then(|| (method.to_owned(), target.to_owned()))
}

/// The text of a response.
#[must_use]
pub fn format(response: &Response) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {} {}\r\n", response.status, response.reason);
    for (name, value) in &response.headers {
        out += &format!("{name}: {value}\r\n");
    }
    out += "\r\n";
    let mut out = out.into_bytes();
    out.extend_from_slice(&response.body);
    out
}

/// The answer to what cannot be read, with the headers of any other.
#[must_use]
pub fn refusal(mut response: Response, now_s: u64) -> Response {
    response.headers.insert(0, ("Date".to_owned(), url::http_date(now_s)));
    let length = response.body.len().to_string();
    response.headers.push(("Content-Length".to_owned(), length));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let got = match parse(text.as_bytes(), "example.com", "http", 0) {
            Ok(None) => "more".to_owned(),
            Ok(Some((request, n))) => format!(
                "{} {} at {}, {} headers, body {:?}, {n} of {}",
                request.method,
                request.target,
                request.host,
                request.headers.len(),
                String::from_utf8_lossy(&request.body),
                text.len()
            ),
            Err(response) => format!("{} {}", response.status, response.reason),
        };
        assert_eq!(got, expect, "{text:?}");
    }

    #[test]
    fn requests() {
        check("GET / HT", "more");
        check(
            "GET / HTTP/1.1\r\nHost: a.b\r\n\r\n",
            "GET / at a.b, 1 headers, body \"\", 29 of 29",
        );
        check(
            "POST /x?y HTTP/1.0\r\nContent-Length: 2\r\n\r\nabc",
            "POST /x?y at example.com, 1 headers, body \"ab\", 43 of 44",
        );
        check("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc", "more");
        check(
            "GET http://a.b/c HTTP/1.1\r\n\r\n",
            "GET /c at example.com, 0 headers, body \"\", 29 of 29",
        );
        check("hello\n", "400 Bad Request");
        check("GET /\r\n\r\n", "400 Bad Request");
        check("GET / HTTP/1.1\r\nno colon\r\n\r\n", "400 Bad Request");
        check("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "400 Bad Request");
    }
}
