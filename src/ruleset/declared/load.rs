//! Loads a rule file: returns the rule, or findings about the file.

use super::example::failures;
use super::expression::{Expression, ExpressionError};
use super::given::{Given, PathError};
use super::template::Template;
use super::{Also, Condition, Declared, Part, terms};
use crate::diagnostic::{Finding, Place, RuleId, Severity, show};
use crate::record::{Outline, outline};
use crate::ruleset::schema::{Fragment, Schema};
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::{Chunk, Span, nearest};
use crate::tree::schema::value_of;
use crate::tree::{Arena, NodeId, Symbol, Tree};
use regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// The memory limit for one compiled pattern, in bytes.
const MAX_PATTERN_SIZE: usize = 1 << 18;

/// The year in which all examples are checked, so that they never become outdated.
pub const EXAMPLE_YEAR: i32 = 2026;

/// The result of loading a rule file.
#[derive(Debug)]
pub struct Loaded {
    /// The rule, if the file is valid.
    pub rule: Option<Declared>,
    /// The errors, at nodes of the tree in `arena`.
    pub findings: Vec<Finding>,
    /// The nodes of the file.
    pub arena: Arena,
}

/// Loads the rule in `text`. The user knows the file as `path`.
///
/// If `trusted`, the rule is bundled, and the schema of rules is not checked, since the tests do so.
pub fn load(text: &str, path: &str, trusted: bool) -> Loaded {
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let chunk = Chunk::new(text, 0);
    let record = Reader::new(chunk, Syntax::Yaml, JsonMode::Single, |_| true).next(&mut arena, &mut findings);
    let tree = Tree::new(chunk, &arena).filter(|_| record.is_some_and(|record| record.readable));
    let mut rule = None;
    if let Some(tree) = tree.filter(|_| findings.is_empty()) {
        if !trusted {
            check_form(tree, &mut findings);
        }
        if findings.is_empty() {
            let mut draft = Draft { tree, findings: Vec::new(), is_trusted: trusted };
            let read = draft.rule(path);
            findings = draft.findings;
            if findings.is_empty() && !trusted {
                findings.extend(failures(&read));
            }
            rule = Some(read).filter(|_| findings.is_empty());
        }
    } else if findings.is_empty() {
        let place = Place::Bytes(Span::new(0, 0));
        findings.push(Finding::new("rule/invalid", Severity::Error, place, "there is no rule in this file"));
    }
    findings.sort_by_key(|finding| finding.place.node());
    Loaded { rule, findings, arena }
}

/// Validates the file against the schema of rules.
fn check_form(tree: Tree<'_>, findings: &mut Vec<Finding>) {
    static COMPILED: OnceLock<Option<Schema>> = OnceLock::new();
    let schema = COMPILED.get_or_init(|| Schema::document("rule.schema.json").ok());
    if let Some(schema) = schema {
        schema.check(tree, false, findings);
    }
}

/// A rule that is being loaded, from a file that matches the schema of rules.
pub(super) struct Draft<'a> {
    pub(super) tree: Tree<'a>,
    findings: Vec<Finding>,
    /// Whether it is a bundled rule.
    is_trusted: bool,
}

impl<'a> Draft<'a> {
    fn rule(&mut self, path: &str) -> Declared {
        let root = self.tree.root();
        let word = |name: &str| self.word(root, name).map(|(_, text)| text.to_owned()).unwrap_or_default();
        let (id, summary, why, since) = (word("id"), word("summary"), word("why"), word("since"));
        self.check_id(root, &id);
        let severity = self.severity(root).unwrap_or(Severity::Warning);
        let parts: Vec<Part> = match self.member(root, "checks") {
            Some(checks) => {
                let own = [
                    "when",
                    "except-types",
                    "given",
                    "then",
                    "assert",
                    "message",
                    "help",
                    "caption",
                    "point-at",
                    "mark",
                    "labels",
                    "fix",
                ];
                for name in own {
                    if let Some(node) = self.member(root, name) {
                        self.wrong(Place::Key(node), format!("`{name}` belongs into each of the `checks`"));
                    }
                }
                let tree = self.tree;
                tree.items(checks).filter_map(|check| self.part(check)).collect()
            }
            None => self.part(root).into_iter().collect(),
        };
        let reads = self.reads(root, &parts);
        let instead_of = self.words(root, "instead-of").into_iter().map(|(_, id)| id.to_owned()).collect();
        let examples = self.examples(root);
        let id = RuleId::Owned(id);
        Declared {
            id,
            summary,
            why: why.trim().to_owned(),
            severity,
            since,
            reads,
            instead_of,
            path: path.to_owned(),
            examples,
            parts,
        }
    }

    pub(super) fn member(&self, object: NodeId, name: &str) -> Option<NodeId> {
        self.tree.get_named(object, name).map(|child| child.value)
    }

    pub(super) fn word(&self, object: NodeId, name: &str) -> Option<(NodeId, &'a str)> {
        let node = self.member(object, name)?;
        Some((node, self.tree.text(node)?))
    }

    /// Returns the texts of a list, or a single text.
    fn words(&self, object: NodeId, name: &str) -> Vec<(NodeId, &'a str)> {
        let tree = self.tree;
        let Some(node) = self.member(object, name) else { return Vec::new() };
        let nodes: Vec<NodeId> = if tree.is_array(node) { tree.items(node).collect() } else { vec![node] };
        nodes.into_iter().filter_map(|node| Some((node, tree.text(node)?))).collect()
    }

    pub(super) fn wrong(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding::new("rule/invalid", Severity::Error, place, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    pub(super) fn near(&mut self, place: Place, message: &str, suggestion: Option<String>) {
        let message = match &suggestion {
            Some(near) => format!("{message}; did you mean `{near}`?"),
            None => message.to_owned(),
        };
        self.wrong(place, message).suggestion = suggestion;
    }

    fn check_id(&mut self, root: NodeId, id: &str) {
        let is_word = |word: &str| {
            let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            !word.is_empty() && word.bytes().all(small) && !word.starts_with('-') && !word.ends_with('-')
        };
        let is_valid = id.split_once('/').is_some_and(|(group, name)| is_word(group) && is_word(name));
        if let (false, Some(node)) = (is_valid, self.member(root, "id")) {
            let message = format!("{} is no id: expected a group and a name, as in `type/missing`", show::quoted(id));
            self.wrong(Place::Value(node), message).caption("group/name");
        }
    }

    fn severity(&self, object: NodeId) -> Option<Severity> {
        self.word(object, "severity").and_then(|(_, name)| Severity::named(name))
    }

    fn part(&mut self, node: NodeId) -> Option<Part> {
        let given = self.given(node, "given");
        let of = given.first().and_then(|given| given.outline);
        let when = self.when(node);
        let except_types = self.words(node, "except-types").into_iter().map(|(_, name)| name.to_owned()).collect();
        let condition = self.condition(node, of);
        let message = self.template(node, "message", of);
        if message.is_none() && self.member(node, "message").is_none() {
            self.wrong(Place::Opening(node), "a check needs a `message`").help("say what is wrong, in one line");
        }
        let help = self.template(node, "help", of);
        let caption = self.word(node, "caption").map(|(_, text)| text.to_owned());
        let point_at = self.point_at(node, of);
        let mark = self.word(node, "mark").and_then(|(node, text)| self.pattern(node, text));
        let labels = self.labels(node);
        let repair = self.member(node, "fix").and_then(|fix| self.repair(fix));
        Some(Part {
            when,
            except_types,
            given,
            condition: condition?,
            severity: self.severity(node),
            message: message?,
            help,
            caption,
            point_at,
            mark,
            labels,
            repair,
        })
    }

    fn point_at(&mut self, object: NodeId, of: Option<&'static Outline>) -> Option<String> {
        let (node, name) = self.word(object, "point-at")?;
        if let Some(of) = of.filter(|of| name != "." && of.member(name).is_none()) {
            let near = nearest(name, of.names()).map(str::to_owned);
            self.near(Place::Value(node), &format!("there is no field `{name}` in {}", of.display_name), near);
        }
        Some(name.to_owned())
    }

    fn given(&mut self, object: NodeId, name: &str) -> Vec<Given> {
        if self.member(object, name).is_none() {
            return vec![Given::record()];
        }
        let texts = self.words(object, name);
        texts.into_iter().filter_map(|(node, text)| self.pointer(node, text)).collect()
    }

    fn pointer(&mut self, node: NodeId, text: &str) -> Option<Given> {
        match Given::parse(text, outline()) {
            Ok(given) => Some(given),
            Err(PathError { message, suggestion }) => {
                self.near(Place::Value(node), &message, suggestion);
                None
            }
        }
    }

    fn when(&mut self, object: NodeId) -> Option<Condition> {
        let node = self.member(object, "when")?;
        match self.tree.string(node) {
            Some(text) => self.expression(node, text, Some(outline())),
            None => self.schema(node, Some(outline())).map(|schema| Condition::Schema(Box::new(schema))),
        }
    }

    fn condition(&mut self, object: NodeId, of: Option<&'static Outline>) -> Option<Condition> {
        match (self.member(object, "then"), self.word(object, "assert")) {
            (Some(then), None) => self.schema(then, of).map(|schema| Condition::Schema(Box::new(schema))),
            (None, Some((node, text))) => self.expression(node, text, of),
            (Some(_), Some((node, _))) => {
                self.wrong(Place::Key(node), "a check has a `then` or an `assert`, not both");
                None
            }
            (None, None) => {
                let message = "a check needs a `then` (a JSON Schema) or an `assert` (an expression)";
                self.wrong(Place::Opening(object), message);
                None
            }
        }
    }

    fn schema(&mut self, node: NodeId, of: Option<&'static Outline>) -> Option<Fragment> {
        let before = self.findings.len();
        terms::check(self.tree, node, of, &mut self.findings);
        if self.findings.len() > before {
            return None;
        }
        let mut value = value_of(self.tree, node);
        terms::imply_kinds(&mut value);
        if self.is_trusted {
            return Some(Fragment::trusted(value));
        }
        match Fragment::new(value) {
            Ok(schema) => Some(schema),
            Err(error) => {
                self.wrong(Place::Opening(node), format!("the schema cannot be used: {}", error.message));
                None
            }
        }
    }

    fn expression(&mut self, node: NodeId, text: &str, of: Option<&'static Outline>) -> Option<Condition> {
        let compiled = Expression::compile(text, of);
        compiled
            .map(|expression| Condition::Expression(Box::new(expression)))
            .map_err(|why| self.rejected(node, why))
            .ok()
    }

    fn template(&mut self, object: NodeId, name: &str, of: Option<&'static Outline>) -> Option<Template> {
        let (node, text) = self.word(object, name)?;
        Template::parse(text, of).map_err(|rejected| self.rejected(node, rejected)).ok()
    }

    fn rejected(&mut self, node: NodeId, rejected: ExpressionError) {
        let place = rejected.range.map_or(Place::Value(node), |range| Place::Within(node, range));
        self.near(place, &rejected.message, rejected.suggestion);
    }

    pub(super) fn pattern(&mut self, node: NodeId, text: &str) -> Option<Regex> {
        match RegexBuilder::new(text).size_limit(MAX_PATTERN_SIZE).build() {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let detail = error.to_string();
                let detail = detail.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                self.wrong(Place::Value(node), format!("the pattern is not a valid one: {detail}"));
                None
            }
        }
    }

    fn labels(&mut self, object: NodeId) -> Vec<Also> {
        let Some(list) = self.member(object, "labels") else { return Vec::new() };
        let tree = self.tree;
        tree.items(list)
            .filter_map(|item| {
                let given = self.given(item, "given").pop()?;
                let unless = self.member(item, "unless").map(|node| self.schema(node, given.outline));
                let text = self.word(item, "text")?.1.to_owned();
                Some(Also { given, unless: unless.flatten(), text })
            })
            .collect()
    }

    /// Returns the fields that the rule is about: those declared, else those in its paths, else those it requires.
    fn reads(&mut self, root: NodeId, parts: &[Part]) -> Vec<Symbol> {
        let mut reads = Vec::new();
        for (node, name) in self.words(root, "reads") {
            if outline().member(name).is_some() {
                reads.push(Symbol::of(name));
            } else {
                let near = nearest(name, outline().names()).map(str::to_owned);
                self.near(Place::Value(node), &format!("there is no field `{name}` in a record"), near);
            }
        }
        if reads.is_empty() {
            reads.extend(parts.iter().flat_map(|part| &part.given).filter_map(Given::field));
        }
        if reads.is_empty() {
            let tree = self.tree;
            let checks = self.member(root, "checks").map_or_else(|| vec![root], |checks| tree.items(checks).collect());
            for then in checks.into_iter().filter_map(|check| self.member(check, "then")) {
                reads.extend(self.words(then, "required").into_iter().map(|(_, name)| Symbol::of(name)));
            }
        }
        reads.sort_unstable();
        reads.dedup();
        reads
    }
}
