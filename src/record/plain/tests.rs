//! Tests with fields that are plain, and with fields that are almost plain.

use super::*;
use crate::syntax::{JsonMode, Reader, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, Tree};
use serde_json::{Value, json};

/// A form with its name.
type NamedForm = (&'static str, fn(&Record<'_>) -> bool);

const FORMS: &[NamedForm] = &[
    ("pages", |record| record.plain_pages().is_some()),
    ("numbers", |record| record.numbers_are_plain()),
    ("doi", |record| record.has_plain_doi_alone()),
    ("issns", |record| record.issns_are_plain()),
    ("codes", |record| record.codes_are_plain()),
    ("names", |record| record.names_are_plain()),
    ("orcids", |record| record.orcids_are_plain()),
    ("abstracts", |record| record.abstracts_are_plain()),
    ("filled", |record| record.is_filled()),
    ("titles", |record| record.titles_are_plain()),
    ("tagged", |record| record.texts_are_tagged()),
    ("keywords", |record| record.keywords_are_plain()),
    ("references", |record| record.references_are_plain()),
    ("affiliations", |record| record.affiliations_are_plain()),
];

/// Returns the names of the plain forms in a record.
fn plain(record: &Value) -> Vec<&'static str> {
    plain_fields(record, |record| record)
}

fn plain_fields(record: &Value, change: fn(Record<'_>) -> Record<'_>) -> Vec<&'static str> {
    let text = record.to_string();
    let (chunk, mut arena) = (Chunk::new(&text, 0), Arena::default());
    Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true).next(&mut arena, &mut Vec::new()).expect("a record");
    let record = change(Record::new(Tree::new(chunk, &arena).expect("a record")));
    FORMS.iter().filter(|(_, is_plain)| is_plain(&record)).map(|(name, _)| *name).collect()
}

fn record() -> Value {
    json!({
        "type": "article",
        "title": { "text": "Reading in small municipalities", "lang": "en" },
        "titleVariants": [{ "text": "Czytelnictwo w miasteczkach do roku 1989", "lang": "pl" }],
        "abstracts": [{ "text": "The article asks how people of twelve small towns chose what they read.", "lang": "en" }],
        "keywords": [{ "lang": "en", "terms": ["reading", "public libraries", "small-town life"] }],
        "languages": ["en"], "year": 2019, "volume": "7", "issue": 2, "pages": "12-34",
        "journal": { "title": "Studies of Readers", "issn": { "print": "2049-3630", "electronic": "0378-5955" } },
        "contributors": [
            { "family": "Nowak", "given": "Anna", "orcid": "0000-0002-1694-233X", "affiliations": ["a1", "a2"] },
            { "family": "Kowalski", "given": "Jan", "affiliations": ["a1"] }
        ],
        "affiliations": [
            { "id": "a1", "name": "University of Readers", "country": "PL" },
            { "id": "a2", "name": "Institute of Libraries" }
        ],
        "identifiers": [{ "scheme": "doi", "value": "10.1234/abc.5" }],
        "references": [
            { "text": "Nowak, A. (2001). Readers. Warszawa: Books.", "doi": "10.1234/ref.1" },
            { "text": "Łoś, B. (1999). Writers. Warszawa: Books.", "doi": "10.1234/ref.2" }
        ],
        "licenses": ["https://creativecommons.org/licenses/by/4.0/"]
    })
}

/// Returns all names except some.
fn without(names: &[&str]) -> Vec<&'static str> {
    FORMS.iter().map(|(name, _)| *name).filter(|name| !names.contains(name)).collect()
}

#[test]
fn everything_in_the_record_is_plain() {
    assert_eq!(plain(&record()), without(&[]));
}

#[test]
fn nothing_is_plain_without_shortcuts() {
    #[allow(clippy::redundant_closure_for_method_calls)] // The method has one lifetime, the argument any.
    let nothing = plain_fields(&record(), |record| record.without_shortcuts());
    assert_eq!(nothing, [""; 0]);
}

const TITLES: &[&str] = &["titles"];

/// A field, the forms that are lost if it is replaced by one of the texts, and those texts.
const OTHERS: &[(&str, &[&str], &[&str])] = &[
    ("/pages", &["pages"], &["12", "34-12", "012-34", "12-12", "12–34", "12-34, 40", "s. 1-2"]),
    ("/volume", &["numbers"], &["07", "7(2)", "VII", "vol. 7", "0"]),
    ("/issue", &["numbers"], &["1-2", "02"]),
    ("/identifiers/0/value", &["doi"], &["10.1234/", "10.12/a5", "10.1234/a/b5", "10.1234/abc.", "doi:10.1234/5"]),
    ("/identifiers/0/scheme", &["doi"], &["DOI", "isbn", "yadda"]),
    ("/journal/issn/print", &["issns"], &["2049-3631", "20493630", "0378-5955"]),
    ("/languages/0", &["codes"], &["eng", "EN"]),
    ("/languages/0", &["codes", "titles"], &["cz", "se", "in", "english"]),
    ("/languages/0", TITLES, &["de", "pl"]),
    ("/title/lang", &["codes"], &["en-GB"]),
    ("/title/lang", &["codes", "titles", "tagged"], &["xx"]),
    ("/titleVariants/0/lang", TITLES, &["en"]),
    ("/titleVariants/0/lang", &["titles", "tagged"], &[""]),
    ("/abstracts/0/lang", &["tagged"], &[""]),
    ("/keywords/0/lang", &["tagged"], &[""]),
    (
        "/title/text",
        TITLES,
        &[
            "Municipalities",
            "Reading in (small municipalities",
            "Reading “in small municipalities",
            "ReAding in small municipalities",
            "Reading in small towns",
            "Reading in small municipalities,",
            "Reading in small municipalities ",
        ],
    ),
    (
        "/title/text",
        &["titles", "filled"],
        &["10.1234/a 5", "2019 12", "\"Reading in small municipalities\"", "[Reading in small municipalities]"],
    ),
    ("/type", &["filled"], &["", " ", "Article"]),
    ("/keywords/0/terms/0", &["keywords"], &["reading, writing", "reading.", "05C10", "PUBLIC  libraries", "a; b"]),
    (
        "/contributors/1/family",
        &["names"],
        &["others", "Nowak et al", "Nowak u.a.", "University", "K", "Kowalski*", "“University”"],
    ),
    ("/contributors/0/given", &["names"], &["A.", "Anna Maria"]),
    ("/contributors/0/orcid", &["orcids"], &["0000-0002-1694-2330", "000000021694233X"]),
    ("/contributors/0/affiliations/0", &["affiliations"], &["a3", ""]),
    ("/contributors/0/affiliations/1", &["affiliations"], &["a1"]),
    ("/affiliations/1/id", &["affiliations"], &["a1", "a3"]),
    (
        "/affiliations/1/name",
        &["affiliations"],
        &[
            "University  Of Readers",
            "Institute of Books; Readers",
            "a) Institute of Libraries",
            "1 Institute of Books",
            "n/a",
        ],
    ),
    ("/affiliations/0/country", &["affiliations"], &["pl", "Poland", "XX"]),
    ("/references/0/doi", &["references"], &["10.1234/ref.2", "10.1234/REF.2", "10.1234/ref.1.", "doi:10.1234/1", ""]),
    (
        "/references/0/text",
        &["references"],
        &[
            "Łoś, B. (1999). Writers. Warszawa: Books.",
            "1. Nowak, A. (2001). Readers.",
            "[1] Nowak, A. (2001). Readers.",
            "Ibid.",
        ],
    ),
];

#[test]
fn other_forms_are_not_plain() {
    for (pointer, forms, texts) in OTHERS {
        for text in *texts {
            let mut record = record();
            *record.pointer_mut(pointer).expect("a field") = json!(text);
            assert_eq!(plain(&record), without(forms), "{pointer} {text}");
        }
    }
}

#[test]
fn an_abstract_of_another_form_is_not_plain() {
    let long = "The article asks how people of twelve small towns chose what they read.";
    for text in [
        format!("Abstract: {long}"),
        long.replace("twelve", "twelve\n"),
        long.replace('.', "..."),
        long.replace('.', ""),
        format!("\"{long}"),
        "Too short.".to_owned(),
    ] {
        let mut record = record();
        *record.pointer_mut("/abstracts/0/text").expect("a field") = json!(text);
        assert_eq!(plain(&record), without(&["abstracts"]), "{text}");
    }
}

#[test]
fn a_second_field_makes_the_first_unplain() {
    let article = ["pages"];
    let others = [("firstPage", json!("12"), &article[..]), ("articleNumber", json!("e5"), &article)];
    for (name, value, forms) in others {
        let mut record = record();
        record[name] = value;
        assert_eq!(plain(&record), without(forms), "{name}");
    }
    let mut twice = record();
    twice["identifiers"] = json!([twice["identifiers"][0], twice["identifiers"][0]]);
    assert_eq!(plain(&twice), without(&["doi"]));
    // A member without text may still have a code.
    let mut tagged = record();
    tagged["titleVariants"] = json!([{ "lang": "xx" }]);
    assert!(!plain(&tagged).contains(&"codes"));
}

#[test]
fn people_who_may_be_one_are_not_plain() {
    for (family, given, is_plain) in [
        ("Nowak", "Anna", false),
        ("NOWAK", "Alina", false),
        ("Ńowak", "Ańna", false),
        ("Nowak", "Jan", true),
        ("Noak", "Alan", true),
    ] {
        let mut record = record();
        record["contributors"][1]["family"] = json!(family);
        record["contributors"][1]["given"] = json!(given);
        assert_eq!(plain(&record).contains(&"names"), is_plain, "{given} {family}");
    }
    let mut shared = record();
    shared["contributors"][1]["orcid"] = json!("https://orcid.org/0000-0002-1694-233X");
    assert_eq!(plain(&shared), without(&["orcids"]));
    let mut alone = record();
    alone["contributors"][1] = json!({ "organization": "Committee of Readers", "affiliations": ["a1"] });
    assert_eq!(plain(&alone), without(&["names"]));
}

#[test]
fn absent_fields_are_not_filled() {
    for field in ["type", "abstracts", "languages", "contributors"] {
        let mut record = record();
        record.as_object_mut().expect("an object").remove(field);
        assert!(!plain(&record).contains(&"filled"), "{field}");
    }
}
