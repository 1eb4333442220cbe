//! Checks a source: reads each record, validates it, runs the rules, drops findings that others explain better, and
//! converts nodes to lines.
//!
//! Pure: no file access, no state from one record to the next except the ids by which texts cite records, and no clock
//! except for [`Timings`], which do not affect the findings.

mod batch;
mod cache;
mod canonise;
mod faults;
mod losses;
mod name;
mod origin;
mod precedence;
mod repeated;
mod repeated_work;
mod resolve;
mod summary;
mod timings;
mod unchecked;
mod view;

pub use cache::{RecordCache, RecordSummary};
pub use canonise::{Canonised, FilePlace, canonise, canonise_with_hierarchy};
pub use faults::too_long;
pub use summary::{Fixes, NotChecked, NotFixed, Summary, Unreadable};
pub use timings::{Stage, TEXTS, Timings};
pub use unchecked::{FileCounts, FileFacts};

use crate::diagnostic::{Diagnostic, Finding, Place, RecordName, RuleId, show};
use crate::record::{Recogniser, Record};
use crate::ruleset::schema::Schema;
use crate::ruleset::{BuiltIn, Check, Entry, Findings, Rule, RuleContext, RuleSet};
use crate::shape::{self, Builder, Canonical, Hierarchy, OwnId, Shape};
use crate::syntax::{Items, JsonMode, Reader, RecordAt, Syntax};
use crate::text::{LineIndex, Source, Span, WrongByte};
use crate::tree::Tree;
use batch::{BATCH_BYTES, BATCH_SIZE, PendingRecord};
use faults::{encoding, type_mismatch};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use view::{View, is_native};
use xxhash_rust::xxh3::xxh3_128;

/// The configuration of a check.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The rules and the profile.
    pub rules: RuleSet,
    /// The schema of native records.
    pub record_schema: Option<Arc<Schema>>,
    /// The user's own schema, for records of every shape. It replaces the bundled schema.
    pub own_schema: Option<Arc<Schema>>,
    /// The shape of all records. If absent, the shape of each record is detected.
    pub shape: Option<&'static Shape>,
    /// The recogniser for the languages of texts.
    pub languages: Recogniser,
    /// A JSON Pointer to the name of a record in the source tree.
    pub id: Option<String>,
    /// The year of the run, for rules about dates.
    pub year: i32,
    /// Whether rules, strings and the schema may be skipped if a cheaper check shows that they find nothing. The
    /// findings are the same without shortcuts; tests compare both ways.
    pub shortcuts: bool,
}

impl Policy {
    /// Creates a policy for these rules and this year, without a schema, for records of every format and texts in the
    /// usual languages.
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

/// Memory that a worker reuses from record to record.
#[derive(Debug, Default)]
pub struct Scratch {
    batch: Vec<PendingRecord>,
    /// The hierarchy of the records of the whole run. If absent, it is determined from each source alone.
    pub hierarchy: Option<Arc<Hierarchy>>,
    /// The time that the worker has spent.
    pub timings: Timings,
    /// What is kept of a document that is checked again after edits. `None` for files that are checked once.
    pub cache: Option<RecordCache>,
}

impl Scratch {
    /// Creates the memory of a worker, with or without time measurement.
    pub fn timed(is_timed: bool) -> Self {
        Self { timings: Timings::new(is_timed), ..Self::default() }
    }

    /// Sets the hierarchy of the records of the whole run.
    #[must_use]
    pub fn with_hierarchy(self, hierarchy: &Arc<Hierarchy>) -> Self {
        Self { hierarchy: Some(Arc::clone(hierarchy)), ..self }
    }

    /// Drops the memory, which may be in an inconsistent state after a panic.
    pub fn renew(&mut self) {
        self.batch.clear();
    }
}

/// The result of checking a source.
#[derive(Debug, Default)]
pub struct Outcome<'a> {
    /// The diagnostics, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// The lines of the source. `None` if there are no diagnostics.
    pub index: Option<LineIndex<'a>>,
    /// The number of records.
    pub records: u64,
    /// The number of records of a known shape.
    pub recognised: u64,
    /// The number of records of an unknown shape.
    pub shapeless: u64,
    /// The number of records of an unknown shape that were not validated either, since there is no schema for them.
    pub unchecked: u64,
    /// Rules that did not run because the shape has no field for what they check; with the shape.
    pub not_held: Vec<(RuleId, &'static str)>,
    /// Rules that failed on some record, which makes the run fail.
    pub failed: Vec<RuleId>,
}

impl Outcome<'_> {
    /// Returns the outcome without the lines, so that it outlives the text.
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

/// A file and its findings.
#[derive(Clone, Copy, Debug)]
pub struct FileReport<'a> {
    /// The file.
    pub source: Source<'a>,
    /// Its lines.
    pub index: &'a LineIndex<'a>,
    /// The diagnostics, in file order.
    pub diagnostics: &'a [Diagnostic],
    /// Whether each line is a separate record, so that the lines around a finding are unrelated.
    pub record_a_line: bool,
}

/// Receives the diagnostics of a source in batches, so that they need not all be in memory at once.
pub trait Receiver {
    /// Whether to stop. Called after each record.
    fn is_stopped(&self) -> bool;

    /// Returns the number of diagnostics in a batch.
    fn batch_size(&self) -> usize;

    /// Takes a batch of diagnostics, in file order. `recognised` is the number of records of a known format so far.
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

/// Checks all records of a source.
pub fn lint<'a>(
    source: Source<'a>,
    syntax: Syntax,
    json_mode: JsonMode,
    policy: &'a Policy,
    scratch: &mut Scratch,
) -> Outcome<'a> {
    lint_into(source, syntax, json_mode, policy, scratch, &mut KeepAll)
}

/// Checks all records of a source and passes the diagnostics to `receiver` in batches. The outcome has the last batch.
pub fn lint_into<'a>(
    source: Source<'a>,
    syntax: Syntax,
    json_mode: JsonMode,
    policy: &'a Policy,
    scratch: &mut Scratch,
    receiver: &mut dyn Receiver,
) -> Outcome<'a> {
    let reader = shape::reader(source.chunk, syntax, json_mode);
    let hierarchy = Hierarchy::known(scratch.hierarchy.as_ref(), syntax, source.chunk);
    Run { hierarchy, ..Run::new(source, syntax, policy) }.check_all(reader, scratch, receiver)
}

/// Checks some items of a long JSON array.
pub fn items<'a>(source: Source<'a>, items: &Items, policy: &'a Policy, scratch: &mut Scratch) -> Outcome<'a> {
    items_into(source, items, policy, scratch, &mut KeepAll)
}

/// Checks some items of a long JSON array and passes the diagnostics to `receiver` in batches. The outcome has the last
/// batch.
pub fn items_into<'a>(
    source: Source<'a>,
    items: &Items,
    policy: &'a Policy,
    scratch: &mut Scratch,
    receiver: &mut dyn Receiver,
) -> Outcome<'a> {
    let reader = Reader::items(source.chunk, items, shape::is_native);
    Run::new(source, Syntax::Json, policy).check_all(reader, scratch, receiver)
}

/// The check of one source.
struct Run<'a> {
    source: Source<'a>,
    syntax: Syntax,
    policy: &'a Policy,
    path: Arc<str>,
    /// The shapes of the records so far.
    shapes: Vec<&'static str>,
    hierarchy: Option<Arc<Hierarchy>>,
    /// Hashes of the rules, places and messages of the diagnostics so far, for syntaxes in which records share parts.
    reported: HashSet<u128>,
    /// The citation ids of the records so far, with their spans.
    ids: HashMap<String, Span>,
    /// The DOIs and PMIDs of the records so far.
    works: repeated_work::Works,
    /// The number of undecodable bytes before the current record.
    wrong: usize,
    /// Whether an undecodable byte outside any record has been reported.
    has_reported_wrong: bool,
    /// The findings of records that were checked before.
    cache: Option<RecordCache>,
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
            reported: HashSet::new(),
            ids: HashMap::new(),
            works: repeated_work::Works::default(),
            wrong: 0,
            has_reported_wrong: false,
            cache: None,
            outcome,
        }
    }

    /// Checks all records, in batches.
    fn check_all(mut self, reader: Reader<'a>, scratch: &mut Scratch, receiver: &mut dyn Receiver) -> Outcome<'a> {
        let mut reader = reader.summarising_strings(!self.policy.rules.text_marks().is_none());
        let Scratch { batch, timings, cache, .. } = scratch;
        self.cache = cache.take();
        if let Some(cache) = &mut self.cache {
            cache.begin();
        }
        batch.resize_with(BATCH_SIZE, PendingRecord::default);
        let (mut count, mut bytes) = (0, 0);
        // The caller has started the measurement.
        timings.lap(Stage::Decode);
        loop {
            let next = &mut batch[count];
            next.findings.clear();
            let found = reader.next(&mut next.source, &mut next.findings);
            timings.lap(Stage::Parse);
            // Findings before this record are reported after those of the previous records.
            let ends_batch = !next.findings.is_empty() || !self.source.wrong.is_empty() || found.is_none();
            if ends_batch {
                let (before, rest) = batch.split_at_mut(count);
                self.check_batch(before, timings);
                self.report_reader_findings(found.as_ref(), &mut rest[0]);
                batch.swap(0, count);
                (count, bytes) = (0, 0);
            }
            let Some(at) = found.filter(|_| !receiver.is_stopped()) else { break };
            if self.outcome.diagnostics.len() >= receiver.batch_size() {
                receiver.take(std::mem::take(&mut self.outcome.diagnostics), self.outcome.recognised);
            }
            self.outcome.records += 1;
            if !at.readable {
                if let Some(cache) = &mut self.cache {
                    cache.add_unreadable(&at);
                }
                continue;
            }
            let next = &mut batch[count];
            next.at = at;
            bytes += self.prepare(next, timings);
            count += 1;
            if count == BATCH_SIZE || bytes > BATCH_BYTES {
                self.check_batch(&mut batch[..count], timings);
                // The memory of a long record is only kept once.
                if bytes > BATCH_BYTES && count > 1 {
                    batch[count - 1] = PendingRecord::default();
                }
                (count, bytes) = (0, 0);
            }
        }
        self.skip_wrong_before(u32::MAX);
        if let Some(known) = &mut self.cache {
            known.end();
        }
        *cache = self.cache.take();
        timings.assign_names(self.policy.rules.active().iter().map(|active| active.entry.rule_id()));
        self.outcome
    }

    /// Reports findings of the reader: before a record, in a record that cannot be read, or after the last one.
    fn report_reader_findings(&mut self, found: Option<&RecordAt>, pending: &mut PendingRecord) {
        let findings = &mut std::mem::take(&mut pending.findings);
        match found {
            Some(at) if !at.readable => {
                let name =
                    RecordName { id: format!("#{}", at.index + 1), index: at.index, pointer: at.pointer.clone() };
                self.report(None, Some(&name), "", findings);
            }
            // About the file.
            _ => self.report_file_findings(findings),
        }
    }

    /// Skips undecodable bytes before `start` and reports the first one outside any record.
    fn skip_wrong_before(&mut self, start: u32) {
        let wrong = self.source.wrong;
        let skipped = wrong[self.wrong..].partition_point(|byte| byte.at < start);
        let first = wrong.get(self.wrong).filter(|_| skipped > 0);
        self.wrong += skipped;
        if let Some(byte) = first.filter(|_| !self.has_reported_wrong) {
            self.has_reported_wrong = true;
            self.report_file_findings(&mut vec![encoding(self.source, *byte)]);
        }
    }

    /// Returns the first undecodable byte in a record.
    fn first_wrong_in(&mut self, span: Span) -> Option<WrongByte> {
        if self.source.wrong.is_empty() {
            return None;
        }
        self.skip_wrong_before(span.start);
        let wrong = &self.source.wrong[self.wrong..];
        let count = wrong.partition_point(|byte| byte.at < span.end);
        self.wrong += count;
        wrong.first().copied().filter(|_| count > 0)
    }

    /// Builds the canonical tree of a record. Returns the length of the record in bytes.
    fn prepare(&mut self, pending: &mut PendingRecord, timings: &mut Timings) -> u32 {
        let PendingRecord { source, canonical, findings, .. } = pending;
        let Some(tree) = Tree::new(self.source.chunk, source) else { return 0 };
        let shape = self.policy.shape.or_else(|| shape::detect(self.syntax, tree));
        let hierarchy = self.hierarchy.clone();
        let builder = &mut Builder::new(tree, canonical).among(hierarchy.as_deref());
        let is_built = shape.is_some_and(|shape| (shape.read)(builder));
        timings.lap(Stage::Shape);
        let span = tree.span(tree.root());
        let wrong = self.first_wrong_in(span);
        if let Some(byte) = wrong {
            // The content of the record is not reliable, so it is not checked any further.
            findings.push(encoding(self.source, byte));
        }
        if let Some(own) = shape.and_then(|shape| shape.own_id) {
            findings.extend(self.repeated_id(own, tree));
        }
        // Segments of JSON files are checked independently of each other.
        let is_whole = !matches!(self.syntax, Syntax::Json | Syntax::Ndjson);
        if let Some(shape) = shape.filter(|shape| is_whole && shape.is_of_works && wrong.is_none()) {
            let view = View::of(tree, canonical, Some(shape), is_built);
            findings.extend(self.works.repeated(view, canonical, shape));
        }
        (pending.shape, pending.is_built, pending.is_garbled) = (shape, is_built, wrong.is_some());
        if shape.is_some() {
            self.outcome.recognised += 1;
        } else {
            self.outcome.shapeless += 1;
            self.outcome.unchecked += u64::from(self.policy.own_schema.is_none());
        }
        span.end - span.start
    }

    /// Returns a finding if an earlier record of the source has the same id.
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

    /// Validates the records of a batch, runs the rules on them, and reports their findings.
    fn check_batch(&mut self, batch: &mut [PendingRecord], timings: &mut Timings) {
        // The findings so far depend on other records.
        let mut counts = [0; BATCH_SIZE];
        if let Some(cache) = &mut self.cache {
            for (pending, count) in batch.iter_mut().zip(&mut counts) {
                *count = pending.findings.len();
                pending.is_known = cache.restore(pending, self.source.chunk);
            }
        }
        for PendingRecord { source, canonical, shape, is_built, is_garbled, is_known, findings, .. } in batch.iter_mut()
        {
            if let Some(tree) = Tree::new(self.source.chunk, source).filter(|_| !*is_garbled && !*is_known) {
                self.validate(tree, *shape, *is_built, findings, canonical);
            }
        }
        timings.lap(Stage::Schema);
        let is_same =
            |one: Option<&Shape>, other: Option<&Shape>| one.map(|shape| shape.id) == other.map(|shape| shape.id);
        for group in batch.chunk_by_mut(|one, other| is_same(one.shape, other.shape)) {
            if let Some(shape) = group.first().and_then(|first| first.shape) {
                self.run_rules(group, shape, timings);
            }
        }
        if let Some(cache) = &mut self.cache {
            for (pending, from) in batch.iter().zip(counts) {
                // A rule that failed is reported once, and not for each record.
                if !pending.is_known && self.outcome.failed.is_empty() {
                    cache.store(pending, from);
                }
                cache.add(pending, self.source.chunk, self.policy.id.as_deref());
            }
        }
        for record in batch {
            self.report_record(record);
        }
        timings.lap(Stage::Place);
    }

    /// Drops findings that are explained by others, and reports the rest.
    fn report_record(&mut self, pending: &mut PendingRecord) {
        let findings = &mut std::mem::take(&mut pending.findings);
        let canonical = &pending.canonical;
        if pending.is_built && !pending.is_garbled {
            findings.retain(|finding| !origin::is_elsewhere(finding, canonical));
            // A field with an invalid value is not reported as missing.
            let is_wrong = |field| canonical.unmapped.iter().any(|unmapped| Some(unmapped.field) == field);
            findings.retain(|finding| finding.subject.is_none() || !is_wrong(finding.subject));
        }
        let Some(view) = pending.view(self.source.chunk).filter(|_| !findings.is_empty()) else { return };
        let tree = view.source;
        // The schema also has findings of rules that were not selected.
        findings.retain(|finding| self.policy.rules.find(&finding.rule).is_some());
        precedence::apply(findings, &self.policy.rules, view.canonical);
        let (name, identity) = name::of(view.canonical, &pending.at, self.policy.id.as_deref().map(|id| (id, tree)));
        self.report(Some(view), Some(&name), &identity, findings);
    }

    /// Reports values that the shape could not convert, and validates against the schema: the user's own one for the
    /// source tree of every record, or the bundled one for native records.
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
            findings.extend(canonical.unmapped.iter().map(|unmapped| type_mismatch(tree, *unmapped)));
        }
        if shape.is_none() || built && !is_native(shape) {
            self.check_duplicate_keys(tree, shape, findings);
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

    /// Runs the rule on duplicate keys on the source tree: a shape converts only one of several members of the same
    /// name, and other rules do not run on records of an unknown format.
    fn check_duplicate_keys(&self, tree: Tree<'_>, shape: Option<&'static Shape>, findings: &mut Vec<Finding>) {
        let rules = &self.policy.rules;
        let Some(active) = rules.find("field/duplicate-key") else { return };
        let shape = shape.unwrap_or(&Shape::PLAIN);
        if let Entry::BuiltIn(BuiltIn { rule: Rule { check: Check::Present(check), .. }, .. }) = &active.entry
            && !tree.allows_repeated_names()
            && tree.may_have_duplicates()
        {
            let context = RuleContext {
                profile: rules.profile(),
                shape,
                lacks: &[],
                year: self.policy.year,
                options: &active.settings,
            };
            check(
                &Record::with_recogniser(tree, &self.policy.languages),
                &context,
                &mut Findings::new(&active.entry, findings),
            );
        }
    }

    /// Reports findings that do not belong to a record.
    fn report_file_findings(&mut self, findings: &mut Vec<Finding>) {
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
            is_citation_format: view.and_then(|view| view.shape).is_some_and(|shape| shape.is_citation_format),
        };
        let from = self.outcome.diagnostics.len();
        let found = findings.iter().filter_map(|finding| resolve::diagnostic(finding, &context));
        // The target of an alias, or an element that belongs to several records, is only reported once.
        let reported = &mut self.reported;
        let may_repeat = matches!(self.syntax, Syntax::Yaml | Syntax::Xml);
        let is_new = |one: &Diagnostic| !may_repeat || reported.insert(hash(one));
        self.outcome.diagnostics.extend(found.filter(is_new));
        self.outcome.diagnostics[from..].sort_by_key(|diagnostic| (diagnostic.start().offset, diagnostic.end().offset));
        repeated::merge(&mut self.outcome.diagnostics, from);
    }
}

/// Returns a hash of the rule, the place and the message of a diagnostic. With 128 bits, collisions are negligible.
fn hash(one: &Diagnostic) -> u128 {
    let place = [one.start().offset.to_le_bytes(), one.end().offset.to_le_bytes()].concat();
    xxh3_128(&[one.rule.as_bytes(), &place, one.message.as_bytes()].concat())
}

/// Converts findings about a text that is not a record, such as a configuration. Without a tree, about one that could
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
