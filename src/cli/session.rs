//! Configurations and policies, each made once: what holds for which file.

use super::{Color, complain, console, style};
use crate::config::{Config, ConfigError, WrongFile, is_configuration};
use crate::diagnostic::show::visible;
use crate::engine::{self, Disk, Input, Revisions};
use crate::lint::Policy;
use crate::report::{FileReport, full};
use crate::rules::catalogue;
use crate::ruleset::schema::Schema;
use crate::ruleset::{Profile, RuleSet, Selection};
use crate::syntax::Reason;
use crate::text::{Files, LineIndex, Source};
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Which configuration, profile and rules a command was asked to use.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Choice {
    /// The set of demands: `core`, unless a configuration says otherwise (`recordlint rules --help` lists them).
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// This configuration for every file, instead of the nearest `recordlint.yaml` above each.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The configurations, schemas and rule files of this git revision (such as `origin/main`), whatever the files here
    /// say: a pull request cannot loosen its own check.
    #[arg(long, value_name = "REF", conflicts_with_all = ["config", "isolated"])]
    pub(super) config_from: Option<String>,
    /// No configuration at all.
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
    /// Only these rules: an id, a group, a glob of ids, or `all`.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// These rules too.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) extend_select: Vec<String>,
    /// Not these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Make the fixes of these rules only.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) fixable: Vec<String>,
    /// Make no fix of these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) unfixable: Vec<String>,
    /// Examine every field and text in full. The findings are the same: this is for tests.
    #[arg(long, hide = true)]
    no_shortcuts: bool,
    /// The year of the run; without it, the present one. This is for tests.
    #[arg(long, hide = true, value_name = "YEAR")]
    year: Option<i32>,
}

/// Why nothing is done.
pub(super) enum Refusal {
    /// It was said already.
    Said,
    /// It is to be said.
    Because(String),
    /// What the configuration of a file asks for cannot be had. It was said already, and only that file is affected.
    Unusable(Unusable),
}

/// Why some files cannot be checked.
#[derive(Clone, Debug)]
pub(super) struct Unusable {
    /// For the list of what was not checked.
    pub(super) reason: &'static Reason,
    /// With the name of what is broken.
    pub(super) words: Arc<str>,
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Refusal::Because(message)
    }
}

impl Refusal {
    /// Says it, and gives the exit status.
    pub(super) fn say(self) -> u8 {
        match self {
            Refusal::Said | Refusal::Unusable(_) => super::FAILED,
            Refusal::Because(message) => complain(&message),
        }
    }
}

/// Said of a file that a person named, where it is a link to another repository or folder.
const LEADS_OUT: &str = "it is a link that leads elsewhere, so its text is not shown: name the file itself";

/// Something that is made once, or why it cannot be had, which was said.
type Maybe<T> = Result<T, Unusable>;

/// Where configurations are searched for if none is named.
enum Origin {
    Disk,
    Revisions(Revisions),
}

/// Configurations and policies, each made once.
pub(super) struct Session<'a> {
    choice: &'a Choice,
    color: Color,
    pub(super) configs: Vec<Config>,
    /// The configurations' own files, as the person knows them; the first is none.
    pub(super) paths: Vec<Option<String>>,
    /// What each of them may read.
    files: Vec<Arc<dyn Files>>,
    origin: Origin,
    /// The number of the configuration of each folder, or why it cannot be used.
    numbers: HashMap<PathBuf, Maybe<usize>>,
    /// The policy for the files of a source of a configuration, or why there is none.
    policies: HashMap<(usize, Option<usize>), Maybe<Arc<Policy>>>,
    own_schema: Option<Arc<Schema>>,
    record_schema: Arc<Schema>,
    /// What was said once.
    said: HashSet<String>,
}

impl<'a> Session<'a> {
    /// With the person's own schema for every file, if there is one.
    pub(super) fn new(choice: &'a Choice, schema: Option<&Path>, color: Color) -> Result<Self, Refusal> {
        let own_schema = schema.map(named_schema).transpose()?.map(Arc::new);
        let record_schema = Schema::bundled().map_err(|error| error.to_string())?;
        let origin = match &choice.config_from {
            Some(reference) => Origin::Revisions(Revisions::new(reference)?),
            None => Origin::Disk,
        };
        let mut session = Self {
            choice,
            color,
            configs: vec![Config::none(catalogue())],
            paths: vec![None],
            files: vec![Arc::new(Disk::default())],
            origin,
            numbers: HashMap::new(),
            policies: HashMap::new(),
            own_schema,
            record_schema,
            said: HashSet::new(),
        };
        if let Some(path) = &choice.config {
            let shown = path.display().to_string();
            let files = Disk::for_named(path).map_err(|error| unreadable("configuration", &shown, &error))?;
            let place = files.location().unwrap_or(path).to_owned();
            let is_own = !files.is_external_link();
            session.load(&place, &shown, Arc::new(files), is_own)?;
        }
        Ok(session)
    }

    /// The number of the configuration that holds for a file.
    pub(super) fn config_of(&mut self, file: Option<&Path>) -> Result<usize, Refusal> {
        if self.choice.isolated || self.choice.config.is_some() {
            return Ok(self.configs.len() - 1);
        }
        match file.and_then(Path::parent) {
            Some(folder) => self.config_in(folder).map_err(Refusal::Unusable),
            None => Ok(0),
        }
    }

    /// The number of the configuration that holds where the command runs.
    pub(super) fn config_here(&mut self) -> Result<usize, Refusal> {
        let here = Path::new(".").canonicalize().map(|here| here.join("-")).ok();
        if let Origin::Revisions(revisions) = &mut self.origin
            && here.as_deref().and_then(Path::parent).is_none_or(|folder| revisions.for_folder(folder).is_none())
        {
            self.warn("there is no git repository here, so the defaults apply".to_owned());
            return Ok(0);
        }
        self.config_of(here.as_deref())
    }

    /// The number of the configuration that holds for the files of a folder: its own, or that of the nearest folder
    /// above in the same repository. Otherwise why it cannot be used, which was said.
    fn config_in(&mut self, folder: &Path) -> Maybe<usize> {
        if let Some(number) = self.numbers.get(folder) {
            return number.clone();
        }
        let number = match self.found_in(folder) {
            Ok((found, _)) if found.is_empty() && engine::is_repository(folder) => Ok(0),
            Ok((found, _)) if found.is_empty() => folder.parent().map_or(Ok(0), |above| self.config_in(above)),
            Ok((found, files)) => self.load_found(folder, &found, files),
            Err(message) => {
                self.warn(message.clone());
                Err(Unusable { reason: &Reason::NO_CONFIGURATION, words: message.into() })
            }
        };
        self.numbers.insert(folder.to_owned(), number.clone());
        number
    }

    /// The configurations that a folder itself holds, and what they may read.
    fn found_in(&mut self, folder: &Path) -> Result<(Vec<PathBuf>, Arc<dyn Files>), String> {
        let revisions = match &mut self.origin {
            Origin::Disk => {
                for (path, table) in engine::ignored_configurations_in(folder) {
                    self.warn(unread(&path, table));
                }
                let disk = Disk::for_found(folder).unwrap_or_default();
                return Ok((engine::configurations_in(folder), Arc::new(disk)));
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

    /// Loads the configuration that was found in a folder, which must be the only one there.
    fn load_found(&mut self, folder: &Path, found: &[PathBuf], files: Arc<dyn Files>) -> Maybe<usize> {
        let names: Vec<String> = found.iter().map(|path| visible(&shown_from_here(path))).collect();
        let loaded = if let [path] = found {
            self.load(path, &shown_from_here(path), files, true)
        } else {
            let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
            Err(Refusal::Because(format!("one folder holds {names}: keep one of them")))
        };
        loaded.map_err(|refusal| {
            refusal.say();
            let name = names.first().map_or_else(|| visible(&shown_from_here(folder)), String::clone);
            let words = format!("the configuration `{name}`{} cannot be used", self.of()).into();
            Unusable { reason: &Reason::NO_CONFIGURATION, words }
        })
    }

    fn load(&mut self, path: &Path, shown: &str, files: Arc<dyn Files>, shows_text: bool) -> Result<usize, Refusal> {
        let name = format!("the configuration `{}`{}", visible(shown), self.of());
        match Config::load(path, shown, &*files, catalogue()) {
            Ok(config) => self.configs.push(config),
            Err(ConfigError::Unreadable(reason)) => return Err(Refusal::Because(reason)),
            Err(ConfigError::Wrong(wrong)) if shows_text => {
                say(&wrong, self.color);
                return Err(Refusal::Because(format!("{name} cannot be used")));
            }
            Err(ConfigError::Wrong(_)) => return Err(Refusal::Because(format!("{name} cannot be used; {LEADS_OUT}"))),
        }
        self.paths.push(Some(shown.to_owned()));
        self.files.push(files);
        Ok(self.configs.len() - 1)
    }

    /// Says something on standard error, once.
    fn warn(&mut self, message: String) {
        if !self.said.contains(&message) {
            complain(&message);
            self.said.insert(message);
        }
    }

    /// The revision that configurations are read from, for a message about one.
    pub(super) fn of(&self) -> String {
        match &self.origin {
            Origin::Disk => String::new(),
            Origin::Revisions(revisions) => format!(" of `{}`", visible(revisions.reference())),
        }
    }

    /// What a configuration may read.
    pub(super) fn files(&self, config: usize) -> &dyn Files {
        &*self.files[config]
    }

    /// The profile that holds with a configuration, and who says so: nothing for the default.
    pub(super) fn profile(&self, config: usize) -> Result<Profile, String> {
        let asked = self.choice.profile.as_deref().or(self.configs[config].profile.as_deref());
        Profile::bundled(asked.unwrap_or("core")).map_err(|error| error.to_string())
    }

    /// The rules that hold with a configuration.
    pub(super) fn rules(&self, config: usize) -> Result<RuleSet, String> {
        let Config { selection: asked, catalogue, .. } = &self.configs[config];
        let selection = selection(self.choice, asked);
        RuleSet::new(catalogue, self.profile(config)?, &selection).map_err(|error| error.to_string())
    }

    /// The rules that a configuration would leave without any arguments.
    pub(super) fn own_rules(&self, config: usize) -> Option<RuleSet> {
        let Config { selection, catalogue, .. } = &self.configs[config];
        RuleSet::new(catalogue, self.profile(config).ok()?, selection).ok()
    }

    /// The policy for the files of one source of a configuration.
    pub(super) fn policy(
        &mut self,
        config: usize,
        source: Option<usize>,
        at: Option<&Path>,
    ) -> Result<Arc<Policy>, Refusal> {
        if let Some(policy) = self.policies.get(&(config, source)) {
            return policy.clone().map_err(Refusal::Unusable);
        }
        let rules = self.rules(config)?;
        let found = at.and_then(|path| self.configs[config].source(path)).map(|(_, source)| source);
        let own_schema = match (&self.own_schema, found.and_then(|source| source.schema.as_deref())) {
            (Some(own), _) => Some(Arc::clone(own)),
            (None, Some(path)) => match found_schema(path, self.files(config)) {
                Ok(schema) => Some(Arc::new(schema)),
                Err(message) => {
                    complain(&message);
                    let words = format!("the schema `{}` cannot be used", visible(&shown_from_here(path))).into();
                    let reason = Unusable { reason: &Reason::NO_SCHEMA, words };
                    self.policies.insert((config, source), Err(reason.clone()));
                    return Err(Refusal::Unusable(reason));
                }
            },
            (None, None) => None,
        };
        let policy = Arc::new(Policy {
            rules,
            record_schema: Some(Arc::clone(&self.record_schema)),
            own_schema,
            shape: found.and_then(|source| source.shape),
            languages: self.configs[config].recogniser(),
            id: found.and_then(|source| source.id.clone()),
            year: self.choice.year.unwrap_or_else(this_year),
            shortcuts: !self.choice.no_shortcuts,
        });
        self.policies.insert((config, source), Ok(Arc::clone(&policy)));
        Ok(policy)
    }
}

/// What the arguments ask for, over what the configuration asks for.
fn selection(choice: &Choice, asked: &Selection) -> Selection {
    let mut selection = asked.clone();
    if !choice.select.is_empty() {
        selection.select.clone_from(&choice.select);
    }
    // What the command line names, the configuration cannot take back.
    let named = |text: &String| choice.select.contains(text) || choice.extend_select.contains(text);
    selection.ignore.retain(|text| !named(text));
    selection.severity.retain(|(text, severity)| severity.is_some() || !named(text));
    selection.extend_select.retain(|text| !choice.ignore.contains(text));
    selection.extend_select.extend(choice.extend_select.iter().cloned());
    selection.ignore.extend(choice.ignore.iter().cloned());
    if !choice.fixable.is_empty() {
        selection.fixable.clone_from(&choice.fixable);
        selection.unfixable.retain(|text| !choice.fixable.contains(text));
    }
    selection.unfixable.extend(choice.unfixable.iter().cloned());
    selection
}

/// A path as a person would write it where the run is.
pub(super) fn shown_from_here(path: &Path) -> String {
    let here = Path::new(".").canonicalize().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}

/// Says on standard error what is wrong with a configuration or a rule.
pub(super) fn say(files: &[WrongFile], color: Color) {
    for file in files {
        let Ok(source) = Source::new(&file.path, file.text.as_bytes()) else { continue };
        let index = LineIndex::new(source.chunk);
        let report = FileReport { source, index: &index, diagnostics: &file.diagnostics, record_a_line: false };
        // A standard error that is closed leaves nobody to tell.
        let _ = full::render(&mut console::bytes_aside(), &report, style(color));
    }
}

/// Where an input is, for configurations. A configuration is where its name is, whatever that is a link to.
pub(super) fn location(input: &Input) -> Option<PathBuf> {
    let path = input.identity();
    let name = path.file_name().filter(|name| !input.is_standard() && is_configuration(name));
    let Some(name) = name else { return input.location() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.canonicalize().map(|folder| folder.join(name)).ok()
}

/// The schema of `--schema`.
fn named_schema(path: &Path) -> Result<Schema, String> {
    let shown = path.display().to_string();
    let disk = Disk::for_named(path).map_err(|error| unreadable("schema", &shown, &error))?;
    Schema::load(disk.location().unwrap_or(path), &shown, &disk).map_err(|error| {
        let name = visible(&shown);
        if disk.is_external_link() {
            return format!("the schema `{name}` cannot be used; {LEADS_OUT}");
        }
        format!("the schema `{name}` cannot be used: {}", visible(&error.to_string()))
    })
}

/// The schema of a source, which its configuration names.
fn found_schema(path: &Path, files: &dyn Files) -> Result<Schema, String> {
    let shown = Some(shown_from_here(path)).filter(|shown| !shown.is_empty()).unwrap_or_else(|| ".".to_owned());
    Schema::load(path, &shown, files)
        .map_err(|error| format!("the schema `{}` cannot be used: {}", visible(&shown), visible(&error.to_string())))
}

fn unreadable(what: &str, shown: &str, error: &io::Error) -> String {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    };
    format!("the {what} `{}` cannot be read: {reason}", visible(shown))
}

/// Says of a file that other tools would read that this one does not.
fn unread(path: &Path, table: &str) -> String {
    let name = visible(&shown_from_here(path));
    let what = if table.is_empty() { format!("`{name}`") } else { format!("`{table}` in `{name}`") };
    format!("{what} is not read: write recordlint.yaml")
}

/// The year of the calendar, by days since 1970 (the mean Gregorian year; off by hours at New Year, which the rule
/// about dates allows for).
pub(super) fn this_year() -> i32 {
    const SECONDS_PER_YEAR: u64 = 31_556_952;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    1970 + i32::try_from(seconds / SECONDS_PER_YEAR).unwrap_or_default()
}
