//! The words of a text that is XML by definition, such as a Crossref abstract, which is a JATS fragment.
//!
//! The visible text is kept, with the position of each word in the marked-up text; tags are dropped, XML entities are
//! decoded, and a heading at the very beginning (`<jats:title>Abstract</jats:title>`) is dropped, since it repeats the
//! field name.

use crate::shape::Joined;
use crate::tree::NodeId;

/// A piece of a text with markup.
enum Piece {
    /// A tag.
    Tag { length: usize, is_block: bool, is_title: bool, closes: bool },
    /// An entity.
    Entity { length: usize, character: char },
    /// A character.
    Letter(char),
}

/// Names of elements that begin a new line.
const BLOCKS: &[&str] = &["p", "sec", "title", "list", "list-item", "disp-formula", "break", "br"];

/// Returns the words of `text`, the text of `node`. If `is_prose`, consecutive spaces are collapsed.
pub(in crate::shape) fn words(node: NodeId, text: &str, is_prose: bool) -> Joined {
    let mut words = Words { node, text, joined: Joined::default(), run: None, gap: "", is_prose };
    let mut at = heading(text);
    while let Some(piece) = piece(text, at) {
        at += match piece {
            Piece::Tag { length, is_block, .. } => {
                words.end_run(at);
                if is_block && is_prose {
                    words.gap = "\n";
                }
                length
            }
            Piece::Entity { length, character } => {
                words.end_run(at);
                words.character(at..at + length, character);
                length
            }
            Piece::Letter(letter) if is_prose && letter.is_ascii_whitespace() => {
                words.end_run(at);
                if words.gap.is_empty() {
                    words.gap = " ";
                }
                letter.len_utf8()
            }
            Piece::Letter(letter) => {
                words.run.get_or_insert(at);
                letter.len_utf8()
            }
        };
    }
    words.end_run(at);
    words.joined
}

/// Whether a text contains any markup.
pub(in crate::shape) fn is_marked(text: &str) -> bool {
    text.contains(['<', '&'])
}

struct Words<'a> {
    node: NodeId,
    text: &'a str,
    joined: Joined,
    /// The beginning of the current run of characters.
    run: Option<usize>,
    /// The separator before the next character.
    gap: &'static str,
    is_prose: bool,
}

impl Words<'_> {
    fn close_gap(&mut self) {
        if !self.joined.text.is_empty() {
            self.joined.own(self.gap);
        }
        self.gap = "";
    }

    fn end_run(&mut self, end: usize) {
        if let Some(start) = self.run.take() {
            self.close_gap();
            let text = self.text;
            self.joined.part(self.node, start..end, &text[start..end]);
        }
    }

    fn character(&mut self, from: std::ops::Range<usize>, character: char) {
        if self.is_prose {
            self.close_gap();
        }
        self.joined.part(self.node, from, character.encode_utf8(&mut [0; 4]));
    }
}

/// Returns the position after a heading at the beginning: 0 if there is none.
fn heading(text: &str) -> usize {
    let start = text.len() - text.trim_start().len();
    let Some(Piece::Tag { length, is_title: true, closes: false, .. }) = piece(text, start) else { return 0 };
    let mut at = start + length;
    while let Some(piece) = piece(text, at) {
        match piece {
            Piece::Tag { length, is_title: true, closes: true, .. } => return at + length,
            Piece::Tag { length, .. } | Piece::Entity { length, .. } => at += length,
            Piece::Letter(letter) => at += letter.len_utf8(),
        }
    }
    0
}

fn piece(text: &str, at: usize) -> Option<Piece> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let found = match first {
        '<' => tag(rest),
        '&' => entity(rest),
        _ => None,
    };
    Some(found.unwrap_or(Piece::Letter(first)))
}

/// Parses a tag or comment at the beginning of a text. A less-than sign is not a tag.
fn tag(text: &str) -> Option<Piece> {
    // The search ends at the next `<`, since a text may have thousands of `<` and no `>`.
    let length = 1 + text[1..].find(['<', '>'])? + 1;
    let inner = text[1..length].strip_suffix('>')?.trim_end_matches('/');
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    let name = inner.split(|character: char| character.is_whitespace()).next().unwrap_or_default();
    let is_name = name.starts_with(|character: char| character.is_ascii_alphabetic() || character == '!')
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || matches!(character, ':' | '-' | '_' | '.' | '!'));
    if !is_name {
        return None;
    }
    let local = name.rsplit(':').next().unwrap_or_default();
    let is_title = local == "title";
    Some(Piece::Tag { length, is_block: BLOCKS.contains(&local), is_title, closes })
}

/// Parses an XML entity at the beginning of a text.
fn entity(text: &str) -> Option<Piece> {
    const LONGEST: usize = 10;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let character = match &text[1..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some(Piece::Entity { length: end + 1, character })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_tags_go() {
        let cases = [
            ("<jats:p>Among <jats:italic>various</jats:italic> ones.</jats:p>", "Among various ones."),
            ("<jats:title>Abstract</jats:title>\n  <jats:p>Readers\n   read.</jats:p>", "Readers read."),
            ("<jats:p>One.</jats:p><jats:p>Two &amp; &#x17C;.</jats:p>", "One.\nTwo & ż."),
            ("p < 0.05 and x > 3", "p < 0.05 and x > 3"),
            ("R&D, a &lt;b&gt; tag", "R&D, a <b> tag"),
            ("<jats:title>Abstract", "Abstract"),
            ("<", "<"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(words(NodeId::ROOT, text, true).text, expected, "{text}");
        }
        assert_eq!(words(NodeId::ROOT, "A  <i>b</i> c", false).text, "A  b c");
    }

    #[test]
    fn every_part_is_at_its_recorded_position() {
        let text = "<p>Two &amp; <b>three</b>\n\n four</p>";
        let joined = words(NodeId::ROOT, text, true);
        for part in &joined.parts {
            let (ours, theirs) = (&joined.text[part.at.clone()], &text[part.from.clone()]);
            assert!(ours == theirs || theirs == "&amp;", "{ours} {theirs}");
        }
        assert_eq!(joined.text, "Two & three four");
    }
}
