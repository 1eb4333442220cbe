//! All rules there are: built in, bundled as data, and the user's own.

use super::declared::{self, Declared};
use super::{BuiltIn, Entry};
use std::sync::Arc;

/// All rules, by id.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

/// A rule file that takes an id that another rule has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The id.
    pub id: String,
    /// Whether a bundled rule has it; else another file of the user's.
    pub by_bundled: bool,
}

impl Catalogue {
    /// The rules of this program: those of Rust, and the bundled ones of YAML.
    pub fn bundled(built_in: &[BuiltIn]) -> Self {
        let rust = built_in.iter().copied().map(Entry::BuiltIn);
        // A bundled rule that does not load is one that the tests have not seen.
        let yaml = declared::BUNDLED.iter().filter_map(|(path, text)| declared::load(text, path, true).rule);
        let mut entries: Vec<Entry> = rust.chain(yaml.map(|rule| Entry::Declared(Arc::new(rule)))).collect();
        entries.sort_by(|left, right| left.id().cmp(right.id()));
        Self { entries }
    }

    /// The same with one more rule, whose id must be its own.
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

    /// The same with one rule in the place of the one that has its id, if there is one.
    pub fn replace(&mut self, rule: Arc<Declared>) {
        match self.entries.binary_search_by(|entry| entry.id().cmp(&rule.id)) {
            Ok(at) => self.entries[at] = Entry::Declared(rule),
            Err(at) => self.entries.insert(at, Entry::Declared(rule)),
        }
    }

    /// All rules, by id.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The rule with this id.
    pub fn find(&self, id: &str) -> Option<&Entry> {
        let found = self.entries.binary_search_by(|entry| entry.id().cmp(id));
        found.ok().map(|at| &self.entries[at])
    }
}
