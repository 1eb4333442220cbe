//! Where a long list of records may be cut: behind the comma between two items, found by counting brackets.

use super::wrapper::{self, Wrapper, skip_blanks};
use crate::syntax::IsRecord;

/// A list of records, as it lies in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The object around it, if there is one.
    pub(super) wrapper: Option<Wrapper>,
}

impl List {
    /// JSON Pointer from the document to the list.
    pub fn pointer(&self) -> String {
        self.wrapper.as_ref().map(Wrapper::pointer).unwrap_or_default()
    }
}

/// Some items of a list, cut out of their document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items {
    /// The list.
    pub list: List,
    /// Whether everything that stands before the list is in front of them.
    pub is_first: bool,
    /// Whether everything that stands behind the list is at their end.
    pub is_last: bool,
}

/// Reads a document as it comes, and remembers where it may be cut. What is held begins at the document's beginning, or
/// behind the last cut.
#[derive(Clone, Debug)]
pub struct Splitter {
    list: List,
    /// So many of the bytes that are held were read.
    read: usize,
    /// How many brackets are open inside of the item.
    depth: usize,
    is_in_text: bool,
    has_ended: bool,
    /// The blanks before the first item, if it begins a line.
    lead: Option<Vec<u8>>,
    first: Option<usize>,
    last: Option<usize>,
}

impl Splitter {
    /// For a document that begins with `text`; nothing where that is no list of records.
    pub fn new(text: &[u8], is_record: IsRecord) -> Option<Self> {
        let start = skip_blanks(text, 0);
        let (list, place) = match text.get(start)? {
            b'[' if wrapper::holds_records(text, start) => (List { wrapper: None }, start),
            b'{' => {
                let wrapper = wrapper::find(text, start, is_record)?;
                let place = wrapper.place(text, start)?;
                (List { wrapper: Some(wrapper) }, place)
            }
            _ => return None,
        };
        let item = skip_blanks(text, place + 1);
        let lead = memchr::memrchr(b'\n', &text[place..item]).map(|end| text[place + end + 1..item].to_vec());
        let read = place + 1;
        Some(Self { list, read, depth: 0, is_in_text: false, has_ended: false, lead, first: None, last: None })
    }

    /// The list that is cut.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The first and the last place at which `bytes`, all that is held, may be cut. Each is behind a comma and, where the
    /// next item begins a line, at its beginning.
    pub fn cuts(&mut self, bytes: &[u8]) -> Option<(usize, usize)> {
        let mut at = self.read;
        while at < bytes.len() && !self.has_ended {
            if self.is_in_text {
                let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at..]) else {
                    at = bytes.len();
                    break;
                };
                at += found;
                // What is escaped is passed over, also where it has not come yet.
                self.is_in_text = bytes[at] == b'\\';
                at += 1 + usize::from(self.is_in_text);
                continue;
            }
            match bytes[at] {
                b'"' => self.is_in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => self.has_ended = true,
                b'}' | b']' => self.depth -= 1,
                b',' if self.depth == 0 => {
                    let next = skip_blanks(bytes, at + 1);
                    // Where the next item begins is seen with the next bytes.
                    if next == bytes.len() {
                        break;
                    }
                    let line = memchr::memrchr2(b'\n', b'\r', &bytes[at + 1..next]);
                    self.may_cut(line.map_or(at + 1, |end| at + 2 + end));
                }
                _ => {}
            }
            at += 1;
        }
        self.read = at;
        self.first.zip(self.last)
    }

    fn may_cut(&mut self, at: usize) {
        self.first.get_or_insert(at);
        self.last = Some(at);
    }

    /// Gives up counting, since some bracket in `bytes` has no partner: from the next item on that begins a line as the
    /// first one did, all is taken to be sound. False if there is none.
    pub fn resume(&mut self, bytes: &[u8]) -> bool {
        let Some(lead) = &self.lead else { return false };
        let Some(at) = next_item(bytes, 0, lead) else { return false };
        let line = at - lead.len();
        (self.read, self.depth, self.is_in_text, self.has_ended) = (at, 0, false, false);
        self.may_cut(line);
        true
    }

    /// What is held begins with so many bytes that were not seen: a mark.
    pub fn skip(&mut self, length: usize) {
        self.read += length;
    }

    /// What is held begins `cut` bytes later than before.
    pub fn forget(&mut self, cut: usize) {
        self.read = self.read.saturating_sub(cut);
        let is_kept = |at: &usize| *at > cut;
        self.last = self.last.filter(is_kept).map(|at| at - cut);
        self.first = self.last;
    }
}

/// Where the next item behind `from` begins, if it begins a line with the same blanks, `lead`, as its neighbours.
pub(super) fn next_item(bytes: &[u8], from: usize, lead: &[u8]) -> Option<usize> {
    let needle = [b"\n", lead, b"{"].concat();
    memchr::memmem::find_iter(bytes.get(from..)?, &needle).map(|found| from + found).find_map(|at| {
        let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
        matches!(before, Some(b',' | b'}')).then_some(at + 1 + lead.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a text that comes in so many bytes at a time, each cut at its first or last place.
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
    fn a_list_is_cut_behind_its_commas() {
        let text = r#"[{"a":"],\"{"},{"b":[1,{}]}, [2,3],4]"#;
        assert_eq!(pieces(text, 1, false), [r#"[{"a":"],\"{"},"#, r#"{"b":[1,{}]},"#, " [2,3],", "4]"]);
        assert_eq!(pieces(text, 1000, false), [r#"[{"a":"],\"{"},{"b":[1,{}]}, [2,3],"#, "4]"]);
        assert_eq!(pieces(text, 1000, true), [r#"[{"a":"],\"{"},"#, r#"{"b":[1,{}]}, [2,3],4]"#]);
    }

    #[test]
    fn lines_stay_whole() {
        assert_eq!(pieces("[\n {},\r\n\r\n {},\n {}\n]", 1, false), ["[\n {},\r\n\r\n", " {},\n", " {}\n]"]);
    }

    #[test]
    fn every_way_of_cutting_loses_nothing() {
        let text = "{\"n\": [7], \"message\": {\"x\": {}, \"items\": [\n{\"a\": \"\\\\\\\"\"},\n{\"b\": {}}\n], \"z\": [1,2]}, \"y\": 1}";
        for step in 1..text.len() {
            assert_eq!(pieces(text, step, false).concat(), text);
            assert_eq!(pieces(text, step, false).len(), 2, "{step}");
        }
    }

    #[test]
    fn one_record_is_no_list() {
        assert!(Splitter::new(b"{\"a\": [1]}", |_| false).is_none());
        assert!(Splitter::new(b"{\"items\": [1]}", |_| true).is_none());
        assert!(Splitter::new(b" 17", |_| false).is_none());
        assert!(Splitter::new(b"[1, 2]", |_| false).is_none());
        assert!(Splitter::new(b"{\"data\": [\"a\", \"b\"]}", |_| false).is_none());
    }

    #[test]
    fn behind_a_bracket_without_partner_the_next_line_counts() {
        let text = b"[\n  {\"a\": [1},\n  {\"b\": 2},\n  {\"c\": 3}\n]";
        let mut splitter = Splitter::new(text, |_| false).expect("a list");
        assert_eq!(splitter.cuts(text), None);
        assert!(splitter.resume(text));
        let cut = splitter.cuts(text).map(|(first, last)| (&text[..first], &text[last..]));
        assert_eq!(cut, Some((&b"[\n  {\"a\": [1},\n"[..], &b"  {\"c\": 3}\n]"[..])));
    }
}
