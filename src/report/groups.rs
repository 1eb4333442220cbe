//! Groups findings by rule and field, one line per group: how often they occur, in how many files, and with which
//! values.

use super::{Ending, FileReport, Format, Reporter, Sanitised, summary};
use crate::diagnostic::{Diagnostic, Severity, show};
use std::collections::HashMap;
use std::io::{self, Write};

/// For people: one line for all findings of a rule in a field.
pub const FORMAT: Format = Format {
    name: "grouped",
    has_summary: true,
    reporter: |_| Box::new(Sanitised(Grouped::default())),
    ..Format::MACHINE
};

/// The maximum number of values of a group that are counted. In a larger group, values hardly repeat.
const MAX_VALUES: usize = 1000;

/// The maximum number of groups. Findings in further fields are in one group per rule.
const MAX_GROUPS: usize = 1000;

/// The number of values that are shown for a group.
const SHOWN: usize = 3;

/// Findings by rule, field and severity. A rule may have findings of several severities.
#[derive(Debug, Default)]
pub(super) struct Groups {
    places: HashMap<(String, String, Severity), usize>,
    groups: Vec<Group>,
}

#[derive(Debug)]
struct Group {
    rule: String,
    /// The pointer with `*` for each index.
    pointer: String,
    severity: Severity,
    /// The first message.
    message: String,
    count: u64,
    files: u64,
    last_file: String,
    values: HashMap<String, u64>,
}

impl Groups {
    pub(super) fn add(&mut self, one: &Diagnostic) {
        let pointer = if self.groups.len() < MAX_GROUPS { pattern(&one.pointer) } else { String::new() };
        let key = (one.rule.to_string(), pointer.clone(), one.severity);
        let at = *self.places.entry(key).or_insert_with(|| {
            self.groups.push(Group {
                rule: one.rule.to_string(),
                pointer,
                severity: one.severity,
                message: one.message.clone(),
                count: 0,
                files: 0,
                last_file: String::new(),
                values: HashMap::new(),
            });
            self.groups.len() - 1
        });
        let group = &mut self.groups[at];
        group.count += one.count();
        // The findings of a file are consecutive.
        if group.last_file != *one.path {
            group.files += 1;
            group.last_file = one.path.to_string();
        }
        if let Some(value) = &one.value {
            if let Some(count) = group.values.get_mut(value) {
                *count += 1;
            } else if group.values.len() < MAX_VALUES {
                group.values.insert(value.clone(), 1);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Writes one line per group, the most severe and the largest first.
    pub(super) fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.groups.sort_by(|left, right| {
            (right.severity, right.count).cmp(&(left.severity, left.count)).then_with(|| left.rule.cmp(&right.rule))
        });
        self.groups.iter().try_for_each(|group| group.write(out))
    }
}

impl Group {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let times = if self.count == 1 { "once".to_owned() } else { format!("{} times", self.count) };
        let files = if self.files == 1 { "1 file".to_owned() } else { format!("{} files", self.files) };
        let place =
            if self.pointer.is_empty() { String::new() } else { format!(" at {}", show::visible(&self.pointer)) };
        let (severity, rule) = (self.severity.name(), &self.rule);
        write!(out, "{severity}[{rule}]{place}: {times} in {files}")?;
        let mut values: Vec<(&String, &u64)> = self.values.iter().collect();
        values.sort_by(|left, right| right.1.cmp(left.1).then(left.0.cmp(right.0)));
        let shown: Vec<String> = values
            .iter()
            .take(SHOWN)
            .map(
                |(value, count)| {
                    if **count > 1 { format!("{} ({count})", show::quoted(value)) } else { show::quoted(value) }
                },
            )
            .collect();
        match shown.as_slice() {
            [] => writeln!(out, ", such as: {}", show::visible(&self.message)),
            some => {
                let more = if values.len() > SHOWN { ", …" } else { "" };
                writeln!(out, ": {}{more}", some.join(", "))
            }
        }
    }
}

/// Replaces each index in a pointer with `*`, and removes the numbers of elements, entries and tags with the same name.
fn pattern(pointer: &str) -> String {
    let is_index = |segment: &str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let bare = |part: &'_ str| -> usize {
        let number = part.strip_suffix(']').and_then(|part| part.rsplit_once('['));
        number.filter(|(_, number)| is_index(number)).map_or(part.len(), |(name, _)| name.len())
    };
    let segments: Vec<&str> =
        pointer.split('/').map(|part| if is_index(part) { "*" } else { &part[..bare(part)] }).collect();
    segments.join("/")
}

/// The report of all findings in groups.
#[derive(Debug, Default)]
pub struct Grouped {
    groups: Groups,
}

impl Reporter for Grouped {
    fn file(&mut self, _: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        file.diagnostics.iter().for_each(|one| self.groups.add(one));
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, ending: &Ending<'_>) -> io::Result<()> {
        if !self.groups.is_empty() {
            self.groups.write(out)?;
            writeln!(out)?;
        }
        summary::write(out, ending)
    }
}
