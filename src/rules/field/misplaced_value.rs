//! A value is in the wrong field.
//!
//! ## Why
//!
//! A DOI in the pages comes from a reference manager that put a value into the next field, or from a shifted column.
//! Both fields are then wrong: the pages cannot be cited, and the DOI is not found. Only values that cannot be
//! anything else are reported.
//!
//! Exports leave an affiliation in the issue, an ISSN in the title of a journal, or an e-mail address with the name
//! of a publisher; the latter two are warnings.
//!
//! In RIS, the place of publication (`CY`) is a city, optionally with its country. The address of an author that an
//! export of a database left there, a street or a web address is a warning.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "pages": "doi.org/10.1609/aaai.v32i1.12057"
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "pages": "reading, libraries, small towns"
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2017,
//!   title  = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   year   = {2017},
//!   pages  = {1706.06083},
//! }
//! ```
//!
//! ```bibtex
//! @article{nowicka2018,
//!   title  = {Reading in small towns},
//!   author = {Nowicka, Anna},
//!   year   = {2018},
//!   eprint = {https://publisher.example.org/article-pdf/12/9/1.pdf},
//! }
//! ```
//!
//! ```json
//! { "title": { "text": "https://example.org/article/12" } }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "2049-3630" }
//! }
//! ```
//!
//! ```ris
//! TY  - BOOK
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! PY  - 2019
//! CY  - A. Nowicka, School of Library Science, University of Example, Exampletown, Ireland
//! ER  -
//! ```
//!
//! ```ris
//! TY  - BOOK
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! PY  - 2019
//! CY  - 32 Example Avenue, Exampletown
//! ER  -
//! ```
//!
//! ## Report
//!
//! ```text
//! error[field/misplaced-value]: a DOI is written where the pages should be, `doi.org/10.1609/aaai.v32i1.12057`
//!    ╭─[record.json:3:12   record Reading in small towns · /pages]
//!  2 │   "title": { "text": "Reading in small towns", "lang": "en" },
//!  3 │   "pages": "doi.org/10.1609/aaai.v32i1.12057"
//!    ·            ─────────────────┬────────────────
//!    ·                             ╰── a DOI
//!  4 │ }
//!    ╰────
//!   help: move it to `identifiers`, with the scheme `doi`
//!   fix to be confirmed: move it
//!     - " }, "pages": "doi.org/10.1609/aaai.v32i1.12057"
//!     + " }, "identifiers": [{ "scheme": "doi", "value": "10.1609/aaai.v32i1.12057"…
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "pages": "155-166",
//!   "identifiers": [{ "scheme": "doi", "value": "10.1609/aaai.v32i1.12057" }]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "journal": { "title": "2000. The European Journal" },
//!   "pages": "e0123456"
//! }
//! ```
//!
//! ```json
//! { "title": { "text": "10.1000/182 and the history of a handbook", "lang": "en" }, "volume": "1998" }
//! ```
//!
//! ```ris
//! TY  - BOOK
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! PY  - 2019
//! CY  - Cambridge, MA, United States
//! ER  -
//! ```
//!
//! ```ris
//! TY  - BOOK
//! AU  - Nowicka, Anna
//! TI  - Reading in small towns
//! PY  - 2019
//! CY  - United States -- New York
//! ER  -
//! ```

use super::super::issn::format::issns;
use crate::diagnostic::{Applicability, Change, Finding, New, Place, Severity, show};
use crate::record::person::institution;
use crate::record::{Record, deletion};
use crate::record::{arxiv, doi};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::{NodeId, Pointer, Symbol};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

pub const RULE: Rule = Rule {
    id: "field/misplaced-value",
    severity: Severity::Error,
    reads: &[
        Symbol::PAGES,
        Symbol::TITLE,
        Symbol::JOURNAL,
        Symbol::VOLUME,
        Symbol::ISSUE,
        Symbol::IDENTIFIERS,
        // The place of publication is not in the canonical record. A record that has one has a type.
        Symbol::TYPE,
    ],
    instead_of: &["pages", "doi", "url", "issue", "volume", "title/missing", "text/placeholder"],
    fix: Some(Applicability::Unsafe),
    check: Check::Present(check),
    ..Rule::PLAIN
};

/// What a value is, regardless of its field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Doi,
    WebAddress,
    Issn,
    Keywords,
    Arxiv,
    Affiliation,
    PubmedCentral,
    StreetAddress,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::Doi => "a DOI",
            Kind::WebAddress => "an address",
            Kind::Issn => "an ISSN",
            Kind::Keywords => "a list of words",
            Kind::Arxiv => "an arXiv identifier",
            Kind::Affiliation => "an affiliation",
            Kind::PubmedCentral => "a PubMed Central identifier",
            Kind::StreetAddress => "a street address",
        }
    }

    const fn field(self) -> Symbol {
        match self {
            Kind::Doi => Symbol::DOI,
            Kind::WebAddress => Symbol::LINKS,
            Kind::Issn => Symbol::ISSN,
            Kind::Keywords => Symbol::KEYWORDS,
            Kind::Arxiv => Symbol::SCHEME,
            Kind::Affiliation => Symbol::AFFILIATIONS,
            Kind::PubmedCentral => Symbol::IDENTIFIERS,
            // No format has a field for it.
            Kind::StreetAddress => Symbol::OTHER,
        }
    }
}

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    check_places(record, context, findings);
    if record.plain_pages().is_some()
        && record.numbers_are_plain()
        && record.titles_are_plain()
        && has_plain_journal(record)
        && has_plain_publisher(record)
        && !record.is_tex()
        && deletion(record).is_none()
    {
        return;
    }
    let numbers = [Symbol::PAGES, Symbol::VOLUME, Symbol::ISSUE];
    for (field, (node, text)) in numbers.iter().filter_map(|field| Some((*field, record.text(NodeId::ROOT, *field)?))) {
        // Almost no number of a volume or a page is as long as a DOI or an address.
        if text.len() >= MIN_BYTES {
            let kind = identifier(text)
                .or_else(|| is_affiliation(text).then_some(Kind::Affiliation).filter(|_| field != Symbol::PAGES))
                .or_else(|| is_pubmed_central_id(text).then_some(Kind::PubmedCentral))
                .or_else(|| is_keyword_list(text).then_some(Kind::Keywords).filter(|_| field == Symbol::PAGES))
                .or_else(|| is_arxiv_id(text).then_some(Kind::Arxiv).filter(|_| field == Symbol::PAGES));
            let fix =
                kind.filter(|_| field == Symbol::PAGES).and_then(|kind| move_from_pages(record, node, text, kind));
            if let Some(finding) = report(record, context, kind, (node, text), field, findings)
                && let Some(changes) = fix
            {
                finding.fix("move it", Applicability::Unsafe, changes);
            }
        }
    }
    // An `eprint` without an archive is read only if it is an address.
    for eprint in record.identifiers("eprint") {
        let text = eprint.value;
        let message = format!("an address is in the field `eprint`, {}", show::quoted(text));
        let finding = findings.at(Place::Value(eprint.node), message);
        finding.caption("an address").value(show::clipped(text)).help(if record.links_to(text) {
            "remove it: `url` has it already"
        } else {
            "move it to `url`: `eprint` is for the number in an archive"
        });
        finding.severity(Severity::Warning);
    }
    if deletion(record).is_some() {
        let place = record.title().map_or(Place::Opening(record.root()), |title| Place::Value(title.text_node));
        let finding = findings.at(place, "this is the record of a deleted DOI");
        finding
            .severity(Severity::Note)
            .caption("deleted")
            .help("use the DOI that replaced it, or leave the record out");
        return;
    }
    if let Some(title) = record.title() {
        let own = record.identifiers("doi").next().map(|doi| doi.value);
        let reported =
            report(record, context, kind_of_whole(title.text), (title.text_node, title.text), Symbol::TITLE, findings);
        if let (Some(finding), Some(own), Some(Kind::Doi)) = (reported, own, kind_of_whole(title.text)) {
            // The DOI is already in the record, so it is not moved.
            if are_same_doi(own, title.text) {
                finding.message = "the title is the record's own DOI".into();
                finding.help("write the title");
            } else {
                let place = context.shape.place_of(Symbol::DOI).unwrap_or_else(|| "the record".to_owned());
                finding.help(format!("write the title; {place} has another DOI: look up which of the two is right"));
            }
        }
    }
    let journal = record.field(Symbol::JOURNAL).and_then(|journal| record.text(journal, Symbol::TITLE));
    if let Some((node, text)) = journal {
        let issn = is_issn(text.trim()).then_some(Kind::Issn);
        if report(record, context, kind_of_whole(text).or(issn), (node, text), Symbol::JOURNAL, findings).is_none()
            && let Some(range) = issn_within(text)
        {
            report_part(context, (node, range), text, "an ISSN", Symbol::ISSN, findings);
        }
    }
    let publisher = record.field(Symbol::JOURNAL).and_then(|journal| record.text(journal, Symbol::PUBLISHER));
    if let Some((node, text)) = publisher
        && let Some(range) = email(text)
    {
        let named = record.written(node).unwrap_or_else(|| "the publisher".to_owned());
        let message = format!("{} is in {named}", show::quoted(&text[range.clone()]));
        let finding = findings.at(Place::Within(node, range), message);
        finding.caption("an e-mail address").value(show::clipped(text)).severity(Severity::Warning);
        finding.help("keep only the name, without address and telephone");
    }
}

/// Reports a value in the place of publication that is not a place.
fn check_places(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    let is_checked = !context.shape.places.is_empty() && record.field(Symbol::TYPE).is_some();
    let Some(source) = record.source().filter(|_| is_checked) else { return };
    for child in source.children(source.root()) {
        let name = child.key.map_or("", |key| source.key_name(key));
        let text = source.text(child.value).map_or("", str::trim);
        if !context.shape.places.contains(&name) || text.len() < MIN_BYTES {
            continue;
        }
        let Some(kind) = kind_of_non_place(text) else { continue };
        let what = if kind == Kind::WebAddress { "a web address" } else { kind.name() };
        let place = Place::Bytes(source.span(child.value));
        let message = format!("{what} is written where the place of publication should be, {}", show::quoted(text));
        let finding = findings.at(place, message);
        finding.caption(what).value(show::clipped(text)).severity(Severity::Warning);
        finding.source_pointer = Some(Pointer::of(source, child.value).into_text());
        let city = "write only the city, or the city and the country";
        finding.help(match context.shape.place_of(kind.field()) {
            Some(own) => format!("{city}; the address belongs in {own}"),
            None => city.to_owned(),
        });
    }
}

/// Returns what a text is if it is not a place: a web address, an institution with commas, or a street with a house
/// number.
fn kind_of_non_place(text: &str) -> Option<Kind> {
    const COMMAS: usize = 2;
    let is_institution = || institution(text, false).is_some() && text.matches(',').count() >= COMMAS;
    if is_address(text) || text.contains("://") {
        return Some(Kind::WebAddress);
    }
    if email(text).is_some() || is_institution() {
        return Some(Kind::Affiliation);
    }
    STREET.as_ref().filter(|street| street.is_match(text)).map(|_| Kind::StreetAddress)
}

/// Matches a house number followed by a street, or a street followed by a house number, in English, German, French,
/// Spanish, Italian and Polish; or a post office box.
static STREET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number_first = concat!(
        r"[0-9]{1,5}[a-z]?,?\s+(\p{L}|[0-9]).*",
        r"\b(street|avenue|ave\.|road|rd\.|boulevard|blvd\.?|lane|drive|highway)(\b|\s|,|$)",
    );
    let street_first =
        r"(\p{L}+(straße|strasse|str\.)|(rue|calle|via|viale|ul\.|ulica|avenue)\s.*\p{L}),?\s+[0-9]{1,4}[a-z]?(,|\s|$)";
    let french = r"[0-9]{1,4},?\s(rue|avenue|boulevard|place|quai)\s";
    let post = r"p\.?\s?o\.?\s?box\s+[0-9]";
    Regex::new(&format!(r"(?i)^({number_first}|{street_first}|{french})|\b{post}")).ok()
});

/// Whether two texts are the same DOI, ignoring an address or a label before it.
fn are_same_doi(left: &str, right: &str) -> bool {
    let bare = |text: &str| text.trim().find("10.").map(|at| text.trim()[at..].to_ascii_lowercase());
    bare(left).is_some() && bare(left) == bare(right)
}

/// Whether the journal has no title, or one of several words that is not an identifier or an address.
fn has_plain_journal(record: &Record<'_>) -> bool {
    let title = record.field(Symbol::JOURNAL).and_then(|journal| record.text(journal, Symbol::TITLE));
    title.is_none_or(|(_, title)| {
        title.starts_with(|first: char| first.is_ascii_alphabetic()) && title.bytes().any(|byte| byte == b' ')
    })
}

/// Whether the publisher has no `@` and the title of the journal has no `ISSN`.
fn has_plain_publisher(record: &Record<'_>) -> bool {
    let Some(journal) = record.field(Symbol::JOURNAL) else { return true };
    let [publisher, title] = record.texts_of(journal, [Symbol::PUBLISHER, Symbol::TITLE]);
    !publisher.is_some_and(|(_, text)| text.contains('@')) && !title.is_some_and(|(_, text)| text.contains("ISSN"))
}

/// Returns the changes that move a value from the pages to its own field, if that field is empty.
fn move_from_pages(record: &Record<'_>, node: NodeId, text: &str, kind: Kind) -> Option<Vec<Change>> {
    let (field, value) = match kind {
        Kind::Doi => {
            let at = text.find("10.")?;
            let doi = text[at..].split_whitespace().next().filter(|doi| doi::is_doi(doi))?;
            (Symbol::IDENTIFIERS, New::object([("scheme", "doi"), ("value", doi)]))
        }
        Kind::Keywords => {
            let terms = text.split([',', ';']).map(|term| New::text(term.trim())).collect();
            (Symbol::KEYWORDS, New::Object(vec![("terms".to_owned(), New::List(terms))]))
        }
        Kind::WebAddress | Kind::Issn | Kind::Arxiv | Kind::PubmedCentral | Kind::Affiliation | Kind::StreetAddress => {
            return None;
        }
    };
    let name = field.name().to_owned();
    let put = Change::Put { node: record.root(), name, value: New::List(vec![value]) };
    record.field(field).is_none().then(|| vec![Change::Remove { node }, put])
}

/// Reports a part of a journal title that belongs elsewhere.
fn report_part(
    context: &RuleContext<'_>,
    (node, range): (NodeId, Range<usize>),
    text: &str,
    name: &'static str,
    field: Symbol,
    findings: &mut Findings<'_>,
) {
    let message = format!("{name} is part of the journal's title {}", show::quoted(text));
    let finding = findings.at(Place::Within(node, range), message);
    finding.caption(name).value(show::clipped(text)).severity(Severity::Warning);
    finding.help(context.shape.move_advice("it", field));
}

/// Returns the range of an ISSN with its label: `ISSN 2470-0983`.
fn issn_within(text: &str) -> Option<Range<usize>> {
    let at = text.find("ISSN")?;
    let after = text[at + 4..].trim_start_matches([' ', ':']);
    let number = after.get(..9).filter(|number| is_issn(number))?;
    Some(at..text.len() - after.len() + number.len())
}

/// Returns the range of the e-mail address in a text.
fn email(text: &str) -> Option<Range<usize>> {
    let word = text.split([' ', ',', ';', '(', ')', '<', '>']).find(|word| {
        word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.trim_end_matches('.').contains('.'))
    })?;
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    Some(start..start + word.trim_end_matches('.').len())
}

/// Whether a text is an institution with several commas or with an e-mail address. No issue number is that long.
fn is_affiliation(text: &str) -> bool {
    const COMMAS: usize = 3;
    institution(text, false).is_some() && (text.matches(',').count() >= COMMAS || email(text).is_some())
}

/// Whether the record has the value in the right field, too.
fn is_in_right_field(record: &Record<'_>, node: NodeId, text: &str, kind: Kind) -> bool {
    let has =
        |scheme: &str| record.identifiers(scheme).any(|known| known.node != node && are_same_number(known.value, text));
    match kind {
        Kind::Doi => record.identifiers("doi").any(|known| known.node != node && are_same_doi(known.value, text)),
        Kind::WebAddress => record.links_to(text),
        Kind::Issn => issns(record).any(|(_, known)| are_same_number(known, text)),
        Kind::Arxiv => has("arxiv"),
        Kind::PubmedCentral => has("pmcid"),
        Kind::Keywords | Kind::Affiliation | Kind::StreetAddress => false,
    }
}

/// Whether two numbers are equal, ignoring spaces, hyphens and case.
fn are_same_number(left: &str, right: &str) -> bool {
    let bare = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    bare(left) == bare(right)
}

fn report<'f>(
    record: &Record<'_>,
    context: &RuleContext<'_>,
    kind: Option<Kind>,
    (node, text): (NodeId, &str),
    field: Symbol,
    findings: &'f mut Findings<'_>,
) -> Option<&'f mut Finding> {
    let kind = kind?;
    let what = match field {
        Symbol::JOURNAL => "the journal's title",
        Symbol::TITLE => "the title",
        Symbol::VOLUME => "the volume",
        Symbol::ISSUE => "the issue",
        _ => "the pages",
    };
    let message = format!("{} is written where {what} should be, {}", kind.name(), show::quoted(text));
    let finding = findings.at(Place::Value(node), message);
    finding.caption(kind.name()).value(show::clipped(text));
    // A title cannot be left out.
    let required = match field {
        Symbol::TITLE => Some("the title"),
        Symbol::JOURNAL => Some("the journal's title"),
        _ => None,
    };
    let what = match required {
        Some(_) => "this",
        None if kind == Kind::WebAddress && !is_address(text) => "the address",
        None => "it",
    };
    let place = context.shape.place_of(kind.field()).filter(|_| is_in_right_field(record, node, text, kind));
    let is_known = place.is_some();
    let advice = match place {
        Some(place) => format!("remove {what}: {place} has it already"),
        None => context.shape.move_advice(what, kind.field()),
    };
    Some(finding.help(match required {
        Some(title) if is_known => format!("write {title} here"),
        Some(title) if context.shape.place_of(kind.field()).is_some() => format!("write {title} here, and {advice}"),
        Some(title) => format!("write {title} here"),
        None => advice,
    }))
}

/// The minimum length of a DOI, an address or a list of words.
const MIN_BYTES: usize = 9;

/// Returns the kind of a text that contains a DOI or an address. No page or volume number contains either.
fn identifier(text: &str) -> Option<Kind> {
    let is_doi = text.split_whitespace().any(has_doi);
    let has_address = || is_address(text) || text.contains("http://") || text.contains("https://");
    if is_doi { Some(Kind::Doi) } else { has_address().then_some(Kind::WebAddress) }
}

/// Whether a word ends with a DOI. A DOI could begin at thousands of positions, so only the number of the registrant
/// is checked at each.
fn has_doi(word: &str) -> bool {
    /// The longest prefix in bytes, including `10.`.
    const MAX_PREFIX: usize = 40;
    let is_number = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    // A DOI contains no control character.
    let word = word.rsplit(char::is_control).next().unwrap_or_default();
    word.match_indices("10.").any(|(at, _)| {
        let number = word[at..].bytes().take(MAX_PREFIX).take_while(is_number).count();
        word[at + number..].starts_with('/') && doi::is_doi(&word[at..])
    })
}

/// Returns the kind of a text that consists of a DOI or an address. A title may mention one.
fn kind_of_whole(text: &str) -> Option<Kind> {
    let text = text.trim();
    let is_identifier = text.starts_with("10.")
        || is_address(text)
        || text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("doi:"));
    if is_identifier && !text.contains(char::is_whitespace) { identifier(text) } else { None }
}

fn is_address(text: &str) -> bool {
    let head = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    head("http://") || head("https://") || head("www.")
}

/// Whether a text is an arXiv identifier with or without a label, such as `1706.06083`.
fn is_arxiv_id(text: &str) -> bool {
    let text = text.trim();
    text.contains('.') && (arxiv::is_id(text) || arxiv::bare(text).is_some())
}

/// Whether a text is a PubMed Central identifier, such as `PMC3654245`.
fn is_pubmed_central_id(text: &str) -> bool {
    let number = text.trim().strip_prefix("PMC");
    number.is_some_and(|number| number.len() >= 6 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a text has the form of an ISSN, such as `2049-3630`.
fn is_issn(text: &str) -> bool {
    text.len() == 9
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 => byte == b'-',
            8 => byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'x'),
            _ => byte.is_ascii_digit(),
        })
}

/// Whether a text consists of three or more words of letters only, separated by commas or semicolons: misplaced
/// keywords.
fn is_keyword_list(text: &str) -> bool {
    let parts: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
    let is_word = |part: &&str| {
        let letters = part.chars().filter(|letter| letter.is_alphabetic()).count();
        letters >= 3 && !part.chars().any(|character| character.is_ascii_digit() || character == '.')
    };
    // Roman numerals consist of letters, too.
    parts.len() >= 3
        && parts.iter().all(is_word)
        && !parts.iter().all(|part| part.chars().all(|letter| "ivxlcdm".contains(letter.to_ascii_lowercase())))
}
