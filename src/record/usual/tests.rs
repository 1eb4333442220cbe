//! What is of the usual form, and what is just beside it.

use super::*;
use crate::syntax::{Reader, Syntax};
use crate::text::Chunk;
use crate::tree::{Arena, Tree};
use serde_json::{Value, json};

/// Every form.
const ALL: u32 = (Usual::PLACED.0 << 1) - 1;

fn usual(record: &Value) -> Usual {
    let text = record.to_string();
    let (chunk, mut arena) = (Chunk::new(&text, 0), Arena::default());
    Reader::new(chunk, Syntax::Json, true, |_| true).next(&mut arena, &mut Vec::new()).expect("a record");
    let record = Record::new(Tree::new(chunk, &arena).expect("a record"));
    Form::ALL.iter().fold(Usual::NONE, |usual, form| {
        let is_so = usual.0 & form.needs.0 == form.needs.0 && form.is_so(&record);
        Usual(usual.0 | if is_so { form.set.0 } else { 0 })
    })
}

impl Usual {
    fn has(self, form: Usual) -> bool {
        self.0 & form.0 != 0
    }
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

/// The forms that are left of all.
fn without(forms: &[Usual]) -> Usual {
    forms.iter().fold(Usual(ALL), |all, form| Usual(all.0 & !form.0))
}

#[test]
fn the_usual_record_is_so_in_all_its_fields() {
    assert_eq!(Form::ALL.iter().fold(0, |all, form| all | form.set.0), ALL);
    assert_eq!(usual(&record()), Usual(ALL));
}

const TITLES: &[Usual] = &[Usual::TITLES, Usual::PLACED];

/// A field, the forms that are lost with each of some texts in its place, and those texts.
const OTHERS: &[(&str, &[Usual], &[&str])] = &[
    (
        "/pages",
        &[Usual::PAGES, Usual::PLACED],
        &["12", "34-12", "012-34", "12-12", "1-201", "12–34", "12-34, 40", "s. 1-2"],
    ),
    ("/volume", &[Usual::NUMBERS, Usual::PLACED], &["07", "7(2)", "VII", "vol. 7", "0"]),
    ("/issue", &[Usual::NUMBERS, Usual::PLACED], &["1-2", "02"]),
    (
        "/identifiers/0/value",
        &[Usual::DOI],
        &[
            "10.1234/",
            "10.12/a5",
            "10.5072/a5",
            "10.5555/5",
            "10.1234/a/b5",
            "10.1234/x5",
            "10.1234/abc.",
            "doi:10.1234/5",
        ],
    ),
    ("/identifiers/0/scheme", &[Usual::DOI], &["DOI", "isbn", "yadda"]),
    ("/journal/issn/print", &[Usual::ISSNS], &["2049-3631", "20493630", "0378-5955"]),
    ("/journal/title", &[Usual::PLACED], &["10.1234/abc", "2049-3630", "https://example.org", "Nature"]),
    ("/languages/0", &[Usual::CODES], &["eng", "EN"]),
    ("/languages/0", &[Usual::CODES, Usual::TITLES, Usual::PLACED], &["cz", "se", "in", "english"]),
    ("/languages/0", TITLES, &["de", "pl"]),
    ("/title/lang", &[Usual::CODES], &["en-GB"]),
    ("/title/lang", &[Usual::CODES, Usual::TITLES, Usual::PLACED, Usual::TAGGED], &["xx"]),
    ("/titleVariants/0/lang", TITLES, &["en"]),
    ("/titleVariants/0/lang", &[Usual::TITLES, Usual::PLACED, Usual::TAGGED], &[""]),
    ("/abstracts/0/lang", &[Usual::TAGGED], &[""]),
    ("/keywords/0/lang", &[Usual::TAGGED], &[""]),
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
        &[Usual::TITLES, Usual::PLACED, Usual::FILLED],
        &["10.1234/a 5", "2019 12", "\"Reading in small municipalities\"", "[Reading in small municipalities]"],
    ),
    ("/type", &[Usual::FILLED], &["", " ", "Article"]),
    ("/year", &[Usual::YEAR], &["19", "02019", "2019/2020", "[2019]", "1066", "2999"]),
    (
        "/keywords/0/terms/0",
        &[Usual::KEYWORDS],
        &["reading, writing", "reading.", "05C10", "PUBLIC  libraries", "a; b"],
    ),
    (
        "/contributors/1/family",
        &[Usual::NAMES],
        &["others", "Nowak et al", "Nowak u.a.", "University", "K", "Kowalski*", "“University”"],
    ),
    ("/contributors/0/given", &[Usual::NAMES], &["A.", "Anna Maria"]),
    (
        "/contributors/0/orcid",
        &[Usual::ORCIDS],
        &["0000-0002-1694-2330", "0000-0002-1825-0097", "000000021694233X", "0000-0001-2345-6789"],
    ),
    ("/contributors/0/affiliations/0", &[Usual::AFFILIATIONS], &["a3", ""]),
    ("/contributors/0/affiliations/1", &[Usual::AFFILIATIONS], &["a1"]),
    ("/affiliations/1/id", &[Usual::AFFILIATIONS], &["a1", "a3"]),
    (
        "/affiliations/1/name",
        &[Usual::AFFILIATIONS],
        &[
            "University  Of Readers",
            "Institute of Books; Readers",
            "a) Institute of Libraries",
            "1 Institute of Books",
            "n/a",
        ],
    ),
    ("/affiliations/0/country", &[Usual::AFFILIATIONS], &["pl", "Poland", "XX"]),
    (
        "/references/0/doi",
        &[Usual::REFERENCES],
        &["10.1234/ref.2", "10.1234/REF.2", "10.1234/ref.1.", "doi:10.1234/1", ""],
    ),
    (
        "/references/0/text",
        &[Usual::REFERENCES],
        &[
            "Łoś, B. (1999). Writers. Warszawa: Books.",
            "1. Nowak, A. (2001). Readers.",
            "[1] Nowak, A. (2001). Readers.",
            "Ibid.",
        ],
    ),
    ("/licenses/0", &[Usual::LICENSES], &["https://creativecommons.org/licenses/by/4.0", "CC BY"]),
];

#[test]
fn what_is_written_in_another_way_is_not_usual() {
    for (pointer, forms, texts) in OTHERS {
        for text in *texts {
            let mut record = record();
            *record.pointer_mut(pointer).expect("a field") = json!(text);
            assert_eq!(usual(&record), without(forms), "{pointer} {text}");
        }
    }
}

#[test]
fn an_abstract_of_another_form_is_not_usual() {
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
        assert_eq!(usual(&record), without(&[Usual::ABSTRACTS]), "{text}");
    }
}

#[test]
fn a_second_field_makes_the_first_unusual() {
    let article = [Usual::PAGES, Usual::PLACED];
    let others = [
        ("firstPage", json!("12"), &article[..]),
        ("articleNumber", json!("e5"), &article),
        ("issueYear", json!(2019), &[Usual::YEAR]),
        ("dates", json!({ "published": "2019-05" }), &[Usual::YEAR]),
    ];
    for (name, value, forms) in others {
        let mut record = record();
        record[name] = value;
        assert_eq!(usual(&record), without(forms), "{name}");
    }
    let mut twice = record();
    twice["identifiers"] = json!([twice["identifiers"][0], twice["identifiers"][0]]);
    assert_eq!(usual(&twice), without(&[Usual::DOI]));
    // What has no text may have a code all the same.
    let mut tagged = record();
    tagged["titleVariants"] = json!([{ "lang": "xx" }]);
    assert!(!usual(&tagged).has(Usual::CODES));
}

#[test]
fn people_who_may_be_one_are_not_usual() {
    for (family, given, is_usual) in [
        ("Nowak", "Anna", false),
        ("NOWAK", "Alina", false),
        ("Ńowak", "Ańna", false),
        ("Nowak", "Jan", true),
        ("Noak", "Alan", true),
    ] {
        let mut record = record();
        record["contributors"][1]["family"] = json!(family);
        record["contributors"][1]["given"] = json!(given);
        assert_eq!(usual(&record).has(Usual::NAMES), is_usual, "{given} {family}");
    }
    let mut shared = record();
    shared["contributors"][1]["orcid"] = json!("https://orcid.org/0000-0002-1694-233X");
    assert_eq!(usual(&shared), without(&[Usual::ORCIDS]));
    let mut alone = record();
    alone["contributors"][1] = json!({ "organization": "Committee of Readers", "affiliations": ["a1"] });
    assert_eq!(usual(&alone), without(&[Usual::NAMES]));
}

#[test]
fn what_is_not_there_is_not_filled() {
    for field in ["type", "abstracts", "languages", "contributors"] {
        let mut record = record();
        record.as_object_mut().expect("an object").remove(field);
        assert!(!usual(&record).has(Usual::FILLED), "{field}");
    }
}
