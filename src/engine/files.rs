//! The only reader of the disk.

use super::find::walk;
use crate::text::{Files, FilesError};
use std::io;
use std::path::{Path, PathBuf};

/// Files below one folder, and none outside of it.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// Reads below `root`, which must exist.
    pub fn new(root: &Path) -> io::Result<Self> {
        Ok(Self { root: root.canonicalize()? })
    }

    /// Reads below the present folder, or, for a file outside of it that a person named, below that file's folder.
    pub fn around(file: &Path) -> io::Result<Self> {
        let here = Path::new(".").canonicalize()?;
        let file = file.canonicalize()?;
        let root = if file.starts_with(&here) { here } else { file.parent().map_or(here, Path::to_path_buf) };
        Ok(Self { root })
    }
}

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<String, FilesError> {
        let shown = path.display();
        let failed = |error: &io::Error| FilesError { message: format!("`{shown}`: {}", in_words(error)) };
        // Links are followed before the comparison, so that none leads out.
        let real = path.canonicalize().map_err(|error| failed(&error))?;
        if !real.starts_with(&self.root) {
            return Err(FilesError { message: format!("`{shown}` lies outside of the folder that may be read") });
        }
        std::fs::read_to_string(&real).map_err(|error| failed(&error))
    }

    fn list(&self, path: &Path) -> Result<Vec<PathBuf>, FilesError> {
        let real = path.canonicalize();
        let real =
            real.map_err(|error| FilesError { message: format!("`{}`: {}", path.display(), in_words(&error)) })?;
        if !real.starts_with(&self.root) {
            let message = format!("`{}` lies outside of the folder that may be read", path.display());
            return Err(FilesError { message });
        }
        Ok(walk(&real).collect())
    }
}

/// A file that a report is written into; what was in it is gone unless it is to `append`.
pub fn create(path: &Path, append: bool) -> Result<Box<dyn io::Write>, String> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true).append(append).truncate(!append);
    options.open(path).map(|file| Box::new(file) as Box<dyn io::Write>).map_err(|error| in_words(&error))
}

/// What the system says, without its number.
pub(super) fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        io::ErrorKind::InvalidFilename => "its path is too long".to_owned(),
        io::ErrorKind::NotADirectory => "no such file or folder".to_owned(),
        _ => error.to_string(),
    }
}
