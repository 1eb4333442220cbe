//! Titles and abstracts: texts with a language tag, and their detected language.

use super::repeats::{FEW, differ};
use super::{Agreement, Language, Record, Verdict, folded, is_same};
use crate::tree::{NodeId, Symbol};
use std::cell::RefCell;

/// A text that may have a language tag: a title, a variant of a title, an abstract.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The object `{text, lang, role}`.
    pub node: NodeId,
    /// Its text.
    pub text_node: NodeId,
    /// The string.
    pub text: &'a str,
    /// The language tag and its node, unless it is blank.
    pub lang: Option<(NodeId, &'a str)>,
    /// The language of the tag, if valid.
    pub language: Option<Language>,
    /// `translated`, `subtitle`, `graphical` ...; empty if not given.
    pub role: &'a str,
}

/// The label of an abstract, such as `Abstract:`, ends within this many bytes.
pub const LONGEST_LABEL: usize = 40;

impl Text<'_> {
    /// The number of bytes by which a copy may be longer: whitespace, and letters that are longer in the other case.
    const MAX_DIFFERENCE: usize = 4;

    /// Whether two texts have nearly the same length and do not begin with different ASCII letters, as nearly all
    /// translations do.
    fn may_be_copy_of(&self, other: &Text<'_>) -> bool {
        let first = |text: &'_ Text<'_>| text.text.as_bytes().first().copied();
        !differ(first(self), first(other)) && self.text.len().abs_diff(other.text.len()) <= Self::MAX_DIFFERENCE
    }

    /// Whether two texts of more than three words are equal but declared in two languages, so that one of them is a
    /// copy. Shorter texts are names, which are the same in many languages.
    pub fn is_copy_of(&self, other: &Text<'_>) -> bool {
        const NAME: usize = 3;
        self.language != other.language
            && self.text.len().abs_diff(other.text.len()) <= Self::MAX_DIFFERENCE
            && is_same(self.text, other.text)
            && self.text.split_whitespace().nth(NAME).is_some()
    }
}

/// Returns, for each text that is a copy of an earlier one, the indices of the first such text and of itself, in the
/// order of the list.
pub fn copies(texts: &[Text<'_>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for group in groups(texts) {
        let mut firsts: Vec<usize> = Vec::new();
        for again in group {
            let first = firsts.iter().find(|first| texts[**first].is_copy_of(&texts[again]));
            found.extend(first.map(|first| (*first, again)));
            add_first(texts, &mut firsts, again);
        }
    }
    found.sort_unstable_by_key(|(_, again)| *again);
    found
}

/// Returns the nodes of the texts that have a copy.
fn copied(texts: &[Text<'_>]) -> Vec<NodeId> {
    let mut found = Vec::new();
    for group in groups(texts) {
        let mut firsts = Vec::new();
        group.iter().for_each(|at| add_first(texts, &mut firsts, *at));
        let has_copy = |at: &usize| firsts.iter().any(|first| texts[*first].is_copy_of(&texts[*at]));
        found.extend(group.into_iter().filter(has_copy).map(|at| texts[at].node));
    }
    found
}

/// Returns the indices of texts that may be copies of each other, each list in order: all if there are few, else groups
/// with equal hashes.
fn groups(texts: &[Text<'_>]) -> Vec<Vec<usize>> {
    match texts.len() {
        0 | 1 => Vec::new(),
        ..=FEW if !(1..texts.len()).any(|at| texts[..at].iter().any(|one| one.may_be_copy_of(&texts[at]))) => {
            Vec::new()
        }
        ..=FEW => vec![(0..texts.len()).collect()],
        _ => {
            let mut numbers: Vec<(u64, usize)> = texts.iter().map(|text| folded(text.text)).zip(0..).collect();
            numbers.sort_unstable();
            let same = numbers.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1);
            same.map(|same| same.iter().map(|(_, at)| *at).collect()).collect()
        }
    }
}

/// The largest number of first texts. No text is copied under the tags of more languages.
const MAX_FIRSTS: usize = 256;

/// Adds a text to the first ones of its kind if it is one. A list may have thousands of equal texts in one language.
fn add_first(texts: &[Text<'_>], firsts: &mut Vec<usize>, at: usize) {
    let text = &texts[at];
    let is_known = |first: &usize| texts[*first].language == text.language && texts[*first].text == text.text;
    if firsts.len() < MAX_FIRSTS && !firsts.iter().any(is_known) {
        firsts.push(at);
    }
}

/// Returns the cached value for a node, or computes and caches it.
fn cached<T: Copy>(known: &RefCell<Vec<(NodeId, T)>>, node: NodeId, find: impl FnOnce() -> T) -> T {
    let place = |known: &[(NodeId, T)]| known.binary_search_by_key(&node, |(node, _)| *node);
    let found = place(&known.borrow()).map(|at| known.borrow()[at].1);
    found.unwrap_or_else(|_| {
        let found = find();
        let mut known = known.borrow_mut();
        // The computation may have added other entries.
        if let Err(at) = place(&known) {
            known.insert(at, (node, found));
        }
        found
    })
}

/// The form in which a text omits its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageGap {
    /// There is no such member.
    Absent,
    /// A member without a value.
    Blank(NodeId),
}

impl<'a> Record<'a> {
    /// Returns the main title, if it has a text.
    pub fn title(&self) -> Option<Text<'a>> {
        let main = self.field(Symbol::TITLE)?;
        self.titles().first().copied().filter(|title| title.node == main)
    }

    /// Returns the main title and the variants of any role that have a text.
    pub fn titles(&self) -> &[Text<'a>] {
        self.titles
            .get_or_init(|| self.texts(self.field(Symbol::TITLE).into_iter().chain(self.items(Symbol::TITLE_VARIANTS))))
    }

    /// Returns the other titles of any role that have a text.
    pub fn title_variants(&self) -> &[Text<'a>] {
        let titles = self.titles();
        &titles[usize::from(self.title().is_some())..]
    }

    /// Returns the main title, then the variants that are its translations.
    pub fn titles_in_languages(&self) -> &[Text<'a>] {
        const OTHER_WORDING: [&str; 4] = ["subtitle", "short", "alternative", "transliterated"];
        let is_wording = |variant: &Text<'a>| !OTHER_WORDING.contains(&variant.role);
        if self.title_variants().iter().all(is_wording) {
            return self.titles();
        }
        self.titles_in_languages.get_or_init(|| {
            let variants = self.title_variants().iter().filter(|variant| is_wording(variant));
            self.title().into_iter().chain(variants.copied()).collect()
        })
    }

    /// Returns the abstracts that have a text, without graphical, plain-language and teaser abstracts.
    pub fn abstracts(&self) -> &[Text<'a>] {
        let is_plain = |text: &Text<'a>| matches!(text.role, "" | "abstract");
        let all = self.all_abstracts();
        if all.iter().all(is_plain) {
            return all;
        }
        self.abstracts.get_or_init(|| all.iter().filter(|text| is_plain(text)).copied().collect())
    }

    /// Returns the abstracts of any role that have a text.
    pub fn all_abstracts(&self) -> &[Text<'a>] {
        self.all_abstracts.get_or_init(|| self.texts(self.items(Symbol::ABSTRACTS)))
    }

    fn texts(&self, items: impl Iterator<Item = NodeId>) -> Vec<Text<'a>> {
        items.filter_map(|item| self.text_of(item)).collect()
    }

    /// Returns a title, a variant or an abstract that has a text.
    pub fn text_of(&self, node: NodeId) -> Option<Text<'a>> {
        let [text, role, lang] = self.texts_of(node, [Symbol::TEXT, Symbol::ROLE, Symbol::LANG]);
        let (text_node, text) = text?;
        let language = lang.and_then(|(_, tag)| Language::of_tag(tag));
        Some(Text { node, text_node, text, lang, language, role: role.map_or("", |(_, role)| role) })
    }

    /// Whether another title or another abstract is a copy of this one.
    pub fn has_copy(&self, text: &Text<'_>) -> bool {
        let copied = self.copied.get_or_init(|| {
            let mut found = copied(self.all_abstracts());
            found.extend(copied(self.titles()));
            found.sort_unstable();
            found
        });
        copied.binary_search(&text.node).is_ok()
    }

    /// Returns how a text omits its language. `None` if a language is given, whether valid or not.
    pub fn language_gap(&self, text: &Text<'_>) -> Option<LanguageGap> {
        match self.member(text.node, Symbol::LANG) {
            None => Some(LanguageGap::Absent),
            Some(node) if self.is_blank(node) => Some(LanguageGap::Blank(node)),
            Some(_) => None,
        }
    }

    /// Returns the detected language of a text, cached per record.
    pub fn verdict(&self, text: &Text<'_>) -> Verdict {
        cached(&self.verdicts, text.text_node, || self.recogniser.verdict(text.text))
    }

    /// Whether a text is written in its declared language, cached per record.
    pub fn agreement(&self, text: &Text<'_>) -> Agreement {
        let Some(declared) = text.language else { return Agreement::Unsure };
        cached(&self.agreements, text.text_node, || {
            self.recogniser.agreement(declared, text.text, || self.verdict(text))
        })
    }

    /// Returns the language of a text: the declared one, else the detected one.
    pub fn language_of(&self, text: &Text<'_>) -> Verdict {
        match text.language {
            Some(language) => Verdict::Certain(language),
            None => self.verdict(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Creates a title with nodes derived from `number`.
    fn text(number: usize, text: &'static str, lang: &str) -> Text<'static> {
        let node = NodeId::new(2 * number as u32);
        let text_node = NodeId::new(2 * number as u32 + 1);
        Text { node, text_node, text, lang: None, language: Language::of_tag(lang), role: "" }
    }

    #[test]
    fn copies_among_many_texts_are_those_among_few() {
        const TEXTS: [(&str, &str); 7] = [
            ("The role of small states", "en"),
            ("The role of small states", "pl"),
            ("The Role of Small States", "de"),
            ("The role of small states", "en"),
            ("Rola małych państw w dziejach", "pl"),
            ("ROLA MAŁYCH PAŃSTW W DZIEJACH", "cs"),
            ("Rola państw", "en"),
        ];
        for count in [2, 5, 7, 30, 33, 60, 100] {
            let texts: Vec<Text<'_>> = (0..count)
                .map(|number| {
                    let (words, lang) = TEXTS[number * 5 % TEXTS.len()];
                    text(number, words, lang)
                })
                .collect();
            let first = |again: usize| (0..again).find(|first| texts[*first].is_copy_of(&texts[again]));
            let expected: Vec<(usize, usize)> =
                (0..count).filter_map(|again| first(again).map(|first| (first, again))).collect();
            assert_eq!(copies(&texts), expected, "{count}");
            let has_copy = |one: &&Text<'_>| texts.iter().any(|other| other.node != one.node && other.is_copy_of(one));
            let expected: Vec<NodeId> = texts.iter().filter(has_copy).map(|text| text.node).collect();
            let mut found = copied(&texts);
            found.sort_unstable();
            assert_eq!(found, expected, "{count}");
        }
    }

    #[test]
    fn values_of_a_node_are_computed_once() {
        let known = RefCell::default();
        for (node, expected) in [(5, 50), (2, 20), (9, 90)] {
            assert_eq!(cached(&known, NodeId::new(node), || expected), expected);
        }
        assert_eq!(cached(&known, NodeId::new(2), || 0), 20);
        assert_eq!(cached(&known, NodeId::new(9), || 0), 90);
    }
}
