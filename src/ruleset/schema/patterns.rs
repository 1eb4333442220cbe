//! Limits the work of patterns with look-around.
//!
//! All other patterns take linear time. For these, the crate backtracks and limits the number of backtracking steps;
//! but between two steps it may read the whole text, so that this limit alone is not sufficient. Here the allowed
//! number of steps depends on the length of the text: the longer it is, the fewer. That is enough for patterns such as
//! `^(?!.*secret).*$`, which read a text a few times, at every length, and for all others on texts of a few hundred
//! letters. If a pattern does not finish on a text, the text is reported as not checked.

use crate::tree::schema::{SpannedJson, SpannedNode};
use jsonschema::json::Node;
use jsonschema::paths::Location;
use jsonschema::{Keyword, PatternOptions, Retrieve, ValidationError, ValidationOptions, Validator};
use serde_json::{Map, Value, json};
use std::sync::{Arc, OnceLock};

/// The step limits of a pattern by maximum text length in bytes: about a tenth of a second at most.
const LIMITS: [(usize, usize); 7] =
    [(256, 4_000), (1 << 10, 4_000), (1 << 12, 1_000), (1 << 14, 250), (1 << 16, 60), (1 << 18, 15), (1 << 20, 4)];

/// The number of bytes that can be read in the time of one validation step.
const BYTES_PER_STEP: usize = 64;

/// The step limit for member names, which patterns check regardless of their length.
pub(super) const STEPS_ON_NAMES: usize = 2_000;

/// The longest member name that a pattern with look-around checks.
pub(super) const LONGEST_NAME: usize = 1_000;

/// The keyword `pattern` in a schema with look-around.
pub(super) struct Pattern {
    /// Its location, as a JSON Pointer.
    location: Arc<str>,
    /// A schema with only this keyword.
    schema: Value,
    /// The validator if the pattern has no look-around.
    linear: Option<Validator<SpannedJson>>,
    /// A validator for each of [`LIMITS`], compiled when a text of that length is checked.
    limited: [OnceLock<Option<Validator<SpannedJson>>>; LIMITS.len()],
}

impl Pattern {
    /// Called by the crate to compile the keyword.
    #[allow(clippy::needless_pass_by_value)] // The crate hands the location over.
    pub(super) fn keyword<'a>(
        _: &'a Map<String, Value>,
        value: &'a Value,
        location: Location,
    ) -> Result<Box<dyn for<'i> Keyword<'i, SpannedJson>>, ValidationError<'a>> {
        let schema = json!({ "pattern": value });
        let linear = options().with_pattern_options(PatternOptions::regex()).build(&schema);
        if linear.is_err() {
            limited(&schema, LIMITS[0].1)?;
        }
        let location = location.as_str().into();
        Ok(Box::new(Self { location, schema, linear: linear.ok(), limited: Default::default() }))
    }

    /// Returns the validator for texts of this length. `None` if they are too long.
    fn for_length(&self, length: usize) -> Option<&Validator<SpannedJson>> {
        let place = LIMITS.iter().position(|(longest, _)| length <= *longest)?;
        self.limited[place].get_or_init(|| limited(&self.schema, LIMITS[place].1).ok()).as_ref()
    }

    /// Whether the text of `node` matches. `None` if that takes too many steps.
    fn matches(&self, node: SpannedNode<'_>, text: &str) -> Option<bool> {
        let validator = self.for_length(text.len())?;
        node.count(text.len().min(LIMITS[0].1) * text.len() / BYTES_PER_STEP);
        validator.validate(node).map_or_else(|error| is_mismatch(&error).then_some(false), |()| Some(true))
    }
}

impl<'i> Keyword<'i, SpannedJson> for Pattern {
    fn validate(&self, instance: SpannedNode<'i>) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            return Ok(());
        }
        let validator = self.linear.as_ref().or_else(|| self.for_length(instance.as_string()?.len()));
        let error = validator.and_then(|validator| validator.validate(instance).err());
        Err(error.filter(is_mismatch).unwrap_or_else(|| ValidationError::custom("no match is assumed")))
    }

    fn is_valid(&self, instance: SpannedNode<'i>) -> bool {
        if let Some(linear) = &self.linear {
            return linear.is_valid(instance);
        }
        let Some(text) = instance.as_string() else { return true };
        instance.check_keyword(&self.location, || self.matches(instance, &text))
    }
}

/// Whether an error is a mismatch, rather than an exceeded limit.
fn is_mismatch(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), jsonschema::error::ValidationErrorKind::Pattern { .. })
}

fn options() -> ValidationOptions<'static, Arc<dyn Retrieve>, SpannedJson> {
    jsonschema::options_for::<SpannedJson>()
}

fn limited(schema: &Value, steps: usize) -> Result<Validator<SpannedJson>, ValidationError<'static>> {
    options().with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(steps)).build(schema)
}

/// Whether a schema checks member names by a pattern that may have look-around.
pub(super) fn on_names(schema: &Value) -> bool {
    match schema {
        Value::Object(keywords) => {
            let patterns = keywords.get("patternProperties").and_then(Value::as_object);
            patterns.is_some_and(|patterns| patterns.keys().any(|pattern| pattern.contains("(?")))
                || keywords.values().any(on_names)
        }
        Value::Array(items) => items.iter().any(on_names),
        _ => false,
    }
}
