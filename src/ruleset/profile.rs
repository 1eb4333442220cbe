//! Profiles: named sets of requirements, kept as data in `rules/profiles/`, each with its source document.

use super::bundled_profiles::BUNDLED;
use crate::diagnostic::{Severity, ids};
use crate::record::Required;
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::{Chunk, nearest};
use crate::tree::schema::value_of;
use crate::tree::{Arena, Tree};
use serde_json::Value;
use std::fmt;

/// The requirements of a community of users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub id: String,
    /// Its description, in one sentence.
    pub summary: String,
    /// Rules that do not run.
    pub off: Vec<String>,
    /// Severities that differ from the rules' defaults.
    pub severity: Vec<(String, Severity)>,
    /// Required fields, with the severity if one is missing.
    pub required: Vec<Required>,
    /// Languages (shortest codes) in which a title and an abstract are required.
    pub languages: Vec<String>,
    /// Options: rule, name, value.
    pub options: Vec<(String, String, String)>,
    /// All its settings for rules, with their source documents; those inherited from another profile come first.
    pub requirements: Vec<Requirement>,
}

/// A setting of a profile for a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The profile with the setting.
    pub profile: String,
    /// The rule.
    pub rule: String,
    /// The requirement, in a few words.
    pub what: String,
    /// The source document.
    pub source: String,
}

/// The reason why a profile cannot be used, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError(pub String);

impl fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Profile {
    /// Returns the names of the bundled profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUNDLED.iter().map(|(name, _)| *name)
    }

    /// Returns the bundled profile with this name.
    pub fn bundled(name: &str) -> Result<Self, ProfileError> {
        let Some((_, text)) = BUNDLED.iter().find(|(id, _)| *id == name) else {
            let near = nearest(name, Self::names());
            let known = Self::names().collect::<Vec<_>>().join("`, `");
            return Err(ProfileError(match near {
                Some(near) => format!("there is no profile `{name}`; did you mean `{near}`?"),
                None => format!("there is no profile `{name}`; known are `{known}`"),
            }));
        };
        Self::parse(text)
    }

    /// Parses a profile. A profile that extends another starts as a copy of it.
    fn parse(text: &str) -> Result<Self, ProfileError> {
        let chunk = Chunk::new(text, 0);
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        Reader::new(chunk, Syntax::Yaml, JsonMode::Single, |_| true).next(&mut arena, &mut findings);
        if let Some(finding) = findings.first() {
            return Err(ProfileError(finding.message.clone()));
        }
        let empty = || ProfileError("there is no profile in this file".to_owned());
        let tree = Tree::new(chunk, &arena).ok_or_else(empty)?;
        let value = value_of(tree, tree.root());
        let mut profile = match value.get("extends").and_then(Value::as_str) {
            Some(base) => Self::bundled(base)?,
            None => Self::default(),
        };
        profile.id = word(&value, "id");
        profile.summary = word(&value, "summary");
        for entry in list(&value, "required") {
            profile.require(entry)?;
        }
        for entry in list(&value, "rules") {
            profile.set_severity(&word(entry, "rule"), &word(entry, "severity"), &word(entry, "source"))?;
        }
        if let Some(languages) = value.get("languages") {
            let codes: Vec<String> = list(languages, "codes").filter_map(Value::as_str).map(str::to_owned).collect();
            let what = format!("a title and an abstract in {}", codes.join(", "));
            profile.add_requirement(ids::ABSTRACT_REQUIRED_LANG, &what, &word(languages, "source"));
            profile.languages.extend(codes);
        }
        for entry in list(&value, "options") {
            let (rule, source) = (word(entry, "rule"), word(entry, "source"));
            for (name, value) in entry.get("set").and_then(Value::as_object).into_iter().flatten() {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                profile.add_requirement(&rule, &format!("{name}: {value}"), &source);
                profile.options.push((rule.clone(), name.clone(), value));
            }
        }
        Ok(profile)
    }

    /// Adds a required field. If a separate rule checks for it, that rule is switched on with the same severity.
    fn require(&mut self, entry: &Value) -> Result<(), ProfileError> {
        let (name, source) = (word(entry, "field"), word(entry, "source"));
        let severity = severity(&word(entry, "severity"))?.unwrap_or(Severity::Error);
        let mut required = Required::named(&name).ok_or_else(|| ProfileError(format!("there is no field `{name}`")))?;
        required.severity = severity;
        required.types = list(entry, "types").filter_map(Value::as_str).map(str::to_owned).collect();
        required.own_label = entry.get("label").and_then(Value::as_str).map(str::to_owned);
        let rule = required.own_rule().unwrap_or(ids::FIELD_REQUIRED_MISSING);
        if rule == ids::FIELD_REQUIRED_MISSING {
            let types =
                if required.types.is_empty() { String::new() } else { format!(" of {}", required.types.join(", ")) };
            self.add_requirement(rule, &format!("{}{types}: {}", required.label(), severity.name()), &source);
        } else {
            self.set_severity(rule, severity.name(), &source)?;
        }
        self.required.retain(|earlier| earlier.label() != required.label() || earlier.types != required.types);
        self.required.push(required);
        Ok(())
    }

    /// Sets a rule's severity, or switches it off.
    fn set_severity(&mut self, rule: &str, name: &str, source: &str) -> Result<(), ProfileError> {
        let severity = severity(name)?;
        self.off.retain(|off| off != rule);
        self.severity.retain(|(earlier, _)| earlier != rule);
        match severity {
            Some(severity) => self.severity.push((rule.to_owned(), severity)),
            None => self.off.push(rule.to_owned()),
        }
        self.add_requirement(rule, name, source);
        Ok(())
    }

    fn add_requirement(&mut self, rule: &str, what: &str, source: &str) {
        let requirement = Requirement {
            profile: self.id.clone(),
            rule: rule.to_owned(),
            what: what.to_owned(),
            source: source.to_owned(),
        };
        // A field may be required both by itself and by its rule.
        if !self.requirements.contains(&requirement) {
            self.requirements.push(requirement);
        }
    }

    /// Returns the severity of a rule in this profile, if it differs from the default.
    pub fn severity_of(&self, rule: &str) -> Option<Severity> {
        self.severity.iter().find(|(id, _)| id == rule).map(|(_, severity)| *severity)
    }

    /// Whether the profile switches a rule off.
    pub fn is_off(&self, rule: &str) -> bool {
        self.off.iter().any(|off| off == rule)
    }

    /// Returns its settings for a rule; later ones override earlier ones.
    pub fn requirements_on<'p>(&'p self, rule: &'p str) -> impl Iterator<Item = &'p Requirement> {
        self.requirements.iter().filter(move |requirement| requirement.rule == rule)
    }
}

/// Parses a severity. `None` for `off`.
fn severity(name: &str) -> Result<Option<Severity>, ProfileError> {
    match Severity::named(name) {
        None if name != "off" => {
            Err(ProfileError(format!("`{name}` is no severity; expected `error`, `warning`, `note` or `off`")))
        }
        severity => Ok(severity),
    }
}

fn word(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_profile_is_valid() {
        for name in Profile::names() {
            let profile = Profile::bundled(name);
            assert_eq!(profile.as_ref().map(|profile| profile.id.as_str()), Ok(name));
        }
    }

    #[test]
    fn every_requirement_names_its_source() {
        for name in Profile::names() {
            let profile = Profile::bundled(name).expect("it is sound");
            let silent: Vec<&Requirement> =
                profile.requirements.iter().filter(|requirement| requirement.source.is_empty()).collect();
            assert!(silent.is_empty(), "{name}: {silent:?}");
        }
    }

    #[test]
    fn an_unknown_profile_names_the_nearest_or_the_known_ones() {
        let error = |name: &str| Profile::bundled(name).err().map(|error| error.0).unwrap_or_default();
        assert_eq!(error("cejs"), "there is no profile `cejs`; did you mean `cejsh`?");
        assert!(error("marc").contains("known are `bibtex`, `cejsh`, `core`"));
    }

    #[test]
    fn a_field_may_be_required_of_some_types() {
        let text = "id: own\nextends: core\nrequired:\n  - { field: journal/publisher, types: [phdthesis], label: school, \
                    severity: note, source: house }\n  - { field: journal/publisher, severity: note, source: house }\n";
        let profile = Profile::parse(text).expect("it is sound");
        let found: Vec<_> =
            profile.required.iter().map(|required| (required.label(), required.types.clone())).collect();
        assert!(found.contains(&("school".to_owned(), vec!["phdthesis".to_owned()])), "{found:?}");
        assert!(found.contains(&("journal's publisher".to_owned(), Vec::new())), "{found:?}");
    }

    #[test]
    fn a_required_field_with_a_rule_of_its_own_sets_that_rule() {
        let text = "id: own\nextends: core\nrequired:\n  - { field: keywords, severity: error, source: house }\n  \
                    - { field: volume, severity: note, source: house }\n";
        let profile = Profile::parse(text).expect("it is sound");
        assert_eq!(profile.severity_of("keyword/missing"), Some(Severity::Error));
        assert!(!profile.is_off("keyword/missing"));
        assert!(profile.required.iter().any(|required| required.severity == Severity::Note));
    }
}
