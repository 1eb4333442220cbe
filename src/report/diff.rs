//! Writes the changes of fixes as a patch for `git apply`, or the fixed text of standard input.
//!
//! The parts of a file come one after the other, and a line may be split between two parts. Only the current change and
//! three lines around it are kept.

use crate::diagnostic::show;
use crate::fix::Rewritten;
use crate::report::sanitise::Sanitiser;
use crate::text::Encoding;
use similar::{Algorithm, DiffOp};
use std::borrow::Cow;
use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Write};

/// The number of context lines around a change.
const CONTEXT: usize = 3;

/// Writes the parts of files as a patch, or as fixed text.
#[derive(Debug)]
pub struct Patch {
    /// The changes of the current file. `None` if the fixed text is written.
    changes: Option<Changes>,
    reader: Reader,
}

/// The reader of a patch or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A program or a file, which gets the exact bytes.
    Program,
    /// A terminal, which gets sanitised text.
    Terminal,
    /// The log of a GitHub Actions job, which would run commands found in a patch.
    Job,
}

impl Patch {
    /// Creates a writer for a patch or for the fixed text.
    pub fn new(is_patch: bool, reader: Reader) -> Self {
        Self { changes: is_patch.then(Changes::default), reader }
    }

    /// Writes the next part of a file.
    pub fn part(&mut self, out: &mut dyn Write, part: &Rewritten<'_>) -> io::Result<()> {
        if let Some(changes) = self.changes.as_mut().filter(|changes| changes.path != part.path) {
            // The rest of a file that could not be read to its end is dropped.
            *changes = Changes { path: part.path.to_owned(), ..Changes::default() };
        }
        let Some(changes) = &mut self.changes else {
            match self.reader {
                Reader::Terminal => Sanitiser::new(&mut *out).write_all(&readable(part.after, part.is_wide))?,
                Reader::Program | Reader::Job => out.write_all(part.after)?,
            }
            return if part.is_last { out.flush() } else { Ok(()) };
        };
        let mut text = Vec::new();
        changes.part(part, &mut text);
        if part.is_last {
            *changes = Changes::default();
        }
        match self.reader {
            Reader::Terminal => Sanitiser::new(&mut *out).write_all(&text)?,
            Reader::Job if contains_command(&text) => {
                // The patch itself is unchanged, and `git apply` skips lines that are not part of one.
                let word = unguessable();
                writeln!(out, "::stop-commands::{word}")?;
                out.write_all(&text)?;
                writeln!(out, "::{word}::")?;
            }
            Reader::Job | Reader::Program => out.write_all(&text)?,
        }
        out.flush()
    }
}

/// Whether one of the lines is a command of a CI runner.
fn contains_command(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let commands =
        |line: &str| show::command_line(line).is_some() || show::without_commands(line, "").len() < line.len();
    text.split(['\n', '\r']).any(commands)
}

/// A word that the author of a record cannot predict.
fn unguessable() -> String {
    let word = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", word(), word())
}

/// The changes of one file.
#[derive(Debug, Default)]
struct Changes {
    path: String,
    is_begun: bool,
    /// The number of lines so far, in both versions.
    old_lines: u64,
    new_lines: u64,
    /// The bytes after the last line end.
    old_rest: Vec<u8>,
    new_rest: Vec<u8>,
    /// The last lines that are the same in both versions, outside of a hunk.
    before: VecDeque<Vec<u8>>,
    hunk: Option<Hunk>,
}

/// Adjacent changes with their context lines.
#[derive(Debug)]
struct Hunk {
    /// The number of lines before the hunk, in both versions.
    old_start: u64,
    new_start: u64,
    /// The lines with their prefix: a space, `-` or `+`.
    lines: Vec<(u8, Vec<u8>)>,
    /// The number of lines at the end of the hunk that are the same in both versions.
    same: usize,
}

impl Changes {
    fn part(&mut self, part: &Rewritten<'_>, out: &mut Vec<u8>) {
        self.old_rest.extend_from_slice(&readable(part.before, part.is_wide));
        self.new_rest.extend_from_slice(&readable(part.after, part.is_wide));
        let (old, new) = (complete(&mut self.old_rest, part.is_last), complete(&mut self.new_rest, part.is_last));
        let (old, new) = (lines(&old), lines(&new));
        for op in ops(&old, &new) {
            if let DiffOp::Equal { old_index, len, .. } = op {
                old[old_index..old_index + len].iter().for_each(|line| self.same(line, part.path, out));
                continue;
            }
            let hunk = self.open();
            hunk.lines.extend(old[op.old_range()].iter().map(|line| (b'-', line.to_vec())));
            hunk.lines.extend(new[op.new_range()].iter().map(|line| (b'+', line.to_vec())));
            hunk.same = 0;
            self.old_lines += op.old_range().len() as u64;
            self.new_lines += op.new_range().len() as u64;
        }
        if part.is_last {
            self.close(part.path, out);
        }
    }

    /// Returns the current hunk, or a new one that begins with the lines before.
    fn open(&mut self) -> &mut Hunk {
        let (old_lines, new_lines, before) = (self.old_lines, self.new_lines, &mut self.before);
        self.hunk.get_or_insert_with(|| {
            let lines: Vec<_> = before.drain(..).map(|line| (b' ', line)).collect();
            let length = lines.len() as u64;
            Hunk { old_start: old_lines - length, new_start: new_lines - length, lines, same: 0 }
        })
    }

    fn same(&mut self, line: &[u8], path: &str, out: &mut Vec<u8>) {
        self.old_lines += 1;
        self.new_lines += 1;
        if let Some(hunk) = &mut self.hunk {
            hunk.lines.push((b' ', line.to_vec()));
            hunk.same += 1;
            // Two changes with fewer lines between them share a hunk.
            if hunk.same <= 2 * CONTEXT {
                return;
            }
            let start = hunk.lines.len() - CONTEXT;
            self.before = hunk.lines[start..].iter().map(|(_, line)| line.clone()).collect();
            self.close(path, out);
            return;
        }
        self.before.push_back(line.to_vec());
        if self.before.len() > CONTEXT {
            self.before.pop_front();
        }
    }

    /// Writes the current hunk.
    fn close(&mut self, path: &str, out: &mut Vec<u8>) {
        let Some(mut hunk) = self.hunk.take() else { return };
        hunk.lines.truncate(hunk.lines.len() - hunk.same.saturating_sub(CONTEXT));
        if !std::mem::replace(&mut self.is_begun, true) {
            out.extend(format!("--- {}\n+++ {}\n", git_path("a", path), git_path("b", path)).bytes());
        }
        let count = |wanted: u8| hunk.lines.iter().filter(|(prefix, _)| [b' ', wanted].contains(prefix)).count() as u64;
        let (old, new) = (range(hunk.old_start, count(b'-')), range(hunk.new_start, count(b'+')));
        out.extend(format!("@@ -{old} +{new} @@\n").bytes());
        for (prefix, line) in &hunk.lines {
            out.push(*prefix);
            out.extend_from_slice(line);
            if !line.ends_with(b"\n") {
                out.extend_from_slice(b"\n\\ No newline at end of file\n");
            }
        }
    }
}

/// Returns readable bytes. UTF-16 is decoded; the result is not a valid patch.
fn readable(bytes: &[u8], is_wide: bool) -> Cow<'_, [u8]> {
    if !is_wide {
        return Cow::Borrowed(bytes);
    }
    let encoding = Encoding::detected(bytes);
    encoding
        .map_or(Cow::Borrowed(bytes), |encoding| Cow::Owned(encoding.decode(bytes, 0).text.into_owned().into_bytes()))
}

/// Removes the complete lines from `rest`, or everything at the end of a file.
fn complete(rest: &mut Vec<u8>, is_last: bool) -> Vec<u8> {
    let end = if is_last { rest.len() } else { memchr::memrchr(b'\n', rest).map_or(0, |end| end + 1) };
    let incomplete = rest.split_off(end);
    std::mem::replace(rest, incomplete)
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

/// Returns the changes between two lists of lines. If their number is the same, lines are compared one by one, which is
/// fast: most fixes change a few characters of a line, and files with one record per line have many lines.
fn ops(old: &[&[u8]], new: &[&[u8]]) -> Vec<DiffOp> {
    if old.len() != new.len() {
        return similar::capture_diff_slices(Algorithm::Myers, old, new);
    }
    let mut found: Vec<DiffOp> = Vec::new();
    for (at, (was, is)) in old.iter().zip(new).enumerate() {
        match found.last_mut() {
            Some(DiffOp::Equal { len, .. }) if was == is => *len += 1,
            Some(DiffOp::Replace { old_len, new_len, .. }) if was != is => {
                *old_len += 1;
                *new_len += 1;
            }
            _ if was == is => found.push(DiffOp::Equal { old_index: at, new_index: at, len: 1 }),
            _ => found.push(DiffOp::Replace { old_index: at, old_len: 1, new_index: at, new_len: 1 }),
        }
    }
    found
}

/// Formats the range of a hunk: its first line and the number of lines. Without lines, the line before.
fn range(before: u64, count: u64) -> String {
    match count {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        _ => format!("{},{count}", before + 1),
    }
}

/// Formats a path as git does.
fn git_path(side: &str, path: &str) -> String {
    let path = format!("{side}/{}", path.trim_start_matches('/'));
    if path.bytes().any(|byte| !(b' '..=b'~').contains(&byte) || byte == b'"' || byte == b'\\') {
        let quoted = path.bytes().fold(String::from("\""), |all, byte| match byte {
            b'"' | b'\\' => format!("{all}\\{}", char::from(byte)),
            b' '..=0x7E => format!("{all}{}", char::from(byte)),
            _ => format!("{all}\\{byte:03o}"),
        });
        return quoted + "\"";
    }
    // A tab marks the end of a name with spaces.
    if path.contains(' ') { path + "\t" } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the patch of a file that comes in parts.
    fn patch(parts: &[(&str, &str)]) -> String {
        let mut changes = Changes::default();
        let mut out = Vec::new();
        for (at, (before, after)) in parts.iter().enumerate() {
            let is_last = at + 1 == parts.len();
            let (before, after) = (before.as_bytes(), after.as_bytes());
            changes.part(&Rewritten { path: "a b.json", before, after, is_wide: false, is_last }, &mut out);
        }
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_change_has_three_lines_around_it() {
        let (old, new) = ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n");
        let expected = "--- a/a b.json\t\n+++ b/a b.json\t\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n";
        assert_eq!(patch(&[(old, new)]), expected);
        // The result does not depend on how the file is split.
        assert_eq!(
            patch(&[("1\n2\n3\n4\n5", "1\n2\n3\n4\nx"), ("\n6\n7\n8\n", "\n6\n7\n8\n"), ("9\n", "9\n")]),
            expected
        );
        assert_eq!(patch(&[(old, old)]), "");
    }

    #[test]
    fn near_changes_are_one_and_far_ones_two() {
        let near = patch(&[("1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n")]);
        assert_eq!(near.matches("@@ -").count(), 1);
        let far = patch(&[("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n")]);
        assert!(far.contains("@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n"), "{far}");
    }

    #[test]
    fn a_missing_line_end_is_reported() {
        let found = patch(&[("a\nb", "a\nc")]);
        assert!(found.ends_with("-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"), "{found}");
        assert!(patch(&[("a\nb\n", "a\n")]).ends_with("@@ -1,2 +1 @@\n a\n-b\n"));
    }

    #[test]
    fn paths_are_written_as_git_reads_them() {
        assert_eq!(git_path("a", "x/y.json"), "a/x/y.json");
        assert_eq!(git_path("b", "ż\n.json"), r#""b/\305\274\012.json""#);
    }
}
