//! The page of a rule is its test: Bad is reported, Report is the current output, and no rule reports anything in Good.

use crate::support;

use crate::support::{Example, examples};
use recordlint::diagnostic::Diagnostic;
use recordlint::report::{FileReport, Style, full};
use recordlint::rule_examples;
use recordlint::rules::{RULES, catalogue};
use recordlint::ruleset::BuiltIn;
use recordlint::syntax::{JsonMode, Syntax};
use recordlint::text::{LineIndex, Source};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn printed(example: &Example, rule: &str) -> Option<String> {
    let (_, path) = example.file(rule)?;
    let diagnostics: Vec<Diagnostic> =
        example.check(rule)?.into_iter().filter(|diagnostic| diagnostic.rule == rule).collect();
    let source = Source::of_text(path, &example.text).expect("an example is UTF-8");
    let index = LineIndex::new(source.chunk);
    let report = FileReport { source, index: &index, diagnostics: &diagnostics, record_a_line: false };
    let mut out = Vec::new();
    let style = Style { color: false, unicode: true, width: 80 };
    full::render(&mut out, &report, style).expect("memory can be written to");
    Some(String::from_utf8(out).expect("a report is UTF-8"))
}

fn describe(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().fold(String::new(), |mut all, one| {
        let _ = write!(all, "\n    {} at {} `{}`: {}", one.rule, one.start().line, one.field, one.message);
        all
    })
}

/// Whether a finding is about a missing field: examples leave out fields that they are not about.
fn is_absence(diagnostic: &Diagnostic, example: &Example) -> bool {
    if diagnostic.rule.ends_with("/missing") {
        return true;
    }
    // Abstracts in examples are as short as possible.
    if diagnostic.rule == "abstract/length" {
        return true;
    }
    let Ok(value) = serde_json::from_str::<serde_json::Value>(&example.text) else { return false };
    !diagnostic.field.is_empty() && value.pointer(&diagnostic.field).is_none()
}

fn wrong_with(entry: &BuiltIn) -> Vec<String> {
    let id = entry.rule.id;
    let page = entry.page();
    let mut wrong = Vec::new();
    let bad = examples(&page, "Bad");
    let good = examples(&page, "Good");
    if bad.is_empty() || good.is_empty() {
        wrong.push(format!("{id}: the page needs a Bad and a Good example"));
    }
    for (number, example) in bad.iter().enumerate() {
        let Some(diagnostics) = example.check(id) else { continue };
        if !diagnostics.iter().any(|diagnostic| diagnostic.rule == id) {
            wrong.push(format!("{id}: does not report Bad {}{}", number + 1, describe(&diagnostics)));
        }
    }
    for (number, example) in good.iter().enumerate() {
        let Some(mut diagnostics) = example.check(id) else { continue };
        diagnostics.retain(|diagnostic| diagnostic.rule == id || !is_absence(diagnostic, example));
        if !diagnostics.is_empty() {
            wrong.push(format!("{id}: reports Good {}{}", number + 1, describe(&diagnostics)));
        }
    }
    if !page.contains("## Why") {
        wrong.push(format!("{id}: the page does not say why"));
    }
    wrong
}

#[test]
fn bad_is_reported_and_good_is_not() {
    let wrong: Vec<String> = RULES.iter().flat_map(wrong_with).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reports_are_up_to_date() {
    let mut stale = Vec::new();
    for entry in RULES {
        let id = entry.rule.id;
        let page = entry.page();
        let Some(text) = examples(&page, "Bad").first().and_then(|example| printed(example, id)) else { continue };
        let shown = examples(&page, "Report").first().map(|example| example.text.clone()).unwrap_or_default();
        if shown.trim_end() == text.trim_end() {
            continue;
        }
        if support::bless() {
            rewrite(entry, text.trim_end());
        } else {
            stale.push(format!("{id}: prints\n{text}\ninstead of\n{shown}"));
        }
    }
    assert!(stale.is_empty(), "{}\nRECORDLINT_BLESS=1 rewrites them", stale.join("\n"));
}

/// Writes the report into the file of the rule.
fn rewrite(entry: &BuiltIn, text: &str) {
    let path = rules_folder().join(format!("{}.rs", entry.rule.id.replace('-', "_")));
    let mut lines: Vec<String> = Vec::new();
    let mut in_report = false;
    for line in entry.source.lines() {
        if line.starts_with("//! ## ") || !line.starts_with("//!") {
            in_report = line == "//! ## Report";
            if in_report {
                lines.push(line.to_owned());
                lines.extend(["//!".to_owned(), "//! ```text".to_owned()]);
                lines.extend(text.lines().map(|line| format!("//! {line}").trim_end().to_owned()));
                lines.extend(["//! ```".to_owned(), "//!".to_owned()]);
                continue;
            }
        }
        if !in_report {
            lines.push(line.to_owned());
        }
    }
    fs::write(path, lines.join("\n") + "\n").expect("a rule's file can be written");
}

fn rules_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")
}

#[test]
fn ids_are_paths_and_severities_are_known() {
    for entry in RULES {
        let file = rules_folder().join(format!("{}.rs", entry.rule.id.replace('-', "_")));
        assert!(file.exists(), "{} is in another file", entry.rule.id);
        for other in entry.rule.instead_of {
            assert!(is_rule_or_group(other), "{} names {other}", entry.rule.id);
        }
    }
}

fn is_rule_or_group(name: &str) -> bool {
    let group = format!("{name}/");
    catalogue().entries().iter().any(|entry| entry.id() == name || entry.id().starts_with(&group))
}

/// Returns the name of a module. Some groups and rules are named like keywords of Rust.
fn identifier(name: &str) -> String {
    if matches!(name, "abstract" | "enum" | "type") { format!("r#{name}") } else { name.to_owned() }
}

/// Returns the source of the list of rules in the folder.
fn list() -> String {
    let mut modules = String::new();
    let mut entries = String::new();
    let mut groups: Vec<PathBuf> =
        fs::read_dir(rules_folder()).expect("the folder").flatten().map(|entry| entry.path()).collect();
    groups.retain(|path| path.is_dir());
    groups.sort();
    for folder in groups {
        let group = folder.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let module = identifier(&group);
        let _ = writeln!(modules, "pub mod {module} {{\n    //! Rules of the group `{group}`.");
        for file in support::files(&folder) {
            let name = file.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
            let item = identifier(&name);
            let _ = writeln!(modules, "    pub mod {item};");
            let _ = writeln!(
                entries,
                "    BuiltIn {{ rule: &{module}::{item}::RULE, source: include_str!(\"{group}/{name}.rs\") }},"
            );
        }
        modules.push_str("}\n");
    }
    format!(
        "//! The built-in rules: one folder per group, one file per rule.\n//!\n//! Generated from the folder by \
         `RECORDLINT_BLESS=1 cargo test --test it rules::`; a test fails when it is stale.\n\n\
         use crate::ruleset::{{BuiltIn, Catalogue}};\nuse std::sync::{{Arc, OnceLock}};\n\n{modules}\n\
         /// Returns all built-in and bundled rules, which are loaded once.\n\
         pub fn catalogue() -> &'static Arc<Catalogue> {{\n    \
         static CATALOGUE: OnceLock<Arc<Catalogue>> = OnceLock::new();\n    \
         CATALOGUE.get_or_init(|| Arc::new(Catalogue::bundled(RULES)))\n}}\n\n\
         /// All built-in rules, by id.\n#[rustfmt::skip]\npub const RULES: &[BuiltIn] = &[\n{entries}];\n"
    )
}

#[test]
fn the_list_is_up_to_date() {
    let path = rules_folder().join("mod.rs");
    let expected = list();
    if support::bless() {
        fs::write(&path, &expected).expect("the list can be written");
    }
    let found = fs::read_to_string(&path).expect("the list can be read");
    assert_eq!(found, expected, "RECORDLINT_BLESS=1 rewrites it");
}

/// Returns the bundled YAML rules, by path.
fn yaml_rules() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = support::files(&root.join("rules")).into_iter();
    let yaml = files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let shown = |path: &PathBuf| path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
    yaml.map(|path| (shown(&path), path)).filter(|(shown, _)| !shown.starts_with("rules/profiles/")).collect()
}

#[test]
fn the_list_of_yaml_rules_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ruleset/declared/bundled.rs");
    let mut entries = String::new();
    for (shown, _) in yaml_rules() {
        let _ = writeln!(entries, "    (\"{shown}\", include_str!(\"../../../{shown}\")),");
    }
    let expected = format!(
        "//! The bundled YAML rules.\n//!\n//! Generated from the folder `rules` by `RECORDLINT_BLESS=1 cargo test --test it \
         rules::`; a test fails when it is\n//! stale.\n\n/// The path and the text of each rule.\n#[rustfmt::skip]\npub const \
         BUNDLED: &[(&str, &str)] = &[\n{entries}];\n"
    );
    if support::bless() {
        fs::write(&path, &expected).expect("the list can be written");
    }
    let found = fs::read_to_string(&path).expect("the list can be read");
    assert_eq!(found, expected, "RECORDLINT_BLESS=1 rewrites it");
}

/// Adding a profile is adding its file.
#[test]
fn the_lists_of_profiles_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = support::files(&root.join("rules/profiles"));
    let names: Vec<String> =
        files.iter().map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    let mut entries = String::new();
    for name in &names {
        let _ = writeln!(entries, "    (\"{name}\", include_str!(\"../../rules/profiles/{name}.yaml\")),");
    }
    let expected = format!(
        "//! The bundled profiles.\n//!\n//! Generated from the folder `rules/profiles` by `RECORDLINT_BLESS=1 cargo test \
         --test it rules::`; a test fails when it is stale.\n\n/// The name and the text of each.\n#[rustfmt::skip]\n\
         pub(super) const BUNDLED: &[(&str, &str)] = &[\n{entries}];\n"
    );
    let path = root.join("src/ruleset/bundled_profiles.rs");
    let schema_path = root.join("schemas/config.schema.json");
    let schema = fs::read_to_string(&schema_path).expect("the schema can be read");
    let (before, rest) = schema.split_once("\"title\": \"Profile\"").expect("the schema has profiles");
    let (head, rest) = rest.split_once("\"enum\": [").expect("the profiles are listed");
    let (_, after) = rest.split_once(']').expect("the list ends");
    let listed = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let expected_schema = format!("{before}\"title\": \"Profile\"{head}\"enum\": [{listed}]{after}");
    if support::bless() {
        fs::write(&path, &expected).expect("the list can be written");
        fs::write(&schema_path, &expected_schema).expect("the schema can be written");
    }
    assert_eq!(fs::read_to_string(&path).expect("the list can be read"), expected, "RECORDLINT_BLESS=1 rewrites it");
    assert_eq!(schema, expected_schema, "RECORDLINT_BLESS=1 rewrites it");
}

/// The schema of all options must match the rules.
#[test]
fn the_schema_of_options_is_up_to_date() {
    let mut rules = serde_json::Map::new();
    for entry in catalogue().entries().iter().filter(|entry| !entry.options().is_empty()) {
        let options: serde_json::Map<String, serde_json::Value> =
            entry.options().iter().map(|option| (option.name().to_owned(), option.schema())).collect();
        let rule = serde_json::json!({
            "description": entry.summary(), "type": "object", "properties": options, "additionalProperties": false
        });
        rules.insert(entry.id().to_owned(), rule);
    }
    let schema = serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "options.schema.json",
        "title": "Options of rules",
        "description": "The options of each rule, generated from the rules.",
        "type": "object",
        "properties": rules,
        "additionalProperties": false
    });
    let expected = format!("{schema:#}\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/options.schema.json");
    if support::bless() {
        fs::write(&path, &expected).expect("the schema can be written");
    }
    let found = fs::read_to_string(&path).expect("the schema can be read");
    assert_eq!(found, expected, "RECORDLINT_BLESS=1 rewrites it");
}

#[test]
fn bundled_yaml_rules_are_named_like_their_files() {
    for (shown, path) in yaml_rules() {
        let text = fs::read_to_string(path).expect("a rule can be read");
        let loaded = recordlint::ruleset::declared::load(&text, &shown, false);
        assert!(loaded.findings.is_empty(), "{shown}: {:#?}", loaded.findings);
        let rule = loaded.rule.expect("a rule without a fault");
        assert_eq!(format!("rules/{}.yaml", rule.id), shown);
        assert!(catalogue().find(&rule.id).is_some(), "{shown} is bundled");
        for other in &rule.instead_of {
            assert!(is_rule_or_group(other), "{shown} names {other}");
        }
    }
}

/// Applies every fix to the examples of its rule: the rule must not report the fixed value, a second fix must change nothing,
/// the text must still parse, and the rule must declare the applicability of its fixes.
#[test]
fn a_fixed_value_is_not_reported_again() {
    let mut wrong = Vec::new();
    let mut fixed = 0;
    for entry in RULES {
        let id = entry.rule.id;
        let mut best = None;
        for example in examples(&entry.page(), "Bad").into_iter().filter(|example| example.info.starts_with("json")) {
            let own = |text: &str| {
                let example =
                    Example { info: example.info.clone(), text: text.to_owned(), schema: example.schema.clone() };
                let mut found = example.check(id).unwrap_or_default();
                found.retain(|diagnostic| diagnostic.rule == id);
                found
            };
            let before = own(&example.text);
            best = before.iter().filter_map(|one| one.fix.as_ref()).map(|fix| fix.applicability).chain(best).max();
            let Some(text) = rule_examples::apply_fixes(&example.text, &before.iter().collect::<Vec<_>>()) else {
                continue;
            };
            fixed += 1;
            let after = own(&text);
            if serde_json::from_str::<serde_json::Value>(&text).is_err() {
                wrong.push(format!("{id}: the fix leaves no JSON: {text}"));
            }
            if let Some(again) = after.iter().find(|one| one.fix.is_some()) {
                wrong.push(format!("{id}: its fix does not silence it: {}: {text}", again.message));
            }
            if rule_examples::apply_fixes(&text, &after.iter().collect::<Vec<_>>()).is_some() {
                wrong.push(format!("{id}: a second fix changes something: {text}"));
            }
        }
        let reports_itself = !matches!(entry.rule.check, recordlint::ruleset::Check::Elsewhere);
        if reports_itself && best != entry.rule.fix {
            wrong.push(format!("{id}: says its fix is {:?}, its examples show {best:?}", entry.rule.fix));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fixed > 20, "only {fixed} examples were fixed");
}

/// Runs the bundled YAML rules on their examples, and all other rules on the good ones.
#[test]
fn bundled_yaml_rules_pass_their_examples() {
    let mut wrong = Vec::new();
    for entry in catalogue().entries() {
        let recordlint::ruleset::Entry::Declared(rule) = entry else { continue };
        for fault in rule_examples::check(rule, catalogue()) {
            wrong.push(format!("{}: {}", rule.id, fault.message));
        }
        for example in rule.examples.iter().filter(|example| example.is_good) {
            let policy = support::policy(example.profile.as_deref().unwrap_or("core"), &[&*rule.id]);
            let found =
                support::lint("record.json", &example.text, Syntax::Json, JsonMode::Single, &policy).diagnostics;
            let info = Example { info: "json".to_owned(), text: example.text.clone(), schema: None };
            let noisy: Vec<Diagnostic> = found.into_iter().filter(|one| !is_absence(one, &info)).collect();
            if !noisy.is_empty() {
                wrong.push(format!("{}: a good example is reported{}: {}", rule.id, describe(&noisy), example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Profiles only name rules, options and fields that exist.
#[test]
fn profiles_name_existing_rules() {
    let schema = recordlint::ruleset::schema::Schema::document("profile.schema.json").expect("a schema");
    let mut wrong = Vec::new();
    for path in support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/profiles")) {
        let text = fs::read_to_string(&path).expect("a profile");
        let chunk = recordlint::text::Chunk::new(&text, 0);
        let (mut arena, mut findings) = (recordlint::tree::Arena::default(), Vec::new());
        recordlint::syntax::Reader::new(chunk, Syntax::Yaml, JsonMode::Single, |_| true)
            .next(&mut arena, &mut findings);
        schema.check(recordlint::tree::Tree::new(chunk, &arena).expect("a record"), false, &mut findings);
        wrong.extend(findings.iter().map(|finding| format!("{}: {}", path.display(), finding.message)));
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let profile = recordlint::ruleset::Profile::bundled(name).expect("a bundled profile");
        for requirement in &profile.requirements {
            if catalogue().find(&requirement.rule).is_none() {
                wrong.push(format!("{name}: there is no rule {}", requirement.rule));
            }
        }
        for (rule, option, value) in &profile.options {
            let entry = catalogue().find(rule);
            let known = entry.and_then(|entry| entry.options().iter().find(|known| known.name() == option));
            if known.and_then(|known| known.parse(value)).is_none() {
                wrong.push(format!("{name}: {rule} has no option {option}: {value}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Checks of other tools as declared rules: the format is powerful enough for them.
#[test]
fn ported_checks_pass_their_examples() {
    let files = support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ported"));
    assert!(files.len() >= 5, "only {} were ported", files.len());
    let mut wrong = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a rule can be read");
        let file = recordlint::config::own_rules::read(&text, "ported.yaml", catalogue());
        let reported = file.invalid.into_iter().flat_map(|wrong| wrong.diagnostics);
        wrong.extend(reported.map(|one| format!("{}:{}: {}", path.display(), one.start().line, one.message)));
        let Some(rule) = file.rule else { continue };
        let faults = rule_examples::check(&std::sync::Arc::new(rule), catalogue());
        wrong.extend(faults.into_iter().map(|fault| format!("{}: {}", path.display(), fault.message)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
