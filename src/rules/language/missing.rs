//! The record does not declare the language of publication.
//!
//! ## Why
//!
//! Readers search for texts that they can read, and repositories deliver records by language. The guidelines of
//! OpenAIRE and the article data of DOAJ include the language, and without it there is no way to know which of
//! several titles is the original.
//!
//! In JATS an article without `xml:lang` is in English: every DTD gives `article/@xml:lang` the value `en`. In JATS
//! only a text in another language, such as an abstract in Spanish, is reported.
//!
//! Data, software, pictures and sounds may have no words: in DataCite, in which the language is optional, it is a
//! note for them, and not reported for physical objects such as a coin.
//!
//! In citation formats (BibTeX, RIS, CSL) the rule is off unless a profile or the configuration turns it on.
//!
//! ## Bad
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": []
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "type": "article"
//! }
//! ```
//!
//! ## Report
//!
//! ```text
//! warning[language/missing]: the language of publication is empty
//!    ╭─[record.json:3:16   record Czytelnictwo w małych miastach · /languages]
//!  2 │   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!  3 │   "languages": []
//!    ·                ─┬
//!    ·                 ╰── nothing here
//!  4 │ }
//!    ╰────
//!   help: name the language of the work by its code, such as `pl` or `en`
//! ```
//!
//! ## Good
//!
//! ```json
//! {
//!   "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" },
//!   "languages": ["pl"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["und"]
//! }
//! ```
//!
//! ```json
//! {
//!   "title": { "text": "Reading in small towns", "lang": "en" },
//!   "languages": ["en", "pl"]
//! }
//! ```

use crate::diagnostic::{Place, Severity, ids};
use crate::record::{Language, Record, Text, Verdict, deletion};
use crate::ruleset::{Check, Findings, Rule, RuleContext};
use crate::tree::Symbol;

pub const RULE: Rule = Rule {
    id: ids::LANGUAGE_MISSING,
    severity: Severity::Warning,
    reads: &[Symbol::LANGUAGES],
    instead_of: &["field/required-missing", "field/empty", "schema/required", "schema/enum", "schema/other"],
    check: Check::Absent(check),
    ..Rule::PLAIN
};

fn check(record: &Record<'_>, context: &RuleContext<'_>, findings: &mut Findings<'_>) {
    if record.is_filled() {
        return;
    }
    if let Some(default) = context.shape.default_language.filter(|_| record.field(Symbol::LANGUAGES).is_none()) {
        return report_if_not_default(record, default, findings);
    }
    let need = need(record, context);
    if need == Need::NotNeeded || deletion(record).is_some() {
        return;
    }
    if let Some(finding) = findings.missing(record, Symbol::LANGUAGES, "the language of publication") {
        finding.help(context.shape.language_advice());
        if let Some(element) = element_of_crossref(record, context) {
            finding.message = format!("`<{element}>` has no `language`");
            finding.help(format!("write the code of the language on `<{element}>`, for example `language=\"en\"`"));
        }
        if need == Need::Optional {
            finding.severity(Severity::Note);
        }
    }
}

/// Returns the element of the work in Crossref's XML that has an attribute for the language (metadata deposit schema
/// 5.3).
fn element_of_crossref(record: &Record<'_>, context: &RuleContext<'_>) -> Option<&'static str> {
    const ELEMENTS: &[(&str, &str)] = &[
        ("book", "book_metadata"),
        ("conference_paper", "conference_paper"),
        ("content_item", "content_item"),
        ("dissertation", "dissertation"),
        ("journal_article", "journal_article"),
        ("peer_review", "peer_review"),
        ("posted_content", "posted_content"),
        ("report-paper", "report-paper_metadata"),
    ];
    let tree =
        record.source().filter(|_| context.shape.id == "crossref-xml" && record.field(Symbol::LANGUAGES).is_none())?;
    let name = tree.key_name(tree.key_of(record.source_of(record.root())?)?);
    let local = name.rsplit(':').next().unwrap_or(name);
    ELEMENTS.iter().find(|(own, _)| *own == local).map(|(_, element)| *element)
}

/// Whether a work needs a language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The work is a text.
    Needed,
    /// The work may have words: data, software, pictures, sounds. DataCite makes the language optional.
    Optional,
    /// The work is a physical object.
    NotNeeded,
}

fn need(record: &Record<'_>, context: &RuleContext<'_>) -> Need {
    const THINGS: &[&str] = &["PhysicalObject", "Instrument"];
    const MAYBE_WITH_WORDS: &[&str] = &[
        "ComputationalNotebook",
        "Collection",
        "Dataset",
        "Image",
        "InteractiveResource",
        "Model",
        "MovingImage",
        "Other",
        "Project",
        "Service",
        "Software",
        "Sound",
        "StillImage",
        "Workflow",
    ];
    let own = record.text(record.root(), Symbol::TYPE).map(|(_, own)| own.trim());
    let is_type = |known: &&str| own.is_some_and(|own| own.eq_ignore_ascii_case(known));
    match context.shape.id {
        "datacite" | "datacite-xml" | "oai-dc" | "crossref" if THINGS.iter().any(is_type) => Need::NotNeeded,
        "datacite" | "datacite-xml" | "oai-dc" | "crossref" if MAYBE_WITH_WORDS.iter().any(is_type) => Need::Optional,
        "datacite" | "datacite-xml" if own.is_none() => Need::Optional,
        _ => Need::Needed,
    }
}

/// Reports an abstract or a title that is certainly not in the default language of the format.
fn report_if_not_default(record: &Record<'_>, default: &'static str, findings: &mut Findings<'_>) {
    let Some(assumed) = Language::of_tag(default) else { return };
    let certain = |text: &Text<'_>| match record.verdict(text) {
        Verdict::Certain(language) => Some(language),
        _ => None,
    };
    // A translation of an English text may lack its language. That is a mistake of that text, not of the record.
    let is_untagged = |text: &&Text<'_>| text.lang.is_none();
    let texts = record.abstracts().iter().filter(is_untagged).chain(record.titles().first().filter(is_untagged));
    let known: Vec<(&Text<'_>, Language)> = texts.filter_map(|text| Some((text, certain(text)?))).collect();
    let Some((text, language)) = known.first().copied() else { return };
    if known.iter().any(|(_, language)| *language == assumed) {
        return;
    }
    let message =
        format!("the language is missing, which means {}; this text is in {}", assumed.name(), language.name());
    let finding = findings.at(Place::Value(text.text_node), message);
    finding.caption(language.name().into_owned()).suggestion(language.code());
    let code = language.code();
    finding.help(format!("write `xml:lang=\"{code}\"` on `<article>`, if the work is in {}", language.name()));
}
