//! Lists of records inside an object, as servers answer: `{"total": 2, "items": [...]}`.

use super::parser::Parser;
use super::repeats::{self, Names};
use crate::diagnostic::Finding;
use crate::syntax::{Fault, IsRecord, Problem};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Tree};

/// Names of the list that holds the records, of the outermost object (`message/items` is Crossref's, `hits/hits`
/// Elasticsearch's); the last is the member of each item that is the record, where it is not the item itself.
const WRAPPERS: &[(&[&str], &str)] = &[
    (&["items"], ""),
    (&["records"], ""),
    (&["results"], ""),
    (&["data"], ""),
    (&["message", "items"], ""),
    (&["hits", "hits"], "_source"),
];

/// A wrapper that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrapper {
    path: &'static [&'static str],
    inner: &'static str,
}

/// The wrapper that the object at `start` is, if it is one and no record. The first list in it is taken.
pub(super) fn find(bytes: &[u8], start: usize, is_record: IsRecord) -> Option<Wrapper> {
    let mut names = Vec::new();
    let mut found = None;
    for_each_member(bytes, start, |name, value| {
        names.push(name);
        if found.is_none() {
            found = WRAPPERS.iter().find(|(path, _)| path[0] == name && leads_to_list(bytes, value, &path[1..]));
        }
    });
    let (path, inner) = found?;
    (!is_record(&names)).then_some(Wrapper { path, inner })
}

/// Whether the outermost object has a member of which a wrapper is known.
pub(super) fn may_wrap(tree: Tree<'_>) -> bool {
    let mut names = tree.children(tree.root()).filter_map(|member| member.key).map(|key| tree.key_name(key));
    names.any(|name| WRAPPERS.iter().any(|(path, _)| path[0] == name))
}

fn leads_to_list(bytes: &[u8], value: usize, path: &[&str]) -> bool {
    let Some(name) = path.first() else { return holds_records(bytes, value) };
    let mut found = false;
    for_each_member(bytes, value, |member, inner| {
        found |= member == *name && leads_to_list(bytes, inner, &path[1..]);
    });
    found
}

/// How many items of a list are looked at to tell what it holds.
const PROBED: usize = 32;

/// Whether a list that begins at `start` holds records: at least half of its first items are objects. A list of texts or
/// numbers has no record in it that could be wrong. An empty list may hold some.
pub(super) fn holds_records(bytes: &[u8], start: usize) -> bool {
    if bytes.get(start) != Some(&b'[') {
        return false;
    }
    let (mut objects, mut others) = (0, 0);
    let mut at = skip_blanks(bytes, start + 1);
    while objects + others < PROBED {
        match bytes.get(at) {
            None | Some(b']') => break,
            Some(b'{') => objects += 1,
            Some(_) => others += 1,
        }
        let Some(end) = skip_value(bytes, at) else { break };
        at = skip_blanks(bytes, end);
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at = skip_blanks(bytes, at + 1);
    }
    objects >= others
}

impl Wrapper {
    /// JSON Pointer to the list.
    pub(super) fn pointer(&self) -> String {
        self.path.iter().fold(String::new(), |pointer, name| pointer + "/" + name)
    }

    /// Where the list's opening bracket stands in the object at `start`.
    pub(super) fn place(&self, bytes: &[u8], start: usize) -> Option<usize> {
        let mut place = start;
        for name in self.path {
            let mut found = None;
            for_each_member(bytes, place, |member, value| {
                let opens = matches!(bytes.get(value), Some(b'[' | b'{'));
                if found.is_none() && member == *name && opens {
                    found = Some(value);
                }
            });
            place = found?;
        }
        Some(place)
    }

    /// The name of the member of an item that is the record.
    pub(super) fn inner_name(&self) -> &'static str {
        self.inner
    }

    /// Where the record begins inside the item at `start`, where it is not the item itself.
    pub(super) fn inner_record(&self, chunk: Chunk<'_>, start: usize) -> Option<usize> {
        let mut found = None;
        if !self.inner.is_empty() {
            for_each_member(chunk.text.as_bytes(), start, |name, value| {
                if name == self.inner {
                    found = Some(value);
                }
            });
        }
        found
    }

    /// The names of the objects around the list, as far as they are known where that was entered in another part.
    pub(super) fn names(&self) -> Vec<Names> {
        self.path.iter().map(|name| Names::known(name)).collect()
    }

    /// Reads everything before the list, and the list's opening bracket. Gives the names of the objects around it.
    pub(super) fn enter(
        &self,
        parser: &mut Parser<'_>,
        arena: &mut Arena,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<Names>, Fault> {
        let mut around = Vec::new();
        for name in self.path {
            parser.eat(b'{');
            let mut names = Names::default();
            loop {
                let key = member_name(parser, arena, &mut names, findings)?;
                let opens = matches!(parser.peek(), Some(b'[' | b'{'));
                if key == *name && opens {
                    break;
                }
                other_value(parser, arena, findings)?;
                expect_comma(parser)?;
            }
            around.push(names);
        }
        parser.eat(b'[');
        Ok(around)
    }

    /// Reads everything behind the list, of the objects around which these names are known.
    pub(super) fn leave(
        &self,
        mut around: Vec<Names>,
        parser: &mut Parser<'_>,
        arena: &mut Arena,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Fault> {
        for _ in self.path {
            let mut names = around.pop().unwrap_or_default();
            while !parser.eat(b'}') {
                expect_comma(parser)?;
                member_name(parser, arena, &mut names, findings)?;
                other_value(parser, arena, findings)?;
            }
        }
        Ok(())
    }
}

/// Reads a value that is no record.
fn other_value(parser: &mut Parser<'_>, arena: &mut Arena, findings: &mut Vec<Finding>) -> Result<(), Fault> {
    parser.value(arena)?;
    repeats::within(Tree::new(parser.chunk, arena), None, findings);
    arena.clear();
    Ok(())
}

/// Reads a name and its colon, and adds it to the names of its object.
fn member_name(
    parser: &mut Parser<'_>,
    arena: &mut Arena,
    names: &mut Names,
    findings: &mut Vec<Finding>,
) -> Result<String, Fault> {
    if parser.peek() != Some(b'"') {
        let (start, end) = parser.here();
        let help = "write names in double quotes: \"title\"";
        return Err(Problem::new(start, end, "expected a name in double quotes", help));
    }
    arena.clear();
    let start = parser.at as u32;
    parser.value(arena)?;
    let name = parser.text_of_root(arena);
    arena.clear();
    names.add(name.clone(), Span::new(start, parser.at as u32), findings);
    if !parser.eat(b':') {
        let (start, end) = parser.here();
        return Err(Problem::new(start, end, "a colon is missing between the name and its value", "add the colon"));
    }
    Ok(name)
}

fn expect_comma(parser: &mut Parser<'_>) -> Result<(), Fault> {
    if parser.eat(b',') {
        return Ok(());
    }
    let (start, end) = parser.here();
    let (message, help) = if start == end {
        ("this object is not closed: `}` is missing at the end", "add `}`, or look for what was cut off")
    } else {
        ("expected a comma or `}` here", "write a comma if more follows, `}` if this is the end")
    };
    Err(Problem::new(start, end, message, help))
}

/// Calls `each` with the name and the place of the value of every member of the object at `start`, and knows of the
/// values only where they end. Stops at what it does not understand: the parser will say what is wrong there.
fn for_each_member<'a>(bytes: &'a [u8], start: usize, mut each: impl FnMut(&'a str, usize)) {
    if bytes.get(start) != Some(&b'{') {
        return;
    }
    let mut at = skip_blanks(bytes, start + 1);
    while bytes.get(at) == Some(&b'"') {
        let Some(end) = skip_value(bytes, at) else { return };
        let name = std::str::from_utf8(&bytes[at + 1..end - 1]).unwrap_or_default();
        at = skip_blanks(bytes, end);
        if bytes.get(at) != Some(&b':') {
            return;
        }
        at = skip_blanks(bytes, at + 1);
        each(name, at);
        let Some(end) = skip_value(bytes, at) else { return };
        at = skip_blanks(bytes, end);
        if bytes.get(at) != Some(&b',') {
            return;
        }
        at = skip_blanks(bytes, at + 1);
    }
}

pub(super) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// Just behind the value at `start`: its brackets are balanced there, brackets inside texts not counted.
pub(super) fn skip_value(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => at = skip_string(bytes, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            b',' if depth == 0 => return Some(at),
            _ => at += 1,
        }
        let between = matches!(bytes.get(at), None | Some(b',' | b']' | b'}' | b':' | b' ' | b'\n' | b'\r' | b'\t'));
        if depth == 0 && between {
            return Some(at);
        }
    }
}

fn skip_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}
