//! The file that is being written, beside the one whose place it is to take.

use super::Known;
use super::steps::{Step, taken};
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

/// What a file that is being written is called: the beginning and the end of its name.
const NAME: (&str, &str) = (".recordlint-", ".tmp");

/// So often another name is tried where one is taken, or the new file was swept away before it was locked.
const ATTEMPTS: usize = 16;

/// A file that is gone if it is not kept.
#[derive(Debug)]
pub(super) struct Temporary {
    pub(super) path: PathBuf,
    pub(super) file: File,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Where it took the place of the old file, the old file is what stands under its name.
        let _ = fs::remove_file(&self.path);
    }
}

impl Temporary {
    /// A new file in `folder`, which holds a lock as long as its run lives.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for attempt in 0..ATTEMPTS {
            let number = RandomState::new().hash_one((std::process::id(), attempt));
            let path = folder.join(format!("{}{number:016x}{}", NAME.0, NAME.1));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match taken(Step::Create).and_then(|()| options.open(&path)) {
                Ok(file) => {
                    // Where nothing can be locked, nothing is swept away either.
                    let _ = file.lock();
                    let is_there = fs::symlink_metadata(&path).and_then(|there| Ok((there, file.metadata()?)));
                    if is_there.is_ok_and(|(there, own)| Known::of(&there).identity == Known::of(&own).identity) {
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

/// Removes what killed runs left in a folder: files of our name that nobody holds.
pub(super) fn sweep(folder: &Path) {
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
            // It is removed while it is locked: a run that has just made it notices, and makes another.
            let _ = fs::remove_file(entry.path());
        }
    }
}
