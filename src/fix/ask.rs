//! Fixes made as a person agrees to them, one after the other.
//!
//! The first fix of the text is offered that was not spoken of yet. One that the person agrees to is made and proven as
//! any other is; then the text is checked again, so that what is offered next is true of the text as it is by then.

use super::{Chosen, Fixed, Fixer, PASSES, Trial, proof, same, with};
use crate::diagnostic::{Change, Diagnostic, Edit, ResolvedEdit, ResolvedFix, RuleId, show};
use crate::lint::{FileReport, Outcome, Scratch};
use crate::syntax::{Syntax, narrowed, replaced};
use crate::text::{LineIndex, Source};
use crate::tree::NodeId;
use std::collections::{HashMap, HashSet};

/// The longest suggested text that may be typed over, in characters: a longer one is a matter for an editor.
const TYPED: usize = 1000;

/// What a person says to a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is made.
    Yes,
    /// It is made, with this text in the place of the suggested one.
    Instead(String),
    /// It is not made.
    No,
    /// It is made, and so is every other fix of its rule from now on.
    YesToRule,
    /// No fix of its rule is made from now on.
    NoToRule,
    /// No more is asked, and nothing more is made.
    Quit,
}

/// A fix that a person is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The finding, in the text as it is now.
    pub report: FileReport<'a>,
    /// The finding alone.
    pub finding: &'a Diagnostic,
    /// Its fix.
    pub fix: &'a ResolvedFix,
    /// The new text of the one value that the fix changes; nothing where it does something else, or where that text
    /// cannot well be typed over.
    pub suggestion: Option<&'a str>,
    /// The number of the question in its file, from 1.
    pub number: usize,
    /// How many there are by now, of the ones behind it as many as are known.
    pub total: usize,
}

/// Whoever is asked.
pub trait Person: Send {
    /// What is to become of a fix.
    fn answer(&mut self, offer: &Offer<'_>) -> Answer;

    /// Is told why what was agreed to was not made.
    fn hear(&mut self, words: &str);
}

/// A person with what was said so far about whole rules, which holds for all files of a run.
pub struct Interview {
    person: Box<dyn Person>,
    always: HashSet<RuleId>,
    never: HashSet<RuleId>,
    is_over: bool,
}

impl std::fmt::Debug for Interview {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Interview").field("is_over", &self.is_over).finish_non_exhaustive()
    }
}

impl Interview {
    /// Nothing was said yet.
    pub fn new(person: Box<dyn Person>) -> Self {
        Self { person, always: HashSet::new(), never: HashSet::new(), is_over: false }
    }

    /// Whether the person wanted no more.
    pub fn is_over(&self) -> bool {
        self.is_over
    }
}

/// A fix that was spoken of, known again by where it stands: what it says may change with the value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Settled {
    rule: RuleId,
    title: String,
    at: u32,
}

impl Settled {
    fn of(chosen: &Chosen<'_>) -> Self {
        let at = chosen.finding.primary().map_or(0, |label| label.span.start);
        Self { rule: chosen.finding.rule.clone(), title: chosen.fix.title.clone(), at }
    }

    /// Where it stands when the text is changed.
    fn move_behind(&mut self, edits: &[Edit]) {
        let before = edits.iter().filter(|edit| edit.span.end <= self.at);
        let grown: i64 = before
            .map(|edit| (edit.text.len() as u64).cast_signed() - i64::from(edit.span.end - edit.span.start))
            .sum();
        self.at = u32::try_from(i64::from(self.at) + grown).unwrap_or_default();
    }
}

/// What came of one answer.
#[derive(Default)]
struct Step {
    /// The text with what was made, and what is found in it.
    now: Option<(String, Outcome<'static>)>,
    /// What was made, in bytes of the text before.
    edits: Vec<Edit>,
    /// The rules of which a finding was fixed.
    fixed: Vec<RuleId>,
    /// What is not asked again.
    settled: Vec<Settled>,
    /// Rules whose fix did not do what it should.
    faulty: Vec<RuleId>,
    /// How many questions were answered; nothing where none was asked.
    answered: Option<usize>,
}

impl Fixer<'_> {
    /// Makes the fixes of a text that a person agrees to.
    pub fn ask(&self, source: Source<'_>, scratch: &mut Scratch, interview: &mut Interview) -> Fixed {
        let mut outcome = self.lint(source, scratch);
        let mut current: Option<String> = None;
        let (mut fixed, mut faulty): (HashMap<RuleId, u64>, Vec<RuleId>) = Default::default();
        let mut settled: Vec<Settled> = Vec::new();
        let (mut asked, mut unasked) = (0, 0);
        while !interview.is_over {
            let now = with(source, current.as_deref().unwrap_or(source.chunk.text));
            let never = &interview.never;
            let is_open = |fix: &Chosen<'_>| !never.contains(&fix.finding.rule) && !settled.contains(&Settled::of(fix));
            let open = self.chosen(&outcome.diagnostics, &is_open);
            // Fixes of two rules that undo one another would be made for ever.
            if open.is_empty() || unasked > PASSES {
                faulty.extend(open.iter().map(|fix| fix.finding.rule.clone()));
                break;
            }
            let step = self.step(now, &outcome, &open, asked, interview, scratch);
            (asked, unasked) = step.answered.map_or((asked, unasked + 1), |answered| (asked + answered, 0));
            settled.extend(step.settled);
            settled.iter_mut().for_each(|one| one.move_behind(&step.edits));
            faulty.extend(step.faulty);
            for rule in step.fixed {
                *fixed.entry(rule).or_default() += 1;
            }
            if let Some((text, now)) = step.now {
                (current, outcome) = (Some(text), now);
            }
        }
        faulty.sort_unstable();
        faulty.dedup();
        let refused = self.refused(&outcome.diagnostics);
        Fixed { text: current, outcome, fixed, refused, faulty }
    }

    /// Makes what was agreed to beforehand, else asks about the first fix that is open.
    fn step(
        &self,
        now: Source<'_>,
        outcome: &Outcome<'static>,
        open: &[Chosen<'_>],
        asked: usize,
        interview: &mut Interview,
        scratch: &mut Scratch,
    ) -> Step {
        let agreed = |fix: &&Chosen<'_>| interview.always.contains(&fix.finding.rule);
        let always: Vec<Chosen<'_>> = open.iter().filter(agreed).copied().collect();
        let trial = Trial::new(self, now, outcome, scratch);
        let Some(first) = open.first().filter(|_| always.is_empty()) else {
            return made(trial, &always, interview.person.as_mut());
        };
        let suggestion = self.suggestion(now, first);
        let index = LineIndex::new(now.chunk);
        let report = FileReport {
            source: now,
            index: &index,
            diagnostics: std::slice::from_ref(first.finding),
            record_a_line: self.written.syntax() == Syntax::Ndjson,
        };
        let (finding, fix, suggestion) = (first.finding, first.fix, suggestion.as_deref());
        let offer = Offer { report, finding, fix, suggestion, number: asked + 1, total: asked + open.len() };
        let mut step = Step::default();
        match interview.person.answer(&offer) {
            Answer::Yes => step = made(trial, &[*first], interview.person.as_mut()),
            Answer::Instead(text) => {
                let Some(done) = self.instead(now, first, trial, text) else {
                    interview.person.hear("this text cannot be written there, or the rule would still complain of it");
                    // The same is asked once more, under the same number.
                    return Step { answered: Some(0), ..step };
                };
                step = done;
            }
            Answer::No => step.settled.push(Settled::of(first)),
            Answer::YesToRule => drop(interview.always.insert(finding.rule.clone())),
            Answer::NoToRule => drop(interview.never.insert(finding.rule.clone())),
            Answer::Quit => interview.is_over = true,
        }
        step.answered = Some(1);
        step
    }

    /// The new text of the one value that a fix changes, if a person can see and type all of it.
    fn suggestion(&self, now: Source<'_>, chosen: &Chosen<'_>) -> Option<String> {
        let node = only_value(&chosen.fix.changes)?;
        let changes = &chosen.fix.changes;
        let text = proof::in_record(now.chunk, &self.written, chosen.record, |tree| replaced(tree, node, changes))?;
        (text.chars().count() <= TYPED && show::visible(&text) == text).then_some(text)
    }

    /// The fix with another text for its value, made; nothing where that cannot be proven.
    fn instead(&self, now: Source<'_>, chosen: &Chosen<'_>, mut trial: Trial<'_, '_>, text: String) -> Option<Step> {
        let node = only_value(&chosen.fix.changes)?;
        let change = [Change::Replace { node, range: None, text }];
        let fix = proof::in_record(now.chunk, &self.written, chosen.record, |tree| {
            let changes = narrowed(tree, &change)?;
            let edits = self.written.syntax().edits(tree, &changes)?;
            // Nobody is shown them, so that they need no lines.
            let edits = edits.into_iter().map(|edit| ResolvedEdit { edit, start: <_>::default(), end: <_>::default() });
            Some(ResolvedFix { edits: Some(edits.collect()), changes, ..chosen.fix.clone() })
        })?;
        if self.refusal(&fix).is_some() {
            return None;
        }
        let other = Chosen { fix: &fix, ..*chosen };
        let now = trial.proven(&[other])?;
        // What a person types may hold the same mistake in other words.
        let told = |all: &[Diagnostic]| all.iter().filter(|one| same(one, false) == same(other.finding, false)).count();
        if told(&now.1.diagnostics) >= told(&trial.outcome.diagnostics) {
            return None;
        }
        let now = Some(now);
        let (edits, fixed) = (other.edits().cloned().collect(), vec![chosen.finding.rule.clone()]);
        Some(Step { now, edits, fixed, ..Step::default() })
    }
}

/// The one value of which a fix changes the text, if it does nothing else.
fn only_value(changes: &[Change]) -> Option<NodeId> {
    let node = changes.first()?.node();
    let replaces = |change: &Change| matches!(change, Change::Replace { .. }) && change.node() == node;
    changes.iter().all(replaces).then_some(node)
}

/// Makes fixes that were agreed to.
fn made<'d>(mut trial: Trial<'_, 'd>, fixes: &[Chosen<'d>], person: &mut dyn Person) -> Step {
    let (wrong, untried) = trial.settle(fixes);
    if !wrong.is_empty() {
        person.hear("the fix did not do what it should, and was left out");
    }
    let rule = |fix: &Chosen<'_>| fix.finding.rule.clone();
    Step {
        edits: trial.made.iter().flat_map(Chosen::edits).cloned().collect(),
        fixed: trial.made.iter().map(rule).collect(),
        now: trial.now,
        settled: wrong.iter().chain(&untried).map(Settled::of).collect(),
        faulty: wrong.iter().map(rule).collect(),
        answered: None,
    }
}
