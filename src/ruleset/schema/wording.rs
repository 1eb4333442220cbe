//! Words an error for the user, without terms of JSON Schema, patterns and dumps.

use super::documents::{FailedKeyword, text};
use super::faults::{Finder, NamedNode, display_name_of, is_dependency};
use super::union::{Fault, What};
use crate::diagnostic::show::{clipped, quoted, visible};
use crate::diagnostic::{Applicability, Change, Finding, Place, Severity};
use crate::text::nearest;
use crate::tree::{Kind, NodeId, Symbol, Tree, schema::first_duplicate};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{JsonType, JsonTypeSet, ValidationError};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::Write;

const REQUIRED: &str = "schema/required";
const TYPE: &str = "schema/type";
const UNKNOWN: &str = "schema/unknown-property";
const UNKNOWN_NATIVE: &str = "field/unknown";
const ENUM: &str = "schema/enum";
const OTHER: &str = "schema/other";

/// The length limit of a message, in characters.
const MAX_LENGTH: usize = 100;
/// The limit for allowed values in a message.
const MAX_OPTIONS: usize = 5;
/// The limit for allowed values that a finding lists and compares with the wrong one.
const MAX_LISTED: usize = 1_000;
/// The limit for alternatives in a message.
const MAX_FORMS: usize = 3;

/// Reports a record on which the schema takes too many steps.
pub(super) fn unfinished(root: NodeId) -> Finding {
    too_costly(root, "not checked against the schema: it takes too many steps on this record")
}

/// Reports an invalid record for which finding the reason takes too many steps.
pub(super) fn invalid(root: NodeId) -> Finding {
    too_costly(root, "not valid against the schema, which takes too many steps to find out why")
}

/// Reports a text on which the pattern at `keyword` takes too many steps.
pub(super) fn unchecked(tree: Tree<'_>, node: NodeId, keyword: &str) -> Finding {
    let (place, display_name, text) = match tree.kind(node) {
        Kind::Key => {
            let name = tree.key_name(node);
            (Place::Key(NodeId::new(node.index() as u32 + 1)), format!("the name {}", quoted(name)), name)
        }
        _ => (Place::Value(node), display_name_of(tree, node), tree.string(node).unwrap_or_default()),
    };
    let message = format!("{display_name} could not be checked: its expected form is too complicated");
    let mut finding = Finding::new(OTHER, Severity::Error, place, fit(message));
    finding.caption("not checked").value(clipped(text));
    finding.help("shorten the text, or write the pattern without `(?=`, `(?!`, `(?<=`, `(?<!` and `\\1`");
    finding.schema_pointer = Some(keyword.to_owned());
    finding
}

fn too_costly(root: NodeId, message: &'static str) -> Finding {
    let mut finding = Finding::new(OTHER, Severity::Error, Place::Opening(root), message);
    finding.caption("in here");
    finding.help("use fewer `anyOf`, `oneOf` and `allOf` inside one another: each level multiplies the steps");
    finding
}

/// Reports a name that is required and missing.
pub(super) fn missing(target: &NamedNode, name: &str, error: &ValidationError<'_>) -> Finding {
    let mut finding =
        Finding::new(REQUIRED, Severity::Error, Place::Opening(target.node), fit(missing_in(target, &quoted(name))));
    finding.subject = symbol(name);
    finding.caption("in here").expected(clipped(name));
    from(&mut finding, error);
    finding
}

fn missing_in(target: &NamedNode, names: &str) -> String {
    if target.node == NodeId::ROOT {
        format!("{names} is missing")
    } else {
        format!("{names} is missing in {}", target.display_name)
    }
}

/// Reports an unknown name: instead of the missing one `meant`, or similar to the known one `near`.
pub(super) fn unknown(
    node: NodeId,
    name: &str,
    meant: Option<&str>,
    near: Option<&str>,
    error: &ValidationError<'_>,
    native: bool,
) -> Finding {
    // The required value is under the wrong name.
    let severity = if native && meant.is_none() { Severity::Warning } else { Severity::Error };
    let rule = if native { UNKNOWN_NATIVE } else { UNKNOWN };
    let shown = quoted(name);
    let message = match (meant, near) {
        (Some(meant), _) => format!("{shown} is not a known name, and {} is missing", quoted(meant)),
        (None, Some(near)) => format!("{shown} is not a known name; did you mean {}?", quoted(near)),
        (None, None) => format!("{shown} is not a known name"),
    };
    let mut finding = Finding::new(rule, severity, Place::Key(node), fit(message));
    finding.caption("unknown name").value(clipped(name));
    if let Some(near) = meant.or(near) {
        finding.suggestion(near).expected(near).help(format!("rename it to {}", quoted(near)));
        let change = Change::Rename { node, name: near.to_owned() };
        finding.fix(format!("rename it to {}", quoted(near)), Applicability::Unsafe, vec![change]);
    } else if native {
        finding.help("remove it, or begin its name with `x-` if it is your own");
    } else {
        finding.help("remove it, or add it to the schema if it belongs there");
    }
    from(&mut finding, error);
    finding
}

/// Reports any other error.
pub(super) fn finding(
    tree: Tree<'_>,
    target: &NamedNode,
    fault: &Fault<'_>,
    failed: &FailedKeyword<'_>,
    finder: &mut Finder<'_>,
) -> Finding {
    let words = Words { tree, target, failed };
    let mut finding = match &fault.what {
        What::OneOf(names) => words.one_of(names),
        What::NoForm(forms) => words.no_form(forms),
        What::ManyForms(forms) => words.many_forms(forms),
        _ => match (fault.types(), fault.options()) {
            (Some(types), _) => words.types(types),
            (_, Some(options)) => {
                words.options(&options, matches!(fault.error.kind(), ValidationErrorKind::Constant { .. }))
            }
            _ => words.plain(fault.error, finder),
        },
    };
    finding.message = fit(std::mem::take(&mut finding.message));
    if finding.value.is_none() {
        finding.value(words.value());
    }
    if let (Some(meant), None) = (&finding.suggestion, &finding.help) {
        finding.help = Some(format!("did you mean {}?", quoted(meant)));
    }
    if finding.help.is_none() {
        finding.help = Some(match example(&finding, failed) {
            Some(example) => format!("{}, such as `{example}`", next_step(&finding)),
            None => next_step(&finding),
        });
    }
    from(&mut finding, fault.error);
    finding
}

/// Returns the first example in a schema if the value has another type.
fn example(finding: &Finding, failed: &FailedKeyword<'_>) -> Option<String> {
    let example = failed.schema.get("examples")?.get(0).filter(|_| finding.rule == TYPE)?.to_string();
    Some(example).filter(|example| example.len() <= MAX_LENGTH && !example.contains('`'))
}

/// Returns general advice for a finding without specific advice.
fn next_step(finding: &Finding) -> String {
    match (&*finding.rule, &finding.expected) {
        (TYPE, Some(expected)) => format!("write {expected} here"),
        (REQUIRED, Some(names)) => fit(format!("add {names}")),
        (ENUM, _) => "write one of the allowed values".to_owned(),
        _ => "correct the value, or the schema if its demand is wrong".to_owned(),
    }
}

fn from(finding: &mut Finding, error: &ValidationError<'_>) {
    finding.schema_pointer = Some(error.schema_path().as_str().to_owned());
}

struct Words<'w> {
    tree: Tree<'w>,
    target: &'w NamedNode,
    failed: &'w FailedKeyword<'w>,
}

impl Words<'_> {
    fn at(&self, rule: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(rule, Severity::Error, Place::Value(self.target.node), message)
    }

    /// Returns a finding such as "`year` is `12`; expected at least 1400", with a caption.
    fn mismatch(&self, fact: &str, expected: &str, caption: &'static str) -> Finding {
        let mut finding = self.at(OTHER, format!("{} {fact}; expected {expected}", self.target.display_name));
        finding.caption(caption).expected(expected);
        finding
    }

    /// Returns a finding that only states a fact.
    fn fact(&self, fact: impl AsRef<str>, caption: &'static str) -> Finding {
        let mut finding = self.at(OTHER, format!("{} {}", self.target.display_name, fact.as_ref()));
        finding.caption(caption);
        finding
    }

    /// Returns the value itself if it is short, else its type.
    fn value(&self) -> String {
        self.tree.text(self.target.node).map_or_else(|| self.kind().into_owned(), clipped)
    }

    /// Returns the same for use in a sentence.
    fn shown(&self) -> String {
        match self.tree.text(self.target.node) {
            Some("") => "empty".to_owned(),
            Some(text) => quoted(text),
            None => self.kind().into_owned(),
        }
    }

    fn kind(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self.tree.kind(self.target.node) {
            Kind::Null => "`null`",
            Kind::False => "`false`",
            Kind::True => "`true`",
            Kind::Number => "a number",
            Kind::String | Kind::Key => "text",
            Kind::Array => "a list",
            Kind::Object => "an object",
        })
    }

    fn types(&self, types: JsonTypeSet) -> Finding {
        let expected = type_words(types);
        let is_number = self.tree.kind(self.target.node) == Kind::Number;
        let found = if is_number && types.contains(JsonType::Integer) { Cow::Owned(self.shown()) } else { self.kind() };
        let mut finding = self.at(TYPE, format!("{} is {found}; expected {expected}", self.target.display_name));
        let caption = match self.tree.kind(self.target.node) {
            Kind::Null | Kind::False | Kind::True => Cow::Borrowed("another type expected"),
            _ => self.kind(),
        };
        finding.caption(caption).expected(expected);
        finding
    }

    fn options(&self, options: &[&Value], constant: bool) -> Finding {
        let rule = if constant && options.len() < 2 { OTHER } else { ENUM };
        let start = format!("{} is {}; expected ", self.target.display_name, self.shown());
        let mut finding = self.at(rule, within(&start, options));
        finding.caption("not an allowed value");
        finding.expected(listed(options));
        if let Some(text) = self.tree.string(self.target.node) {
            let compared = options.iter().take(MAX_LISTED).filter_map(|option| option.as_str());
            let near = nearest(text, compared);
            finding.suggestion = near.map(str::to_owned);
        }
        finding
    }

    fn one_of(&self, names: &[&str]) -> Finding {
        let shown: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let names = join(&shown, MAX_OPTIONS);
        let mut finding = self.at(REQUIRED, missing_in(self.target, &names));
        finding.place = Place::Opening(self.target.node);
        finding.caption("in here").expected(names);
        finding
    }

    fn no_form(&self, forms: &[String]) -> Finding {
        if forms.len() < 2 {
            return match forms.first() {
                Some(form) => self.mismatch("does not have the expected form", form, "another form expected"),
                None => self.fact("has none of the allowed forms", "another form expected"),
            };
        }
        self.mismatch("has none of the allowed forms", &join(forms, MAX_FORMS), "another form expected")
    }

    fn many_forms(&self, forms: &[String]) -> Finding {
        let fact = "has more than one of the allowed forms";
        if forms.len() < 2 {
            return self.fact(fact, "ambiguous");
        }
        self.mismatch(fact, &format!("only {}", join(forms, MAX_FORMS)), "ambiguous")
    }

    fn plain(&self, error: &ValidationError<'_>, finder: &mut Finder<'_>) -> Finding {
        use ValidationErrorKind as Is;
        match error.kind() {
            Is::MinLength { limit } => self.too_few(*limit, "character", self.characters()),
            Is::MaxLength { limit } => self.too_many(*limit, "character", self.characters()),
            Is::MinItems { limit } => self.too_few(*limit, "item", self.inside()),
            Is::MaxItems { limit } => self.too_many(*limit, "item", self.inside()),
            Is::AdditionalItems { limit } => self.too_many(*limit as u64, "item", self.inside()),
            Is::MinProperties { limit } => self.too_few(*limit, "field", self.inside()),
            Is::MaxProperties { limit } => self.too_many(*limit, "field", self.inside()),
            Is::Minimum { limit } => self.bound(&format!("at least {limit}"), "too small"),
            Is::Maximum { limit } => self.bound(&format!("at most {limit}"), "too large"),
            Is::ExclusiveMinimum { limit } => self.bound(&format!("more than {limit}"), "too small"),
            Is::ExclusiveMaximum { limit } => self.bound(&format!("less than {limit}"), "too large"),
            Is::MultipleOf { multiple_of } => self.bound(&format!("a multiple of {multiple_of}"), "not a multiple"),
            Is::Pattern { .. } => self.pattern(),
            Is::BacktrackLimitExceeded { .. } | Is::RegexEngineFailure { .. } => {
                self.fact("could not be checked: its expected form is too complicated", "not checked")
            }
            Is::Format { format } => self.format(format),
            Is::ContentEncoding { content_encoding } => self.format(content_encoding),
            Is::ContentMediaType { content_media_type } => self.format(content_media_type),
            Is::FromUtf8 { .. } => self.format("base64"),
            Is::UniqueItems => self.unique(),
            Is::Required { property } => self.dependent(property, error, finder),
            Is::Not { schema } => self.not(schema, finder),
            Is::FalseSchema => self.forbidden(),
            Is::Contains => self.contains(error),
            Is::PropertyNames { error } => self.name(error, finder),
            Is::UnevaluatedItems { .. } => self.fact("has items that are not expected there", "more than expected"),
            _ => self.fact("is not as the schema demands", "not as demanded"),
        }
    }

    fn characters(&self) -> u64 {
        self.tree.string(self.target.node).map_or(0, |text| text.chars().count() as u64)
    }

    fn inside(&self) -> u64 {
        self.tree.children(self.target.node).count() as u64
    }

    fn too_few(&self, limit: u64, noun: &str, found: u64) -> Finding {
        if found == 0 {
            let mut finding = self.fact("is empty", "nothing here");
            finding.expected(format!("at least {}", count(limit, noun)));
            return finding;
        }
        let caption = if noun == "character" { "too short" } else { "too few" };
        self.mismatch(&format!("has {}", count(found, noun)), &format!("at least {limit}"), caption)
    }

    fn too_many(&self, limit: u64, noun: &str, found: u64) -> Finding {
        let caption = if noun == "character" { "too long" } else { "too many" };
        let mut finding = self.mismatch(&format!("has {}", count(found, noun)), &format!("at most {limit}"), caption);
        // The first superfluous item is reported, not the whole list.
        if let Some(extra) =
            self.tree.items(self.target.node).nth(limit as usize).filter(|_| noun == "item" && limit > 0)
        {
            finding.label(Place::Value(extra), "first one too many");
        }
        finding
    }

    fn bound(&self, expected: &str, caption: &'static str) -> Finding {
        self.mismatch(&format!("is {}", self.shown()), expected, caption)
    }

    fn pattern(&self) -> Finding {
        let fact = "does not have the expected form";
        let explanation = self.failed.explanation();
        // The whole description if the line has room for it, else the title.
        let room = MAX_LENGTH.saturating_sub(self.target.display_name.chars().count() + fact.len() + 3);
        let fits = |text: &&str| text.chars().count() <= room;
        let hint = explanation.filter(fits).or_else(|| self.failed.title().filter(fits));
        let hint = hint.map(|hint| hint.trim_end_matches('.'));
        let message = hint.map_or_else(|| fact.to_owned(), |hint| format!("{fact}: {}", visible(hint)));
        let mut finding = self.fact(message, "another form expected");
        finding.expected = explanation.map(visible);
        finding
    }

    fn format(&self, format: &str) -> Finding {
        let (words, caption) = match format {
            "date" => (Cow::Borrowed("a valid date"), "a date expected"),
            "date-time" => (Cow::Borrowed("a valid date with a time"), "date and time expected"),
            "time" => (Cow::Borrowed("a valid time"), "a time expected"),
            "duration" => (Cow::Borrowed("a valid duration"), "a duration expected"),
            "email" | "idn-email" => (Cow::Borrowed("a valid e-mail address"), "an address expected"),
            "hostname" | "idn-hostname" => (Cow::Borrowed("a valid host name"), "a host name expected"),
            "uri" | "iri" => (Cow::Borrowed("a valid web address"), "a web address expected"),
            "uri-reference" | "iri-reference" => (Cow::Borrowed("a valid reference"), "a web address expected"),
            "ipv4" | "ipv6" => (Cow::Borrowed("a valid network address"), "a network address expected"),
            "uuid" => (Cow::Borrowed("a valid UUID"), "a UUID expected"),
            "regex" => (Cow::Borrowed("a valid pattern"), "a pattern expected"),
            other => (Cow::Owned(format!("valid {}", quoted(other))), "another form expected"),
        };
        let mut finding = self.fact(format!("is not {words}: {}", self.shown()), caption);
        finding.expected(words);
        finding
    }

    fn unique(&self) -> Finding {
        let Some((first, again)) = first_duplicate(self.tree, self.target.node) else {
            return self.fact("contains the same item twice", "same item twice");
        };
        let what =
            self.tree.text(again).map_or_else(|| Cow::Borrowed("the same item"), |text| Cow::Owned(quoted(text)));
        let mut finding = self.fact(format!("contains {what} twice"), "again here");
        finding.place = Place::Value(again);
        finding.value = self.tree.text(again).map(clipped);
        finding.label(Place::Value(first), "first here");
        finding
    }

    /// Reports a name that is required because another one is present.
    fn dependent(&self, property: &Value, error: &ValidationError<'_>, finder: &mut Finder<'_>) -> Finding {
        let name = property.as_str().unwrap_or_default();
        let mut finding = missing(self.target, name, error);
        finding.rule = OTHER.into();
        let rules = self.failed.value.as_object().filter(|_| is_dependency(error));
        let asks = |needed: &Value| needed.as_array().is_some_and(|names| names.contains(property));
        let mut asking = rules.into_iter().flatten().filter(|(_, needed)| asks(needed));
        let trigger = asking.find_map(|(name, _)| Some((name, finder.member(self.target.node, name)?)));
        if let Some((trigger, value)) = trigger {
            finding.message = format!("{} is missing, which {} asks for", quoted(name), quoted(trigger));
            finding.label(Place::Key(value), "asks for it");
        }
        finding
    }

    fn not(&self, schema: &Value, finder: &mut Finder<'_>) -> Finding {
        let names: Vec<&str> = match schema.as_object() {
            Some(only) if only.len() == 1 => schema
                .get("required")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect(),
            _ => Vec::new(),
        };
        let last = names.last().and_then(|name| finder.member(self.target.node, name));
        let Some(value) = last else {
            let shown = if self.tree.text(self.target.node).is_some() { self.shown() } else { "of a form".to_owned() };
            return self.fact(format!("is {shown}, which is not allowed"), "not allowed");
        };
        let shown: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let message = match shown.as_slice() {
            [one] => format!("{one} is not allowed here"),
            several => format!("{} exclude each other", several.join(" and ")),
        };
        let mut finding = self.at(OTHER, message);
        finding.place = Place::Key(value);
        finding.caption("not allowed");
        for name in &names[..names.len() - 1] {
            if let Some(other) = finder.member(self.target.node, name) {
                finding.label(Place::Key(other), "excluded by this");
            }
        }
        finding
    }

    fn forbidden(&self) -> Finding {
        let mut finding = self.fact("is not allowed here", "not allowed");
        if self.tree.key_of(self.target.node).is_some() {
            finding.place = Place::Key(self.target.node);
        }
        finding
    }

    fn contains(&self, error: &ValidationError<'_>) -> Finding {
        let form = self.failed.schema.get("contains").and_then(form);
        let path = error.schema_path().as_str();
        let fact = if path.ends_with("/maxContains") {
            "has too many items of one form"
        } else {
            "lacks an item of the expected form"
        };
        match form {
            Some(form) => self.mismatch(fact, &form, "an item is amiss"),
            None => self.fact(fact, "an item is amiss"),
        }
    }

    /// Reports a name that does not match the allowed names.
    fn name(&self, error: &ValidationError<'_>, finder: &mut Finder<'_>) -> Finding {
        let instance = error.instance();
        let name = instance.as_str().unwrap_or_default();
        let mut finding = self.at(OTHER, format!("{} is not an allowed name", quoted(name)));
        finding.caption("not an allowed name").value(clipped(name));
        if let Some(value) = finder.member(self.target.node, name) {
            finding.place = Place::Key(value);
        }
        if let ValidationErrorKind::Enum { options } = error.kind() {
            let options: Vec<&Value> = options.as_array().into_iter().flatten().collect();
            finding.message = within(&format!("{} is not an allowed name; expected ", quoted(name)), &options);
            let compared = options.iter().take(MAX_LISTED).filter_map(|option| option.as_str());
            finding.suggestion = nearest(name, compared).map(str::to_owned);
        } else if let Some(explanation) = self.failed.explanation() {
            finding.expected(clipped(explanation));
        }
        finding
    }
}

/// Returns the allowed values, up to the limit for a finding.
fn listed(options: &[&Value]) -> String {
    let mut listed = options.iter().take(MAX_LISTED).map(|option| plain(option)).collect::<Vec<_>>().join(", ");
    if options.len() > MAX_LISTED {
        // Writing to a String cannot fail.
        let _ = write!(listed, " or {} more", options.len() - MAX_LISTED);
    }
    listed
}

/// Returns `start` with as many of the allowed values as fit into the line, at most five.
fn within(start: &str, options: &[&Value]) -> String {
    let shown: Vec<String> = options.iter().take(MAX_OPTIONS).map(|option| quoted(&plain(option))).collect();
    if let ([only], 1) = (shown.as_slice(), options.len()) {
        return format!("{start}{only}");
    }
    let mut message = start.to_owned();
    for most in (1..=shown.len()).rev() {
        let more = options.len() - most;
        let list = shown[..most].join(", ");
        message =
            if more == 0 { format!("{start}one of {list}") } else { format!("{start}one of {list} or {more} more") };
        if message.chars().count() <= MAX_LENGTH {
            break;
        }
    }
    message
}

/// Returns a value of a schema; texts without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Describes what a schema requires, in plain words. `None` if that takes more than a few words.
pub(super) fn form(schema: &Value) -> Option<String> {
    if let Some(title) = text(schema, "title").or_else(|| text(schema, "description")) {
        return Some(clipped(title.trim_end_matches('.')));
    }
    if let Some(only) = schema.get("const") {
        return Some(quoted(&plain(only)));
    }
    if let Some(options) = schema.get("enum").and_then(Value::as_array) {
        let shown: Vec<String> = options.iter().map(|option| quoted(&plain(option))).collect();
        return Some(join(&shown, MAX_FORMS));
    }
    let kind = match schema.get("type") {
        Some(Value::String(name)) => type_named(name).map(|one| type_words(JsonTypeSet::from(one))),
        Some(Value::Array(names)) => {
            let types = names.iter().filter_map(Value::as_str).filter_map(type_named);
            Some(type_words(types.fold(JsonTypeSet::empty(), JsonTypeSet::insert)))
        }
        _ => None,
    };
    let names = schema.get("required").and_then(Value::as_array);
    let names: Vec<String> = names.into_iter().flatten().filter_map(Value::as_str).map(quoted).collect();
    match (kind, names.is_empty()) {
        (kind, true) => kind,
        (kind, false) => Some(format!("{} with {}", kind.as_deref().unwrap_or("an object"), names.join(" and "))),
    }
}

fn type_named(name: &str) -> Option<JsonType> {
    JsonTypeSet::all().iter().find(|one| one.as_str() == name)
}

/// Returns "text, a number or a list".
fn type_words(types: JsonTypeSet) -> String {
    const WORDS: [(JsonType, &str); 7] = [
        (JsonType::String, "text"),
        (JsonType::Number, "a number"),
        (JsonType::Integer, "a whole number"),
        (JsonType::Boolean, "`true` or `false`"),
        (JsonType::Array, "a list"),
        (JsonType::Object, "an object"),
        (JsonType::Null, "`null`"),
    ];
    // Every integer is a number.
    let types = if types.contains(JsonType::Number) { types.remove(JsonType::Integer) } else { types };
    let words: Vec<String> =
        WORDS.iter().filter(|(one, _)| types.contains(*one)).map(|(_, words)| (*words).to_owned()).collect();
    join(&words, words.len())
}

/// Returns "a, b or c"; of more than `most` words, the first ones.
fn join(words: &[String], most: usize) -> String {
    let shown = &words[..words.len().min(most)];
    match shown {
        _ if words.len() > most => format!("{} or others", shown.join(", ")),
        [start @ .., last] if !start.is_empty() => format!("{} or {last}", start.join(", ")),
        _ => shown.concat(),
    }
}

fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn symbol(name: &str) -> Option<Symbol> {
    Some(Symbol::of(name)).filter(|symbol| *symbol != Symbol::OTHER)
}

/// Truncates a message at the first line end and at the length limit.
fn fit(message: String) -> String {
    if message.chars().count() <= MAX_LENGTH {
        return message;
    }
    let mut cut: String = message.chars().take(MAX_LENGTH - 2).collect();
    cut.push('…');
    // A truncated value must still be closed.
    if cut.matches('`').count() % 2 == 1 {
        cut.push('`');
    }
    cut
}
