//! Loads the user's own rules from the files that a configuration names, in the same way as the bundled rules.

use super::{Globs, InvalidFile, diagnostics, is_yaml};
use crate::diagnostic::{Finding, Place, Severity, show};
use crate::ruleset::Catalogue;
use crate::ruleset::declared::{self, Declared};
use crate::text::{Files, LineIndex, Source, Span};
use crate::tree::Tree;
use std::path::Path;
use std::sync::Arc;

/// Why the rules cannot be loaded.
pub(super) enum LoadError {
    /// Some files have errors.
    Files(Vec<InvalidFile>),
    /// The globs themselves are wrong, or a file cannot be read.
    Request(String),
}

/// A rule file that was read.
pub struct RuleFile {
    /// The rule, if it has no errors.
    pub rule: Option<Declared>,
    /// The errors, if there are any.
    pub invalid: Option<InvalidFile>,
}

/// Reads one rule file.
pub fn read(text: &str, shown: &str, catalogue: &Arc<Catalogue>) -> RuleFile {
    let loaded = declared::load(text, shown, false);
    let invalid = (!loaded.findings.is_empty()).then(|| {
        let source = Source::of_text(shown, text);
        let found = source.map(|source| {
            let tree = Tree::new(source.chunk, &loaded.arena);
            diagnostics(&loaded.findings, tree, source, &LineIndex::new(source.chunk), catalogue)
        });
        InvalidFile { path: shown.to_owned(), text: text.to_owned(), diagnostics: found.unwrap_or_default() }
    });
    RuleFile { rule: loaded.rule, invalid }
}

/// Adds the rules of the files that `globs` match to `catalogue`. The files are displayed relative to `display_folder`.
pub(super) fn load(
    files: &dyn Files,
    globs: &Globs,
    display_folder: &Path,
    catalogue: &mut Arc<Catalogue>,
) -> Result<(), LoadError> {
    let all = files.list(&globs.folder).map_err(|error| LoadError::Request(error.message))?;
    // Only files and links are listed, so a glob that names an entry as a folder would follow a link.
    if let Some(link) = all.iter().find(|path| globs.have_folder_prefix(path)) {
        let link = link.strip_prefix(&globs.folder).unwrap_or(link).display().to_string();
        let message =
            format!("`{}` is not a folder, and links to folders with rules are not followed", show::visible(&link));
        return Err(LoadError::Request(message));
    }
    let found: Vec<_> = all.into_iter().filter(|file| globs.matches(file)).collect();
    if found.is_empty() {
        return Err(LoadError::Request("no file matches".to_owned()));
    }
    if let Some(other) = found.iter().find(|file| !is_yaml(file)) {
        let name = display_folder.join(other.strip_prefix(&globs.folder).unwrap_or(other)).display().to_string();
        let message = format!("`{}` is not a rule file: its name must end in `.yaml` or `.yml`", show::visible(&name));
        return Err(LoadError::Request(message));
    }
    let mut extended = (**catalogue).clone();
    let mut invalid = Vec::new();
    for path in found {
        let shown = display_folder.join(path.strip_prefix(&globs.folder).unwrap_or(&path)).display().to_string();
        let text = files.read(&path);
        let text =
            text.map_err(|error| LoadError::Request(format!("`{}`: {}", show::visible(&shown), error.message)))?;
        let file = read(&text, &shown, catalogue);
        invalid.extend(file.invalid);
        let Some(rule) = file.rule else { continue };
        if let Err(taken) = extended.add(Arc::new(rule)) {
            invalid.push(duplicate_id(&text, &shown, taken.by_bundled, catalogue));
        }
    }
    if !invalid.is_empty() {
        return Err(LoadError::Files(invalid));
    }
    *catalogue = Arc::new(extended);
    Ok(())
}

/// Creates the error, located at the id, for a rule whose id is in use.
fn duplicate_id(text: &str, shown: &str, by_bundled: bool, catalogue: &Arc<Catalogue>) -> InvalidFile {
    let loaded = declared::load(text, shown, true);
    let source = Source::of_text(shown, text);
    let found = source.map(|source| {
        let tree = Tree::new(source.chunk, &loaded.arena);
        let id = tree.and_then(|tree| Some((tree, tree.get_named(tree.root(), "id")?.value)));
        let place = id.map_or(Place::Bytes(Span::new(0, 0)), |(_, id)| Place::Value(id));
        let owner = if by_bundled { "a built-in rule" } else { "another rule file" };
        let name = id.and_then(|(tree, id)| tree.text(id)).unwrap_or_default();
        let message = format!("{} is already the id of {owner}", show::quoted(name));
        let mut finding = Finding::new("rule/invalid", Severity::Error, place, message);
        finding.caption("taken").help("give the rule a group of its own, such as the name of your collection");
        diagnostics(&[finding], tree, source, &LineIndex::new(source.chunk), catalogue)
    });
    InvalidFile { path: shown.to_owned(), text: text.to_owned(), diagnostics: found.unwrap_or_default() }
}
