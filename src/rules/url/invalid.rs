//! A link is not a valid web address.
//!
//! ## Why
//!
//! A link is an absolute URL (RFC 3986): a scheme, two slashes and a host. `www.example.org` is a file beside the
//! page that shows it; spaces end a URL in the middle; `localhost` and `file:` lead to the author's own computer.
//! Non-English letters are allowed (RFC 3987).
//!
//! An address that ends with `...` was cut off. In a RIS line with two addresses, most programs read only one.
//!
//! The fix of a full stop needs review, since some addresses end with one.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "www.czasopismo.pl/art 1" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "file:///home/anna/art.pdf" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://example.org/art/1." }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": " https://example.org/art/1" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! error[url/invalid]: the address `www.czasopismo.pl/art 1` does not begin with `https://` or `http://`
//!    ╭─[record.json:3:22   record Reading in small towns · /links/0/url]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "links": [{ "url": "www.czasopismo.pl/art 1" }]
//!    ·                      ────────────┬────────────
//!    ·                                  ╰── no https://
//!  4 │ }
//!    ╰────
//!   help: write the whole address, and open it in a browser
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://example.org/art/1" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "https://pl.wikipedia.org/wiki/Żółw" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "links": [{ "url": "ftp://example.org/a_(b)" }]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::Record;
use crate::record::url::{Url, line_break, read};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{Kind, NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "url/invalid",
    severity: Severity::Error,
    reads: &[Symbol::LINKS],
    instead_of: &["text/whitespace"],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, _: &RuleContext<'_>, findings: &mut Findings<'_>) {
    for link in record.items(Symbol::LINKS) {
        let Some((node, raw)) = record.text(link, Symbol::URL) else { continue };
        let in_line = addresses_in_line(record, node);
        if let [first, others @ ..] = in_line.as_slice()
            && *first != node
        {
            // The line is reported once, at its second address.
            if others.first() == Some(&node) {
                report_line(record, raw, others, findings);
            }
            continue;
        }
        let (message, caption) = match read(raw) {
            Url::Good => continue,
            Url::FullStop if is_cut(raw) => (format!("{} was cut off", show::quoted(raw)), "the rest is missing"),
            Url::Padded => (format!("{} has spaces around it", show::quoted(raw)), "spaces"),
            Url::FullStop => (format!("{} ends with a full stop", show::quoted(raw)), "full stop"),
            Url::Relative => (
                format!("the address {} does not begin with `https://` or `http://`", show::quoted(raw)),
                "no https://",
            ),
            Url::Space => (format!("{} contains a space", show::quoted(raw)), "a space"),
            Url::Broken => (format!("{} contains an escaped line break", show::quoted(raw)), "a line break"),
            Url::Local => (format!("{} is on somebody's own computer", show::quoted(raw)), "not on the web"),
            Url::Other => (format!("{} is not a web address", show::quoted(raw)), "not an address"),
        };
        let state = read(raw);
        let finding = findings.at(Place::Value(node), message);
        finding.caption(caption).value(raw).expected("an address such as `https://example.org/article`");
        if matches!(state, Url::Padded | Url::FullStop) {
            if state == Url::FullStop {
                finding.severity(Severity::Warning);
            }
            // The missing part cannot be determined from the rest.
            if is_cut(raw) {
                finding.help("write the whole address, and open it in a browser");
                continue;
            }
            let right = raw.trim().trim_end_matches('.').trim_end();
            finding.suggestion(right).help(format!("write {}", show::quoted(&record.spelled_as_is(right))));
            // Some addresses end with a full stop: `https://en.wikipedia.org/wiki/Washington,_D.C.`
            let applicability = if state == Url::Padded { Applicability::Safe } else { Applicability::Unsafe };
            let change = Change::Replace { node, range: None, text: right.to_owned() };
            finding.fix("write only the address", applicability, vec![change]);
        } else if state == Url::Broken {
            let first = line_break(raw).map_or(raw, |at| &raw[..at]).trim();
            finding.severity(Severity::Warning);
            finding.help(format!("write one address, for example {}", show::quoted(&record.spelled_as_is(first))));
        } else if raw.trim().eq_ignore_ascii_case("<Go to ISI>") || raw.trim().starts_with("<Go to ISI>") {
            let field = record.format_name(Symbol::LINKS).unwrap_or_else(|| "it".to_owned());
            finding.help(format!("EndNote left this behind: remove {field}"));
        } else {
            finding.help("write the whole address, and open it in a browser");
        }
    }
}

/// Whether an address ends with an ellipsis.
fn is_cut(raw: &str) -> bool {
    raw.trim().ends_with("..") || raw.trim().ends_with('…')
}

/// Returns the addresses in the same RIS line as an address, if the line has several. A semicolon separates two
/// addresses there (RIS specification, `UR`), and a space ends an address.
fn addresses_in_line(record: &Record<'_>, node: NodeId) -> Vec<NodeId> {
    let is_line = record.written_name(node).is_some_and(|name| matches!(name, "UR" | "LK" | "L1" | "L2" | "L3" | "L4"));
    let Some((tree, source)) = record.source().zip(record.source_of(node)).filter(|_| is_line) else {
        return Vec::new();
    };
    if tree.text(source).is_none_or(|text| text.contains(';')) {
        return Vec::new();
    }
    let mut found: Vec<NodeId> =
        record.nodes_of(source).filter(|other| record.tree().kind(*other) == Kind::String).collect();
    found.sort_unstable();
    found
}

/// Reports several addresses in one line, of which programs read only one.
fn report_line(record: &Record<'_>, raw: &str, others: &[NodeId], findings: &mut Findings<'_>) {
    let named = record.written(others[0]).unwrap_or_default();
    let count = others.len() + 1;
    let message =
        format!("there are {} addresses in one {named}", if count == 2 { "two".to_owned() } else { count.to_string() });
    let finding = findings.at(Place::Value(others[0]), message);
    finding.caption("another address").value(raw).severity(Severity::Warning);
    others[1..].iter().for_each(|other| _ = finding.label(Place::Value(*other), "another address"));
    finding.help(format!("write one {named} line for each, or a semicolon between them"));
}
