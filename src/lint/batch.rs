//! Batches of records, and the loop that runs the rules on a batch.

use super::faults::failed;
use super::view::View;
use super::{Policy, Run, Timings};
use crate::diagnostic::Finding;
use crate::record::{Deletion, FieldSet, Record, deletion};
use crate::ruleset::{BuiltIn, Check, Entry, Findings, Rule, RuleContext, RuleSet};
use crate::shape::{Canonical, Shape};
use crate::syntax::RecordAt;
use crate::text::Chunk;
use crate::tree::{Arena, Symbol, Tree};

/// A record that has been read, with its findings.
///
/// Records are collected in batches, and each rule runs on all records of a batch in turn. The code of the program is
/// larger than the instruction cache, and in this way the code of a rule is fetched once per batch.
#[derive(Debug, Default)]
pub(super) struct PendingRecord {
    pub(super) at: RecordAt,
    pub(super) source: Arena,
    pub(super) canonical: Canonical,
    pub(super) shape: Option<&'static Shape>,
    /// Whether the canonical tree differs from the source tree.
    pub(super) is_built: bool,
    /// Whether it has undecodable bytes.
    pub(super) is_garbled: bool,
    pub(super) findings: Vec<Finding>,
    /// Whether the findings of the schema and the rules were taken over from an earlier check.
    pub(super) is_known: bool,
    /// The key of its findings in the cache, if there is one.
    pub(super) cache_key: Option<u128>,
}

impl PendingRecord {
    /// Returns both trees of the record. `None` if it could not be read.
    pub(super) fn view<'a>(&'a self, chunk: Chunk<'a>) -> Option<View<'a>> {
        let tree = Tree::new(chunk, &self.source)?;
        Some(View::of(tree, &self.canonical, self.shape, self.is_built))
    }
}

/// The maximum number of records in a batch. Larger batches were not faster.
pub(super) const BATCH_SIZE: usize = 16;

/// A batch also ends when its records exceed this length in bytes, so that they stay in the cache.
pub(super) const BATCH_BYTES: u32 = 128 * 1024;

/// A record that the rules run on.
struct CheckedRecord<'w> {
    record: Record<'w>,
    lacks: &'w [Symbol],
    findings: &'w mut Vec<Finding>,
}

/// A set of records of the batch, one bit per record.
type Records = u64;

const _: () = assert!(BATCH_SIZE <= Records::BITS as usize);

/// The records that have each field.
struct FieldIndex {
    all: Records,
    /// By symbol.
    with_field: [Records; Symbol::COUNT],
}

impl FieldIndex {
    fn of(checked: &[CheckedRecord<'_>]) -> Self {
        let mut index = Self { all: 0, with_field: [0; Symbol::COUNT] };
        for (place, CheckedRecord { record, .. }) in checked.iter().enumerate() {
            let bit = 1 << place;
            index.all |= bit;
            record.fields().each().for_each(|field| index.with_field[field] |= bit);
        }
        index
    }

    /// Returns the records that have one of the fields, or all records without a field set.
    fn with(&self, fields: Option<FieldSet>) -> Records {
        let with_field = |fields: FieldSet| fields.each().fold(0, |all, field| all | self.with_field[field]);
        fields.map_or(self.all, with_field)
    }
}

/// Iterates over the positions of the records of a set.
fn places(mut records: Records) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (records != 0).then(|| records.trailing_zeros() as usize)?;
        records &= records - 1;
        Some(place)
    })
}

impl<'w> CheckedRecord<'w> {
    /// Returns `None` if the content of the record is unreadable, garbled or deleted.
    fn of(pending: &'w mut PendingRecord, chunk: Chunk<'w>, policy: &'w Policy, shape: &'static Shape) -> Option<Self> {
        let PendingRecord { source, canonical, is_built, is_garbled, is_known, findings, .. } = pending;
        let view = View::of(Tree::new(chunk, source)?, canonical, Some(shape), *is_built);
        if *is_garbled || *is_known {
            return None;
        }
        let record = Record::with_recogniser(view.canonical, &policy.languages).of_shape(shape);
        let record = record.read_from(view.source, view.built);
        // It holds nothing that could be judged.
        if deletion(&record) == Some(Deletion::OfRecord) {
            return None;
        }
        let record = if policy.shortcuts { record } else { record.without_shortcuts() };
        let lacks = view.built.map(|canonical| canonical.lacks.as_slice()).unwrap_or_default();
        Some(Self { record, lacks, findings })
    }
}

impl Run<'_> {
    /// Runs each rule on all records of a batch, which have the same shape.
    pub(super) fn run_rules(&mut self, batch: &mut [PendingRecord], shape: &'static Shape, timings: &mut Timings) {
        let policy = self.policy;
        let (rules, chunk) = (&policy.rules, self.source.chunk);
        let mut checked: Vec<CheckedRecord<'_>> =
            batch.iter_mut().filter_map(|pending| CheckedRecord::of(pending, chunk, policy, shape)).collect();
        let index = FieldIndex::of(&checked);
        // Few records declare fields that they cannot have.
        let all_lacks: Vec<&[Symbol]> = checked.iter().map(|record| record.lacks).collect();
        let lacking = places(index.all).filter(|place| !all_lacks[*place].is_empty());
        let lacking: Records = lacking.fold(0, |records, place| records | 1 << place);
        timings.rule(rules.active().len() + 1);
        let plan = rules.plan(shape);
        if !self.shapes.contains(&shape.id) {
            self.shapes.push(shape.id);
            self.outcome.not_held.extend(plan.not_held.iter().map(|rule| (rule.clone(), shape.id)));
        }
        for rule in &plan.rules {
            let active = &rules.active()[rule.place];
            let concerned = if policy.shortcuts { index.with(rule.about) } else { index.all };
            let (entry, lacks) = (&active.entry, &[][..]);
            let context =
                RuleContext { profile: rules.profile(), shape, lacks, year: policy.year, options: &active.settings };
            let not_held = places(concerned & lacking).filter(|place| !entry.is_held(all_lacks[*place]));
            let held = places(not_held.fold(concerned, |records, place| records & !(1 << place)));
            match entry {
                Entry::BuiltIn(BuiltIn {
                    rule: Rule { check: Check::Present(check) | Check::Absent(check), .. },
                    ..
                }) => held.for_each(|place| {
                    let CheckedRecord { record, lacks, findings } = &mut checked[place];
                    let findings = &mut Findings::new(entry, findings);
                    if lacks.is_empty() {
                        check(record, &context, findings);
                    } else {
                        check(record, &RuleContext { lacks, ..context }, findings);
                    }
                }),
                Entry::BuiltIn(_) => {}
                Entry::Declared(rule) => held.for_each(|place| {
                    let CheckedRecord { record, lacks, findings } = &mut checked[place];
                    let result =
                        rule.check(record, &RuleContext { lacks, ..context }, &mut Findings::new(entry, findings));
                    // Reported once per file, since it would fail on every record.
                    if let Err(failure) = result
                        && !self.outcome.failed.contains(&rule.id)
                    {
                        self.outcome.failed.push(rule.id.clone());
                        findings.push(failed(rule, failure));
                    }
                }),
            }
            timings.rule(rule.place);
        }
        for CheckedRecord { record, findings, .. } in &mut checked {
            check_texts(record, rules, findings);
        }
        timings.rule(rules.active().len());
    }
}

/// Runs all text rules in one pass over the strings of a record.
fn check_texts(record: &Record<'_>, rules: &RuleSet, findings: &mut Vec<Finding>) {
    if rules.text_marks().is_none() {
        return;
    }
    for (node, found) in record.marked(rules.text_marks()) {
        let text = record.tree().string(node).unwrap_or_default();
        for (_, active) in rules.text_rules().filter(|(marks, _)| marks.intersects(found)) {
            if let Entry::BuiltIn(BuiltIn { rule: Rule { check: Check::Text(_, check), .. }, .. }) = &active.entry {
                check(record, node, text, &mut Findings::new(&active.entry, findings));
            }
        }
    }
}
