//! Which files the paths on the command line mean: files, folders, globs, standard input.

use super::write::Target;
use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The path as the person knows it.
    pub shown: String,
    /// Where it is; standard input if absent.
    path: Option<PathBuf>,
    /// The folder that the person named, where it was found in one.
    folder: Option<Arc<Folder>>,
    /// Whether the person named it, rather than a folder or a pattern.
    pub is_named: bool,
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
        Self { shown: shown.to_owned(), path: None, folder: None, is_named: true }
    }

    fn file(path: &Path, folder: Option<&Arc<Folder>>) -> Self {
        let shown = path.strip_prefix("./").unwrap_or(path).to_string_lossy().into_owned();
        Self { shown, path: Some(path.to_owned()), folder: folder.cloned(), is_named: false }
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
        self.folder.is_some() || self.path.as_deref().is_some_and(Path::is_file)
    }

    /// How many bytes it has, if that can be known: packed ones, of a packed file.
    pub fn size(&self) -> Option<u64> {
        let known = self.path.as_deref().and_then(|path| path.metadata().ok());
        known.filter(std::fs::Metadata::is_file).map(|known| known.len())
    }

    /// Opens it for reading, to be fixed if it may be: what is written then, or why it may not be.
    pub(super) fn open_to_fix(&self) -> io::Result<(Box<dyn Read>, Result<Target, String>)> {
        match &self.path {
            Some(_) if super::unpack::plain_name(&self.shown) != self.shown => {
                Ok((self.open()?, Err("it is packed".to_owned())))
            }
            Some(path) => {
                let (file, target) = Target::open(path, self.folder.as_ref().map(|folder| folder.path.as_path()))?;
                Ok((Box::new(file), target))
            }
            None => Ok((self.open()?, Err(String::new()))),
        }
    }

    /// Opens it for reading.
    pub(super) fn open(&self) -> io::Result<Box<dyn Read>> {
        match &self.path {
            Some(path) => Ok(super::unpack::unpacked(&self.shown, File::open(path)?)),
            None => Ok(Box::new(io::stdin().lock())),
        }
    }
}

/// The files that `paths` mean, in the order given; those of a folder by name. A file that is named twice is checked
/// once. What means nothing is returned beside them.
pub fn find(paths: &[PathBuf], stdin_path: Option<&str>) -> (Vec<Input>, Vec<NothingFound>) {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for path in paths {
        let before = found.len();
        let reason = if path.as_os_str() == "-" {
            found.push(Input::standard(stdin_path.unwrap_or("<stdin>")));
            continue;
        } else if path.is_dir() {
            let folder = Folder::new(path);
            found.extend(walk(path).map(|file| Input::file(&file, Some(&folder))));
            "there is no file in this folder"
        } else if path.exists() {
            found.push(Input { is_named: true, ..Input::file(path, None) });
            continue;
        } else if let Some((root, matcher)) = glob(path) {
            let files = walk(&root).filter(|file| matches(&matcher, file));
            let folder = Folder::new(&root);
            found.extend(files.map(|file| Input::file(&file, Some(&folder))));
            "no file matches"
        } else {
            "no such file or folder"
        };
        if found.len() == before {
            missing.push(NothingFound { path: path.to_string_lossy().into_owned(), reason: reason.to_owned() });
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|input| seen.insert(input.shown.clone()));
    (found, missing)
}

/// The files below a folder, without hidden ones and those that git ignores.
pub(super) fn walk(root: &Path) -> impl Iterator<Item = PathBuf> {
    WalkBuilder::new(root)
        .require_git(false)
        // Those of one folder are compared, whose paths differ in their names alone: bytes, which take no parts.
        .sort_by_file_path(|one, other| one.as_os_str().cmp(other.as_os_str()))
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
}

/// A pattern, and the folder below which it can match.
fn glob(path: &Path) -> Option<(PathBuf, GlobMatcher)> {
    let text = path.to_str()?;
    let first = text.find(['*', '?', '[', '{'])?;
    let root = text[..first].rfind('/').map_or(".", |end| &text[..=end]);
    let pattern = text.strip_prefix("./").unwrap_or(text);
    let matcher = GlobBuilder::new(pattern).literal_separator(true).build().ok()?.compile_matcher();
    Some((PathBuf::from(root), matcher))
}

fn matches(matcher: &GlobMatcher, file: &Path) -> bool {
    matcher.is_match(file.strip_prefix("./").unwrap_or(file))
}
