//! Which hosts there are: every name, except those that the standards reserve for not being there.

/// What becomes of an attempt to reach a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Somebody listens.
    Open,
    /// The name does not resolve.
    Unknown,
    /// The host is there and nobody listens at the port.
    Refused,
    /// Nothing ever comes back.
    Silent,
}

/// The address that every client has.
pub const CLIENT: &str = "192.168.1.10";

/// What becomes of an attempt to reach `port` of `host`.
///
/// `.invalid` never resolves (RFC 6761), the addresses for documentation (RFC 5737) and 10.255.255.1, which testers
/// take for it, never answer, and port 1 is closed everywhere.
#[must_use]
pub fn reach(host: &str, port: u16) -> Reach {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if address(&host).is_none() {
        return Reach::Unknown;
    }
    let is_silent = ["192.0.2.", "198.51.100.", "203.0.113."]
        .iter()
        .any(|net| host.starts_with(net))
        || host == "10.255.255.1";
    match port {
        _ if is_silent => Reach::Silent,
        0 | 1 => Reach::Refused,
        _ => Reach::Open,
    }
}

/// The IPv4 address of a host: its own if it is one, else made from its name, in the network for benchmarks (RFC 2544).
#[must_use]
pub fn address(host: &str) -> Option<String> {
    if host == "localhost" {
        return Some("127.0.0.1".to_owned());
    }
    if is_ipv4(host) {
        return Some(host.to_owned());
    }
    let is_name = !host.is_empty()
        && host.len() <= 253
        && host.split('.').all(|label| {
            let is_label = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_') || b >= 0x80;
            !label.is_empty() && label.len() <= 63 && label.bytes().all(is_label)
        });
    let is_reserved = host == "invalid" || host.ends_with(".invalid");
    if !is_name || is_reserved {
        return None;
    }
    let bits = crate::http::content::hash(host.as_bytes());
    let part = |shift: u32| (bits >> shift) & 0xff;
    Some(format!("198.{}.{}.{}", 18 + (part(0) & 1), part(8), 1 + part(16) % 254))
}

fn is_ipv4(host: &str) -> bool {
    let parts: Vec<&str> = host.split('.').collect();
    let is_byte = |part: &&str| !part.is_empty() && part.len() <= 3 && part.parse::<u8>().is_ok();
    parts.len() == 4 && parts.iter().all(is_byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(host: &str, port: u16, expect: Reach) {
        assert_eq!(reach(host, port), expect, "{host}:{port}");
    }

    #[test]
    fn who_can_be_reached() {
        check("example.com", 443, Reach::Open);
        check("localhost", 8000, Reach::Open);
        check("api.nowhere.invalid", 443, Reach::Unknown);
        check("INVALID", 443, Reach::Unknown);
        check("two words", 80, Reach::Unknown);
        check("", 80, Reach::Unknown);
        check("a..b", 80, Reach::Unknown);
        check("example.com", 1, Reach::Refused);
        check("10.255.255.1", 80, Reach::Silent);
        check("203.0.113.9", 80, Reach::Silent);
    }

    #[test]
    fn addresses_follow_from_names() {
        assert_eq!(address("localhost").as_deref(), Some("127.0.0.1"));
        assert_eq!(address("8.8.8.8").as_deref(), Some("8.8.8.8"));
        assert_eq!(address("example.com"), address("example.com"));
        assert_ne!(address("example.com"), address("example.org"));
        assert!(address("example.com").is_some_and(|a| is_ipv4(&a) && a.starts_with("198.1")));
    }
}
