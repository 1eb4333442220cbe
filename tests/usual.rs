//! A usual record with one thing in it from the examples of all rules: no rule is passed over that would have spoken.
//!
//! Where debug assertions are on, a rule is asked of fields in their usual form as well, and must say nothing.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

mod support;

use recordlint::rules::{RULES, catalogue};
use recordlint::ruleset::Entry;
use recordlint::syntax::Syntax;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The record of which every field is in its usual form.
fn usual() -> Value {
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

/// Every record of JSON that the page of a rule shows.
fn shown() -> Vec<Value> {
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

/// Puts the members of one object into another.
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

/// The usual record with one field of another, whole, or with its members among the usual ones.
fn with_field(name: &str, value: &Value) -> Vec<Value> {
    let base = usual();
    let mut fields = vec![value.clone()];
    match (&base[name], value) {
        (Value::Array(usual), Value::Array(items)) => {
            for (place, first) in usual.iter().enumerate() {
                for item in items {
                    let mut list = usual.clone();
                    list[place] = overlaid(first, item);
                    fields.push(Value::Array(list));
                }
            }
            fields.push(usual.iter().chain(items).cloned().collect());
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

/// Every text in a value, under the name of the member that it is or that holds it.
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

/// Pointers to every text of a value, with the name of the member.
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

#[test]
fn no_form_hides_what_a_rule_would_say() {
    if !cfg!(debug_assertions) {
        eprintln!("SKIPPED: without debug assertions no rule is asked of what is usual");
        return;
    }
    let shown = shown();
    assert!(shown.len() > 300, "{} examples", shown.len());
    let mut records: BTreeSet<String> = BTreeSet::new();
    let mut all = BTreeMap::new();
    for example in &shown {
        texts("", example, &mut all);
        for (name, value) in example.as_object().into_iter().flatten() {
            records.extend(with_field(name, value).iter().map(Value::to_string));
        }
    }
    let mut places = Vec::new();
    pointers("", "", &usual(), &mut places);
    for (pointer, name) in places {
        for text in all.get(&name).into_iter().flatten() {
            let mut record = usual();
            *record.pointer_mut(&pointer).expect("a place of this record") = json!(text);
            records.insert(record.to_string());
        }
    }
    println!("{} records", records.len());
    let policy = support::policy("core", &["all"]);
    let is_found = |record: &&String| {
        let look = || support::lint("record.json", record, Syntax::Json, true, &policy).diagnostics.len();
        catch_unwind(AssertUnwindSafe(look)).is_err()
    };
    let wrong: Vec<&String> = records.iter().filter(is_found).collect();
    assert!(wrong.is_empty(), "{} of {} records hide a finding, such as {}", wrong.len(), records.len(), wrong[0]);
}
