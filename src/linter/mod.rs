//! The front door: everything that is needed to check, fix and explain records, without files, threads or a clock.

mod builder;
mod document;
mod report;

pub use builder::{BuildError, LinterBuilder, TextFiles};
pub use document::{Document, EditError};
pub use report::{Fixed, Report, RuleInfo};

use crate::config::{Config, SourceSettings};
use crate::fix::{Fixer, RecordLayout, Trust};
use crate::lint::{self, FileCounts, FileFacts, Outcome, Policy, Scratch};
use crate::ruleset::page;
use crate::ruleset::schema::Schema;
use crate::ruleset::{Entry, RuleSet};
use crate::shape::Hierarchy;
use crate::syntax::{self, OpenedFile, Reason, Syntax};
use crate::text::{Decoded, Encoding, Files, TooLarge};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Checks records with the rules of a profile or a configuration.
///
/// Cheap to clone, and `Send + Sync`: one linter can serve many threads.
///
/// ```
/// # fn main() -> Result<(), recordlint::BuildError> {
/// let linter = recordlint::Linter::builder().profile("core").year(2026).build()?;
/// let report = linter.check("a.json", br#"{"type": "article", "title": {"text": "On towns"}, "pages": "31-29"}"#);
/// let found: Vec<_> = report.diagnostics().iter().map(|one| (one.start().line, one.rule())).collect();
/// assert!(found.contains(&(1, "pages/descending")));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Linter(Arc<Inner>);

struct Inner {
    config: Config,
    files: Arc<dyn Files>,
    rules: RuleSet,
    /// The schema for every file, if the caller gave one.
    own_schema: Option<Arc<Schema>>,
    record_schema: Arc<Schema>,
    year: i32,
    shortcuts: bool,
    /// The policy of files that belong to no source of the configuration, followed by those of the sources. A policy is
    /// made when it is first needed.
    policies: Vec<OnceLock<Result<Arc<Policy>, SchemaUnusable>>>,
}

/// A schema that a source of the configuration names, and that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SchemaUnusable {
    /// The path of the schema.
    pub(crate) path: PathBuf,
    /// Why it cannot be used.
    pub(crate) message: String,
}

/// What is known about a file besides its name and its bytes.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct FileOptions {
    /// The syntax. If absent, the configuration decides, or else the syntax is detected.
    pub syntax: Option<Syntax>,
    /// The encoding, unless the file itself declares one. If absent, the configuration decides, or else it is UTF-8.
    pub encoding: Option<Encoding>,
    /// What other files say about the records.
    pub others: Option<OtherFiles>,
}

impl FileOptions {
    /// Creates options that leave everything to be detected.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the syntax.
    #[must_use]
    pub fn syntax(self, syntax: Syntax) -> Self {
        Self { syntax: Some(syntax), ..self }
    }

    /// Sets the encoding, for files that do not declare one.
    #[must_use]
    pub fn encoding(self, encoding: Encoding) -> Self {
        Self { encoding: Some(encoding), ..self }
    }

    /// Sets what other files say.
    #[must_use]
    pub fn others(self, others: OtherFiles) -> Self {
        Self { others: Some(others), ..self }
    }
}

/// What several files say about the records of each other: the journals, volumes and issues of BWMETA, which may be in
/// other files than their articles.
#[derive(Clone, Debug, Default)]
pub struct OtherFiles(Arc<Hierarchy>);

impl OtherFiles {
    /// Collects what these files, each given by its name and its bytes, say about the records of others.
    pub fn collect<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Self {
        let mut hierarchy = Hierarchy::default();
        for (name, bytes) in files {
            if let Ok(decoded) = Decoded::new(bytes, 0, None)
                && syntax::detect(name, &decoded.text) == Ok(Syntax::Xml)
            {
                hierarchy.collect(decoded.source(name).chunk);
            }
        }
        Self(Arc::new(hierarchy))
    }
}

/// A text that is ready to be checked.
struct Opened<'b> {
    file: OpenedFile<'b>,
    policy: Arc<Policy>,
    is_expected: bool,
}

impl Linter {
    /// Returns a builder with the profile `core` and no configuration.
    pub fn builder() -> LinterBuilder {
        LinterBuilder::default()
    }

    /// Checks the records of a file. The name appears in the diagnostics, and its extension helps to detect the syntax.
    pub fn check(&self, name: &str, bytes: &[u8]) -> Report {
        self.check_with(name, bytes, &FileOptions::default())
    }

    /// Does the same as [`Linter::check`] for a file about which more is known.
    pub fn check_with(&self, name: &str, bytes: &[u8], options: &FileOptions) -> Report {
        match self.decode(name, bytes, options) {
            Ok(opened) => opened.check(name, &mut scratch(options)),
            Err(reason) => Report::not_checked(name, reason),
        }
    }

    /// Opens a file that is going to be edited: see [`Document`].
    pub fn open(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Document {
        self.open_with(name, bytes, FileOptions::default())
    }

    /// Does the same as [`Linter::open`] for a file about which more is known.
    pub fn open_with(&self, name: &str, bytes: impl Into<Vec<u8>>, options: FileOptions) -> Document {
        Document::new(self.clone(), name.to_owned(), bytes.into(), options)
    }

    /// Applies the fixes that `trust` allows. Each is proven: the new text is read again, and every record must have
    /// exactly the intended content. Files with invalid bytes are not changed.
    pub fn fix(&self, name: &str, bytes: &[u8], trust: Trust) -> Fixed {
        self.fix_with(name, bytes, trust, &FileOptions::default())
    }

    /// Does the same as [`Linter::fix`] for a file about which more is known.
    pub fn fix_with(&self, name: &str, bytes: &[u8], trust: Trust, options: &FileOptions) -> Fixed {
        let opened = match self.decode(name, bytes, options) {
            Ok(opened) => opened,
            Err(reason) => return Fixed::unchanged(Report::not_checked(name, reason)),
        };
        let scratch = &mut scratch(options);
        if !opened.file.decoded.wrong.is_empty() {
            return Fixed::unchanged(opened.check(name, scratch));
        }
        let layout = RecordLayout::Document { syntax: opened.file.syntax, json_mode: opened.file.json_mode };
        let fixer = Fixer { layout, policy: &opened.policy, trust, encoding: opened.file.decoded.encoding };
        let outcome = fixer.run(opened.file.decoded.source(name), scratch);
        let mark = opened.file.decoded.base as usize;
        let encoded = outcome.text.as_ref().map(|text| opened.file.decoded.encode(text, bytes, mark));
        if let Some(Err(reason)) = encoded {
            return Fixed { reason: Some(reason), ..Fixed::unchanged(opened.check(name, scratch)) };
        }
        let bytes = encoded.and_then(Result::ok);
        let text = outcome.text.as_deref().unwrap_or(&opened.file.decoded.text);
        let report = opened.finish(name, text, outcome.outcome);
        let (count, refused) = (outcome.fixed.values().sum(), outcome.refused.into_iter().collect());
        Fixed { bytes, count, refused, report, reason: None }
    }

    /// Converts the records of a file to the native form in which rules see them, each as a line of JSON. A record that
    /// cannot be read, or whose format is unknown, is `None`. Fails with the reason if the file is not one of records.
    pub fn records(&self, name: &str, bytes: &[u8]) -> Result<Vec<Option<String>>, &'static Reason> {
        self.records_with(name, bytes, &FileOptions::default())
    }

    /// Does the same as [`Linter::records`] for a file about which more is known.
    pub fn records_with(
        &self,
        name: &str,
        bytes: &[u8],
        options: &FileOptions,
    ) -> Result<Vec<Option<String>>, &'static Reason> {
        let opened = self.decode(name, bytes, options)?;
        let mut found = Vec::new();
        let hierarchy = options.others.as_ref().map(|others| &others.0);
        let source = opened.file.decoded.source(name);
        let each = &mut |record: &lint::Canonised<'_>| found.push(record.value().map(|value| value.to_string()));
        lint::canonise_with_hierarchy(
            hierarchy,
            source,
            opened.file.syntax,
            opened.file.json_mode,
            &opened.policy,
            each,
        );
        Ok(found)
    }

    /// Returns the page of a rule as Markdown: what it reports and why, with examples. `None` for an unknown id.
    pub fn explain(&self, rule: &str) -> Option<String> {
        self.0.rules.all().find(rule).map(page::page)
    }

    /// Returns all rules, including those that are not selected.
    pub fn rules(&self) -> impl Iterator<Item = RuleInfo> + '_ {
        let rules = &self.0.rules;
        rules.all().entries().iter().map(|entry: &Entry| RuleInfo::of(entry, rules.find(entry.id())))
    }

    /// The settings.
    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    /// The selected rules.
    #[cfg(feature = "cli")]
    pub(crate) fn rule_set(&self) -> &RuleSet {
        &self.0.rules
    }

    /// The files that the configuration may read.
    pub(crate) fn files(&self) -> &dyn Files {
        &*self.0.files
    }

    /// Returns the policy for the files of a source of the configuration, or of none.
    pub(crate) fn policy(&self, source: Option<usize>) -> Result<Arc<Policy>, SchemaUnusable> {
        let cell = &self.0.policies[source.map_or(0, |source| source + 1)];
        cell.get_or_init(|| self.new_policy(source)).clone()
    }

    fn new_policy(&self, source: Option<usize>) -> Result<Arc<Policy>, SchemaUnusable> {
        let Inner { config, rules, own_schema, record_schema, year, shortcuts, .. } = &*self.0;
        let source = source.and_then(|source| config.source_settings(source));
        let own_schema = match (own_schema, source.and_then(|source| Some((source, source.schema.as_deref()?)))) {
            (Some(own), _) => Some(Arc::clone(own)),
            (None, Some((source, path))) => {
                let loaded = Schema::load(path, &config.shown_schema(source, path), self.files());
                let failed = |message: String| SchemaUnusable { path: path.to_owned(), message };
                Some(Arc::new(loaded.map_err(|error| failed(error.to_string()))?))
            }
            (None, None) => None,
        };
        Ok(Arc::new(Policy {
            rules: rules.clone(),
            record_schema: Some(Arc::clone(record_schema)),
            own_schema,
            shape: source.and_then(|source| source.shape),
            languages: config.recogniser(),
            id: source.and_then(|source| source.id.clone()),
            year: *year,
            shortcuts: *shortcuts,
        }))
    }

    /// Returns the settings of the configuration for a file, with their index.
    fn source_of(&self, name: &str) -> Option<(usize, &SourceSettings)> {
        let config = &self.0.config;
        config.folder().and_then(|folder| config.source(&folder.join(Path::new(name))))
    }

    /// Returns the encoding that the options or the configuration name for a file.
    fn encoding_of(&self, name: &str, options: &FileOptions) -> Option<Encoding> {
        options.encoding.or_else(|| self.source_of(name).and_then(|(_, settings)| settings.encoding))
    }

    /// Decodes the bytes of a file as they are decoded for a check.
    fn text_of<'b>(&self, name: &str, bytes: &'b [u8], options: &FileOptions) -> Result<Decoded<'b>, TooLarge> {
        Decoded::new(bytes, 0, self.encoding_of(name, options))
    }

    /// Decodes the bytes of a file and detects its syntax. Fails with the reason if it is not one of records.
    fn decode<'b>(&self, name: &str, bytes: &'b [u8], options: &FileOptions) -> Result<Opened<'b>, &'static Reason> {
        let source = self.source_of(name);
        let policy = self.policy(source.map(|(number, _)| number)).map_err(|_| &Reason::NO_SCHEMA)?;
        let settings = source.map(|(_, settings)| settings);
        let wanted = options.syntax.or(settings.and_then(|settings| settings.syntax));
        let encoding = self.encoding_of(name, options);
        let file = syntax::open(name, bytes, wanted, encoding)?;
        let is_expected = wanted.is_some() || settings.is_some_and(SourceSettings::expects_records);
        Ok(Opened { file, policy, is_expected })
    }
}

impl Opened<'_> {
    fn check(&self, name: &str, scratch: &mut Scratch) -> Report {
        let OpenedFile { decoded, syntax, json_mode } = &self.file;
        let source = decoded.source(name);
        let outcome = lint::lint(source, *syntax, *json_mode, &self.policy, scratch).detached();
        self.finish(name, source.chunk.text, outcome)
    }

    /// Decides whether the text counts as checked.
    fn finish(&self, name: &str, text: &str, outcome: Outcome<'static>) -> Report {
        let Self { policy, is_expected, file: OpenedFile { syntax, .. } } = self;
        let facts = FileFacts { name, policy, is_expected: *is_expected, is_whole: true };
        if let Some(reason) = facts.reason_to_ignore(*syntax, text, &outcome, false) {
            return Report::not_checked(name, reason);
        }
        let mut counts = FileCounts::of(&outcome, *syntax, text);
        counts.findings = outcome.diagnostics.iter().map(crate::diagnostic::Diagnostic::count).sum();
        Report::new(name, *syntax, counts, outcome)
    }
}

fn scratch(options: &FileOptions) -> Scratch {
    let mut scratch = Scratch::default();
    scratch.hierarchy = options.others.as_ref().map(|others| Arc::clone(&others.0));
    scratch
}

impl std::fmt::Debug for Linter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Linter").field("profile", &self.0.rules.profile().id).finish_non_exhaustive()
    }
}
