//! The prolog of a document: the XML declaration, and the document type with its internal subset.
//!
//! The subset is read for the entities that it declares, and checked strictly, since an error in it changes the meaning
//! of names. Declarations of elements are not enforced: that is validation, and the external part of a DTD is never
//! fetched.

use super::cursor::{Cursor, Reference, is_name_char};
use super::entities::{Entities, Entity, Meaning, TOO_MUCH, Within, predefined};
use crate::syntax::{Fault, Problem};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The limit for nested content models and parameter entities.
const MAX_DEPTH: usize = 128;

/// The content of the XML declaration.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Declaration<'t> {
    pub(super) encoding: Option<&'t str>,
    pub(super) is_standalone: bool,
}

/// Advice for a document type that cannot be parsed.
const CORRECT: &str = "correct the document type, or remove it if the file does not need it";

/// Consumes the XML declaration, after its `<?xml`.
pub(super) fn declaration<'t>(cursor: &mut Cursor<'t>) -> Result<Declaration<'t>, Fault> {
    let mut found = Declaration::default();
    cursor.expect_whitespace()?;
    cursor.expect("version", "expected `version` here")?;
    let version = value(cursor, "a version")?;
    let is_version = version
        .strip_prefix("1.")
        .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|digit| digit.is_ascii_digit()));
    if !is_version {
        return Err(cursor.fault("expected a version before this", "write `version=\"1.0\"`"));
    }
    let mut has_whitespace = cursor.skip_whitespace();
    if has_whitespace && cursor.eat("encoding") {
        let name = value(cursor, "an encoding")?;
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        if !is_name {
            return Err(cursor.fault("expected the name of an encoding before this", "write `encoding=\"UTF-8\"`"));
        }
        found.encoding = Some(name);
        has_whitespace = cursor.skip_whitespace();
    }
    if has_whitespace && cursor.eat("standalone") {
        found.is_standalone = match value(cursor, "`yes` or `no`")? {
            "yes" => true,
            "no" => false,
            _ => return Err(cursor.fault("`standalone` is neither `yes` nor `no`", "write `yes` or `no`")),
        };
        cursor.skip_whitespace();
    }
    cursor.expect("?>", "the XML declaration has `version`, `encoding`, `standalone`, and then `?>`")?;
    Ok(found)
}

fn value<'t>(cursor: &mut Cursor<'t>, what: &str) -> Result<&'t str, Fault> {
    cursor.skip_whitespace();
    cursor.expect("=", "a `=` is missing here")?;
    cursor.skip_whitespace();
    cursor.quoted(what).map(|inside| &cursor.text[inside])
}

/// Consumes a document type, after its `<!DOCTYPE`, and adds the entities that it declares.
pub(super) fn document_type(
    cursor: &mut Cursor<'_>,
    declaration: Declaration<'_>,
    entities: &mut Entities,
) -> Result<(), Fault> {
    cursor.expect_whitespace()?;
    cursor.expect_name()?;
    let mut has_more = false;
    if cursor.skip_whitespace() && (cursor.sees("SYSTEM") || cursor.sees("PUBLIC")) {
        external_id(cursor, true)?;
        has_more = true;
        cursor.skip_whitespace();
    }
    if cursor.eat("[") {
        let mut subset = Subset { entities, parameters: HashMap::new(), active: HashSet::new(), has_more };
        subset.read(cursor)?;
        has_more = subset.has_more;
        cursor.skip_whitespace();
    }
    entities.may_be_elsewhere = has_more && !declaration.is_standalone;
    cursor.expect(">", "the document type is not closed: `>` is missing")
}

/// Consumes `SYSTEM "address"` or `PUBLIC "name" "address"`; for a notation, the address is optional.
fn external_id(cursor: &mut Cursor<'_>, needs_address: bool) -> Result<(), Fault> {
    if cursor.eat("SYSTEM") {
        cursor.expect_whitespace()?;
        return cursor.quoted("an address").map(|_| ());
    }
    cursor.expect("PUBLIC", "expected `SYSTEM` or `PUBLIC` here")?;
    cursor.expect_whitespace()?;
    let start = cursor.at;
    let name = cursor.quoted("a public name")?;
    let is_public = |byte: u8| byte.is_ascii_alphanumeric() || b" \r\n-'()+,./:=?;!*#@$_%".contains(&byte);
    if !cursor.text[name].bytes().all(is_public) {
        return Err(Problem::new(
            start,
            cursor.at,
            "this public name has a character that is not allowed in it",
            CORRECT,
        ));
    }
    let has_whitespace = cursor.skip_whitespace();
    let has_address = matches!(cursor.peek(), Some(b'"' | b'\''));
    if has_address && !has_whitespace {
        return Err(cursor.without_space());
    }
    if has_address || needs_address {
        cursor.quoted("an address")?;
    }
    Ok(())
}

/// A parameter entity.
#[derive(Clone, Debug)]
enum Parameter {
    Internal(Rc<str>),
    External,
}

/// The internal subset of a document type.
struct Subset<'e> {
    entities: &'e mut Entities,
    parameters: HashMap<Box<str>, Parameter>,
    active: HashSet<Rc<str>>,
    /// Whether there may be declarations that are not read.
    has_more: bool,
}

/// The text of a parameter entity between declarations.
struct Frame {
    name: Rc<str>,
    text: Rc<str>,
    at: usize,
}

impl Subset<'_> {
    /// Consumes the subset, after its `[`.
    fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        loop {
            cursor.skip_whitespace();
            if cursor.eat("]") {
                return Ok(());
            }
            let start = cursor.at;
            if cursor.peek().is_none() {
                return Err(cursor.fault("the document type is not closed: `]>` is missing", "add `]>`"));
            }
            if let Some(frame) = self.step(cursor)? {
                let end = cursor.at;
                let moved =
                    |fault: Fault| Problem::new(start, end, format!("in this entity: {}", fault.message), fault.help);
                self.parameter(frame).map_err(moved)?;
            }
        }
    }

    /// Reads the declarations in a parameter entity, and in the entities that it refers to.
    fn parameter(&mut self, first: Frame) -> Result<(), Fault> {
        let mut frames = vec![first];
        while let Some(frame) = frames.last_mut() {
            let text = Rc::clone(&frame.text);
            let mut cursor = Cursor::new(&text, frame.at);
            cursor.skip_whitespace();
            if cursor.peek().is_none() {
                self.active.remove(&frame.name);
                frames.pop();
                continue;
            }
            let opened = self.step(&mut cursor)?;
            frame.at = cursor.at;
            frames.extend(opened);
            if frames.len() > MAX_DEPTH {
                return Err(cursor.fault("too many entities inside each other", CORRECT));
            }
        }
        Ok(())
    }

    /// Reads one declaration or one parameter entity reference.
    fn step(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<Frame>, Fault> {
        if cursor.eat("<!--") {
            return cursor.comment().map(|()| None);
        }
        if cursor.eat("<?") {
            return cursor.instruction().map(|()| None);
        }
        if cursor.eat("%") {
            return self.parameter_reference(cursor);
        }
        if cursor.eat("<!ELEMENT") {
            element(cursor)?;
        } else if cursor.eat("<!ATTLIST") {
            self.attributes(cursor)?;
        } else if cursor.eat("<!ENTITY") {
            self.entity(cursor)?;
        } else if cursor.eat("<!NOTATION") {
            cursor.expect_whitespace()?;
            cursor.expect_name()?;
            cursor.expect_whitespace()?;
            external_id(cursor, false)?;
        } else {
            return Err(cursor.fault("expected a declaration here", CORRECT));
        }
        cursor.skip_whitespace();
        cursor.expect(">", "this declaration is not closed: `>` is missing")?;
        Ok(None)
    }

    fn parameter_reference(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<Frame>, Fault> {
        let start = cursor.at - 1;
        let name = cursor.expect_name()?;
        cursor.expect(";", "a `;` is missing after the name of this entity")?;
        let name = &cursor.text[name];
        // Even a fully read entity implies that there may be declarations elsewhere (errata 13 of the third edition).
        self.has_more = true;
        match self.parameters.get(name) {
            Some(Parameter::Internal(text)) => {
                let (name, text): (Rc<str>, Rc<str>) = (name.into(), Rc::clone(text));
                if !self.active.insert(Rc::clone(&name)) {
                    return Err(Problem::new(
                        start,
                        cursor.at,
                        format!("the entity `{name}` contains itself"),
                        CORRECT,
                    ));
                }
                if !self.entities.spend(text.len()) {
                    return Err(Problem::new(start, cursor.at, TOO_MUCH, CORRECT));
                }
                Ok(Some(Frame { name, text, at: 0 }))
            }
            Some(Parameter::External) | None => Ok(None),
        }
    }

    fn entity(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        cursor.expect_whitespace()?;
        let is_parameter = cursor.eat("%");
        if is_parameter {
            cursor.expect_whitespace()?;
        }
        let name = cursor.expect_name()?;
        let name = &cursor.text[name];
        cursor.expect_whitespace()?;
        if matches!(cursor.peek(), Some(b'"' | b'\'')) {
            let text: Rc<str> = replacement(cursor)?.into();
            if is_parameter {
                self.parameters.entry(name.into()).or_insert(Parameter::Internal(text));
            } else {
                self.entities.declare(name, Entity::Internal(text));
            }
            return Ok(());
        }
        external_id(cursor, true)?;
        if is_parameter {
            self.parameters.entry(name.into()).or_insert(Parameter::External);
            return Ok(());
        }
        let has_whitespace = cursor.skip_whitespace();
        if !cursor.sees("NDATA") {
            self.entities.declare(name, Entity::External);
            return Ok(());
        }
        if !has_whitespace {
            return Err(cursor.without_space());
        }
        cursor.eat("NDATA");
        cursor.expect_whitespace()?;
        cursor.expect_name()?;
        self.entities.declare(name, Entity::Unparsed);
        Ok(())
    }

    fn attributes(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        cursor.expect_whitespace()?;
        cursor.expect_name()?;
        loop {
            let has_whitespace = cursor.skip_whitespace();
            if matches!(cursor.peek(), None | Some(b'>')) {
                return Ok(());
            }
            if !has_whitespace {
                return Err(cursor.without_space());
            }
            cursor.expect_name()?;
            cursor.expect_whitespace()?;
            attribute_type(cursor)?;
            cursor.expect_whitespace()?;
            self.default(cursor)?;
        }
    }

    fn default(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        if cursor.eat_word("#REQUIRED") || cursor.eat_word("#IMPLIED") {
            return Ok(());
        }
        if cursor.eat("#FIXED") {
            cursor.expect_whitespace()?;
        }
        let start = cursor.at;
        let inside = cursor.quoted("a default value")?;
        let text = &cursor.text[inside.clone()];
        let wrong = |message: &str| Problem::new(start, inside.end + 1, message, CORRECT);
        if text.contains('<') {
            return Err(wrong("a `<` in the value of an attribute"));
        }
        for at in memchr::memchr_iter(b'&', text.as_bytes()) {
            let mut reference = Cursor::new(text, at);
            match reference.reference() {
                Some(Reference::Character(_)) => {}
                Some(Reference::Entity(name)) => match self.entities.meaning(&text[name], Within::Attribute) {
                    Meaning::Wrong(message) => return Err(wrong(&message)),
                    Meaning::Unknown { .. } | Meaning::Undeclared(_) if !self.has_more => {
                        return Err(wrong("this value uses an entity that is not declared before it"));
                    }
                    _ => {}
                },
                None => return Err(wrong("a bare `&` in the value of an attribute")),
            }
        }
        Ok(())
    }
}

/// Consumes the literal of an entity and returns its replacement text (section 4.5): character references are expanded,
/// entity references are kept.
fn replacement(cursor: &mut Cursor<'_>) -> Result<String, Fault> {
    let inside = cursor.quoted("the text of an entity")?;
    let mut literal = Cursor::new(&cursor.text[..inside.end], inside.start);
    let mut text = String::new();
    while let Some(length) = memchr::memchr2(b'&', b'%', literal.rest().as_bytes()) {
        text.push_str(&literal.rest()[..length]);
        literal.at += length;
        if literal.peek() == Some(b'%') {
            let message = "a parameter entity inside of a declaration, where an internal subset cannot have one";
            return Err(literal.fault(message, CORRECT));
        }
        let start = literal.at;
        match literal.reference() {
            Some(Reference::Character(letter)) => text.push(letter),
            Some(Reference::Entity(_)) => text.push_str(&literal.text[start..literal.at]),
            None => return Err(literal.fault("a bare `&` in the text of an entity", "write `&amp;`")),
        }
    }
    text.push_str(literal.rest());
    Ok(text)
}

fn attribute_type(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    const WORDS: [&str; 8] = ["CDATA", "IDREFS", "IDREF", "ID", "ENTITIES", "ENTITY", "NMTOKENS", "NMTOKEN"];
    if WORDS.iter().any(|word| cursor.eat_word(word)) {
        return Ok(());
    }
    let is_notation = cursor.eat_word("NOTATION");
    if is_notation {
        cursor.expect_whitespace()?;
    }
    cursor.expect("(", "expected the type of an attribute here")?;
    loop {
        cursor.skip_whitespace();
        let token = if is_notation { cursor.name() } else { cursor.name_token() };
        token.ok_or_else(|| cursor.fault("expected a name here", CORRECT))?;
        cursor.skip_whitespace();
        if cursor.eat(")") {
            return Ok(());
        }
        cursor.expect("|", "expected `|` or `)` here")?;
    }
}

/// Consumes an element declaration, after its `<!ELEMENT`.
fn element(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    cursor.expect_whitespace()?;
    cursor.expect_name()?;
    cursor.expect_whitespace()?;
    if cursor.eat_word("EMPTY") || cursor.eat_word("ANY") {
        return Ok(());
    }
    let mut look = *cursor;
    look.expect("(", "expected `EMPTY`, `ANY` or `(` here")?;
    look.skip_whitespace();
    if look.eat_word("#PCDATA") {
        *cursor = look;
        return mixed(cursor);
    }
    children(cursor)
}

fn mixed(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    let mut has_names = false;
    loop {
        cursor.skip_whitespace();
        if cursor.eat(")") {
            let has_star = cursor.eat("*");
            return if has_star || !has_names {
                Ok(())
            } else {
                Err(cursor.fault("a `*` is missing here", "add the `*`"))
            };
        }
        cursor.expect("|", "expected `|` or `)` here")?;
        cursor.skip_whitespace();
        cursor.expect_name()?;
        has_names = true;
    }
}

/// Consumes a content model of elements. Groups are kept on a stack, with their separators.
fn children(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    let mut groups: Vec<Option<u8>> = Vec::new();
    loop {
        cursor.skip_whitespace();
        if cursor.eat("(") {
            if groups.len() >= MAX_DEPTH {
                return Err(cursor.fault("too many groups inside each other in this content model", CORRECT));
            }
            groups.push(None);
            continue;
        }
        cursor.expect_name()?;
        repetition(cursor);
        loop {
            cursor.skip_whitespace();
            let Some(separator) = groups.last_mut() else { return Ok(()) };
            match cursor.peek() {
                Some(b')') => {
                    cursor.at += 1;
                    repetition(cursor);
                    groups.pop();
                    if groups.is_empty() {
                        return Ok(());
                    }
                }
                Some(character @ (b'|' | b',')) if separator.is_none_or(|other| other == character) => {
                    *separator = Some(character);
                    cursor.at += 1;
                    break;
                }
                _ => {
                    let message = "expected `|`, `,` or `)` here, and not both of the first in one group";
                    return Err(cursor.fault(message, CORRECT));
                }
            }
        }
    }
}

fn repetition(cursor: &mut Cursor<'_>) {
    if matches!(cursor.peek(), Some(b'?' | b'*' | b'+')) {
        cursor.at += 1;
    }
}

/// Returns the entities declared by a document that begins with `text`. Invalid declarations are ignored.
pub(super) fn entities(text: &str) -> Entities {
    let mut entities = Entities::new(text.len());
    let mut cursor = Cursor::new(text, 0);
    let mut declared = Declaration::default();
    loop {
        cursor.skip_whitespace();
        if cursor.sees("<?xml") && !cursor.text[cursor.at + 5..].starts_with(is_name_char) {
            cursor.at += 5;
            declared = declaration(&mut cursor).unwrap_or_default();
        } else if cursor.eat("<!--") {
            if cursor.comment().is_err() {
                return entities;
            }
        } else if cursor.eat("<?") {
            if cursor.instruction().is_err() {
                return entities;
            }
        } else if cursor.eat("<!DOCTYPE") {
            let _ = document_type(&mut cursor, declared, &mut entities);
            return entities;
        } else {
            return entities;
        }
    }
}

/// Whether a name is understood without a declaration.
pub(super) fn is_plain(name: &str) -> bool {
    predefined(name).is_some() || super::entities::known(name).is_some()
}
