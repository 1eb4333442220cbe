//! Fixed parts of files.

/// Part of a file, before and after fixes were made. The parts of a file are reported in order.
#[derive(Clone, Copy, Debug)]
pub struct Rewritten<'a> {
    /// The path of the file, as given.
    pub path: &'a str,
    /// The original bytes.
    pub before: &'a [u8],
    /// The bytes after the fixes.
    pub after: &'a [u8],
    /// Whether the bytes are UTF-16 or UTF-32, and must be decoded to be readable.
    pub is_wide: bool,
    /// Whether it is the last part of its file.
    pub is_last: bool,
}
