//! Made-up content: words, pages, pictures, files. All of it follows from a number.

use super::Response;
use std::fmt::Write as _;

/// FNV-1a, mixed: what content is made from.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let fnv = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
    });
    mix(fnv)
}

/// The finalizer of `SplitMix64`.
pub(crate) fn mix(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

const WORDS: [&str; 64] = [
    "amber", "anchor", "arrow", "autumn", "balance", "beacon", "birch", "bridge", "canvas", "cedar", "circle", "clear",
    "cloud", "copper", "corner", "crystal", "current", "distant", "early", "eastern", "ember", "field", "fourth",
    "garden", "gentle", "glass", "granite", "harbour", "hidden", "hollow", "island", "juniper", "kettle", "lantern",
    "late", "level", "marble", "meadow", "mirror", "morning", "narrow", "northern", "ocean", "olive", "open", "paper",
    "pebble", "quiet", "river", "rolling", "second", "shadow", "signal", "silver", "slow", "spare", "summer", "thread",
    "timber", "valley", "velvet", "winter", "wooden", "yellow",
];
const GIVEN: [&str; 16] = [
    "Ada", "Bela", "Clara", "Dario", "Edda", "Femi", "Grete", "Hugo", "Ines", "Jonas", "Kira", "Lukas", "Mina", "Noor",
    "Oskar", "Pia",
];
const FAMILY: [&str; 16] = [
    "Abel", "Brandt", "Costa", "Dahl", "Ekwall", "Fischer", "Garnier", "Hansen", "Ito", "Jansen", "Keller", "Lind",
    "Moreau", "Novak", "Okoye", "Perez",
];

fn pick<'a>(words: &[&'a str], bits: u64) -> &'a str {
    words[usize::try_from(bits % words.len() as u64).expect("an index of the list")]
}

/// `n` words.
pub(crate) fn words(seed: u64, n: u64) -> String {
    let words: Vec<&str> = (0..n).map(|i| pick(&WORDS, mix(seed ^ (i + 1)))).collect();
    words.join(" ")
}

/// A few words with a capital.
pub(crate) fn title(seed: u64) -> String {
    capital(&words(seed, 2 + seed % 3))
}

pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// A person.
pub(crate) fn person(seed: u64) -> (&'static str, &'static str) {
    (pick(&GIVEN, mix(seed)), pick(&FAMILY, mix(seed ^ 0xff)))
}

/// A sentence.
pub(crate) fn sentence(seed: u64) -> String {
    capital(&words(seed, 6 + mix(seed) % 7)) + "."
}

/// `n` paragraphs, with empty lines between them.
pub(crate) fn paragraphs(seed: u64, n: u64) -> String {
    let paragraph = |i: u64| {
        let sentences: Vec<String> = (0..4).map(|k| sentence(mix(seed ^ (i * 8 + k)))).collect();
        sentences.join(" ") + "\n"
    };
    let all: Vec<String> = (0..n).map(paragraph).collect();
    all.join("\n")
}

/// A table with a line of names and ten of values.
pub(crate) fn table(seed: u64) -> String {
    let mut out = String::from("id,name,value\r\n");
    for id in 1..=10 {
        let bits = mix(seed ^ id);
        write!(out, "{id},{},{}\r\n", pick(&WORDS, bits), bits % 1000).expect("writing to a string cannot fail");
    }
    out
}

/// A web page of 2 to 18 KB.
pub(crate) fn page(seed: u64, host: &str) -> String {
    let title = title(seed);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} - {host}</title>\n</head>\n\
         <body>\n<h1>{title}</h1>\n"
    );
    for i in 0..4 + mix(seed) % 40 {
        let bits = mix(seed ^ (i << 20));
        let (text, link) = (paragraphs(bits, 1), words(bits, 1));
        writeln!(out, "<p>{}</p>\n<a href=\"/{link}\">{link}</a>", text.trim_end())
            .expect("writing to a string cannot fail");
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// `n` bytes.
pub(crate) fn bytes(seed: u64, n: usize) -> Vec<u8> {
    let words = (0..n.div_ceil(8)).flat_map(|i| mix(seed ^ i as u64).to_le_bytes());
    words.take(n).collect()
}

/// A picture of 10 to 110 KB, by its ending. Only its first bytes are those of the format.
pub(crate) fn picture(seed: u64, ending: &str) -> Response {
    let (kind, magic): (&str, &[u8]) = match ending {
        "png" => ("image/png", b"\x89PNG\r\n\x1a\n"),
        "gif" => ("image/gif", b"GIF89a"),
        "webp" => ("image/webp", b"RIFF"),
        "ico" => ("image/x-icon", b"\0\0\x01\0"),
        "svg" => {
            let text = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>\n";
            return Response::new(200, "image/svg+xml", text.to_vec());
        }
        _ => ("image/jpeg", b"\xff\xd8\xff\xe0"),
    };
    binary(seed, kind, magic)
}

/// A file of 10 to 110 KB, by its ending.
pub(crate) fn file(seed: u64, ending: &str) -> Response {
    let (kind, magic): (&str, &[u8]) = match ending {
        "pdf" => ("application/pdf", b"%PDF-1.7\n"),
        "zip" | "whl" => ("application/zip", b"PK\x03\x04"),
        "gz" => ("application/gzip", b"\x1f\x8b"),
        "mp3" => ("audio/mpeg", b"ID3"),
        "mp4" => ("video/mp4", b"\0\0\0\x18ftyp"),
        _ => ("application/octet-stream", b""),
    };
    binary(seed, kind, magic)
}

fn binary(seed: u64, kind: &str, magic: &[u8]) -> Response {
    let size = usize::try_from(10_000 + mix(seed) % 100_000).expect("a small number");
    let mut body = magic.to_vec();
    body.extend(bytes(seed, size - magic.len()));
    Response::new(200, kind, body)
}
