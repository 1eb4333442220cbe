//! Writes fixed files. Nothing else does.
//!
//! A file may be the user's only copy. The fixed content is written to a new file in the same folder, flushed and
//! given the mode of the old file. Then the two files are exchanged in one step, if the old file is still the one
//! that was read. An error before that leaves the file unchanged. The folder and all links are resolved once, and
//! nothing outside of the root is written. A file with several hard links is not fixed: a new file would separate one
//! name from the others, and writing in place could be interrupted.

mod steps;
mod temporary;

use super::files::describe_error;
use std::collections::HashSet;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use steps::{Step, begin_step};
use temporary::{Temporary, remove_leftovers};
use xxhash_rust::xxh3::Xxh3;

/// The number of unchanged bytes that are copied at a time.
const COPY_BUFFER: usize = 1 << 16;

/// A file that may be written, in the state in which it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The path with links resolved.
    path: PathBuf,
    stamp: Stamp,
}

/// The properties by which a change of a file is detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    /// The device and inode number, if the system has them.
    identity: (u64, u64),
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn new(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            (metadata.dev(), metadata.ino())
        };
        #[cfg(not(unix))]
        let identity = (0, 0);
        Self { identity, length: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// The hash of a file's bytes.
pub(super) type Checksum = u128;

/// Computes a [`Checksum`] of the bytes that are read, if one is wanted.
pub(super) struct ChecksumReader<R> {
    inner: R,
    state: Option<Box<Xxh3>>,
}

impl<R: Read> ChecksumReader<R> {
    pub(super) fn new(inner: R, is_wanted: bool) -> Self {
        Self { inner, state: is_wanted.then(Box::default) }
    }

    /// Returns the checksum of all bytes that were read.
    pub(super) fn checksum(&self) -> Checksum {
        self.state.as_ref().map(|state| state.digest128()).unwrap_or_default()
    }

    /// Appends the remaining bytes, at most `limit`, to `bytes`. Returns their number.
    pub(super) fn read_up_to(&mut self, limit: u64, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let start = bytes.len();
        // `inner` can read into memory that is not initialised.
        let count = (&mut self.inner).take(limit).read_to_end(bytes)?;
        if let Some(state) = &mut self.state {
            state.update(&bytes[start..]);
        }
        Ok(count)
    }
}

impl<R: Read> Read for ChecksumReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some(state) = &mut self.state {
            state.update(&buffer[..count]);
        }
        Ok(count)
    }
}

impl Target {
    /// Opens the file at `path` for reading. Returns the target to write to, or why the file may not be written.
    /// `folder` is the folder that the user named, if it was one.
    pub(super) fn open(path: &Path, folder: Option<&Path>) -> io::Result<(File, Result<Self, String>)> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let target = Self::allowed(path, folder, &metadata)?;
        Ok((file, target))
    }

    fn allowed(path: &Path, folder: Option<&Path>, metadata: &Metadata) -> io::Result<Result<Self, String>> {
        let real = path.canonicalize()?;
        if !metadata.is_file() {
            return Ok(Err("it is not a regular file".to_owned()));
        }
        if !real.starts_with(writable_root(path, folder)?) {
            return Ok(Err("it is outside the folder in which files may be written".to_owned()));
        }
        if metadata.permissions().readonly() {
            return Ok(Err("it is read-only".to_owned()));
        }
        let links = link_count(metadata);
        if links > 1 {
            return Ok(Err(format!("it has {links} hard links, and replacing it would separate them")));
        }
        Ok(Ok(Self { path: real, stamp: Stamp::new(metadata) }))
    }

    /// Whether the file is still the one that was read, according to its metadata.
    fn is_unchanged(&self, metadata: &Metadata) -> bool {
        Stamp::new(metadata) == self.stamp
    }
}

/// Returns the folder outside of which nothing is written: the current folder for paths below it, otherwise the folder
/// that was named or that contains the named file.
fn writable_root(path: &Path, folder: Option<&Path>) -> io::Result<PathBuf> {
    let here = Path::new(".").canonicalize()?;
    let mut named = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            std::path::Component::ParentDir => {
                named.pop();
            }
            other => named.push(other),
        }
    }
    if named.starts_with(std::env::current_dir()?) || named.starts_with(&here) {
        return Ok(here);
    }
    let folder = folder.or(path.parent()).unwrap_or(Path::new("."));
    folder.canonicalize()
}

/// Returns the number of hard links to a file.
fn link_count(metadata: &Metadata) -> u64 {
    #[cfg(unix)]
    {
        std::os::unix::fs::MetadataExt::nlink(metadata)
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        1
    }
}

/// A file that is being rewritten.
pub(super) struct Rewriting {
    target: Target,
    /// The old file, from which unchanged bytes are copied.
    old: File,
    /// The position in the old file up to which the new file is written.
    position: u64,
    new: Temporary,
    /// The hash of the bytes of the new file.
    expected: Box<Xxh3>,
}

impl std::fmt::Debug for Rewriting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Rewriting").field("target", &self.target).finish_non_exhaustive()
    }
}

/// Why a file was not written. The file is unchanged.
#[derive(Debug)]
pub(super) enum WriteError {
    /// The file is no longer the one that was read.
    Changed,
    /// An error of the system.
    System(io::Error),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        WriteError::System(error)
    }
}

impl WriteError {
    pub(super) fn reason(&self) -> String {
        match self {
            WriteError::Changed => "it was changed by another program meanwhile, and is left unchanged".to_owned(),
            WriteError::System(error) => {
                format!("it could not be written, and is unchanged: {}", describe_error(error))
            }
        }
    }
}

/// Writes the files of a run.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// The folders in which leftovers of killed runs were searched for.
    cleaned: HashSet<PathBuf>,
}

impl Writer {
    /// Begins to rewrite a file.
    pub(super) fn begin(&mut self, target: &Target) -> Result<Rewriting, WriteError> {
        let folder = target.path.parent().unwrap_or(Path::new("/")).to_owned();
        if self.cleaned.insert(folder.clone()) {
            remove_leftovers(&folder);
        }
        begin_step(Step::Open)?;
        let old = File::open(&target.path)?;
        if !target.is_unchanged(&old.metadata()?) {
            return Err(WriteError::Changed);
        }
        let new = Temporary::new(&folder)?;
        Ok(Rewriting { target: target.clone(), old, position: 0, new, expected: Box::default() })
    }
}

impl Rewriting {
    /// Replaces the `length` bytes at `at` with `bytes`. Bytes between the last call and `at` are copied unchanged.
    pub(super) fn replace_range(&mut self, at: u64, length: u64, bytes: &[u8]) -> Result<(), WriteError> {
        self.copy_unchanged(at - self.position)?;
        begin_step(Step::Write)?;
        self.new.file.write_all(bytes)?;
        self.expected.update(bytes);
        self.position = at + length;
        self.old.seek(SeekFrom::Start(self.position))?;
        Ok(())
    }

    fn copy_unchanged(&mut self, length: u64) -> Result<(), WriteError> {
        let mut buffer = vec![0; COPY_BUFFER.min(length as usize)];
        let mut left = length;
        while left > 0 {
            let most = COPY_BUFFER.min(left as usize);
            begin_step(Step::Read)?;
            let count = self.old.read(&mut buffer[..most])?;
            if count == 0 {
                return Err(WriteError::Changed);
            }
            begin_step(Step::Write)?;
            self.new.file.write_all(&buffer[..count])?;
            self.expected.update(&buffer[..count]);
            left -= count as u64;
        }
        self.position += length;
        Ok(())
    }

    /// Writes the rest of the content and the metadata of the file, flushes it to the disk, and reads it again to
    /// verify it.
    pub(super) fn complete(&mut self) -> Result<(), WriteError> {
        let rest = self.target.stamp.length.saturating_sub(self.position);
        self.copy_unchanged(rest)?;
        self.new.file.flush()?;
        copy_metadata(&self.old, &self.new.file)?;
        begin_step(Step::Flush)?;
        self.new.file.sync_all()?;
        begin_step(Step::ReadAgain)?;
        let mut written = ChecksumReader::new(File::open(&self.new.path)?, true);
        io::copy(&mut written, &mut io::sink())?;
        if written.checksum() != self.expected.digest128() {
            return Err(io::Error::other("the written file differs when it is read back").into());
        }
        Ok(())
    }

    /// Replaces the old file with the new one, if the old file is still the one that was read and has this checksum.
    pub(super) fn replace(self, checksum: Checksum) -> Result<(), WriteError> {
        let target = &self.target;
        // Another run that fixes the file either holds this lock or finds a changed file. Not every file system
        // supports locks; if this one does, a locked file means another run.
        if matches!(self.old.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(WriteError::Changed);
        }
        begin_step(Step::Compare)?;
        let mut now = ChecksumReader::new(File::open(&target.path)?, true);
        io::copy(&mut now, &mut io::sink())?;
        let is_same = target.is_unchanged(&now.inner.metadata()?) && now.checksum() == checksum;
        if !is_same || target.path.canonicalize()? != target.path {
            return Err(WriteError::Changed);
        }
        self.exchange()?;
        // Flushing the folder writes the new name to the disk. If that is not possible, the system does it later.
        if let Some(folder) = self.target.path.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// Moves the new file to the path of the old one.
    ///
    /// The two files are exchanged, which makes it possible to verify which file was replaced: if it was changed or
    /// replaced shortly before, it is moved back. If another program opened the old file before and writes to it later,
    /// those changes are lost; no program can detect that.
    fn exchange(&self) -> Result<(), WriteError> {
        let (new, old) = (&self.new.path, &self.target.path);
        #[cfg(any(target_os = "linux", target_os = "macos"))]
        {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            let swap = || {
                begin_step(Step::Exchange)?;
                renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).map_err(io::Error::from)
            };
            if swap().is_ok() {
                if fs::symlink_metadata(new).is_ok_and(|was| self.target.is_unchanged(&was)) {
                    return Ok(());
                }
                if swap().is_err() {
                    begin_step(Step::Rename)?;
                    fs::rename(new, old)?;
                }
                return Err(WriteError::Changed);
            }
            // Not every file system supports this.
        }
        begin_step(Step::Rename)?;
        Ok(fs::rename(new, old)?)
    }
}

/// Copies the mode, the owner and the extended attributes of the old file to the new one, as far as the system allows.
fn copy_metadata(old: &File, new: &File) -> io::Result<()> {
    let metadata = old.metadata()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let own = new.metadata()?;
        if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
            // Only the administrator may change the owner of a file. The user may still be a member of its group.
            if fchown(new, Some(metadata.uid()), Some(metadata.gid())).is_err() {
                let _ = fchown(new, None, Some(metadata.gid()));
            }
        }
    }
    #[cfg(target_os = "linux")]
    copy_attributes(old, new);
    begin_step(Step::Mode)?;
    new.set_permissions(metadata.permissions())
}

/// Copies the extended attributes of a file.
#[cfg(target_os = "linux")]
fn copy_attributes(old: &File, new: &File) {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
    /// The limit of the Linux kernel.
    const LONGEST: usize = 1 << 16;
    let mut names = vec![0_u8; LONGEST];
    let length = flistxattr(old, &mut names[..]).unwrap_or_default();
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let mut value = vec![0_u8; LONGEST];
        if let Ok(length) = fgetxattr(old, name, &mut value[..]) {
            // Some attributes may only be set by the system.
            let _ = fsetxattr(new, name, &value[..length], XattrFlags::empty());
        }
    }
}

#[cfg(test)]
mod tests;
