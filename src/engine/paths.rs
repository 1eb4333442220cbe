//! Facts about paths and files, in words.

use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

/// The maximum size of a configuration, a schema or a rule file, in bytes.
pub(super) const LONGEST: u64 = 16 << 20;

/// The folder of a repository's own data. It may contain credentials, so nothing is read from it.
pub(super) const REPOSITORY: &str = ".git";

/// Returns the nearest folder at or above `folder` that contains a repository, or `folder` itself.
pub(super) fn root_above(folder: &Path) -> PathBuf {
    folder.ancestors().find(|above| is_repository(above)).unwrap_or(folder).to_owned()
}

/// Whether a folder contains `.git`, which is a folder or, in a linked working tree or a submodule, a file.
pub fn is_repository(folder: &Path) -> bool {
    folder.join(REPOSITORY).symlink_metadata().is_ok()
}

/// Describes a kind of file.
pub(super) fn describe_kind(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        } else if kind.is_socket() {
            return "a socket";
        } else if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if kind.is_dir() {
        "a folder"
    } else if kind.is_symlink() {
        "a link"
    } else {
        "something else"
    }
}

/// Describes an error of the system without its number.
pub(super) fn describe_error(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        io::ErrorKind::InvalidFilename => "its path is too long".to_owned(),
        _ => error.to_string(),
    }
}
