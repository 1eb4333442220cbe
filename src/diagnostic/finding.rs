//! Findings of rules, in terms of nodes.

use crate::text::Span;
use crate::tree::{NodeId, Symbol};
use std::borrow::Cow;
use std::ops::Range;

/// The id of a rule: `group/name`.
pub type RuleId = Cow<'static, str>;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// Returns `note`, `warning` or `error`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// Returns the severity with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|severity| severity.name() == name)
    }
}

/// Whether a fix may be applied without review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Shown, never applied.
    DisplayOnly,
    /// Applied if the user requests unsafe fixes.
    Unsafe,
    /// Applied whenever fixes are requested: nobody could want the old value.
    Safe,
}

impl Applicability {
    /// Returns `display-only`, `unsafe` or `safe`.
    pub const fn name(self) -> &'static str {
        match self {
            Applicability::DisplayOnly => "display-only",
            Applicability::Unsafe => "unsafe",
            Applicability::Safe => "safe",
        }
    }
}

/// The location of a finding. Rules use the first four variants; only syntaxes use bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The key of the member whose value is this node.
    Key(NodeId),
    /// The value.
    Value(NodeId),
    /// A range of bytes of the value's decoded text.
    Within(NodeId, Range<usize>),
    /// The opening of an object or an array in which something is missing.
    Opening(NodeId),
    /// Bytes of the chunk that do not belong to a node.
    Bytes(Span),
}

impl Place {
    /// Returns the node, unless the place is bytes.
    pub fn node(&self) -> Option<NodeId> {
        match self {
            Place::Key(node) | Place::Value(node) | Place::Within(node, _) | Place::Opening(node) => Some(*node),
            Place::Bytes(_) => None,
        }
    }
}

/// A place with a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// A description of at most five words.
    pub text: Cow<'static, str>,
}

/// A change of the tree. The syntax converts it to edits of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Replaces the text of a value, or a range of its decoded text.
    Replace {
        /// The value.
        node: NodeId,
        /// The range of its text, or `None` for all of it.
        range: Option<Range<usize>>,
        /// The new text.
        text: String,
    },
    /// Renames the member whose value is `node`.
    Rename {
        /// The member's value.
        node: NodeId,
        /// The new name.
        name: String,
    },
    /// Removes a member or an item.
    Remove {
        /// The value.
        node: NodeId,
    },
    /// Adds a member with a string to an object.
    Insert {
        /// The object.
        node: NodeId,
        /// The member's name.
        name: String,
        /// Its text.
        text: String,
    },
    /// Replaces a string in an array by several strings.
    Split {
        /// The item.
        node: NodeId,
        /// The new items.
        texts: Vec<String>,
    },
    /// Adds a member with a structured value to an object.
    Put {
        /// The object.
        node: NodeId,
        /// The member's name.
        name: String,
        /// Its value.
        value: New,
    },
    /// Replaces an item of an array by several structured values.
    Divide {
        /// The item.
        node: NodeId,
        /// The new items.
        values: Vec<New>,
    },
}

/// A new value for a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum New {
    /// A string.
    Text(String),
    /// An array.
    List(Vec<New>),
    /// An object: names and values, in order.
    Object(Vec<(String, New)>),
}

impl New {
    /// Creates a string.
    pub fn text(text: impl Into<String>) -> Self {
        New::Text(text.into())
    }

    /// Creates an object of strings.
    pub fn object<'t>(members: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        New::Object(members.into_iter().map(|(name, text)| (name.to_owned(), New::text(text))).collect())
    }
}

impl Change {
    /// Returns the changed node.
    pub fn node(&self) -> NodeId {
        match self {
            Change::Replace { node, .. }
            | Change::Rename { node, .. }
            | Change::Remove { node }
            | Change::Insert { node, .. }
            | Change::Split { node, .. }
            | Change::Put { node, .. }
            | Change::Divide { node, .. } => *node,
        }
    }

    /// Moves the change to another node.
    pub fn move_to(&mut self, to: NodeId) {
        match self {
            Change::Replace { node, .. }
            | Change::Rename { node, .. }
            | Change::Remove { node }
            | Change::Insert { node, .. }
            | Change::Split { node, .. }
            | Change::Put { node, .. }
            | Change::Divide { node, .. } => *node = to,
        }
    }
}

/// A replacement of a span of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The replaced span, which is empty for an insertion.
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl Edit {
    /// Applies edits to a text. The edits must be sorted and must not overlap.
    pub fn apply(text: &str, edits: &[Edit]) -> String {
        let mut found = String::with_capacity(text.len());
        let mut done = 0;
        for edit in edits {
            found.push_str(text.get(done..edit.span.start as usize).unwrap_or_default());
            found.push_str(&edit.text);
            done = edit.span.end as usize;
        }
        found.push_str(text.get(done..).unwrap_or_default());
        found
    }
}

/// A fix as changes of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// An imperative: "remove the label".
    pub title: String,
    /// Whether it may be applied without review.
    pub applicability: Applicability,
    /// The changes.
    pub changes: Vec<Change>,
}

/// The maximum number of findings of one rule that are kept per record. Further ones are counted with the last one.
/// Nobody needs the thousandth finding of a rule in one record, and a finding takes about 1.6 kB of memory.
pub const MAX_PER_RULE: u32 = 1_000;

/// A mistake found by a rule, a schema or a syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: RuleId,
    /// The severity before any configuration.
    pub severity: Severity,
    /// The location.
    pub place: Place,
    /// The finding in one line of at most 100 characters, in lower case and without a full stop.
    pub message: String,
    /// For [`Place::Opening`], the missing member, which distinguishes several findings at the same opening.
    pub subject: Option<Symbol>,
    /// A label of at most five words at the place itself.
    pub caption: Cow<'static, str>,
    /// Labels at related places.
    pub labels: Vec<Label>,
    /// Advice, as an imperative.
    pub help: Option<String>,
    /// A fix.
    pub fix: Option<Fix>,
    /// The offending value.
    pub value: Option<String>,
    /// The expected value.
    pub expected: Option<String>,
    /// The value that was probably intended.
    pub suggestion: Option<String>,
    /// For findings of a schema, the JSON Pointer to the keyword.
    pub schema_pointer: Option<String>,
    /// The pointer in the source to a value that is not in any field of the record. The place is bytes then.
    pub source_pointer: Option<String>,
    /// A byte range of the text at the place. The finding is dropped if markup divides the range.
    pub undivided: Option<Range<usize>>,
    /// The number of further findings of the rule in the record that are counted with this one and not kept.
    pub more: u64,
    /// The number of earlier findings of the rule in the record.
    ordinal: u32,
}

impl Finding {
    /// Creates a finding with a place and a message. The methods below add the rest.
    pub fn new(rule: impl Into<RuleId>, severity: Severity, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule: rule.into(),
            severity,
            place,
            message: message.into(),
            subject: None,
            caption: Cow::Borrowed(""),
            labels: Vec::new(),
            help: None,
            fix: None,
            value: None,
            expected: None,
            suggestion: None,
            schema_pointer: None,
            source_pointer: None,
            undivided: None,
            more: 0,
            ordinal: 0,
        }
    }

    /// Adds it to the findings of its record. If there are already [`MAX_PER_RULE`] of its rule, it replaces the last
    /// of them, which is then only counted.
    pub fn add_to(mut self, findings: &mut Vec<Finding>) -> &mut Finding {
        // Searched from the end: findings of a rule are consecutive, or interleaved with those of few other rules.
        let last = findings.iter().rposition(|one| one.rule == self.rule);
        let at = match last {
            Some(at) if findings[at].ordinal >= MAX_PER_RULE => {
                self.ordinal = findings[at].ordinal;
                self.more += findings[at].more + 1;
                findings[at] = self;
                at
            }
            last => {
                self.ordinal = last.map_or(0, |at| findings[at].ordinal + 1);
                findings.push(self);
                findings.len() - 1
            }
        };
        &mut findings[at]
    }

    /// Sets the label at the place itself.
    pub fn caption(&mut self, text: impl Into<Cow<'static, str>>) -> &mut Self {
        self.caption = text.into();
        self
    }

    /// Adds a label at a related place.
    pub fn label(&mut self, place: Place, text: impl Into<Cow<'static, str>>) -> &mut Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Sets the advice.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Sets the offending value.
    pub fn value(&mut self, text: impl Into<String>) -> &mut Self {
        self.value = Some(text.into());
        self
    }

    /// Sets the expected value.
    pub fn expected(&mut self, text: impl Into<String>) -> &mut Self {
        self.expected = Some(text.into());
        self
    }

    /// Sets the value that was probably intended.
    pub fn suggestion(&mut self, text: impl Into<String>) -> &mut Self {
        self.suggestion = Some(text.into());
        self
    }

    /// Sets the fix.
    pub fn fix(&mut self, title: impl Into<String>, applicability: Applicability, changes: Vec<Change>) -> &mut Self {
        self.fix = Some(Fix { title: title.into(), applicability, changes });
        self
    }

    /// Drops the finding if markup divides this byte range of the text, as in `<italic>ν</italic>NS`.
    pub fn undivided(&mut self, range: Range<usize>) -> &mut Self {
        self.undivided = Some(range);
        self
    }

    /// Overrides the severity of the rule.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }
}
