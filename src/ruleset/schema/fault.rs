//! An error to report: one of the crate, or the combination of several.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonTypeSet, ValidationError};
use serde_json::Value;

/// An error to report.
#[derive(Clone, Debug)]
pub(super) struct Fault<'e> {
    pub(super) error: &'e ValidationError<'e>,
    pub(super) what: What<'e>,
}

/// The content of an error: one error of the crate, or the combination of several.
#[derive(Clone, Debug)]
pub(super) enum What<'e> {
    /// The crate's error.
    Plain,
    /// The value has none of these types.
    Types(JsonTypeSet),
    /// The value is none of these.
    Options(Vec<&'e Value>),
    /// At least one of these names is required.
    OneOf(Vec<&'e str>),
    /// The value matches none of these alternatives.
    NoForm(Vec<String>),
    /// The value matches several of these alternatives.
    ManyForms(Vec<String>),
}

impl<'e> Fault<'e> {
    /// Returns the path of the value.
    pub(super) fn path(&self) -> &'e str {
        self.error.instance_path().as_str()
    }

    /// Whether the value has the wrong type.
    pub(super) fn is_type(&self) -> bool {
        self.types().is_some()
    }

    /// Returns the expected types of a type error.
    pub(super) fn types(&self) -> Option<JsonTypeSet> {
        match (&self.what, self.error.kind()) {
            (What::Types(set), _) => Some(*set),
            (What::Plain, ValidationErrorKind::Type { kind }) => Some(match kind {
                TypeKind::Single(one) => JsonTypeSet::from(*one),
                TypeKind::Multiple(set) => *set,
            }),
            _ => None,
        }
    }

    /// Returns the expected values, if only certain values are allowed.
    pub(super) fn options(&self) -> Option<Vec<&'e Value>> {
        match (&self.what, self.error.kind()) {
            (What::Options(options), _) => Some(options.clone()),
            (What::Plain, ValidationErrorKind::Enum { options }) => {
                Some(options.as_array().map_or_else(Vec::new, |options| options.iter().collect()))
            }
            (What::Plain, ValidationErrorKind::Constant { expected_value }) => Some(vec![expected_value]),
            _ => None,
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.path().matches('/').count()
    }

    pub(super) fn weight(&self) -> usize {
        match (&self.what, self.error.kind()) {
            (
                What::Plain,
                ValidationErrorKind::AdditionalProperties { unexpected }
                | ValidationErrorKind::UnevaluatedProperties { unexpected },
            ) => unexpected.len(),
            _ => 1,
        }
    }
}

/// Whether a name is only required because another one is present.
pub(super) fn is_dependency(error: &ValidationError<'_>) -> bool {
    let path = error.schema_path().as_str();
    path.ends_with("/dependentRequired") || path.rsplit('/').take(2).any(|segment| segment == "dependencies")
}
