//! Items of a list that are equal, however they are spelled.

use super::numbers::Decimal;
use crate::tree::{Kind, NodeId, Tree};
use std::collections::HashMap;

/// Up to so many texts are compared each with each, which is faster than remembering them.
const FEW: usize = 16;

/// The first item of the list `node` that repeats another, with that other one before it.
pub fn twins(tree: Tree<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut few: [(&str, NodeId); FEW] = [("", NodeId::ROOT); FEW];
    let mut count = 0;
    for item in tree.items(node) {
        match tree.string(item) {
            Some(text) if count < FEW => {
                if let Some((_, first)) = few[..count].iter().find(|(other, _)| *other == text) {
                    return Some((*first, item));
                }
                few[count] = (text, item);
                count += 1;
            }
            _ => return twins_of_many(tree, node),
        }
    }
    None
}

fn twins_of_many(tree: Tree<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut texts: HashMap<&str, NodeId> = HashMap::new();
    let mut others: HashMap<String, NodeId> = HashMap::new();
    tree.items(node).find_map(|item| {
        let first = match tree.string(item) {
            Some(text) => texts.insert(text, item),
            None => others.insert(normal(tree, item), item),
        };
        first.map(|first| (first, item))
    })
}

/// A text that is the same for equal values only: members sorted, numbers without their spelling.
fn normal(tree: Tree<'_>, node: NodeId) -> String {
    match tree.kind(node) {
        Kind::Number => Decimal::new(tree.raw(node)).normal(),
        Kind::String => format!("{:?}", tree.string(node).unwrap_or_default()),
        Kind::Array => {
            let items: Vec<String> = tree.items(node).map(|item| normal(tree, item)).collect();
            format!("[{}]", items.join(","))
        }
        Kind::Object => {
            let (members, _) = tree.counted(node);
            let name = |key: Option<NodeId>| key.map_or("", |key| tree.key_name(key));
            let mut members: Vec<String> =
                members.iter().map(|child| format!("{:?}:{}", name(child.key), normal(tree, child.value))).collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        kind => format!("{kind:?}"),
    }
}
