//! Finds the configurations in a folder.

use super::files::Disk;
use crate::config;
use crate::text::Files;
use std::path::{Path, PathBuf};

/// Configuration files of the kind that other tools read.
const OTHERS: [&str; 2] = ["recordlint.toml", ".recordlint.toml"];

/// The file in which some tools keep their options, and the table that would be the one of recordlint.
const SHARED: (&str, &str) = ("pyproject.toml", "[tool.recordlint");

/// Returns the configurations in a folder. A broken link, a folder or a pipe with such a name is included: it is
/// refused when it is read, not skipped.
pub fn configurations_in(folder: &Path) -> Vec<PathBuf> {
    let is_there = |path: &PathBuf| path.symlink_metadata().is_ok();
    config::NAMES.iter().map(|name| folder.join(name)).filter(is_there).collect()
}

/// Returns the files of a folder that look like a configuration but are not read. The second value is the table that
/// looks like one, or an empty string for a whole file.
pub fn ignored_configurations_in(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let others = OTHERS.iter().map(|name| folder.join(name));
    let mut found: Vec<_> = others.filter(|path| path.symlink_metadata().is_ok()).map(|path| (path, "")).collect();
    let shared = folder.join(SHARED.0);
    if shared.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
        && let Ok(text) = Disk::for_found(folder).map_err(drop).and_then(|disk| disk.read(&shared).map_err(drop))
        && text.lines().any(|line| opens_table(line.trim()))
    {
        found.push((shared, "[tool.recordlint]"));
    }
    found
}

/// Whether a line opens the table of recordlint, or one below it.
fn opens_table(line: &str) -> bool {
    line.strip_prefix(SHARED.1).is_some_and(|rest| rest.starts_with([']', '.', ' ']))
}
