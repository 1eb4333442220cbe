//! Every rule's page is its test: its Bad speaks, its Report is what is printed, its Good is silent for all rules.

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

/// Something is absent: examples leave out what they are not about.
fn is_absence(diagnostic: &Diagnostic, example: &Example) -> bool {
    if diagnostic.rule.ends_with("/missing") {
        return true;
    }
    // An abstract of an example is as short as it can be.
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
            wrong.push(format!("{id}: silent on Bad {}{}", number + 1, describe(&diagnostics)));
        }
    }
    for (number, example) in good.iter().enumerate() {
        let Some(mut diagnostics) = example.check(id) else { continue };
        diagnostics.retain(|diagnostic| diagnostic.rule == id || !is_absence(diagnostic, example));
        if !diagnostics.is_empty() {
            wrong.push(format!("{id}: Good {} is not silent{}", number + 1, describe(&diagnostics)));
        }
    }
    if !page.contains("## Why") {
        wrong.push(format!("{id}: the page does not say why"));
    }
    wrong
}

#[test]
fn bad_speaks_and_good_is_silent() {
    let wrong: Vec<String> = RULES.iter().flat_map(wrong_with).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reports_are_what_is_printed() {
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

/// Puts what is printed into the rule's own file.
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
        assert!(file.exists(), "{} stands in another file", entry.rule.id);
        for other in entry.rule.instead_of {
            assert!(is_rule_or_group(other), "{} names {other}", entry.rule.id);
        }
    }
}

fn is_rule_or_group(name: &str) -> bool {
    let group = format!("{name}/");
    catalogue().entries().iter().any(|entry| entry.id() == name || entry.id().starts_with(&group))
}

/// The name of a module; some groups and rules are named like words of the language.
fn identifier(name: &str) -> String {
    if matches!(name, "abstract" | "enum" | "type") { format!("r#{name}") } else { name.to_owned() }
}

/// The list of rules as the folder has them.
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
fn the_list_is_not_stale() {
    let path = rules_folder().join("mod.rs");
    let expected = list();
    if support::bless() {
        fs::write(&path, &expected).expect("the list can be written");
    }
    let found = fs::read_to_string(&path).expect("the list can be read");
    assert_eq!(found, expected, "RECORDLINT_BLESS=1 rewrites it");
}

/// The bundled rules of YAML, by path.
fn yaml_rules() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = support::files(&root.join("rules")).into_iter();
    let yaml = files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    let shown = |path: &PathBuf| path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
    yaml.map(|path| (shown(&path), path)).filter(|(shown, _)| !shown.starts_with("rules/profiles/")).collect()
}

#[test]
fn the_list_of_yaml_rules_is_not_stale() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ruleset/declared/bundled.rs");
    let mut entries = String::new();
    for (shown, _) in yaml_rules() {
        let _ = writeln!(entries, "    (\"{shown}\", include_str!(\"../../../{shown}\")),");
    }
    let expected = format!(
        "//! The bundled rules that are data.\n//!\n//! Generated from the folder `rules` by `RECORDLINT_BLESS=1 cargo \
         test --test it rules::`; a test fails when it is stale.\n\n/// Path and text of each.\n#[rustfmt::skip]\npub const \
         BUNDLED: &[(&str, &str)] = &[\n{entries}];\n"
    );
    if support::bless() {
        fs::write(&path, &expected).expect("the list can be written");
    }
    let found = fs::read_to_string(&path).expect("the list can be read");
    assert_eq!(found, expected, "RECORDLINT_BLESS=1 rewrites it");
}

/// The schema of all options, as the rules have them.
#[test]
fn the_schema_of_options_is_not_stale() {
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
fn bundled_yaml_rules_are_read_and_called_by_their_files() {
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

/// Every fix, made on its rule's own examples: the rule is silent about what it fixed, a second fix changes nothing,
/// the text can still be read, and the rule says how far its fixes can be trusted.
#[test]
fn fixes_silence_their_rules() {
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
        let is_told = !matches!(entry.rule.check, recordlint::ruleset::Check::Elsewhere);
        if is_told && best != entry.rule.fix {
            wrong.push(format!("{id}: says its fix is {:?}, its examples show {best:?}", entry.rule.fix));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fixed > 20, "only {fixed} examples were fixed");
}

/// What the examples of the bundled rules of YAML do, and what all other rules say of the good ones.
#[test]
fn bundled_yaml_rules_do_as_their_examples_say() {
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
                wrong.push(format!("{}: a good example is not silent{}: {}", rule.id, describe(&noisy), example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Profiles speak of rules, options and fields that there are.
#[test]
fn profiles_name_what_there_is() {
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
                wrong.push(format!("{name}: {rule} cannot be told {option}: {value}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Checks of other tools as declared rules: the form is rich enough for them.
#[test]
fn ported_checks_do_as_their_examples_say() {
    let files = support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ported"));
    assert!(files.len() >= 5, "only {} were ported", files.len());
    let mut wrong = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a rule can be read");
        let file = recordlint::config::own_rules::read(&text, "ported.yaml", catalogue());
        let said = file.invalid.into_iter().flat_map(|wrong| wrong.diagnostics);
        wrong.extend(said.map(|one| format!("{}:{}: {}", path.display(), one.start().line, one.message)));
        let Some(rule) = file.rule else { continue };
        let faults = rule_examples::check(&std::sync::Arc::new(rule), catalogue());
        wrong.extend(faults.into_iter().map(|fault| format!("{}: {}", path.display(), fault.message)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
