//! The addresses of Creative Commons licences.

/// The relation of an address to Creative Commons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreativeCommons {
    /// It has another host.
    Elsewhere,
    /// It is the address of a licence, in the canonical form.
    Canonical,
    /// It is the address of a licence in another form. This is the canonical form.
    OtherForm(String),
    /// It has the host, but does not lead to a licence.
    Unknown,
}

/// The host of all licences.
const HOST: &str = "creativecommons.org";

/// The licences of version 4.0, and those that older versions had in addition (creativecommons.org/licenses/list).
const CURRENT: &[&str] = &["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"];
const FORMER: &[&str] = &["by-nd-nc", "nd", "nc", "sa", "nd-nc", "nc-sa"];
const FORMER_VERSIONS: &[&str] = &["1.0", "2.0", "2.1", "2.5", "3.0"];

/// The jurisdictions to which older versions were adapted.
const JURISDICTIONS: &[&str] = &[
    "ar", "at", "au", "az", "be", "bg", "br", "ca", "ch", "cl", "cn", "co", "cr", "cz", "de", "dk", "ec", "ee", "eg",
    "es", "fi", "fr", "ge", "gr", "gt", "hk", "hr", "hu", "ie", "igo", "il", "in", "it", "jp", "kr", "lu", "mk", "mt",
    "mx", "my", "nl", "no", "nz", "pe", "ph", "pl", "pr", "pt", "ro", "rs", "scotland", "se", "sg", "si", "th", "tw",
    "ug", "uk", "us", "vn", "za",
];

impl CreativeCommons {
    /// Parses an address.
    pub fn parse(text: &str) -> Self {
        if is_usual(text) {
            return CreativeCommons::Canonical;
        }
        let address = text.trim().to_ascii_lowercase();
        if !address.contains(HOST) {
            return CreativeCommons::Elsewhere;
        }
        match canonical(&address) {
            Some(canonical) if canonical == text => CreativeCommons::Canonical,
            Some(canonical) => CreativeCommons::OtherForm(canonical),
            None => CreativeCommons::Unknown,
        }
    }
}

/// Whether it is the canonical address of a version 4.0 licence, as nearly every address is.
fn is_usual(text: &str) -> bool {
    let kind = text.strip_prefix("https://creativecommons.org/licenses/").and_then(|rest| rest.strip_suffix("/4.0/"));
    kind.is_some_and(|kind| CURRENT.contains(&kind))
}

/// Returns the canonical address of the licence that an address in lower case leads to.
fn canonical(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let path = rest.strip_prefix("www.").unwrap_or(rest).strip_prefix(HOST)?.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut parts: Vec<&str> = path.split('/').collect();
    // The page for readers and the legal text, optionally in a language: `deed.pl`, `legalcode`.
    if let [_, _, _, .., last] = parts[..]
        && matches!(last.split('.').next(), Some("deed" | "legalcode"))
    {
        parts.pop();
    }
    let is_licence = match parts[..] {
        ["licenses", kind, "4.0"] => CURRENT.contains(&kind),
        ["licenses", kind, version, ..] => {
            let is_adapted = parts.get(3).is_none_or(|place| JURISDICTIONS.contains(place));
            let is_known = CURRENT.contains(&kind) || FORMER.contains(&kind);
            is_known && FORMER_VERSIONS.contains(&version) && is_adapted && parts.len() <= 4
        }
        // The dedication that Creative Commons used before CC0, which is still online.
        ["licenses", "publicdomain"] | ["publicdomain", "zero" | "mark", "1.0"] => true,
        _ => false,
    };
    is_licence.then(|| format!("https://{HOST}/{}/", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_is_what_it_is() {
        let by = || CreativeCommons::OtherForm("https://creativecommons.org/licenses/by/4.0/".to_owned());
        let pl = || CreativeCommons::OtherForm("https://creativecommons.org/licenses/by-sa/3.0/pl/".to_owned());
        for (text, expected) in [
            ("https://creativecommons.org/licenses/by/4.0/", CreativeCommons::Canonical),
            ("https://creativecommons.org/licenses/by-nc/3.0/igo/", CreativeCommons::Canonical),
            ("https://creativecommons.org/publicdomain/zero/1.0/", CreativeCommons::Canonical),
            ("https://creativecommons.org/licenses/publicdomain/", CreativeCommons::Canonical),
            ("http://creativecommons.org/licenses/by/4.0/", by()),
            (" https://www.CreativeCommons.org/licenses/BY/4.0", by()),
            ("https://creativecommons.org/licenses/by/4.0/deed.pl", by()),
            ("https://creativecommons.org/licenses/by/4.0/legalcode", by()),
            ("https://creativecommons.org/licenses/by-sa/3.0/pl", pl()),
            ("https://creativecommons.org/licenses/by-sa/3.0/pl/legalcode", pl()),
            ("https://creativecommons.org/licenses/by/5.0/", CreativeCommons::Unknown),
            ("https://creativecommons.org/licenses/by/4.0/pl/", CreativeCommons::Unknown),
            ("https://creativecommons.org/licenses/by/3.0/xx/", CreativeCommons::Unknown),
            ("https://creativecommons.org/licenses/sa/4.0/", CreativeCommons::Unknown),
            ("https://creativecommons.org/", CreativeCommons::Unknown),
            ("https://opensource.org/licenses/MIT", CreativeCommons::Elsewhere),
            ("CC BY", CreativeCommons::Elsewhere),
        ] {
            assert_eq!(CreativeCommons::parse(text), expected, "{text}");
        }
    }
}
