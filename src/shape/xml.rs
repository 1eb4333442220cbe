//! Helpers for XML formats: elements by their local names, the words in an element, languages in attributes.
//!
//! In the syntax tree an element is an object, an attribute a member `@name`, a text node a member `#text`; see
//! [`crate::syntax`]. A prefix only identifies a namespace, so elements are identified by their local names.

use super::fields::Issn;
use super::{Builder, Joined, Origin};
use crate::text::Span;
use crate::tree::{Kind, NodeId, Symbol, Tree};
use std::ops::Range;

/// The name of a member that is a text node.
const TEXT: &str = "#text";

/// Elements of JATS, XHTML and PubMed that are blocks.
const BLOCKS: &[&str] =
    &["AbstractText", "break", "br", "disp-formula", "div", "li", "list", "list-item", "p", "sec", "title"];

/// Returns a name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// Returns the element of the record, with its name. It follows elements that apply to several records.
pub(super) fn record(tree: Tree<'_>) -> Option<(&str, NodeId)> {
    children(tree, tree.root()).last()
}

/// Returns the child elements with their names.
pub(super) fn children(tree: Tree<'_>, element: NodeId) -> impl Iterator<Item = (&str, NodeId)> {
    // Text has no children, and XML has no lists.
    let all = tree.children(element).filter(move |child| tree.is_object(child.value));
    all.filter_map(move |child| Some((local(tree.key_name(child.key?)), child.value)))
}

/// Returns the child elements with this name.
pub(super) fn all<'a>(tree: Tree<'a>, element: NodeId, name: &'a str) -> impl Iterator<Item = NodeId> + use<'a> {
    children(tree, element).filter(move |(own, _)| *own == name).map(|(_, found)| found)
}

/// Returns the first child element with this name.
pub(super) fn first(tree: Tree<'_>, element: NodeId, name: &str) -> Option<NodeId> {
    children(tree, element).find(|(own, _)| *own == name).map(|(_, found)| found)
}

/// Returns the element at a path, taking the first of each name.
pub(super) fn at(tree: Tree<'_>, element: NodeId, path: &[&str]) -> Option<NodeId> {
    path.iter().try_fold(element, |element, name| first(tree, element, name))
}

/// Returns the value of an attribute by its qualified name: `xml:lang`.
pub(super) fn attribute(tree: Tree<'_>, element: NodeId, name: &str) -> Option<NodeId> {
    let all = tree.children(element).take_while(|child| tree.kind(child.value) == Kind::String);
    let mut named = all.filter_map(|child| Some((tree.key_name(child.key?), child.value)));
    named.find(|(own, _)| own.strip_prefix('@') == Some(name)).map(|(_, value)| value)
}

/// Returns the trimmed text of an attribute; empty if there is none.
pub(super) fn attribute_text<'a>(tree: Tree<'a>, element: NodeId, name: &str) -> &'a str {
    attribute(tree, element, name).and_then(|value| tree.string(value)).unwrap_or_default().trim()
}

/// Returns the trimmed text of an element with a single text node; empty if there is none.
pub(super) fn word(tree: Tree<'_>, element: NodeId) -> &str {
    let mut runs = tree.children(element).filter(|child| child.key.is_some_and(|key| tree.key_name(key) == TEXT));
    runs.next().and_then(|run| tree.string(run.value)).unwrap_or_default().trim()
}

/// How the words of an element are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading<'n> {
    /// Elements that are skipped with all their content: notes, labels, headings.
    pub(super) without: &'n [&'n str],
    /// Whether consecutive spaces are collapsed and paragraphs become lines.
    pub(super) is_prose: bool,
}

impl Reading<'_> {
    /// A single line: a title, a name, a number.
    pub(super) const LINE: Reading<'static> = Reading { without: &[], is_prose: false };
    /// A text of paragraphs.
    pub(super) const PROSE: Reading<'static> = Reading { without: &[], is_prose: true };
}

/// Returns the words in an element without markup. A line end with the spaces around it is layout and becomes a single
/// space; at the beginning and the end of the element it is dropped.
pub(super) fn words(tree: Tree<'_>, element: NodeId, reading: Reading<'_>) -> Joined {
    let mut words = Words::new(reading);
    words.element(tree, element, reading);
    words.joined
}

/// An element whose words are read.
struct Open {
    /// The first node after it.
    after: NodeId,
    /// Its end in the file.
    end: u32,
    /// Whether it is a block.
    is_block: bool,
    /// The length of the text before it.
    start: usize,
}

struct Words {
    joined: Joined,
    /// The separator before the next word.
    gap: &'static str,
    is_prose: bool,
    /// Whether an element without words follows the last word, such as `<etal/>` or a cross-reference: the spaces on
    /// its two sides are not consecutive.
    is_after_empty: bool,
}

impl Words {
    fn new(reading: Reading<'_>) -> Self {
        Self { joined: Joined::default(), gap: "", is_prose: reading.is_prose, is_after_empty: false }
    }

    /// Adds the words in an element.
    fn element(&mut self, tree: Tree<'_>, element: NodeId, reading: Reading<'_>) {
        // The open elements, and the end of the text before the next node.
        let (mut open, mut before): (Vec<Open>, Option<u32>) = (Vec::new(), None);
        let end = tree.after(element);
        let mut at = NodeId::new(element.index() as u32 + 1);
        while at < end {
            while let Some(closed) = open.pop_if(|open| open.after <= at) {
                before = Some(closed.end);
                self.is_after_empty |= closed.start == self.joined.text.len();
                if closed.is_block {
                    self.line();
                }
            }
            let value = NodeId::new(at.index() as u32 + 1);
            let (after, span) = (tree.after(value), tree.span(value));
            // Whitespace between elements is not a text node if its parent has no other text.
            let spaces = before.filter(|before| *before < span.start).map(|before| Span::new(before, span.start));
            if self.gap.is_empty() && spaces.is_some_and(|spaces| tree.chunk().slice(spaces).chars().all(is_xml_space))
            {
                self.gap = " ";
            }
            let name = tree.key_name(at);
            if name == TEXT {
                self.run(value, tree.string(value).unwrap_or_default());
            } else if tree.is_object(value) && !reading.without.contains(&local(name)) {
                let is_block = BLOCKS.contains(&local(name));
                if is_block {
                    self.line();
                }
                open.push(Open { after, end: span.end, is_block, start: self.joined.text.len() });
                before = None;
                at = NodeId::new(value.index() as u32 + 1);
                continue;
            }
            if !name.starts_with('@') {
                before = Some(span.end);
                self.is_after_empty |= name != TEXT;
            }
            at = after;
        }
        self.is_after_empty |= open.iter().any(|open| open.start == self.joined.text.len());
        if self.is_after_empty {
            self.joined.trim_end();
        }
    }

    fn line(&mut self) {
        self.gap = if self.is_prose { "\n" } else { " " };
    }

    /// Adds a text node. Each part is as long as possible, so that a range of it is a range of the file.
    fn run(&mut self, node: NodeId, text: &str) {
        let mut at = self.spaces_after_empty(text);
        while at < text.len() {
            let spaces = text[at..].len() - text[at..].trim_start_matches(is_xml_space).len();
            if spaces > 0 && self.is_layout(text, at..at + spaces) {
                if self.gap.is_empty() {
                    self.gap = " ";
                }
                at += spaces;
                continue;
            }
            let end = self.end(text, at + spaces);
            if !self.joined.text.is_empty() {
                self.joined.own(self.gap);
            }
            self.gap = "";
            self.is_after_empty = false;
            self.joined.part(node, at..end, &text[at..end]);
            at = end;
        }
    }

    /// Returns the number of spaces at the beginning of a text node that follow an element without words, with spaces
    /// or no words before it.
    fn spaces_after_empty(&self, text: &str) -> usize {
        let before = &self.joined.text;
        let is_parted = before.is_empty() || !self.gap.is_empty() || before.ends_with(is_xml_space);
        if self.is_after_empty && is_parted { text.len() - text.trim_start_matches(' ').len() } else { 0 }
    }

    /// Returns the start of the layout after a word.
    fn end(&self, text: &str, from: usize) -> usize {
        let mut at = from;
        while let Some(length) = text[at..].find(is_xml_space) {
            let start = at + length;
            let after = text.len() - text[start..].trim_start_matches(is_xml_space).len();
            if self.is_layout(text, start..after) {
                return start;
            }
            at = after;
        }
        text.len()
    }

    /// In prose, all whitespace is layout except a single space between two words.
    fn is_layout(&self, text: &str, spaces: Range<usize>) -> bool {
        let is_between = spaces.start > 0 && spaces.end < text.len();
        let spaces = &text[spaces];
        self.is_prose && !(is_between && spaces == " ") || spaces.contains(['\n', '\r'])
    }
}

/// XML whitespace; a no-break space is an ordinary character.
fn is_xml_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// Writes a member with the text of an element, or if it has none, the value of its attribute; empty if there is
/// neither.
pub(super) fn text_from(builder: &mut Builder<'_>, field: Symbol, element: NodeId, reading: Reading<'_>) {
    let tree = builder.source();
    let words = words(tree, element, reading);
    if words.parts.is_empty()
        && let Some((node, range)) = value_in_attribute(tree, element, field)
    {
        return builder.part_from(field, node, range);
    }
    builder.key_from(field, element);
    joined(builder, element, words);
}

/// Returns the value that an element has in an attribute: `<email xlink:href="mailto:a@b.org"/>`. Only for fields that
/// can be an address, and the owner of a copyright.
fn value_in_attribute(tree: Tree<'_>, element: NodeId, field: Symbol) -> Option<(NodeId, Range<usize>)> {
    const MAIL: &str = "mailto:";
    let names: &[&str] = match field {
        Symbol::EMAIL | Symbol::URL | Symbol::VALUE | Symbol::DOI | Symbol::ORCID | Symbol::ROR | Symbol::FUNDER_ID => {
            &["xlink:href", "href", "rdf:resource"]
        }
        Symbol::HOLDER => &["copyright-owner", "xlink:title"],
        _ => return None,
    };
    let node = names.iter().find_map(|name| attribute(tree, element, name))?;
    let text = tree.string(node)?;
    let is_mail = text.get(..MAIL.len()).is_some_and(|head| head.eq_ignore_ascii_case(MAIL));
    let start = if is_mail { MAIL.len() } else { 0 };
    // The text after a question mark is the subject and the body of a message.
    let end = if is_mail { text.find('?').unwrap_or(text.len()) } else { text.len() };
    (!text[start..end].trim().is_empty()).then_some((node, start..end))
}

/// Writes the text of an element.
pub(super) fn text(builder: &mut Builder<'_>, element: NodeId, reading: Reading<'_>) {
    let words = words(builder.source(), element, reading);
    joined(builder, element, words);
}

/// Writes the words of an element; empty if there are none.
pub(super) fn joined(builder: &mut Builder<'_>, element: NodeId, words: Joined) {
    let tree = builder.source();
    match words.parts.as_slice() {
        [] => builder.text(Origin::Node(element), ""),
        [only] if only.at.len() == words.text.len() => {
            let is_all = tree.string(only.node).is_some_and(|text| text.len() == only.from.len());
            let origin = if is_all { Origin::Node(only.node) } else { Origin::Part(only.node, only.from.clone()) };
            builder.text(origin, &words.text);
        }
        _ => builder.text(Origin::Parts(words.parts), &words.text),
    }
}

/// Writes a member with the value of an attribute, if it exists.
pub(super) fn attribute_from(builder: &mut Builder<'_>, field: Symbol, element: NodeId, name: &str) {
    if let Some(value) = attribute(builder.source(), element, name) {
        builder.text_from(field, value);
    }
}

/// Writes `{text, lang, role}`; the language comes from the attribute `lang`.
pub(super) fn text_object(
    builder: &mut Builder<'_>,
    element: NodeId,
    lang: &str,
    role: Option<&str>,
    reading: Reading<'_>,
) {
    builder.object(Origin::Node(element), |builder| {
        text_from(builder, Symbol::TEXT, element, reading);
        attribute_from(builder, Symbol::LANG, element, lang);
        if let Some(role) = role {
            builder.member(Symbol::ROLE, Origin::None, role);
        }
    });
}

/// Writes `{scheme, value}`.
pub(super) fn identifier(builder: &mut Builder<'_>, scheme: &str, element: NodeId) {
    builder.object(Origin::Node(element), |builder| {
        builder.member(Symbol::SCHEME, Origin::None, scheme);
        text_from(builder, Symbol::VALUE, element, Reading::LINE);
    });
}

/// Returns the ISSN in an element. `None` if it is empty.
pub(super) fn issn(tree: Tree<'_>, element: NodeId, medium: Option<Symbol>) -> Option<Issn> {
    let words = words(tree, element, Reading::LINE);
    let only = words.parts.into_iter().next()?;
    Some(Issn { node: only.node, range: only.from, medium })
}

/// Writes the first and last page, and the pages combined from them. Empty elements are an empty field.
pub(super) fn pages(builder: &mut Builder<'_>, start: Option<NodeId>, end: Option<NodeId>) {
    let tree = builder.source();
    let mut pages = Joined::default();
    for (field, element) in [(Symbol::FIRST_PAGE, start), (Symbol::LAST_PAGE, end)] {
        let Some(element) = element else { continue };
        let words = words(tree, element, Reading::LINE);
        let [only] = words.parts.as_slice() else { continue };
        text_from(builder, field, element, Reading::LINE);
        if !pages.text.is_empty() {
            pages.own("-");
        }
        pages.part(only.node, only.from.clone(), &words.text);
    }
    match (start, end) {
        _ if !pages.parts.is_empty() => {}
        // If one of them is removed, the other is still empty.
        (Some(start), Some(end)) => [start, end].into_iter().for_each(|element| pages.part(element, 0..0, "")),
        (Some(element), None) | (None, Some(element)) => {
            return text_from(builder, Symbol::PAGES, element, Reading::LINE);
        }
        (None, None) => {}
    }
    builder.joined(Symbol::PAGES, pages);
}

/// Writes the non-empty dates of a work. `holder` is their common parent, if any.
pub(super) fn dates(builder: &mut Builder<'_>, holder: Option<NodeId>, mut dates: Vec<(Symbol, Joined)>) {
    dates.retain(|(_, date)| !date.parts.is_empty());
    let Some(first) = dates.first().and_then(|(_, date)| date.parts.first()).map(|part| part.node) else { return };
    builder.key_from(Symbol::DATES, first);
    builder.object(Origin::Node(holder.unwrap_or(first)), |builder| {
        dates.into_iter().for_each(|(field, date)| builder.joined(field, date));
    });
}

/// Combines the parts of a date in separate elements into `2023-05-06`. Empty without a year.
pub(super) fn date(tree: Tree<'_>, parts: [Option<NodeId>; 3]) -> Joined {
    let mut date = Joined::default();
    for part in parts {
        let Some(words) = part.map(|part| words(tree, part, Reading::LINE)).filter(|words| !words.text.is_empty())
        else {
            break;
        };
        let [only] = words.parts.as_slice() else { break };
        let is_short = words.text.len() == 1 && words.text.bytes().all(|byte| byte.is_ascii_digit());
        if !date.text.is_empty() {
            date.own("-");
        }
        let written = match month(&words.text) {
            Some(number) => format!("{number:02}"),
            None if is_short => format!("0{}", words.text),
            None => words.text.clone(),
        };
        date.part(only.node, only.from.clone(), &written);
    }
    date
}

/// Returns the number of a month by its English name, or by its first three or more letters.
fn month(name: &str) -> Option<usize> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.trim().trim_end_matches('.').to_ascii_lowercase();
    let found = NAMES.iter().position(|known| name.len() > 2 && known.starts_with(&name))?;
    Some(found + 1)
}

/// Returns all descendant elements with their names.
pub(super) fn within(tree: Tree<'_>, element: NodeId) -> impl Iterator<Item = (&str, NodeId)> {
    let nodes = (element.index() as u32 + 1..tree.after(element).index() as u32).map(NodeId::new);
    let keys = nodes.filter(move |node| tree.kind(*node) == Kind::Key);
    let elements = keys.map(|key| (key, NodeId::new(key.index() as u32 + 1)));
    elements
        .filter(move |(_, value)| tree.is_object(*value))
        .map(move |(key, value)| (local(tree.key_name(key)), value))
}

/// Whether an element has text of its own besides that of its descendants.
pub(super) fn has_own_words(tree: Tree<'_>, element: NodeId) -> bool {
    let mut runs = tree.children(element).filter(|child| child.key.is_some_and(|key| tree.key_name(key) == TEXT));
    runs.any(|run| tree.string(run.value).is_some_and(|text| !text.trim().is_empty()))
}

/// Returns the words of several elements and attributes, each on its own line.
pub(super) fn words_of(tree: Tree<'_>, pieces: &[NodeId], reading: Reading<'_>) -> Joined {
    let mut words = Words::new(reading);
    for piece in pieces {
        words.line();
        match tree.string(*piece) {
            Some(text) => words.run(*piece, text),
            None => words.element(tree, *piece, reading),
        }
    }
    words.joined
}

/// Returns the words of an element in one line. If it has only child elements, those with text are separated by
/// `between`.
pub(super) fn words_in_a_row(tree: Tree<'_>, element: NodeId, reading: Reading<'_>, between: &'static str) -> Joined {
    let mut words = Words::new(reading);
    if has_own_words(tree, element) {
        words.element(tree, element, reading);
        return words.joined;
    }
    let (mut at, end) = (NodeId::new(element.index() as u32 + 1), tree.after(element));
    while at < end {
        let value = NodeId::new(at.index() as u32 + 1);
        let is_passed_over = !tree.is_object(value) || reading.without.contains(&local(tree.key_name(at)));
        at = if is_passed_over {
            tree.after(value)
        } else if has_own_words(tree, value) {
            words.gap = between;
            words.element(tree, value, reading);
            tree.after(value)
        } else {
            NodeId::new(value.index() as u32 + 1)
        };
    }
    words.joined
}

/// Writes a member with a normalized word. Its origin is `node` if the text is unchanged.
pub(super) fn word_from(builder: &mut Builder<'_>, field: Symbol, node: Option<NodeId>, word: &str) {
    match node.filter(|node| builder.source().string(*node) == Some(word)) {
        Some(node) => builder.text_from(field, node),
        None => builder.member(field, Origin::None, word),
    }
}

/// Joins the words of several elements with `between`.
pub(super) fn words_between(
    tree: Tree<'_>,
    elements: impl Iterator<Item = NodeId>,
    between: &str,
    reading: Reading<'_>,
) -> Joined {
    let mut all = Joined::default();
    elements.for_each(|element| all.joined(between, words(tree, element, reading)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{JsonMode, Reader, Syntax};
    use crate::text::Chunk;
    use crate::tree::Arena;

    fn read(text: &str, check: impl Fn(Tree<'_>, NodeId)) {
        let (mut arena, chunk) = (Arena::default(), Chunk::new(text, 0));
        Reader::new(chunk, Syntax::Xml, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new());
        let tree = Tree::new(chunk, &arena).expect("a record");
        let (_, element) = record(tree).expect("an element");
        check(tree, element);
    }

    #[test]
    fn words_are_what_a_reader_sees() {
        let cases = [
            ("<t>One</t>", "One", "One"),
            ("<t>\n  One\n  two\n</t>", "One two", "One two"),
            ("<t> One  two </t>", " One  two ", "One two"),
            ("<t>H<sub>2</sub>O &amp; <i>E. coli</i></t>", "H2O & E. coli", "H2O & E. coli"),
            ("<t><p>One.</p><p>Two.</p></t>", "One. Two.", "One.\nTwo."),
            ("<t>\n<title>Aim</title>\n<p>One\n<b>two</b>\nthree</p>\n</t>", "Aim One two three", "Aim\nOne two three"),
            ("<t a='x'/>", "", ""),
            ("<t>A<n>1</n></t>", "A1", "A1"),
            ("<t><n>A</n><n>1</n></t>", "A1", "A1"),
            ("<t>In <n><s>A</s> <g>B</g></n>,\n <n>\n  <s>C</s>\n  <g>D</g>\n</n></t>", "In A B, C D", "In A B, C D"),
        ];
        for (text, line, prose) in cases {
            read(text, |tree, element| {
                assert_eq!(words(tree, element, Reading::LINE).text, line, "{text}");
                assert_eq!(words(tree, element, Reading::PROSE).text, prose, "{text}");
            });
        }
        read("<t>A<fn><p>note</p></fn> b</t>", |tree, element| {
            let reading = Reading { without: &["fn"], is_prose: true };
            assert_eq!(words(tree, element, reading).text, "A b");
        });
    }

    #[test]
    fn every_part_is_at_its_recorded_position() {
        read("<t>\n One\n two &amp; <b>three</b>\n\n four</t>", |tree, element| {
            let words = words(tree, element, Reading::PROSE);
            for part in &words.parts {
                let own = tree.string(part.node).expect("a text");
                assert_eq!(words.text[part.at.clone()], own[part.from.clone()]);
            }
            assert_eq!(words.text, "One two & three four");
        });
    }

    #[test]
    fn elements_are_found_by_their_names() {
        read("<x:a k='1' xml:lang='pl'><x:b><c>1</c></x:b><b><c>2</c></b></x:a>", |tree, element| {
            assert_eq!(record(tree).map(|(name, _)| name), Some("a"));
            assert_eq!(at(tree, element, &["b", "c"]).map(|found| word(tree, found)), Some("1"));
            assert_eq!(all(tree, element, "b").count(), 2);
            assert_eq!(attribute_text(tree, element, "xml:lang"), "pl");
            assert_eq!(attribute(tree, element, "lang"), None);
            assert_eq!(at(tree, element, &["c"]), None);
        });
    }
}
