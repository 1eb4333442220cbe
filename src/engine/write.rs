//! The only writer of files that are fixed.
//!
//! A file is somebody's only copy. What it is to become is written beside it, flushed and given the file's mode; only
//! then, if the file is still the very one that was read, the two change places in one step. Whatever goes wrong before
//! leaves the file as it was. The folder and every link on the way are resolved once, and what lies outside of the
//! root is not written. A file with several names keeps them by not being fixed: a new file under one of them would
//! part it from the others, and writing in place could be interrupted.

mod steps;
mod temporary;

use super::files::in_words;
use std::collections::HashSet;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use steps::{Step, taken};
use temporary::{Temporary, sweep};
use xxhash_rust::xxh3::Xxh3;

/// So many bytes of what stays are copied at a time.
const KEPT: usize = 1 << 16;

/// A file that may be written, as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Where it is, links followed.
    path: PathBuf,
    known: Known,
}

/// By what a file is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    /// Device and number, where the system has them.
    identity: (u64, u64),
    length: u64,
    modified: Option<SystemTime>,
}

impl Known {
    fn of(metadata: &Metadata) -> Self {
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

/// What a file's bytes come to.
pub(super) type Checksum = u128;

/// Counts bytes into a [`Checksum`] as they are read, where one is wanted.
pub(super) struct ChecksumReader<R> {
    inner: R,
    state: Option<Box<Xxh3>>,
}

impl<R: Read> ChecksumReader<R> {
    pub(super) fn new(inner: R, is_wanted: bool) -> Self {
        Self { inner, state: is_wanted.then(Box::default) }
    }

    /// Of all that was read.
    pub(super) fn checksum(&self) -> Checksum {
        self.state.as_ref().map(|state| state.digest128()).unwrap_or_default()
    }

    /// Reads what is left, but at most so many bytes, behind what `bytes` holds; how many it was.
    pub(super) fn read_up_to(&mut self, most: u64, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let start = bytes.len();
        // A file itself is read into memory that nobody had to fill before.
        let count = (&mut self.inner).take(most).read_to_end(bytes)?;
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
    /// The file at `path`, opened for reading, if it may be written: why not, otherwise. `folder` is what the person
    /// named, where that was a folder.
    pub(super) fn open(path: &Path, folder: Option<&Path>) -> io::Result<(File, Result<Self, String>)> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let target = Self::allowed(path, folder, &metadata)?;
        Ok((file, target))
    }

    fn allowed(path: &Path, folder: Option<&Path>, metadata: &Metadata) -> io::Result<Result<Self, String>> {
        let real = path.canonicalize()?;
        if !metadata.is_file() {
            return Ok(Err("it is no file of the disk".to_owned()));
        }
        if !real.starts_with(root(path, folder)?) {
            return Ok(Err("it lies outside of the folder that may be written".to_owned()));
        }
        if metadata.permissions().readonly() {
            return Ok(Err("it may only be read".to_owned()));
        }
        let names = names(metadata);
        if names > 1 {
            return Ok(Err(format!("it has {names} names (hard links), and a new file would part them")));
        }
        Ok(Ok(Self { path: real, known: Known::of(metadata) }))
    }

    /// Whether the file at its place is still the one that was read, as far as the system tells without reading it.
    fn is_known(&self, metadata: &Metadata) -> bool {
        Known::of(metadata) == self.known
    }
}

/// Nothing outside of this folder is written: the present one for what is named below it, else the folder that was
/// named, or the named file's.
fn root(path: &Path, folder: Option<&Path>) -> io::Result<PathBuf> {
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

/// Under how many names a file is found.
fn names(metadata: &Metadata) -> u64 {
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

/// A file that is being written anew.
pub(super) struct Rewriting {
    target: Target,
    /// The file as it is, for what stays.
    old: File,
    /// So much of it is written.
    done: u64,
    new: Temporary,
    /// What the new file is to come to.
    meant: Box<Xxh3>,
}

impl std::fmt::Debug for Rewriting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Rewriting").field("target", &self.target).finish_non_exhaustive()
    }
}

/// Why a file was not written. It is as it was.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// It is no longer what was read.
    Changed,
    /// The system refused.
    System(io::Error),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Unwritten::System(error)
    }
}

impl Unwritten {
    pub(super) fn reason(&self) -> String {
        match self {
            Unwritten::Changed => "it was changed by somebody else meanwhile, and is left as it is now".to_owned(),
            Unwritten::System(error) => format!("it could not be written, and is as it was: {}", in_words(error)),
        }
    }
}

/// Writes the files of a run.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// Folders in which what killed runs left was looked for.
    swept: HashSet<PathBuf>,
}

impl Writer {
    /// Begins to write a file anew.
    pub(super) fn begin(&mut self, target: &Target) -> Result<Rewriting, Unwritten> {
        let folder = target.path.parent().unwrap_or(Path::new("/")).to_owned();
        if self.swept.insert(folder.clone()) {
            sweep(&folder);
        }
        taken(Step::Open)?;
        let old = File::open(&target.path)?;
        if !target.is_known(&old.metadata()?) {
            return Err(Unwritten::Changed);
        }
        let new = Temporary::new(&folder)?;
        Ok(Rewriting { target: target.clone(), old, done: 0, new, meant: Box::default() })
    }
}

impl Rewriting {
    /// Puts `bytes` in the place of the `length` bytes that begin at `at`; what stands between here and the last call
    /// stays.
    pub(super) fn put(&mut self, at: u64, length: u64, bytes: &[u8]) -> Result<(), Unwritten> {
        self.keep(at - self.done)?;
        taken(Step::Write)?;
        self.new.file.write_all(bytes)?;
        self.meant.update(bytes);
        self.done = at + length;
        self.old.seek(SeekFrom::Start(self.done))?;
        Ok(())
    }

    fn keep(&mut self, length: u64) -> Result<(), Unwritten> {
        let mut buffer = vec![0; KEPT.min(length as usize)];
        let mut left = length;
        while left > 0 {
            let most = KEPT.min(left as usize);
            taken(Step::Read)?;
            let count = self.old.read(&mut buffer[..most])?;
            if count == 0 {
                return Err(Unwritten::Changed);
            }
            taken(Step::Write)?;
            self.new.file.write_all(&buffer[..count])?;
            self.meant.update(&buffer[..count]);
            left -= count as u64;
        }
        self.done += length;
        Ok(())
    }

    /// Writes the rest and everything that belongs to the file but its bytes; then all is on the disk, and is read again
    /// to see that it is.
    pub(super) fn complete(&mut self) -> Result<(), Unwritten> {
        let rest = self.target.known.length.saturating_sub(self.done);
        self.keep(rest)?;
        self.new.file.flush()?;
        likened(&self.old, &self.new.file)?;
        taken(Step::Flush)?;
        self.new.file.sync_all()?;
        taken(Step::ReadAgain)?;
        let mut written = ChecksumReader::new(File::open(&self.new.path)?, true);
        io::copy(&mut written, &mut io::sink())?;
        if written.checksum() != self.meant.digest128() {
            return Err(io::Error::other("what is read again is not what was written").into());
        }
        Ok(())
    }

    /// Puts the new file into the place of the old one, if that still is what was read and came to `checksum`.
    pub(super) fn replace(self, checksum: Checksum) -> Result<(), Unwritten> {
        let target = &self.target;
        // Whoever else fixes the file holds this lock, or finds another file than the one it read.
        // Not everywhere can a file be locked; where it can, one that is means another run.
        if matches!(self.old.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(Unwritten::Changed);
        }
        taken(Step::Compare)?;
        let mut now = ChecksumReader::new(File::open(&target.path)?, true);
        io::copy(&mut now, &mut io::sink())?;
        let is_same = target.is_known(&now.inner.metadata()?) && now.checksum() == checksum;
        if !is_same || target.path.canonicalize()? != target.path {
            return Err(Unwritten::Changed);
        }
        self.exchange()?;
        // The new name is on the disk with its folder. Where that cannot be asked for, it will be soon.
        if let Some(folder) = self.target.path.parent().and_then(|folder| File::open(folder).ok()) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// Lets the new file take the place of the old one.
    ///
    /// The two change places, so that it is seen which file stood there: one that was put there a moment before, or was
    /// written to, goes back. Whoever opened the file before and writes to it later writes to what is no more there; that
    /// no program can see.
    fn exchange(&self) -> Result<(), Unwritten> {
        let (new, old) = (&self.new.path, &self.target.path);
        #[cfg(any(target_os = "linux", target_os = "macos"))]
        {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            let swap = || {
                taken(Step::Exchange)?;
                renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).map_err(io::Error::from)
            };
            if swap().is_ok() {
                if fs::symlink_metadata(new).is_ok_and(|was| self.target.is_known(&was)) {
                    return Ok(());
                }
                if swap().is_err() {
                    taken(Step::Rename)?;
                    fs::rename(new, old)?;
                }
                return Err(Unwritten::Changed);
            }
            // Not every file system can do that.
        }
        taken(Step::Rename)?;
        Ok(fs::rename(new, old)?)
    }
}

/// Gives the new file the mode, the owner and the attributes of the old one, as far as the system allows.
fn likened(old: &File, new: &File) -> io::Result<()> {
    let metadata = old.metadata()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let own = new.metadata()?;
        if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
            // Only the administrator may give a file away; its group may still be one of the person's own.
            if fchown(new, Some(metadata.uid()), Some(metadata.gid())).is_err() {
                let _ = fchown(new, None, Some(metadata.gid()));
            }
        }
    }
    #[cfg(target_os = "linux")]
    attributes(old, new);
    taken(Step::Mode)?;
    new.set_permissions(metadata.permissions())
}

/// Copies what a person or a system noted about a file.
#[cfg(target_os = "linux")]
fn attributes(old: &File, new: &File) {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
    /// Longer ones than the kernel of Linux keeps there are none.
    const LONGEST: usize = 1 << 16;
    let mut names = vec![0_u8; LONGEST];
    let length = flistxattr(old, &mut names[..]).unwrap_or_default();
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let mut value = vec![0_u8; LONGEST];
        if let Ok(length) = fgetxattr(old, name, &mut value[..]) {
            // Some are the system's own to set.
            let _ = fsetxattr(new, name, &value[..length], XattrFlags::empty());
        }
    }
}

#[cfg(test)]
mod tests;
