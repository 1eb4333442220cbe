//! Errors of a value that matches none of several alternatives: the errors of the alternative that was probably
//! intended.
//!
//! Alternatives of another type are dropped first, then those excluded by a distinguishing member. Of the rest, the one
//! whose errors are deepest is chosen, then the one with the fewest errors. The union itself is never mentioned to the
//! user.

use super::documents::Documents;
use super::wording;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonTypeSet, ValidationError};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::HashSet;

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

    fn depth(&self) -> usize {
        self.path().matches('/').count()
    }

    fn weight(&self) -> usize {
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

/// Adds the error. An error about a union is replaced by the errors to report instead.
pub(super) fn resolve<'e>(error: &'e ValidationError<'e>, documents: &Documents, out: &mut Vec<Fault<'e>>) {
    match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            out.append(&mut Union::new(error, context, documents).verdict());
        }
        ValidationErrorKind::OneOfMultipleValid { context } => {
            let fitting: Vec<usize> = (0..context.len()).filter(|number| context[*number].is_empty()).collect();
            let forms = forms(error, documents, &fitting);
            out.push(Fault { error, what: What::ManyForms(forms) });
        }
        _ => out.push(Fault { error, what: What::Plain }),
    }
}

struct Branch<'e> {
    number: usize,
    faults: Vec<Fault<'e>>,
}

impl<'e> Branch<'e> {
    /// Returns the errors at this depth: of the value itself, or of its members.
    fn at(&self, depth: usize) -> impl Iterator<Item = &Fault<'e>> {
        self.faults.iter().filter(move |fault| fault.depth() == depth)
    }

    /// Returns how well the value matches: the depth of the first error, then the number of errors.
    fn fit(&self) -> (usize, Reverse<usize>) {
        let first = self.faults.iter().map(Fault::depth).min().unwrap_or_default();
        (first, Reverse(self.faults.iter().map(Fault::weight).sum()))
    }
}

struct Union<'e, 'd> {
    error: &'e ValidationError<'e>,
    documents: &'d Documents,
    depth: usize,
    branches: Vec<Branch<'e>>,
}

impl<'e, 'd> Union<'e, 'd> {
    fn new(
        error: &'e ValidationError<'e>,
        context: &'e [Vec<ValidationError<'static>>],
        documents: &'d Documents,
    ) -> Self {
        let branches = context.iter().enumerate().map(|(number, errors)| {
            let mut faults = Vec::new();
            for error in errors {
                resolve(error, documents, &mut faults);
            }
            Branch { number, faults }
        });
        let depth = error.instance_path().as_str().matches('/').count();
        Self { error, documents, depth, branches: branches.collect() }
    }

    fn verdict(mut self) -> Vec<Fault<'e>> {
        if let Some(types) = self.drop_other_types() {
            return vec![Fault { error: self.error, what: What::Types(types) }];
        }
        if let Some(fault) = self.drop_other_kinds() {
            return vec![fault];
        }
        let best = self.branches.iter().map(Branch::fit).max();
        self.branches.retain(|branch| Some(branch.fit()) == best);
        if self.branches.len() < 2 {
            return self.branches.pop().map(|branch| branch.faults).unwrap_or_default();
        }
        vec![self.tie()]
    }

    /// Drops alternatives of another type. If none is left, returns the expected types.
    fn drop_other_types(&mut self) -> Option<JsonTypeSet> {
        let depth = self.depth;
        let misfit = |branch: &Branch<'e>| branch.at(depth).find_map(Fault::types);
        if self.branches.iter().any(|branch| misfit(branch).is_none()) {
            self.branches.retain(|branch| misfit(branch).is_none());
            return None;
        }
        self.branches.iter().filter_map(misfit).reduce(JsonTypeSet::union)
    }

    /// Drops alternatives excluded by a distinguishing member. If all are excluded, returns the error of its value.
    fn drop_other_kinds(&mut self) -> Option<Fault<'e>> {
        if self.branches.len() < 2 {
            return None;
        }
        for depth in [self.depth, self.depth + 1] {
            let chosen = |branch: &Branch<'e>| -> HashSet<&'e str> {
                branch.at(depth).filter(|fault| fault.options().is_some()).map(Fault::path).collect()
            };
            let paths: Vec<HashSet<&str>> = self.branches.iter().map(chosen).collect();
            let Some(common) = paths.iter().skip(1).fold(paths.first().cloned(), |common, paths| {
                common.map(|common| common.intersection(paths).copied().collect())
            }) else {
                continue;
            };
            if let Some(path) = common.into_iter().min() {
                return self.options_at(path);
            }
            if paths.iter().any(HashSet::is_empty) {
                self.branches.retain(|branch| chosen(branch).is_empty());
            }
        }
        None
    }

    fn options_at(&self, path: &str) -> Option<Fault<'e>> {
        let mut error = None;
        let mut all: Vec<&Value> = Vec::new();
        let mut known: HashSet<&Value> = HashSet::new();
        for fault in self.branches.iter().flat_map(|branch| &branch.faults).filter(|fault| fault.path() == path) {
            for option in fault.options().into_iter().flatten() {
                error = error.or(Some(fault.error));
                if known.insert(option) {
                    all.push(option);
                }
            }
        }
        error.map(|error| Fault { error, what: What::Options(all) })
    }

    /// Returns an error for several equally good alternatives.
    fn tie(&self) -> Fault<'e> {
        let one_name = |branch: &Branch<'e>| match branch.faults.as_slice() {
            [Fault { error, what: What::Plain }] if error.instance_path() == self.error.instance_path() => {
                match error.kind() {
                    ValidationErrorKind::Required { property } => property.as_str(),
                    _ => None,
                }
            }
            _ => None,
        };
        let names: Option<Vec<&'e str>> = self.branches.iter().map(one_name).collect();
        if let Some(names) = names {
            return Fault { error: self.error, what: What::OneOf(names) };
        }
        let numbers: Vec<usize> = self.branches.iter().map(|branch| branch.number).collect();
        Fault { error: self.error, what: What::NoForm(forms(self.error, self.documents, &numbers)) }
    }
}

/// Describes the branches with these indices in plain words, where possible.
fn forms(error: &ValidationError<'_>, documents: &Documents, numbers: &[usize]) -> Vec<String> {
    let failed = documents.failed(error);
    let described = numbers.iter().filter_map(|number| {
        let branch = failed.value.get(*number)?;
        wording::form(failed.resolved(branch))
    });
    let mut known = HashSet::new();
    described.filter(|form| known.insert(form.clone())).collect()
}
