//! Collects the hierarchy above articles (journals, volumes, issues) from all files of a run before they are checked.

use super::decompress::uncompressed_name;
use super::find::Input;
use super::{Job, ReadError, with_text};
use crate::lint::Unreadable;
use crate::shape::Hierarchy;
use crate::syntax::Syntax;
use crate::text::Encoding;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The number of bytes that are read to see whether a file contains hierarchy elements.
const PROBE: u64 = 1 << 12;

/// Collects the elements above articles from the files of a run, except from standard input, which cannot be read
/// twice. Only XML files are examined, and only those with such elements are read completely. Also returns the files
/// in which an internal error occurred.
pub fn collect_hierarchy<'i>(
    inputs: impl Iterator<Item = (&'i Input, Option<Syntax>, Option<Encoding>)>,
    stop: &AtomicBool,
) -> (Arc<Hierarchy>, Vec<Unreadable>) {
    let (mut found, mut failed) = (Hierarchy::default(), Vec::new());
    for (input, syntax, encoding) in inputs {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        if may_be_xml(input, syntax) && has_elements(input, encoding) {
            let read = with_text(input, syntax, encoding, |source, syntax, _| {
                if syntax == Syntax::Xml {
                    found.collect(source.chunk);
                }
            });
            // A file that cannot be read is reported again when it is checked. An internal error would be lost.
            if let Err(ReadError::Internal(reason)) = read {
                failed.push(Unreadable { path: input.display_path.clone(), reason });
            }
        }
    }
    (Arc::new(found), failed)
}

/// Calls [`collect_hierarchy`] for jobs.
pub(super) fn collect_for_jobs(jobs: &[Job], stop: &AtomicBool) -> (Arc<Hierarchy>, Vec<Unreadable>) {
    collect_hierarchy(jobs.iter().map(|job| (&job.input, job.syntax, job.encoding)), stop)
}

/// Whether a file may be XML, according to its name or the user.
fn may_be_xml(input: &Input, syntax: Option<Syntax>) -> bool {
    let name = uncompressed_name(&input.display_path);
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_xml = syntax.map_or_else(
        || ["xml", "bwmeta", ""].iter().any(|known| extension.eq_ignore_ascii_case(known)),
        |syntax| syntax == Syntax::Xml,
    );
    is_xml && input.is_regular_file()
}

fn has_elements(input: &Input, encoding: Option<Encoding>) -> bool {
    let mut head = Vec::new();
    if input.open().and_then(|file| file.take(PROBE).read_to_end(&mut head)).is_err() {
        return false;
    }
    match Encoding::detected(&head).or(encoding).filter(|encoding| !encoding.is_utf8()) {
        Some(encoding) => Hierarchy::is_bwmeta(encoding.decode(&head, 0).text.as_bytes()),
        None => Hierarchy::is_bwmeta(&head),
    }
}
