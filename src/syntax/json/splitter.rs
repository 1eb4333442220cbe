//! Finds the positions at which a long list of records can be split: after the commas between items, found by counting
//! brackets.

use super::wrapper::{self, Wrapper, skip_whitespace};
use crate::syntax::IsRecord;

/// A list of records in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The object around the list, if there is one.
    pub(super) wrapper: Option<Wrapper>,
}

impl List {
    /// Returns the JSON Pointer from the document to the list.
    pub fn pointer(&self) -> String {
        self.wrapper.as_ref().map(Wrapper::pointer).unwrap_or_default()
    }
}

/// A segment of a document that consists of some items of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items {
    /// The list.
    pub list: List,
    /// Whether the segment begins with everything before the list.
    pub is_first: bool,
    /// Whether the segment ends with everything after the list.
    pub is_last: bool,
}

/// Scans a document while streaming and keeps track of the positions at which it can be split. The buffer begins at the
/// start of the document or at the last split.
#[derive(Clone, Debug)]
pub struct Splitter {
    list: List,
    /// The number of bytes of the buffer that have been scanned.
    read: usize,
    /// The number of open brackets in the item.
    depth: usize,
    is_in_string: bool,
    has_ended: bool,
    /// The indentation of the first item, if it begins a line.
    indent: Option<Vec<u8>>,
    /// The first position at which the buffer can be split.
    first: Option<usize>,
    /// The last position at which the buffer can be split.
    last: Option<usize>,
}

impl Splitter {
    /// Creates a splitter for a document that begins with `text`. `None` if it is not a list of records.
    pub fn new(text: &[u8], is_record: IsRecord) -> Option<Self> {
        let start = skip_whitespace(text, 0);
        let (list, place) = match text.get(start)? {
            b'[' if wrapper::holds_records(text, start) => (List { wrapper: None }, start),
            b'{' => {
                let wrapper = wrapper::find(text, start, is_record)?;
                let place = wrapper.place(text, start)?;
                (List { wrapper: Some(wrapper) }, place)
            }
            _ => return None,
        };
        let item = skip_whitespace(text, place + 1);
        let indent = memchr::memrchr(b'\n', &text[place..item]).map(|end| text[place + end + 1..item].to_vec());
        let read = place + 1;
        Some(Self { list, read, depth: 0, is_in_string: false, has_ended: false, indent, first: None, last: None })
    }

    /// Returns the list.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// Returns the first and the last position at which the buffer, `bytes`, can be split. Each is after a comma, and
    /// at the start of the line if the next item begins a line.
    pub fn cuts(&mut self, bytes: &[u8]) -> Option<(usize, usize)> {
        let mut at = self.read;
        while at < bytes.len() && !self.has_ended {
            if self.is_in_string {
                let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at..]) else {
                    at = bytes.len();
                    break;
                };
                at += found;
                // Skips the escaped character, even if it is not in the buffer yet.
                self.is_in_string = bytes[at] == b'\\';
                at += 1 + usize::from(self.is_in_string);
                continue;
            }
            match bytes[at] {
                b'"' => self.is_in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => self.has_ended = true,
                b'}' | b']' => self.depth -= 1,
                b',' if self.depth == 0 => {
                    let next = skip_whitespace(bytes, at + 1);
                    // The start of the next item is not in the buffer yet.
                    if next == bytes.len() {
                        break;
                    }
                    let line = memchr::memrchr2(b'\n', b'\r', &bytes[at + 1..next]);
                    self.add_cut(line.map_or(at + 1, |end| at + 2 + end));
                }
                _ => {}
            }
            at += 1;
        }
        self.read = at;
        self.first.zip(self.last)
    }

    fn add_cut(&mut self, at: usize) {
        self.first.get_or_insert(at);
        self.last = Some(at);
    }

    /// Restarts the bracket count after an unbalanced bracket in `bytes`, at the next item that begins a line with the
    /// same indentation as the first one. Returns false if there is none.
    pub fn resume(&mut self, bytes: &[u8]) -> bool {
        let Some(indent) = &self.indent else { return false };
        let Some(at) = next_item(bytes, 0, indent) else { return false };
        let line = at - indent.len();
        (self.read, self.depth, self.is_in_string, self.has_ended) = (at, 0, false, false);
        self.add_cut(line);
        true
    }

    /// Accounts for additional bytes at the start of the buffer, such as a byte order mark.
    pub fn skip(&mut self, length: usize) {
        self.read += length;
    }

    /// Accounts for the removal of `cut` bytes from the start of the buffer.
    pub fn forget(&mut self, cut: usize) {
        self.read = self.read.saturating_sub(cut);
        let is_kept = |at: &usize| *at > cut;
        self.last = self.last.filter(is_kept).map(|at| at - cut);
        self.first = self.last;
    }
}

/// Returns the start of the next item after `from` that begins a line with the given indentation.
pub(super) fn next_item(bytes: &[u8], from: usize, indent: &[u8]) -> Option<usize> {
    let needle = [b"\n", indent, b"{"].concat();
    memchr::memmem::find_iter(bytes.get(from..)?, &needle).map(|found| from + found).find_map(|at| {
        let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
        matches!(before, Some(b',' | b'}')).then_some(at + 1 + indent.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splits a text that is streamed in steps of this many bytes, each time at the first or the last position.
    fn pieces(text: &str, step: usize, take_first: bool) -> Vec<String> {
        let Some(mut splitter) = Splitter::new(text.as_bytes(), |_| false) else { return vec![text.to_owned()] };
        let (mut begin, mut end, mut found) = (0, 0, Vec::new());
        while end < text.len() {
            end = (end + step).min(text.len());
            if let Some((first, last)) = splitter.cuts(&text.as_bytes()[begin..end]) {
                let cut = if take_first { first } else { last };
                found.push(text[begin..begin + cut].to_owned());
                begin += cut;
                splitter.forget(cut);
            }
        }
        found.push(text[begin..].to_owned());
        found
    }

    #[test]
    fn a_list_is_split_after_commas() {
        let text = r#"[{"a":"],\"{"},{"b":[1,{}]}, [2,3],4]"#;
        assert_eq!(pieces(text, 1, false), [r#"[{"a":"],\"{"},"#, r#"{"b":[1,{}]},"#, " [2,3],", "4]"]);
        assert_eq!(pieces(text, 1000, false), [r#"[{"a":"],\"{"},{"b":[1,{}]}, [2,3],"#, "4]"]);
        assert_eq!(pieces(text, 1000, true), [r#"[{"a":"],\"{"},"#, r#"{"b":[1,{}]}, [2,3],4]"#]);
    }

    #[test]
    fn lines_are_kept_whole() {
        assert_eq!(pieces("[\n {},\r\n\r\n {},\n {}\n]", 1, false), ["[\n {},\r\n\r\n", " {},\n", " {}\n]"]);
    }

    #[test]
    fn splitting_loses_nothing() {
        let text = "{\"n\": [7], \"message\": {\"x\": {}, \"items\": [\n{\"a\": \"\\\\\\\"\"},\n{\"b\": {}}\n], \"z\": [1,2]}, \"y\": 1}";
        for step in 1..text.len() {
            assert_eq!(pieces(text, step, false).concat(), text);
            assert_eq!(pieces(text, step, false).len(), 2, "{step}");
        }
    }

    #[test]
    fn a_single_record_is_not_a_list() {
        assert!(Splitter::new(b"{\"a\": [1]}", |_| false).is_none());
        assert!(Splitter::new(b"{\"items\": [1]}", |_| true).is_none());
        assert!(Splitter::new(b" 17", |_| false).is_none());
        assert!(Splitter::new(b"[1, 2]", |_| false).is_none());
        assert!(Splitter::new(b"{\"data\": [\"a\", \"b\"]}", |_| false).is_none());
    }

    #[test]
    fn an_unbalanced_bracket_ends_at_the_next_line() {
        let text = b"[\n  {\"a\": [1},\n  {\"b\": 2},\n  {\"c\": 3}\n]";
        let mut splitter = Splitter::new(text, |_| false).expect("a list");
        assert_eq!(splitter.cuts(text), None);
        assert!(splitter.resume(text));
        let cut = splitter.cuts(text).map(|(first, last)| (&text[..first], &text[last..]));
        assert_eq!(cut, Some((&b"[\n  {\"a\": [1},\n"[..], &b"  {\"c\": 3}\n]"[..])));
    }
}
