//! A named set of demands, kept as data in `rules/profiles/`.

use crate::diagnostic::Severity;
use crate::record::Required;
use serde_json::Value;
use std::fmt;

/// What a community of users asks of its records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub id: String,
    /// What it is, in one sentence.
    pub summary: String,
    /// Rules that do not run.
    pub off: Vec<String>,
    /// Severities that differ from the rules' own.
    pub severity: Vec<(String, Severity)>,
    /// What must not be missing, and how bad it is if it is.
    pub required: Vec<Required>,
    /// Languages (shortest codes) in which a title and an abstract are asked for.
    pub languages: Vec<String>,
}

/// A profile that cannot be used: its own fault, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError(pub String);

impl fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The bundled profiles.
const BUNDLED: &[(&str, &str)] = &[
    ("cejsh", include_str!("../../rules/profiles/cejsh.json")),
    ("core", include_str!("../../rules/profiles/core.json")),
];

impl Profile {
    /// The names of the bundled profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUNDLED.iter().map(|(name, _)| *name)
    }

    /// The bundled profile with this name.
    pub fn bundled(name: &str) -> Result<Self, ProfileError> {
        let Some((_, text)) = BUNDLED.iter().find(|(id, _)| *id == name) else {
            let known = Self::names().collect::<Vec<_>>().join("`, `");
            return Err(ProfileError(format!("there is no profile `{name}`; known are `{known}`")));
        };
        Self::parse(text)
    }

    /// A profile from its text. One that extends another begins as that one.
    fn parse(text: &str) -> Result<Self, ProfileError> {
        let value: Value = serde_json::from_str(text).map_err(|error| ProfileError(error.to_string()))?;
        let mut profile = match value.get("extends").and_then(Value::as_str) {
            Some(base) => Self::bundled(base)?,
            None => Self::default(),
        };
        profile.id = word(&value, "id");
        profile.summary = word(&value, "summary");
        let on = words(&value, "on");
        profile.off.retain(|rule| !on.contains(rule));
        profile.off.extend(words(&value, "off"));
        for (rule, severity) in value.get("severity").and_then(Value::as_object).into_iter().flatten() {
            let name = severity.as_str().unwrap_or_default();
            let severity = Severity::named(name).ok_or_else(|| {
                ProfileError(format!("`{name}` is no severity; expected `error`, `warning` or `note`"))
            })?;
            profile.severity.retain(|(earlier, _)| earlier != rule);
            profile.severity.push((rule.clone(), severity));
        }
        for name in words(&value, "required") {
            let required = Required::named(&name).ok_or_else(|| ProfileError(format!("there is no field `{name}`")))?;
            profile.required.push(required);
        }
        profile.languages.extend(words(&value, "languages"));
        Ok(profile)
    }

    /// The severity that the profile gives to a rule, where it is not the rule's own.
    pub fn severity_of(&self, rule: &str) -> Option<Severity> {
        self.severity.iter().find(|(id, _)| id == rule).map(|(_, severity)| *severity)
    }

    /// Whether the profile has switched a rule off.
    pub fn is_off(&self, rule: &str) -> bool {
        self.off.iter().any(|off| off == rule)
    }
}

fn word(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn words(value: &Value, name: &str) -> Vec<String> {
    let list = value.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_profile_is_sound() {
        for name in Profile::names() {
            let profile = Profile::bundled(name);
            assert_eq!(profile.as_ref().map(|profile| profile.id.as_str()), Ok(name));
        }
    }

    #[test]
    fn an_unknown_profile_names_the_known_ones() {
        let error = Profile::bundled("cejs").err().map(|error| error.0);
        assert_eq!(error.as_deref(), Some("there is no profile `cejs`; known are `cejsh`, `core`"));
    }
}
