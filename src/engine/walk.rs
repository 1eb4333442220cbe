//! Walks the entries below a folder, except hidden ones and those that git ignores.
//!
//! Files of the checkout (`.gitignore`, `.ignore`) determine what is ignored, and the `ignore` crate reads them to
//! their end. A file without an end, or a pipe without a writer, would block the program forever. A folder with such
//! a file is not searched, which is reported.

use super::paths::{LONGEST, describe_error, describe_kind, is_repository, root_above};
use crate::diagnostic::show;
use ignore::{DirEntry, WalkBuilder};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The files that determine what is ignored in a folder.
const IGNORE_FILES: [&str; 2] = [".gitignore", ".ignore"];

/// A folder that is not searched.
#[derive(Clone, Debug)]
pub(super) struct SkippedFolder {
    pub(super) folder: PathBuf,
    pub(super) reason: String,
}

/// An iterator over the sorted entries below a folder, each folder before its content.
pub(super) struct Walk {
    root: PathBuf,
    inner: Option<ignore::Walk>,
    /// The folders that were refused before the next entry.
    refused: Arc<Mutex<Vec<SkippedFolder>>>,
    queue: VecDeque<Result<DirEntry, SkippedFolder>>,
}

impl Walk {
    pub(super) fn new(root: &Path) -> Self {
        let mut walk = Self { root: root.to_owned(), inner: None, refused: Arc::default(), queue: VecDeque::new() };
        // The ignore files of the parent folders are read as well.
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        if let Some(reason) = real.ancestors().find_map(unreadable_ignore_file) {
            walk.queue.push_back(Err(SkippedFolder { folder: root.to_owned(), reason }));
            return walk;
        }
        let refused = Arc::clone(&walk.refused);
        let builder = WalkBuilder::new(root)
            .require_git(false)
            // Only entries of the same folder are compared. Comparing their paths as bytes is faster than by component.
            .sort_by_file_path(|one, other| one.as_os_str().cmp(other.as_os_str()))
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let reason = Some(entry.path()).filter(|_| is_folder).and_then(unreadable_ignore_file);
                let skipped = reason.map(|reason| SkippedFolder { folder: entry.path().to_owned(), reason });
                let is_open = skipped.is_none();
                refused.lock().unwrap_or_else(PoisonError::into_inner).extend(skipped);
                is_open
            })
            .build();
        walk.inner = Some(builder);
        walk
    }

    fn skipped(&self, error: &ignore::Error) -> SkippedFolder {
        let reason = error.io_error().map_or_else(|| error.to_string(), describe_error);
        SkippedFolder { folder: path_of(error).unwrap_or(&self.root).to_owned(), reason }
    }
}

impl Iterator for Walk {
    type Item = Result<DirEntry, SkippedFolder>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(entry) = self.queue.pop_front() {
            return Some(entry);
        }
        let next = self.inner.as_mut()?.next();
        let next = next.map(|entry| entry.map_err(|error| self.skipped(&error)));
        let refused = std::mem::take(&mut *self.refused.lock().unwrap_or_else(PoisonError::into_inner));
        self.queue.extend(refused.into_iter().map(Err).chain(next));
        self.queue.pop_front()
    }
}

/// Returns why an ignore file of a folder cannot be read. `None` if all of them can.
fn unreadable_ignore_file(folder: &Path) -> Option<String> {
    IGNORE_FILES.iter().find_map(|name| {
        let path = folder.join(name);
        // The crate skips missing files and broken links as well.
        let metadata = path.metadata().ok()?;
        let root = root_above(&real_folder(folder));
        let is_outside = path.canonicalize().is_ok_and(|real| !real.starts_with(&root));
        let reason = if !metadata.is_file() {
            format!("{}, not a file", describe_kind(metadata.file_type()))
        } else if metadata.len() > LONGEST {
            format!("longer than {}", show::size(LONGEST))
        } else if is_outside && metadata.len() == 0 {
            // The system reports no length for special files, some of which never end.
            "a link to a file of unknown length".to_owned()
        } else if is_outside && is_repository(&root) {
            "a link that leads out of the repository; put a file in its place".to_owned()
        } else {
            return None;
        };
        Some(format!("its `{name}` is {reason}"))
    })
}

fn real_folder(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// Returns the path that an error refers to.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}
