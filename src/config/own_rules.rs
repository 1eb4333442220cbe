//! The user's own rules: the files that a configuration names, read through the same door as the bundled ones.

use super::{Globs, WrongFile, diagnostics, is_yaml};
use crate::diagnostic::{Finding, Place, Severity, show};
use crate::ruleset::Catalogue;
use crate::ruleset::declared::{self, Declared};
use crate::text::{Files, LineIndex, Source, Span};
use crate::tree::Tree;
use std::path::Path;
use std::sync::Arc;

/// Why the rules cannot be had.
pub(super) enum Trouble {
    /// Something is wrong in the files.
    Files(Vec<WrongFile>),
    /// The request itself is wrong: why.
    Request(String),
}

/// A rule file that was read.
pub struct RuleFile {
    /// The rule, if nothing is wrong with it.
    pub rule: Option<Declared>,
    /// What is wrong with it.
    pub wrong: Option<WrongFile>,
}

/// Reads one rule file.
pub fn read(text: &str, shown: &str, catalogue: &Arc<Catalogue>) -> RuleFile {
    let loaded = declared::load(text, shown, false);
    let wrong = (!loaded.findings.is_empty()).then(|| {
        let source = Source::new(shown, text.as_bytes());
        let found = source.map(|source| {
            let tree = Tree::new(source.chunk, &loaded.arena);
            diagnostics(&loaded.findings, tree, source, &LineIndex::new(source.chunk), catalogue)
        });
        WrongFile { path: shown.to_owned(), text: text.to_owned(), diagnostics: found.unwrap_or_default() }
    });
    RuleFile { rule: loaded.rule, wrong }
}

/// Adds the rules of the files that `globs` match to `catalogue`; the person knows them as files of the folder `beside`.
pub(super) fn load(
    files: &dyn Files,
    globs: &Globs,
    beside: &Path,
    catalogue: &mut Arc<Catalogue>,
) -> Result<(), Trouble> {
    let all = files.list(&globs.folder).map_err(|error| Trouble::Request(error.message))?;
    // What is listed is a file or a link, so that a glob that looks below it looks behind a link.
    if let Some(link) = all.iter().find(|path| globs.look_below(path)) {
        let link = link.strip_prefix(&globs.folder).unwrap_or(link).display().to_string();
        let message = format!("`{}` is not a folder, and rules are not looked for behind links", show::visible(&link));
        return Err(Trouble::Request(message));
    }
    let found: Vec<_> = all.into_iter().filter(|file| globs.matches(file)).collect();
    if found.is_empty() {
        return Err(Trouble::Request("no file matches".to_owned()));
    }
    if let Some(other) = found.iter().find(|file| !is_yaml(file)) {
        let name = beside.join(other.strip_prefix(&globs.folder).unwrap_or(other)).display().to_string();
        let message = format!("`{}` is not a rule file: its name must end in `.yaml` or `.yml`", show::visible(&name));
        return Err(Trouble::Request(message));
    }
    let mut extended = (**catalogue).clone();
    let mut wrong = Vec::new();
    for path in found {
        let shown = beside.join(path.strip_prefix(&globs.folder).unwrap_or(&path)).display().to_string();
        let text = files.read(&path);
        let text = text.map_err(|error| Trouble::Request(format!("`{}`: {}", show::visible(&shown), error.message)))?;
        let file = read(&text, &shown, catalogue);
        wrong.extend(file.wrong);
        let Some(rule) = file.rule else { continue };
        if let Err(taken) = extended.add(Arc::new(rule)) {
            wrong.push(taken_id(&text, &shown, taken.by_bundled, catalogue));
        }
    }
    if !wrong.is_empty() {
        return Err(Trouble::Files(wrong));
    }
    *catalogue = Arc::new(extended);
    Ok(())
}

/// What is wrong with a rule whose id another one has: at the id.
fn taken_id(text: &str, shown: &str, by_bundled: bool, catalogue: &Arc<Catalogue>) -> WrongFile {
    let loaded = declared::load(text, shown, true);
    let source = Source::new(shown, text.as_bytes());
    let found = source.map(|source| {
        let tree = Tree::new(source.chunk, &loaded.arena);
        let id = tree.and_then(|tree| Some((tree, tree.get_named(tree.root(), "id")?.value)));
        let place = id.map_or(Place::Bytes(Span::new(0, 0)), |(_, id)| Place::Value(id));
        let owner = if by_bundled { "a rule of this program" } else { "another rule file" };
        let name = id.and_then(|(tree, id)| tree.text(id)).unwrap_or_default();
        let message = format!("{} is the id of {owner}", show::quoted(name));
        let mut finding = Finding::new("rule/invalid", Severity::Error, place, message);
        finding.caption("taken").help("give the rule a group of its own, such as the name of your collection");
        diagnostics(&[finding], tree, source, &LineIndex::new(source.chunk), catalogue)
    });
    WrongFile { path: shown.to_owned(), text: text.to_owned(), diagnostics: found.unwrap_or_default() }
}
