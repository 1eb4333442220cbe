//! Reads the settings of a configuration that is valid against its schema.

use super::{Config, Globs, Setting, SourceSettings, normalize};
use crate::diagnostic::{Finding, Place, Severity, show};
use crate::record::Language;
use crate::ruleset::{Catalogue, RuleSet, UnknownSelector};
use crate::shape::{self, Shape};
use crate::syntax::Syntax;
use crate::text::Encoding;
use crate::text::LineIndex;
use crate::tree::{NodeId, Tree};
use globset::{GlobBuilder, GlobSetBuilder};
use std::path::Path;
use std::sync::Arc;

pub(super) struct Draft<'a> {
    tree: Tree<'a>,
    index: &'a LineIndex<'a>,
    pub(super) shown: &'a str,
    pub(super) folder: &'a Path,
    pub(super) findings: Vec<Finding>,
    trail: Vec<Setting>,
    notes: Vec<String>,
    /// The number of selectors that match no rule.
    unknown: usize,
}

/// The maximum number of selectors for which a suggestion is made.
const MAX_HINTS: usize = 100;

impl<'a> Draft<'a> {
    pub(super) fn new(tree: Tree<'a>, index: &'a LineIndex<'a>, shown: &'a str, folder: &'a Path) -> Self {
        Self { tree, index, shown, folder, findings: Vec::new(), trail: Vec::new(), notes: Vec::new(), unknown: 0 }
    }

    /// Returns the configuration or the profile that this one extends.
    pub(super) fn base(&self) -> Option<(NodeId, &'a str)> {
        self.text_member(self.tree.root(), "extends")
    }

    /// Returns the globs of the user's own rules, and the node that names them.
    pub(super) fn own_rules(&mut self) -> Option<(Globs, NodeId)> {
        let node = self.member(self.tree.root(), "rules").and_then(|rules| self.member(rules, "files"))?;
        Some((self.globs(node), node))
    }

    pub(super) fn read(&mut self, catalogue: &Arc<Catalogue>) -> Config {
        let root = self.tree.root();
        let mut config = Config {
            profile: self.text_member(root, "profile").map(|(_, name)| name.to_owned()),
            fail_on: self.text_member(root, "fail-on").map(|(_, name)| Severity::named(name)),
            max_warnings: self.text_member(root, "max-warnings").and_then(|(_, number)| number.parse().ok()),
            languages: self.languages(),
            ..Config::empty(catalogue)
        };
        for name in ["profile", "fail-on", "max-warnings"] {
            self.record_member(root, "", name);
        }
        if let Some(files) = self.member(root, "files") {
            config.include = self.member(files, "include").map(|list| self.globs(list));
            config.exclude = self.member(files, "exclude").map(|list| self.globs(list));
            self.record_member(files, "files.", "include");
            self.record_member(files, "files.", "exclude");
        }
        if let Some(sources) = self.member(root, "sources") {
            let tree = self.tree;
            config.sources = tree.items(sources).map(|source| self.source(source)).collect();
        }
        if let Some(rules) = self.member(root, "rules") {
            config.selection.select = self.selectors(rules, "select", catalogue);
            config.selection.extend_select = self.selectors(rules, "extend-select", catalogue);
            config.selection.ignore = self.selectors(rules, "ignore", catalogue);
            config.selection.fixable = self.selectors(rules, "fixable", catalogue);
            config.selection.unfixable = self.selectors(rules, "unfixable", catalogue);
            if let Some(severities) = self.member(rules, "severity") {
                config.selection.severity = self.severities(severities, catalogue);
            }
            if let Some(options) = self.member(rules, "options") {
                config.selection.options = self.options(options, catalogue);
            }
            self.record_member(rules, "rules.", "files");
        }
        config.trail = std::mem::take(&mut self.trail);
        config.notes = std::mem::take(&mut self.notes);
        config
    }

    fn member(&self, object: NodeId, name: &str) -> Option<NodeId> {
        self.tree.get_named(object, name).map(|child| child.value)
    }

    fn text_member(&self, object: NodeId, name: &str) -> Option<(NodeId, &'a str)> {
        let node = self.member(object, name)?;
        Some((node, self.tree.text(node)?))
    }

    pub(super) fn report(&mut self, node: NodeId, message: String) -> &mut Finding {
        self.findings.push(Finding::new("config/invalid", Severity::Error, Place::Value(node), message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Records that `node` sets `key`.
    pub(super) fn record_setting(&mut self, key: &str, node: NodeId) {
        let tree = self.tree;
        let value = match tree.text(node) {
            Some(text) => text.to_owned(),
            None => tree.items(node).filter_map(|item| tree.text(item)).collect::<Vec<_>>().join(", "),
        };
        self.trail.push(Setting { key: key.to_owned(), value, path: self.shown.to_owned(), line: self.line(node) });
    }

    fn record_member(&mut self, object: NodeId, prefix: &str, name: &str) {
        if let Some(node) = self.member(object, name) {
            self.record_setting(&format!("{prefix}{name}"), node);
        }
    }

    fn line(&self, node: NodeId) -> u64 {
        self.index.position(self.tree.span(node).start).line
    }

    /// Returns the globs in a list, or the single glob in a string.
    fn globs(&mut self, node: NodeId) -> Globs {
        let tree = self.tree;
        let nodes: Vec<NodeId> = if tree.is_array(node) { tree.items(node).collect() } else { vec![node] };
        let mut set = GlobSetBuilder::new();
        let mut patterns = Vec::new();
        for node in nodes {
            let text = tree.text(node).unwrap_or_default();
            let pattern = text.strip_prefix("./").unwrap_or(text);
            match GlobBuilder::new(pattern).literal_separator(true).build() {
                Ok(_) if Path::new(pattern).is_absolute() || pattern.split('/').any(|part| part == "..") => {
                    let message = format!("{} leads out of the folder of this file", show::quoted(text));
                    self.report(node, message).caption("leads out");
                }
                Ok(glob) => {
                    set.add(glob);
                    patterns.push(pattern.to_owned());
                }
                Err(_) => {
                    self.report(node, format!("{} is not a valid glob", show::quoted(text))).caption("invalid glob");
                }
            }
        }
        Globs { folder: self.folder.to_owned(), set: set.build().unwrap_or_default(), patterns }
    }

    /// Returns the languages of texts. An invalid code is reported, because it would change the findings.
    fn languages(&mut self) -> Option<Vec<Language>> {
        let list = self.member(self.tree.root(), "languages")?;
        self.record_setting("languages", list);
        let tree = self.tree;
        let mut found = Vec::new();
        for item in tree.items(list) {
            let code = tree.text(item).unwrap_or_default();
            let Some(language) = Language::of_tag(code) else {
                let message = format!("{} is not a language code", show::quoted(code));
                self.report(item, message).caption("unknown code").help("write a code such as `pl`");
                continue;
            };
            found.push(language);
        }
        Some(found)
    }

    fn source(&mut self, node: NodeId) -> SourceSettings {
        let files = self.member(node, "files").unwrap_or(node);
        let id = self.text_member(node, "id");
        if let Some((at, text)) = id.filter(|(_, text)| !text.starts_with('/')) {
            let message = format!("{} is not a JSON Pointer, which begins with `/`", show::quoted(text));
            self.report(at, message).suggestion = Some(format!("/{text}"));
        }
        let encoding = self.text_member(node, "encoding").and_then(|(at, label)| {
            let found = Encoding::named(label);
            if found.is_none() {
                let message = format!("{} is not a known encoding", show::quoted(label));
                self.report(at, message).caption("unknown").help("use a name such as `windows-1250`");
            }
            found
        });
        SourceSettings {
            files: self.globs(files),
            encoding,
            syntax: self.text_member(node, "syntax").and_then(|(_, name)| Syntax::named(name)),
            shape: self.record_format(node),
            schema: self.text_member(node, "schema").map(|(_, path)| normalize(&self.folder.join(path))),
            id: id.map(|(_, text)| text.to_owned()),
            place: (self.shown.to_owned(), self.line(node)),
        }
    }

    /// Returns the record format of a source. Its key was called `shape` before.
    fn record_format(&mut self, node: NodeId) -> Option<&'static Shape> {
        let format = self.text_member(node, "format");
        let Some((at, name)) = self.text_member(node, "shape") else {
            return format.and_then(|(_, name)| shape::named(name));
        };
        if format.is_some() {
            let finding = self.report(at, "`format` and `shape` set the same thing".to_owned());
            finding.place = Place::Key(at);
            finding.caption("the old name of `format`").help("keep `format`, and remove `shape`");
        } else {
            let (path, line) = (show::visible(self.shown), self.line(at));
            self.notes.push(format!("{path}:{line}: the key `shape` is now called `format`; rename it"));
        }
        shape::named(name)
    }

    fn selectors(&mut self, rules: NodeId, name: &str, catalogue: &Catalogue) -> Vec<String> {
        let Some(list) = self.member(rules, name) else { return Vec::new() };
        let tree = self.tree;
        let mut found = Vec::new();
        for item in tree.items(list) {
            let selector = tree.text(item).unwrap_or_default();
            self.check_selector(item, Place::Value(item), selector, catalogue);
            self.record_setting(&format!("rules.{name}"), item);
            found.push(selector.to_owned());
        }
        found
    }

    fn severities(&mut self, node: NodeId, catalogue: &Catalogue) -> Vec<(String, Option<Severity>)> {
        let tree = self.tree;
        let mut found = Vec::new();
        for child in tree.children(node) {
            let selector = child.key.map(|key| tree.key_name(key)).unwrap_or_default();
            self.check_selector(child.value, Place::Key(child.value), selector, catalogue);
            self.record_setting(&format!("rules.severity {selector}"), child.value);
            found.push((selector.to_owned(), Severity::named(tree.text(child.value).unwrap_or_default())));
        }
        found
    }

    /// Returns the rule, name and value of each option. The schema guarantees that the options exist.
    fn options(&mut self, node: NodeId, catalogue: &Catalogue) -> Vec<(String, String, String)> {
        let tree = self.tree;
        let mut found = Vec::new();
        for rule in tree.children(node) {
            let id = rule.key.map(|key| tree.key_name(key)).unwrap_or_default();
            for option in tree.children(rule.value) {
                let name = option.key.map(|key| tree.key_name(key)).unwrap_or_default();
                self.record_setting(&format!("rules.options {id} {name}"), option.value);
                let text = tree.text(option.value).unwrap_or_default();
                let known =
                    catalogue.find(id).and_then(|entry| entry.options().iter().find(|known| known.name() == name));
                // The schema validates numbers and words, but not patterns.
                if known.is_some_and(|known| known.parse(text).is_none()) {
                    let allowed = known.map(|known| known.allowed()).unwrap_or_default();
                    let message = format!("{} is not {allowed}", show::quoted(text));
                    self.report(option.value, message).caption("invalid value");
                }
                found.push((id.to_owned(), name.to_owned(), text.to_owned()));
            }
        }
        found
    }

    /// Reports a selector that matches no rule.
    fn check_selector(&mut self, node: NodeId, place: Place, selector: &str, catalogue: &Catalogue) {
        if RuleSet::is_known(catalogue, selector) {
            return;
        }
        self.unknown += 1;
        let name = show::quoted(selector);
        let nearest = (self.unknown <= MAX_HINTS).then(|| UnknownSelector::of(catalogue, selector).nearest).flatten();
        let message = match &nearest {
            Some(nearest) => format!("there is no rule {name}; did you mean `{nearest}`?"),
            None => format!("there is no rule {name}"),
        };
        let finding = self.report(node, message);
        finding.place = place;
        finding.caption("no such rule").suggestion = nearest;
    }
}
