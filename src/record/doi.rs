//! Digital object identifiers: their syntax, and the forms in which people write them.

mod attached;

pub use attached::{Cleaned, Trust, cleaned};

use super::url;

/// Whether a DOI belongs to a whole journal, as Wiley registers them: `10.1002/(ISSN)1521-3889`.
pub fn is_of_journal(doi: &str) -> bool {
    const HEAD: &[u8] = b"(ISSN)";
    // Compared byte by byte, since this runs on each reference and hardly any suffix begins with a parenthesis.
    let bytes = doi.as_bytes();
    // A prefix has at least seven characters: `10.1002`.
    let bytes = bytes.get(7..).unwrap_or_default();
    let suffix = bytes.iter().position(|byte| *byte == b'/').map_or(&[][..], |slash| &bytes[slash + 1..]);
    suffix.first() == Some(&b'(') && suffix.get(..HEAD.len()).is_some_and(|head| head.eq_ignore_ascii_case(HEAD))
}

/// Whether `text` is a DOI: `10.`, a registrant code of at least four digits, optional subdivisions, a slash, and any
/// visible characters (DOI Handbook, 2.2). Old DOIs contain parentheses, colons and angle brackets.
pub fn is_doi(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.starts_with(b"10.") {
        return false;
    }
    // The number of digits in the current part of the registrant code, and the required number.
    let (mut at, mut digits, mut least) = (3, 0, 4);
    loop {
        match bytes.get(at) {
            Some(b'0'..=b'9') => digits += 1,
            Some(b'.') if digits >= least => (digits, least) = (0, 1),
            Some(b'/') if digits >= least => break,
            _ => return false,
        }
        at += 1;
    }
    let suffix = &text[at + 1..];
    // Nearly every suffix consists of visible ASCII characters.
    !suffix.is_empty()
        && (are_visible(suffix.as_bytes())
            || !suffix.contains(|letter: char| letter.is_whitespace() || letter.is_control()))
}

/// The registrant code of test DOIs, `10.5072` (DOI Handbook, 3.5; formerly DataCite's).
pub const TEST_REGISTRANT: u32 = 5072;

/// Registrant codes that occur in examples: `10.5555` is Crossref's, `10.12345` is not assigned to anyone in
/// particular.
pub const EXAMPLE_REGISTRANTS: [u32; 2] = [5555, 12345];

/// Returns the number after `10.`, up to the first non-digit.
fn registrant(text: &str) -> Option<u32> {
    let rest = text.strip_prefix("10.")?;
    rest[..rest.find('/')?].parse().ok()
}

/// Returns the text from `10.`, at the beginning or after the first `/` of an address.
fn from_prefix(text: &str) -> Option<&str> {
    if text.starts_with("10.") { Some(text) } else { text.find("/10.").map(|at| &text[at + 1..]) }
}

/// What a prefix that is not used for works is reserved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// `10.5072`, for tests, at DataCite.
    Tests,
    /// `10.5555`, for tests and examples, at Crossref.
    CrossrefTests,
    /// `10.12345`, which occurs in examples.
    Examples,
}

/// Returns what the prefix of a DOI is reserved for. `None` if it is used for works.
pub fn reserved_for(text: &str) -> Option<Reserved> {
    match from_prefix(text).and_then(registrant)? {
        TEST_REGISTRANT => Some(Reserved::Tests),
        5555 => Some(Reserved::CrossrefTests),
        number if EXAMPLE_REGISTRANTS.contains(&number) => Some(Reserved::Examples),
        _ => None,
    }
}

/// Whether a text has a part that a template or a test left in a DOI: `10.18778/%j.%v`, `10.5072/a`, `10.1234/XXXXX`,
/// `10.1234/[doi]`, `10.1234/undefined`, `10.1234/ToBeAssigned`.
pub fn is_placeholder(text: &str) -> bool {
    const PARTS: [&str; 6] = ["10.0000/", "10.5072/", "10.xxxx", "fixme", "${", "{{"];
    const FIELDS: [&str; 5] = ["doi", "id", "suffix", "article", "xxx"];
    let text = text.to_ascii_lowercase();
    let is_template = |(at, _): (usize, &str)| match text.as_bytes().get(at + 1) {
        Some(b'j' | b'v' | b'i' | b'p' | b'x') => true,
        // `%a` is also the beginning of an escaped character in an address, as in `%a0`.
        Some(b'a') => !text.as_bytes().get(at + 2).is_some_and(u8::is_ascii_hexdigit),
        _ => false,
    };
    let is_field = |(at, _): (usize, &str)| {
        // The letters after each bracket are read only once, since a text may be full of brackets.
        let rest = &text[at + 1..];
        let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let word = &rest[..letters];
        rest[letters..].starts_with([']', '>', '}']) && (FIELDS.contains(&word) || is_crossed_out(word))
    };
    PARTS.iter().any(|part| text.contains(part))
        || text.match_indices('%').any(is_template)
        || text.match_indices(['[', '<', '{']).any(is_field)
        || text.split('/').any(|part| matches!(part, "undefined" | "null"))
        || text.rsplit('/').next().is_some_and(|last| is_crossed_out(last) || is_announcement(last))
}

/// Whether a text announces a future DOI: `ToBeAssigned`, `to-be-determined`, `TBA`.
fn is_announcement(text: &str) -> bool {
    const ANNOUNCEMENTS: [&str; 9] = [
        "doipending",
        "notassigned",
        "notyetassigned",
        "tba",
        "tbd",
        "tobeannounced",
        "tobeassigned",
        "tobedetermined",
        "unassigned",
    ];
    let letters: String = text.chars().filter(|letter| !matches!(letter, '-' | '_' | '.')).collect();
    ANNOUNCEMENTS.contains(&letters.as_str())
}

/// Whether a word is `xxx`, or has more of these letters.
fn is_crossed_out(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|byte| byte == b'x')
}

/// Whether bytes are visible ASCII characters, compared eight at a time.
fn are_visible(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    // For a byte below 0x80, adding `0x80 - n` sets the highest bit if the byte is at least `n`.
    let is_each_visible = |word: u64| {
        let is_above_space = word + ONES * (0x80 - 0x21);
        let is_above_tilde = word + ONES;
        (is_above_space & !is_above_tilde) & HIGHS == HIGHS
    };
    let is_visible_word = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        word & HIGHS == 0 && is_each_visible(word)
    };
    let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
        return bytes.iter().all(u8::is_ascii_graphic);
    };
    // The last eight bytes may overlap with the bytes before.
    is_visible_word(first)
        && is_visible_word(last)
        && (bytes.len() <= 16 || bytes.as_chunks().0.iter().all(is_visible_word))
}

/// A hash that is equal for DOIs that differ only in case. It is made of the length and the last letters, in which the
/// DOIs of one publisher differ.
pub fn ending(doi: &str) -> u64 {
    let last = doi.as_bytes().last_chunk::<8>().map_or(0, |last| u64::from_le_bytes(last.map(|byte| byte | 0x20)));
    last.wrapping_add(doi.len() as u64)
}

/// Whether `text` is a short DOI (`10/abc`), as created by the service at shortdoi.org.
pub fn is_short(text: &str) -> bool {
    text.strip_prefix("10/").is_some_and(|rest| {
        rest.len() >= 3 && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// Beginnings of a DOI that is written as an address or with a label, in lower case.
const PREFIXES: &[&str] = &[
    "https://doi.org/",
    "http://doi.org/",
    "https://dx.doi.org/",
    "http://dx.doi.org/",
    "https://www.doi.org/",
    "http://www.doi.org/",
    "doi.org/",
    "dx.doi.org/",
    "www.doi.org/",
    "info:doi/",
    "info:doi:",
    "doi:",
    "doi ",
];

/// Returns the DOI in a text that begins with an address or a label, and whether the result is certain.
///
/// An address is unescaped, as RFC 3986 requires. Its query and its fragment are not part of the DOI, but a DOI may
/// contain `?` and `#` as well. `None` if the end of the DOI cannot be determined.
pub fn bare(text: &str) -> Option<(String, bool)> {
    let start = prefix(text);
    let (head, rest) = (text[..start].trim().to_ascii_lowercase(), text[start..].trim_end());
    let is_label = matches!(head.as_str(), "doi:" | "doi");
    let host = head.rsplit("//").next().unwrap_or_default();
    let is_known = is_label || RESOLVERS.contains(&host.trim_end_matches('/'));
    let end = if is_label { rest.len() } else { rest.find(['?', '#']).unwrap_or(rest.len()) };
    // `3.0.CO;2-#` ends with its check character; `&rft=` begins a parameter.
    if rest[end..].len() == 1 || !is_label && has_parameter(&rest[..end]) {
        return None;
    }
    let doi = url::unescaped(&rest[..end])?;
    let is_whole = end == rest.len() && is_known;
    let is_plain = if is_label { doi == rest } else { !has_escape(&doi) };
    is_doi(&doi).then_some((doi, is_whole && is_plain))
}

/// Hosts of the registry and of publishers that resolve DOIs, and the name of the scheme.
const RESOLVERS: &[&str] = &[
    "doi.org",
    "dx.doi.org",
    "www.doi.org",
    "info:doi",
    "doi.acm.org",
    "doi.apa.org",
    "doi.ieeecomputersociety.org",
    "doi.pangaea.de",
    "doi.wiley.com",
];

/// Whether a text contains a parameter of an address, such as `&rft_id=`.
fn has_parameter(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let name = text[at + 1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        name > 0 && text[at + 1 + name..].starts_with('=')
    })
}

/// Whether a text contains a percent escape, such as `%3C`.
pub fn has_escape(text: &str) -> bool {
    let is_hexadecimal = |byte: &u8| byte.is_ascii_hexdigit();
    text.bytes()
        .enumerate()
        .filter(|(_, byte)| *byte == b'%')
        .any(|(at, _)| text.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(is_hexadecimal)))
}

/// Returns the length in bytes of the resolver address or label before the DOI, including spaces.
pub fn prefix(text: &str) -> usize {
    // Nearly every DOI is written without prefix.
    if text.starts_with("10.") {
        return 0;
    }
    let lead = text.len() - text.trim_start().len();
    let rest = &text[lead..];
    let is_it = |prefix: &&&str| rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    let Some(found) = PREFIXES.iter().find(is_it).map(|found| found.len()).or_else(|| resolver(rest)) else { return 0 };
    let after = &rest[found..];
    lead + found + (after.len() - after.trim_start().len())
}

/// Returns the length of the address of a publisher's own resolver, whose host begins with `doi.`:
/// `http://doi.acm.org/`.
fn resolver(text: &str) -> Option<usize> {
    let at = text.find("://").filter(|at| text[..*at].starts_with("http"))? + 3;
    let host = text[at..].find('/').map(|length| &text[at..at + length])?;
    let is_resolver = host.starts_with("doi.") || host.starts_with("dx.doi.");
    let end = at + host.len() + 1;
    (is_resolver && text[end..].starts_with("10.")).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_are_recognised() {
        for doi in [
            "10.1000/xyz",
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "10.1000.10/123",
            "10.123456789/a",
            "10.24447/slc-2024-00003/",
            "10.1016/0370-2693(86)90123-4)",
            "10.1000/a%2Fb",
            "10.1000/ą",
        ] {
            assert!(is_doi(doi), "{doi}");
        }
        for other in [
            "10.1016",
            "1O.1016/j.x",
            "10.101/x",
            "10.1000/",
            "10.1000/a b",
            "10/abc",
            "doi:10.1000/x",
            "",
            "10.1000./x",
        ] {
            assert!(!is_doi(other), "{other}");
        }
        assert!(is_short("10/abc") && is_short("10/f3mk7x"));
        assert!(!is_short("10/a") && !is_short("10.1000/abc"));
    }

    #[test]
    fn visible_characters_are_detected_eight_at_once() {
        for length in 1..20 {
            for byte in 0..=u8::MAX {
                for at in 0..length {
                    let mut bytes = [b'~'; 20];
                    bytes[at] = byte;
                    assert_eq!(are_visible(&bytes[..length]), byte.is_ascii_graphic(), "{byte} {at} {length}");
                }
            }
        }
    }

    #[test]
    fn an_address_is_unescaped_and_cut_to_its_doi() {
        let certain = |doi: &str| Some((doi.to_owned(), true));
        let unsure = |doi: &str| Some((doi.to_owned(), false));
        for (text, expected) in [
            ("https://doi.org/10.1000/x", certain("10.1000/x")),
            ("HTTPS://DX.DOI.ORG/10.1000/x", certain("10.1000/x")),
            ("https://doi.org/10.1000/130%3C1913:E%3E2.0.CO;2", certain("10.1000/130<1913:E>2.0.CO;2")),
            ("https://doi.org/10.1000/a<b>c", certain("10.1000/a<b>c")),
            ("https://doi.org/10.1000/a%253Cb", unsure("10.1000/a%3Cb")),
            ("https://doi.org/10.1000/a%2", None),
            ("https://doi.org/10.1000/a%ff", None),
            ("https://doi.org/10.1000/a%20b", None),
            ("https://doi.org/10.1000/abc?nosfx=y", unsure("10.1000/abc")),
            ("https://doi.org/10.1000/abc#sec2", unsure("10.1000/abc")),
            ("https://doi.org/10.1000/3.0.CO;2-#", None),
            ("https://doi.org/10.1000/abc&rft_id=x", None),
            ("https://doi.org/10.1000/a&b", certain("10.1000/a&b")),
            ("http://doi.acm.org/10.1145/1.2", certain("10.1145/1.2")),
            ("http://doi.library.example.edu/10.1145/1.2", unsure("10.1145/1.2")),
            ("http://doi.example-doi.org/10.1145/1.2", unsure("10.1145/1.2")),
            ("doi: 10.1000/x", certain("10.1000/x")),
            ("doi:10.1000/a?b#c", certain("10.1000/a?b#c")),
            ("doi:10.1000/a%3Cb", unsure("10.1000/a<b")),
            ("info:doi/10.1000/a%3Cb", certain("10.1000/a<b")),
        ] {
            assert_eq!(bare(text), expected, "{text}");
        }
    }

    #[test]
    fn labels_and_resolvers_end_where_the_doi_begins() {
        for (text, rest) in [
            ("https://doi.org/10.1000/x", "10.1000/x"),
            ("DOI: 10.1000/x", "10.1000/x"),
            (" http://dx.doi.org/10.1000/x", "10.1000/x"),
            ("http://doi.acm.org/10.1145/1073001.1073004", "10.1145/1073001.1073004"),
            ("https://link.example.org/10.1000/x", "https://link.example.org/10.1000/x"),
            ("10.1000/x", "10.1000/x"),
            ("ż", "ż"),
        ] {
            assert_eq!(&text[prefix(text)..], rest, "{text}");
        }
    }
}
