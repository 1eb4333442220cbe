//! The DOI of a reference is none.
//!
//! ## Why
//!
//! References are linked by their DOIs. One with `/full` or a full stop behind it, or one that was cut off, leads
//! nowhere, and the work referred to is not counted as cited.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1000/x/full" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1000" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1000/xyz." }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [{ "text": "Nowicka A. Reading. 2020.", "doi": "10.1002/(ISSN)1521-3889" }]
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[reference/doi-invalid]: the DOI of a reference is more than the DOI: `10.1000/x/full`
//!    ╭─[record.json:4:61   record Reading in small towns · /references/0/doi]
//!  3 │   "references": [
//!  4 │     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1000/x/full" }
//!    ·                                                             ──┬──
//!    ·                                                               ╰── no part of it
//!  5 │   ]
//!    ╰────
//!   help: write `10.1000/x`
//!   fix to be confirmed: keep only the DOI
//!     - "10.1000/x/full"
//!     + "10.1000/x"
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1000/xyz" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020." }
//!   ]
//! }
//! ```

use crate::diagnostic::{Applicability, Change, Place, Severity, show};
use crate::record::{Record, doi};
use crate::ruleset::{Ask, Check, Cost, Findings, Rule};
use crate::tree::{Kind, NodeId, Symbol};

/// See the module.
pub const RULE: Rule = Rule {
    id: "reference/doi-invalid",
    severity: Severity::Warning,
    since: "0.1.0",
    reads: &[Symbol::REFERENCES],
    options: &[],
    instead_of: &[],
    fix: Some(Applicability::Safe),
    cost: Cost::Fields,
    check: Check::Present(check),
};

fn check(record: &Record<'_>, ask: &Ask<'_>, findings: &mut Findings<'_>) {
    let is_jats = ask.shape.id == "jats";
    if !is_jats && record.references_are_plain() {
        return;
    }
    for reference in record.references() {
        let Some((node, raw)) = reference.doi else { continue };
        let bare = &raw[doi::prefix(raw)..];
        if doi::is_of_journal(bare) {
            let finding =
                findings.at(Place::Value(node), format!("{} is the DOI of a whole journal", show::quoted(bare)));
            finding.caption("a journal").value(raw).help("look the DOI of the cited work up, or leave the DOI out");
            continue;
        }
        // Nearly every one is a DOI and ends in a digit: nothing hangs on it.
        if raw.ends_with(|sign: char| sign.is_ascii_digit()) && doi::is_doi(raw) {
            if is_jats && is_of_issue(record, reference.node, node) {
                report_of_issue(node, raw, findings);
            }
            continue;
        }
        let start = doi::prefix(raw);
        let bare = &raw[start..];
        let tail = tail(bare);
        if start == 0 && tail == 0 && (doi::is_doi(raw) || doi::is_short(raw)) {
            continue;
        }
        let right = bare[..bare.len() - tail].trim();
        if !doi::is_doi(right) && !doi::is_short(right) {
            let finding = findings.at(Place::Value(node), format!("{} is not a DOI", show::quoted(raw)));
            finding
                .caption("not a DOI")
                .value(raw)
                .expected("a DOI such as `10.1000/xyz`")
                .help("look the reference up, or leave the DOI out");
            continue;
        }
        let (range, caption) =
            if tail > 0 { (raw.len() - tail..raw.len(), "no part of it") } else { (0..start, "no part of it") };
        let finding = findings.at(Place::Within(node, range), format!("{}: {}", excess(bare, tail), show::quoted(raw)));
        finding
            .caption(caption)
            .value(raw)
            .suggestion(right)
            .help(format!("write {}", show::quoted(&record.spelled_as_is(right))));
        // In an address, a DOI is spelled in another way, and more may follow it.
        let is_address = start > 0 && right.contains(['%', '?', '#', '&']);
        let is_sure = !is_address && (tail == 0 || bare.ends_with([',', ';', '"', ' ', '.']));
        let applicability = if is_sure { Applicability::Safe } else { Applicability::Unsafe };
        let change = Change::Replace { node, range: None, text: right.to_owned() };
        finding.fix("keep only the DOI", applicability, vec![change]);
    }
}

/// Whether the DOI of an article is in `<issue-id>`, which is for that of the issue (JATS Tag Library 1.3).
fn is_of_issue(record: &Record<'_>, reference: NodeId, doi: NodeId) -> bool {
    if record.written_name(doi) != Some("issue-id") {
        return false;
    }
    let Some((tree, home)) = record.source().zip(record.source_of(reference)) else { return false };
    let mut nodes = (home.index() as u32..tree.after(home).index() as u32).map(NodeId::new);
    nodes.any(|node| tree.kind(node) == Kind::Key && tree.key_name(node) == "article-title")
}

fn report_of_issue(node: NodeId, raw: &str, findings: &mut Findings<'_>) {
    let finding = findings.at(Place::Value(node), "the DOI of a cited article is in `<issue-id>`");
    finding.severity(Severity::Note).caption("not of an issue").value(raw);
    finding.help("write it in `<pub-id pub-id-type=\"doi\">`");
}

/// What is too much in the DOI of a reference, whose last bytes are no part of it.
fn excess(bare: &str, tail: usize) -> &'static str {
    match bare[bare.len() - tail..].bytes().next() {
        Some(b' ') => "a space follows the DOI of a reference",
        Some(b'.') => "a full stop follows the DOI of a reference",
        Some(b',') => "a comma follows the DOI of a reference",
        Some(b';') => "a semicolon follows the DOI of a reference",
        Some(b'"') => "a quotation mark follows the DOI of a reference",
        _ => "the DOI of a reference is more than the DOI",
    }
}

/// How many bytes at the end are no part of the DOI: the sign of a sentence, or the name of a page of the publisher's.
fn tail(text: &str) -> usize {
    const PAGES: [&str; 5] = ["/full", "/abstract", "/pdf", "/epdf", "?nosfx=y"];
    let found = PAGES.iter().find(|page| text.ends_with(**page)).map_or(0, |page| page.len());
    if found > 0 { found } else { text.len() - text.trim_end_matches([' ', ',', ';', '"', '.']).len() }
}
