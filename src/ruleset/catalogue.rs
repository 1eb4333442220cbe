//! The catalogue of all rules: built-in rules, bundled YAML rules, and the user's own.

use super::declared::{self, Declared};
use super::{BuiltIn, Entry};
use std::sync::Arc;

/// All rules, by id.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

/// A rule file whose id is already taken by another rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The id.
    pub id: String,
    /// Whether a bundled rule has the id; otherwise another file of the user has it.
    pub by_bundled: bool,
}

impl Catalogue {
    /// Returns the bundled rules: those in Rust and those in YAML.
    pub fn bundled(built_in: &[BuiltIn]) -> Self {
        let rust = built_in.iter().copied().map(Entry::BuiltIn);
        // The tests guarantee that every bundled rule loads.
        let yaml = declared::BUNDLED.iter().filter_map(|(path, text)| declared::load(text, path, true).rule);
        let mut entries: Vec<Entry> = rust.chain(yaml.map(|rule| Entry::Declared(Arc::new(rule)))).collect();
        entries.sort_by(|left, right| left.id().cmp(right.id()));
        Self { entries }
    }

    /// Adds a rule. Its id must not be taken.
    pub fn add(&mut self, rule: Arc<Declared>) -> Result<(), Taken> {
        match self.entries.binary_search_by(|entry| entry.id().cmp(&rule.id)) {
            Ok(at) => {
                let by_bundled = self.entries[at].is_bundled();
                Err(Taken { id: rule.id.to_string(), by_bundled })
            }
            Err(at) => {
                self.entries.insert(at, Entry::Declared(rule));
                Ok(())
            }
        }
    }

    /// Adds a rule and replaces the rule with the same id, if any.
    pub fn replace(&mut self, rule: Arc<Declared>) {
        match self.entries.binary_search_by(|entry| entry.id().cmp(&rule.id)) {
            Ok(at) => self.entries[at] = Entry::Declared(rule),
            Err(at) => self.entries.insert(at, Entry::Declared(rule)),
        }
    }

    /// Returns all rules, sorted by id.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the rule with this id.
    pub fn find(&self, id: &str) -> Option<&Entry> {
        let found = self.entries.binary_search_by(|entry| entry.id().cmp(id));
        found.ok().map(|at| &self.entries[at])
    }
}
