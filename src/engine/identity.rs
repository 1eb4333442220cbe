//! Whether two paths lead to one file, so that no report overwrites what is being checked.

use super::Input;
use std::path::{Path, PathBuf};

/// A link may lead to a link so many times.
const MOST_LINKS: usize = 40;

/// What makes a file itself, whatever it is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FileId {
    /// The device and the number of the file there.
    Number(u64, u64),
    /// Where it is, links followed: of one that does not exist yet, and where files have no number.
    Place(PathBuf),
}

impl FileId {
    /// The file that `path` leads to, or would create. Nothing for devices and pipes, which keep nothing.
    pub fn of(path: &Path) -> Option<Self> {
        match path.metadata() {
            Ok(known) if !known.is_file() => None,
            Ok(known) => number(&known).or_else(|| path.canonicalize().ok().map(Self::Place)),
            Err(_) => place(path, MOST_LINKS).map(Self::Place),
        }
    }

    /// The file that is read as an input.
    pub fn of_input(input: &Input) -> Option<Self> {
        if input.is_standard() {
            // A file that the shell opened, where the system says so.
            return Self::of(Path::new("/dev/stdin")).filter(|id| matches!(id, Self::Number(..)));
        }
        Self::of(input.identity())
    }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // Elsewhere there is none.
fn number(known: &std::fs::Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    Some(FileId::Number(known.dev(), known.ino()))
}

#[cfg(not(unix))]
fn number(_: &std::fs::Metadata) -> Option<FileId> {
    None
}

/// Where a file that does not exist would be created.
fn place(path: &Path, links: usize) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match path.read_link() {
        Ok(target) if links > 0 => place(&folder.join(target), links - 1),
        Ok(_) => None,
        Err(_) => Some(folder.canonicalize().ok()?.join(path.file_name()?)),
    }
}
