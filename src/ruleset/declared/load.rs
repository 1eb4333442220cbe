//! From the text of a rule file to a rule, or to what is wrong with it, each thing at its place.

use super::expression::{Expression, Refused};
use super::given::{Astray, Given, nearest};
use super::repair::{Action, Repair};
use super::template::Template;
use super::{Also, Declared, Demand, Example, Part, terms};
use crate::diagnostic::{Applicability, Finding, Place, RuleId, Severity, show};
use crate::record::{Outline, Record, outline};
use crate::ruleset::schema::Schema;
use crate::ruleset::{Ask, Findings, Profile};
use crate::shape::{self, Builder, Canonical};
use crate::syntax::{Reader, Syntax};
use crate::text::{Chunk, Span};
use crate::tree::schema::value_of;
use crate::tree::{Arena, Child, Kind, NodeId, Symbol, Tree};
use regex::{Regex, RegexBuilder};
use std::sync::OnceLock;

/// Memory that one compiled pattern may take, in bytes.
const LARGEST_PATTERN: usize = 1 << 18;

/// The year in which all examples are checked, so that they hold for ever.
pub const EXAMPLE_YEAR: i32 = 2026;

/// What came of a rule file.
#[derive(Debug)]
pub struct Loaded {
    /// The rule, if nothing is wrong with it.
    pub rule: Option<Declared>,
    /// What is wrong, at nodes of the tree in `arena`.
    pub findings: Vec<Finding>,
    /// The nodes of the file.
    pub arena: Arena,
}

/// Reads the rule in `text`, of a file that the person knows as `path`.
///
/// With `trusted`, a rule of ours: that it is as the schema of rules asks, the tests have shown.
pub fn load(text: &str, path: &str, trusted: bool) -> Loaded {
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let chunk = Chunk { text, base: 0 };
    let record = Reader::new(chunk, Syntax::Yaml, true, |_| true).next(&mut arena, &mut findings);
    let tree = Tree::new(chunk, &arena);
    let mut rule = None;
    if record.is_some_and(|record| record.readable) && findings.is_empty() {
        if !trusted {
            check_form(tree, &mut findings);
        }
        if findings.is_empty() {
            let mut draft = Draft { tree, findings: Vec::new() };
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

/// Runs the rule on its own examples: an expression that fails there would fail anywhere.
fn failures(rule: &Declared) -> Vec<Finding> {
    let profile = Profile::default();
    let mut found = Vec::new();
    for example in &rule.examples {
        let chunk = Chunk { text: &example.text, base: 0 };
        let (mut arena, mut canonical) = (Arena::default(), Canonical::default());
        Reader::new(chunk, Syntax::Json, true, |_| true).next(&mut arena, &mut Vec::new());
        let tree = Tree::new(chunk, &arena);
        let Some(shape) = shape::named("native").filter(|_| !tree.is_empty()) else { continue };
        let is_built = (shape.read)(&mut Builder::new(tree, &mut canonical));
        let record = Record::new(if is_built { Tree::new(chunk, &canonical.arena) } else { tree });
        let ask = Ask { profile: &profile, shape, year: EXAMPLE_YEAR, options: &[] };
        let mut ignored = Vec::new();
        if let Err(failure) = rule.check(&record, &ask, &mut Findings::of(rule, &mut ignored)) {
            let message = format!("the expression fails on this example: {}", failure.reason);
            found.push(Finding::new("rule/invalid", Severity::Error, Place::Value(example.node), message));
        }
    }
    found
}

/// Compares the file with the schema of rules.
fn check_form(tree: Tree<'_>, findings: &mut Vec<Finding>) {
    static COMPILED: OnceLock<Option<Schema>> = OnceLock::new();
    let schema = COMPILED.get_or_init(|| Schema::document("rule.schema.json").ok());
    if let Some(schema) = schema {
        schema.check(tree, false, findings);
    }
}

/// A rule that is being read; the file is known to be as the schema of rules asks.
struct Draft<'a> {
    tree: Tree<'a>,
    findings: Vec<Finding>,
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
                    "when", "given", "then", "assert", "message", "help", "caption", "point-at", "mark", "labels",
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

    fn member(&self, object: NodeId, name: &str) -> Option<NodeId> {
        self.tree.get_named(object, name).map(|child| child.value)
    }

    fn word(&self, object: NodeId, name: &str) -> Option<(NodeId, &'a str)> {
        let node = self.member(object, name)?;
        Some((node, self.tree.text(node)?))
    }

    /// The texts of a list, or the one that a text is.
    fn words(&self, object: NodeId, name: &str) -> Vec<(NodeId, &'a str)> {
        let tree = self.tree;
        let Some(node) = self.member(object, name) else { return Vec::new() };
        let nodes: Vec<NodeId> = if tree.is_array(node) { tree.items(node).collect() } else { vec![node] };
        nodes.into_iter().filter_map(|node| Some((node, tree.text(node)?))).collect()
    }

    fn wrong(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding::new("rule/invalid", Severity::Error, place, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    fn near(&mut self, place: Place, message: &str, suggestion: Option<String>) {
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
        let is_sound = id.split_once('/').is_some_and(|(group, name)| is_word(group) && is_word(name));
        if let (false, Some(node)) = (is_sound, self.member(root, "id")) {
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
        let demand = self.demand(node, of);
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
            given,
            demand: demand?,
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
            let near = nearest(name, of.names());
            self.near(Place::Value(node), &format!("there is no field `{name}` in {}", of.called), near);
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
            Err(Astray { message, suggestion }) => {
                self.near(Place::Value(node), &message, suggestion);
                None
            }
        }
    }

    fn when(&mut self, object: NodeId) -> Option<Demand> {
        let node = self.member(object, "when")?;
        match self.tree.string(node) {
            Some(text) => self.expression(node, text, Some(outline())),
            None => self.schema(node, Some(outline())).map(|schema| Demand::Schema(Box::new(schema))),
        }
    }

    fn demand(&mut self, object: NodeId, of: Option<&'static Outline>) -> Option<Demand> {
        match (self.member(object, "then"), self.word(object, "assert")) {
            (Some(then), None) => self.schema(then, of).map(|schema| Demand::Schema(Box::new(schema))),
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

    fn schema(&mut self, node: NodeId, of: Option<&'static Outline>) -> Option<Schema> {
        let before = self.findings.len();
        terms::check(self.tree, node, of, &mut self.findings);
        if self.findings.len() > before {
            return None;
        }
        let mut value = value_of(self.tree, node);
        terms::imply_kinds(&mut value);
        match Schema::fragment(&value) {
            Ok(schema) => Some(schema),
            Err(error) => {
                self.wrong(Place::Opening(node), format!("the schema cannot be used: {}", error.message));
                None
            }
        }
    }

    fn expression(&mut self, node: NodeId, text: &str, of: Option<&'static Outline>) -> Option<Demand> {
        let compiled = Expression::compile(text, of);
        compiled.map(|expression| Demand::Expression(Box::new(expression))).map_err(|why| self.refused(node, why)).ok()
    }

    fn template(&mut self, object: NodeId, name: &str, of: Option<&'static Outline>) -> Option<Template> {
        let (node, text) = self.word(object, name)?;
        Template::parse(text, of).map_err(|refused| self.refused(node, refused)).ok()
    }

    fn refused(&mut self, node: NodeId, refused: Refused) {
        let place = refused.range.map_or(Place::Value(node), |range| Place::Within(node, range));
        self.near(place, &refused.message, refused.suggestion);
    }

    fn pattern(&mut self, node: NodeId, text: &str) -> Option<Regex> {
        match RegexBuilder::new(text).size_limit(LARGEST_PATTERN).build() {
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

    fn repair(&mut self, fix: NodeId) -> Option<Repair> {
        let is_safe = self.member(fix, "safe").is_some_and(|node| self.tree.kind(node) == Kind::True);
        let actions: Vec<(&str, NodeId)> = ["remove", "rename", "set", "replace"]
            .into_iter()
            .filter_map(|name| Some((name, self.member(fix, name)?)))
            .collect();
        let [(name, node)] = actions.as_slice() else {
            self.wrong(Place::Opening(fix), "a fix does one of `remove`, `rename`, `set` and `replace`");
            return None;
        };
        let tree = self.tree;
        let action = match *name {
            "remove" => Action::Remove,
            "rename" => Action::Rename(tree.text(*node).unwrap_or_default().to_owned()),
            "set" => Action::Set(self.pairs(*node)),
            _ => self.replacement(*node)?,
        };
        let repair = Repair {
            title: self.word(fix, "title").map(|(_, title)| title.to_owned()).unwrap_or_default(),
            applicability: if is_safe { Applicability::Safe } else { Applicability::Unsafe },
            action,
        };
        if let Some(name) = repair.writes_unknown_name().map(str::to_owned) {
            let near = nearest(&name, outline().names());
            self.near(Place::Value(*node), &format!("there is no field `{name}`"), near);
            return None;
        }
        Some(repair)
    }

    fn pairs(&self, object: NodeId) -> Vec<(String, String)> {
        let tree = self.tree;
        let pair = |child: Child| {
            Some((tree.key_name(child.key?).to_owned(), tree.text(child.value).unwrap_or_default().to_owned()))
        };
        tree.children(object).filter_map(pair).collect()
    }

    fn replacement(&mut self, node: NodeId) -> Option<Action> {
        let with = self.word(node, "with").map(|(_, text)| text.to_owned());
        match (self.member(node, "values"), self.word(node, "pattern"), with) {
            (Some(values), None, None) => Some(Action::Values(self.pairs(values).into_iter().collect())),
            (None, Some((at, pattern)), Some(with)) => {
                self.pattern(at, pattern).map(|found| Action::Pattern(found, with))
            }
            (None, None, Some(with)) => Some(Action::With(with)),
            _ => {
                self.wrong(Place::Opening(node), "`replace` has `with`, or `pattern` and `with`, or `values`");
                None
            }
        }
    }

    /// The fields that the rule is about: as it says, else those it leads through, else those it asks for.
    fn reads(&mut self, root: NodeId, parts: &[Part]) -> Vec<Symbol> {
        let mut reads = Vec::new();
        for (node, name) in self.words(root, "reads") {
            if outline().member(name).is_some() {
                reads.push(Symbol::of(name));
            } else {
                let near = nearest(name, outline().names());
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

    fn examples(&mut self, root: NodeId) -> Vec<Example> {
        let Some(list) = self.member(root, "examples") else { return Vec::new() };
        let tree = self.tree;
        let mut examples = Vec::new();
        for item in tree.items(list) {
            let (is_good, node) = match (self.member(item, "bad"), self.member(item, "good")) {
                (Some(node), None) => (false, node),
                (None, Some(node)) => (true, node),
                _ => {
                    self.wrong(Place::Opening(item), "an example is either `bad` or `good`");
                    continue;
                }
            };
            if !tree.is_object(node) {
                self.wrong(Place::Value(node), "an example is a record").caption("no record");
                continue;
            }
            let word = |name| self.word(item, name).map(|(_, text)| text.to_owned());
            let json = |node| value_of(tree, node).to_string();
            examples.push(Example {
                is_good,
                text: json(node),
                shown: dedented(tree.raw(node), column(tree, node)),
                profile: word("profile"),
                at: word("at"),
                fixed: self.member(item, "fixed").map(json),
                node,
            });
        }
        for (is_good, word) in [(false, "bad"), (true, "good")] {
            if !examples.iter().any(|example| example.is_good == is_good) {
                self.wrong(Place::Key(list), format!("there is no `{word}` example"))
                    .help("a rule without a bad and a good example is not loaded");
            }
        }
        examples
    }
}

/// How many characters stand before a node in its line.
fn column(tree: Tree<'_>, node: NodeId) -> usize {
    let before = &tree.chunk().text[..tree.span(node).start as usize];
    before.rsplit('\n').next().unwrap_or_default().chars().count()
}

/// A block of several lines with the indentation of its first line taken off each.
fn dedented(text: &str, indentation: usize) -> String {
    let mut lines = text.lines();
    let mut found = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        found.push('\n');
        let blank = line.len() - line.trim_start_matches(' ').len();
        found.push_str(&line[blank.min(indentation)..]);
    }
    found
}
