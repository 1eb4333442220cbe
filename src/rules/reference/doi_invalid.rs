//! The DOI of a reference is not valid.
//!
//! ## Why
//!
//! References are linked by their DOIs. A DOI with a trailing `/full` or full stop, or one that was cut off, leads
//! nowhere, and the cited work does not get its citation. A DOI may end with a full stop, but rarely does: it is
//! removed only by a fix that needs review, as in `doi/junk`.
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
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1000/xyz " }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [
//!     { "text": "Nowicka A. Reading. 2020.", "doi": "10.1002/(ISSN)1521-3889" }
//!   ]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "references": [{ "text": "Nowicka A. Reading. 2020.", "doi": "10.1000/xyz " }]
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
//!    ·                                                               ╰── not part of the DOI
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
use crate::record::Record;
use crate::record::doi::{self, Cleaned, Trust};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{Kind, NodeId, Symbol};

pub const RULE: Rule = Rule {
    id: "reference/doi-invalid",
    severity: Severity::Warning,
    reads: &[Symbol::REFERENCES],
    fix: Some(Applicability::Safe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let is_jats = context.shape.id == "jats";
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
        // The fast path: nearly every value is a DOI that ends in a digit, with nothing after it.
        if raw.ends_with(|character: char| character.is_ascii_digit()) && doi::is_doi(raw) {
            if is_jats && is_in_issue_id(record, reference.node, node) {
                report_issue_id(node, raw, findings);
            }
            continue;
        }
        let start = doi::prefix(raw);
        let bare = &raw[start..];
        let cleaned = doi::cleaned(bare);
        if start == 0 && cleaned.is_none() && (doi::is_doi(raw) || doi::is_short(raw)) {
            continue;
        }
        let Cleaned { right, trust } =
            cleaned.unwrap_or_else(|| Cleaned { right: bare.trim().to_owned(), trust: Trust::Certain });
        // A DOI with a space inside may have lost more than the space.
        let is_broken = trust == Trust::None && raw.trim().contains(char::is_whitespace);
        if is_broken || !doi::is_doi(&right) && !doi::is_short(&right) {
            let finding = findings.at(Place::Value(node), format!("{} is not a DOI", show::quoted(raw)));
            finding
                .caption("not a DOI")
                .value(raw)
                .expected("a DOI such as `10.1000/xyz`")
                .help("look the reference up, or leave the DOI out");
            continue;
        }
        let tail = bare.strip_prefix(&*right).unwrap_or_default();
        let place = match (tail, raw.ends_with(&*right)) {
            ("", true) if start > 0 => Place::Within(node, 0..raw.len() - right.len()),
            ("", _) => Place::Value(node),
            (tail, _) => Place::Within(node, raw.len() - tail.len()..raw.len()),
        };
        let finding = findings.at(place, format!("{}: {}", excess(tail), show::quoted(raw)));
        finding.caption("not part of the DOI").value(raw);
        // In a URL, a DOI is encoded differently, and may be followed by more.
        let is_address = start > 0 && right.contains(['%', '?', '#', '&']);
        let applicability = match trust {
            Trust::Certain if !is_address => Applicability::Safe,
            Trust::Certain | Trust::Likely => Applicability::Unsafe,
            Trust::None => {
                finding.help("look the reference up, and keep only its DOI");
                continue;
            }
        };
        finding.suggestion(&*right).help(format!("write {}", show::quoted(&record.spelled_as_is(&right))));
        let change = Change::Replace { node, range: None, text: right };
        finding.fix("keep only the DOI", applicability, vec![change]);
    }
}

/// Whether the DOI of an article is in `<issue-id>`, which is for the DOI of an issue (JATS Tag Library 1.3).
fn is_in_issue_id(record: &Record<'_>, reference: NodeId, doi: NodeId) -> bool {
    if record.written_name(doi) != Some("issue-id") {
        return false;
    }
    let Some((tree, home)) = record.source().zip(record.source_of(reference)) else { return false };
    let mut nodes = (home.index() as u32..tree.after(home).index() as u32).map(NodeId::new);
    nodes.any(|node| tree.kind(node) == Kind::Key && tree.key_name(node) == "article-title")
}

fn report_issue_id(node: NodeId, raw: &str, findings: &mut Findings<'_>) {
    let finding = findings.at(Place::Value(node), "the DOI of a cited article is in `<issue-id>`");
    finding.severity(Severity::Note).caption("not of an issue").value(raw);
    finding.help("write it in `<pub-id pub-id-type=\"doi\">`");
}

/// Describes the superfluous part of a reference's DOI, where `tail` follows the DOI.
fn excess(tail: &str) -> &'static str {
    match tail {
        " " => "a space follows the DOI of a reference",
        "." => "a full stop follows the DOI of a reference",
        "," => "a comma follows the DOI of a reference",
        ";" => "a semicolon follows the DOI of a reference",
        "\"" => "a quotation mark follows the DOI of a reference",
        _ => "the DOI of a reference is more than the DOI",
    }
}
