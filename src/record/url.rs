//! Web addresses in records.

/// The result of checking a web address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Url {
    /// An absolute address (RFC 3986), possibly with non-ASCII letters (RFC 3987).
    Good,
    /// An address with spaces around it.
    Padded,
    /// An address with a full stop at the end.
    FullStop,
    /// It has no scheme.
    Relative,
    /// It contains a space.
    Space,
    /// It has an escaped line break at its end or before another address.
    Broken,
    /// It leads to a local file or to the local host.
    Local,
    /// None of these.
    Other,
}

/// Checks an address.
pub fn read(text: &str) -> Url {
    let trimmed = text.trim();
    let scheme = trimmed.split_once("://").map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    let Some((scheme, rest)) = scheme else {
        let is_file = trimmed.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("file:"));
        let looks_like_host = trimmed.split('/').next().is_some_and(|host| host.contains('.') && !host.contains(' '));
        return if is_file {
            Url::Local
        } else if looks_like_host {
            Url::Relative
        } else {
            Url::Other
        };
    };
    if scheme == "file" {
        return Url::Local;
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    if !matches!(scheme.as_str(), "http" | "https" | "ftp") || host.is_empty() {
        return Url::Other;
    }
    let name = host.split(':').next().unwrap_or_default();
    if name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" {
        return Url::Local;
    }
    if trimmed.contains(char::is_whitespace) {
        return Url::Space;
    }
    if line_break(trimmed).is_some() {
        return Url::Broken;
    }
    if trimmed.contains(['<', '>', '"', '{', '}', '|', '^', '`']) || !(name.contains('.') || name.starts_with('[')) {
        return Url::Other;
    }
    match trimmed {
        _ if trimmed.ends_with(['.', '…']) => Url::FullStop,
        _ if trimmed.len() < text.len() => Url::Padded,
        _ => Url::Good,
    }
}

/// Returns the position of an escaped line break at the end of an address or before another one: `%5Cn` for `\n`, or
/// `%0A`.
pub fn line_break(text: &str) -> Option<usize> {
    const BREAKS: [&str; 5] = ["%5cn", "\\n", "%0d%0a", "%0a", "%0d"];
    const NEXT: [&str; 4] = ["http://", "https://", "http%3a", "https%3a"];
    let text = text.to_ascii_lowercase();
    let is_end = |at: usize| at == text.len() || NEXT.iter().any(|next| text[at..].starts_with(next));
    let ends = BREAKS
        .iter()
        .filter_map(|written| text.match_indices(written).map(|(at, _)| at).find(|at| is_end(at + written.len())));
    ends.min()
}

/// Parameters such as `utm_source`, with which a site records where its readers come from.
pub const ADVERTISING: &str = "a mark of advertising";

/// The largest number of nested proxies. No real address has more.
const MAX_PROXIES: usize = 4;

/// Returns what restricts an address to some readers, and the address that works for all readers if known.
pub fn proxied(text: &str) -> Option<(&'static str, Option<String>)> {
    proxied_within(text, MAX_PROXIES)
}

fn proxied_within(text: &str, proxies: usize) -> Option<(&'static str, Option<String>)> {
    let (scheme, rest) = text.trim().split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if let Some(name) = host.strip_prefix("0-") {
        // `0-www-jstor-org.lib.example.edu`: hyphens replace the dots of the intended host.
        let (meant, _) = name.split_once('.')?;
        let is_host = meant.matches('-').count() >= 1 && meant.bytes().any(|byte| byte.is_ascii_alphabetic());
        return is_host
            .then(|| ("the proxy of a library", Some(format!("{scheme}://{}{path}", meant.replace('-', ".")))));
    }
    if host.contains("ezproxy") || host.contains("proxy.lib") || host.contains("libproxy") {
        return Some(("the proxy of a library", unproxied(path, proxies)));
    }
    if host.contains("sci-hub") {
        return Some(("a service that is not the publisher's", None));
    }
    let lower = path.to_ascii_lowercase();
    if let Some(at) = lower.find(";jsessionid=") {
        // The text after the session id may name the article: `;jsessionid=A1?id=5`.
        let length = path[at + 1..].find(['?', '#', '/', ';', '&']).map_or(path.len() - at, |length| length + 1);
        return Some(("a session", Some(format!("{scheme}://{host}{}{}", &path[..at], &path[at + length..]))));
    }
    if let Some(at) = lower.find("?phpsessid=") {
        let is_last = !path[at..].contains(['&', '#']);
        return Some(("a session", is_last.then(|| format!("{scheme}://{host}{}", &path[..at]))));
    }
    let at = lower.find("utm_").filter(|at| lower[..*at].ends_with(['?', '&']))?;
    let query = path[..at].trim_end_matches(['?', '&']);
    let further = path[at..].contains('#') || path[at..].split('&').any(|part| !part.starts_with("utm_"));
    Some((ADVERTISING, (!further).then(|| format!("{scheme}://{host}{query}"))))
}

/// Returns the address that the path of a proxy leads to, through at most `proxies` further proxies. `None` if one of
/// them does not contain an address.
fn unproxied(path: &str, proxies: usize) -> Option<String> {
    let further = proxies.checked_sub(1)?;
    let (_, address) = path.split_once("url=")?;
    let address = if address.contains("://") { address.to_owned() } else { unescaped(address)? };
    if !address.starts_with("http") || !address.contains("://") {
        return None;
    }
    match proxied_within(&address, further) {
        None => Some(address),
        Some((_, Some(direct))) => Some(direct),
        Some((_, None)) => unproxied(address.split_once("://")?.1, further),
    }
}

/// Decodes the percent escapes of an address, such as `%3C` (RFC 3986, section 2.1). `None` if one is incomplete or the
/// result is not UTF-8.
pub fn unescaped(text: &str) -> Option<String> {
    let mut found = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            found.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_number)?);
            rest = &after[2..];
        } else {
            found.push(*first);
            rest = after;
        }
    }
    String::from_utf8(found).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_recognised() {
        for (text, expected) in [
            ("https://example.org/art/1", Url::Good),
            ("http://example.org", Url::Good),
            ("HTTPS://EXAMPLE.ORG/", Url::Good),
            ("https://pl.wikipedia.org/wiki/Żółw", Url::Good),
            ("https://example.org/a_(b)?c=d#e", Url::Good),
            ("ftp://example.org/x", Url::Good),
            ("https://user@example.org:8080/", Url::Good),
            (" https://example.org", Url::Padded),
            ("https://example.org/a.", Url::FullStop),
            ("www.example.org", Url::Relative),
            ("example.org/a", Url::Relative),
            ("https://example.org/a b", Url::Space),
            ("http://example.org/1%5Cnhttp://example.org/2", Url::Broken),
            ("http://example.org/1%5Cn", Url::Broken),
            ("http://example.org/1\\nhttps://example.org/2", Url::Broken),
            ("http://example.org/1%0D%0Ahttp://example.org/2", Url::Broken),
            ("http://example.org/a%5Cname", Url::Good),
            ("http://localhost:8080/a", Url::Local),
            ("file:///home/a.pdf", Url::Local),
            ("https://", Url::Other),
            ("https://example", Url::Other),
            ("mailto:a@example.org", Url::Relative),
            ("gopher://example.org", Url::Other),
            ("see there", Url::Other),
            ("", Url::Other),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn ways_through_a_proxy_are_known() {
        let direct = |text| proxied(text).and_then(|(_, direct)| direct);
        assert_eq!(
            direct("https://0-www-jstor-org.lib.example.edu/stable/1").as_deref(),
            Some("https://www.jstor.org/stable/1")
        );
        assert_eq!(direct("https://example.org/a;jsessionid=12").as_deref(), Some("https://example.org/a"));
        assert_eq!(direct("https://example.org/a;jsessionid=12?id=5").as_deref(), Some("https://example.org/a?id=5"));
        assert_eq!(direct("https://example.org/a?phpsessid=12&id=5"), None);
        let nested = "https://ezproxy.a.edu/login?url=https://x.ezproxy3.b.edu/login?url=https://www.jstor.org/1";
        assert_eq!(direct(nested).as_deref(), Some("https://www.jstor.org/1"));
        let escaped = "https://ezproxy.a.edu/login?qurl=https%3A%2F%2Fwww.jstor.org%2F1";
        assert_eq!(direct(escaped).as_deref(), Some("https://www.jstor.org/1"));
        assert_eq!(direct("https://ezproxy.a.edu/login?url=https://x.ezproxy3.b.edu/stable/1"), None);
        assert_eq!(direct("https://example.org/a?utm_source=x&utm_medium=y").as_deref(), Some("https://example.org/a"));
        assert_eq!(
            direct("https://login.ezproxy.example.edu/login?url=https://www.jstor.org/1").as_deref(),
            Some("https://www.jstor.org/1")
        );
        for good in
            ["https://example.org/a?id=1", "https://0-9.example.org/a", "https://example.org/utm_b", "no address"]
        {
            assert_eq!(proxied(good), None, "{good}");
        }
    }
}
