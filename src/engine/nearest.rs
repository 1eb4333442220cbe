//! Configurations in a folder of the disk.

use super::files::Disk;
use crate::config;
use crate::text::Files;
use std::path::{Path, PathBuf};

/// Files that other tools would read a configuration from.
const OTHERS: [&str; 2] = ["recordlint.toml", ".recordlint.toml"];

/// The file in which some tools keep their options, and the table that would be ours.
const SHARED: (&str, &str) = ("pyproject.toml", "[tool.recordlint");

/// The configurations that a folder holds. A link that leads nowhere, a folder or a pipe of that name is one as well:
/// it is refused when it is read, and never passed over.
pub fn configurations_in(folder: &Path) -> Vec<PathBuf> {
    let is_there = |path: &PathBuf| path.symlink_metadata().is_ok();
    config::NAMES.iter().map(|name| folder.join(name)).filter(is_there).collect()
}

/// Files of a folder that look like a configuration and are not read, with what in them does.
pub fn unread_in(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let others = OTHERS.iter().map(|name| folder.join(name));
    let mut found: Vec<_> = others.filter(|path| path.symlink_metadata().is_ok()).map(|path| (path, "")).collect();
    let shared = folder.join(SHARED.0);
    if shared.symlink_metadata().is_ok_and(|known| known.is_file())
        && let Ok(text) = Disk::of_found(folder).map_err(drop).and_then(|disk| disk.read(&shared).map_err(drop))
        && text.lines().any(|line| is_table(line.trim()))
    {
        found.push((shared, "[tool.recordlint]"));
    }
    found
}

/// Whether a line opens our table, or one below it.
fn is_table(line: &str) -> bool {
    line.strip_prefix(SHARED.1).is_some_and(|rest| rest.starts_with([']', '.', ' ']))
}
