//! A record that a declared rule must report, or must not report.

use super::load::Draft;
use crate::diagnostic::Place;
use crate::tree::schema::value_of;
use crate::tree::{NodeId, Tree};

/// An example of a declared rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// Whether the rule must not report anything.
    pub is_good: bool,
    /// The record, as JSON.
    pub text: String,
    /// The record as written in the rule's file.
    pub shown: String,
    /// The profile under which it is checked.
    pub profile: Option<String>,
    /// The field that the rule must report, as a JSON Pointer.
    pub at: Option<String>,
    /// The record after the fix, as JSON.
    pub fixed: Option<String>,
    /// Its node in the rule's file.
    pub node: NodeId,
}

impl Draft<'_> {
    /// Reads the examples of a rule. At least one of each kind is required.
    pub(super) fn examples(&mut self, root: NodeId) -> Vec<Example> {
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

/// Returns the number of characters before a node in its line.
fn column(tree: Tree<'_>, node: NodeId) -> usize {
    let before = &tree.chunk().text[..tree.span(node).start as usize];
    before.rsplit('\n').next().unwrap_or_default().chars().count()
}

/// Removes the indentation of the first line from every line of a block.
fn dedented(text: &str, indentation: usize) -> String {
    let mut lines = text.lines();
    let mut found = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        found.push('\n');
        let spaces = line.len() - line.trim_start_matches(' ').len();
        found.push_str(&line[spaces.min(indentation)..]);
    }
    found
}
