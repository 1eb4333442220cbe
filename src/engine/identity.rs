//! Determines whether two paths lead to the same file, so that no report overwrites a file that is checked.

use super::Input;
use super::paths::root_above;
use std::path::{Path, PathBuf};

/// The maximum number of links that are followed.
const MAX_LINKS: usize = 40;

/// The identity of a file, independent of its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FileId {
    /// The device and inode number.
    Number(u64, u64),
    /// The path with links resolved, for a file that does not exist yet and on systems without inode numbers.
    Path(PathBuf),
}

impl FileId {
    /// Returns the identity of the file that `path` leads to, or would create. `None` for devices and pipes, which
    /// store nothing.
    pub fn of(path: &Path) -> Option<Self> {
        match path.metadata() {
            Ok(metadata) if !metadata.is_file() => None,
            Ok(metadata) => number(&metadata).or_else(|| path.canonicalize().ok().map(Self::Path)),
            Err(_) => path_to_create(path, MAX_LINKS).map(Self::Path),
        }
    }

    /// Returns the identity of an input.
    pub fn of_input(input: &Input) -> Option<Self> {
        if input.is_standard() {
            // The shell may have redirected a file.
            return Self::of(Path::new("/dev/stdin")).filter(|id| matches!(id, Self::Number(..)));
        }
        Self::of(input.identity())
    }
}

/// Whether `path` is a link within the repository of the current folder, or within that folder where there is no
/// repository, that leads out of it. A stranger may have committed such a link under the name of a report.
pub fn is_link_out_of_checkout(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Ok(here), Ok(folder)) = (Path::new(".").canonicalize(), folder.canonicalize()) else { return false };
    let root = root_above(&here);
    let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    let target = || path.canonicalize().ok().or_else(|| path_to_create(path, MAX_LINKS));
    is_link && folder.starts_with(&root) && target().is_some_and(|target| !target.starts_with(&root))
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // Other systems have none.
fn number(metadata: &std::fs::Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    Some(FileId::Number(metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn number(_: &std::fs::Metadata) -> Option<FileId> {
    None
}

/// Returns the path at which a file that does not exist would be created.
fn path_to_create(path: &Path, links: usize) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match path.read_link() {
        Ok(target) if links > 0 => path_to_create(&folder.join(target), links - 1),
        Ok(_) => None,
        Err(_) => Some(folder.canonicalize().ok()?.join(path.file_name()?)),
    }
}
