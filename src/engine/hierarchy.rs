//! What stands above articles, collected from all files of a run before any of them is checked.

use super::find::Input;
use super::unpack::plain_name;
use super::{Job, ReadError, Unreadable, with_text};
use crate::shape::Hierarchy;
use crate::syntax::Syntax;
use crate::text::Encoding;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// So much of a file is read to see whether there is something to be collected.
const PROBE: u64 = 1 << 12;

/// What the files of a run say of the elements above their articles; standard input cannot be read twice. Only files of
/// XML are looked at, and read to their end only those that have such elements. With it the files in which an internal
/// error ended that.
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
            // What cannot be read is reported when it is to be checked; that it was not read here would be lost.
            if let Err(ReadError::Internal(reason)) = read {
                failed.push(Unreadable { path: input.display_path.clone(), reason });
            }
        }
    }
    (Arc::new(found), failed)
}

/// The same for jobs.
pub(super) fn collect_for_jobs(jobs: &[Job], stop: &AtomicBool) -> (Arc<Hierarchy>, Vec<Unreadable>) {
    collect_hierarchy(jobs.iter().map(|job| (&job.input, job.syntax, job.encoding)), stop)
}

/// Whether a file can be one of XML, by its name or by what the person says.
fn may_be_xml(input: &Input, syntax: Option<Syntax>) -> bool {
    let name = plain_name(&input.display_path);
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_told = syntax.map_or_else(
        || ["xml", "bwmeta", ""].iter().any(|own| ending.eq_ignore_ascii_case(own)),
        |own| own == Syntax::Xml,
    );
    is_told && input.is_plain()
}

fn has_elements(input: &Input, encoding: Option<Encoding>) -> bool {
    let mut head = Vec::new();
    if input.open().and_then(|file| file.take(PROBE).read_to_end(&mut head)).is_err() {
        return false;
    }
    match Encoding::told(&head).or(encoding).filter(|encoding| !encoding.is_utf8()) {
        Some(encoding) => Hierarchy::is_told(encoding.decode(&head, 0).text.as_bytes()),
        None => Hierarchy::is_told(&head),
    }
}
