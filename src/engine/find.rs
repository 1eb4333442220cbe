//! Finds the files that the paths on the command line refer to: files, folders, globs, standard input.

use super::files::describe_error;
use super::walk::{SkippedFolder, Walk};
use super::write::Target;
use crate::config::may_match_below;
use crate::syntax::Reason;
use globset::{GlobBuilder, GlobMatcher};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The path as the user knows it, with bytes that are not UTF-8 as `\xFF`. Two files may have the same display
    /// path; [`Input::identity`] distinguishes them.
    pub display_path: String,
    /// The path to open. `None` for standard input.
    path: Option<PathBuf>,
    /// The folder that the user named, if the file was found in one.
    folder: Option<Arc<Folder>>,
    /// Whether the user named the file itself, rather than a folder or a pattern.
    pub is_named: bool,
    /// Whether a program named the file. A program lists every changed file, whatever it contains.
    pub is_listed: bool,
    /// Why the file is not read, if that is known before it is opened.
    problem: Option<Problem>,
}

/// Why something found in a folder is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    /// A file that should be read and cannot be, with the error of the system.
    Unreadable(String),
    /// A folder that cannot be read, with the error of the system. It may contain any number of files.
    UnreadableFolder(String),
    /// A file that should not be read.
    Excluded(&'static Reason),
}

/// A folder in which files were found.
#[derive(Debug, PartialEq, Eq)]
struct Folder {
    /// The path that the user named.
    path: PathBuf,
    /// The absolute path with links resolved. Computed once, not for each file.
    real: Option<PathBuf>,
}

impl Folder {
    fn new(path: &Path) -> Arc<Self> {
        Arc::new(Self { path: path.to_owned(), real: path.canonicalize().ok() })
    }
}

/// A path that refers to no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingFound {
    /// The path, as given.
    pub path: String,
    /// Why it refers to no file.
    pub reason: String,
}

impl Input {
    /// Creates the input that reads standard input and is displayed as `name`.
    pub fn standard(name: &str) -> Self {
        Self {
            display_path: name.to_owned(),
            path: None,
            folder: None,
            is_named: true,
            is_listed: false,
            problem: None,
        }
    }

    fn file(path: &Path, folder: Option<&Arc<Folder>>) -> Self {
        let stripped = path.strip_prefix("./").ok().filter(|path| !path.as_os_str().is_empty());
        let display_path = display_path(stripped.unwrap_or(path));
        let path = Some(path.to_owned());
        Self { display_path, path, folder: folder.cloned(), is_named: false, is_listed: false, problem: None }
    }

    fn from_entry(entry: Entry, folder: &Arc<Folder>) -> Self {
        Self { problem: entry.problem, ..Self::file(&entry.path, Some(folder)) }
    }

    /// Marks the file as listed by a program, which does not imply that it contains records. As in a folder, a link
    /// that leads out of `here`, the current folder, is not followed, because a commit can add such a link.
    pub fn set_listed(&mut self, here: &Path) {
        let Some(path) = &self.path else { return };
        self.is_listed = std::mem::replace(&mut self.is_named, false);
        let is_here = std::path::absolute(path).is_ok_and(|path| path.starts_with(here));
        if is_here && path.canonicalize().is_ok_and(|real| !real.starts_with(here)) {
            self.problem = Some(Problem::Excluded(&Reason::LINK));
        }
    }

    /// Returns the path that identifies the file. A file with two names has two identities. The identity of standard
    /// input is one that no file can have.
    pub fn identity(&self) -> &Path {
        let path = self.path.as_deref().unwrap_or(Path::new("\0"));
        path.strip_prefix("./").unwrap_or(path)
    }

    /// Whether it is a folder that cannot be read. It may contain any file.
    pub fn is_unreadable_folder(&self) -> bool {
        matches!(self.problem, Some(Problem::UnreadableFolder(_)))
    }

    /// Returns why the file or folder cannot be read, if that is known before it is opened.
    pub fn unreadable(&self) -> Option<&str> {
        match &self.problem {
            Some(Problem::Unreadable(reason) | Problem::UnreadableFolder(reason)) => Some(reason),
            _ => None,
        }
    }

    /// Returns why the file should not be read, if that is known before it is opened.
    pub(super) fn excluded(&self) -> Option<&'static Reason> {
        match self.problem {
            Some(Problem::Excluded(reason)) => Some(reason),
            _ => None,
        }
    }

    /// Whether it is standard input.
    pub fn is_standard(&self) -> bool {
        self.path.is_none()
    }

    /// Returns the absolute path, with links resolved, that determines the configuration. Standard input is treated
    /// like the file whose name it is given.
    pub fn location(&self) -> Option<PathBuf> {
        let path = self.path.as_deref().unwrap_or(Path::new(&self.display_path));
        // The path from the folder to the file contains no link.
        if let Some(Folder { path: folder, real: Some(real) }) = self.folder.as_deref()
            && let Ok(below) = path.strip_prefix(folder)
        {
            return Some(real.join(below));
        }
        let real = path.canonicalize();
        real.or_else(|_| std::path::absolute(path)).ok()
    }

    /// Whether it is known to be small.
    pub fn is_small(&self) -> bool {
        self.small_size().is_some()
    }

    /// Returns the size in bytes if the file is known to be small. The decompressed size of a compressed file is not
    /// known.
    pub(super) fn small_size(&self) -> Option<u64> {
        /// About fifty records. A worker reads a file of this size as quickly as it would receive its content.
        const SMALL: u64 = 1 << 18;
        let is_compressed = super::decompress::uncompressed_name(&self.display_path) != self.display_path;
        // Some system files report a size of zero although they are not empty.
        self.size().filter(|size| !is_compressed && (1..SMALL).contains(size))
    }

    /// Whether it is a regular file, so that reading it never blocks.
    pub(super) fn is_regular_file(&self) -> bool {
        // Only regular files are found in folders.
        self.folder.is_some() && self.problem.is_none() || self.path.as_deref().is_some_and(Path::is_file)
    }

    /// Returns the size in bytes, if it is known. For a compressed file, this is the compressed size.
    pub fn size(&self) -> Option<u64> {
        let path = self.path.as_deref().filter(|_| self.problem.is_none());
        let metadata = path.and_then(|path| path.metadata().ok());
        metadata.filter(std::fs::Metadata::is_file).map(|metadata| metadata.len())
    }

    /// Opens the file for reading and fixing. Returns the target to write to, or why the file may not be written.
    pub(super) fn open_to_fix(&self) -> io::Result<(Box<dyn Read>, Result<Target, String>)> {
        self.readable()?;
        let Some(path) = &self.path else { return Ok((self.open()?, Err(String::new()))) };
        let (file, target) = Target::open(path, self.folder.as_ref().map(|folder| folder.path.as_path()))?;
        let (file, is_compressed) = super::decompress::decompressed(&self.display_path, file)?;
        let target = if is_compressed { Err("it is compressed".to_owned()) } else { target };
        Ok((file, target))
    }

    /// Opens the file for reading.
    pub(super) fn open(&self) -> io::Result<Box<dyn Read>> {
        self.readable()?;
        let (file, _) = match &self.path {
            Some(path) => super::decompress::decompressed(&self.display_path, File::open(path)?)?,
            None => super::decompress::decompressed(&self.display_path, io::stdin())?,
        };
        Ok(file)
    }

    fn readable(&self) -> io::Result<()> {
        let reason = self.unreadable().or(self.excluded().map(|reason| reason.fact));
        reason.map_or(Ok(()), |reason| Err(io::Error::other(reason.to_owned())))
    }
}

/// Formats a path for display. Each byte that is not UTF-8 is written as `\xFF`, so that different names stay
/// different.
fn display_path(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a String cannot fail.
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

/// Finds the files that `paths` refer to, in the given order; the files of a folder are sorted by name. A file that is
/// named twice is returned once. The second list contains the paths that refer to no file. Files below a folder that
/// cannot be read are included in the first list.
pub fn find(paths: &[PathBuf], stdin_path: Option<&str>) -> (Vec<Input>, Vec<NothingFound>) {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Input::standard(stdin_path.unwrap_or("<stdin>")));
            continue;
        }
        let before = found.len();
        let reason = match path.metadata() {
            Ok(metadata) if metadata.is_dir() => {
                let folder = Folder::new(path);
                found.extend(entries(path).map(|entry| Input::from_entry(entry, &folder)));
                "this folder contains no files".to_owned()
            }
            Ok(_) => {
                found.push(Input { is_named: true, ..Input::file(path, None) });
                continue;
            }
            Err(error) => match glob(path) {
                Some(glob) => {
                    found.extend(glob.inputs());
                    "no file matches".to_owned()
                }
                None if path.is_symlink() => link_error(&error),
                None => describe_error(&error),
            },
        };
        if found.len() == before {
            missing.push(NothingFound { path: display_path(path), reason });
        }
    }
    (without_duplicates(found), missing)
}

/// Removes duplicates and keeps the first occurrence. A file that was both named and found counts as named.
fn without_duplicates(found: Vec<Input>) -> Vec<Input> {
    let mut numbers: HashMap<PathBuf, usize> = HashMap::with_capacity(found.len());
    let mut inputs: Vec<Input> = Vec::with_capacity(found.len());
    for input in found {
        if let Some(number) = numbers.get(input.identity()) {
            inputs[*number].is_named |= input.is_named;
        } else {
            numbers.insert(input.identity().to_owned(), inputs.len());
            inputs.push(input);
        }
    }
    inputs
}

/// Adds the files below the folders and patterns among `paths` that are in the index of git, even if a file such as
/// `.gitignore` hides them: the commit that adds a file to a repository could also hide it.
pub fn with_tracked(paths: &[PathBuf], mut found: Vec<Input>) -> Vec<Input> {
    for path in paths {
        if path.is_dir() {
            found.extend(tracked_below(path));
        } else if let Some(pattern) = glob(path).filter(|pattern| !path.exists() && pattern.root.is_dir()) {
            found.extend(tracked_below(&pattern.root).filter(|input| pattern.matcher.is_match(input.identity())));
        }
    }
    without_duplicates(found)
}

/// Returns the files of git's index below a folder, except hidden files and links.
fn tracked_below(root: &Path) -> impl Iterator<Item = Input> + use<> {
    let (folder, root) = (Folder::new(root), root.to_owned());
    let is_hidden = |path: &PathBuf| path.iter().any(|name| name.as_encoded_bytes().starts_with(b"."));
    let below = super::revision::tracked(&root).into_iter().filter(move |below| !is_hidden(below));
    let paths = below.map(move |below| root.join(below));
    let files = paths.filter(|path| path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()));
    files.map(move |path| Input::file(&path, Some(&folder)))
}

/// An entry of a folder.
struct Entry {
    path: PathBuf,
    /// Why it is not read. `None` for a regular file.
    problem: Option<Problem>,
}

/// Returns the files below a folder, except hidden files and those that git ignores, and the entries that cannot be
/// read.
fn entries(root: &Path) -> impl Iterator<Item = Entry> + use<> {
    let real = root.canonicalize().ok();
    Walk::new(root).filter_map(move |entry| match entry {
        Ok(entry) => {
            let kind = entry.file_type()?;
            let path = entry.into_path();
            let problem = match kind {
                _ if kind.is_dir() => return None,
                _ if kind.is_file() => None,
                _ if kind.is_symlink() => Some(link_problem(&path, real.as_deref())?),
                _ => Some(Problem::Excluded(&Reason::SPECIAL)),
            };
            Some(Entry { path, problem })
        }
        Err(SkippedFolder { folder, reason }) => {
            Some(Entry { path: folder, problem: Some(Problem::UnreadableFolder(reason)) })
        }
    })
}

/// Returns why the target of a link in a folder is not read. `None` if the target is in the same folder, where it is
/// found under its own name.
fn link_problem(path: &Path, root: Option<&Path>) -> Option<Problem> {
    match path.canonicalize() {
        Err(error) => Some(Problem::Unreadable(link_error(&error))),
        Ok(target) if root.is_some_and(|root| target.starts_with(root)) => None,
        Ok(_) => Some(Problem::Excluded(&Reason::LINK)),
    }
}

/// Describes why a link cannot be followed.
fn link_error(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "a link to a file that does not exist".to_owned(),
        _ => format!("a link that cannot be followed: {}", describe_error(error)),
    }
}

/// A glob pattern of paths.
struct Pattern {
    text: String,
    /// The folder that contains all possible matches.
    root: PathBuf,
    matcher: GlobMatcher,
}

fn glob(path: &Path) -> Option<Pattern> {
    let text = path.to_str()?;
    let first = text.find(['*', '?', '[', '{'])?;
    let root = text[..first].rfind('/').map_or(".", |end| &text[..=end]);
    let pattern = text.strip_prefix("./").unwrap_or(text);
    let matcher = GlobBuilder::new(pattern).literal_separator(true).build().ok()?.compile_matcher();
    Some(Pattern { text: pattern.to_owned(), root: PathBuf::from(root), matcher })
}

impl Pattern {
    /// Returns the files that match, and the unreadable folders that may contain a match.
    fn inputs(self) -> impl Iterator<Item = Input> {
        let folder = Folder::new(&self.root);
        // A folder that does not exist contains no match.
        let root = Some(self.root.clone()).filter(|root| root.is_dir());
        let entries = root.into_iter().flat_map(|root| entries(&root));
        let found = entries.map(move |entry| Input::from_entry(entry, &folder));
        found.filter(move |input| {
            let path = input.identity();
            self.matcher.is_match(path) || input.is_unreadable_folder() && may_match_below(&self.text, path)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn displayed_paths_that_are_not_utf_8_differ() {
        use std::os::unix::ffi::OsStrExt;
        let path = |bytes: &'static [u8]| display_path(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(path(b"a\xff.json"), "a\\xFF.json");
        assert_eq!(path(b"a\xfe.json"), "a\\xFE.json");
        assert_eq!(path("za\u{17C}.json".as_bytes()), "za\u{17C}.json");
    }
}
