//! Reads configurations, schemas and rule files from a commit, for `--config-from`.
//!
//! A pull request can change the working tree and thus the configuration that it is checked with. It cannot change a
//! commit of its target branch. The tree of the commit is listed once, and each file is read by its object id, so that
//! no name of a file or a branch becomes an argument of git. Nothing is written or fetched, and no hook is run.

use super::files::{LONGEST, decode_limited, is_repository};
use crate::config;
use crate::diagnostic::show;
use crate::text::{Files, FilesError};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

/// The maximum size of a listing in bytes, enough for about a million files.
const LONGEST_LISTING: u64 = 1 << 28;

/// The maximum number of links that are followed to a file, as on Linux.
const MAX_LINKS: usize = 40;

/// Environment variables with which a caller, such as a hook, selects a repository. They are removed, because the
/// repository that contains the file is meant.
const REPOSITORY_VARIABLES: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX"];

/// The commit that the user named, in each repository with files of the run.
#[derive(Debug)]
pub struct Revisions {
    reference: String,
    /// The repository of the current folder.
    home: Option<PathBuf>,
    opened: HashMap<PathBuf, Result<Arc<Revision>, String>>,
}

impl Revisions {
    /// Stores the name of a revision. Returns an error if git could mistake it for an option or if it is not a name.
    pub fn new(reference: &str) -> Result<Self, String> {
        let is_name = !reference.is_empty() && !reference.starts_with('-') && !reference.contains(char::is_control);
        if !is_name {
            return Err(format!("{} is not the name of a revision", show::quoted(reference)));
        }
        let here = Path::new(".").canonicalize().ok();
        let home = here.and_then(|here| here.ancestors().find(|above| is_repository(above)).map(Path::to_owned));
        Ok(Self { reference: reference.to_owned(), home, opened: HashMap::new() })
    }

    /// Returns the name that the user gave.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Returns the root of the repository whose commit applies to `folder`, an absolute path: the repository of the current
    /// folder where that contains it, so that a submodule cannot bring a configuration of its own; otherwise the nearest.
    pub fn root_of<'f>(&self, folder: &'f Path) -> Option<&'f Path> {
        let home = self.home.as_deref();
        let is_root = |above: &&Path| {
            if home.is_some_and(|home| folder.starts_with(home)) { home == Some(above) } else { is_repository(above) }
        };
        folder.ancestors().find(is_root)
    }

    /// Returns the commit that applies to `folder`, an absolute path. `None` outside of a repository.
    pub fn for_folder(&mut self, folder: &Path) -> Option<Result<Arc<Revision>, String>> {
        let root = self.root_of(folder)?;
        if !self.opened.contains_key(root) {
            let opened = Revision::open(root, &self.reference).map(Arc::new);
            self.opened.insert(root.to_owned(), opened);
        }
        self.opened.get(root).cloned()
    }
}

/// The files of a commit.
#[derive(Debug)]
pub struct Revision {
    root: PathBuf,
    /// The entries of the tree, by their path from the root.
    entries: BTreeMap<PathBuf, Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    kind: Kind,
    /// The object id in hexadecimal digits.
    object: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    Submodule,
}

impl Revision {
    fn open(root: &Path, reference: &str) -> Result<Self, String> {
        let commit = commit(root, reference)?;
        let mut child = start(root, &["ls-tree", "-r", "-z", "--full-tree", &commit])?;
        let output = child.stdout.take().ok_or("git has no output")?;
        let mut entries = BTreeMap::new();
        let mut length = 0;
        for line in BufReader::new(output.take(LONGEST_LISTING + 1)).split(0) {
            let line = line.map_err(|error| error.to_string())?;
            length += line.len() as u64 + 1;
            entries.extend(entry(&line));
        }
        if length > LONGEST_LISTING {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("{} contains too many files", show::quoted(reference)));
        }
        wait_for(child, reference)?;
        Ok(Self { root: root.to_owned(), entries })
    }

    /// Returns the absolute paths of the configurations in a folder.
    pub fn configurations_in(&self, folder: &Path) -> Vec<PathBuf> {
        let Ok(below) = folder.strip_prefix(&self.root) else { return Vec::new() };
        let is_there = |path: &PathBuf| {
            // A submodule or a folder of that name is refused when it is read.
            self.entries.contains_key(path) || self.is_folder(path)
        };
        let paths = config::NAMES.iter().map(|name| below.join(name));
        paths.filter(is_there).map(|path| self.root.join(path)).collect()
    }

    /// Whether any folder of the commit contains a configuration.
    pub fn has_configuration(&self) -> bool {
        self.entries.keys().any(|path| path.file_name().is_some_and(config::is_configuration))
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.entries
            .range(path.to_owned()..)
            .take_while(|(other, _)| other.starts_with(path))
            .any(|(other, _)| other != path)
    }

    /// Returns the file at a path. Links are followed inside the repository.
    fn file(&self, path: &Path) -> Result<&Entry, String> {
        let outside = || "it leads out of the repository".to_owned();
        let below = path.strip_prefix(&self.root).map_err(|_| outside())?;
        let mut parts: VecDeque<OsString> = below.iter().map(OsStr::to_owned).collect();
        let mut resolved = PathBuf::new();
        let mut links = 0;
        while let Some(part) = parts.pop_front() {
            if part == "." {
                continue;
            }
            if part == ".." {
                if !resolved.pop() {
                    return Err(outside());
                }
                continue;
            }
            resolved.push(&part);
            match self.entries.get(&resolved) {
                None => {}
                Some(Entry { kind: Kind::Submodule, .. }) => return Err("it is in a submodule".to_owned()),
                Some(entry) if entry.kind == Kind::File && parts.is_empty() => return Ok(entry),
                Some(entry) if entry.kind == Kind::File => break,
                Some(link) => {
                    links += 1;
                    let target = PathBuf::from(self.text(link)?);
                    let is_inside =
                        |part| matches!(part, Component::Normal(_) | Component::CurDir | Component::ParentDir);
                    if links > MAX_LINKS || !target.components().all(is_inside) {
                        return Err(format!("it is a link, and {}", outside()));
                    }
                    resolved.pop();
                    for part in target.iter().rev() {
                        parts.push_front(part.to_owned());
                    }
                }
            }
        }
        if parts.is_empty() && self.is_folder(&resolved) {
            return Err("it is a folder, not a file".to_owned());
        }
        Err("there is no such file in that revision".to_owned())
    }

    fn text(&self, entry: &Entry) -> Result<String, String> {
        let mut child = start(&self.root, &["cat-file", "blob", &entry.object])?;
        let output = child.stdout.take().ok_or("git has no output")?;
        let mut bytes = Vec::new();
        output.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        if bytes.len() as u64 > LONGEST {
            let _ = child.kill();
            let _ = child.wait();
        } else {
            wait_for(child, "that revision")?;
        }
        decode_limited(bytes)
    }
}

impl Files for Revision {
    fn read(&self, path: &Path) -> Result<String, FilesError> {
        self.file(path).and_then(|entry| self.text(entry)).map_err(|message| FilesError { message })
    }

    fn list(&self, path: &Path) -> Result<Vec<PathBuf>, FilesError> {
        let below = path.strip_prefix(&self.root);
        let below = below.map_err(|_| FilesError { message: "it leads out of the repository".to_owned() })?;
        let is_hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
        let found = self.entries.iter().filter(|(path, entry)| {
            entry.kind != Kind::Submodule && path.strip_prefix(below).is_ok_and(|inside| !inside.iter().any(is_hidden))
        });
        Ok(found.map(|(path, _)| self.root.join(path)).collect())
    }
}

/// Returns the id of the commit that a name refers to.
fn commit(root: &Path, reference: &str) -> Result<String, String> {
    let wanted = format!("{reference}^{{commit}}");
    let child = start(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    let id = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && is_id(&id) {
        return Ok(id);
    }
    // Git exits with 1 if the name refers to no commit, and with a higher status on other errors.
    if output.status.code() != Some(1) {
        return Err(format!("git failed: {}", first_line(&output.stderr)));
    }
    let branch = reference.strip_prefix("origin/").unwrap_or(reference);
    let is_plain = branch.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte));
    let fetch = if is_plain { format!("; fetch it with `git fetch --depth=1 origin {branch}`") } else { String::new() };
    Err(format!("there is no revision {} here{fetch}", show::quoted(reference)))
}

fn is_id(text: &str) -> bool {
    // SHA-1 or SHA-256.
    [40, 64].contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Parses `MODE TYPE ID<tab>PATH`, the output of `git ls-tree -z`.
fn entry(line: &[u8]) -> Option<(PathBuf, Entry)> {
    let tab = memchr::memchr(b'\t', line)?;
    let head = std::str::from_utf8(&line[..tab]).ok()?;
    let mut words = head.split(' ');
    let (mode, _, object) = (words.next()?, words.next()?, words.next()?);
    let kind = match mode {
        "120000" => Kind::Link,
        "160000" => Kind::Submodule,
        _ => Kind::File,
    };
    is_id(object).then(|| (path(&line[tab + 1..]), Entry { kind, object: object.to_owned() }))
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Starts git in the repository at `root` and in no other.
fn start(root: &Path, arguments: &[&str]) -> Result<Child, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["--no-pager", "--no-replace-objects"]).args(arguments);
    for name in REPOSITORY_VARIABLES {
        command.env_remove(name);
    }
    // A broken `.git` must not make git search for a repository further up.
    if let Some(above) = root.parent() {
        command.env("GIT_CEILING_DIRECTORIES", above);
    }
    // In a partial clone, git would fetch missing objects.
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none").env("GIT_OPTIONAL_LOCKS", "0");
    command.env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "git is not installed, and only git can read a revision".to_owned(),
        _ => format!("git cannot be started: {error}"),
    })
}

/// Returns the files of git's index below a folder, relative to the folder, with those of its submodules. Empty outside of a
/// repository.
pub(super) fn tracked(folder: &Path) -> Vec<PathBuf> {
    let Ok(real) = folder.canonicalize() else { return Vec::new() };
    let Some(root) = real.ancestors().find(|above| is_repository(above)) else { return Vec::new() };
    let listed = start(root, &["ls-files", "-z", "--cached"]).and_then(|mut child| {
        let output = child.stdout.take().ok_or("git has no output")?;
        let paths = BufReader::new(output.take(LONGEST_LISTING)).split(0).map_while(Result::ok);
        let below = paths.filter_map(|bytes| Some(root.join(path(&bytes)).strip_prefix(&real).ok()?.to_owned()));
        let below = below.collect();
        wait_for(child, "the index").map(|()| below)
    });
    let listed: Vec<PathBuf> = listed.unwrap_or_default();
    listed.into_iter().flat_map(|below| with_submodule(&real, below)).collect()
}

/// Returns a path of the index, or the files of the submodule that it is.
fn with_submodule(folder: &Path, below: PathBuf) -> Vec<PathBuf> {
    let path = folder.join(&below);
    let is_submodule = path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) && is_repository(&path);
    if is_submodule { tracked(&path).into_iter().map(|inside| below.join(inside)).collect() } else { vec![below] }
}

/// Waits for git after its output was read.
fn wait_for(child: Child, reference: &str) -> Result<(), String> {
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("git cannot read from {}: {}", show::quoted(reference), first_line(&output.stderr)))
}

/// Returns the first line that git wrote to standard error.
fn first_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().next().unwrap_or_default();
    show::visible(line.strip_prefix("fatal: ").unwrap_or(line))
}
