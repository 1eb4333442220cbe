//! Interactive fixing: fixes that the user confirms one by one.
//!
//! The first fix that has not been handled yet is offered. A confirmed fix is applied and verified like any other.
//! Then the text is checked again, so that the next offer refers to the current text.

use super::{Fixed, Fixer, MAX_PASSES, Pass, Selected, identity, proof, with};
use crate::diagnostic::{Change, Diagnostic, Edit, ResolvedEdit, ResolvedFix, RuleId, show};
use crate::lint::{FileReport, Outcome, Scratch};
use crate::syntax::{Syntax, narrowed, replaced};
use crate::text::{LineIndex, Source};
use crate::tree::NodeId;
use std::collections::{HashMap, HashSet};

/// The maximum length in characters of a suggested text that the user may change. A longer one is left to an editor.
const MAX_EDITABLE: usize = 1000;

/// The user's answer to an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Apply the fix.
    Yes,
    /// Apply the fix with this text instead of the suggested one.
    Instead(String),
    /// Skip the fix.
    No,
    /// Apply the fix and all further fixes of its rule.
    YesToRule,
    /// Skip the fix and all further fixes of its rule.
    NoToRule,
    /// Skip all remaining fixes.
    Quit,
}

/// A fix that is offered to the user.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The finding in the current text, as a report.
    pub report: FileReport<'a>,
    /// The finding.
    pub finding: &'a Diagnostic,
    /// Its fix.
    pub fix: &'a ResolvedFix,
    /// The new text of the only value that the fix changes. `None` if the fix does something else, or if the text is
    /// not suitable for editing.
    pub suggestion: Option<&'a str>,
    /// The number of the offer in its file, from 1.
    pub number: usize,
    /// The number of offers in the file that are known so far.
    pub total: usize,
}

/// Asks the user about fixes.
pub trait Prompt: Send {
    /// Returns the user's answer to an offer.
    fn answer(&mut self, offer: &Offer<'_>) -> Answer;

    /// Shows the reason why a confirmed fix was not applied.
    fn show_message(&mut self, message: &str);
}

/// A prompt and the user's answers for whole rules, which are shared by all files of a run.
pub struct InteractiveSession {
    prompt: Box<dyn Prompt>,
    always: HashSet<RuleId>,
    never: HashSet<RuleId>,
    is_over: bool,
}

impl std::fmt::Debug for InteractiveSession {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("InteractiveSession").field("is_over", &self.is_over).finish_non_exhaustive()
    }
}

impl InteractiveSession {
    /// Creates a session without answers.
    pub fn new(prompt: Box<dyn Prompt>) -> Self {
        Self { prompt, always: HashSet::new(), never: HashSet::new(), is_over: false }
    }

    /// Whether the user has quit.
    pub fn is_over(&self) -> bool {
        self.is_over
    }
}

/// A fix that has been handled, identified by its position, since its message may change with the value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Handled {
    rule: RuleId,
    title: String,
    at: u32,
}

impl Handled {
    fn of(fix: &Selected<'_>) -> Self {
        let at = fix.finding.primary().map_or(0, |label| label.span.start);
        Self { rule: fix.finding.rule.clone(), title: fix.fix.title.clone(), at }
    }

    /// Updates the position after edits of the text.
    fn apply_edits(&mut self, edits: &[Edit]) {
        let before = edits.iter().filter(|edit| edit.span.end <= self.at);
        let grown: i64 = before
            .map(|edit| (edit.text.len() as u64).cast_signed() - i64::from(edit.span.end - edit.span.start))
            .sum();
        self.at = u32::try_from(i64::from(self.at) + grown).unwrap_or_default();
    }
}

/// The result of one answer.
#[derive(Default)]
struct Step {
    /// The new text and its findings, if it was changed.
    now: Option<(String, Outcome<'static>)>,
    /// The edits that were applied, in bytes of the previous text.
    edits: Vec<Edit>,
    /// The rule of each finding that was fixed.
    fixed: Vec<RuleId>,
    /// Fixes that are not offered again.
    handled: Vec<Handled>,
    /// The rules of fixes that failed the verification.
    faulty: Vec<RuleId>,
    /// The number of offers that were answered. `None` if nothing was offered.
    answered: Option<usize>,
}

impl Fixer<'_> {
    /// Applies the fixes of a text that the user confirms.
    pub fn run_interactively(
        &self,
        source: Source<'_>,
        scratch: &mut Scratch,
        session: &mut InteractiveSession,
    ) -> Fixed {
        let mut outcome = self.lint(source, scratch);
        let mut current: Option<String> = None;
        let (mut fixed, mut faulty): (HashMap<RuleId, u64>, Vec<RuleId>) = Default::default();
        let mut handled: Vec<Handled> = Vec::new();
        let (mut offered, mut without_offer) = (0, 0);
        while !session.is_over {
            let now = with(source, current.as_deref().unwrap_or(source.chunk.text));
            let never = &session.never;
            let is_open =
                |fix: &Selected<'_>| !never.contains(&fix.finding.rule) && !handled.contains(&Handled::of(fix));
            let open = self.select(&outcome.diagnostics, &is_open);
            // Two rules that undo each other's fixes would never come to an end.
            if open.is_empty() || without_offer > MAX_PASSES {
                faulty.extend(open.iter().map(|fix| fix.finding.rule.clone()));
                break;
            }
            let step = self.step(now, &outcome, &open, offered, session, scratch);
            (offered, without_offer) =
                step.answered.map_or((offered, without_offer + 1), |answered| (offered + answered, 0));
            handled.extend(step.handled);
            handled.iter_mut().for_each(|one| one.apply_edits(&step.edits));
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

    /// Applies the fixes of rules that the user has confirmed as a whole. If there are none, offers the first open fix.
    fn step(
        &self,
        now: Source<'_>,
        outcome: &Outcome<'static>,
        open: &[Selected<'_>],
        offered: usize,
        session: &mut InteractiveSession,
        scratch: &mut Scratch,
    ) -> Step {
        let is_confirmed = |fix: &&Selected<'_>| session.always.contains(&fix.finding.rule);
        let always: Vec<Selected<'_>> = open.iter().filter(is_confirmed).copied().collect();
        let pass = Pass::new(self, now, outcome, scratch);
        let Some(first) = open.first().filter(|_| always.is_empty()) else {
            return apply(pass, &always, session.prompt.as_mut());
        };
        let suggestion = self.suggestion(now, first);
        let index = LineIndex::new(now.chunk);
        let report = FileReport {
            source: now,
            index: &index,
            diagnostics: std::slice::from_ref(first.finding),
            record_a_line: self.layout.syntax() == Syntax::Ndjson,
        };
        let (finding, fix, suggestion) = (first.finding, first.fix, suggestion.as_deref());
        let offer = Offer { report, finding, fix, suggestion, number: offered + 1, total: offered + open.len() };
        let mut step = Step::default();
        match session.prompt.answer(&offer) {
            Answer::Yes => step = apply(pass, &[*first], session.prompt.as_mut()),
            Answer::Instead(text) => {
                let Some(done) = self.apply_with_text(now, first, pass, text) else {
                    session
                        .prompt
                        .show_message("this text cannot be written there, or the rule would still complain of it");
                    // The fix is offered again with the same number.
                    return Step { answered: Some(0), ..step };
                };
                step = done;
            }
            Answer::No => step.handled.push(Handled::of(first)),
            Answer::YesToRule => drop(session.always.insert(finding.rule.clone())),
            Answer::NoToRule => drop(session.never.insert(finding.rule.clone())),
            Answer::Quit => session.is_over = true,
        }
        step.answered = Some(1);
        step
    }

    /// Returns the new text of the only value that a fix changes, if it is short and visible enough for editing.
    fn suggestion(&self, now: Source<'_>, selected: &Selected<'_>) -> Option<String> {
        let node = only_value(&selected.fix.changes)?;
        let changes = &selected.fix.changes;
        let text = proof::in_record(now.chunk, &self.layout, selected.record, |tree| replaced(tree, node, changes))?;
        (text.chars().count() <= MAX_EDITABLE && show::visible(&text) == text).then_some(text)
    }

    /// Applies a fix with another text for its value. `None` if the verification fails.
    fn apply_with_text(
        &self,
        now: Source<'_>,
        selected: &Selected<'_>,
        mut pass: Pass<'_, '_>,
        text: String,
    ) -> Option<Step> {
        let node = only_value(&selected.fix.changes)?;
        let change = [Change::Replace { node, range: None, text }];
        let fix = proof::in_record(now.chunk, &self.layout, selected.record, |tree| {
            let changes = narrowed(tree, &change)?;
            let edits = self.layout.syntax().edits(tree, &changes)?;
            // These edits are not shown, so they need no lines.
            let edits = edits.into_iter().map(|edit| ResolvedEdit { edit, start: <_>::default(), end: <_>::default() });
            Some(ResolvedFix { edits: Some(edits.collect()), changes, ..selected.fix.clone() })
        })?;
        if self.refusal(&fix).is_some() {
            return None;
        }
        let other = Selected { fix: &fix, ..*selected };
        let now = pass.verify(&[other])?;
        // The text of the user may contain the same mistake in other words.
        let count = |all: &[Diagnostic]| {
            all.iter().filter(|one| identity(one, false) == identity(other.finding, false)).count()
        };
        if count(&now.1.diagnostics) >= count(&pass.outcome.diagnostics) {
            return None;
        }
        let now = Some(now);
        let (edits, fixed) = (other.edits().cloned().collect(), vec![selected.finding.rule.clone()]);
        Some(Step { now, edits, fixed, ..Step::default() })
    }
}

/// Returns the value whose text a fix changes, if the fix does nothing else.
fn only_value(changes: &[Change]) -> Option<NodeId> {
    let node = changes.first()?.node();
    let replaces = |change: &Change| matches!(change, Change::Replace { .. }) && change.node() == node;
    changes.iter().all(replaces).then_some(node)
}

/// Applies confirmed fixes.
fn apply<'d>(mut pass: Pass<'_, 'd>, fixes: &[Selected<'d>], prompt: &mut dyn Prompt) -> Step {
    let (wrong, untried) = pass.apply(fixes);
    if !wrong.is_empty() {
        prompt.show_message("the fix did not do what it should, and was left out");
    }
    let rule = |fix: &Selected<'_>| fix.finding.rule.clone();
    Step {
        edits: pass.applied.iter().flat_map(Selected::edits).cloned().collect(),
        fixed: pass.applied.iter().map(rule).collect(),
        now: pass.now,
        handled: wrong.iter().chain(&untried).map(Handled::of).collect(),
        faulty: wrong.iter().map(rule).collect(),
        answered: None,
    }
}
