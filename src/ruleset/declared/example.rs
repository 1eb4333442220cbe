//! A record on which a declared rule speaks, or on which it is silent.

use crate::tree::NodeId;

/// An example of a declared rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// Whether the rule is silent on it.
    pub is_good: bool,
    /// The record, as JSON.
    pub text: String,
    /// The record, as the rule's file writes it.
    pub shown: String,
    /// The profile under which it is checked.
    pub profile: Option<String>,
    /// The field at which the rule speaks, as a JSON Pointer.
    pub at: Option<String>,
    /// The record after the fix, as JSON.
    pub fixed: Option<String>,
    /// Where it stands in the rule's file.
    pub node: NodeId,
}
