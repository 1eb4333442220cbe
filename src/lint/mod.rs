//! From a source to its diagnostics: reads each record, validates it, runs the rules, settles which of several
//! findings about one mistake speaks, and turns nodes into lines.
//!
//! Pure: no file, no memory from one record to the next but for the ids by which texts cite them, and no clock but for [`Timings`], which change nothing.

mod canonise;
mod faults;
mod losses;
mod name;
mod origin;
mod precedence;
mod repeated;
mod resolve;
mod timings;
mod view;
mod waiting;

pub use canonise::{Canonised, FilePlace, canonise, canonise_among};
pub use faults::too_long;
pub use timings::{Stage, TEXTS, Timings};

use crate::diagnostic::{Diagnostic, Finding, Place, RecordName, RuleId, show};
use crate::record::{Recogniser, Record};
use crate::ruleset::schema::Schema;
use crate::ruleset::{Ask, BuiltIn, Check, Entry, Findings, Rule, RuleSet};
use crate::shape::{self, Builder, Canonical, Hierarchy, OwnId, Shape};
use crate::syntax::{Items, Reader, RecordAt, Syntax};
use crate::text::{LineIndex, Source, Span, WrongByte};
use crate::tree::Tree;
use faults::{encoding, left_out};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use view::{View, is_native};
use waiting::{ENOUGH_BYTES, MOST_WAITING, Waiting};
use xxhash_rust::xxh3::xxh3_128;

/// All that decides what is said, apart from the records themselves.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The rules and the profile.
    pub rules: RuleSet,
    /// The schema of native records.
    pub record_schema: Option<Arc<Schema>>,
    /// The person's own schema, for every record of whatever shape; then the bundled one is not asked.
    pub own_schema: Option<Arc<Schema>>,
    /// The shape of every record, whatever it looks like; told from the record if absent.
    pub shape: Option<&'static Shape>,
    /// The languages that texts are looked for in.
    pub languages: Recogniser,
    /// Where a record says its name: a JSON Pointer in the source tree.
    pub id: Option<String>,
    /// The year of the run, for rules about dates.
    pub year: i32,
    /// Whether rules, texts and the schema may be passed over where a cheaper look shows that nothing is wrong. Without
    /// shortcuts the findings are the same, only later: tests compare both ways.
    pub shortcuts: bool,
}

impl Policy {
    /// A policy of these rules in this year: no schema, records of every format, texts in the usual languages.
    pub fn new(rules: RuleSet, year: i32) -> Self {
        Self {
            rules,
            record_schema: None,
            own_schema: None,
            shape: None,
            languages: Recogniser::usual().clone(),
            id: None,
            year,
            shortcuts: true,
        }
    }
}

/// Memory that is used again from record to record; each worker has its own.
#[derive(Debug, Default)]
pub struct Scratch {
    waiting: Vec<Waiting>,
    /// What the records of a whole run say of those that stand above others; of a text alone, where nothing is given.
    pub hierarchy: Option<Arc<Hierarchy>>,
    /// The time that was spent with it.
    pub timings: Timings,
}

impl Scratch {
    /// Of a worker whose time is measured, or not.
    pub fn timed(is_timed: bool) -> Self {
        Self { timings: Timings::new(is_timed), ..Self::default() }
    }

    /// Of a worker who knows what the records of a whole run say.
    #[must_use]
    pub fn among(self, hierarchy: &Arc<Hierarchy>) -> Self {
        Self { hierarchy: Some(Arc::clone(hierarchy)), ..self }
    }

    /// Drops what is kept from record to record, which a panic may have left in disorder.
    pub fn renew(&mut self) {
        self.waiting.clear();
    }
}

/// What came of a source.
#[derive(Debug, Default)]
pub struct Outcome<'a> {
    /// What was found, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The lines it was found at; nothing where nothing was found.
    pub index: Option<LineIndex<'a>>,
    /// How many records there were.
    pub records: u64,
    /// How many of them are of a known shape.
    pub recognised: u64,
    /// How many of them are of no known shape.
    pub shapeless: u64,
    /// How many of those were not even validated, since no schema was given.
    pub unchecked: u64,
    /// Rules that could not run, and why: the shape cannot hold what they look for.
    pub not_held: Vec<(RuleId, &'static str)>,
    /// Rules that failed on some record: then the job could not be done.
    pub failed: Vec<RuleId>,
}

impl Outcome<'_> {
    /// The same without the lines, so that it outlives the text.
    pub fn detached(self) -> Outcome<'static> {
        Outcome {
            diagnostics: self.diagnostics,
            index: None,
            records: self.records,
            recognised: self.recognised,
            shapeless: self.shapeless,
            unchecked: self.unchecked,
            not_held: self.not_held,
            failed: self.failed,
        }
    }
}

/// The findings of one file, with the file they were found in.
#[derive(Clone, Copy, Debug)]
pub struct FileReport<'a> {
    /// The file.
    pub source: Source<'a>,
    /// Its lines.
    pub index: &'a LineIndex<'a>,
    /// What was found, in the order of the file.
    pub diagnostics: &'a [Diagnostic],
    /// Whether each line is a record of its own, so that the lines around a finding say nothing about it.
    pub record_a_line: bool,
}

/// Receives the diagnostics of a source while it is being checked, so that they need not all be in memory at one time.
pub trait Receiver {
    /// Whether nothing more is wanted. It is asked after each record.
    fn is_stopped(&self) -> bool;

    /// How many diagnostics are kept until they are taken.
    fn batch_size(&self) -> usize;

    /// Takes diagnostics, in the order of the file. So far so many records were `recognised` as of a known format.
    fn take(&mut self, diagnostics: Vec<Diagnostic>, recognised: u64);
}

/// Keeps all diagnostics for the outcome.
struct KeepAll;

impl Receiver for KeepAll {
    fn is_stopped(&self) -> bool {
        false
    }

    fn batch_size(&self) -> usize {
        usize::MAX
    }

    fn take(&mut self, _: Vec<Diagnostic>, _: u64) {}
}

/// Checks all records of a source, and returns the diagnostics with the lines that they are at.
pub fn lint<'a>(
    source: Source<'a>,
    syntax: Syntax,
    insist: bool,
    policy: &'a Policy,
    scratch: &mut Scratch,
) -> Outcome<'a> {
    lint_into(source, syntax, insist, policy, scratch, &mut KeepAll)
}

/// The same, with the diagnostics handed to `receiver` in batches; the outcome holds the last of them.
pub fn lint_into<'a>(
    source: Source<'a>,
    syntax: Syntax,
    insist: bool,
    policy: &'a Policy,
    scratch: &mut Scratch,
    receiver: &mut dyn Receiver,
) -> Outcome<'a> {
    let reader = shape::reader(source.chunk, syntax, insist);
    let hierarchy = Hierarchy::known(scratch.hierarchy.as_ref(), syntax, source.chunk);
    Run { hierarchy, ..Run::new(source, syntax, policy) }.all(reader, scratch, receiver)
}

/// Checks some items of a long JSON list.
pub fn items<'a>(source: Source<'a>, items: &Items, policy: &'a Policy, scratch: &mut Scratch) -> Outcome<'a> {
    items_into(source, items, policy, scratch, &mut KeepAll)
}

/// The same, with the diagnostics handed to `receiver` in batches; the outcome holds the last of them.
pub fn items_into<'a>(
    source: Source<'a>,
    items: &Items,
    policy: &'a Policy,
    scratch: &mut Scratch,
    receiver: &mut dyn Receiver,
) -> Outcome<'a> {
    let reader = Reader::items(source.chunk, items, shape::is_native);
    Run::new(source, Syntax::Json, policy).all(reader, scratch, receiver)
}

/// One source being checked.
struct Run<'a> {
    source: Source<'a>,
    syntax: Syntax,
    policy: &'a Policy,
    path: Arc<str>,
    /// The shapes that records were of.
    shapes: Vec<&'static str>,
    hierarchy: Option<Arc<Hierarchy>>,
    /// In a syntax in which records share parts, hashes of the diagnostics so far, by rule, place and message.
    told: HashSet<u128>,
    /// The ids by which texts cite the records so far, and where each is.
    ids: HashMap<String, Span>,
    /// How many of the bytes that are of no encoding stand before the present record.
    wrong: usize,
    /// Whether it was told of one that stands in no record.
    is_wrong_told: bool,
    outcome: Outcome<'a>,
}

impl<'a> Run<'a> {
    fn new(source: Source<'a>, syntax: Syntax, policy: &'a Policy) -> Self {
        let path = Arc::from(source.path);
        let outcome = Outcome::default();
        Run {
            source,
            syntax,
            policy,
            path,
            shapes: Vec::new(),
            hierarchy: None,
            told: HashSet::new(),
            ids: HashMap::new(),
            wrong: 0,
            is_wrong_told: false,
            outcome,
        }
    }

    fn all(mut self, reader: Reader<'a>, scratch: &mut Scratch, receiver: &mut dyn Receiver) -> Outcome<'a> {
        let mut reader = reader.looking_for_rules(!self.policy.rules.text_marks().is_none());
        let Scratch { waiting, timings, .. } = scratch;
        waiting.resize_with(MOST_WAITING, Waiting::default);
        let (mut count, mut bytes) = (0, 0);
        // Whoever called began to measure.
        timings.lap(Stage::Decode);
        loop {
            let next = &mut waiting[count];
            next.findings.clear();
            let found = reader.next(&mut next.source, &mut next.findings);
            timings.lap(Stage::Parse);
            // What was met on the way is told behind what is wrong with the records before it.
            let is_alone = !next.findings.is_empty() || !self.source.wrong.is_empty() || found.is_none();
            if is_alone {
                let (before, rest) = waiting.split_at_mut(count);
                self.finish(before, timings);
                self.met(found.as_ref(), &mut rest[0]);
                waiting.swap(0, count);
                (count, bytes) = (0, 0);
            }
            let Some(at) = found.filter(|_| !receiver.is_stopped()) else { break };
            if self.outcome.diagnostics.len() >= receiver.batch_size() {
                receiver.take(std::mem::take(&mut self.outcome.diagnostics), self.outcome.recognised);
            }
            self.outcome.records += 1;
            if !at.readable {
                continue;
            }
            let next = &mut waiting[count];
            next.at = at;
            bytes += self.begin(next, timings);
            count += 1;
            if count == MOST_WAITING || bytes > ENOUGH_BYTES {
                self.finish(&mut waiting[..count], timings);
                // Not each of them keeps the memory that a long record took, in case there is another.
                if bytes > ENOUGH_BYTES && count > 1 {
                    waiting[count - 1] = Waiting::default();
                }
                (count, bytes) = (0, 0);
            }
        }
        self.wrong_before(u32::MAX);
        timings.book(self.policy.rules.active().iter().map(|active| active.entry.rule_id()));
        self.outcome
    }

    /// Tells what was found on the way to a record, or in one that cannot be read, or behind the last.
    fn met(&mut self, found: Option<&RecordAt>, waiting: &mut Waiting) {
        let findings = &mut std::mem::take(&mut waiting.findings);
        match found {
            Some(at) if !at.readable => {
                let name =
                    RecordName { id: format!("#{}", at.index + 1), index: at.index, pointer: at.pointer.clone() };
                self.report(None, Some(&name), "", findings);
            }
            // It concerns the file.
            _ => self.file_findings(findings),
        }
    }

    /// Passes over the bytes of no encoding that stand before `start`, and tells of the first that is in no record.
    fn wrong_before(&mut self, start: u32) {
        let wrong = self.source.wrong;
        let passed = wrong[self.wrong..].partition_point(|byte| byte.at < start);
        let first = wrong.get(self.wrong).filter(|_| passed > 0);
        self.wrong += passed;
        if let Some(byte) = first.filter(|_| !self.is_wrong_told) {
            self.is_wrong_told = true;
            self.file_findings(&mut vec![encoding(self.source, *byte)]);
        }
    }

    /// The first byte of no encoding within a record.
    fn wrong_within(&mut self, span: Span) -> Option<WrongByte> {
        if self.source.wrong.is_empty() {
            return None;
        }
        self.wrong_before(span.start);
        let wrong = &self.source.wrong[self.wrong..];
        let passed = wrong.partition_point(|byte| byte.at < span.end);
        self.wrong += passed;
        wrong.first().copied().filter(|_| passed > 0)
    }

    /// Makes the canonical tree of a record, and returns how many bytes the record has.
    fn begin(&mut self, waiting: &mut Waiting, timings: &mut Timings) -> u32 {
        let Waiting { source, canonical, findings, .. } = waiting;
        let Some(tree) = Tree::new(self.source.chunk, source) else { return 0 };
        let shape = self.policy.shape.or_else(|| shape::detect(self.syntax, tree));
        let hierarchy = self.hierarchy.clone();
        let builder = &mut Builder::new(tree, canonical).among(hierarchy.as_deref());
        let is_built = shape.is_some_and(|shape| (shape.read)(builder));
        timings.lap(Stage::Shape);
        let span = tree.span(tree.root());
        let wrong = self.wrong_within(span);
        if let Some(byte) = wrong {
            // What the record says is not what was written: nothing more is said of it.
            findings.push(encoding(self.source, byte));
        }
        if let Some(own) = shape.and_then(|shape| shape.own_id) {
            findings.extend(self.repeated_id(own, tree));
        }
        (waiting.shape, waiting.is_built, waiting.is_garbled) = (shape, is_built, wrong.is_some());
        if shape.is_some() {
            self.outcome.recognised += 1;
        } else {
            self.outcome.shapeless += 1;
            self.outcome.unchecked += u64::from(self.policy.own_schema.is_none());
        }
        span.end - span.start
    }

    /// What is wrong with the `id` of a record, if an earlier one of the source has the same.
    fn repeated_id(&mut self, own: OwnId, tree: Tree<'_>) -> Option<Finding> {
        let node = tree.get_named(tree.root(), own.name)?.value;
        let id = tree.text(node).map(str::trim).filter(|id| !id.is_empty())?;
        let span = tree.span(node);
        let Some(first) = self.ids.get(id) else {
            self.ids.insert(id.to_owned(), span);
            return None;
        };
        let message = format!("another record of this file has the {} {}", own.shown, show::quoted(id));
        let mut finding = Finding::new("record/id-duplicate", own.severity, Place::Bytes(span), message);
        finding.caption("used twice").label(Place::Bytes(*first), "first used here").value(id).help(own.advice);
        Some(finding)
    }

    /// Validates the records that wait, asks the rules about them, and tells what was found in each.
    fn finish(&mut self, waiting: &mut [Waiting], timings: &mut Timings) {
        for Waiting { source, canonical, shape, is_built, is_garbled, findings, .. } in waiting.iter_mut() {
            if let Some(tree) = Tree::new(self.source.chunk, source).filter(|_| !*is_garbled) {
                self.validate(tree, *shape, *is_built, findings, canonical);
            }
        }
        timings.lap(Stage::Schema);
        let is_same =
            |one: Option<&Shape>, other: Option<&Shape>| one.map(|shape| shape.id) == other.map(|shape| shape.id);
        for alike in waiting.chunk_by_mut(|one, other| is_same(one.shape, other.shape)) {
            if let Some(shape) = alike.first().and_then(|first| first.shape) {
                self.rules(alike, shape, timings);
            }
        }
        for record in waiting {
            self.settle(record);
        }
        timings.lap(Stage::Place);
    }

    /// Settles which of the findings about a record speak, and tells them.
    fn settle(&mut self, waiting: &mut Waiting) {
        let findings = &mut std::mem::take(&mut waiting.findings);
        let canonical = &waiting.canonical;
        if waiting.is_built && !waiting.is_garbled {
            findings.retain(|finding| !origin::is_elsewhere(finding, canonical));
            // A field whose value is wrong is not missing as well.
            let is_wrong = |field| canonical.astray.iter().any(|astray| Some(astray.field) == field);
            findings.retain(|finding| finding.subject.is_none() || !is_wrong(finding.subject));
        }
        let Some(view) = waiting.view(self.source.chunk).filter(|_| !findings.is_empty()) else { return };
        let tree = view.source;
        // What a schema says is said of every record, also by rules that nobody chose.
        findings.retain(|finding| self.policy.rules.find(&finding.rule).is_some());
        precedence::settle(findings, &self.policy.rules, view.canonical);
        let (name, identity) = name::of(view.canonical, &waiting.at, self.policy.id.as_deref().map(|id| (id, tree)));
        self.report(Some(view), Some(&name), &identity, findings);
    }

    /// What a shape could not take over is told; the person's own schema sees the source tree, the bundled one native
    /// records only.
    fn validate(
        &self,
        tree: Tree<'_>,
        shape: Option<&'static Shape>,
        built: bool,
        findings: &mut Vec<Finding>,
        canonical: &Canonical,
    ) {
        let from = findings.len();
        if built {
            findings.extend(canonical.astray.iter().map(|astray| left_out(tree, *astray)));
        }
        if shape.is_none() || built && !is_native(shape) {
            self.repeated(tree, shape, findings);
        }
        let (schema, native) = match (&self.policy.own_schema, &self.policy.record_schema) {
            (Some(own), _) => (Some(own), false),
            (None, Some(bundled)) if is_native(shape) => (Some(bundled), true),
            _ => (None, false),
        };
        if let Some(schema) = schema {
            let check = if self.policy.shortcuts { Schema::check } else { Schema::check_in_full };
            check(schema, tree, native, findings);
        }
        if built {
            resolve::into_canonical(&mut findings[from..], tree, canonical);
        }
    }

    /// Of two members with one name, a shape takes over one, and a record in no known format is seen by no rule: the rule
    /// about them checks the source tree.
    fn repeated(&self, tree: Tree<'_>, shape: Option<&'static Shape>, findings: &mut Vec<Finding>) {
        let rules = &self.policy.rules;
        let Some(active) = rules.find("field/duplicate-key") else { return };
        let shape = shape.unwrap_or(&Shape::PLAIN);
        if let Entry::BuiltIn(BuiltIn { rule: Rule { check: Check::Present(check), .. }, .. }) = &active.entry
            && !tree.numbers_repeats()
            && tree.may_have_duplicates()
        {
            let ask =
                Ask { profile: rules.profile(), shape, lacks: &[], year: self.policy.year, options: &active.settings };
            check(&Record::among(tree, &self.policy.languages), &ask, &mut Findings::new(&active.entry, findings));
        }
    }

    /// Findings that belong to no record.
    fn file_findings(&mut self, findings: &mut Vec<Finding>) {
        if findings.is_empty() {
            return;
        }
        self.report(None, None, "", findings);
        findings.clear();
    }

    /// Adds the diagnostics of `findings`, which are about a record or, without a view, about bytes of the file.
    fn report(&mut self, view: Option<View<'_>>, name: Option<&RecordName>, identity: &str, findings: &mut [Finding]) {
        let chunk = self.source.chunk;
        let index = self.outcome.index.get_or_insert_with(|| LineIndex::new(chunk));
        let context = resolve::Context {
            syntax: self.syntax,
            view,
            index,
            path: &self.path,
            record: name,
            identity,
            schema_path: self.policy.own_schema.as_deref().or(self.policy.record_schema.as_deref()).map(Schema::path),
            rules: &self.policy.rules,
            is_loose: view.and_then(|view| view.shape).is_some_and(|shape| shape.is_loose),
        };
        let from = self.outcome.diagnostics.len();
        let found = findings.iter().filter_map(|finding| resolve::diagnostic(finding, &context));
        // What an alias repeats, or an element that belongs to several records, stands in the file once.
        let told = &mut self.told;
        let may_repeat = matches!(self.syntax, Syntax::Yaml | Syntax::Xml);
        let is_new = |one: &Diagnostic| !may_repeat || told.insert(hash(one));
        self.outcome.diagnostics.extend(found.filter(is_new));
        self.outcome.diagnostics[from..].sort_by_key(|diagnostic| (diagnostic.start().offset, diagnostic.end().offset));
        repeated::join(&mut self.outcome.diagnostics, from);
    }
}

/// Rule, place and message of a diagnostic as one number. 128 bits: two that differ are never equal by chance.
fn hash(one: &Diagnostic) -> u128 {
    let place = [one.start().offset.to_le_bytes(), one.end().offset.to_le_bytes()].concat();
    xxh3_128(&[one.rule.as_bytes(), &place, one.message.as_bytes()].concat())
}

/// The diagnostics of findings about a text that is no record, such as a configuration; without a tree, of one that could
/// not be read.
pub fn of_text(
    findings: &[Finding],
    tree: Option<Tree<'_>>,
    source: Source<'_>,
    index: &LineIndex<'_>,
    syntax: Syntax,
    rules: &RuleSet,
) -> Vec<Diagnostic> {
    resolve::of_text(findings, tree, source, index, syntax, rules)
}
