//! The options of a rule, typed and documented, so that the configuration schema and the documentation are generated
//! from the definitions that the rule uses.

use regex::{Regex, RegexBuilder};
use serde_json::{Value, json};
use std::sync::Arc;

/// An integer option.
#[derive(Debug)]
pub struct Integer {
    /// The name in a configuration.
    pub name: &'static str,
    /// The default value.
    pub default: i64,
    /// The smallest and the largest valid number.
    pub range: (i64, i64),
    /// Its meaning, in one sentence without a full stop.
    pub about: &'static str,
}

/// An option with a fixed set of words.
#[derive(Debug)]
pub struct Choice {
    /// The name in a configuration.
    pub name: &'static str,
    /// The default value.
    pub default: &'static str,
    /// The allowed words.
    pub of: &'static [&'static str],
    /// Its meaning, in one sentence without a full stop.
    pub about: &'static str,
}

/// An option with a regular expression. By default there is none.
#[derive(Debug)]
pub struct Pattern {
    /// The name in a configuration.
    pub name: &'static str,
    /// Its meaning, in one sentence without a full stop.
    pub about: &'static str,
}

/// The memory limit for a compiled pattern, in bytes.
const MAX_PATTERN_SIZE: usize = 1 << 20;

/// An option of a rule.
#[derive(Clone, Copy, Debug)]
pub enum Opt {
    /// An integer.
    Integer(&'static Integer),
    /// A word from a fixed set.
    Choice(&'static Choice),
    /// A regular expression.
    Pattern(&'static Pattern),
}

/// The value of an option.
#[derive(Clone, Debug)]
pub enum Setting {
    /// The value of an [`Integer`].
    Integer(i64),
    /// The value of a [`Choice`].
    Choice(&'static str),
    /// The value of a [`Pattern`]; `None` if no pattern is set.
    Pattern(Option<Arc<Regex>>),
}

impl Opt {
    /// Returns the name in a configuration.
    pub fn name(self) -> &'static str {
        match self {
            Opt::Integer(option) => option.name,
            Opt::Choice(option) => option.name,
            Opt::Pattern(option) => option.name,
        }
    }

    /// Returns its meaning.
    pub fn about(self) -> &'static str {
        match self {
            Opt::Integer(option) => option.about,
            Opt::Choice(option) => option.about,
            Opt::Pattern(option) => option.about,
        }
    }

    /// Returns the default value.
    pub fn default(self) -> Setting {
        match self {
            Opt::Integer(option) => Setting::Integer(option.default),
            Opt::Choice(option) => Setting::Choice(option.default),
            Opt::Pattern(_) => Setting::Pattern(None),
        }
    }

    /// Returns a description of the valid values.
    pub fn allowed(self) -> String {
        match self {
            Opt::Integer(Integer { range: (least, greatest), .. }) => format!("{least} to {greatest}"),
            Opt::Choice(option) => option.of.join(", "),
            Opt::Pattern(_) => "a regular expression".to_owned(),
        }
    }

    /// Parses a value from a configuration. `None` if it is not valid.
    pub fn parse(self, text: &str) -> Option<Setting> {
        match self {
            Opt::Integer(Integer { range: (least, greatest), .. }) => {
                text.parse().ok().filter(|number| (least..=greatest).contains(&number)).map(Setting::Integer)
            }
            Opt::Choice(option) => option.of.iter().find(|word| **word == text).map(|word| Setting::Choice(word)),
            Opt::Pattern(_) if text.is_empty() => Some(Setting::Pattern(None)),
            Opt::Pattern(_) => {
                let built = RegexBuilder::new(text).size_limit(MAX_PATTERN_SIZE).build();
                built.ok().map(|pattern| Setting::Pattern(Some(Arc::new(pattern))))
            }
        }
    }

    /// Returns the JSON Schema of its values.
    pub fn schema(self) -> Value {
        match self {
            Opt::Integer(Integer { range: (least, greatest), default, about, .. }) => json!({
                "description": about, "type": "integer", "minimum": least, "maximum": greatest, "default": default
            }),
            Opt::Choice(option) => {
                json!({ "description": option.about, "enum": option.of, "default": option.default })
            }
            Opt::Pattern(option) => json!({ "description": option.about, "type": "string", "default": "" }),
        }
    }
}

impl std::fmt::Display for Setting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Setting::Integer(number) => write!(formatter, "{number}"),
            Setting::Choice(word) => formatter.write_str(word),
            Setting::Pattern(Some(pattern)) => formatter.write_str(pattern.as_str()),
            Setting::Pattern(None) => formatter.write_str("none"),
        }
    }
}
