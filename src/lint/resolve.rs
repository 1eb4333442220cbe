//! Converts findings to diagnostics: nodes to lines, pointers and edits of the file.

use super::{View, losses, origin};
use crate::diagnostic::{
    Applicability, Change, Diagnostic, Edit, Finding, Fix, Label, Place, RecordName, ResolvedEdit, ResolvedFix,
    ResolvedLabel, SchemaPlace, Severity,
};
use crate::record::Language;
use crate::ruleset::{ActiveRule, RuleSet};
use crate::shape::{Canonical, LanguageCodes, Origin};
use crate::syntax::{Syntax, differences, narrowed};
use crate::text::{LineIndex, Source, Span};
use crate::tree::{Kind, NodeId, Pointer, Symbol, Tree};
use std::ops::Range;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The context of a finding.
pub(super) struct Context<'a> {
    pub(super) syntax: Syntax,
    /// The record. `None` if the finding is not in a readable record.
    pub(super) view: Option<View<'a>>,
    pub(super) index: &'a LineIndex<'a>,
    pub(super) path: &'a Arc<str>,
    pub(super) record: Option<&'a RecordName>,
    pub(super) identity: &'a str,
    pub(super) schema_path: Option<&'a str>,
    pub(super) rules: &'a RuleSet,
    /// Whether missing fields are worth a note at most; see [`crate::shape::Shape::is_citation_format`].
    pub(super) is_citation_format: bool,
}

/// The version of the fingerprint algorithm.
const FINGERPRINT_VERSION: &str = "1";

/// Whether the field is there and empty, and the format itself requires it to have content.
fn is_required(finding: &Finding, view: Option<View<'_>>) -> bool {
    let (Place::Value(node), Some(view)) = (&finding.place, view) else { return false };
    let (Some(built), Some(shape)) = (view.built, view.shape) else { return false };
    let source = match built.origins.get(node.index()) {
        Some(Origin::Node(source) | Origin::Part(source, _)) => *source,
        _ => return false,
    };
    view.source.key_of(source).is_some_and(|key| shape.requires(view.source.key_name(key)))
}

/// Converts a finding to a diagnostic. `None` if it is not shown.
pub(super) fn diagnostic(finding: &Finding, context: &Context<'_>) -> Option<Diagnostic> {
    let active = context.rules.find(&finding.rule)?;
    if !active.shown || is_divided(finding, context.view) {
        return None;
    }
    // In a citation format, fields that a citation does not need are only reported as missing on request.
    if context.is_citation_format
        && !active.is_requested
        && active.entry.reports_beyond_citing()
        && finding.subject.is_some()
    {
        return None;
    }
    // A profile changes the default severity of a rule, but not one that the rule has set itself.
    let severity = match active.severity {
        Some(severity) if finding.severity == active.entry.severity() => severity,
        // In a citation format, a missing field is worth a note at most, unless a profile sets the severity.
        None if context.is_citation_format && active.entry.reports_missing() && !is_required(finding, context.view) => {
            finding.severity.min(Severity::Note)
        }
        None => finding.severity.min(highest_severity(active, context)),
        _ => finding.severity,
    };
    let primary = Label { place: finding.place.clone(), text: finding.caption.clone() };
    let labels = std::iter::once(&primary)
        .chain(&finding.labels)
        .enumerate()
        .map(|(number, label)| resolve_label(label, number == 0, context))
        .collect();
    let (pointer, field, pattern) = pointers(finding, context);
    let value = finding.value.clone();
    let schema = finding
        .schema_pointer
        .as_ref()
        .zip(context.schema_path)
        .map(|(pointer, path)| SchemaPlace { path: path.to_owned(), pointer: pointer.clone() });
    let identity =
        [FINGERPRINT_VERSION, &*finding.rule, context.identity, &pattern, value.as_deref().unwrap_or_default()];
    Some(Diagnostic {
        rule: finding.rule.clone(),
        severity,
        message: message(finding),
        more: finding.more,
        help: finding.help.clone(),
        expected: finding.expected.clone(),
        suggestion: finding.suggestion.clone(),
        path: Arc::clone(context.path),
        record: context.record.cloned(),
        pointer,
        field,
        labels,
        schema,
        fix: finding.fix.as_ref().and_then(|fix| resolve_fix(fix, active, context, context.view?)),
        fingerprint: format!("{FINGERPRINT_VERSION}:{:016x}", xxh3_64(identity.join("\u{1F}").as_bytes())),
        value,
    })
}

/// Returns the highest severity of a rule in the format of the record.
fn highest_severity(active: &ActiveRule, context: &Context<'_>) -> Severity {
    let shape = context.view.and_then(|view| view.shape);
    shape.map_or(Severity::Error, |shape| shape.highest_severity(active.entry.id()))
}

/// Whether markup divides the range that it must not divide. Two parts that are adjacent in the file, such as a letter
/// and an entity, are not divided.
fn is_divided(finding: &Finding, view: Option<View<'_>>) -> bool {
    let (Some(range), Some(node)) = (&finding.undivided, finding.place.node()) else { return false };
    let origin = view.and_then(|view| view.built).and_then(|built| built.origins.get(node.index()));
    let Some(Origin::Parts(parts)) = origin else { return false };
    let touched: Vec<_> = parts.iter().filter(|part| part.at.start < range.end && range.start < part.at.end).collect();
    touched.windows(2).any(|pair| pair[0].node != pair[1].node || pair[0].from.end != pair[1].from.start)
}

/// Returns the message of a finding, with the number of findings that are counted with it.
fn message(finding: &Finding) -> String {
    match finding.more {
        0 => finding.message.clone(),
        more => format!("{} (and {more} more in this record)", finding.message),
    }
}

fn resolve_label(label: &Label, primary: bool, context: &Context<'_>) -> ResolvedLabel {
    let span = span(&label.place, context);
    ResolvedLabel {
        span,
        start: context.index.position(span.start),
        end: context.index.position(span.end),
        text: label.text.clone().into_owned(),
        primary,
    }
}

/// Converts a fix to edits of the file. `None` if it concerns content that is not in the source, or if the syntax does
/// not support the changes. A fix of a rule that the user excluded from fixing becomes display-only.
fn resolve_fix(fix: &Fix, active: &ActiveRule, context: &Context<'_>, view: View<'_>) -> Option<ResolvedFix> {
    if !fix.changes.iter().all(|change| context.syntax.can_write(change)) {
        return None;
    }
    if losses::leaves_nothing(view.canonical, &fix.changes) {
        return None;
    }
    let each = fix.changes.iter().flat_map(|change| split_by_parts(change, view));
    let each = each.flat_map(|change| split_by_items(&change, view));
    let changes: Option<Vec<Change>> = each.map(|change| in_source(&change, view)).collect();
    let tree = view.source;
    if changes.as_ref().is_some_and(|changes| losses::leaves_references(context.syntax, tree, changes)) {
        return None;
    }
    // A change that does not fit the text of the file is not a fix.
    let changes = context.syntax.with_duplicates(tree, narrowed(tree, &changes?)?);
    let resolved = |edit: Edit| {
        let (start, end) = (context.index.position(edit.span.start), context.index.position(edit.span.end));
        ResolvedEdit { edit, start, end }
    };
    let edits = context.syntax.edits(tree, &changes);
    let edits = edits.map(|edits| edits.into_iter().map(resolved).collect());
    let (mut title, mut applicability) = (fix.title.clone(), fix.applicability);
    // A value that occurs in several places may be correct in one of them.
    if let Some(places) = changes.iter().filter_map(|change| shared_places(tree, change.node())).max() {
        applicability = applicability.min(Applicability::Unsafe);
        title = format!("{title} ({places})");
    }
    if applicability < Applicability::Safe
        && changes.iter().any(|change| has_several_uses(change, context.syntax, view))
    {
        return None;
    }
    if !active.fixable {
        applicability = Applicability::DisplayOnly;
    }
    Some(ResolvedFix { title, applicability, edits, changes, repairs: 1 })
}

/// Whether several strings of the record come from the changed value, as the language of an XML article, which applies
/// to all its texts. A change that is uncertain for one of them may be wrong for another.
fn has_several_uses(change: &Change, syntax: Syntax, view: View<'_>) -> bool {
    let Some(canonical) = view.built.filter(|_| syntax == Syntax::Xml) else { return false };
    let changed = match change {
        Change::Replace { range: Some(range), .. } => range.clone(),
        _ => 0..usize::MAX,
    };
    let is_text = |at: NodeId| view.canonical.kind(at) == Kind::String;
    let is_from = |origin: &Origin| match origin {
        Origin::Part(_, part) => part.start < changed.end && changed.start < part.end,
        _ => true,
    };
    let of = canonical.nodes_of(change.node()).filter(|at| is_from(&canonical.origins[at.index()]) && is_text(*at));
    of.take(2).count() > 1
}

/// Describes in how many places of the record the target of an alias occurs. `None` for other nodes.
fn shared_places(tree: Tree<'_>, node: NodeId) -> Option<String> {
    /// Larger records are not searched for every fix.
    const MAX_SEARCHED: usize = 4096;
    if !tree.is_shared(node) {
        return None;
    }
    let is_same = |other: &NodeId| tree.span(*other) == tree.span(node) && tree.kind(*other) == tree.kind(node);
    let nodes = (0..tree.node_count() as u32).map(NodeId::new);
    let count = if tree.node_count() > MAX_SEARCHED { 0 } else { nodes.filter(is_same).count() };
    Some(if count > 1 { format!("in {count} places at once") } else { "in several places at once".to_owned() })
}

/// Splits the replacement of a string that is composed of parts into replacements of the ranges that differ, each of
/// which may be in one part.
fn split_by_parts(change: &Change, view: View<'_>) -> Vec<Change> {
    let Change::Replace { node, range: None, text } = change else { return vec![change.clone()] };
    let origin = view.built.and_then(|canonical| canonical.origins.get(node.index()));
    match (origin, view.canonical.text(*node)) {
        (Some(Origin::Parts(_)), Some(old)) => {
            let places = differences(old, text, false).into_iter();
            places.map(|(range, text)| Change::Replace { node: *node, range: Some(range), text }).collect()
        }
        _ => vec![change.clone()],
    }
}

/// Splits the removal of an array into removals of its items if the source has repeated elements instead of an array.
fn split_by_items(change: &Change, view: View<'_>) -> Vec<Change> {
    let own = || vec![change.clone()];
    let (Change::Remove { node }, Some(canonical)) = (change, view.built) else { return own() };
    let tree = view.canonical;
    if !tree.is_array(*node) {
        return own();
    }
    let items: Vec<NodeId> = tree.items(*node).collect();
    let origin = |node: NodeId| canonical.origins.get(node.index());
    let is_first = items.first().is_some_and(|first| origin(*first) == origin(*node) && origin(*node).is_some());
    if is_first { items.into_iter().map(|node| Change::Remove { node }).collect() } else { own() }
}

/// Converts a change of a canonical node to a change of its source node.
fn in_source(change: &Change, view: View<'_>) -> Option<Change> {
    let Some(canonical) = view.built else { return Some(change.clone()) };
    // Structured values are only written in the native format.
    if matches!(change, Change::Put { .. } | Change::Divide { .. }) && !view.is_native() {
        return None;
    }
    let tree = view.source;
    let known = |node: NodeId| canonical.origins.get(node.index());
    let of = |node: NodeId| match known(node) {
        Some(Origin::Node(source)) => Some((*source, None)),
        Some(Origin::Part(source, range)) => Some((*source, Some(range.clone()))),
        Some(Origin::Parts(_) | Origin::Elsewhere(_) | Origin::None) | None => None,
    };
    match change {
        Change::Replace { node, range, text } => {
            let origin = known(*node)?;
            // Where the source has another text for it, as the id of an element, there is nothing to be changed.
            let is_other =
                |part: &Range<usize>| view.canonical.text(*node).is_some_and(|text| text.len() != part.len());
            if matches!(origin, Origin::Part(_, part) if is_other(part)) {
                return None;
            }
            origin::replaced(tree, origin, range.clone(), text)
        }
        Change::Rename { node, name } => {
            let (source, part) = of(*node)?;
            let name = own_name(*view.canonical.ancestors(*node).last()?, name, view)?;
            (part.is_none() && tree.key_of(source).is_some()).then_some(Change::Rename { node: source, name })
        }
        Change::Remove { node } => {
            let is_text = view.canonical.kind(*node) == Kind::String;
            let removed = losses::with_reference(tree, origin::removed(tree, known(*node)?, is_text)?);
            (!losses::has_unmapped_content(view, *node, removed)).then_some(Change::Remove { node: removed })
        }
        Change::Insert { node, name, text } => {
            let (source, part) = of(*node)?;
            let own = own_name(*node, name, view)?;
            let text = own_language(name, text, view);
            let is_new = tree.is_object(source) && tree.get_named(source, &own).is_none();
            (part.is_none() && is_new).then_some(Change::Insert { node: source, name: own, text })
        }
        Change::Split { node, texts } => {
            let (source, part) = of(*node)?;
            part.is_none().then(|| Change::Split { node: source, texts: texts.clone() })
        }
        Change::Put { node, name, value } => {
            let (source, part) = of(*node)?;
            (part.is_none() && tree.is_object(source)).then(|| Change::Put {
                node: source,
                name: name.clone(),
                value: value.clone(),
            })
        }
        // An object in the canonical tree may be a plain string in the source, which cannot be divided.
        Change::Divide { node, values } => {
            let (source, part) = of(*node)?;
            (part.is_none() && tree.is_object(source)).then(|| Change::Divide { node: source, values: values.clone() })
        }
    }
}

/// Returns the name in the format for a new member of the canonical object `node`. `None` if the format is not known
/// to have such a member there.
fn own_name(node: NodeId, name: &str, view: View<'_>) -> Option<String> {
    let shape = view.shape?;
    if view.is_native() {
        return Some(name.to_owned());
    }
    let tree = view.canonical;
    let field = tree.ancestors(node).get(1).copied().or(Some(node).filter(|node| *node != tree.root()));
    let field = field.and_then(|field| tree.key_of(field)).map_or(Symbol::OTHER, |key| tree.symbol(key));
    let is_it = |(at, member, _): &&(Symbol, Symbol, &str)| *at == field && member.name() == name;
    shape.writes.iter().find(is_it).map(|(.., own)| (*own).to_owned())
}

/// Returns a language code as the format spells it.
fn own_language(name: &str, text: &str, view: View<'_>) -> String {
    let codes = view.shape.filter(|_| name == Symbol::LANG.name()).map(|shape| shape.language_codes);
    let language = Language::of_tag(text).filter(|_| codes == Some(LanguageCodes::Bibliographic));
    language.map_or_else(|| text.to_owned(), |language| language.bibliographic().to_owned())
}

/// Returns the span of a place. For a node of an unreadable record, the start of the file.
fn span(place: &Place, context: &Context<'_>) -> Span {
    let (syntax, Some(view)) = (context.syntax, context.view) else {
        return if let Place::Bytes(span) = place { *span } else { Span::default() };
    };
    let tree = view.source;
    match place {
        Place::Bytes(span) => *span,
        Place::Value(node) => origin::whole(syntax, tree, &origin::of(view, *node)),
        Place::Key(node) => {
            let key = view.canonical.key_of(*node).unwrap_or(*node);
            let source = origin::node(&origin::of(view, key));
            let named = if tree.kind(source) == Kind::Key { Some(source) } else { tree.key_of(source) };
            tree.span(named.unwrap_or(source))
        }
        Place::Within(node, range) => origin::within(syntax, tree, &origin::of(view, *node), range),
        Place::Opening(node) => opening(syntax, view, *node),
    }
}

/// Returns the span of the opening bracket of a container, or of its first line in a syntax without brackets.
fn opening(syntax: Syntax, view: View<'_>, node: NodeId) -> Span {
    let tree = view.source;
    let origin = origin::of(view, node);
    let whole = match &origin {
        // A person in a string with several names.
        Origin::Part(..) => origin::whole(syntax, tree, &origin),
        origin => tree.span(origin::node(origin)),
    };
    let text = tree.chunk().slice(whole);
    let length = match text.bytes().next() {
        Some(b'{' | b'[') => 1,
        Some(b'<') => {
            text.find(['\n', '\r', '>']).map_or(text.len(), |at| at + usize::from(text[at..].starts_with('>')))
        }
        _ => text.find(['\n', '\r']).unwrap_or(text.len()),
    };
    Span::new(whole.start, whole.start + text[..length].trim_end().len() as u32)
}

/// Returns the pointer of a finding in the source, its pointer in the canonical record, and the latter with `*` for
/// each index.
fn pointers(finding: &Finding, context: &Context<'_>) -> (String, String, String) {
    let (Some(node), Some(view)) = (finding.place.node(), context.view) else {
        // If the value is not in any field, fingerprints use its pointer in the file.
        let pointer = finding.source_pointer.clone().unwrap_or_default();
        let is_index = |segment: &str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
        let pattern = pointer.split('/').map(|segment| if is_index(segment) { "*" } else { segment });
        let pattern = pattern.collect::<Vec<_>>().join("/");
        return (pointer, String::new(), pattern);
    };
    let source = origin::node(&origin::of(view, node));
    let mut pointer = Pointer::of(view.source, source);
    let mut field = Pointer::of(view.canonical, node);
    let mut pattern = Pointer::pattern(view.canonical, node);
    if let Some(subject) = finding.subject {
        field.push(subject.name());
        pattern.push(subject.name());
        // A missing member is not in the file. In the native format, its name is the same as in the record.
        if view.built.is_none() || view.is_native() {
            pointer.push(subject.name());
        }
    }
    (pointer.into_text(), field.into_text(), pattern.into_text())
}

/// Moves findings of a schema from source nodes to the canonical nodes that come from them, which the other findings
/// refer to. The place of a node that was not converted, or only as a part of a string, becomes bytes and keeps its
/// pointer.
pub(super) fn into_canonical(findings: &mut [Finding], source: Tree<'_>, canonical: &Canonical) {
    let moved = |node: NodeId| canonical.nodes_of(node).next().ok_or(Place::Bytes(source.span(node)));
    for finding in findings {
        // A fix of a node that was not converted is dropped.
        let mut is_known = |change: &mut Change| moved(change.node()).map(|node| change.move_to(node)).is_ok();
        if finding.fix.as_mut().is_some_and(|fix| !fix.changes.iter_mut().all(&mut is_known)) {
            finding.fix = None;
        }
        let own = finding.place.node().filter(|node| moved(*node).is_err());
        finding.source_pointer = own.map(|node| {
            let mut pointer = Pointer::of(source, node);
            if let Some(subject) = finding.subject {
                pointer.push(subject.name());
            }
            pointer.into_text()
        });
        let labels = finding.labels.iter_mut().map(|label| &mut label.place);
        for place in std::iter::once(&mut finding.place).chain(labels) {
            *place = match place {
                Place::Key(node) => {
                    let key = source.key_of(*node).map(|key| Place::Bytes(source.span(key)));
                    moved(*node).map_or_else(|value| key.unwrap_or(value), Place::Key)
                }
                Place::Value(node) => moved(*node).map_or_else(|bytes| bytes, Place::Value),
                Place::Opening(node) => moved(*node).map_or_else(|bytes| bytes, Place::Opening),
                Place::Within(node, range) => {
                    let range = range.clone();
                    moved(*node).map_or_else(|bytes| bytes, |node| Place::Within(node, range))
                }
                Place::Bytes(span) => Place::Bytes(*span),
            };
        }
    }
}

/// Converts a finding about a file as a whole.
pub(super) fn of_file(
    finding: &Finding,
    source: Source<'_>,
    index: &LineIndex<'_>,
    rules: &RuleSet,
) -> Option<Diagnostic> {
    of_text(std::slice::from_ref(finding), None, source, index, Syntax::Json, rules).pop()
}

/// Converts findings about a text that is not a record.
pub(super) fn of_text(
    findings: &[Finding],
    tree: Option<Tree<'_>>,
    source: Source<'_>,
    index: &LineIndex<'_>,
    syntax: Syntax,
    rules: &RuleSet,
) -> Vec<Diagnostic> {
    let path = Arc::from(source.path);
    let context = Context {
        syntax,
        view: tree.map(View::plain),
        index,
        path: &path,
        record: None,
        identity: "",
        schema_path: None,
        rules,
        is_citation_format: false,
    };
    findings.iter().filter_map(|finding| diagnostic(finding, &context)).collect()
}
