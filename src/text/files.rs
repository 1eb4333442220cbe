//! The only way a layer below the engine reads a file: by asking for it.

use std::path::{Path, PathBuf};

/// Reads files for layers that may not open any themselves.
///
/// An implementation decides what may be read: a schema that names `../../etc/passwd` gets an error, not a file.
pub trait Files: Send + Sync {
    /// The text of the file at `path`.
    fn read(&self, path: &Path) -> Result<String, FilesError>;

    /// The files below the folder at `path`, by name, without hidden ones.
    fn list(&self, path: &Path) -> Result<Vec<PathBuf>, FilesError> {
        Err(FilesError { message: format!("`{}` cannot be searched", path.display()) })
    }
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilesError {
    /// What happened, in words for the person who named the file.
    pub message: String,
}
