//! The settings of a rule: typed, with what they mean, so that the configuration's schema and the documentation are
//! made from the same lines that the rule reads.

use regex::{Regex, RegexBuilder};
use serde_json::{Value, json};
use std::sync::Arc;

/// A whole number that a rule can be told.
#[derive(Debug)]
pub struct Integer {
    /// The name in a configuration.
    pub name: &'static str,
    /// What holds where nothing is said.
    pub default: i64,
    /// The least and the greatest number that makes sense.
    pub range: (i64, i64),
    /// What it means, in one sentence without a full stop.
    pub about: &'static str,
}

/// One word of a few that a rule can be told.
#[derive(Debug)]
pub struct Choice {
    /// The name in a configuration.
    pub name: &'static str,
    /// What holds where nothing is said.
    pub default: &'static str,
    /// The words.
    pub of: &'static [&'static str],
    /// What it means, in one sentence without a full stop.
    pub about: &'static str,
}

/// A regular expression that a rule can be told. Where nothing is said there is none.
#[derive(Debug)]
pub struct Pattern {
    /// The name in a configuration.
    pub name: &'static str,
    /// What it means, in one sentence without a full stop.
    pub about: &'static str,
}

/// A pattern that takes more memory than this once it is prepared is refused, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;

/// A setting of a rule.
#[derive(Clone, Copy, Debug)]
pub enum Opt {
    /// A whole number.
    Integer(&'static Integer),
    /// One word of a few.
    Choice(&'static Choice),
    /// A regular expression.
    Pattern(&'static Pattern),
}

/// What a setting was set to.
#[derive(Clone, Debug)]
pub enum Setting {
    /// Of an [`Integer`].
    Integer(i64),
    /// Of a [`Choice`].
    Choice(&'static str),
    /// Of a [`Pattern`]; nothing where no pattern was set.
    Pattern(Option<Arc<Regex>>),
}

impl Opt {
    /// The name in a configuration.
    pub fn name(self) -> &'static str {
        match self {
            Opt::Integer(option) => option.name,
            Opt::Choice(option) => option.name,
            Opt::Pattern(option) => option.name,
        }
    }

    /// What it means.
    pub fn about(self) -> &'static str {
        match self {
            Opt::Integer(option) => option.about,
            Opt::Choice(option) => option.about,
            Opt::Pattern(option) => option.about,
        }
    }

    /// What holds where nothing is said.
    pub fn default(self) -> Setting {
        match self {
            Opt::Integer(option) => Setting::Integer(option.default),
            Opt::Choice(option) => Setting::Choice(option.default),
            Opt::Pattern(_) => Setting::Pattern(None),
        }
    }

    /// The values that make sense, in words.
    pub fn allowed(self) -> String {
        match self {
            Opt::Integer(Integer { range: (least, greatest), .. }) => format!("{least} to {greatest}"),
            Opt::Choice(option) => option.of.join(", "),
            Opt::Pattern(_) => "a regular expression".to_owned(),
        }
    }

    /// The setting that a configuration spells so; nothing if it makes no sense.
    pub fn parse(self, text: &str) -> Option<Setting> {
        match self {
            Opt::Integer(Integer { range: (least, greatest), .. }) => {
                text.parse().ok().filter(|number| (least..=greatest).contains(&number)).map(Setting::Integer)
            }
            Opt::Choice(option) => option.of.iter().find(|word| **word == text).map(|word| Setting::Choice(word)),
            Opt::Pattern(_) if text.is_empty() => Some(Setting::Pattern(None)),
            Opt::Pattern(_) => {
                let built = RegexBuilder::new(text).size_limit(LARGEST_PATTERN).build();
                built.ok().map(|pattern| Setting::Pattern(Some(Arc::new(pattern))))
            }
        }
    }

    /// The JSON Schema of its values.
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
