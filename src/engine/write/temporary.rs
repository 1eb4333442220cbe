//! The new file, which is written to the folder of the file that it replaces.

use super::Stamp;
use super::steps::{Step, begin_step};
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

/// The beginning and the end of the name of a temporary file.
const NAME: (&str, &str) = (".recordlint-", ".tmp");

/// The number of attempts. Another name is tried if one is in use, or if the new file was removed before it was locked.
const ATTEMPTS: usize = 16;

/// A temporary file, removed when it is dropped.
#[derive(Debug)]
pub(super) struct Temporary {
    pub(super) path: PathBuf,
    pub(super) file: File,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // If the two files were exchanged, this path refers to the old file.
        let _ = fs::remove_file(&self.path);
    }
}

impl Temporary {
    /// Creates a file in `folder`. It is locked until the end of the run.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for attempt in 0..ATTEMPTS {
            let number = RandomState::new().hash_one((std::process::id(), attempt));
            let path = folder.join(format!("{}{number:016x}{}", NAME.0, NAME.1));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match begin_step(Step::Create).and_then(|()| options.open(&path)) {
                Ok(file) => {
                    // If files cannot be locked, leftovers are not removed either.
                    let _ = file.lock();
                    let is_there = fs::symlink_metadata(&path).and_then(|there| Ok((there, file.metadata()?)));
                    if is_there.is_ok_and(|(there, own)| Stamp::new(&there).identity == Stamp::new(&own).identity) {
                        return Ok(Self { path, file });
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }
}

/// Removes the temporary files that killed runs left in a folder: those that are not locked.
pub(super) fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| {
            let number = name.strip_prefix(NAME.0).and_then(|rest| rest.strip_suffix(NAME.1));
            number.is_some_and(|number| number.len() == 16 && number.bytes().all(|byte| byte.is_ascii_hexdigit()))
        });
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        if let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            // The file is locked while it is removed: a run that has just created it notices that, and creates another.
            let _ = fs::remove_file(entry.path());
        }
    }
}
