//! Which files the paths on the command line mean: files, folders, globs, standard input.

use super::files::in_words;
use super::walk::{Closed, Walk};
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
    /// The path as the person knows it; bytes of it that are not UTF-8 as `\xFF`. Two files may be shown alike: which
    /// file it is, its path says.
    pub shown: String,
    /// Where it is; standard input if absent.
    path: Option<PathBuf>,
    /// The folder that the person named, where it was found in one.
    folder: Option<Arc<Folder>>,
    /// Whether the person named it, rather than a folder or a pattern.
    pub is_named: bool,
    /// Whether a program named it, which names every file that changed, whatever is in it.
    pub is_listed: bool,
    /// Why it is not read, where that is known before it is opened.
    fault: Option<Fault>,
}

/// Why something met in a folder is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// It is to be read, and cannot be; what the system said.
    Unreadable(String),
    /// The same for a folder, in which there may be any number of files.
    UnreadableFolder(String),
    /// It is not to be read.
    Excluded(&'static Reason),
}

/// A folder in which files were found.
#[derive(Debug, PartialEq, Eq)]
struct Folder {
    /// As the person named it.
    path: PathBuf,
    /// Absolute, links followed, so that this is asked once and not of each file.
    real: Option<PathBuf>,
}

impl Folder {
    fn new(path: &Path) -> Arc<Self> {
        Arc::new(Self { path: path.to_owned(), real: path.canonicalize().ok() })
    }
}

/// A path that means no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingFound {
    /// The path, as given.
    pub path: String,
    /// Why it means nothing.
    pub reason: String,
}

impl Input {
    /// Standard input, called `shown`.
    pub fn standard(shown: &str) -> Self {
        Self { shown: shown.to_owned(), path: None, folder: None, is_named: true, is_listed: false, fault: None }
    }

    fn file(path: &Path, folder: Option<&Arc<Folder>>) -> Self {
        let shown = shown(path.strip_prefix("./").unwrap_or(path));
        let path = Some(path.to_owned());
        Self { shown, path, folder: folder.cloned(), is_named: false, is_listed: false, fault: None }
    }

    fn met(entry: Entry, folder: &Arc<Folder>) -> Self {
        Self { fault: entry.fault, ..Self::file(&entry.path, Some(folder)) }
    }

    /// Takes it for one that a program named, which says nothing about what is in it. A link that leads out of `here`, the
    /// folder in which the program runs, is not followed, as in a folder: a commit can add it.
    pub fn listed(&mut self, here: &Path) {
        let Some(path) = &self.path else { return };
        self.is_listed = std::mem::replace(&mut self.is_named, false);
        let is_here = std::path::absolute(path).is_ok_and(|path| path.starts_with(here));
        if is_here && path.canonicalize().is_ok_and(|real| !real.starts_with(here)) {
            self.fault = Some(Fault::Excluded(&Reason::LINK));
        }
    }

    /// Which file it is: two names of one file are two. Standard input has one that no file can have.
    pub fn identity(&self) -> &Path {
        let path = self.path.as_deref().unwrap_or(Path::new("\0"));
        path.strip_prefix("./").unwrap_or(path)
    }

    /// Whether it is a folder that cannot be read, in which any file may be.
    pub fn is_closed_folder(&self) -> bool {
        matches!(self.fault, Some(Fault::UnreadableFolder(_)))
    }

    /// Why it, or the folder that it is, cannot be read, where that is known before it is opened.
    pub fn unreadable(&self) -> Option<&str> {
        match &self.fault {
            Some(Fault::Unreadable(reason) | Fault::UnreadableFolder(reason)) => Some(reason),
            _ => None,
        }
    }

    /// Why it is not to be read, where that is known before it is opened.
    pub(super) fn excluded(&self) -> Option<&'static Reason> {
        match self.fault {
            Some(Fault::Excluded(reason)) => Some(reason),
            _ => None,
        }
    }

    /// Whether it is standard input.
    pub fn is_standard(&self) -> bool {
        self.path.is_none()
    }

    /// Where it is, or would be, for configurations: absolute, links followed. Standard input stands in for the file
    /// that it is called after.
    pub fn location(&self) -> Option<PathBuf> {
        let path = self.path.as_deref().unwrap_or(Path::new(&self.shown));
        // What was found in a folder is reached through no link.
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

    /// How many bytes it has, if it is known to be small. What a packed one comes to is not known.
    pub(super) fn small_size(&self) -> Option<u64> {
        /// Some fifty records: a worker reads that as soon as it would be handed to it.
        const SMALL: u64 = 1 << 18;
        let is_packed = super::unpack::plain_name(&self.shown) != self.shown;
        // Some files of the system say that they are empty, and are not.
        self.size().filter(|size| !is_packed && (1..SMALL).contains(size))
    }

    /// Whether it is a file of the disk, which never keeps its reader waiting.
    pub(super) fn is_plain(&self) -> bool {
        // In a folder nothing else is found.
        self.folder.is_some() && self.fault.is_none() || self.path.as_deref().is_some_and(Path::is_file)
    }

    /// How many bytes it has, if that can be known: packed ones, of a packed file.
    pub fn size(&self) -> Option<u64> {
        let path = self.path.as_deref().filter(|_| self.fault.is_none());
        let known = path.and_then(|path| path.metadata().ok());
        known.filter(std::fs::Metadata::is_file).map(|known| known.len())
    }

    /// Opens it for reading, to be fixed if it may be: what is written then, or why it may not be.
    pub(super) fn open_to_fix(&self) -> io::Result<(Box<dyn Read>, Result<Target, String>)> {
        self.readable()?;
        let Some(path) = &self.path else { return Ok((self.open()?, Err(String::new()))) };
        let (file, target) = Target::open(path, self.folder.as_ref().map(|folder| folder.path.as_path()))?;
        let (file, is_packed) = super::unpack::unpacked(&self.shown, file)?;
        let target = if is_packed { Err("it is packed".to_owned()) } else { target };
        Ok((file, target))
    }

    /// Opens it for reading.
    pub(super) fn open(&self) -> io::Result<Box<dyn Read>> {
        self.readable()?;
        let (file, _) = match &self.path {
            Some(path) => super::unpack::unpacked(&self.shown, File::open(path)?)?,
            None => super::unpack::unpacked(&self.shown, io::stdin())?,
        };
        Ok(file)
    }

    fn readable(&self) -> io::Result<()> {
        let reason = self.unreadable().or(self.excluded().map(|reason| reason.fact));
        reason.map_or(Ok(()), |reason| Err(io::Error::other(reason.to_owned())))
    }
}

/// A path for a person: what is not UTF-8 in it as `\xFF`, byte by byte, so that two such names differ.
fn shown(path: &Path) -> String {
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

/// The files that `paths` mean, in the order given; those of a folder by name. A file that is named twice is checked
/// once. What means nothing is returned beside them. What cannot be read below a folder is among the files.
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
            Ok(known) if known.is_dir() => {
                let folder = Folder::new(path);
                found.extend(entries(path).map(|entry| Input::met(entry, &folder)));
                "there is no file in this folder".to_owned()
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
                None if path.is_symlink() => leads_nowhere(&error),
                None => in_words(&error),
            },
        };
        if found.len() == before {
            missing.push(NothingFound { path: shown(path), reason });
        }
    }
    (each_once(found), missing)
}

/// Each file once, where it comes first. One that was named as well as found is named.
fn each_once(found: Vec<Input>) -> Vec<Input> {
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

/// Adds the files below the folders and patterns among `paths` that are in the index of git, though a file such as
/// `.gitignore` hides them: whoever can add a file to a repository could hide it by the same commit.
pub fn with_tracked(paths: &[PathBuf], mut found: Vec<Input>) -> Vec<Input> {
    for path in paths {
        if path.is_dir() {
            found.extend(tracked_below(path));
        } else if let Some(pattern) = glob(path).filter(|pattern| !path.exists() && pattern.root.is_dir()) {
            found.extend(tracked_below(&pattern.root).filter(|input| pattern.matcher.is_match(input.identity())));
        }
    }
    each_once(found)
}

/// The files of git's index below a folder, without hidden ones and links.
fn tracked_below(root: &Path) -> impl Iterator<Item = Input> + use<> {
    let (folder, root) = (Folder::new(root), root.to_owned());
    let is_hidden = |path: &PathBuf| path.iter().any(|name| name.as_encoded_bytes().starts_with(b"."));
    let below = super::revision::tracked(&root).into_iter().filter(move |below| !is_hidden(below));
    let paths = below.map(move |below| root.join(below));
    let files = paths.filter(|path| path.symlink_metadata().is_ok_and(|known| known.is_file()));
    files.map(move |path| Input::file(&path, Some(&folder)))
}

/// What is met in a folder.
struct Entry {
    path: PathBuf,
    /// Why it is not read; nothing for a file.
    fault: Option<Fault>,
}

/// The files below a folder, without hidden ones and those that git ignores, and whatever cannot be read there.
fn entries(root: &Path) -> impl Iterator<Item = Entry> + use<> {
    let real = root.canonicalize().ok();
    Walk::new(root).filter_map(move |entry| match entry {
        Ok(entry) => {
            let kind = entry.file_type()?;
            let path = entry.into_path();
            let fault = match kind {
                _ if kind.is_dir() => return None,
                _ if kind.is_file() => None,
                _ if kind.is_symlink() => Some(link(&path, real.as_deref())?),
                _ => Some(Fault::Excluded(&Reason::SPECIAL)),
            };
            Some(Entry { path, fault })
        }
        Err(Closed { folder, reason }) => Some(Entry { path: folder, fault: Some(Fault::UnreadableFolder(reason)) }),
    })
}

/// Why what a link in a folder leads to is not read; nothing where it is met under its own name as well.
fn link(path: &Path, root: Option<&Path>) -> Option<Fault> {
    match path.canonicalize() {
        Err(error) => Some(Fault::Unreadable(leads_nowhere(&error))),
        Ok(target) if root.is_some_and(|root| target.starts_with(root)) => None,
        Ok(_) => Some(Fault::Excluded(&Reason::LINK)),
    }
}

/// What is wrong with a link that cannot be followed.
fn leads_nowhere(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "a link that leads nowhere".to_owned(),
        _ => format!("a link that cannot be followed: {}", in_words(error)),
    }
}

/// A pattern of paths.
struct Pattern {
    text: String,
    /// The folder below which it can match.
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
    /// What matches, and what cannot be read where a match may be.
    fn inputs(self) -> impl Iterator<Item = Input> {
        let folder = Folder::new(&self.root);
        // A folder that does not exist holds nothing that matches.
        let root = Some(self.root.clone()).filter(|root| root.is_dir());
        let entries = root.into_iter().flat_map(|root| entries(&root));
        let found = entries.map(move |entry| Input::met(entry, &folder));
        found.filter(move |input| {
            let path = input.identity();
            self.matcher.is_match(path) || input.is_closed_folder() && may_match_below(&self.text, path)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn names_that_are_not_utf_8_differ_when_shown() {
        use std::os::unix::ffi::OsStrExt;
        let path = |bytes: &'static [u8]| shown(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(path(b"a\xff.json"), "a\\xFF.json");
        assert_eq!(path(b"a\xfe.json"), "a\\xFE.json");
        assert_eq!(path("za\u{17C}.json".as_bytes()), "za\u{17C}.json");
    }
}
