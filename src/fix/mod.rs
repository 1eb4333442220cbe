//! Applies fixes to a text and verifies that nothing else has changed.
//!
//! A pass checks the text, selects the allowed fixes that do not overlap, applies them all and reads the new text. The
//! result is accepted only if every record has exactly the intended content, if there are no new parse errors, and if
//! the fixed findings are gone. Otherwise, the fixes are bisected to find those that fail, which are left out and
//! reported; the others are applied. Passes are repeated until there is nothing left to fix.
//!
//! Like checking, fixing has no side effects: the engine reads and writes the files.

mod apart;
mod interactive;
mod model;
mod proof;
mod rewritten;

pub use interactive::{Answer, InteractiveSession, Offer, Prompt};
pub use rewritten::Rewritten;

use crate::diagnostic::{Applicability, Change, Diagnostic, Edit, ResolvedFix, RuleId};
use crate::lint::{self, Outcome, Policy, Receiver, Scratch};
use crate::syntax::{Items, JsonMode, Syntax};
use crate::text::{Chunk, Encoding, Source};
use apart::apart;
use std::collections::{HashMap, HashSet};

/// The maximum number of passes. Real files need one or two. Fixes that undo each other would never come to an end.
const MAX_PASSES: usize = 10;

/// The maximum number of passes for a text with a record that has more findings of one rule than are kept, so that
/// each pass only sees the first of them.
const MAX_PASSES_IF_TRUNCATED: usize = 50;

/// The maximum number of passes if the last one only removed something: of several empty fields of the same name, each
/// pass removes one.
const MAX_REMOVAL_PASSES: usize = 100;

/// After this number of faulty fixes, no others are tried in a text: each attempt costs as much as checking the text.
const MAX_FAULTY: usize = 16;

/// The layout of the records in a text.
#[derive(Clone, Copy, Debug)]
pub enum RecordLayout<'a> {
    /// A document.
    Document {
        /// The syntax.
        syntax: Syntax,
        /// How many values a JSON document may have.
        json_mode: JsonMode,
    },
    /// Some items of a long JSON array.
    Items(&'a Items),
}

impl RecordLayout<'_> {
    /// Returns the syntax of the records.
    pub fn syntax(&self) -> Syntax {
        match self {
            RecordLayout::Document { syntax, .. } => *syntax,
            RecordLayout::Items(_) => Syntax::Json,
        }
    }

    /// Checks a text with this layout.
    pub fn lint<'a>(&self, source: Source<'a>, policy: &'a Policy, scratch: &mut Scratch) -> Outcome<'a> {
        match self {
            RecordLayout::Document { syntax, json_mode } => lint::lint(source, *syntax, *json_mode, policy, scratch),
            RecordLayout::Items(items) => lint::items(source, items, policy, scratch),
        }
    }

    /// Checks a text with this layout and passes the diagnostics to `receiver` in batches.
    pub fn lint_into<'a>(
        &self,
        source: Source<'a>,
        policy: &'a Policy,
        scratch: &mut Scratch,
        receiver: &mut dyn Receiver,
    ) -> Outcome<'a> {
        match self {
            RecordLayout::Document { syntax, json_mode } => {
                lint::lint_into(source, *syntax, *json_mode, policy, scratch, receiver)
            }
            RecordLayout::Items(items) => lint::items_into(source, items, policy, scratch, receiver),
        }
    }
}

/// The fixes that are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The minimum applicability. Fixes that are for display only are never applied.
    pub min_applicability: Applicability,
}

impl Trust {
    /// Safe fixes.
    pub const SAFE: Trust = Trust { min_applicability: Applicability::Safe };
    /// Safe fixes and those that should be reviewed.
    pub const UNSAFE: Trust = Trust { min_applicability: Applicability::Unsafe };

    /// Whether a fix would be applied.
    pub fn allows(self, fix: &ResolvedFix) -> bool {
        fix.applicability >= self.min_applicability && fix.applicability > Applicability::DisplayOnly
    }
}

/// The result of fixing a text.
#[derive(Debug)]
pub struct Fixed {
    /// The new text. `None` if nothing was fixed.
    pub text: Option<String>,
    /// The remaining findings, in the new text.
    pub outcome: Outcome<'static>,
    /// The number of fixed findings by rule.
    pub fixed: HashMap<RuleId, u64>,
    /// The number of allowed fixes that were not applied, by reason.
    pub refused: HashMap<&'static str, u64>,
    /// The rules of fixes that failed the verification and were left out, or that undo each other.
    pub faulty: Vec<RuleId>,
}

/// Fixes that failed, by the record and the fingerprint of their findings.
type Failed = HashSet<(u64, String)>;

/// A fix that was selected for a pass.
#[derive(Clone, Copy, Debug)]
struct Selected<'d> {
    finding: &'d Diagnostic,
    fix: &'d ResolvedFix,
    /// The index of its record.
    record: u64,
}

impl Selected<'_> {
    fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.fix.edits.iter().flatten().map(|resolved| &resolved.edit)
    }

    fn key(&self) -> (u64, String) {
        (self.record, self.finding.fingerprint.clone())
    }
}

/// Applies the fixes of a text.
#[derive(Debug)]
pub struct Fixer<'a> {
    /// The layout of the records.
    pub layout: RecordLayout<'a>,
    /// The policy of the check.
    pub policy: &'a Policy,
    /// The fixes that are applied.
    pub trust: Trust,
    /// The encoding of the file, if it does not support all of Unicode.
    pub encoding: Option<Encoding>,
}

impl Fixer<'_> {
    /// Applies the fixes of a text, which must not have undecodable bytes.
    pub fn run(&self, source: Source<'_>, scratch: &mut Scratch) -> Fixed {
        let mut outcome = self.lint(source, scratch);
        let mut fixed = HashMap::new();
        let mut failed = Failed::new();
        let mut faulty: Vec<RuleId> = Vec::new();
        let mut current: Option<String> = None;
        let mut doubtful = 0;
        let mut passes = 0;
        let mut removes_only = false;
        // The limit is higher if a pass cannot see everything that is to be fixed.
        while passes < max_passes(removes_only, &outcome) {
            passes += 1;
            let text = current.as_deref().unwrap_or(source.chunk.text);
            let selected = self.select(&outcome.diagnostics, &|fix| !failed.contains(&fix.key()));
            if selected.is_empty() {
                break;
            }
            let mut pass = Pass::new(self, with(source, text), &outcome, scratch);
            let (wrong, untried) = pass.apply(&selected);
            // If the text has parse errors, the reader recovers by guessing, and a fix may change the result of that.
            if parse_errors(&outcome) > 0 {
                doubtful += wrong.len() as u64;
            } else {
                faulty.extend(wrong.iter().map(|fix| fix.finding.rule.clone()));
            }
            failed.extend(wrong.iter().chain(&untried).map(Selected::key));
            removes_only = !pass.applied.is_empty() && pass.applied.iter().all(is_removal);
            for fix in &pass.applied {
                *fixed.entry(fix.finding.rule.clone()).or_default() += fix.fix.repairs;
            }
            if let Some((text, now)) = pass.now {
                (current, outcome) = (Some(text), now);
            }
        }
        // The fixes that are left after the last pass undo each other.
        let open = self.select(&outcome.diagnostics, &|fix| !failed.contains(&fix.key()));
        let open = open.iter().filter(|fix| !is_removal(fix) && !is_truncated(&outcome));
        faulty.extend(open.map(|fix| fix.finding.rule.clone()));
        faulty.sort_unstable();
        faulty.dedup();
        let mut refused = self.refused(&outcome.diagnostics);
        if doubtful > 0 {
            refused.insert(
                "the file does not parse in some place, and it is not certain what it would say then",
                doubtful,
            );
        }
        withdraw(&mut outcome.diagnostics, &failed);
        Fixed { text: current, outcome, fixed, refused, faulty }
    }

    fn lint(&self, source: Source<'_>, scratch: &mut Scratch) -> Outcome<'static> {
        // The time before the first pass has already been recorded.
        scratch.timings.begin();
        self.layout.lint(source, self.policy, scratch).detached()
    }

    /// Selects the allowed fixes that are open, in text order. Of two that overlap, selects the first.
    fn select<'d>(&self, diagnostics: &'d [Diagnostic], is_open: &dyn Fn(&Selected<'d>) -> bool) -> Vec<Selected<'d>> {
        let mut selected: Vec<Selected<'d>> = diagnostics
            .iter()
            .filter_map(|finding| {
                let fix = finding.fix.as_ref().filter(|fix| self.trust.allows(fix))?;
                let record = finding.record.as_ref()?.index;
                Some(Selected { finding, fix, record })
            })
            .filter(|fix| self.refusal(fix.fix).is_none() && is_open(fix))
            .collect();
        selected.sort_by_key(|fix| fix.edits().map(|edit| edit.span.start).min());
        let mut occupied = Occupied::default();
        selected.retain(|fix| occupied.try_add(fix));
        selected
    }

    /// Returns the reason why an allowed fix cannot be applied.
    fn refusal(&self, fix: &ResolvedFix) -> Option<&'static str> {
        let Some(edits) = fix.edits.as_ref().filter(|edits| !edits.is_empty()) else {
            return Some("there is no certain way to write it in this place");
        };
        let has_all = |encoding: Encoding| edits.iter().all(|edit| encoding.bytes_of(&edit.edit.text).is_some());
        let lacks = self.encoding.is_some_and(|encoding| !has_all(encoding));
        lacks.then_some("the encoding of the file lacks a letter of it")
    }

    fn refused(&self, diagnostics: &[Diagnostic]) -> HashMap<&'static str, u64> {
        let mut found = HashMap::new();
        let allowed = diagnostics.iter().filter_map(|one| one.fix.as_ref()).filter(|fix| self.trust.allows(fix));
        for reason in allowed.filter_map(|fix| self.refusal(fix)) {
            *found.entry(reason).or_default() += 1;
        }
        found
    }
}

/// Removes failed fixes from their findings, so that they are not offered again.
fn withdraw(diagnostics: &mut [Diagnostic], failed: &Failed) {
    for one in diagnostics {
        let name = one.record.as_ref().map(|record| (record.index, one.fingerprint.clone()));
        if name.is_some_and(|name| failed.contains(&name)) {
            one.fix = None;
        }
    }
}

/// Returns the source with another text, encoded as the encoder would.
fn with<'a>(source: Source<'a>, text: &'a str) -> Source<'a> {
    Source { path: source.path, chunk: Chunk { text, widths: None, ..source.chunk }, wrong: &[] }
}

/// The spans that are changed by the fixes selected so far.
#[derive(Default)]
struct Occupied {
    /// The end of each change by its start.
    spans: std::collections::BTreeMap<u32, u32>,
}

impl Occupied {
    /// Adds the spans of a fix if they are free: no span may be changed twice, and no position may have two insertions.
    fn try_add(&mut self, fix: &Selected<'_>) -> bool {
        if !fix.edits().all(|edit| self.is_free(edit)) {
            return false;
        }
        for edit in fix.edits() {
            let end = self.spans.entry(edit.span.start).or_default();
            *end = (*end).max(edit.span.end);
        }
        true
    }

    fn is_free(&self, edit: &Edit) -> bool {
        let (start, end) = (edit.span.start, edit.span.end);
        let before = self.spans.range(..start).next_back().is_none_or(|(_, end)| *end <= start);
        let here = !self.spans.contains_key(&start);
        let after = self.spans.range(start..end.max(start)).next().is_none();
        before && here && after
    }
}

/// Returns the text with all these fixes applied.
fn with_fixes(text: &str, fixes: &[Selected<'_>]) -> String {
    let mut edits: Vec<Edit> = fixes.iter().flat_map(Selected::edits).cloned().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    Edit::apply(text, &edits)
}

/// One pass: fixes that are applied and verified.
struct Pass<'t, 'd> {
    fixer: &'t Fixer<'t>,
    source: Source<'t>,
    outcome: &'d Outcome<'static>,
    scratch: &'t mut Scratch,
    /// The fixes that have been applied.
    applied: Vec<Selected<'d>>,
    /// The text with these fixes and its findings. `None` if there are no fixes.
    now: Option<(String, Outcome<'static>)>,
}

impl<'t, 'd> Pass<'t, 'd> {
    fn new(fixer: &'t Fixer<'t>, source: Source<'t>, outcome: &'d Outcome<'static>, scratch: &'t mut Scratch) -> Self {
        Self { fixer, source, outcome, scratch, applied: Vec::new(), now: None }
    }

    /// Applies the fixes that can be applied together. Returns those that failed, and those that were not tried because
    /// of too many failures. Of fixes that together would leave nothing of a value, some wait for the next pass.
    fn apply(&mut self, selected: &[Selected<'d>]) -> (Vec<Selected<'d>>, Vec<Selected<'d>>) {
        let mut wrong = Vec::new();
        let selected = &*apart(self.source.chunk, &self.fixer.layout, selected.to_vec());
        // A stack of the parts that have not been tried, the first part on top.
        let mut pending = vec![selected];
        while wrong.len() < MAX_FAULTY {
            let Some(part) = pending.pop() else { break };
            let together = [self.applied.as_slice(), part].concat();
            if let Some(now) = self.verify(&together) {
                (self.applied, self.now) = (together, Some(now));
            } else if let [one] = part {
                // A fix that only conflicts with others is tried again in the next pass.
                if self.applied.is_empty() || self.verify(part).is_none() {
                    wrong.push(*one);
                }
            } else {
                let (first, second) = part.split_at(part.len() / 2);
                pending.extend([second, first]);
            }
        }
        (wrong, pending.concat())
    }

    /// Returns the text with these fixes and its findings, if it has the intended content, no new parse errors, and
    /// none of the fixed findings.
    fn verify(&mut self, fixes: &[Selected<'_>]) -> Option<(String, Outcome<'static>)> {
        let before = self.source.chunk;
        let text = with_fixes(before.text, fixes);
        let after = Chunk { text: &text, ..before };
        if !proof::verify(before, after, &self.fixer.layout, &proof::by_record(fixes)) {
            return None;
        }
        let now = self.fixer.lint(with(self.source, &text), self.scratch);
        let parses = parse_errors(&now) <= parse_errors(self.outcome);
        (parses && are_gone(fixes, &self.outcome.diagnostics, &now.diagnostics)).then_some((text, now))
    }
}

fn parse_errors(outcome: &Outcome<'_>) -> u64 {
    outcome.diagnostics.iter().filter(|one| one.rule.starts_with("syntax/")).map(Diagnostic::count).sum()
}

/// Returns the maximum number of passes, given the result of the last one.
fn max_passes(removes_only: bool, outcome: &Outcome<'_>) -> usize {
    match (removes_only, is_truncated(outcome)) {
        (true, _) => MAX_REMOVAL_PASSES,
        (false, true) => MAX_PASSES_IF_TRUNCATED,
        (false, false) => MAX_PASSES,
    }
}

/// Whether there are more findings than are listed.
fn is_truncated(outcome: &Outcome<'_>) -> bool {
    outcome.diagnostics.iter().any(|one| one.more > 0)
}

/// The parts of a finding that do not change when other items of an array are moved: rule, record, field without
/// indexes, and optionally message and value.
type Identity<'d> = (&'d str, u64, String, Option<(&'d str, Option<&'d str>)>);

/// Returns the identity of a finding. `with_message` is for values whose text is replaced or split, where the rule may
/// find the next mistake in the same value.
fn identity(one: &Diagnostic, with_message: bool) -> Identity<'_> {
    let is_index = |segment: &&str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let field: Vec<&str> = one.field.split('/').map(|segment| if is_index(&segment) { "*" } else { segment }).collect();
    let record = one.record.as_ref().map(|record| record.index).unwrap_or_default();
    let message = with_message.then_some((one.message.as_str(), one.value.as_deref()));
    (&one.rule, record, field.join("/"), message)
}

/// Whether a fix only removes something. Passes of such fixes always come to an end.
fn is_removal(fix: &Selected<'_>) -> bool {
    fix.fix.changes.iter().all(|change| matches!(change, Change::Remove { .. }))
}

/// Whether a fix changes the text of a value or splits it. The rule may find the next mistake in the rest.
fn changes_text(fix: &Selected<'_>) -> bool {
    let is_new =
        |change: &Change| matches!(change, Change::Replace { .. } | Change::Split { .. } | Change::Divide { .. });
    fix.fix.changes.iter().any(is_new)
}

/// Whether each edit of a fix shortens the text. The rest may give the same message, as in the case of `&amp;amp;`,
/// which contains the entity `&amp;`, or where messages clip the text.
fn shortens(fix: &Selected<'_>) -> bool {
    fix.edits().all(|edit| edit.text.len() < edit.span.range().len())
}

/// Whether the number of findings has decreased by one for each fix. Findings about removed values are exempt: the
/// same message afterwards is about another value, such as the next of several empty fields of the same name. Rules
/// with more findings in a record than are listed are exempt as well, since others take the places of those that are
/// gone.
fn are_gone(fixes: &[Selected<'_>], before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let truncated: HashSet<&str> = before.iter().filter(|one| one.more > 0).map(|one| &*one.rule).collect();
    [true, false].into_iter().all(|with_message| {
        let is_known =
            |fix: &&Selected<'_>| changes_text(fix) == with_message && !truncated.contains(&*fix.finding.rule);
        let fixes = || fixes.iter().filter(is_known);
        let mut left: HashMap<Identity<'_>, i64> =
            fixes().map(|fix| (identity(fix.finding, with_message), 0)).collect();
        let reported = before.iter().map(|one| (one, 1)).chain(after.iter().map(|one| (one, -1)));
        let required = fixes()
            .filter(|fix| !is_removal(fix) && !shortens(fix))
            .map(|fix| (identity(fix.finding, with_message), -1));
        let changes = reported.map(|(one, step)| (identity(one, with_message), step)).chain(required);
        for (identity, step) in changes {
            if let Some(count) = left.get_mut(&identity) {
                *count += step;
            }
        }
        left.values().all(|count| *count >= 0)
    })
}
