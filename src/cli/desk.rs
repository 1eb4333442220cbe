//! Configurations and policies, each made once: what holds for which file.

use super::{Color, complain, console, style};
use crate::config::{self, Config, ConfigError, WrongFile};
use crate::engine::{self, Disk};
use crate::lint::Policy;
use crate::report::{FileReport, full};
use crate::rules::catalogue;
use crate::ruleset::schema::Schema;
use crate::ruleset::{Profile, RuleSet, Selection};
use crate::text::{LineIndex, Source};
use std::collections::HashMap;
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
}

/// Why nothing is done.
pub(super) enum Refusal {
    /// It was said already.
    Said,
    /// It is to be said.
    Because(String),
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
            Refusal::Said => super::FAILED,
            Refusal::Because(message) => complain(&message),
        }
    }
}

/// Configurations and policies, each made once.
pub(super) struct Desk<'a> {
    choice: &'a Choice,
    color: Color,
    pub(super) configs: Vec<Config>,
    /// The configurations' own files, as the person knows them; the first is none.
    pub(super) paths: Vec<Option<String>>,
    /// The number of the configuration of each folder that was asked about, and of each file of one.
    numbers: HashMap<PathBuf, usize>,
    policies: HashMap<(usize, Option<usize>), Arc<Policy>>,
    own_schema: Option<Arc<Schema>>,
    record_schema: Arc<Schema>,
}

impl<'a> Desk<'a> {
    /// With the person's own schema for every file, if there is one.
    pub(super) fn new(choice: &'a Choice, schema: Option<&Path>, color: Color) -> Result<Self, Refusal> {
        let own_schema = schema.map(load_schema).transpose()?.map(Arc::new);
        let record_schema = Schema::bundled().map_err(|error| error.to_string())?;
        let mut desk = Self {
            choice,
            color,
            configs: vec![Config::none(catalogue())],
            paths: vec![None],
            numbers: HashMap::new(),
            policies: HashMap::new(),
            own_schema,
            record_schema,
        };
        if let Some(path) = &choice.config {
            let shown = path.display().to_string();
            let absolute = path.canonicalize();
            let absolute = absolute.map_err(|_| format!("the configuration `{shown}` cannot be read: no such file"))?;
            desk.load(&absolute, &shown)?;
        }
        Ok(desk)
    }

    /// The number of the configuration that holds for a file.
    pub(super) fn config_of(&mut self, file: Option<&Path>) -> Result<usize, Refusal> {
        if self.choice.isolated || self.choice.config.is_some() {
            return Ok(self.configs.len() - 1);
        }
        let Some(folder) = file.and_then(Path::parent) else { return Ok(0) };
        if let Some(number) = self.numbers.get(folder) {
            return Ok(*number);
        }
        let number = match file.and_then(|file| engine::nearest_above(file, config::NAME)) {
            Some(path) => self.load(&path, &shown_from_here(&path))?,
            None => 0,
        };
        self.numbers.insert(folder.to_owned(), number);
        Ok(number)
    }

    /// The number of the configuration that holds where the command runs.
    pub(super) fn config_here(&mut self) -> Result<usize, Refusal> {
        let here = std::path::absolute("-").ok();
        self.config_of(here.as_deref())
    }

    fn load(&mut self, path: &Path, shown: &str) -> Result<usize, Refusal> {
        if let Some(number) = self.numbers.get(path) {
            return Ok(*number);
        }
        let disk = Disk::around(path).map_err(|error| format!("the configuration `{shown}`: {error}"))?;
        match Config::load(path, shown, &disk, catalogue()) {
            Ok(config) => self.configs.push(config),
            Err(ConfigError::Unreadable(reason)) => return Err(Refusal::Because(reason)),
            Err(ConfigError::Wrong(files)) => {
                say(&files, self.color);
                complain("the configuration cannot be used");
                return Err(Refusal::Said);
            }
        }
        self.paths.push(Some(shown.to_owned()));
        let number = self.configs.len() - 1;
        self.numbers.insert(path.to_owned(), number);
        Ok(number)
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

    /// The policy for the files of one source of a configuration.
    pub(super) fn policy(
        &mut self,
        config: usize,
        source: Option<usize>,
        at: Option<&Path>,
    ) -> Result<Arc<Policy>, Refusal> {
        if let Some(policy) = self.policies.get(&(config, source)) {
            return Ok(Arc::clone(policy));
        }
        let rules = self.rules(config)?;
        let found = at.and_then(|path| self.configs[config].source(path)).map(|(_, source)| source);
        let own_schema = match (&self.own_schema, found.and_then(|source| source.schema.as_deref())) {
            (Some(own), _) => Some(Arc::clone(own)),
            (None, Some(path)) => Some(Arc::new(load_schema(path)?)),
            (None, None) => None,
        };
        let policy = Arc::new(Policy {
            rules,
            record_schema: Some(Arc::clone(&self.record_schema)),
            own_schema,
            shape: found.and_then(|source| source.shape),
            languages: self.configs[config].recogniser(),
            id: found.and_then(|source| source.id.clone()),
            year: this_year(),
        });
        self.policies.insert((config, source), Arc::clone(&policy));
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

fn load_schema(path: &Path) -> Result<Schema, String> {
    let shown = path.display().to_string();
    let disk = Disk::around(path).map_err(|_| format!("the schema `{shown}` cannot be read: no such file"))?;
    Schema::load(path, &shown, &disk).map_err(|error| format!("the schema `{shown}` cannot be used: {error}"))
}

/// The year of the calendar, by days since 1970 (the mean Gregorian year; off by hours at New Year, which the rule
/// about dates allows for).
pub(super) fn this_year() -> i32 {
    const SECONDS_PER_YEAR: u64 = 31_556_952;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
    1970 + i32::try_from(seconds / SECONDS_PER_YEAR).unwrap_or_default()
}
