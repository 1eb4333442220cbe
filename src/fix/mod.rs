//! Fixes made: bytes and diagnostics in, bytes out, and a proof that nothing else changed.
//!
//! A pass checks the text, takes the fixes that are allowed and do not touch one another, and makes them all; then the
//! text is read again. It counts only if it says exactly what was meant, in every record, if no place has stopped to
//! parse, and if what was fixed is no longer found. If not, the fixes are tried in halves until the one that is at
//! fault stands alone: it is left out and named, the others are made. Passes follow until there is nothing left to fix.
//!
//! Pure, as checking is: [`crate::engine`] reads and writes.

mod apart;
mod ask;
mod model;
mod proof;

pub use ask::{Answer, Interview, Offer, Person};

use crate::diagnostic::{Applicability, Change, Diagnostic, Edit, ResolvedFix, RuleId};
use crate::lint::{self, Outcome, Policy, Receiver, Scratch};
use crate::syntax::{Items, Syntax};
use crate::text::{Chunk, Encoding, Source};
use apart::apart;
use std::collections::{HashMap, HashSet};

/// So many passes are made at most. Real files need one or two; fixes that undo one another would need ever more.
const PASSES: usize = 10;

/// The same for a text in which a record has more findings of one rule than are kept, so that a pass sees only the first.
const MOST_PASSES: usize = 50;
/// At most so many passes are made if the last one did nothing but take something out: of several empty fields of one
/// name, a pass takes out one.
const REMOVALS: usize = 100;

/// After so many fixes that are at fault, no others are tried in a text: each costs as much as checking it.
const FAULTY: usize = 16;

/// How the records of a text are written.
#[derive(Clone, Copy, Debug)]
pub enum Written<'a> {
    /// As a document of this syntax; whether the person insists on one JSON value.
    Document {
        /// The syntax.
        syntax: Syntax,
        /// Whether the person named it.
        insist: bool,
    },
    /// As some items of a long JSON list.
    Items(&'a Items),
}

impl Written<'_> {
    /// The syntax of the records.
    pub fn syntax(&self) -> Syntax {
        match self {
            Written::Document { syntax, .. } => *syntax,
            Written::Items(_) => Syntax::Json,
        }
    }

    /// Checks a text that is written so.
    pub fn lint<'a>(&self, source: Source<'a>, policy: &'a Policy, scratch: &mut Scratch) -> Outcome<'a> {
        match self {
            Written::Document { syntax, insist } => lint::lint(source, *syntax, *insist, policy, scratch),
            Written::Items(items) => lint::items(source, items, policy, scratch),
        }
    }

    /// The same, with the diagnostics handed to `receiver` in batches.
    pub fn lint_into<'a>(
        &self,
        source: Source<'a>,
        policy: &'a Policy,
        scratch: &mut Scratch,
        receiver: &mut dyn Receiver,
    ) -> Outcome<'a> {
        match self {
            Written::Document { syntax, insist } => {
                lint::lint_into(source, *syntax, *insist, policy, scratch, receiver)
            }
            Written::Items(items) => lint::items_into(source, items, policy, scratch, receiver),
        }
    }
}

/// Which fixes are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Fixes that are at least so certain; those that are only to be shown are never made.
    pub least: Applicability,
}

impl Trust {
    /// Only the certain ones.
    pub const SAFE: Trust = Trust { least: Applicability::Safe };
    /// Also those that a person would look at first.
    pub const UNSAFE: Trust = Trust { least: Applicability::Unsafe };

    /// Whether a fix would be made.
    pub fn allows(self, fix: &ResolvedFix) -> bool {
        fix.applicability >= self.least && fix.applicability > Applicability::DisplayOnly
    }
}

/// What came of a text.
#[derive(Debug)]
pub struct Fixed {
    /// The new text; nothing where nothing was fixed.
    pub text: Option<String>,
    /// What is still found, in the new text.
    pub outcome: Outcome<'static>,
    /// How many findings were fixed, by rule.
    pub fixed: HashMap<RuleId, u64>,
    /// Fixes that are allowed and were not made, by reason.
    pub refused: HashMap<&'static str, u64>,
    /// Rules whose fix did not do what it was to do, and was left out; or came to no end.
    pub faulty: Vec<RuleId>,
}

/// Fixes of which no finding says anything else than before.
type Failed = HashSet<(u64, String)>;

/// A fix that is to be made.
#[derive(Clone, Copy, Debug)]
struct Chosen<'d> {
    finding: &'d Diagnostic,
    fix: &'d ResolvedFix,
    /// The number of its record.
    record: u64,
}

impl Chosen<'_> {
    fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.fix.edits.iter().flatten().map(|resolved| &resolved.edit)
    }

    fn name(&self) -> (u64, String) {
        (self.record, self.finding.fingerprint.clone())
    }
}

/// The fixes of one text.
#[derive(Debug)]
pub struct Fixer<'a> {
    /// How the records are written.
    pub written: Written<'a>,
    /// What decides what is found.
    pub policy: &'a Policy,
    /// Which fixes are made.
    pub trust: Trust,
    /// The encoding of the file, where that has not every letter there is.
    pub encoding: Option<Encoding>,
}

impl Fixer<'_> {
    /// Makes the fixes of a text, which must have no byte that stands for nothing.
    pub fn run(&self, source: Source<'_>, scratch: &mut Scratch) -> Fixed {
        let mut outcome = self.lint(source, scratch);
        let mut fixed = HashMap::new();
        let mut failed = Failed::new();
        let mut faulty: Vec<RuleId> = Vec::new();
        let mut current: Option<String> = None;
        let mut doubtful = 0;
        let mut passes = 0;
        let mut removes_only = false;
        // A pass that did not see all there is to fix does not count.
        while passes < most_passes(removes_only, &outcome) {
            passes += 1;
            let text = current.as_deref().unwrap_or(source.chunk.text);
            let chosen = self.chosen(&outcome.diagnostics, &|fix| !failed.contains(&fix.name()));
            if chosen.is_empty() {
                break;
            }
            let mut trial = Trial::new(self, with(source, text), &outcome, scratch);
            let (wrong, untried) = trial.settle(&chosen);
            // Where something does not parse, a reader guesses what was meant, and a fix can undo the guess.
            if parse_faults(&outcome) > 0 {
                doubtful += wrong.len() as u64;
            } else {
                faulty.extend(wrong.iter().map(|fix| fix.finding.rule.clone()));
            }
            failed.extend(wrong.iter().chain(&untried).map(Chosen::name));
            removes_only = !trial.made.is_empty() && trial.made.iter().all(is_removal);
            for fix in &trial.made {
                *fixed.entry(fix.finding.rule.clone()).or_default() += fix.fix.repairs;
            }
            if let Some((text, now)) = trial.now {
                (current, outcome) = (Some(text), now);
            }
        }
        // Fixes that come to no end undo one another.
        let open = self.chosen(&outcome.diagnostics, &|fix| !failed.contains(&fix.name()));
        let open = open.iter().filter(|fix| !is_removal(fix) && !is_cut(&outcome));
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
        // Whoever measures booked the time before the first pass.
        scratch.timings.begin();
        self.written.lint(source, self.policy, scratch).detached()
    }

    /// The fixes that are open, in the order of the text: of two that touch one another, the first.
    fn chosen<'d>(&self, diagnostics: &'d [Diagnostic], is_open: &dyn Fn(&Chosen<'d>) -> bool) -> Vec<Chosen<'d>> {
        let mut wanted: Vec<Chosen<'d>> = diagnostics
            .iter()
            .filter_map(|finding| {
                let fix = finding.fix.as_ref().filter(|fix| self.trust.allows(fix))?;
                let record = finding.record.as_ref()?.index;
                Some(Chosen { finding, fix, record })
            })
            .filter(|chosen| self.refusal(chosen.fix).is_none() && is_open(chosen))
            .collect();
        wanted.sort_by_key(|chosen| chosen.edits().map(|edit| edit.span.start).min());
        let mut taken = Taken::default();
        wanted.retain(|chosen| taken.take(chosen));
        wanted
    }

    /// Why a fix that is allowed cannot be made here.
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

/// Takes back fixes that failed, so that they are not offered again.
fn withdraw(diagnostics: &mut [Diagnostic], failed: &Failed) {
    for one in diagnostics {
        let name = one.record.as_ref().map(|record| (record.index, one.fingerprint.clone()));
        if name.is_some_and(|name| failed.contains(&name)) {
            one.fix = None;
        }
    }
}

/// The same file with another text, written as the encoder writes it.
fn with<'a>(source: Source<'a>, text: &'a str) -> Source<'a> {
    Source { path: source.path, chunk: Chunk { text, widths: None, ..source.chunk }, wrong: &[] }
}

/// The spans that are already changed.
#[derive(Default)]
struct Taken {
    /// Behind the last byte that is changed, by where the change begins.
    spans: std::collections::BTreeMap<u32, u32>,
}

impl Taken {
    /// Takes the spans of a fix, if they are free: nothing may be changed twice, nor two things be put into one place.
    fn take(&mut self, chosen: &Chosen<'_>) -> bool {
        if !chosen.edits().all(|edit| self.is_free(edit)) {
            return false;
        }
        for edit in chosen.edits() {
            let end = self.spans.entry(edit.span.start).or_default();
            *end = (*end).max(edit.span.end);
        }
        true
    }

    fn is_free(&self, edit: &Edit) -> bool {
        let (start, end) = (edit.span.start, edit.span.end);
        let before = self.spans.range(..start).next_back().is_none_or(|(_, end)| *end <= start);
        let here = !self.spans.contains_key(&start);
        let behind = self.spans.range(start..end.max(start)).next().is_none();
        before && here && behind
    }
}

/// The text with all these fixes made.
fn applied(text: &str, fixes: &[Chosen<'_>]) -> String {
    let mut edits: Vec<Edit> = fixes.iter().flat_map(Chosen::edits).cloned().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    Edit::apply(text, &edits)
}

/// One pass: fixes made and held against what they were to do.
struct Trial<'t, 'd> {
    fixer: &'t Fixer<'t>,
    source: Source<'t>,
    outcome: &'d Outcome<'static>,
    scratch: &'t mut Scratch,
    /// The fixes that are made.
    made: Vec<Chosen<'d>>,
    /// The text with them, and what is found in it; nothing where none is made.
    now: Option<(String, Outcome<'static>)>,
}

impl<'t, 'd> Trial<'t, 'd> {
    fn new(fixer: &'t Fixer<'t>, source: Source<'t>, outcome: &'d Outcome<'static>, scratch: &'t mut Scratch) -> Self {
        Self { fixer, source, outcome, scratch, made: Vec::new(), now: None }
    }

    /// Makes those that can be made together, and gives those that do not do what they should, and those that were not
    /// tried for it. Of those that together would leave nothing of a value, some are left for the next pass.
    fn settle(&mut self, chosen: &[Chosen<'d>]) -> (Vec<Chosen<'d>>, Vec<Chosen<'d>>) {
        let mut wrong = Vec::new();
        let chosen = &*apart(self.source.chunk, &self.fixer.written, chosen.to_vec());
        // Halves that wait for their turn, the first on top.
        let mut waiting = vec![chosen];
        while wrong.len() < FAULTY {
            let Some(part) = waiting.pop() else { break };
            let together = [self.made.as_slice(), part].concat();
            if let Some(now) = self.proven(&together) {
                (self.made, self.now) = (together, Some(now));
            } else if let [one] = part {
                // What only does not go together with others has its turn in the next pass.
                if self.made.is_empty() || self.proven(part).is_none() {
                    wrong.push(*one);
                }
            } else {
                let (first, second) = part.split_at(part.len() / 2);
                waiting.extend([second, first]);
            }
        }
        (wrong, waiting.concat())
    }

    /// The text with these fixes and what is found in it, if it says what was meant, parses as well as before, and is
    /// free of what was fixed.
    fn proven(&mut self, fixes: &[Chosen<'_>]) -> Option<(String, Outcome<'static>)> {
        let before = self.source.chunk;
        let text = applied(before.text, fixes);
        let after = Chunk { text: &text, ..before };
        if !proof::holds(before, after, &self.fixer.written, &proof::by_record(fixes)) {
            return None;
        }
        let now = self.fixer.lint(with(self.source, &text), self.scratch);
        let is_sound = parse_faults(&now) <= parse_faults(self.outcome);
        (is_sound && are_gone(fixes, &self.outcome.diagnostics, &now.diagnostics)).then_some((text, now))
    }
}

fn parse_faults(outcome: &Outcome<'_>) -> u64 {
    outcome.diagnostics.iter().filter(|one| one.rule.starts_with("syntax/")).map(Diagnostic::count).sum()
}

/// How many passes are made at most, as things stand after the last one.
fn most_passes(removes_only: bool, outcome: &Outcome<'_>) -> usize {
    match (removes_only, is_cut(outcome)) {
        (true, _) => REMOVALS,
        (false, true) => MOST_PASSES,
        (false, false) => PASSES,
    }
}

/// Whether there are more findings than those that are listed.
fn is_cut(outcome: &Outcome<'_>) -> bool {
    outcome.diagnostics.iter().any(|one| one.more > 0)
}

/// What is the same before and after other items of a list moved: rule, record, field without indexes, and words.
type Same<'d> = (&'d str, u64, String, Option<(&'d str, Option<&'d str>)>);

/// Of a value that gets another text or becomes several, the words count too: the rule may find the next thing in it.
fn same(one: &Diagnostic, by_words: bool) -> Same<'_> {
    let is_index = |segment: &&str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let field: Vec<&str> = one.field.split('/').map(|segment| if is_index(&segment) { "*" } else { segment }).collect();
    let record = one.record.as_ref().map(|record| record.index).unwrap_or_default();
    let words = by_words.then_some((one.message.as_str(), one.value.as_deref()));
    (&one.rule, record, field.join("/"), words)
}

/// Whether a fix only takes something out. Such fixes come to an end by themselves.
fn is_removal(fix: &Chosen<'_>) -> bool {
    fix.fix.changes.iter().all(|change| matches!(change, Change::Remove { .. }))
}

/// Whether a fix gives a value other words, or several values for it: the rule may find the next thing in them.
fn says_otherwise(fix: &Chosen<'_>) -> bool {
    let is_new =
        |change: &Change| matches!(change, Change::Replace { .. } | Change::Split { .. } | Change::Divide { .. });
    fix.fix.changes.iter().any(is_new)
}

/// Whether a fix makes the text shorter in each place. What is left may look as before where a text is clipped in messages:
/// of `&amp;amp;` the entity `&amp;`.
fn shortens(fix: &Chosen<'_>) -> bool {
    fix.edits().all(|edit| edit.text.len() < edit.span.range().len())
}

/// Whether each finding that was fixed is reported once less. One about a value that was removed is gone with it: the same
/// words after that are about another value, such as the next of several empty fields of one name. Of a rule that finds
/// more in a record than is listed it cannot be known: others take the places of those that are gone.
fn are_gone(fixes: &[Chosen<'_>], before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let cut: HashSet<&str> = before.iter().filter(|one| one.more > 0).map(|one| &*one.rule).collect();
    [true, false].into_iter().all(|words| {
        let is_known = |fix: &&Chosen<'_>| says_otherwise(fix) == words && !cut.contains(&*fix.finding.rule);
        let fixes = || fixes.iter().filter(is_known);
        let mut left: HashMap<Same<'_>, i64> = fixes().map(|fix| (same(fix.finding, words), 0)).collect();
        let told = before.iter().map(|one| (one, 1)).chain(after.iter().map(|one| (one, -1)));
        let demanded =
            fixes().filter(|fix| !is_removal(fix) && !shortens(fix)).map(|fix| (same(fix.finding, words), -1));
        let changes = told.map(|(one, step)| (same(one, words), step)).chain(demanded);
        for (same, step) in changes {
            if let Some(count) = left.get_mut(&same) {
                *count += step;
            }
        }
        left.values().all(|count| *count >= 0)
    })
}
