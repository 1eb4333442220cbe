//! The entries below a folder, without hidden ones and those that git ignores.
//!
//! What is ignored, files of the checkout say (`.gitignore`, `.ignore`), and the crate that reads them reads to their
//! end. One that has no end, or that waits for a writer, would keep the program for ever: a folder that holds such a
//! file is not searched, and says so.

use super::files::{LONGEST, in_words, kind_in_words, root_above};
use crate::diagnostic::show;
use ignore::{DirEntry, WalkBuilder};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Files that say what is passed over in a folder.
const IGNORES: [&str; 2] = [".gitignore", ".ignore"];

/// A folder that is not searched.
#[derive(Clone, Debug)]
pub(super) struct Closed {
    pub(super) folder: PathBuf,
    pub(super) reason: String,
}

/// The entries below a folder in order, each folder before what is in it.
pub(super) struct Walk {
    root: PathBuf,
    inner: Option<ignore::Walk>,
    /// Folders that were refused on the way to the next entry.
    refused: Arc<Mutex<Vec<Closed>>>,
    ahead: VecDeque<Result<DirEntry, Closed>>,
}

impl Walk {
    pub(super) fn new(root: &Path) -> Self {
        let mut walk = Self { root: root.to_owned(), inner: None, refused: Arc::default(), ahead: VecDeque::new() };
        // Those of the folders above are read as well.
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        if let Some(reason) = real.ancestors().find_map(endless_ignore) {
            walk.ahead.push_back(Err(Closed { folder: root.to_owned(), reason }));
            return walk;
        }
        let refused = Arc::clone(&walk.refused);
        let builder = WalkBuilder::new(root)
            .require_git(false)
            // Those of one folder are compared, whose paths differ in their names alone: bytes, which take no parts.
            .sort_by_file_path(|one, other| one.as_os_str().cmp(other.as_os_str()))
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let reason = Some(entry.path()).filter(|_| is_folder).and_then(endless_ignore);
                let closed = reason.map(|reason| Closed { folder: entry.path().to_owned(), reason });
                let is_open = closed.is_none();
                refused.lock().unwrap_or_else(PoisonError::into_inner).extend(closed);
                is_open
            })
            .build();
        walk.inner = Some(builder);
        walk
    }

    fn closed(&self, error: &ignore::Error) -> Closed {
        let reason = error.io_error().map_or_else(|| error.to_string(), in_words);
        Closed { folder: path_of(error).unwrap_or(&self.root).to_owned(), reason }
    }
}

impl Iterator for Walk {
    type Item = Result<DirEntry, Closed>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(entry) = self.ahead.pop_front() {
            return Some(entry);
        }
        let next = self.inner.as_mut()?.next();
        let next = next.map(|entry| entry.map_err(|error| self.closed(&error)));
        let refused = std::mem::take(&mut *self.refused.lock().unwrap_or_else(PoisonError::into_inner));
        self.ahead.extend(refused.into_iter().map(Err).chain(next));
        self.ahead.pop_front()
    }
}

/// Why what a folder says is to be ignored is not read; nothing where it can be.
fn endless_ignore(folder: &Path) -> Option<String> {
    IGNORES.iter().find_map(|name| {
        let path = folder.join(name);
        // One that is not there, and a link that leads nowhere, are passed over by the crate too.
        let known = path.metadata().ok()?;
        let is_outside =
            || path.canonicalize().is_ok_and(|real| !real.starts_with(root_above(real_folder(folder).as_path())));
        let reason = if !known.is_file() {
            format!("{}, not a file", kind_in_words(known.file_type()))
        } else if known.len() > LONGEST {
            format!("longer than {}", show::size(LONGEST))
        } else if known.len() == 0 && is_outside() {
            // The system gives no length for files of its own, some of which never end.
            "a link to a file of unknown length".to_owned()
        } else {
            return None;
        };
        Some(format!("its `{name}` is {reason}"))
    })
}

fn real_folder(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// The path that an error of a walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}
