//! `recordlint.yaml`: what a repository asks for, read by our own syntax and checked like any record.
//!
//! A mistake in it is an ordinary diagnostic, with a place and the nearest name. The configuration opens nothing; it
//! reads through [`Files`], which enforces the root.

use crate::diagnostic::{Diagnostic, Finding, Place, Severity, show};
use crate::lint;
use crate::ruleset::schema::Schema;
use crate::ruleset::{Entry, Profile, RuleSet, Selection};
use crate::syntax::{Reader, Syntax};
use crate::text::{Files, LineIndex, Source};
use crate::tree::{Arena, NodeId, Tree};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::{Path, PathBuf};

/// The name of the file.
pub const NAME: &str = "recordlint.yaml";

const SCHEMA: &str = include_str!("../../schemas/config.schema.json");

/// So many configurations may begin with one another.
const MOST_BASES: usize = 16;

/// What a configuration asks for.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The profile, if it names one.
    pub profile: Option<String>,
    /// The lowest severity that fails a run, if it says so; inside, nothing for never.
    pub fail_on: Option<Option<Severity>>,
    /// Rules that are chosen, left out, or of another severity.
    pub selection: Selection,
    include: Option<Globs>,
    exclude: Option<Globs>,
    sources: Vec<SourceOf>,
}

/// How some files are read.
#[derive(Clone, Debug)]
pub struct SourceOf {
    files: Globs,
    /// The syntax, whatever the content looks like.
    pub syntax: Option<Syntax>,
    /// The schema of each record.
    pub schema: Option<PathBuf>,
}

/// Globs relative to a folder.
#[derive(Clone, Debug)]
struct Globs {
    folder: PathBuf,
    set: GlobSet,
}

impl Globs {
    fn matches(&self, file: &Path) -> bool {
        file.strip_prefix(&self.folder).is_ok_and(|relative| self.set.is_match(relative))
    }
}

/// A configuration that cannot be used.
#[derive(Debug)]
pub enum ConfigError {
    /// It, or one that it extends, cannot be read: why.
    Unreadable(String),
    /// What is wrong in it, and its text.
    Wrong {
        /// The file as the person knows it.
        path: String,
        /// Its text.
        text: String,
        /// What is wrong.
        diagnostics: Vec<Diagnostic>,
    },
}

impl Config {
    /// The configuration at `path`, which must be absolute; the rules there are in `all`.
    pub fn load(path: &Path, shown: &str, files: &dyn Files, all: &'static [Entry]) -> Result<Self, ConfigError> {
        load(path, shown, files, all, &mut Vec::new())
    }

    /// Whether a file, given by its absolute path, is to be checked. One that was named on the command line need not be
    /// included.
    pub fn takes(&self, file: &Path, is_named: bool) -> bool {
        let is_included = is_named || self.include.as_ref().is_none_or(|globs| globs.matches(file));
        is_included && !self.exclude.as_ref().is_some_and(|globs| globs.matches(file))
    }

    /// How a file, given by its absolute path, is read, with the number of that source.
    pub fn source(&self, file: &Path) -> Option<(usize, &SourceOf)> {
        self.sources.iter().enumerate().find(|(_, source)| source.files.matches(file))
    }

    /// What this one says, and where it is silent what `base` says.
    fn over(self, base: Config) -> Self {
        let mut selection = base.selection;
        if !self.selection.select.is_empty() {
            selection.select = self.selection.select;
        }
        selection.extend_select.extend(self.selection.extend_select);
        selection.ignore.extend(self.selection.ignore);
        selection.severity.extend(self.selection.severity);
        let mut sources = self.sources;
        sources.extend(base.sources);
        Self {
            profile: self.profile.or(base.profile),
            fail_on: self.fail_on.or(base.fail_on),
            selection,
            include: self.include.or(base.include),
            exclude: self.exclude.or(base.exclude),
            sources,
        }
    }
}

fn load(
    path: &Path,
    shown: &str,
    files: &dyn Files,
    all: &'static [Entry],
    above: &mut Vec<PathBuf>,
) -> Result<Config, ConfigError> {
    let unreadable = |reason: String| ConfigError::Unreadable(format!("the configuration `{shown}`: {reason}"));
    let text = files.read(path).map_err(|error| unreadable(error.message))?;
    let source = Source::new(shown, text.as_bytes()).map_err(|_| unreadable("it is too large".to_owned()))?;
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let record = Reader::new(source.chunk, Syntax::Yaml, true, |_| true).next(&mut arena, &mut findings);
    let tree = Tree::new(source.chunk, &arena);
    let mut draft = Draft { tree, all, folder: path.parent().unwrap_or(path), findings, base: None };
    let mut config = Config::default();
    if record.is_some_and(|record| record.readable) {
        let schema = Schema::of_text(SCHEMA, "config.schema.json").map_err(|error| unreadable(error.to_string()))?;
        schema.check(tree, false, &mut draft.findings);
        if draft.findings.is_empty() {
            config = draft.read();
        }
    }
    above.push(path.to_owned());
    if let Some((node, base)) = draft.base.take() {
        let base_path = normal(&draft.folder.join(base));
        if above.contains(&base_path) || above.len() > MOST_BASES {
            draft.wrong(node, "this configuration begins with itself".to_owned()).caption("begins with itself");
        } else {
            let name = base_path.display().to_string();
            match load(&base_path, &name, files, all, above) {
                Ok(base) => config = config.over(base),
                Err(ConfigError::Unreadable(reason)) => {
                    draft.wrong(node, reason).caption("not read");
                }
                Err(wrong) => return Err(wrong),
            }
        }
    }
    if draft.findings.is_empty() {
        return Ok(config);
    }
    let rules = Profile::bundled("core").ok().and_then(|core| RuleSet::new(all, core, &Selection::default()).ok());
    let diagnostics = rules
        .map(|rules| lint::of_text(&draft.findings, tree, source, &LineIndex::new(source.chunk), Syntax::Yaml, &rules))
        .unwrap_or_default();
    Err(ConfigError::Wrong { path: shown.to_owned(), text: text.clone(), diagnostics })
}

/// A path without `.` and `..`, as far as its words tell.
fn normal(path: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                found.pop();
            }
            std::path::Component::CurDir => {}
            other => found.push(other),
        }
    }
    found
}

/// A configuration that is being read; it is known to be as its schema asks.
struct Draft<'a> {
    tree: Tree<'a>,
    all: &'static [Entry],
    folder: &'a Path,
    findings: Vec<Finding>,
    base: Option<(NodeId, &'a str)>,
}

impl<'a> Draft<'a> {
    fn read(&mut self) -> Config {
        let root = self.tree.root();
        self.base = self.word(root, "extends");
        let mut config = Config {
            profile: self.word(root, "profile").map(|(_, name)| name.to_owned()),
            fail_on: self.word(root, "fail-on").map(|(_, name)| Severity::named(name)),
            ..Config::default()
        };
        if let Some(files) = self.member(root, "files") {
            config.include = self.member(files, "include").map(|list| self.globs(list));
            config.exclude = self.member(files, "exclude").map(|list| self.globs(list));
        }
        if let Some(sources) = self.member(root, "sources") {
            let tree = self.tree;
            config.sources = tree.items(sources).map(|source| self.source(source)).collect();
        }
        if let Some(rules) = self.member(root, "rules") {
            config.selection.select = self.selectors(rules, "select");
            config.selection.extend_select = self.selectors(rules, "extend-select");
            config.selection.ignore = self.selectors(rules, "ignore");
            if let Some(severities) = self.member(rules, "severity") {
                config.selection.severity = self.severities(severities);
            }
        }
        config
    }

    fn member(&self, object: NodeId, name: &str) -> Option<NodeId> {
        self.tree.get_named(object, name).map(|child| child.value)
    }

    fn word(&self, object: NodeId, name: &str) -> Option<(NodeId, &'a str)> {
        let node = self.member(object, name)?;
        Some((node, self.tree.text(node)?))
    }

    fn wrong(&mut self, node: NodeId, message: String) -> &mut Finding {
        self.findings.push(Finding::new("config/invalid", Severity::Error, Place::Value(node), message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The globs of a list, or the one that a text is.
    fn globs(&mut self, node: NodeId) -> Globs {
        let tree = self.tree;
        let nodes: Vec<NodeId> = if tree.is_array(node) { tree.items(node).collect() } else { vec![node] };
        let mut set = GlobSetBuilder::new();
        for node in nodes {
            let text = tree.text(node).unwrap_or_default();
            let pattern = text.strip_prefix("./").unwrap_or(text);
            match GlobBuilder::new(pattern).literal_separator(true).build() {
                Ok(glob) => {
                    set.add(glob);
                }
                Err(_) => {
                    self.wrong(node, format!("{} is no pattern of paths", show::quoted(text))).caption("not a pattern");
                }
            }
        }
        Globs { folder: self.folder.to_owned(), set: set.build().unwrap_or_default() }
    }

    fn source(&mut self, node: NodeId) -> SourceOf {
        let files = self.member(node, "files").unwrap_or(node);
        SourceOf {
            files: self.globs(files),
            syntax: self.word(node, "syntax").and_then(|(_, name)| Syntax::named(name)),
            schema: self.word(node, "schema").map(|(_, path)| normal(&self.folder.join(path))),
        }
    }

    fn selectors(&mut self, rules: NodeId, name: &str) -> Vec<String> {
        let Some(list) = self.member(rules, name) else { return Vec::new() };
        let tree = self.tree;
        tree.items(list)
            .filter_map(|item| {
                let selector = tree.text(item)?;
                self.known(item, Place::Value(item), selector);
                Some(selector.to_owned())
            })
            .collect()
    }

    fn severities(&mut self, node: NodeId) -> Vec<(String, Option<Severity>)> {
        let tree = self.tree;
        tree.children(node)
            .filter_map(|child| {
                let selector = tree.key_name(child.key?);
                self.known(child.value, Place::Key(child.value), selector);
                Some((selector.to_owned(), Severity::named(tree.text(child.value)?)))
            })
            .collect()
    }

    /// Complains of a selector that matches no rule.
    fn known(&mut self, node: NodeId, place: Place, selector: &str) {
        let Err(unknown) = RuleSet::is_known(self.all, selector) else { return };
        let name = show::quoted(selector);
        let nearest = unknown.nearest;
        let message = match &nearest {
            Some(nearest) => format!("there is no rule {name}; did you mean `{nearest}`?"),
            None => format!("there is no rule {name}"),
        };
        let finding = self.wrong(node, message);
        finding.place = place;
        finding.caption("no such rule").suggestion = nearest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;
    use crate::text::FilesError;
    use std::collections::HashMap;

    struct Folder(HashMap<PathBuf, &'static str>);

    impl Files for Folder {
        fn read(&self, path: &Path) -> Result<String, FilesError> {
            let text = self.0.get(path).ok_or_else(|| FilesError { message: format!("no `{}`", path.display()) })?;
            Ok((*text).to_owned())
        }
    }

    fn load(files: &[(&str, &'static str)]) -> Result<Config, ConfigError> {
        let folder = Folder(files.iter().map(|(path, text)| (PathBuf::from(path), *text)).collect());
        Config::load(Path::new(files[0].0), "recordlint.yaml", &folder, RULES)
    }

    /// Line, rule and message of each thing that is wrong.
    fn wrong(text: &'static str) -> Vec<(u64, &'static str, String)> {
        match load(&[("/r/recordlint.yaml", text)]) {
            Err(ConfigError::Wrong { diagnostics, .. }) => {
                diagnostics.into_iter().map(|one| (one.start().line, one.rule, one.message)).collect()
            }
            other => vec![(0, "", format!("{other:?}"))],
        }
    }

    #[test]
    fn all_that_can_be_asked_for_is_read() {
        let text = "profile: cejsh\nfail-on: warning\nfiles:\n  include: ['records/**/*.json']\n  exclude: [records/old/**]\n\
                    sources:\n  - { files: 'dumps/*.txt', syntax: ndjson, schema: schemas/own.json }\n\
                    rules:\n  extend-select: [pages]\n  ignore: ['*/missing']\n  severity: { type/missing: note, doi: off }\n";
        let config = load(&[("/r/recordlint.yaml", text)]).expect("a sound configuration");
        assert_eq!(config.profile.as_deref(), Some("cejsh"));
        assert_eq!(config.fail_on, Some(Some(Severity::Warning)));
        assert!(config.takes(Path::new("/r/records/a/b.json"), false));
        assert!(!config.takes(Path::new("/r/other/b.json"), false));
        assert!(config.takes(Path::new("/r/other/b.json"), true));
        assert!(!config.takes(Path::new("/r/records/old/b.json"), true));
        let (_, source) = config.source(Path::new("/r/dumps/a.txt")).expect("a source");
        assert_eq!(source.syntax, Some(Syntax::Ndjson));
        assert_eq!(source.schema.as_deref(), Some(Path::new("/r/schemas/own.json")));
        assert_eq!(config.selection.severity[1], ("doi".to_owned(), None));
    }

    #[test]
    fn an_empty_file_asks_for_nothing() {
        assert!(load(&[("/r/recordlint.yaml", "# nothing yet\n")]).is_ok_and(|config| config.profile.is_none()));
    }

    #[test]
    fn mistakes_have_a_place_and_the_nearest_name() {
        let cases: &[(&str, u64, &str, &str)] = &[
            ("profil: core\n", 1, "schema/unknown-property", "did you mean `profile`?"),
            ("rules:\n  ignore: [pages/descendin]\n", 2, "config/invalid", "did you mean `pages/descending`?"),
            ("rules:\n  severity: { page: error }\n", 2, "config/invalid", "no rule `page`"),
            ("\nprofile: cejs\n", 2, "schema/enum", "`cejsh`"),
            ("fail-on: 3\n", 1, "schema/enum", "`error`"),
            ("files: { include: records }\n", 1, "schema/type", "list"),
            ("files: { include: ['a[']}\n", 1, "config/invalid", "no pattern"),
            ("exceptions: []\n", 1, "schema/other", "not allowed"),
            ("profile: core\n  x: 1\n", 2, "syntax/yaml", ""),
            ("extends: recordlint.yaml\n", 1, "config/invalid", "begins with itself"),
            ("extends: base.yaml\n", 1, "config/invalid", "base.yaml"),
        ];
        for (text, line, rule, part) in cases {
            let found = wrong(text);
            let first = found.first().expect("something is wrong");
            assert!(first.0 == *line && first.1 == *rule && first.2.contains(part), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_extended_comes_first() {
        let files = [
            ("/r/recordlint.yaml", "extends: base/recordlint.yaml\nrules: { ignore: [doi] }\n"),
            ("/r/base/recordlint.yaml", "profile: cejsh\nrules: { ignore: [pages] }\n"),
        ];
        let config = load(&files).expect("sound");
        assert_eq!(config.profile.as_deref(), Some("cejsh"));
        assert_eq!(config.selection.ignore, ["pages", "doi"]);
    }

    #[test]
    fn the_schema_knows_every_profile_and_syntax() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).expect("JSON");
        let names = |pointer: &str| -> Vec<String> {
            let list = schema.pointer(pointer).and_then(serde_json::Value::as_array);
            list.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
        };
        let mut profiles = names("/properties/profile/enum");
        profiles.sort();
        assert_eq!(profiles, Profile::names().collect::<Vec<_>>());
        assert_eq!(names("/properties/sources/items/properties/syntax/enum"), Syntax::ALL.map(Syntax::name));
    }
}
