//! Every step of writing is refused, one after the other: the file is as it was, and nothing is left beside it.

use super::steps::{Refusal, Step, refuse, steps};
use super::{ChecksumReader, Target, Unwritten, Writer};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

const BEFORE: &str = "{\"title\": \"A  b\", \"type\": \"article\"}\n";
const AFTER: &str = "{\"title\": \"A b\", \"type\": \"article\"}\n";

/// A folder that is gone when the test is over.
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

/// Takes the second of two blanks out of the file.
fn fix(path: &Path) -> Result<(), Unwritten> {
    let (file, target) = Target::open(path, None)?;
    let target = target.map_err(io::Error::other)?;
    let mut old = ChecksumReader::new(file, true);
    let mut text = String::new();
    old.read_to_string(&mut text)?;
    let at = text.find("  ").ok_or_else(|| io::Error::other("there are no two blanks"))? as u64;
    let mut new = Writer::default().begin(&target)?;
    new.put(at, 2, b" ")?;
    new.complete()?;
    new.replace(old.checksum())
}

/// What comes of it when some steps are refused, and the steps that were taken.
fn outcome(folder: &Folder, refusal: Option<Refusal>) -> (Result<(), Unwritten>, Vec<Step>, String) {
    let path = folder.0.join("a.json");
    assert!(fs::write(&path, BEFORE).is_ok());
    refuse(refusal);
    let result = fix(&path);
    let taken = steps();
    refuse(None);
    (result, taken, fs::read_to_string(&path).unwrap_or_default())
}

#[test]
fn a_step_that_is_refused_leaves_the_file_as_it_was() -> io::Result<()> {
    let folder = Folder::new("refused")?;
    let (result, all, text) = outcome(&folder, None);
    assert!(result.is_ok() && text == AFTER, "{result:?}");
    for step in [Step::Open, Step::Create, Step::Read, Step::Write, Step::Mode, Step::Flush, Step::ReadAgain] {
        assert!(all.contains(&step), "{step:?} is not among {all:?}");
    }
    assert!(all.ends_with(&[Step::Compare, Step::Exchange]) || all.ends_with(&[Step::Compare, Step::Rename]));
    // EIO, ENOSPC, EACCES, EROFS and EDQUOT, as Linux numbers them.
    for error in [5, 28, 13, 30, 122] {
        for (from, step) in all.iter().enumerate() {
            for all in [false, true] {
                let (result, _, text) = outcome(&folder, Some(Refusal { from, all, error }));
                let shown = format!("{step:?} refused with {error}, all behind it: {all}");
                if *step == Step::Exchange && !all {
                    // Where files cannot change places, the one takes the place of the other.
                    assert!(result.is_ok() && text == AFTER, "{shown}: {result:?}");
                } else {
                    let reason = result.err().map(|why| why.reason()).unwrap_or_default();
                    assert!(reason.starts_with("it could not be written, and is as it was: "), "{shown}: {reason}");
                    assert_eq!(text, BEFORE, "{shown}");
                }
                assert_eq!(folder.names(), ["a.json"], "{shown}");
            }
        }
    }
    Ok(())
}
