//! File access for the layers below the engine.

use std::path::{Path, PathBuf};

/// Reads files on behalf of layers that do not open any themselves.
///
/// The implementation decides which files may be read: a schema that names `../../etc/passwd` gets an error.
pub trait Files: Send + Sync {
    /// Returns the text of the file at `path`.
    fn read(&self, path: &Path) -> Result<String, FilesError>;

    /// Returns the files in the folder at `path` and below, sorted by name, without hidden ones.
    fn list(&self, path: &Path) -> Result<Vec<PathBuf>, FilesError> {
        Err(FilesError { message: format!("`{}` cannot be searched", path.display()) })
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilesError {
    /// The reason, worded for the user who named the file.
    pub message: String,
}
