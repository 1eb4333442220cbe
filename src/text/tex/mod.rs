//! TeX in texts: its commands and accents, and the plain text of what is certain.

mod accents;
mod commands;
mod plain;

pub(crate) use accents::{accented, letter_accent, sign_accent};
pub(crate) use commands::{QUOTING, SILENT, VANISHING, letter};
pub(crate) use plain::{escaped_apostrophe, escapes_apostrophe, plain};
