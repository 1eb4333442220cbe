//! Configurations, schemas and rule files: which of them may be read from the disk, and how much of each.
//!
//! A checkout may come from a stranger. What was *found* in it, and whatever that refers to, is read only inside of a
//! root, once all links are resolved, and only if it is a regular file of at most [`LONGEST`] bytes. What a person
//! *named* on the command line may be anywhere, and may be a pipe (`--schema <(…)`); the limit holds for it too.
//!
//! Nothing else in this crate turns a path into text: [`regular`] and [`named`] open, [`text`] reads up to the limit.

use super::walk::{Closed, Walk};
use crate::config::normal;
use crate::diagnostic::show;
use crate::text::{Files, FilesError};
use std::fs::{File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most bytes of a configuration, a schema or a rule file.
pub const LONGEST: u64 = 16 << 20;

/// The folder of a repository's own data. It may hold credentials, so nothing is read from it.
const REPOSITORY: &str = ".git";

/// The files that a configuration or a schema may refer to, and no others.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Links are resolved in it. Nothing may be read if absent.
    root: Option<PathBuf>,
    named: Option<Named>,
    leads_out: bool,
}

/// The file that a person named, which may be anywhere.
#[derive(Clone, Debug)]
struct Named {
    /// As it is opened.
    path: PathBuf,
    /// Where it is, links resolved: what it says of other files is meant from there.
    place: PathBuf,
}

impl Disk {
    /// Reads below `root`, which must exist.
    pub fn new(root: &Path) -> io::Result<Self> {
        Ok(Self { root: Some(root.canonicalize()?), ..Self::default() })
    }

    /// For a configuration that was found in `folder`: reads below the repository that holds it, or below the folder
    /// itself where there is none.
    pub fn of_found(folder: &Path) -> io::Result<Self> {
        Ok(Self { root: Some(root_above(&folder.canonicalize()?)), ..Self::default() })
    }

    /// For a file that a person named: reads that file, wherever it is, and below the repository or the folder that
    /// holds it.
    pub fn of_named(file: &Path) -> io::Result<Self> {
        file.metadata()?;
        // A pipe of the shell has no place on the disk, so that there is nothing beside it.
        let Ok(real) = file.canonicalize() else {
            let place = std::path::absolute(file.file_name().unwrap_or_default())?;
            return Ok(Self { named: Some(Named { path: file.to_owned(), place }), ..Self::default() });
        };
        let folder = real.parent().unwrap_or(&real);
        let written = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let leads_out = !real.starts_with(root_above(&written.canonicalize()?));
        let root = Some(root_above(folder));
        Ok(Self { root, named: Some(Named { path: real.clone(), place: real }), leads_out })
    }

    /// Where the file is that a person named: a path to read it by, which what it refers to is relative to.
    pub fn place(&self) -> Option<&Path> {
        self.named.as_ref().map(|named| named.place.as_path())
    }

    /// Whether the file that a person named is a link to somewhere outside of its repository or folder. Then the link
    /// may be a stranger's, and the text behind it is not shown.
    pub fn leads_out(&self) -> bool {
        self.leads_out
    }

    /// The place of a file or folder, links resolved, if it may be read.
    fn resolved(&self, path: &Path) -> Result<PathBuf, String> {
        let Some(root) = &self.root else { return Err("nothing beside a pipe is read".to_owned()) };
        let outside = |what: &str| {
            let root = show::visible(&root.display().to_string());
            format!("{what} outside of `{root}`, beyond which nothing is read")
        };
        // Whether anything is there is not for a stranger to know.
        if !normal(path).starts_with(root) {
            return Err(outside("it is"));
        }
        let real = path.canonicalize().map_err(|error| unresolved(path, &error))?;
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
            Some(own) if own.place == path => text(named(&own.path)?),
            _ => text(regular(&self.resolved(path)?)?),
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
            let entry = entry.map_err(|Closed { folder, reason }| {
                let folder = show::visible(&folder.display().to_string());
                FilesError { message: format!("the folder `{folder}` cannot be searched: {reason}") }
            })?;
            // A link is listed, so that it is read or refused by name rather than passed over.
            if entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink()) {
                found.push(entry.into_path());
            }
        }
        Ok(found)
    }
}

fn unresolved(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound if is_link(path) => "it is a link that leads to no file".to_owned(),
        _ => in_words(error),
    }
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|known| known.is_symlink())
}

/// The nearest folder at or above `folder` that holds a repository, else `folder` itself.
pub(super) fn root_above(folder: &Path) -> PathBuf {
    folder.ancestors().find(|above| is_repository(above)).unwrap_or(folder).to_owned()
}

/// Whether a folder holds `.git`: a folder, or, in a working tree of its own or a submodule, a file.
pub fn is_repository(folder: &Path) -> bool {
    folder.join(REPOSITORY).symlink_metadata().is_ok()
}

/// A regular file, whose path holds no link.
fn regular(real: &Path) -> Result<File, String> {
    // Opening a device can have effects, so that the kind is known before. Both are looked at, since another file may
    // take the place of the first in between.
    let kind = real.symlink_metadata().map_err(|error| in_words(&error))?.file_type();
    kind_is_file(kind)?;
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
    let file = options.open(real).map_err(|error| in_words(&error))?;
    kind_is_file(file.metadata().map_err(|error| in_words(&error))?.file_type())?;
    Ok(file)
}

fn kind_is_file(kind: FileType) -> Result<(), String> {
    if kind.is_file() { Ok(()) } else { Err(format!("it is {}, not a file", kind_in_words(kind))) }
}

/// What a person named: a file, a pipe, or `/dev/null` for an empty one.
fn named(path: &Path) -> Result<File, String> {
    const EMPTY: &str = "/dev/null";
    let kind = path.metadata().map_err(|error| unresolved(path, &error))?.file_type();
    let is_empty = path.canonicalize().is_ok_and(|real| real == Path::new(EMPTY));
    if !kind.is_file() && !is_pipe(kind) && !is_empty {
        return Err(format!("it is {}, not a file", kind_in_words(kind)));
    }
    File::open(path).map_err(|error| in_words(&error))
}

/// All of a file, unless it is too long. Some files never end, whatever length the system gives for them.
fn text(file: File) -> Result<String, String> {
    let mut bytes = Vec::new();
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| in_words(&error))?;
    checked(bytes)
}

/// The text that `bytes` are, of which at most one more than [`LONGEST`] was read.
pub(super) fn checked(bytes: Vec<u8>) -> Result<String, String> {
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

pub(super) fn kind_in_words(kind: FileType) -> &'static str {
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
