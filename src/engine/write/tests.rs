//! Makes every step of writing fail, one after the other: the file must be unchanged, without leftovers in its folder.

use super::steps::{Failure, Step, fail_steps, steps};
use super::{ChecksumReader, Target, WriteError, Writer};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

const BEFORE: &str = "{\"title\": \"A  b\", \"type\": \"article\"}\n";
const AFTER: &str = "{\"title\": \"A b\", \"type\": \"article\"}\n";

/// A folder that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("recordlint-write-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path)?;
        Ok(Self(path.canonicalize()?))
    }

    fn names(&self) -> Vec<String> {
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        fs::read_dir(&self.0).into_iter().flatten().flatten().map(name).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Removes the second of two spaces from the file.
fn fix(path: &Path) -> Result<(), WriteError> {
    let (file, target) = Target::open(path, None)?;
    let target = target.map_err(io::Error::other)?;
    let mut old = ChecksumReader::new(file, true);
    let mut text = String::new();
    old.read_to_string(&mut text)?;
    let at = text.find("  ").ok_or_else(|| io::Error::other("there are no two spaces"))? as u64;
    let mut new = Writer::default().begin(&target)?;
    new.replace_range(at, 2, b" ")?;
    new.complete()?;
    new.replace(old.checksum())
}

/// Returns the result of a fix in which some steps fail, the steps that were taken, and the text of the file.
fn outcome(folder: &Folder, failure: Option<Failure>) -> (Result<(), WriteError>, Vec<Step>, String) {
    let path = folder.0.join("a.json");
    assert!(fs::write(&path, BEFORE).is_ok());
    fail_steps(failure);
    let result = fix(&path);
    let taken = steps();
    fail_steps(None);
    (result, taken, fs::read_to_string(&path).unwrap_or_default())
}

#[test]
fn a_failed_step_leaves_the_file_unchanged() -> io::Result<()> {
    let folder = Folder::new("refused")?;
    let (result, all, text) = outcome(&folder, None);
    assert!(result.is_ok() && text == AFTER, "{result:?}");
    for step in [Step::Open, Step::Create, Step::Read, Step::Write, Step::Mode, Step::Flush, Step::ReadAgain] {
        assert!(all.contains(&step), "{step:?} is not among {all:?}");
    }
    assert!(all.ends_with(&[Step::Compare, Step::Exchange]) || all.ends_with(&[Step::Compare, Step::Rename]));
    // EIO, ENOSPC, EACCES, EROFS and EDQUOT, as numbered by Linux.
    for error in [5, 28, 13, 30, 122] {
        for (from, step) in all.iter().enumerate() {
            for all in [false, true] {
                let (result, _, text) = outcome(&folder, Some(Failure { from, all, error }));
                let shown = format!("{step:?} fails with {error}, and all later steps: {all}");
                if *step == Step::Exchange && !all {
                    // If the files cannot be exchanged, the new one replaces the old one.
                    assert!(result.is_ok() && text == AFTER, "{shown}: {result:?}");
                } else {
                    let reason = result.err().map(|why| why.reason()).unwrap_or_default();
                    assert!(reason.starts_with("it could not be written, and is unchanged: "), "{shown}: {reason}");
                    assert_eq!(text, BEFORE, "{shown}");
                }
                assert_eq!(folder.names(), ["a.json"], "{shown}");
            }
        }
    }
    Ok(())
}
