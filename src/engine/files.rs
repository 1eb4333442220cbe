//! Reads configurations, schemas and rule files from the disk, within limits.
//!
//! A checkout may be untrusted. A file that was *found* in it, and everything that this file refers to, is read only
//! inside a root, after all links are resolved, and only if it is a regular file of at most [`LONGEST`] bytes. A file
//! that the user *named* on the command line may be anywhere, and may be a pipe (`--schema <(…)`); the limit applies to
//! it as well.
//!
//! Nothing else in this crate turns a path into text: [`open_regular`] and [`open_named`] open files, and
//! [`read_limited`] reads up to the limit.

use super::walk::{SkippedFolder, Walk};
use crate::config::normalize;
use crate::diagnostic::show;
use crate::text::{Files, FilesError};
use std::fs::{File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The maximum size of a configuration, a schema or a rule file, in bytes.
pub const LONGEST: u64 = 16 << 20;

/// The folder of a repository's own data. It may contain credentials, so nothing is read from it.
const REPOSITORY: &str = ".git";

/// The files that a configuration or a schema may refer to, and no others.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// The root, with links resolved. If it is `None`, nothing below a root may be read.
    root: Option<PathBuf>,
    named: Option<Named>,
    is_external_link: bool,
}

/// The file that the user named, which may be anywhere.
#[derive(Clone, Debug)]
struct Named {
    /// The path to open.
    path: PathBuf,
    /// The path with links resolved. References to other files are relative to it.
    location: PathBuf,
}

impl Disk {
    /// Permits reading below `root`, which must exist.
    pub fn new(root: &Path) -> io::Result<Self> {
        Ok(Self { root: Some(root.canonicalize()?), ..Self::default() })
    }

    /// Permits reading for a configuration that was found in `folder`: below the repository that contains the folder,
    /// or below the folder itself if there is no repository.
    pub fn for_found(folder: &Path) -> io::Result<Self> {
        Ok(Self { root: Some(root_above(&folder.canonicalize()?)), ..Self::default() })
    }

    /// Permits reading for a file that the user named: that file, wherever it is, and files below the repository or the
    /// folder that contains it.
    pub fn for_named(file: &Path) -> io::Result<Self> {
        file.metadata()?;
        // A pipe of the shell has no folder, so it cannot refer to other files.
        let Ok(real) = file.canonicalize() else {
            let location = std::path::absolute(file.file_name().unwrap_or_default())?;
            return Ok(Self { named: Some(Named { path: file.to_owned(), location }), ..Self::default() });
        };
        let folder = real.parent().unwrap_or(&real);
        let written = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let is_external_link = !real.starts_with(root_above(&written.canonicalize()?));
        let root = Some(root_above(folder));
        Ok(Self { root, named: Some(Named { path: real.clone(), location: real }), is_external_link })
    }

    /// Returns the resolved path of the file that the user named. The file is read by this path, and its references are
    /// relative to it.
    pub fn location(&self) -> Option<&Path> {
        self.named.as_ref().map(|named| named.location.as_path())
    }

    /// Whether the file that the user named is a link that leads out of its repository or folder. Such a link may be
    /// untrusted, so the text of its target is not shown.
    pub fn is_external_link(&self) -> bool {
        self.is_external_link
    }

    /// Returns the path of a file or folder with links resolved, if it may be read.
    fn resolved(&self, path: &Path) -> Result<PathBuf, String> {
        let Some(root) = &self.root else {
            return Err("no other files can be read if the configuration is a pipe".to_owned());
        };
        let outside = |what: &str| {
            let root = show::visible(&root.display().to_string());
            format!("{what} outside `{root}`, and only files inside it are read")
        };
        // This check comes first, so as not to reveal whether a file outside exists.
        if !normalize(path).starts_with(root) {
            return Err(outside("it is"));
        }
        let real = path.canonicalize().map_err(|error| describe_path_error(path, &error))?;
        let Ok(below) = real.strip_prefix(root) else {
            return Err(outside(if is_link(path) { "it is a link that leads" } else { "it leads" }));
        };
        if below.iter().any(|part| part.eq_ignore_ascii_case(REPOSITORY)) {
            return Err(format!("nothing is read from `{REPOSITORY}`"));
        }
        Ok(real)
    }

    fn text(&self, path: &Path) -> Result<String, String> {
        match &self.named {
            Some(own) if own.location == path => read_limited(open_named(&own.path)?),
            _ => read_limited(open_regular(&self.resolved(path)?)?),
        }
    }
}

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<String, FilesError> {
        self.text(path).map_err(|message| FilesError { message })
    }

    fn list(&self, path: &Path) -> Result<Vec<PathBuf>, FilesError> {
        let real = self.resolved(path).map_err(|message| FilesError { message })?;
        let mut found = Vec::new();
        for entry in Walk::new(&real) {
            let entry = entry.map_err(|SkippedFolder { folder, reason }| {
                let folder = show::visible(&folder.display().to_string());
                FilesError { message: format!("the folder `{folder}` cannot be searched: {reason}") }
            })?;
            // A link is listed, so that it is read or refused by name instead of being skipped.
            if entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink()) {
                found.push(entry.into_path());
            }
        }
        Ok(found)
    }
}

fn describe_path_error(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound if is_link(path) => "it is a link to a file that does not exist".to_owned(),
        _ => describe_error(error),
    }
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|known| known.is_symlink())
}

/// Returns the nearest folder at or above `folder` that contains a repository, or `folder` itself.
pub(super) fn root_above(folder: &Path) -> PathBuf {
    folder.ancestors().find(|above| is_repository(above)).unwrap_or(folder).to_owned()
}

/// Whether a folder contains `.git`, which is a folder or, in a linked working tree or a submodule, a file.
pub fn is_repository(folder: &Path) -> bool {
    folder.join(REPOSITORY).symlink_metadata().is_ok()
}

/// Opens a regular file by a path without links.
fn open_regular(real: &Path) -> Result<File, String> {
    // Opening a device can have side effects, so the kind is checked before. It is checked again after opening, because
    // the file may be replaced in between.
    let kind = real.symlink_metadata().map_err(|error| describe_error(&error))?.file_type();
    require_regular_file(kind)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // Opening a pipe would wait for a writer.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(real).map_err(|error| describe_error(&error))?;
    require_regular_file(file.metadata().map_err(|error| describe_error(&error))?.file_type())?;
    Ok(file)
}

fn require_regular_file(kind: FileType) -> Result<(), String> {
    if kind.is_file() { Ok(()) } else { Err(format!("it is {}, not a file", describe_kind(kind))) }
}

/// Opens what the user named: a file, a pipe, or `/dev/null` for an empty file.
fn open_named(path: &Path) -> Result<File, String> {
    const EMPTY: &str = "/dev/null";
    let kind = path.metadata().map_err(|error| describe_path_error(path, &error))?.file_type();
    let is_empty = path.canonicalize().is_ok_and(|real| real == Path::new(EMPTY));
    if !kind.is_file() && !is_pipe(kind) && !is_empty {
        return Err(format!("it is {}, not a file", describe_kind(kind)));
    }
    File::open(path).map_err(|error| describe_error(&error))
}

/// Reads a whole file unless it is too long. The length that the system reports is not reliable: some files never end.
fn read_limited(file: File) -> Result<String, String> {
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| describe_error(&error))?;
    decode_limited(bytes)
}

/// Decodes bytes of which at most [`LONGEST`] + 1 were read. Returns an error if they are too long or not UTF-8.
pub(super) fn decode_limited(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() as u64 > LONGEST {
        return Err(format!("it is longer than {}", show::size(LONGEST)));
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

#[cfg(unix)]
fn is_pipe(kind: FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
fn is_pipe(_: FileType) -> bool {
    false
}

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

/// Creates a file for a report. Existing content is overwritten unless `append` is set.
pub fn create(path: &Path, append: bool) -> Result<Box<dyn io::Write>, String> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true).append(append).truncate(!append);
    options.open(path).map(|file| Box::new(file) as Box<dyn io::Write>).map_err(|error| describe_error(&error))
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
