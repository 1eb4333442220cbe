//! The nodes of a record that a declared rule checks: a JSON Pointer (RFC 6901) in which a segment `*` matches any item
//! or member; `~2` is an escaped asterisk.

use crate::record::{FieldKind, Outline, Record, outline};
use crate::text::nearest;
use crate::tree::{NodeId, Symbol, Tree};

/// A pointer to the nodes of a record.
#[derive(Clone, Debug)]
pub(super) struct Given {
    segments: Vec<Segment>,
    /// The outline of the nodes. `None` if the schema does not describe them.
    pub(super) outline: Option<&'static Outline>,
}

#[derive(Clone, Debug)]
enum Segment {
    Any,
    Named { name: String, symbol: Symbol },
}

/// Why a pointer is rejected.
#[derive(Debug)]
pub(super) struct PathError {
    pub(super) message: String,
    pub(super) suggestion: Option<String>,
}

impl Given {
    /// Parses a pointer below `base`.
    pub(super) fn parse(text: &str, base: &'static Outline) -> Result<Self, PathError> {
        if !(text.is_empty() || text.starts_with('/')) {
            let suggestion = Some(format!("/{}", text.replace('.', "/")));
            return Err(PathError {
                message: "a pointer begins with `/`, or is empty for the record".to_owned(),
                suggestion,
            });
        }
        let mut at = Some(base);
        let mut segments = Vec::new();
        for part in text.split('/').skip(1) {
            let is_any = part == "*";
            let name = part.replace("~1", "/").replace("~2", "*").replace("~0", "~");
            at = match at {
                Some(list) if list.kind == FieldKind::List => {
                    if !is_any && name.parse::<u32>().is_err() {
                        let message = format!("`{}` is a list: its items are `*`", list.name);
                        return Err(PathError { message, suggestion: Some("*".to_owned()) });
                    }
                    list.children.first()
                }
                Some(object) if !object.children.is_empty() && !is_any && !name.starts_with("x-") => {
                    let found = object.member(&name).ok_or_else(|| unknown(object, &name))?;
                    Some(found)
                }
                Some(leaf) if leaf.children.is_empty() && !matches!(leaf.kind, FieldKind::Object | FieldKind::List) => {
                    return Err(PathError {
                        message: format!("`{}` has nothing below it", leaf.name),
                        suggestion: None,
                    });
                }
                _ => None,
            };
            segments.push(if is_any { Segment::Any } else { Segment::Named { symbol: Symbol::of(&name), name } });
        }
        Ok(Self { segments, outline: at })
    }

    /// Returns the pointer to the record itself.
    pub(super) fn record() -> Self {
        Self { segments: Vec::new(), outline: Some(outline()) }
    }

    /// Whether it points to the record itself.
    pub(super) fn is_record(&self) -> bool {
        self.segments.is_empty()
    }

    /// Returns the top-level field in its path.
    pub(super) fn field(&self) -> Option<Symbol> {
        match self.segments.first()? {
            Segment::Named { symbol, .. } => Some(*symbol).filter(|symbol| *symbol != Symbol::OTHER),
            Segment::Any => None,
        }
    }

    /// Calls `found` with each matching node of a record, in document order.
    pub(super) fn select_in(&self, record: &Record<'_>, found: &mut dyn FnMut(NodeId)) {
        match self.segments.split_first() {
            // The record has an index of its fields.
            Some((Segment::Named { symbol, .. }, rest)) if *symbol != Symbol::OTHER => {
                if let Some(field) = record.field(*symbol) {
                    below(record.tree(), field, rest, found);
                }
            }
            _ => self.select(record.tree(), record.root(), found),
        }
    }

    /// Calls `found` with each matching node, in document order.
    pub(super) fn select(&self, tree: Tree<'_>, from: NodeId, found: &mut dyn FnMut(NodeId)) {
        below(tree, from, &self.segments, found);
    }
}

fn below(tree: Tree<'_>, node: NodeId, segments: &[Segment], found: &mut dyn FnMut(NodeId)) {
    let Some((first, rest)) = segments.split_first() else { return found(node) };
    match first {
        Segment::Any => tree.children(node).for_each(|child| below(tree, child.value, rest, found)),
        Segment::Named { symbol, .. } if tree.is_object(node) && *symbol != Symbol::OTHER => {
            if let Some(child) = tree.get(node, *symbol) {
                below(tree, child.value, rest, found);
            }
        }
        Segment::Named { name, .. } if tree.is_object(node) => {
            if let Some(child) = tree.get_named(node, name) {
                below(tree, child.value, rest, found);
            }
        }
        Segment::Named { name, .. } => {
            let item = name.parse().ok().and_then(|index: usize| tree.items(node).nth(index));
            if let Some(item) = item.filter(|_| tree.is_array(node)) {
                below(tree, item, rest, found);
            }
        }
    }
}

fn unknown(object: &Outline, name: &str) -> PathError {
    let of = &object.display_name;
    PathError {
        message: format!("there is no field `{name}` in {of}"),
        suggestion: nearest(name, object.names()).map(str::to_owned),
    }
}
