//! Journal, year, volume and number: those of an article, from its ancestors; and the elements for these levels
//! themselves.

use super::hierarchy::{Ancestor, AncestorData, Level, Place, name, names};
use super::{issns, people};
use crate::shape::fields::{self, Issn, list};
use crate::shape::xml::{Reading, all, attribute_text, text_from};
use crate::shape::{Builder, Origin};
use crate::tree::{NodeId, Symbol, Tree};

/// Where an ancestor of an article is declared.
#[derive(Clone, Copy, Debug)]
enum Source<'a> {
    /// In the article itself, which repeats the name: the element of the name, and its parent.
    Own(NodeId, NodeId),
    /// In another element, to which this attribute refers.
    Elsewhere(NodeId, AncestorData<'a>),
}

/// The known ancestors of an article.
struct Lineage<'a> {
    found: [Option<Source<'a>>; Level::ANCESTOR_LEVELS.len()],
}

impl<'a> Lineage<'a> {
    fn of(builder: &Builder<'a>, place: &Place) -> Self {
        let tree = builder.source();
        let mut line = Lineage { found: [None; Level::ANCESTOR_LEVELS.len()] };
        for Ancestor { level, element, .. } in &place.ancestors {
            if let Some(name) = name(tree, *element) {
                line.put(*level, Source::Own(name, *element));
            }
        }
        // Names in the article itself take precedence over other elements, and nearer ones over farther ones.
        let hierarchy = builder.hierarchy();
        for reference in place.ancestors.iter().filter_map(|ancestor| ancestor.reference) {
            let id = tree.string(reference).unwrap_or_default();
            for ancestor in hierarchy.into_iter().flat_map(|hierarchy| hierarchy.chain(id)) {
                line.put(ancestor.level, Source::Elsewhere(reference, ancestor));
            }
        }
        line
    }

    fn put(&mut self, level: Level, source: Source<'a>) {
        let is_nameless = matches!(source, Source::Elsewhere(_, ancestor) if ancestor.name.is_empty());
        if let Some(place) = self.found.get_mut(level as usize).filter(|place| place.is_none() && !is_nameless) {
            *place = Some(source);
        }
    }

    fn at(&self, level: Level) -> Option<Source<'a>> {
        self.found.get(level as usize).copied().flatten()
    }
}

impl Source<'_> {
    fn origin(self) -> Origin {
        match self {
            Source::Own(_, holder) => Origin::Node(holder),
            Source::Elsewhere(reference, _) => Origin::Elsewhere(reference),
        }
    }

    fn write(self, builder: &mut Builder<'_>, field: Symbol) {
        match self {
            Source::Own(name, _) => text_from(builder, field, name, Reading::LINE),
            Source::Elsewhere(reference, ancestor) => {
                builder.member(field, Origin::Elsewhere(reference), ancestor.name);
            }
        }
    }
}

/// Writes journal, year, volume and issue of an article. Fields that a dangling reference may have led to are not
/// missing.
pub(super) fn of_article(builder: &mut Builder<'_>, element: NodeId, place: &Place) {
    let line = Lineage::of(builder, place);
    let is_whole = line.at(Level::Journal).is_some();
    let is_open_ended = place.ancestors.iter().any(|ancestor| ancestor.reference.is_some());
    journal(builder, element, &line);
    for (level, field) in [(Level::Year, Symbol::YEAR), (Level::Volume, Symbol::VOLUME), (Level::Number, Symbol::ISSUE)]
    {
        match line.at(level) {
            Some(source) => source.write(builder, field),
            None if is_open_ended && !is_whole => builder.lacks(&[field]),
            None => {}
        }
    }
    if is_open_ended && !is_whole {
        builder.lacks(&[Symbol::JOURNAL]);
    }
    // The journal may declare these itself, which cannot be seen here.
    if is_open_ended && line.at(Level::Publisher).is_none() {
        builder.lacks(&[Symbol::PUBLISHER]);
    }
    if matches!(line.at(Level::Journal), Some(Source::Own(..))) {
        builder.lacks(&[Symbol::ISSN]);
    }
}

fn journal(builder: &mut Builder<'_>, element: NodeId, line: &Lineage<'_>) {
    let tree = builder.source();
    let publisher = people::publisher(tree, element);
    let journal = line.at(Level::Journal);
    let mut numbers = issns(tree, element);
    if let Some(Source::Own(_, holder)) = journal {
        numbers.extend(issns(tree, holder));
    }
    let ancestor = line.at(Level::Publisher);
    let origin = journal.or(ancestor).map(Source::origin);
    let own = numbers.first().map(|issn| issn.node).or(publisher.map(super::Value::node)).map(Origin::Node);
    let Some(origin) = origin.or(own) else { return };
    builder.key(Symbol::JOURNAL, origin.clone());
    builder.object(origin, |builder| {
        if let Some(journal) = journal {
            journal.write(builder, Symbol::TITLE);
        }
        match (publisher, ancestor) {
            (Some(publisher), _) => publisher.write(builder, Symbol::PUBLISHER),
            (None, Some(ancestor)) => ancestor.write(builder, Symbol::PUBLISHER),
            (None, None) => {}
        }
        match journal {
            Some(Source::Elsewhere(reference, AncestorData { issn: Some(issn), .. })) if numbers.is_empty() => {
                builder.key(Symbol::ISSN, Origin::Elsewhere(reference));
                builder.object(Origin::Elsewhere(reference), |builder| {
                    builder.member(Symbol::PRINT, Origin::Elsewhere(reference), issn);
                });
            }
            _ => fields::issn_object(builder, numbers),
        }
    });
}

/// Writes the value of an element above articles: a number, a year, a name.
pub(super) fn level(builder: &mut Builder<'_>, element: NodeId, level: Level) {
    let tree = builder.source();
    let mut all = names(tree, element);
    let first = all.next();
    let field = match level {
        Level::Year => Symbol::YEAR,
        Level::Volume => Symbol::VOLUME,
        Level::Number => Symbol::ISSUE,
        _ => return journal_itself(builder, element, level),
    };
    if let Some(name) = first {
        text_from(builder, field, name, Reading::LINE);
    }
    // A volume with a title has it after its number.
    if let Some(title) = all.next().filter(|_| level != Level::Year) {
        text_from(builder, Symbol::ISSUE_TITLE, title, Reading::LINE);
    }
}

/// The requirements of a profile for journals apply once to the journal, not to each of its articles.
pub(super) fn journal_requirements(builder: &mut Builder<'_>, place: &Place) {
    builder.holds(Symbol::JOURNAL);
    // Its publisher may be the parent element.
    if !place.ancestors.is_empty() {
        builder.lacks(&[Symbol::PUBLISHER]);
    }
}

fn journal_itself(builder: &mut Builder<'_>, element: NodeId, level: Level) {
    let tree = builder.source();
    let numbers: Vec<Issn> = issns(tree, element);
    let all: Vec<NodeId> = names(tree, element).chain(parallel(tree, element)).collect();
    if all.is_empty() && numbers.is_empty() {
        return;
    }
    builder.key_from(Symbol::JOURNAL, all.first().copied().unwrap_or(element));
    builder.object(Origin::Node(element), |builder| {
        let Some((name, others)) = all.split_first() else { return fields::issn_object(builder, numbers) };
        if level == Level::Publisher {
            return text_from(builder, Symbol::PUBLISHER, *name, Reading::LINE);
        }
        text_from(builder, Symbol::TITLE, *name, Reading::LINE);
        list(builder, Symbol::TITLE_VARIANTS, others, super::texts::text_object);
        if let Some(publisher) = people::publisher(tree, element) {
            publisher.write(builder, Symbol::PUBLISHER);
        }
        fields::issn_object(builder, numbers);
    });
}

/// Returns the names of a journal in other words or languages.
fn parallel(tree: Tree<'_>, element: NodeId) -> impl Iterator<Item = NodeId> {
    all(tree, element, "name").filter(move |name| attribute_text(tree, *name, "type") == "alternative")
}
