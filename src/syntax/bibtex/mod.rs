//! BibTeX and biblatex: a record an entry.
//!
//! The tree of an entry is an object: `@type` and `@key`, then the fields by their names in small letters, all of them,
//! in the order of the file. The text of a value is what TeX would print: accents and commands are characters, braces
//! that only protect are gone, abbreviations of `@string` are written out, runs of blanks are one blank. Dashes written
//! as hyphens stay hyphens. The file is not touched by that: a range of such a text is found in it by reading again.
//!
//! The reader is our own, since the crates that read BibTeX stop at the first entry that does not parse, and a third of
//! the real files have one: here an entry that begins a line ends what was broken before it.

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
