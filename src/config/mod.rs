//! Reads `recordlint.yaml`, the configuration of a repository, with the same parser and checks as a record.
//!
//! An error in it is an ordinary diagnostic, with a location and the nearest valid name. This module does not open
//! files itself; it reads through [`Files`], which enforces the root.

mod draft;
pub mod own_rules;

use crate::diagnostic::{Diagnostic, Finding, Severity, show};
use crate::lint;
use crate::record::{Language, Recogniser};
use crate::ruleset::schema::Schema;
use crate::ruleset::{Catalogue, Profile, RuleSet, Selection};
use crate::shape::Shape;
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::{Encoding, Files, LineIndex, Source, nearest};
use crate::tree::{Arena, NodeId, Tree};
use draft::Draft;
use globset::{GlobBuilder, GlobSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The names of configuration files. A folder may contain at most one of them.
pub const NAMES: [&str; 4] = ["recordlint.yaml", "recordlint.yml", ".recordlint.yaml", ".recordlint.yml"];

/// Whether a file of this name is a configuration.
pub fn is_configuration(name: &OsStr) -> bool {
    NAMES.iter().any(|own| name == *own)
}

/// The maximum length of a chain of configurations that extend one another.
const MAX_BASES: usize = 16;

/// The settings of a configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The profile, if it is set.
    pub profile: Option<String>,
    /// The lowest severity that fails a run, if it is set. The inner `None` means that findings never fail a run.
    pub fail_on: Option<Option<Severity>>,
    /// The maximum number of warnings. A run with more of them fails.
    pub max_warnings: Option<u64>,
    /// The languages of texts, if they are set.
    pub languages: Option<Vec<Language>>,
    /// The selected and ignored rules, and rules with a changed severity.
    pub selection: Selection,
    /// All rules, including the user's own.
    pub catalogue: Arc<Catalogue>,
    /// Each value that was set, and where. A later setting of the same key overrides an earlier one.
    pub trail: Vec<Setting>,
    /// Notes for the user about keys that were renamed. Each names the file and the line.
    pub notes: Vec<String>,
    /// The file of the configuration, followed by those that it extends.
    files: Vec<PathBuf>,
    include: Option<Globs>,
    exclude: Option<Globs>,
    sources: Vec<SourceSettings>,
    own_rules: Vec<Globs>,
}

/// A value and the line that set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key, such as `profile` or `rules.ignore`.
    pub key: String,
    /// The value.
    pub value: String,
    /// The path of the file, as displayed to the user.
    pub path: String,
    /// The line, counted from 1.
    pub line: u64,
}

/// The settings of an item of `sources`: how some files are read.
#[derive(Clone, Debug)]
pub struct SourceSettings {
    files: Globs,
    /// The syntax, regardless of the content.
    pub syntax: Option<Syntax>,
    /// The encoding, unless the file itself declares another one.
    pub encoding: Option<Encoding>,
    /// The record format, regardless of the content.
    pub shape: Option<&'static Shape>,
    /// The schema of each record.
    pub schema: Option<PathBuf>,
    /// The JSON Pointer to the id of a record.
    pub id: Option<String>,
    /// The file and line of these settings.
    pub place: (String, u64),
}

impl SourceSettings {
    /// Whether the settings imply that the files contain records. An encoding alone does not.
    pub fn expects_records(&self) -> bool {
        self.syntax.is_some() || self.shape.is_some() || self.schema.is_some() || self.id.is_some()
    }
}

/// Globs relative to a folder.
#[derive(Clone, Debug)]
struct Globs {
    folder: PathBuf,
    set: GlobSet,
    /// The same globs as text, for queries about folders.
    patterns: Vec<String>,
}

impl Globs {
    fn matches(&self, file: &Path) -> bool {
        file.strip_prefix(&self.folder).is_ok_and(|relative| self.set.is_match(relative))
    }

    /// Whether the literal beginning of some glob names this path as a folder.
    fn have_folder_prefix(&self, path: &Path) -> bool {
        path.strip_prefix(&self.folder)
            .is_ok_and(|path| self.patterns.iter().any(|pattern| names_folder(pattern, path)))
    }

    /// Whether a file below this folder may match.
    fn may_match_below(&self, folder: &Path) -> bool {
        match folder.strip_prefix(&self.folder) {
            Ok(relative) => self.patterns.iter().any(|pattern| may_match_below(pattern, relative)),
            Err(_) => self.folder.starts_with(folder),
        }
    }

    /// Whether every file below this folder matches.
    fn match_all_below(&self, folder: &Path) -> bool {
        folder.strip_prefix(&self.folder).is_ok_and(|relative| self.set.is_match(relative.join("\u{0}/\u{0}")))
    }
}

/// Whether the part of a pattern before its first wildcard names `path` as a folder.
fn names_folder(pattern: &str, path: &Path) -> bool {
    let literal = &pattern[..pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len())];
    Path::new(&literal[..literal.rfind('/').unwrap_or(0)]).starts_with(path)
}

/// Whether a pattern of paths may match a file below `folder`, at any depth.
pub fn may_match_below(pattern: &str, folder: &Path) -> bool {
    let mut depth = 0_i32;
    let has_alternatives_of_folders = pattern.chars().any(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        letter == '/' && depth > 0
    });
    let mut parts = pattern.split('/');
    for name in folder.components().filter(|part| *part != std::path::Component::CurDir) {
        let part = match parts.next() {
            None => return false,
            Some("**") => return true,
            _ if has_alternatives_of_folders => return true,
            Some(part) => part,
        };
        let glob = GlobBuilder::new(part).build();
        if glob.is_ok_and(|glob| !glob.compile_matcher().is_match(name)) {
            return false;
        }
    }
    parts.next().is_some()
}

/// A configuration that cannot be used.
#[derive(Debug)]
pub enum ConfigError {
    /// The configuration, or one that it extends, cannot be read.
    Unreadable(String),
    /// Some files have errors.
    Invalid(Vec<InvalidFile>),
}

/// A file with errors.
#[derive(Debug)]
pub struct InvalidFile {
    /// The path of the file, as displayed to the user.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The errors.
    pub diagnostics: Vec<Diagnostic>,
}

impl Config {
    /// Returns the configuration that applies if there is no file.
    pub fn empty(catalogue: &Arc<Catalogue>) -> Self {
        Self { catalogue: Arc::clone(catalogue), ..Self::default() }
    }

    /// Returns the recogniser for the languages of the configuration.
    pub fn recogniser(&self) -> Recogniser {
        match &self.languages {
            Some(languages) => Recogniser::for_languages(languages),
            None => Recogniser::usual().clone(),
        }
    }

    /// Loads the configuration at `path`, which must be absolute. `catalogue` contains the built-in rules.
    pub fn load(path: &Path, shown: &str, files: &dyn Files, catalogue: &Arc<Catalogue>) -> Result<Self, ConfigError> {
        Loader { files, catalogue }.load(path, shown, &mut Vec::new())
    }

    /// Whether a file, given by its absolute path, is checked. A file that was named on the command line need not match
    /// `files.include`.
    pub fn includes(&self, file: &Path, is_named: bool) -> bool {
        let is_included = is_named || self.include.as_ref().is_none_or(|globs| globs.matches(file));
        is_included && (is_named || !self.uses(file)) && !self.exclude.as_ref().is_some_and(|globs| globs.matches(file))
    }

    /// Whether files below this folder, given by its absolute path, may be checked.
    pub fn may_include_below(&self, folder: &Path) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.may_match_below(folder))
            && !self.exclude.as_ref().is_some_and(|globs| globs.match_all_below(folder))
    }

    /// Returns the folder that the configuration applies to.
    pub fn folder(&self) -> Option<&Path> {
        self.files.first().and_then(|path| path.parent())
    }

    /// Whether the configuration uses a file, given by its absolute path: a configuration, a rule or a schema.
    pub fn uses(&self, file: &Path) -> bool {
        self.applies_to_all_files(file) || self.sources.iter().any(|source| source.schema.as_deref() == Some(file))
    }

    /// Returns the files that the configuration was read from, and the schemas that it names.
    pub fn used_files(&self) -> impl Iterator<Item = &Path> {
        let schemas = self.sources.iter().filter_map(|source| source.schema.as_deref());
        self.files.iter().map(PathBuf::as_path).chain(schemas)
    }

    /// Whether the findings in every file may depend on this one: a configuration or a rule.
    fn applies_to_all_files(&self, file: &Path) -> bool {
        self.files.iter().any(|used| used == file) || self.own_rules.iter().any(|globs| globs.matches(file))
    }

    /// Whether the findings in `file` depend on `used`, a file that the configuration uses.
    pub fn depends_on(&self, file: &Path, used: &Path) -> bool {
        let schema = || self.source(file).and_then(|(_, source)| source.schema.as_deref());
        self.applies_to_all_files(used) || schema() == Some(used)
    }

    /// Returns the settings of the source that a file, given by its absolute path, belongs to, with their index.
    pub fn source(&self, file: &Path) -> Option<(usize, &SourceSettings)> {
        self.sources.iter().enumerate().find(|(_, source)| source.files.matches(file))
    }

    /// Returns the number of sources.
    pub fn source_count(&self) -> usize {
        self.sources.len()
    }

    /// Returns the settings of a source by its index.
    pub fn source_settings(&self, index: usize) -> Option<&SourceSettings> {
        self.sources.get(index)
    }

    /// Returns the path of the schema of a source as displayed to the user: relative to the same folder as the path of
    /// the configuration itself.
    pub fn shown_schema(&self, source: &SourceSettings, schema: &Path) -> String {
        let folder = Path::new(&source.place.0).parent().unwrap_or(Path::new(""));
        let shown =
            schema.strip_prefix(&source.files.folder).map_or_else(|_| schema.to_owned(), |path| folder.join(path));
        if shown.as_os_str().is_empty() { ".".to_owned() } else { shown.display().to_string() }
    }

    /// Returns the files of the user's own rules.
    pub fn rule_files(&self, files: &dyn Files) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for globs in &self.own_rules {
            found.extend(files.list(&globs.folder).unwrap_or_default().into_iter().filter(|file| globs.matches(file)));
        }
        found.sort();
        found.dedup();
        found
    }

    /// Merges the settings of `self` over those of `base`.
    fn merge_over(self, base: Config) -> Self {
        let mut selection = base.selection;
        if !self.selection.select.is_empty() {
            selection.select = self.selection.select;
        }
        selection.extend_select.extend(self.selection.extend_select);
        selection.ignore.extend(self.selection.ignore);
        if !self.selection.fixable.is_empty() {
            selection.fixable = self.selection.fixable;
        }
        selection.unfixable.extend(self.selection.unfixable);
        selection.severity.extend(self.selection.severity);
        selection.options.extend(self.selection.options);
        let mut sources = self.sources;
        sources.extend(base.sources);
        let mut own_rules = base.own_rules;
        own_rules.extend(self.own_rules);
        let mut trail = base.trail;
        trail.extend(self.trail);
        let mut notes = base.notes;
        notes.extend(self.notes);
        let mut files = self.files;
        files.extend(base.files);
        Self {
            profile: self.profile.or(base.profile),
            fail_on: self.fail_on.or(base.fail_on),
            max_warnings: self.max_warnings.or(base.max_warnings),
            languages: self.languages.or(base.languages),
            selection,
            // This catalogue contains the rules of the base, which was loaded first.
            catalogue: self.catalogue,
            trail,
            notes,
            files,
            include: self.include.or(base.include),
            exclude: self.exclude.or(base.exclude),
            sources,
            own_rules,
        }
    }
}

/// Loads a configuration and those that it extends.
struct Loader<'a> {
    files: &'a dyn Files,
    catalogue: &'a Arc<Catalogue>,
}

impl Loader<'_> {
    fn load(&self, path: &Path, shown: &str, ancestors: &mut Vec<PathBuf>) -> Result<Config, ConfigError> {
        let name = show::visible(shown);
        let unreadable = |reason: String| ConfigError::Unreadable(format!("the configuration `{name}`: {reason}"));
        let text = self.files.read(path).map_err(|error| unreadable(error.message))?;
        let source = Source::of_text(shown, &text).map_err(|_| unreadable("it is too large".to_owned()))?;
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        let record =
            Reader::new(source.chunk, Syntax::Yaml, JsonMode::Single, |_| true).next(&mut arena, &mut findings);
        let tree = Tree::new(source.chunk, &arena);
        let index = LineIndex::new(source.chunk);
        let folder = path.parent().unwrap_or(path);
        ancestors.push(path.to_owned());
        let invalid = |findings: &[Finding]| {
            let diagnostics = self.diagnostics(findings, tree, source, &index);
            ConfigError::Invalid(vec![InvalidFile { path: shown.to_owned(), text: text.clone(), diagnostics }])
        };
        if !findings.is_empty() {
            return Err(invalid(&findings));
        }
        let Some(tree) = tree.filter(|_| record.is_some()) else {
            return Ok(Config { files: vec![path.to_owned()], ..Config::empty(self.catalogue) });
        };
        let schema = Schema::document("config.schema.json").map_err(|error| unreadable(error.to_string()))?;
        schema.check(tree, false, &mut findings);
        if !findings.is_empty() {
            return Err(invalid(&findings));
        }
        let mut draft = Draft::new(tree, &index, shown, folder);
        let mut base = Config::empty(self.catalogue);
        if let Some((node, name)) = draft.base() {
            if let Ok(profile) = Profile::bundled(name) {
                base.profile = Some(profile.id);
                draft.record_setting("extends", node);
            } else {
                base = self.load_base(&mut draft, (node, name), ancestors)?;
            }
        }
        let mut catalogue = Arc::clone(&base.catalogue);
        let own = draft.own_rules();
        if let Some((globs, node)) = own.clone().filter(|_| draft.findings.is_empty()) {
            let found =
                own_rules::load(self.files, &globs, Path::new(shown).parent().unwrap_or(Path::new("")), &mut catalogue);
            match found {
                Err(own_rules::LoadError::Files(files)) => return Err(ConfigError::Invalid(files)),
                Err(own_rules::LoadError::Request(message)) => {
                    draft.report(node, message);
                }
                Ok(()) => {}
            }
        }
        let mut config = draft.read(&catalogue);
        config.files.push(path.to_owned());
        config.own_rules = own.into_iter().map(|(globs, _)| globs).collect();
        if draft.findings.is_empty() { Ok(config.merge_over(base)) } else { Err(invalid(&draft.findings)) }
    }

    /// Loads the configuration that another one extends.
    fn load_base(
        &self,
        draft: &mut Draft<'_>,
        (node, name): (NodeId, &str),
        ancestors: &mut Vec<PathBuf>,
    ) -> Result<Config, ConfigError> {
        if !is_yaml(Path::new(name)) {
            let near = nearest(name, Profile::names());
            let near = near.map(|near| format!("; did you mean the profile `{near}`?")).unwrap_or_default();
            let message = format!("{} is neither a profile nor the name of a YAML file{near}", show::quoted(name));
            draft.report(node, message).caption("not read").help("name a file that ends in `.yaml` or `.yml`");
            return Ok(Config::empty(self.catalogue));
        }
        let path = normalize(&draft.folder.join(name));
        if ancestors.contains(&path) || ancestors.len() > MAX_BASES {
            draft.report(node, "this configuration extends itself".to_owned()).caption("extends itself");
            return Ok(Config::empty(self.catalogue));
        }
        // It is displayed relative to the file that names it.
        let shown = Path::new(draft.shown).parent().unwrap_or(Path::new("")).join(name);
        match self.load(&path, &normalize(&shown).display().to_string(), ancestors) {
            Ok(base) => Ok(base),
            Err(ConfigError::Unreadable(reason)) => {
                let near = nearest(name, Profile::names());
                let message = match near {
                    Some(near) => format!("{reason}; did you mean the profile `{near}`?"),
                    None => reason,
                };
                draft.report(node, message).caption("not read");
                Ok(Config::empty(self.catalogue))
            }
            Err(wrong) => Err(wrong),
        }
    }

    fn diagnostics(
        &self,
        findings: &[Finding],
        tree: Option<Tree<'_>>,
        source: Source<'_>,
        index: &LineIndex<'_>,
    ) -> Vec<Diagnostic> {
        diagnostics(findings, tree, source, index, self.catalogue)
    }
}

/// Converts findings in a YAML file that is not a record to diagnostics.
pub fn diagnostics(
    findings: &[Finding],
    tree: Option<Tree<'_>>,
    source: Source<'_>,
    index: &LineIndex<'_>,
    catalogue: &Arc<Catalogue>,
) -> Vec<Diagnostic> {
    let rules = RuleSet::new(catalogue, Profile::default(), &Selection::default());
    rules.map(|rules| lint::of_text(findings, tree, source, index, Syntax::Yaml, &rules)).unwrap_or_default()
}

/// Whether the name of a file is that of a YAML file. No other file is read as YAML: errors are shown with the lines of
/// the file, and a file with secrets must not appear in a log.
fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|name| name.eq_ignore_ascii_case("yaml") || name.eq_ignore_ascii_case("yml"))
}

/// Removes `.` and `..` from a path lexically.
pub fn normalize(path: &Path) -> PathBuf {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::catalogue;
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
        Config::load(Path::new(files[0].0), "recordlint.yaml", &folder, catalogue())
    }

    /// Returns the line, rule and message of each error.
    fn wrong(text: &'static str) -> Vec<(u64, String, String)> {
        match load(&[("/r/recordlint.yaml", text)]) {
            Err(ConfigError::Invalid(files)) => {
                let all = files.into_iter().flat_map(|file| file.diagnostics);
                all.map(|one| (one.start().line, one.rule.to_string(), one.message)).collect()
            }
            other => vec![(0, String::new(), format!("{other:?}"))],
        }
    }

    #[test]
    fn all_settings_are_read() {
        let text = "profile: cejsh\nfail-on: warning\nfiles:\n  include: ['records/**/*.json']\n  exclude: [records/old/**]\n\
                    sources:\n  - { files: 'dumps/*.txt', syntax: ndjson, schema: schemas/own.json }\n\
                    rules:\n  extend-select: [pages]\n  ignore: ['*/missing']\n  severity: { type/missing: note, doi: off }\n";
        let config = load(&[("/r/recordlint.yaml", text)]).expect("a valid configuration");
        assert_eq!(config.profile.as_deref(), Some("cejsh"));
        assert_eq!(config.fail_on, Some(Some(Severity::Warning)));
        assert!(config.includes(Path::new("/r/records/a/b.json"), false));
        assert!(!config.includes(Path::new("/r/other/b.json"), false));
        assert!(config.includes(Path::new("/r/other/b.json"), true));
        assert!(!config.includes(Path::new("/r/records/old/b.json"), true));
        let (_, source) = config.source(Path::new("/r/dumps/a.txt")).expect("a source");
        assert_eq!(source.syntax, Some(Syntax::Ndjson));
        assert_eq!(source.schema.as_deref(), Some(Path::new("/r/schemas/own.json")));
        assert_eq!(config.selection.severity[1], ("doi".to_owned(), None));
    }

    #[test]
    fn a_folder_that_cannot_be_read_matters_if_it_may_contain_records() {
        let config = |files: &str| {
            let text = format!("files: {{ {files} }}\n").leak();
            load(&[("/r/recordlint.yaml", text)]).expect("a valid configuration")
        };
        let cases = [
            ("include: ['records/**/*.json']", "/r/records/a", true),
            ("include: ['records/**/*.json']", "/r/records", true),
            ("include: ['records/**/*.json']", "/r", true),
            ("include: ['records/**/*.json']", "/r/target", false),
            ("include: ['records/*.json']", "/r/records/a", false),
            ("include: ['*/a/*.json']", "/r/b/a", true),
            ("include: ['{a/b,c}/*.json']", "/r/a/b", true),
            ("exclude: ['target/**']", "/r/target", false),
            ("exclude: ['**/target/**']", "/r/a/target/b", false),
            ("exclude: ['target/*.json']", "/r/target", true),
            ("exclude: ['target/**']", "/r/a", true),
        ];
        for (files, folder, expected) in cases {
            assert_eq!(config(files).may_include_below(Path::new(folder)), expected, "{files}: {folder}");
        }
    }

    #[test]
    fn an_empty_file_sets_nothing() {
        assert!(load(&[("/r/recordlint.yaml", "# nothing yet\n")]).is_ok_and(|config| config.profile.is_none()));
    }

    #[test]
    fn errors_have_a_location_and_the_nearest_name() {
        let cases: &[(&str, u64, &str, &str)] = &[
            ("profil: core\n", 1, "schema/unknown-property", "did you mean `profile`?"),
            ("rules:\n  ignore: [pages/descendin]\n", 2, "config/invalid", "did you mean `pages/descending`?"),
            ("rules:\n  severity: { page: error }\n", 2, "config/invalid", "no rule `page`"),
            ("\nprofile: cejs\n", 2, "schema/enum", "`cejsh`"),
            ("fail-on: 3\n", 1, "schema/enum", "`error`"),
            ("files: { include: records }\n", 1, "schema/type", "list"),
            ("files: { include: ['a[']}\n", 1, "config/invalid", "not a valid glob"),
            ("exceptions: []\n", 1, "schema/unknown-property", "`exceptions`"),
            ("sources:\n - { files: a, format: jats, shape: jats }\n", 2, "config/invalid", "`format` and `shape`"),
            ("profile: core\n  x: 1\n", 2, "syntax/yaml", ""),
            ("extends: recordlint.yaml\n", 1, "config/invalid", "extends itself"),
            ("extends: base.yaml\n", 1, "config/invalid", "base.yaml"),
        ];
        for (text, line, rule, part) in cases {
            let found = wrong(text);
            let first = found.first().expect("something is wrong");
            assert!(first.0 == *line && first.1 == *rule && first.2.contains(part), "{text}: {found:?}");
        }
    }

    #[test]
    fn the_extended_configuration_comes_first() {
        let files = [
            ("/r/recordlint.yaml", "extends: base/recordlint.yaml\nrules: { ignore: [doi] }\n"),
            ("/r/base/recordlint.yaml", "profile: cejsh\nrules: { ignore: [pages] }\n"),
        ];
        let config = load(&files).expect("valid");
        assert_eq!(config.profile.as_deref(), Some("cejsh"));
        assert_eq!(config.selection.ignore, ["pages", "doi"]);
    }

    #[test]
    fn the_former_name_of_a_key_is_read_with_a_note() {
        let text = "sources:\n  - { files: '*.json', shape: crossref }\n  - { files: '*.xml', format: jats }\n";
        let config = load(&[("/r/recordlint.yaml", text)]).expect("a valid configuration");
        let format = |path: &str| config.source(Path::new(path)).and_then(|(_, source)| source.shape);
        assert_eq!(format("/r/a.json").map(|shape| shape.id), Some("crossref"));
        assert_eq!(format("/r/a.xml").map(|shape| shape.id), Some("jats"));
        assert_eq!(config.notes, ["recordlint.yaml:2: the key `shape` is now called `format`; rename it"]);
    }

    #[test]
    fn the_schema_lists_every_profile_syntax_and_record_format() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../schemas/config.schema.json")).expect("JSON");
        let names = |pointer: &str| -> Vec<String> {
            let list = schema.pointer(pointer).and_then(serde_json::Value::as_array);
            list.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
        };
        let mut profiles = names("/properties/profile/enum");
        profiles.sort();
        assert_eq!(profiles, Profile::names().collect::<Vec<_>>());
        assert_eq!(names("/properties/sources/items/properties/syntax/enum"), Syntax::ALL.map(Syntax::name));
        let shapes: Vec<&str> = crate::shape::SHAPES.iter().map(|shape| shape.id).collect();
        assert_eq!(names("/properties/sources/items/properties/format/enum"), shapes);
        assert_eq!(names("/properties/sources/items/properties/shape/enum"), shapes);
    }
}
