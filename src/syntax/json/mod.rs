//! JSON (RFC 8259): one value, an array of records, a wrapped array, or a sequence of values.

mod edit;
mod faults;
mod parser;
mod reader;
mod repeats;
mod splitter;
mod strings;
mod wrapper;

pub(super) use edit::edits;
pub(super) use reader::Reader;
pub use splitter::{Items, List, Splitter};
pub(super) use strings::locate;
