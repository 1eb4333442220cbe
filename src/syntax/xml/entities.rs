//! The expansion of entities: the five of XML, those that a document declares, and those of HTML and ISO 8879, which
//! would be declared in a DTD that is never fetched.
//!
//! Entities that expand exponentially are an attack known for twenty years (one gigabyte from one kilobyte): everything
//! read from entities is counted, and a document that exceeds the limit is rejected.

use super::cursor::{Cursor, Reference};
use super::tag::{self, Attribute};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The number of bytes to which the entities of a document may expand, in addition to [`GROWTH`] times its length.
const MAX_EXPANDED: usize = 1 << 20;

/// See [`MAX_EXPANDED`].
const GROWTH: usize = 2;

/// Greek letters of ISO 8879 (`ISOgrk1`) that have other names in HTML.
const GREEK: &[(&str, &str)] = &[
    ("Agr", "Α"),
    ("Bgr", "Β"),
    ("Dgr", "Δ"),
    ("EEgr", "Η"),
    ("Egr", "Ε"),
    ("Ggr", "Γ"),
    ("Igr", "Ι"),
    ("KHgr", "Χ"),
    ("Kgr", "Κ"),
    ("Lgr", "Λ"),
    ("Mgr", "Μ"),
    ("Ngr", "Ν"),
    ("OHgr", "Ω"),
    ("Ogr", "Ο"),
    ("PHgr", "Φ"),
    ("PSgr", "Ψ"),
    ("Pgr", "Π"),
    ("Rgr", "Ρ"),
    ("Sgr", "Σ"),
    ("THgr", "Θ"),
    ("Tgr", "Τ"),
    ("Ugr", "Υ"),
    ("Xgr", "Ξ"),
    ("Zgr", "Ζ"),
    ("agr", "α"),
    ("bgr", "β"),
    ("dgr", "δ"),
    ("eegr", "η"),
    ("egr", "ε"),
    ("ggr", "γ"),
    ("igr", "ι"),
    ("kgr", "κ"),
    ("khgr", "χ"),
    ("lgr", "λ"),
    ("mgr", "μ"),
    ("ngr", "ν"),
    ("ogr", "ο"),
    ("ohgr", "ω"),
    ("pgr", "π"),
    ("phgr", "φ"),
    ("psgr", "ψ"),
    ("rgr", "ρ"),
    ("sfgr", "ς"),
    ("sgr", "σ"),
    ("tgr", "τ"),
    ("thgr", "θ"),
    ("ugr", "υ"),
    ("xgr", "ξ"),
    ("zgr", "ζ"),
];

/// Returns the expansion of an undeclared name in HTML and ISO 8879.
pub(super) fn known(name: &str) -> Option<&'static str> {
    let html = &html_escape::NAMED_ENTITIES;
    let found = html.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes())).ok().map(|at| html[at].1);
    found.or_else(|| GREEK.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| GREEK[at].1))
}

/// Returns one of the five entities of every document (XML 1.0, section 4.6).
pub(super) fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// The context of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Within {
    /// Between tags.
    Content,
    /// In an attribute value.
    Attribute,
}

/// A declared entity.
#[derive(Clone, Debug)]
pub(super) enum Entity {
    /// Its replacement text.
    Internal(Rc<str>),
    /// It is in another file, which is never read.
    External,
    /// It is not text.
    Unparsed,
}

/// The meaning of a reference.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// A text.
    Text(Rc<str>),
    /// The text of a name that should be declared but is not.
    Undeclared(&'static str),
    /// Unknown, and whether this makes the document invalid.
    Unknown { is_wrong: bool },
    /// The content of another file.
    External,
    /// It makes the document invalid, with the reason.
    Wrong(String),
}

/// The entities of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Entities {
    declared: HashMap<Box<str>, Entity>,
    /// The resolved references.
    resolved: HashMap<(Box<str>, Within), Meaning>,
    /// Whether there may be declarations that were not read, so that an undeclared name is not an error.
    pub(super) may_be_elsewhere: bool,
    spent: usize,
    limit: usize,
}

impl Entities {
    /// Creates the entities of a document of this length.
    pub(super) fn new(length: usize) -> Self {
        let limit = MAX_EXPANDED.saturating_add(length.saturating_mul(GROWTH));
        Self { limit, ..Self::default() }
    }

    /// Creates the entities of a document that only contains common names.
    pub(super) fn default_for(text: &str) -> Self {
        Self { may_be_elsewhere: true, ..Self::new(text.len()) }
    }

    /// Declares an entity. The first declaration counts (section 4.2).
    pub(super) fn declare(&mut self, name: &str, entity: Entity) {
        self.declared.entry(name.into()).or_insert(entity);
    }

    /// Charges bytes read from entities. Returns false if the limit is exceeded.
    pub(super) fn spend(&mut self, length: usize) -> bool {
        self.spent = self.spent.saturating_add(length + 1);
        self.spent <= self.limit
    }

    /// Resolves a reference to `name`.
    pub(super) fn meaning(&mut self, name: &str, within: Within) -> Meaning {
        if let Some(text) = predefined(name) {
            return Meaning::Text(text.into());
        }
        let key = (name.into(), within);
        if let Some(known) = self.resolved.get(&key).cloned() {
            let length = if let Meaning::Text(text) = &known { text.len() } else { 0 };
            return if self.spend(length) { known } else { too_much() };
        }
        let found = self.resolve(name, within);
        self.resolved.insert(key, found.clone());
        found
    }

    fn resolve(&mut self, name: &str, within: Within) -> Meaning {
        match self.declared.get(name) {
            Some(Entity::Internal(text)) => {
                let first = Frame { name: name.into(), text: Rc::clone(text), at: 0, elements: 0 };
                match Expansion::of(first).run(self, within) {
                    Ok(text) => Meaning::Text(text.into()),
                    Err(message) => Meaning::Wrong(message),
                }
            }
            Some(Entity::External) if within == Within::Content => Meaning::External,
            Some(Entity::External) => Meaning::Wrong(format!("the text of `{name}` is in another file")),
            Some(Entity::Unparsed) => Meaning::Wrong(format!("`{name}` is not a text")),
            None => match known(name) {
                Some(text) if self.may_be_elsewhere => Meaning::Text(text.into()),
                Some(text) => Meaning::Undeclared(text),
                None => Meaning::Unknown { is_wrong: !self.may_be_elsewhere },
            },
        }
    }
}

fn too_much() -> Meaning {
    Meaning::Wrong(TOO_MUCH.to_owned())
}

/// Reported for a document whose entities exceed the limit.
pub(super) const TOO_MUCH: &str = "the entities of this document make it many times larger than it is";

/// An entity that is being expanded.
struct Frame {
    name: Rc<str>,
    text: Rc<str>,
    at: usize,
    /// The number of elements that were open where it began: it must close no other ones, and leave none open (section
    /// 4.3.2).
    elements: usize,
}

/// The expansion of an entity and its references. Of markup in it, only the text is kept.
struct Expansion {
    frames: Vec<Frame>,
    active: HashSet<Rc<str>>,
    elements: Vec<String>,
    attributes: Vec<Attribute>,
    text: String,
}

impl Expansion {
    fn of(first: Frame) -> Self {
        let active = HashSet::from([Rc::clone(&first.name)]);
        Self { frames: vec![first], active, elements: Vec::new(), attributes: Vec::new(), text: String::new() }
    }

    fn run(mut self, entities: &mut Entities, within: Within) -> Result<String, String> {
        if !self.frames.last().is_some_and(|first| entities.spend(first.text.len())) {
            return Err(TOO_MUCH.to_owned());
        }
        while let Some(frame) = self.frames.last() {
            let (text, at) = (Rc::clone(&frame.text), frame.at);
            let mut cursor = Cursor::new(&text, at);
            let Some(length) = memchr::memchr2(b'<', b'&', cursor.rest().as_bytes()) else {
                self.text.push_str(cursor.rest());
                self.close()?;
                continue;
            };
            self.text.push_str(&cursor.rest()[..length]);
            cursor.at += length;
            let opened = if cursor.peek() == Some(b'&') {
                self.reference(&mut cursor, entities, within)?
            } else if within == Within::Attribute {
                return Err("it puts a `<` into the value of an attribute".to_owned());
            } else {
                self.markup(&mut cursor, entities)?;
                None
            };
            if let Some(frame) = self.frames.last_mut() {
                frame.at = cursor.at;
            }
            self.frames.extend(opened);
        }
        Ok(self.text)
    }

    fn close(&mut self) -> Result<(), String> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        self.active.remove(&frame.name);
        if frame.elements == self.elements.len() {
            return Ok(());
        }
        Err(format!("`{}` opens an element that it does not close", frame.name))
    }

    fn reference(
        &mut self,
        cursor: &mut Cursor<'_>,
        entities: &mut Entities,
        within: Within,
    ) -> Result<Option<Frame>, String> {
        let name = match cursor.reference() {
            Some(Reference::Character(letter)) => {
                self.text.push(letter);
                return Ok(None);
            }
            Some(Reference::Entity(name)) => &cursor.text[name],
            None => return Err("there is a bare `&` in it".to_owned()),
        };
        if let Some(text) = predefined(name) {
            self.text.push_str(text);
            return Ok(None);
        }
        match entities.declared.get(name) {
            Some(Entity::Internal(text)) => {
                let (name, text): (Rc<str>, Rc<str>) = (name.into(), Rc::clone(text));
                if !self.active.insert(Rc::clone(&name)) {
                    return Err(format!("the entity `{name}` contains itself"));
                }
                if !entities.spend(text.len()) {
                    return Err(TOO_MUCH.to_owned());
                }
                Ok(Some(Frame { name, text, at: 0, elements: self.elements.len() }))
            }
            Some(Entity::External) if within == Within::Content => Ok(None),
            Some(Entity::External) => Err(format!("the text of `{name}` is in another file")),
            Some(Entity::Unparsed) => Err(format!("`{name}` is not a text")),
            None if entities.may_be_elsewhere => {
                self.text.push_str(known(name).unwrap_or_default());
                Ok(None)
            }
            None => Err(format!("it names `{name}`, which is declared nowhere")),
        }
    }

    fn markup(&mut self, cursor: &mut Cursor<'_>, entities: &mut Entities) -> Result<(), String> {
        let in_words = |fault: crate::syntax::Fault| format!("in it, {}", fault.message);
        if cursor.eat("<!--") {
            return cursor.comment().map_err(in_words);
        }
        if cursor.eat("<?") {
            return cursor.instruction().map_err(in_words);
        }
        if cursor.eat("<![CDATA[") {
            let inside = cursor.until("]]>").ok_or("a `<![CDATA[` in it is not closed")?;
            self.text.push_str(&cursor.text[inside]);
            return Ok(());
        }
        if cursor.eat("</") {
            let name = tag::end(cursor).map_err(in_words)?;
            let base = self.frames.last().map_or(0, |frame| frame.elements);
            let is_own = self.elements.len() > base;
            return match self.elements.pop() {
                Some(open) if is_own && open == cursor.text[name.clone()] => Ok(()),
                _ => Err(format!("it closes `{}`, which it did not open", &cursor.text[name])),
            };
        }
        self.attributes.clear();
        let tag = tag::start(cursor, &mut self.attributes).map_err(in_words)?;
        for attribute in &self.attributes {
            let value = &cursor.text[attribute.value.start as usize + 1..attribute.value.end as usize - 1];
            if memchr::memchr_iter(b'&', value.as_bytes()).any(|at| Cursor::new(value, at).reference().is_none()) {
                return Err("there is a bare `&` in it".to_owned());
            }
            for name in names(value) {
                let is_valid = predefined(name).is_some()
                    || entities.may_be_elsewhere
                    || matches!(entities.declared.get(name), Some(Entity::Internal(text)) if !text.contains('<'));
                if !is_valid {
                    return Err(format!("an attribute in it names `{name}`"));
                }
            }
        }
        if !tag.is_empty {
            self.elements.push(cursor.text[tag.name].to_owned());
        }
        Ok(())
    }
}

/// Returns the names of the entities that a text refers to.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'&', text.as_bytes()).filter_map(|at| match Cursor::new(text, at).reference() {
        Some(Reference::Entity(name)) => Some(&text[name]),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_contain_common_names() {
        assert!(html_escape::NAMED_ENTITIES.is_sorted_by(|one, other| one.0 < other.0));
        assert!(GREEK.is_sorted_by(|one, other| one.0 < other.0));
        for (name, text) in [("aacute", "á"), ("copy", "©"), ("lstrok", "ł"), ("mdash", "—"), ("agr", "α")] {
            assert_eq!(known(name), Some(text), "{name}");
        }
        assert_eq!(known("nonsense"), None);
    }

    fn meaning(declared: &[(&str, &str)], name: &str, within: Within) -> Meaning {
        let mut entities = Entities::new(1000);
        declared.iter().for_each(|(name, text)| entities.declare(name, Entity::Internal((*text).into())));
        entities.meaning(name, within)
    }

    fn text(declared: &[(&str, &str)], name: &str) -> Option<String> {
        match meaning(declared, name, Within::Content) {
            Meaning::Text(text) => Some(text.to_string()),
            _ => None,
        }
    }

    #[test]
    fn an_entity_is_expanded_with_its_references() {
        assert_eq!(text(&[("a", "x&b;&amp;&#322;"), ("b", "<i>y</i><![CDATA[&]]>")], "a").as_deref(), Some("xy&&ł"));
        assert_eq!(text(&[("a", "1"), ("a", "2")], "a").as_deref(), Some("1"));
    }

    #[test]
    fn incomplete_markup_is_invalid() {
        for broken in ["<b>", "</b>", "&a;", "& ", "&none;", "<b c='&none;'/>", "<b>&c;</b>"] {
            assert_eq!(text(&[("a", broken), ("c", "</b><b>")], "a"), None, "{broken}");
        }
        assert!(matches!(meaning(&[("a", "<b/>")], "a", Within::Attribute), Meaning::Wrong(_)));
    }

    #[test]
    fn laughs_are_counted() {
        let names: Vec<String> = (0..12).map(|number| format!("e{number}")).collect();
        let texts: Vec<String> = (0..12).map(|number| format!("&e{};", number + 1).repeat(10)).collect();
        let declared: Vec<(&str, &str)> =
            names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).chain([("e12", "")]).collect();
        assert!(matches!(meaning(&declared, "e0", Within::Content), Meaning::Wrong(message) if message == TOO_MUCH));
    }
}
