//! Equal items of an array, regardless of their spelling.

use super::numbers::Decimal;
use crate::tree::{Kind, NodeId, Tree};
use std::collections::HashMap;

/// Up to this number, strings are compared pairwise, which is faster than hashing.
const MAX_PAIRWISE: usize = 16;

/// Returns the first item of the array `node` that is equal to an earlier one, preceded by the earlier one.
pub fn first_duplicate(tree: Tree<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut few: [(&str, NodeId); MAX_PAIRWISE] = [("", NodeId::ROOT); MAX_PAIRWISE];
    let mut count = 0;
    for item in tree.items(node) {
        match tree.string(item) {
            Some(text) if count < MAX_PAIRWISE => {
                if let Some((_, first)) = few[..count].iter().find(|(other, _)| *other == text) {
                    return Some((*first, item));
                }
                few[count] = (text, item);
                count += 1;
            }
            _ => return first_duplicate_of_many(tree, node),
        }
    }
    None
}

fn first_duplicate_of_many(tree: Tree<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut texts: HashMap<&str, NodeId> = HashMap::new();
    let mut others: HashMap<String, NodeId> = HashMap::new();
    tree.items(node).find_map(|item| {
        let first = match tree.string(item) {
            Some(text) => texts.insert(text, item),
            None => others.insert(normalised(tree, item), item),
        };
        first.map(|first| (first, item))
    })
}

/// Returns a string that is equal for equal values only: members are sorted, and numbers are normalised.
fn normalised(tree: Tree<'_>, node: NodeId) -> String {
    match tree.kind(node) {
        Kind::Number => Decimal::new(tree.raw(node)).normalised(),
        Kind::String => format!("{:?}", tree.string(node).unwrap_or_default()),
        Kind::Array => {
            let items: Vec<String> = tree.items(node).map(|item| normalised(tree, item)).collect();
            format!("[{}]", items.join(","))
        }
        Kind::Object => {
            let (members, _) = tree.effective_members(node);
            let name = |key: Option<NodeId>| key.map_or("", |key| tree.key_name(key));
            let mut members: Vec<String> = members
                .iter()
                .map(|child| format!("{:?}:{}", name(child.key), normalised(tree, child.value)))
                .collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        kind => format!("{kind:?}"),
    }
}
