//! Records that were read and wait for the rules, and the rules that go through them.

use super::faults::failed;
use super::view::View;
use super::{Policy, Run, Timings};
use crate::diagnostic::Finding;
use crate::record::{Deletion, FieldSet, Record, deletion};
use crate::ruleset::{Ask, BuiltIn, Check, Entry, Findings, Rule, RuleSet};
use crate::shape::{Canonical, Shape};
use crate::syntax::RecordAt;
use crate::text::Chunk;
use crate::tree::{Arena, Symbol, Tree};

/// A record that was read, and what is found in it.
///
/// Several of them wait for the rules, which then go through all of them one after the other: the program's own code is
/// larger than what a processor keeps at hand, and each rule is fetched once for all.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    pub(super) at: RecordAt,
    pub(super) source: Arena,
    pub(super) canonical: Canonical,
    pub(super) shape: Option<&'static Shape>,
    /// Whether the canonical tree is another than the source tree.
    pub(super) is_built: bool,
    /// Whether some of its bytes stand for nothing.
    pub(super) is_garbled: bool,
    pub(super) findings: Vec<Finding>,
}

impl Waiting {
    /// The record in both forms; `None` if it could not be read.
    pub(super) fn view<'a>(&'a self, chunk: Chunk<'a>) -> Option<View<'a>> {
        let tree = Tree::new(chunk, &self.source)?;
        Some(View::of(tree, &self.canonical, self.shape, self.is_built))
    }
}

/// So many records wait at most: with more of them, a run took no less time.
pub(super) const MOST_WAITING: usize = 16;

/// Nor do any wait any longer once they are as long as this together: what is looked at again has to be at hand, too.
pub(super) const ENOUGH_BYTES: u32 = 128 * 1024;

/// A record that rules are asked about.
struct Asked<'w> {
    record: Record<'w>,
    lacks: &'w [Symbol],
    findings: &'w mut Vec<Finding>,
}

/// A set of the records that wait, a bit each.
type Records = u64;

const _: () = assert!(MOST_WAITING <= Records::BITS as usize);

/// Which of the records have which field.
struct Holders {
    all: Records,
    /// By symbol.
    with_field: [Records; Symbol::COUNT],
}

impl Holders {
    fn of(asked: &[Asked<'_>]) -> Self {
        let mut holders = Self { all: 0, with_field: [0; Symbol::COUNT] };
        for (place, Asked { record, .. }) in asked.iter().enumerate() {
            let bit = 1 << place;
            holders.all |= bit;
            record.fields().each().for_each(|field| holders.with_field[field] |= bit);
        }
        holders
    }

    /// The records that have one of the fields, or all of them where no field is named.
    fn with(&self, fields: Option<FieldSet>) -> Records {
        let with_field = |fields: FieldSet| fields.each().fold(0, |all, field| all | self.with_field[field]);
        fields.map_or(self.all, with_field)
    }
}

/// The places of some records among those that wait.
fn places(mut records: Records) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (records != 0).then(|| records.trailing_zeros() as usize)?;
        records &= records - 1;
        Some(place)
    })
}

impl<'w> Asked<'w> {
    /// Nothing where nobody can say what the record says.
    fn of(waiting: &'w mut Waiting, chunk: Chunk<'w>, policy: &'w Policy, shape: &'static Shape) -> Option<Self> {
        let Waiting { source, canonical, is_built, is_garbled, findings, .. } = waiting;
        let view = View::of(Tree::new(chunk, source)?, canonical, Some(shape), *is_built);
        if *is_garbled {
            return None;
        }
        let record = Record::among(view.canonical, &policy.languages).of_shape(shape);
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
    /// Each rule goes through all records that wait.
    pub(super) fn rules(&mut self, waiting: &mut [Waiting], shape: &'static Shape, timings: &mut Timings) {
        let policy = self.policy;
        let (rules, chunk) = (&policy.rules, self.source.chunk);
        let mut asked: Vec<Asked<'_>> =
            waiting.iter_mut().filter_map(|waiting| Asked::of(waiting, chunk, policy, shape)).collect();
        let holders = Holders::of(&asked);
        let asked_lacks: Vec<&[Symbol]> = asked.iter().map(|asked| asked.lacks).collect();
        timings.rule(rules.active().len() + 1);
        let plan = rules.plan(shape);
        if !self.shapes.contains(&shape.id) {
            self.shapes.push(shape.id);
            self.outcome.not_held.extend(plan.not_held.iter().map(|rule| (rule.clone(), shape.id)));
        }
        for rule in &plan.asked {
            let active = &rules.active()[rule.place];
            let concerned = if policy.shortcuts { holders.with(rule.about) } else { holders.all };
            let (entry, lacks) = (&active.entry, &[][..]);
            let ask = Ask { profile: rules.profile(), shape, lacks, year: policy.year, options: &active.settings };
            let held = places(concerned).filter(|place| {
                let lacks = asked_lacks[*place];
                lacks.is_empty() || entry.is_held(lacks)
            });
            match entry {
                Entry::BuiltIn(BuiltIn {
                    rule: Rule { check: Check::Present(check) | Check::Absent(check), .. },
                    ..
                }) => held.for_each(|place| {
                    let Asked { record, lacks, findings } = &mut asked[place];
                    check(record, &Ask { lacks, ..ask }, &mut Findings::new(entry, findings));
                }),
                Entry::BuiltIn(_) => {}
                Entry::Declared(rule) => held.for_each(|place| {
                    let Asked { record, lacks, findings } = &mut asked[place];
                    let checked = rule.check(record, &Ask { lacks, ..ask }, &mut Findings::new(entry, findings));
                    // It would fail on record after record: once a file is enough.
                    if let Err(failure) = checked
                        && !self.outcome.failed.contains(&rule.id)
                    {
                        self.outcome.failed.push(rule.id.clone());
                        findings.push(failed(rule, failure));
                    }
                }),
            }
            timings.rule(rule.place);
        }
        for Asked { record, findings, .. } in &mut asked {
            texts(record, rules, findings);
        }
        timings.rule(rules.active().len());
    }
}

/// Every text once, for all rules that look at texts.
fn texts(record: &Record<'_>, rules: &RuleSet, findings: &mut Vec<Finding>) {
    if rules.text_marks().is_none() {
        return;
    }
    for (node, found) in record.marked(rules.text_marks()) {
        let text = record.tree().string(node).unwrap_or_default();
        for (_, active) in rules.text_rules().filter(|(marks, _)| marks.meets(found)) {
            if let Entry::BuiltIn(BuiltIn { rule: Rule { check: Check::Text(_, check), .. }, .. }) = &active.entry {
                check(record, node, text, &mut Findings::new(&active.entry, findings));
            }
        }
    }
}
