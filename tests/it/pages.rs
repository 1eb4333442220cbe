//! The generated pages in `docs/rules` are up to date: one page per rule, and an index by group.

use crate::support;

use recordlint::rules::catalogue;
use recordlint::ruleset::page;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Returns every expected file, with its text.
fn expected() -> BTreeMap<PathBuf, String> {
    let mut pages: BTreeMap<PathBuf, String> = catalogue()
        .entries()
        .iter()
        .map(|entry| (format!("{}.md", entry.id()).into(), page::document(entry)))
        .collect();
    pages.insert("README.md".into(), page::index(catalogue()));
    pages
}

fn found(root: &Path) -> BTreeMap<PathBuf, String> {
    let files = if root.exists() { support::files(root) } else { Vec::new() };
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a page can be read");
        (path.strip_prefix(root).expect("below the root").to_owned(), text)
    };
    files.into_iter().map(read).collect()
}

#[test]
fn the_pages_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let expected = expected();
    if support::bless() {
        let _ = fs::remove_dir_all(&root);
        for (path, text) in &expected {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a page can be written");
        }
    }
    let found = found(&root);
    let stale: Vec<_> =
        expected.iter().filter(|(path, text)| found.get(*path) != Some(*text)).map(|(path, _)| path).collect();
    let left: Vec<_> = found.keys().filter(|path| !expected.contains_key(*path)).collect();
    assert!(
        stale.is_empty() && left.is_empty(),
        "stale: {stale:?}, without a rule: {left:?}; RECORDLINT_BLESS=1 rewrites them"
    );
}
