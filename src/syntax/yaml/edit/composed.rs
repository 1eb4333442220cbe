//! Formats new values in the style of the values around them.

use super::{is_line, quotes};
use crate::diagnostic::New;
use crate::syntax::yaml::layout;
use crate::syntax::yaml::spell::{Style, is_printable, spelled};
use crate::tree::{NodeId, Tree};

/// The indentation if the file has none.
const DEFAULT_INDENT: usize = 2;

/// The number of the first values of a record that determine its style.
const SEARCHED: usize = 4096;

/// The style in which a file is written.
pub(super) struct Formatting<'a> {
    tree: Tree<'a>,
    /// The line end.
    mark: &'a str,
    /// The indentation of the members of an object relative to its name.
    step: usize,
    /// The indentation of the dashes of a list relative to its name.
    dash: usize,
    names: Style,
    texts: Style,
    /// The space inside braces, at either end.
    padding: &'static str,
    /// An object whose texts determine the style of texts with the same name.
    like: Option<NodeId>,
}

impl<'a> Formatting<'a> {
    /// Determines the style of the record, with preference to the values at `near`.
    pub(super) fn of(tree: Tree<'a>, near: NodeId) -> Self {
        let all = (0..tree.node_count().min(SEARCHED) as u32).map(NodeId::new);
        let inside = || (near.index() as u32..tree.after(near).index() as u32).map(NodeId::new).take(SEARCHED);
        let is_text = |node: &NodeId| tree.string(*node).is_some() && is_line(tree, *node);
        let text = inside().find(is_text).or_else(|| all.clone().find(is_text));
        let key = |node: NodeId| tree.children(node).find_map(|child| child.key);
        let name = key(near).or_else(|| key(tree.root()));
        let is_spaced = |node: &NodeId| tree.is_object(*node) && tree.raw(*node).starts_with("{ ");
        let steps = |is_list| {
            let block = move |node: &NodeId| tree.is_array(*node) == is_list;
            all.clone().filter(block).find_map(|node| step(tree, node)).unwrap_or(DEFAULT_INDENT)
        };
        Self {
            tree,
            mark: layout::mark(tree.chunk().text, tree.span(near).start as usize),
            step: steps(false).max(1),
            dash: steps(true),
            names: name.map_or(Style::Plain, |name| quotes(tree, name)),
            texts: text.map_or(Style::Plain, |text| quotes(tree, text)),
            padding: if inside().any(|node| is_spaced(&node)) { " " } else { "" },
            like: tree.is_object(near).then_some(near),
        }
    }

    /// Returns the same style with these quotes for texts.
    pub(super) fn quoting(self, texts: Style) -> Self {
        Self { texts, ..self }
    }

    /// Formats a name before its colon.
    pub(super) fn name(&self, name: &str) -> String {
        spelled(name, self.names, true)
    }

    /// Formats the text after the colon of a name that begins in this column.
    pub(super) fn member(&self, name: &str, value: &New, column: usize) -> String {
        match value {
            New::Text(text) => format!(" {}", self.text(name, text, column + self.step)),
            New::List(items) if !items.is_empty() => {
                let column = column + self.dash;
                let dash = format!("{}- ", self.line(column));
                items.iter().map(|item| dash.clone() + &self.item(item, column + 2)).collect()
            }
            New::Object(members) if !members.is_empty() => {
                let column = column + self.step;
                let member = |(name, value): &(String, New)| {
                    format!("{}{}:{}", self.line(column), self.name(name), self.member(name, value, column))
                };
                members.iter().map(member).collect()
            }
            New::List(_) | New::Object(_) => format!(" {}", self.in_brackets(value)),
        }
    }

    /// Formats the text after a dash in this column.
    pub(super) fn item(&self, value: &New, column: usize) -> String {
        let line = self.line(column);
        match value {
            New::Text(text) => spelled(text, self.texts, false),
            New::List(items) if !items.is_empty() => {
                let all: Vec<String> = items.iter().map(|item| format!("- {}", self.item(item, column + 2))).collect();
                all.join(&line)
            }
            New::Object(members) if !members.is_empty() => {
                let member =
                    |(name, value): &(String, New)| format!("{}:{}", self.name(name), self.member(name, value, column));
                members.iter().map(member).collect::<Vec<_>>().join(&line)
            }
            New::List(_) | New::Object(_) => self.in_brackets(value),
        }
    }

    /// Formats a value on one line, in brackets if it is a container.
    pub(super) fn in_brackets(&self, value: &New) -> String {
        match value {
            New::Text(text) => spelled(text, self.texts, true),
            New::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.in_brackets(item)).collect();
                format!("[{}]", items.join(", "))
            }
            New::Object(members) => {
                let member =
                    |(name, value): &(String, New)| format!("{}: {}", self.name(name), self.in_brackets(value));
                let members: Vec<String> = members.iter().map(member).collect();
                let padding = if members.is_empty() { "" } else { self.padding };
                format!("{{{padding}{}{padding}}}", members.join(", "))
            }
        }
    }

    /// Formats the text of a member: as a block scalar with this indentation if the similar member is one.
    fn text(&self, name: &str, text: &str, column: usize) -> String {
        let tree = self.tree;
        let model = self.like.and_then(|like| tree.get_named(like, name)).map(|child| child.value);
        let Some(model) = model.filter(|model| tree.string(*model).is_some()) else {
            return spelled(text, self.texts, false);
        };
        let header = layout::header(tree.chunk().text, tree.span(model).start as usize);
        match header.and_then(|(header, _)| header.chars().next()) {
            Some(character) if is_block(text, character) => {
                let lines = text.split('\n').map(|line| {
                    if line.is_empty() { self.mark.to_owned() } else { format!("{}{line}", self.line(column)) }
                });
                format!("{character}-{}", lines.collect::<String>())
            }
            Some(_) => spelled(text, self.texts, false),
            None => spelled(text, quotes(tree, model), false),
        }
    }

    /// Returns the beginning of a line with this indentation.
    fn line(&self, column: usize) -> String {
        format!("{}{}", self.mark, " ".repeat(column))
    }
}

/// Returns the indentation of a block relative to its name. `None` if it is not a block or is written elsewhere.
fn step(tree: Tree<'_>, node: NodeId) -> Option<usize> {
    let is_block = (tree.is_array(node) || tree.is_object(node)) && !layout::is_bracketed(tree, node);
    let key = tree.key_of(node).filter(|_| is_block && !tree.is_shared(node))?;
    let text = tree.chunk().text;
    let first = tree.children(node).next()?;
    let start = match first.key {
        Some(key) => tree.span(key).start as usize,
        None => layout::dash(text, tree.span(first.value).start as usize)?,
    };
    let column = |at: usize| layout::before(text, at).chars().count();
    let is_below = layout::begins_line(text, start);
    column(start).checked_sub(column(tree.span(key).start as usize)).filter(|_| is_below)
}

/// Whether a text can be written as a block scalar below a `|` or a `>` without changing its meaning.
fn is_block(text: &str, character: char) -> bool {
    let is_edge = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    !is_edge(text.chars().next())
        && !is_edge(text.chars().last())
        && text.split('\n').all(is_printable)
        // Below a `>`, lines would have to be separated in another way.
        && (character == '|' || !text.contains('\n'))
}
