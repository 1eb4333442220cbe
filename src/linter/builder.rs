//! The settings of a linter.

use super::{Inner, Linter};
use crate::config::{Config, ConfigError, InvalidFile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::catalogue;
use crate::ruleset::schema::Schema;
use crate::ruleset::{Profile, RuleSet, Selection};
use crate::text::{Files, FilesError};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The year of a run if none is given: no date is in the future then.
const END_OF_TIME: i32 = 9999;

/// Settings from which a [`Linter`] is built.
#[derive(Clone, Default)]
pub struct LinterBuilder {
    profile: Option<String>,
    year: Option<i32>,
    configuration: Option<(PathBuf, Arc<dyn Files>)>,
    /// A configuration that is already loaded, and the files that it may read.
    loaded: Option<(Config, Arc<dyn Files>)>,
    schema: Option<Arc<Schema>>,
    schema_text: Option<String>,
    selection: Selection,
    without_shortcuts: bool,
}

/// Why a linter cannot be built.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// There is no such profile or no such rule, or a file cannot be read. The message says what can be done.
    Request(String),
    /// A configuration or a rule file has errors.
    Invalid {
        /// The path of the file.
        path: String,
        /// The text of the file.
        text: String,
        /// The errors.
        diagnostics: Vec<Diagnostic>,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BuildError::Request(message) => f.write_str(message),
            BuildError::Invalid { path, diagnostics, .. } => match diagnostics.first() {
                Some(first) => write!(f, "{path}:{}: {}", first.start().line, first.message),
                None => write!(f, "{path} cannot be used"),
            },
        }
    }
}

impl std::error::Error for BuildError {}

impl From<ConfigError> for BuildError {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Unreadable(message) => BuildError::Request(message),
            ConfigError::Invalid(files) => match files.into_iter().next() {
                Some(InvalidFile { path, text, diagnostics }) => BuildError::Invalid { path, text, diagnostics },
                None => BuildError::Request("the configuration cannot be used".to_owned()),
            },
        }
    }
}

impl LinterBuilder {
    /// Sets the profile: `core` if neither this nor a configuration names one.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Sets the year of the run. Without it, no date is reported because it is in the future.
    #[must_use]
    pub fn year(mut self, year: i32) -> Self {
        self.year = Some(year);
        self
    }

    /// Sets the configuration at `path`, which must be absolute and is read through `files`, as are the configurations
    /// that it extends, the rule files and the schemas. Names of files that are checked are relative to its folder. Its
    /// `files` do not apply: what is given to the linter is checked.
    #[must_use]
    pub fn configuration(mut self, path: impl Into<PathBuf>, files: impl Files + 'static) -> Self {
        self.configuration = Some((path.into(), Arc::new(files)));
        self
    }

    /// Sets the configuration to this text of a `recordlint.yaml`, which refers to no other files.
    #[must_use]
    pub fn configuration_text(self, text: impl Into<String>) -> Self {
        self.configuration(CONFIGURATION, TextFiles::new([(CONFIGURATION, text.into())]))
    }

    /// Sets a JSON Schema for all records in place of the bundled one.
    #[must_use]
    pub fn schema_text(mut self, text: impl Into<String>) -> Self {
        self.schema_text = Some(text.into());
        self
    }

    /// Uses only these rules: ids, groups, globs, or `all`.
    #[must_use]
    pub fn select<S: Into<String>>(mut self, rules: impl IntoIterator<Item = S>) -> Self {
        self.selection.select.extend(rules.into_iter().map(Into::into));
        self
    }

    /// Uses these rules too.
    #[must_use]
    pub fn extend_select<S: Into<String>>(mut self, rules: impl IntoIterator<Item = S>) -> Self {
        self.selection.extend_select.extend(rules.into_iter().map(Into::into));
        self
    }

    /// Does not use these rules.
    #[must_use]
    pub fn ignore<S: Into<String>>(mut self, rules: impl IntoIterator<Item = S>) -> Self {
        self.selection.ignore.extend(rules.into_iter().map(Into::into));
        self
    }

    /// Sets the severity of the rules that a selector matches. `None` switches them off.
    #[must_use]
    pub fn severity(mut self, rules: impl Into<String>, severity: Option<Severity>) -> Self {
        self.selection.severity.push((rules.into(), severity));
        self
    }

    /// Builds the linter. Fails if a profile, a rule or a file does not exist or has errors.
    pub fn build(self) -> Result<Linter, BuildError> {
        let linter = self.build_lazily()?;
        for source in 0..linter.config().source_count() {
            linter.policy(Some(source)).map_err(|error| BuildError::Request(error.message))?;
        }
        Ok(linter)
    }

    /// Builds the linter without loading the schemas of the configuration.
    pub(crate) fn build_lazily(self) -> Result<Linter, BuildError> {
        let (config, files) = match (self.loaded, self.configuration) {
            (Some(loaded), _) => loaded,
            (None, Some((path, files))) => {
                let shown = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (Config::load(&path, &shown, &*files, catalogue())?, files)
            }
            (None, None) => (Config::empty(catalogue()), Arc::new(TextFiles::default()) as Arc<dyn Files>),
        };
        let request = |error: &dyn fmt::Display| BuildError::Request(error.to_string());
        let profile = self.profile.as_deref().or(config.profile.as_deref()).unwrap_or("core");
        let profile = Profile::bundled(profile).map_err(|error| request(&error))?;
        let selection = self.selection.over(&config.selection);
        let rules = RuleSet::new(&config.catalogue, profile, &selection).map_err(|error| request(&error))?;
        let own_schema = match (self.schema, self.schema_text) {
            (Some(schema), _) => Some(schema),
            (None, Some(text)) => {
                let files = TextFiles::new([(SCHEMA, text)]);
                let loaded = Schema::load(Path::new(SCHEMA), "schema.json", &files);
                Some(Arc::new(loaded.map_err(|error| request(&error))?))
            }
            (None, None) => None,
        };
        let record_schema = Schema::bundled().map_err(|error| request(&error))?;
        let policies = (0..=config.source_count()).map(|_| OnceLock::new()).collect();
        Ok(Linter(Arc::new(Inner {
            config,
            files,
            rules,
            own_schema,
            record_schema,
            year: self.year.unwrap_or(END_OF_TIME),
            shortcuts: !self.without_shortcuts,
            policies,
        })))
    }
}

/// Settings of the program, which loads configurations and schemas itself.
#[cfg(feature = "cli")]
impl LinterBuilder {
    /// Uses a configuration that was loaded before, and reads its schemas through `files`.
    pub(crate) fn loaded(mut self, config: Config, files: Arc<dyn Files>) -> Self {
        self.loaded = Some((config, files));
        self
    }

    /// Sets a schema that was loaded before.
    pub(crate) fn schema(mut self, schema: Option<Arc<Schema>>) -> Self {
        self.schema = schema;
        self
    }

    /// Sets all selected rules.
    pub(crate) fn selection(mut self, selection: Selection) -> Self {
        self.selection = selection;
        self
    }

    /// Sets whether rules may be skipped if a cheaper check shows that they find nothing.
    pub(crate) fn shortcuts(mut self, shortcuts: bool) -> Self {
        self.without_shortcuts = !shortcuts;
        self
    }
}

/// The path of a configuration that is given as text.
const CONFIGURATION: &str = "/recordlint.yaml";
/// The path of a schema that is given as text.
const SCHEMA: &str = "/schema.json";

/// Files in memory, by their absolute paths.
#[derive(Clone, Debug, Default)]
pub struct TextFiles(BTreeMap<PathBuf, String>);

impl TextFiles {
    /// Creates files from absolute paths and texts.
    pub fn new<P: Into<PathBuf>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self(files.into_iter().map(|(path, text)| (path.into(), text.into())).collect())
    }
}

impl Files for TextFiles {
    fn read(&self, path: &Path) -> Result<String, FilesError> {
        let text = self.0.get(path).cloned();
        text.ok_or_else(|| FilesError { message: "no such file was given".to_owned() })
    }

    fn list(&self, path: &Path) -> Result<Vec<PathBuf>, FilesError> {
        Ok(self.0.keys().filter(|file| file.starts_with(path)).cloned().collect())
    }
}

impl fmt::Debug for LinterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinterBuilder").field("profile", &self.profile).finish_non_exhaustive()
    }
}
