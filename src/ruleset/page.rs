//! The documentation page of a rule: its head comment, and facts known to the program.

use super::{Catalogue, Entry, Opt, Profile};
use crate::diagnostic::{Applicability, Severity};
use crate::shape::SHAPES;
use std::fmt::Write;

/// Returns the page with the rule's options and the requirements of profiles, in Markdown.
pub fn page(entry: &Entry) -> String {
    let mut text = entry.page().trim_end().to_owned() + "\n";
    if !entry.options().is_empty() {
        text.push_str("\n## Options\n\n");
        for option in entry.options() {
            let _ = writeln!(text, "- `{}`: {}", option.name(), described(*option));
        }
    }
    let profiles: Vec<Profile> = Profile::names().filter_map(|name| Profile::bundled(name).ok()).collect();
    let mut requirements = String::new();
    for profile in &profiles {
        for requirement in profile.requirements_on(entry.id()).filter(|requirement| requirement.profile == profile.id) {
            let _ =
                writeln!(requirements, "- `{}`: {} ({})", requirement.profile, requirement.what, requirement.source);
        }
    }
    if !requirements.is_empty() {
        text.push_str("\n## Profiles\n\n");
        text.push_str(&requirements);
    }
    text
}

/// Returns the meaning of an option and its valid values.
pub fn described(option: Opt) -> String {
    format!("{}. Allowed: {}. Default: {}.", option.about(), option.allowed(), option.default())
}

/// Returns the page as a separate file.
pub fn document(entry: &Entry) -> String {
    let mut text = format!("# {}\n\n", entry.id());
    let (summary, rest) =
        page(entry).split_once('\n').map_or_else(Default::default, |(first, rest)| (first.to_owned(), rest.to_owned()));
    let _ = writeln!(text, "{summary}\n\n{}\n{rest}", facts(entry));
    text.trim_end().to_owned() + "\n"
}

fn facts(entry: &Entry) -> String {
    let code = entry.code();
    let says = |name: &str| code.contains(name);
    let fix = match entry.fix() {
        None => "none: a person decides".to_owned(),
        Some(fix) => {
            let others = [Applicability::Safe, Applicability::Unsafe].into_iter().filter(|other| *other != fix);
            let others: Vec<&str> =
                others.filter(|other| says(&format!("Applicability::{other:?}"))).map(Applicability::name).collect();
            let others = if others.is_empty() { String::new() } else { format!("; {} in some cases", others.concat()) };
            format!("{}{others}", fix.name())
        }
    };
    let profile = Profile::bundled("core").ok();
    let is_off =
        profile.is_some_and(|core| core.requirements_on(entry.id()).any(|requirement| requirement.what == "off"));
    let by_itself = if is_off { "; off unless a profile or a configuration asks for it" } else { "" };
    let usual = entry.severity();
    let all = [Severity::Error, Severity::Warning, Severity::Note].into_iter();
    let others: Vec<&str> =
        all.filter(|other| *other != usual && says(&format!("Severity::{other:?}"))).map(Severity::name).collect();
    let others = if others.is_empty() { String::new() } else { format!("; {} in some cases", others.join(" or ")) };
    let mut limits = String::new();
    for shape in SHAPES.iter().filter(|shape| shape.highest_severity(entry.id()) < usual) {
        let _ = write!(limits, "; at most {} in {}", shape.highest_severity(entry.id()).name(), shape.id);
    }
    format!("Severity: {}{others}{limits}{by_itself}. Fix: {fix}. Since {}.\n", usual.name(), entry.since())
}

/// Returns the list of all rules by group with their summaries. Links are relative to the list.
pub fn index(catalogue: &Catalogue) -> String {
    let mut text = String::from(
        "# Rules\n\nWhat recordlint finds, by group. `recordlint explain RULE` shows a page in the terminal, and `recordlint \
         rules` which of them run.\n",
    );
    let mut group = "";
    for entry in catalogue.entries() {
        let (own, name) = entry.id().split_once('/').unwrap_or((entry.id(), ""));
        if own != group {
            group = own;
            let _ = write!(text, "\n## {group}\n\n| rule | severity | fix | finds |\n|---|---|---|---|\n");
        }
        let fix = entry.fix().map_or("-", |fix| fix.name());
        let summary = entry.summary().replace('|', "\\|");
        let _ = writeln!(text, "| [{name}]({own}/{name}.md) | {} | {fix} | {summary} |", entry.severity().name());
    }
    text
}
