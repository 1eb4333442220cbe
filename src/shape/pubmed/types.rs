//! The publication types of MeSH (category V).

use super::Parts;
use crate::shape::Builder;
use crate::shape::xml::{self, Reading, all, first, text_from};
use crate::tree::{NodeId, Symbol, Tree};

/// The types with the nearest native types.
pub(super) const TYPES: &[(&str, &str)] = &[
    ("Journal Article", "article"),
    ("Review", "review-article"),
    ("Editorial", "editorial"),
    ("Letter", "letter"),
    ("Interview", "interview"),
    ("Obituary", "obituary"),
    ("Technical Report", "report"),
    ("Personal Narrative", "essay"),
    ("News", "note"),
    ("Bibliography", "bibliography"),
    ("Dataset", "data-paper"),
    ("Published Erratum", "erratum"),
    ("Retraction of Publication", "retraction"),
    ("Retraction Notice", "retraction"),
    ("Preprint", "preprint"),
    ("Adaptive Clinical Trial", "article"),
    ("Address", "other"),
    ("Autobiography", "essay"),
    ("Biography", "essay"),
    ("Case Reports", "article"),
    ("Classical Article", "article"),
    ("Clinical Conference", "article"),
    ("Clinical Study", "article"),
    ("Clinical Trial", "article"),
    ("Clinical Trial Protocol", "article"),
    ("Clinical Trial, Phase I", "article"),
    ("Clinical Trial, Phase II", "article"),
    ("Clinical Trial, Phase III", "article"),
    ("Clinical Trial, Phase IV", "article"),
    ("Clinical Trial, Veterinary", "article"),
    ("Collected Work", "other"),
    ("Comment", "note"),
    ("Comparative Study", "article"),
    ("Congress", "other"),
    ("Consensus Development Conference", "report"),
    ("Consensus Development Conference, NIH", "report"),
    ("Consensus Statement", "report"),
    ("Controlled Clinical Trial", "article"),
    ("Corrected and Republished Article", "article"),
    ("Dictionary", "other"),
    ("Directory", "other"),
    ("Duplicate Publication", "article"),
    ("English Abstract", "article"),
    ("Equivalence Trial", "article"),
    ("Evaluation Study", "article"),
    ("Expression of Concern", "note"),
    ("Festschrift", "other"),
    ("Government Publication", "report"),
    ("Guideline", "report"),
    ("Historical Article", "article"),
    ("Interactive Tutorial", "other"),
    ("Introductory Journal Article", "editorial"),
    ("Lecture", "other"),
    ("Legal Case", "other"),
    ("Legislation", "other"),
    ("Meta-Analysis", "review-article"),
    ("Multicenter Study", "article"),
    ("Network Meta-Analysis", "review-article"),
    ("Newspaper Article", "article"),
    ("Observational Study", "article"),
    ("Observational Study, Veterinary", "article"),
    ("Overall", "other"),
    ("Patient Education Handout", "other"),
    ("Periodical Index", "other"),
    ("Portrait", "other"),
    ("Practice Guideline", "report"),
    ("Pragmatic Clinical Trial", "article"),
    ("Randomized Controlled Trial", "article"),
    ("Randomized Controlled Trial, Veterinary", "article"),
    ("Research Support, American Recovery and Reinvestment Act", "article"),
    ("Research Support, N.I.H., Extramural", "article"),
    ("Research Support, N.I.H., Intramural", "article"),
    ("Research Support, Non-U.S. Gov't", "article"),
    ("Research Support, U.S. Gov't, Non-P.H.S.", "article"),
    ("Research Support, U.S. Gov't, P.H.S.", "article"),
    ("Retracted Publication", "article"),
    ("Scientific Integrity Review", "report"),
    ("Scoping Review", "review-article"),
    ("Systematic Review", "review-article"),
    ("Twin Study", "article"),
    ("Validation Study", "article"),
    ("Video-Audio Media", "other"),
    ("Webcast", "other"),
];

/// Writes the most specific of several types: most articles are also `Journal Article`.
pub(super) fn write(builder: &mut Builder<'_>, parts: Parts) {
    let tree = builder.source();
    let holder = first(tree, parts.article, "PublicationTypeList").unwrap_or(parts.article);
    let found: Vec<NodeId> = all(tree, holder, "PublicationType").collect();
    if let Some(most) = found.iter().copied().min_by_key(|one| rank(tree, *one)) {
        text_from(builder, Symbol::TYPE, most, Reading::LINE);
    }
}

/// Whether one of the types is a retraction of the work.
pub(super) fn is_retracted(tree: Tree<'_>, parts: Parts) -> bool {
    let holder = first(tree, parts.article, "PublicationTypeList").unwrap_or(parts.article);
    all(tree, holder, "PublicationType").any(|one| xml::word(tree, one).eq_ignore_ascii_case("Retracted Publication"))
}

/// Returns the rank; a lower one is better.
fn rank(tree: Tree<'_>, element: NodeId) -> u8 {
    let own = xml::word(tree, element);
    match TYPES.iter().find(|(word, _)| word.eq_ignore_ascii_case(own)) {
        Some((_, native)) if !matches!(*native, "article" | "other") => 0,
        Some(("Journal Article", _)) => 1,
        Some(_) => 2,
        None => 3,
    }
}
