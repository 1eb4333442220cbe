//! The findings are the same with and without shortcuts: no rule, text or schema that would report something is skipped.
//!
//! The records are those in the examples of the rules, a plain record with one or two values from these examples, and an
//! article in every format with such values. They are checked with several years and all profiles.

use crate::support;

use crate::support::Numbers;
use recordlint::lint::Policy;
use recordlint::rules::{RULES, catalogue};
use recordlint::ruleset::{Entry, Profile};
use recordlint::syntax::{JsonMode, Syntax};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Returns a record in which all fields are plain.
fn plain() -> Value {
    json!({
        "id": "r1",
        "type": "article",
        "title": { "text": "Reading in small municipalities", "lang": "en" },
        "titleVariants": [{ "text": "Czytelnictwo w miasteczkach do roku 1989", "lang": "pl", "role": "translated" }],
        "abstracts": [
            { "text": "The article asks how people of twelve small towns chose what they read.", "lang": "en" },
            { "text": "Artykuł pyta o to, jak mieszkańcy dwunastu miasteczek wybierali swoje lektury.", "lang": "pl" }
        ],
        "keywords": [{ "lang": "en", "terms": ["reading", "public libraries", "small-town life"] }],
        "languages": ["en"], "year": 2019, "volume": "7", "issue": "2", "pages": "12-34",
        "journal": {
            "title": "Studies of Readers",
            "issn": { "print": "2049-3630", "electronic": "0378-5955" },
            "publisher": "Readers Press"
        },
        "contributors": [
            { "role": "author", "family": "Nowak", "given": "Anna", "orcid": "0000-0002-1694-233X", "affiliations": ["a1", "a2"] },
            { "role": "author", "family": "Kowalski", "given": "Jan", "affiliations": ["a1"] }
        ],
        "affiliations": [
            { "id": "a1", "name": "University of Readers", "country": "PL" },
            { "id": "a2", "name": "Institute of Libraries", "country": "PL" }
        ],
        "identifiers": [{ "scheme": "doi", "value": "10.1234/abc.5" }],
        "references": [
            { "text": "Nowak, A. (2001). Readers. Warszawa: Books.", "doi": "10.1234/ref.1" },
            { "text": "Łoś, B. (1999). Writers. Warszawa: Books.", "doi": "10.1234/ref.2" }
        ],
        "licenses": ["https://creativecommons.org/licenses/by/4.0/"]
    })
}

/// Returns all JSON records in the examples of rules.
fn examples() -> Vec<Value> {
    let mut texts = Vec::new();
    for entry in RULES {
        let page = entry.page();
        texts.extend(
            ["Bad", "Good"].into_iter().flat_map(|section| support::examples(&page, section)).map(|one| one.text),
        );
    }
    for entry in catalogue().entries() {
        if let Entry::Declared(rule) = entry {
            texts.extend(rule.examples.iter().map(|example| example.text.clone()));
        }
    }
    texts.iter().filter_map(|text| serde_json::from_str(text).ok()).filter(Value::is_object).collect()
}

/// Adds the members of an object to another one.
fn overlaid(base: &Value, over: &Value) -> Value {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            let mut all = base.clone();
            all.extend(over.iter().map(|(name, value)| (name.clone(), value.clone())));
            Value::Object(all)
        }
        _ => over.clone(),
    }
}

/// Returns the plain record with a field of another record, either replaced or merged with the plain one.
fn with_field(name: &str, value: &Value) -> Vec<Value> {
    let base = plain();
    let mut fields = vec![value.clone()];
    match (&base[name], value) {
        (Value::Array(own), Value::Array(items)) => {
            for (place, first) in own.iter().enumerate() {
                for item in items {
                    let mut list = own.clone();
                    list[place] = overlaid(first, item);
                    fields.push(Value::Array(list));
                }
            }
            fields.push(own.iter().chain(items).cloned().collect());
        }
        (Value::Object(_), Value::Object(_)) => fields.push(overlaid(&base[name], value)),
        _ => {}
    }
    let with = |field| {
        let mut record = base.clone();
        record[name] = field;
        record
    };
    fields.into_iter().map(with).collect()
}

/// Collects every text in a value, by the name of its member.
fn texts(name: &str, value: &Value, found: &mut BTreeMap<String, BTreeSet<String>>) {
    match value {
        Value::String(text) => {
            found.entry(name.to_owned()).or_default().insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| texts(name, item, found)),
        Value::Object(members) => members.iter().for_each(|(name, value)| texts(name, value, found)),
        _ => {}
    }
}

/// Collects pointers to every text in a value, with the name of its member.
fn pointers(pointer: &str, name: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(_) => found.push((pointer.to_owned(), name.to_owned())),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| pointers(&format!("{pointer}/{at}"), name, item, found));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| pointers(&format!("{pointer}/{name}"), name, value, found));
        }
        _ => {}
    }
}

/// The years of the runs: shortcuts must not depend on the year in which the program was written.
const YEARS: [i32; 5] = [1990, 2010, 2018, 2026, 2030];

/// A profile with all rules, with and without shortcuts.
struct Policies {
    short: Policy,
    full: Policy,
}

impl Policies {
    fn of(profile: &str, year: i32) -> Self {
        let policy = |shortcuts| Policy { year, shortcuts, ..support::policy(profile, &["all"]) };
        Self { short: policy(true), full: policy(false) }
    }

    /// Describes the findings of only one of the two policies, or returns `None` if they agree.
    fn difference(&self, path: &str, text: &str, syntax: Syntax) -> Option<String> {
        let find = |policy| {
            let outcome = support::lint(path, text, syntax, JsonMode::DetectLines, policy);
            outcome.diagnostics.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>()
        };
        let (short, full) = (find(&self.short), find(&self.full));
        let hidden = full.iter().find(|one| !short.contains(one)).map(|one| format!("hidden: {one}"));
        let invented = short.iter().find(|one| !full.contains(one)).map(|one| format!("invented: {one}"));
        hidden.or(invented).or_else(|| (short != full).then(|| "another order".to_owned()))
    }
}

/// Returns the plain record with each value of the examples, one at a time.
fn with_one_value(examples: &[Value], all: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut records = BTreeSet::new();
    for example in examples {
        for (name, value) in example.as_object().into_iter().flatten() {
            records.extend(with_field(name, value).iter().map(Value::to_string));
        }
    }
    let mut places = Vec::new();
    pointers("", "", &plain(), &mut places);
    for (pointer, name) in places {
        for text in all.get(&name).into_iter().flatten() {
            let mut record = plain();
            *record.pointer_mut(&pointer).expect("a place of this record") = json!(text);
            records.insert(record.to_string());
        }
    }
    records
}

/// Returns the plain record with two values at two positions, chosen by numbers that are the same in every run.
fn with_two_values(all: &BTreeMap<String, BTreeSet<String>>, count: usize) -> Vec<String> {
    let mut places = Vec::new();
    pointers("", "", &plain(), &mut places);
    let lists: Vec<(String, Vec<&String>)> =
        places.into_iter().filter_map(|(pointer, name)| Some((pointer, all.get(&name)?.iter().collect()))).collect();
    let mut numbers = Numbers(0x1F12_3BB5_5A5A_5A5A);
    let record = |_| {
        let mut record = plain();
        for _ in 0..2 {
            let (pointer, texts) = &lists[numbers.below(lists.len())];
            *record.pointer_mut(pointer).expect("a place of this record") = json!(texts[numbers.below(texts.len())]);
        }
        record["year"] = json!(1985 + numbers.below(50));
        record.to_string()
    };
    (0..count).map(record).collect()
}

/// Parts of the article that exist in every format, and the member of a native record with such a text.
const PARTS: &[(&str, &str)] = &[
    ("vol. 87", "volume"),
    ("183--155", "pages"),
    ("183-155", "pages"),
    ("183", "pages"),
    ("2019", "year"),
    ("10.36702/pb.2019.87", "value"),
    ("0000-0002-1825-0098", "orcid"),
    ("NOWICKA", "family"),
    ("dr Jan", "given"),
    ("Uniwersytet Warszawski", "name"),
    ("Przegląd Biblioteczny", "title"),
    ("0033-202X", "print"),
    ("What readers of small towns borrow ?  A study", "text"),
    ("What Readers of Small Towns Borrow ?  {A} Study", "text"),
];

#[test]
fn shortcuts_hide_nothing_in_a_record() {
    let examples = examples();
    assert!(examples.len() > 300, "{} examples", examples.len());
    let mut all = BTreeMap::new();
    examples.iter().for_each(|example| texts("", example, &mut all));
    let mut records = with_one_value(&examples, &all);
    records.extend(examples.iter().map(Value::to_string));
    records.extend(with_two_values(&all, 4_000));
    println!("{} records", records.len());
    // Every record is checked with one profile and one year, and every profile and year with many records.
    let ways: Vec<Policies> =
        Profile::names().flat_map(|profile| YEARS.map(|year| Policies::of(profile, year))).collect();
    for (number, record) in records.iter().enumerate() {
        let difference = ways[number % ways.len()].difference("record.json", record, Syntax::Json);
        assert!(difference.is_none(), "{}\nin {record}", difference.unwrap_or_default());
    }
}

#[test]
fn shortcuts_hide_nothing_in_any_format() {
    let mut all = BTreeMap::new();
    examples().iter().for_each(|example| texts("", example, &mut all));
    all.insert("year".to_owned(), (1985..2035).map(|year| year.to_string()).collect());
    let ways: Vec<Policies> =
        Profile::names().flat_map(|profile| YEARS.map(|year| Policies::of(profile, year))).collect();
    let mut count = 0;
    for path in support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format-parity")) {
        let article = fs::read_to_string(&path).expect("a text");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let syntax = recordlint::syntax::detect(name, &article).expect("a file of records");
        for (part, member) in PARTS.iter().filter(|(part, _)| article.contains(part)) {
            for text in &all[*member] {
                let changed = article.replace(part, text);
                let difference = ways[count % ways.len()].difference(name, &changed, syntax);
                assert!(difference.is_none(), "{}\n{name} with {text} for {part}", difference.unwrap_or_default());
                count += 1;
            }
        }
    }
    println!("{count} articles");
}

/// Checks all real files. The release build, if the environment names it, runs with all profiles and years; the slow test
/// build runs with two.
#[test]
fn shortcuts_hide_nothing_in_real_files() {
    let Some(corpora) = support::shared("corpora") else { return };
    let is_shipped = std::env::var_os("RECORDLINT_PROGRAM").is_some();
    let all = Profile::names().flat_map(|profile| YEARS.map(|year| (profile, year)));
    let ways: Vec<(&str, i32)> = if is_shipped { all.collect() } else { vec![("strict", 2026), ("core", 2010)] };
    for (profile, year) in ways {
        let run = |more: &[&str]| {
            let mut command = Command::new(support::program());
            command.args(["check", "--isolated", "--profile", profile, "--extend-select", "all"]);
            command.args(["--year", &year.to_string(), "--output-format", "concise"]).args(more).arg(&corpora);
            command.output().expect("the program runs").stdout
        };
        let (short, full) = (run(&[]), run(&["--no-shortcuts"]));
        assert!(short.len() > 100_000, "{profile} {year}: {} bytes", short.len());
        let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect::<Vec<_>>();
        let (short, full) = (lines(&short), lines(&full));
        let differs = short.iter().zip(&full).find(|(short, full)| short != full);
        assert!(differs.is_none(), "{profile} {year}: {differs:?}");
        assert_eq!(short.len(), full.len(), "{profile} {year}");
    }
}

/// A future year must be found in a run with an earlier year.
#[test]
fn a_future_year_is_found_in_every_year() {
    for year in 1990..=2030 {
        let record = json!({ "type": "article", "title": { "text": "Reading" }, "year": year + 2 }).to_string();
        let policy = Policy { year, ..support::policy("core", &[]) };
        let outcome = support::lint("record.json", &record, Syntax::Json, JsonMode::DetectLines, &policy);
        let found = outcome.diagnostics.iter().filter(|one| one.rule == "date/year-invalid").count();
        assert_eq!(found, 1, "in {year}");
    }
}
