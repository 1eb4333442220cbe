//! BibTeX and biblatex: one record per entry.
//!
//! The tree of an entry is an object: `@type` and `@key`, then all fields by their lower-case names, in the order of
//! the file. The text of a value is what TeX would print: accents and commands become characters, protecting braces are
//! removed, abbreviations of `@string` are expanded, runs of spaces are collapsed. Hyphens for dashes are kept. The
//! file itself is not changed: a range of such a text is located by parsing the value again.
//!
//! The parser is our own. Crates for BibTeX stop at the first entry that does not parse, and a third of the real files
//! have one; here an entry at the beginning of a line ends the broken one before it.

mod checks;
mod edit;
mod groups;
mod locate;
mod parser;
mod pointers;
mod reader;
mod tex;
#[cfg(test)]
mod tests;

pub(super) use edit::edits;
pub(crate) use groups::protected;
pub(super) use locate::locate;
pub(super) use parser::begins_entry;
pub(super) use reader::Reader;
