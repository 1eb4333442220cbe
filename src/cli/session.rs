//! Determines the configuration and the policy of each file. Each configuration and policy is loaded once.

use super::{Color, complain, console, style};
use crate::config::{Config, ConfigError, InvalidFile, is_configuration};
use crate::diagnostic::show::visible;
use crate::engine::{self, Disk, Input, Revisions};
use crate::lint::Policy;
use crate::linter::Linter;
use crate::report::{FileReport, full};
use crate::rules::catalogue;
use crate::ruleset::schema::Schema;
use crate::ruleset::{RuleSet, Selection};
use crate::syntax::Reason;
use crate::text::{Files, FilesError, LineIndex, Source};
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// The configuration, profile and rules that a command uses.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Choice {
    /// The requirements to check. The default is `core`, or the profile in the configuration. `recordlint rules --help`
    /// lists the profiles.
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// Use this configuration for all files, instead of the nearest `recordlint.yaml`.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Use the configurations, schemas and rule files of this git revision, such as `origin/main`, instead of those in the
    /// checkout, so that a pull request cannot loosen its own check.
    #[arg(long, value_name = "REF", conflicts_with_all = ["config", "isolated"])]
    pub(super) config_from: Option<String>,
    /// Use no configuration.
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
    /// Run only these rules: an id, a group, a glob of ids, or `all`.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Also run these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) extend_select: Vec<String>,
    /// Do not run these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Apply only the fixes of these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) fixable: Vec<String>,
    /// Do not apply the fixes of these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) unfixable: Vec<String>,
    /// Examine every field and text in full. The findings are the same: this is for tests.
    #[arg(long, hide = true)]
    no_shortcuts: bool,
    /// The year of the run. The default is the current year. This is for tests.
    #[arg(long, hide = true, value_name = "YEAR")]
    year: Option<i32>,
}

/// Why a command fails.
pub(super) enum CommandError {
    /// The error was already reported.
    Reported,
    /// The message is still to be reported.
    Message(String),
    /// The configuration of a file, or something it refers to, cannot be loaded. This was already reported, and only
    /// affects that file.
    Unusable(Unusable),
}

/// Why some files cannot be checked.
#[derive(Clone, Debug)]
pub(super) struct Unusable {
    /// The reason for the list of files that were not checked.
    pub(super) reason: &'static Reason,
    /// A description that names the broken file.
    pub(super) description: Arc<str>,
}

impl From<String> for CommandError {
    fn from(message: String) -> Self {
        CommandError::Message(message)
    }
}

impl CommandError {
    /// Reports the error, unless that was already done, and returns the exit status.
    pub(super) fn report(self) -> u8 {
        match self {
            CommandError::Reported | CommandError::Unusable(_) => super::FAILED,
            CommandError::Message(message) => complain(&message),
        }
    }
}

/// The message for a file that the user named and that is a link to another repository or folder.
const EXTERNAL_LINK: &str = "it is a link that leads elsewhere, so its text is not shown: name the file itself";

/// Something that is loaded once, or why it cannot be loaded, which was already reported.
type LoadResult<T> = Result<T, Unusable>;

/// Where configurations are searched if none is named.
enum Origin {
    Disk,
    Revisions(Revisions),
}

/// Loads each configuration and policy once.
pub(super) struct Session<'a> {
    choice: &'a Choice,
    color: Color,
    pub(super) configs: Vec<Config>,
    /// The path of each configuration, as displayed to the user. The first configuration is empty and has none.
    pub(super) paths: Vec<Option<String>>,
    /// The files that each configuration may read.
    files: Vec<Arc<dyn Files>>,
    origin: Origin,
    /// The index of the configuration of each folder, or why it cannot be used.
    numbers: HashMap<PathBuf, LoadResult<usize>>,
    /// The linter for each configuration, or why there is none.
    linters: HashMap<usize, Result<Linter, String>>,
    own_schema: Option<Arc<Schema>>,
    /// The warnings that were already printed.
    printed: HashSet<String>,
    read: ReadLog,
}

/// The paths of the configurations, schemas and rule files that were read, also of those that turned out to be invalid.
type ReadLog = Arc<Mutex<Vec<PathBuf>>>;

/// Files that record which of them are read: no report may overwrite one.
struct Recorded<F> {
    files: F,
    read: ReadLog,
}

impl<F: Files> Files for Recorded<F> {
    fn read(&self, path: &Path) -> Result<String, FilesError> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        self.files.read(path)
    }

    fn list(&self, path: &Path) -> Result<Vec<PathBuf>, FilesError> {
        self.files.list(path)
    }
}

impl<'a> Session<'a> {
    /// Creates a session. `schema` is the user's own schema for every file, if there is one.
    pub(super) fn new(choice: &'a Choice, schema: Option<&Path>, color: Color) -> Result<Self, CommandError> {
        let read = ReadLog::default();
        let own_schema = schema.map(|path| named_schema(path, &read)).transpose()?.map(Arc::new);
        let origin = match &choice.config_from {
            Some(reference) => Origin::Revisions(Revisions::new(reference)?),
            None => Origin::Disk,
        };
        let mut session = Self {
            choice,
            color,
            configs: vec![Config::empty(catalogue())],
            paths: vec![None],
            files: vec![Arc::new(Disk::default())],
            origin,
            numbers: HashMap::new(),
            linters: HashMap::new(),
            own_schema,
            printed: HashSet::new(),
            read,
        };
        if let Some(path) = &choice.config {
            let shown = path.display().to_string();
            let files = Disk::for_named(path).map_err(|error| unreadable("configuration", &shown, &error))?;
            let place = files.location().unwrap_or(path).to_owned();
            let is_own = !files.is_external_link();
            let files = Recorded { files, read: Arc::clone(&session.read) };
            session.load(&place, &shown, Arc::new(files), is_own)?;
        }
        Ok(session)
    }

    /// Returns the index of the configuration of a file.
    pub(super) fn config_of(&mut self, file: Option<&Path>) -> Result<usize, CommandError> {
        if self.choice.isolated || self.choice.config.is_some() {
            return Ok(self.configs.len() - 1);
        }
        match file.and_then(Path::parent) {
            Some(folder) => self.config_in(folder).map_err(CommandError::Unusable),
            None => Ok(0),
        }
    }

    /// Returns the index of the configuration of the current folder.
    pub(super) fn config_here(&mut self) -> Result<usize, CommandError> {
        let here = Path::new(".").canonicalize().map(|here| here.join("-")).ok();
        if let Origin::Revisions(revisions) = &mut self.origin
            && here.as_deref().and_then(Path::parent).is_none_or(|folder| revisions.for_folder(folder).is_none())
        {
            self.warn("there is no git repository here, so the defaults apply".to_owned());
            return Ok(0);
        }
        self.config_of(here.as_deref())
    }

    /// Returns the index of the configuration for the files of a folder: its own, or that of the nearest parent
    /// folder in the same repository.
    fn config_in(&mut self, folder: &Path) -> LoadResult<usize> {
        if let Some(number) = self.numbers.get(folder) {
            return number.clone();
        }
        let number = match self.search(folder) {
            Ok((found, _)) if found.is_empty() && self.ends_at(folder) => Ok(0),
            Ok((found, _)) if found.is_empty() => folder.parent().map_or(Ok(0), |above| self.config_in(above)),
            Ok((found, files)) => self.load_found(folder, &found, files),
            Err(message) => {
                self.warn(message.clone());
                Err(Unusable { reason: &Reason::NO_CONFIGURATION, description: message.into() })
            }
        };
        self.numbers.insert(folder.to_owned(), number.clone());
        number
    }

    /// Whether configurations above a folder do not apply to its files.
    fn ends_at(&self, folder: &Path) -> bool {
        match &self.origin {
            Origin::Disk => engine::is_repository(folder),
            // The repository of a submodule is not that of the commit.
            Origin::Revisions(revisions) => revisions.root_of(folder) == Some(folder),
        }
    }

    /// Returns the files that were read so far.
    pub(super) fn files_read(&self) -> Vec<PathBuf> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the configurations in a folder, and the files that they may read.
    fn search(&mut self, folder: &Path) -> Result<(Vec<PathBuf>, Arc<dyn Files>), String> {
        let revisions = match &mut self.origin {
            Origin::Disk => {
                for (path, table) in engine::ignored_configurations_in(folder) {
                    self.warn(describe_ignored(&path, table));
                }
                let files = Disk::for_found(folder).unwrap_or_default();
                let files = Recorded { files, read: Arc::clone(&self.read) };
                return Ok((engine::configurations_in(folder), Arc::new(files)));
            }
            Origin::Revisions(revisions) => revisions,
        };
        let name = visible(revisions.reference());
        let revision = match revisions.for_folder(folder) {
            Some(Ok(revision)) => revision,
            Some(Err(why)) => return Err(format!("`--config-from {name}`: {why}")),
            None => return Err(format!("`--config-from {name}`: not every file is in a git repository")),
        };
        if !revision.has_configuration() {
            self.warn(format!("there is no configuration in `{name}`, so the defaults apply"));
        }
        Ok((revision.configurations_in(folder), revision))
    }

    /// Loads the configuration that was found in a folder. It must be the only one there.
    fn load_found(&mut self, folder: &Path, found: &[PathBuf], files: Arc<dyn Files>) -> LoadResult<usize> {
        let names: Vec<String> = found.iter().map(|path| visible(&relative_to_here(path))).collect();
        let loaded = if let [path] = found {
            self.load(path, &relative_to_here(path), files, true)
        } else {
            let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
            Err(CommandError::Message(format!("one folder contains {names}: keep one of them")))
        };
        loaded.map_err(|error| {
            error.report();
            let name = names.first().map_or_else(|| visible(&relative_to_here(folder)), String::clone);
            let description = format!("the configuration `{name}`{} cannot be used", self.revision_suffix()).into();
            Unusable { reason: &Reason::NO_CONFIGURATION, description }
        })
    }

    fn load(
        &mut self,
        path: &Path,
        shown: &str,
        files: Arc<dyn Files>,
        shows_text: bool,
    ) -> Result<usize, CommandError> {
        let name = format!("the configuration `{}`{}", visible(shown), self.revision_suffix());
        match Config::load(path, shown, &*files, catalogue()) {
            Ok(config) => {
                config.notes.iter().for_each(|note| self.warn(note.clone()));
                self.configs.push(config);
            }
            Err(ConfigError::Unreadable(reason)) => return Err(CommandError::Message(reason)),
            Err(ConfigError::Invalid(wrong)) if shows_text => {
                print_errors(&wrong, self.color);
                return Err(CommandError::Message(format!("{name} cannot be used")));
            }
            Err(ConfigError::Invalid(_)) => {
                return Err(CommandError::Message(format!("{name} cannot be used; {EXTERNAL_LINK}")));
            }
        }
        self.paths.push(Some(shown.to_owned()));
        self.files.push(files);
        Ok(self.configs.len() - 1)
    }

    /// Prints a warning to standard error, unless it was already printed.
    fn warn(&mut self, message: String) {
        if !self.printed.contains(&message) {
            complain(&message);
            self.printed.insert(message);
        }
    }

    /// Returns the suffix of a message about a configuration that names the revision it was read from.
    pub(super) fn revision_suffix(&self) -> String {
        match &self.origin {
            Origin::Disk => String::new(),
            Origin::Revisions(revisions) => format!(" of `{}`", visible(revisions.reference())),
        }
    }

    /// Returns the files that a configuration may read.
    pub(super) fn files(&self, config: usize) -> &dyn Files {
        &*self.files[config]
    }

    /// Returns the linter for a configuration and the arguments.
    pub(super) fn linter(&mut self, config: usize) -> Result<Linter, String> {
        if let Some(linter) = self.linters.get(&config) {
            return linter.clone();
        }
        let linter = self.new_linter(config, self.choice.selection());
        self.linters.insert(config, linter.clone());
        linter
    }

    /// Returns the linter for a configuration alone, without the selected rules of the arguments.
    pub(super) fn linter_without_arguments(&self, config: usize) -> Result<Linter, String> {
        self.new_linter(config, Selection::default())
    }

    fn new_linter(&self, config: usize, selection: Selection) -> Result<Linter, String> {
        let mut builder = Linter::builder()
            .loaded(self.configs[config].clone(), Arc::clone(&self.files[config]))
            .schema(self.own_schema.clone())
            .selection(selection)
            .shortcuts(!self.choice.no_shortcuts)
            .year(self.choice.year.unwrap_or_else(this_year));
        if let Some(profile) = &self.choice.profile {
            builder = builder.profile(profile);
        }
        builder.build_lazily().map_err(|error| error.to_string())
    }

    /// Returns the rules for a configuration and the arguments.
    pub(super) fn rules(&mut self, config: usize) -> Result<RuleSet, String> {
        Ok(self.linter(config)?.rule_set().clone())
    }

    /// Returns the policy for the files of one source of a configuration.
    pub(super) fn policy(&mut self, config: usize, source: Option<usize>) -> Result<Arc<Policy>, CommandError> {
        self.linter(config)?.policy(source).map_err(|error| {
            let name = visible(&relative_to_here(&error.path));
            let message = format!("the schema `{name}` cannot be used: {}", visible(&error.message));
            self.warn(message);
            let description = format!("the schema `{name}` cannot be used").into();
            CommandError::Unusable(Unusable { reason: &Reason::NO_SCHEMA, description })
        })
    }
}

impl Choice {
    /// Returns the rules that the arguments select.
    fn selection(&self) -> Selection {
        let Choice { select, extend_select, ignore, fixable, unfixable, .. } = self;
        Selection {
            select: select.clone(),
            extend_select: extend_select.clone(),
            ignore: ignore.clone(),
            fixable: fixable.clone(),
            unfixable: unfixable.clone(),
            ..Selection::default()
        }
    }
}

/// Returns a path relative to the current folder, if it is below it.
pub(super) fn relative_to_here(path: &Path) -> String {
    let here = Path::new(".").canonicalize().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}

/// Prints the errors in configurations or rules to standard error.
pub(super) fn print_errors(files: &[InvalidFile], color: Color) {
    for file in files {
        let Ok(source) = Source::of_text(&file.path, &file.text) else { continue };
        let index = LineIndex::new(source.chunk);
        let report = FileReport { source, index: &index, diagnostics: &file.diagnostics, record_a_line: false };
        // If standard error is closed, there is nowhere to report to.
        let _ = full::render(&mut console::bytes_aside(), &report, style(color));
    }
}

/// Returns the path of an input that determines its configuration. A link that is named like a configuration is not
/// resolved.
pub(super) fn location(input: &Input) -> Option<PathBuf> {
    let path = input.identity();
    let name = path.file_name().filter(|name| !input.is_standard() && is_configuration(name));
    let Some(name) = name else { return input.location() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.canonicalize().map(|folder| folder.join(name)).ok()
}

/// Loads the schema of `--schema`.
fn named_schema(path: &Path, read: &ReadLog) -> Result<Schema, String> {
    let shown = path.display().to_string();
    let disk = Disk::for_named(path).map_err(|error| unreadable("schema", &shown, &error))?;
    let is_external_link = disk.is_external_link();
    let location = disk.location().unwrap_or(path).to_owned();
    let files = Recorded { files: disk, read: Arc::clone(read) };
    Schema::load(&location, &shown, &files).map_err(|error| {
        let name = visible(&shown);
        if is_external_link {
            return format!("the schema `{name}` cannot be used; {EXTERNAL_LINK}");
        }
        format!("the schema `{name}` cannot be used: {}", visible(&error.to_string()))
    })
}

fn unreadable(what: &str, shown: &str, error: &io::Error) -> String {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    };
    format!("the {what} `{}` cannot be read: {reason}", visible(shown))
}

/// Describes a file that other tools would read and this program does not.
fn describe_ignored(path: &Path, table: &str) -> String {
    let name = visible(&relative_to_here(path));
    let what = if table.is_empty() { format!("`{name}`") } else { format!("`{table}` in `{name}`") };
    format!("{what} is not read; use recordlint.yaml")
}

/// Returns the current year, computed from the seconds since 1970 and the length of the mean Gregorian year. It may be
/// off by hours at New Year, which the rule about dates permits.
pub(super) fn this_year() -> i32 {
    const SECONDS_PER_YEAR: u64 = 31_556_952;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    1970 + i32::try_from(seconds / SECONDS_PER_YEAR).unwrap_or_default()
}
