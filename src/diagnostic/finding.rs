//! What a rule saw, in terms of nodes.

use crate::text::Span;
use crate::tree::{NodeId, Symbol};
use std::borrow::Cow;
use std::ops::Range;

/// `group/name`: the rule that speaks.
pub type RuleId = Cow<'static, str>;

/// How bad a finding is.
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
    /// `note`, `warning` or `error`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The severity with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|severity| severity.name() == name)
    }
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Shown, never applied.
    DisplayOnly,
    /// Applied when the person asks for unsafe fixes too.
    Unsafe,
    /// No reader could want the old value.
    Safe,
}

impl Applicability {
    /// `display-only`, `unsafe` or `safe`.
    pub const fn name(self) -> &'static str {
        match self {
            Applicability::DisplayOnly => "display-only",
            Applicability::Unsafe => "unsafe",
            Applicability::Safe => "safe",
        }
    }
}

/// What a finding points at. Rules make the first four; only syntaxes know bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The name of the member whose value is this node.
    Key(NodeId),
    /// The value.
    Value(NodeId),
    /// A range of bytes of the value's decoded text.
    Within(NodeId, Range<usize>),
    /// The beginning of an object or a list in which something is missing.
    Opening(NodeId),
    /// Bytes of the chunk that are no node.
    Bytes(Span),
}

impl Place {
    /// The node that is meant, if it is one.
    pub fn node(&self) -> Option<NodeId> {
        match self {
            Place::Key(node) | Place::Value(node) | Place::Within(node, _) | Place::Opening(node) => Some(*node),
            Place::Bytes(_) => None,
        }
    }
}

/// A place with at most five words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there.
    pub text: Cow<'static, str>,
}

/// A change of the tree; the syntax that read the file turns it into an edit of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another text for a value, or for a range of its decoded text.
    Replace {
        /// The value.
        node: NodeId,
        /// The range of its text; all of it where absent.
        range: Option<Range<usize>>,
        /// The new text.
        text: String,
    },
    /// Another name for the member whose value is `node`.
    Rename {
        /// The member's value.
        node: NodeId,
        /// The new name.
        name: String,
    },
    /// Takes the member or item out.
    Remove {
        /// The value.
        node: NodeId,
    },
    /// Adds a member with a text to an object.
    Insert {
        /// The object.
        node: NodeId,
        /// The member's name.
        name: String,
        /// Its text.
        text: String,
    },
    /// One text of a list becomes several.
    Split {
        /// The item.
        node: NodeId,
        /// The items that take its place.
        texts: Vec<String>,
    },
    /// Adds a member with a value of several parts to an object.
    Put {
        /// The object.
        node: NodeId,
        /// The member's name.
        name: String,
        /// Its value.
        value: New,
    },
    /// One item of a list becomes several of several parts.
    Divide {
        /// The item.
        node: NodeId,
        /// The items that take its place.
        values: Vec<New>,
    },
}

/// A value that no file holds yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum New {
    /// A text.
    Text(String),
    /// A list.
    List(Vec<New>),
    /// An object: names and values, in order.
    Object(Vec<(String, New)>),
}

impl New {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        New::Text(text.into())
    }

    /// An object of texts.
    pub fn object<'t>(members: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        New::Object(members.into_iter().map(|(name, text)| (name.to_owned(), New::text(text))).collect())
    }
}

impl Change {
    /// The node that it is made at.
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

    /// The same change, of another node.
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

/// Other bytes for a span of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl Edit {
    /// The text with the edits made, which must be in its order and must not overlap.
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

/// A repair, in words and as changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// An imperative: "remove the label".
    pub title: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// What is done.
    pub changes: Vec<Change>,
}

/// How many findings of one rule are kept for one record; further ones are counted with the last that is kept. No reader
/// needs the thousandth mistake of a kind in one record, and a finding takes about 1.6 kB of memory.
pub const MAX_PER_RULE: u32 = 1_000;

/// One thing that a rule, a schema or a syntax found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule that speaks.
    pub rule: RuleId,
    /// How bad, before any configuration.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// The fact, in one line of at most 100 characters: lower case, no full stop.
    pub message: String,
    /// At an opening, the member that is missing there: the same opening lacks several things.
    pub subject: Option<Symbol>,
    /// At most five words at the place itself.
    pub caption: Cow<'static, str>,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// What to do, as an imperative.
    pub help: Option<String>,
    /// A repair.
    pub fix: Option<Fix>,
    /// The offending value.
    pub value: Option<String>,
    /// What was expected.
    pub expected: Option<String>,
    /// What was probably meant.
    pub suggestion: Option<String>,
    /// For findings of a schema: where in the schema the demand stands.
    pub schema_pointer: Option<String>,
    /// The address in the source of a value that is in no field of the record; its place is bytes.
    pub source_pointer: Option<String>,
    /// The bytes of the text at the place that markup must not divide: where it does, the finding is none.
    pub undivided: Option<Range<usize>>,
    /// How many more findings of the rule there are in the record, which are counted with this one and not kept.
    pub more: u64,
    /// How many of the rule come before it in the record.
    ordinal: u32,
}

impl Finding {
    /// A finding with a place and a message; the rest is added by the methods below.
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

    /// Adds it to the findings of its record. Once there are [`MAX_PER_RULE`] of its rule, it takes the place of the last
    /// of them, which is then only counted.
    pub fn add_to(mut self, findings: &mut Vec<Finding>) -> &mut Finding {
        // Findings of one rule come together, or in turns with those of a few others.
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

    /// Words at the place itself.
    pub fn caption(&mut self, text: impl Into<Cow<'static, str>>) -> &mut Self {
        self.caption = text.into();
        self
    }

    /// Another place.
    pub fn label(&mut self, place: Place, text: impl Into<Cow<'static, str>>) -> &mut Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// What to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// The offending value.
    pub fn value(&mut self, text: impl Into<String>) -> &mut Self {
        self.value = Some(text.into());
        self
    }

    /// What was expected.
    pub fn expected(&mut self, text: impl Into<String>) -> &mut Self {
        self.expected = Some(text.into());
        self
    }

    /// What was probably meant.
    pub fn suggestion(&mut self, text: impl Into<String>) -> &mut Self {
        self.suggestion = Some(text.into());
        self
    }

    /// A repair.
    pub fn fix(&mut self, title: impl Into<String>, applicability: Applicability, changes: Vec<Change>) -> &mut Self {
        self.fix = Some(Fix { title: title.into(), applicability, changes });
        self
    }

    /// Withdraws the finding where markup divides these bytes of the text, as in `<italic>ν</italic>NS`.
    pub fn undivided(&mut self, range: Range<usize>) -> &mut Self {
        self.undivided = Some(range);
        self
    }

    /// Another severity than the rule's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }
}
