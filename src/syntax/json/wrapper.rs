//! Lists of records in a wrapper object, as in responses of servers: `{"total": 2, "items": [...]}`.

use super::parser::Parser;
use super::repeats::{self, Names};
use crate::diagnostic::Finding;
use crate::syntax::{Fault, IsRecord, Problem};
use crate::text::{Chunk, Span};
use crate::tree::{Arena, Tree};

/// The paths from the outermost object to the list of records (`message/items` in Crossref, `hits/hits` in
/// Elasticsearch), each with the member of an item that is the record, or an empty string if the item itself is.
const WRAPPERS: &[(&[&str], &str)] = &[
    (&["items"], ""),
    (&["records"], ""),
    (&["results"], ""),
    (&["data"], ""),
    (&["message", "items"], ""),
    (&["hits", "hits"], "_source"),
];

/// A known wrapper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrapper {
    path: &'static [&'static str],
    inner: &'static str,
}

/// Returns the wrapper that the object at `start` is, unless it is a record. The first list in it counts.
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

/// Whether the outermost object has a member that occurs in a known wrapper.
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

/// The number of items that are examined to determine whether a list contains records.
const MAX_PROBED: usize = 32;

/// Whether the value at `start` is a list of records: at least half of its first items are objects. A list of strings
/// or numbers has no records that could be wrong. An empty list counts as a list of records.
pub(super) fn holds_records(bytes: &[u8], start: usize) -> bool {
    if bytes.get(start) != Some(&b'[') {
        return false;
    }
    let (mut objects, mut others) = (0, 0);
    let mut at = skip_whitespace(bytes, start + 1);
    while objects + others < MAX_PROBED {
        match bytes.get(at) {
            None | Some(b']') => break,
            Some(b'{') => objects += 1,
            Some(_) => others += 1,
        }
        let Some(end) = skip_value(bytes, at) else { break };
        at = skip_whitespace(bytes, end);
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at = skip_whitespace(bytes, at + 1);
    }
    objects >= others
}

impl Wrapper {
    /// Returns the JSON Pointer to the list.
    pub(super) fn pointer(&self) -> String {
        self.path.iter().fold(String::new(), |pointer, name| pointer + "/" + name)
    }

    /// Returns the position of the opening bracket of the list in the object at `start`.
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

    /// Returns the name of the member of an item that is the record.
    pub(super) fn inner_name(&self) -> &'static str {
        self.inner
    }

    /// Returns the start of the record in the item at `start`. `None` if the item itself is the record.
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

    /// Returns the known names of the objects around the list, if it was entered in an earlier segment.
    pub(super) fn names(&self) -> Vec<Names> {
        self.path.iter().map(|name| Names::known(name)).collect()
    }

    /// Reads everything up to and including the opening bracket of the list. Returns the names of the objects around
    /// it.
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

    /// Reads everything after the list. `around` has the known names of the objects around it.
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

/// Reads a value that is not a record.
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

/// Calls `each` with the name and the position of the value of each member of the object at `start`. Values are skipped
/// without parsing. Stops at a syntax error, which the parser will report.
fn for_each_member<'a>(bytes: &'a [u8], start: usize, mut each: impl FnMut(&'a str, usize)) {
    if bytes.get(start) != Some(&b'{') {
        return;
    }
    let mut at = skip_whitespace(bytes, start + 1);
    while bytes.get(at) == Some(&b'"') {
        let Some(end) = skip_value(bytes, at) else { return };
        let name = std::str::from_utf8(&bytes[at + 1..end - 1]).unwrap_or_default();
        at = skip_whitespace(bytes, end);
        if bytes.get(at) != Some(&b':') {
            return;
        }
        at = skip_whitespace(bytes, at + 1);
        each(name, at);
        let Some(end) = skip_value(bytes, at) else { return };
        at = skip_whitespace(bytes, end);
        if bytes.get(at) != Some(&b',') {
            return;
        }
        at = skip_whitespace(bytes, at + 1);
    }
}

pub(super) fn skip_whitespace(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// Returns the position after the value at `start`, at which its brackets outside of strings are balanced.
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
        let is_end = matches!(bytes.get(at), None | Some(b',' | b']' | b'}' | b':' | b' ' | b'\n' | b'\r' | b'\t'));
        if depth == 0 && is_end {
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
