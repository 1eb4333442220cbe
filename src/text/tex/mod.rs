//! TeX in strings: commands, accents and conversion to plain text.

mod accents;
mod commands;
mod plain;

pub(crate) use accents::{accented, letter_accent, symbol_accent};
pub(crate) use commands::{QUOTING, SILENT, VANISHING, letter};
pub(crate) use plain::{escaped_apostrophe, escapes_apostrophe, plain};
