//! What is wrong with a value that fits none of several forms: the faults of the form that was probably meant.
//!
//! Forms of another type go first, then forms that another value of a distinguishing member belongs to; of the
//! rest the one that fits deepest, then the one with the fewest faults. A person never hears of the union.

use super::documents::Documents;
use super::wording;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonTypeSet, ValidationError};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::HashSet;

/// One thing to be said.
#[derive(Clone, Debug)]
pub(super) struct Fault<'e> {
    pub(super) error: &'e ValidationError<'e>,
    pub(super) what: What<'e>,
}

/// What is said: what the error says, or what several errors come to.
#[derive(Clone, Debug)]
pub(super) enum What<'e> {
    /// What the error says.
    Plain,
    /// The value is of none of these types.
    Types(JsonTypeSet),
    /// The value is none of these.
    Options(Vec<&'e Value>),
    /// At least one of these names must be there.
    OneOf(Vec<&'e str>),
    /// The value has none of these forms.
    NoForm(Vec<String>),
    /// The value has several of these forms.
    ManyForms(Vec<String>),
}

impl<'e> Fault<'e> {
    /// The address of the value that is meant.
    pub(super) fn path(&self) -> &'e str {
        self.error.instance_path().as_str()
    }

    /// Whether the value is of the wrong type.
    pub(super) fn is_type(&self) -> bool {
        self.types().is_some()
    }

    /// The types that were expected, where the type is wrong.
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

    /// The values that were expected, where only certain values are allowed.
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

/// Adds what `error` says, or, if it is about a union, what is to be said in its stead.
pub(super) fn settle<'e>(error: &'e ValidationError<'e>, documents: &Documents, out: &mut Vec<Fault<'e>>) {
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
    /// The faults of the value itself, or of its members.
    fn at(&self, depth: usize) -> impl Iterator<Item = &Fault<'e>> {
        self.faults.iter().filter(move |fault| fault.depth() == depth)
    }

    /// How well the value fits: how deep the first fault lies, then how few there are.
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
                settle(error, documents, &mut faults);
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

    /// Drops the forms of another type; if none is left, says which types were expected.
    fn drop_other_types(&mut self) -> Option<JsonTypeSet> {
        let depth = self.depth;
        let misfit = |branch: &Branch<'e>| branch.at(depth).find_map(Fault::types);
        if self.branches.iter().any(|branch| misfit(branch).is_none()) {
            self.branches.retain(|branch| misfit(branch).is_none());
            return None;
        }
        self.branches.iter().filter_map(misfit).reduce(JsonTypeSet::union)
    }

    /// Drops the forms that a distinguishing member excludes; if it excludes all of them, its value is the fault.
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

    /// Several forms fit equally well, or badly.
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

/// The branches with these numbers, in plain words where that can be done.
fn forms(error: &ValidationError<'_>, documents: &Documents, numbers: &[usize]) -> Vec<String> {
    let demand = documents.demand(error);
    let described = numbers.iter().filter_map(|number| {
        let branch = demand.value.get(*number)?;
        wording::form(demand.resolved(branch))
    });
    let mut known = HashSet::new();
    described.filter(|form| known.insert(form.clone())).collect()
}
