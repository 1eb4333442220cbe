//! Records in BibTeX, biblatex and RIS: the mapping of fields, the positions of findings, and the output of fixes.

use crate::support;

use recordlint::lint::canonise;
use recordlint::ruleset::schema::Schema;
use recordlint::syntax::{JsonMode, Syntax};
use recordlint::text::Source;
use serde_json::{Value, json};

/// Returns the records of a text in the native form, and `None` for entries that are not records.
fn records(syntax: Syntax, text: &str) -> Vec<Option<Value>> {
    let policy = support::policy("core", &[]);
    let source = Source::of_text("file", text).expect("a test's text is UTF-8");
    let mut found = Vec::new();
    canonise(source, syntax, JsonMode::DetectLines, &policy, &mut |record| found.push(record.value()));
    found
}

/// Returns the record of an entry with these fields, without its key and its type.
fn entry(kind: &str, fields: &str) -> Value {
    let text = format!("@{kind}{{k, {fields}}}");
    let mut value = records(Syntax::Bibtex, &text).pop().flatten().expect(&text);
    let members = value.as_object_mut().expect("an object");
    members.remove("id");
    members.remove("type");
    value
}

/// Returns the record of a reference of a type with these lines, without its type.
fn reference(kind: &str, lines: &str) -> Value {
    let text = format!("TY  - {kind}\n{lines}\nER  - \n");
    let mut value = records(Syntax::Ris, &text).pop().flatten().expect(&text);
    value.as_object_mut().expect("an object").remove("type");
    value
}

#[test]
fn bibtex_fields_are_mapped() {
    let text = r"@string{pb = {Przegl{\k a}d Biblioteczny}}
        @Article{nowicka2019, author = {Anna Nowicka and {Polska Akademia Nauk} and others}, title = {A {DNA} of \emph{Readers}},
        journal = pb, year = 2019, month = feb, volume = 87, number = {2/3}, pages = {155--166}, keywords = {a, b, c},
        issn = {0033-202X, 2451-1226}, doi = {10.36702/pb.2019.87}, url = {\url{https://example.org/~a_b}}, title_en = {Readers},
        editor = {van den Berg, Jan}, abstract = {Text.}, eprint = {1901.00001}, archivePrefix = {arXiv}}";
    let expected = json!({
        "id": "nowicka2019", "type": "article", "title": { "text": "A DNA of Readers" },
        "titleVariants": [{ "text": "Readers", "lang": "en" }], "abstracts": [{ "text": "Text." }],
        "keywords": [{ "terms": ["a", "b", "c"] }],
        "journal": { "title": "Przegląd Biblioteczny", "issn": { "print": "0033-202X", "electronic": "2451-1226" } },
        "year": "2019", "dates": { "published": "2019-02" }, "volume": "87", "issue": "2/3", "pages": "155--166",
        "contributors": [
            { "role": "author", "given": "Anna", "family": "Nowicka" },
            { "role": "author", "organization": "Polska Akademia Nauk" },
            { "role": "editor", "given": "Jan", "particle": "van den", "family": "Berg" }
        ],
        "identifiers": [{ "scheme": "doi", "value": "10.36702/pb.2019.87" }, { "scheme": "arxiv", "value": "1901.00001" }],
        "links": [{ "url": "https://example.org/~a_b" }]
    });
    assert_eq!(records(Syntax::Bibtex, text), [Some(expected)]);
}

#[test]
fn biblatex_fields_are_mapped() {
    let text = r"@article{nowicka2019, author = {given=Anna, family=Nowicka, prefix=de}, title = {Czytelnictwo}, subtitle = {Studium},
        titleaddon = {Uwagi}, origtitle = {Reading}, shorttitle = {Czyt.}, journaltitle = {Książki}, journalsubtitle = {Rocznik},
        shortjournal = {Ks.}, date = {2019-05-06/2019-06}, issue = {Wiosna}, eid = {e12}, pagetotal = {12},
        langid = {polish}, isbn = {83-01-00000-1 (oprawa)}, keywords = {{a, b}; c}}";
    let expected = json!({
        "id": "nowicka2019", "type": "article", "title": { "text": "Czytelnictwo" }, "languages": ["pl"],
        "titleVariants": [
            { "text": "Studium", "role": "subtitle" }, { "text": "Reading", "role": "original" }, { "text": "Czyt.", "role": "short" }
        ],
        "keywords": [{ "terms": ["a, b", "c"] }], "journal": { "title": "Książki: Rocznik", "abbreviation": "Ks." },
        "year": "2019", "dates": { "published": "2019-05-06/2019-06" }, "issue": "Wiosna", "articleNumber": "e12", "pageCount": 12,
        "contributors": [{ "role": "author", "given": "Anna", "particle": "de", "family": "Nowicka" }],
        "identifiers": [{ "scheme": "isbn", "value": "83-01-00000-1" }]
    });
    assert_eq!(records(Syntax::Bibtex, text), [Some(expected)]);
}

#[test]
fn the_meaning_of_a_field_depends_on_the_entry_type() {
    assert_eq!(entry("techreport", "number = 7"), json!({}));
    assert_eq!(entry("misc", "number = 7, journal = {J}"), json!({ "issue": "7", "journal": { "title": "J" } }));
    assert_eq!(entry("inproceedings", "booktitle = {B}"), json!({ "journal": { "title": "B" } }));
    // For entries that inherit from it.
    assert_eq!(entry("proceedings", "title = {B}, booktitle = {B}"), json!({ "title": { "text": "B" } }));
    assert_eq!(entry("article", "language = {langgerman and latin}"), json!({ "languages": ["de", "la"] }));
    assert_eq!(entry("article", "langid = {klingon}"), json!({}));
}

#[test]
fn bibtex_dates_are_combined() {
    let date = |fields: &str| {
        let found = entry("article", fields);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&found["year"]), text(&found["dates"]["published"]))
    };
    for (fields, year, published) in [
        ("year = 2019", "2019", ""),
        ("year = {2001/2002}, month = jan", "2001/2002", "2001-01"),
        ("year = {1995--1996}", "1995/1996", ""),
        ("year = {1995--1999}", "1995", ""),
        // The output of a command that the preamble defines is unknown.
        (r"year = {{\switchargs{--90}{1968}}}", "", ""),
        (r"year = {{\noopsort{1973b}}1968}", "1968", ""),
        ("year = {in press}", "", ""),
        ("year = {(about 1984)}", "1984", ""),
        ("year = {19x4}, month = 5", "19x4", ""),
        ("year = 2019, month = {September}", "2019", "2019-09"),
        ("year = 2019, month = {Sept.}", "2019", "2019-09"),
        ("year = 2019, month = 9", "2019", "2019-09"),
        ("year = 2019, month = 13", "2019", "2019-13"),
        ("year = 2019, month = {Spring}", "2019", ""),
        ("year = 2019, month = {July--August}", "2019", "2019-07"),
        ("year = 2019, month = feb # {~30}", "2019", "2019-02-30"),
        ("year = 2019, month = {13--15 May}", "2019", "2019-05"),
        ("year = 2019, month = feb, day = 3", "2019", "2019-02-03"),
        ("date = {2019}", "2019", ""),
        ("date = {2019-02-30}, year = 2018", "2018", "2019-02-30"),
        ("date = {2019-21}", "2019", "2019-21"),
        ("date = {1997-07/..}", "1997", "1997-07/.."),
        ("date = {2004-04-25T14:34:00}", "2004", "2004-04-25T14:34:00"),
        ("date = {1723~}", "1723", "1723~"),
        ("date = {199X}", "", ""),
        ("date = {/1998}", "", "/1998"),
        ("date = {-0347}", "", ""),
        ("date = {0047}", "", ""),
        ("date = {y-170000002}", "", ""),
        // Not biblatex, and there is also a year.
        ("date = {1-2 April, 2001}, year = 2001, month = {April}", "2001", "2001-04"),
        ("date = {April 2001}", "", "April 2001"),
    ] {
        assert_eq!(date(fields), (year.to_owned(), published.to_owned()), "{fields}");
    }
}

#[test]
fn ris_fields_are_mapped() {
    let lines = "ID  - 17\nA1  - Nowicka, Anna\nAU  - Berg, Jan, Jr.\nAU  - UNESCO,\nED  - Kowalska, Ewa\nT1  - Czytelnictwo\n\
        TT  - Reading\nST  - Czyt.\nT2  - Książki\nJA  - Ks.\nPB  - Ossolineum\nSN  - 0033-202X (Print); 2451-1226 (Electronic)\n\
        PY  - 2019\nDA  - 2019/05/06/\nVL  - 87\nIS  - 2\nSP  - 155\nEP  - 166\nC7  - e12\nDO  - 10.36702/pb.2019.87\n\
        UR  - https://example.org/1 https://example.org/2\nL1  - file:///a.pdf\nKW  - a; b\nKW  - c\nd\nN2  - Text.\nLA  - pl\nAD  - Kraków";
    let expected = json!({
        "id": "17", "title": { "text": "Czytelnictwo" }, "languages": ["pl"],
        "titleVariants": [{ "text": "Reading", "role": "translated" }, { "text": "Czyt.", "role": "short" }],
        "abstracts": [{ "text": "Text." }], "keywords": [{ "terms": ["a", "b", "c", "d"] }],
        "journal": {
            "title": "Książki", "abbreviation": "Ks.", "publisher": "Ossolineum",
            "issn": { "print": "0033-202X", "electronic": "2451-1226" }
        },
        "year": "2019", "dates": { "published": "2019-05-06" }, "volume": "87", "issue": "2", "pages": "155-166", "articleNumber": "e12",
        "contributors": [
            { "role": "author", "given": "Jan", "family": "Berg", "suffix": "Jr." },
            { "role": "author", "organization": "UNESCO" },
            { "role": "author", "given": "Anna", "family": "Nowicka" },
            { "role": "editor", "given": "Ewa", "family": "Kowalska" }
        ],
        "identifiers": [{ "scheme": "doi", "value": "10.36702/pb.2019.87" }],
        "links": [{ "url": "https://example.org/1" }, { "url": "https://example.org/2" }]
    });
    assert_eq!(reference("JOUR", lines), expected);
}

#[test]
fn ris_dialects_are_read() {
    let journal = |kind: &str, lines: &str| reference(kind, lines)["journal"].clone();
    assert_eq!(journal("JOUR", "JO  - J. Ex.\nT2  - Journal"), json!({ "title": "Journal", "abbreviation": "J. Ex." }));
    assert_eq!(journal("JOUR", "JO  - J. Ex."), json!({ "title": "J. Ex." }));
    assert_eq!(journal("CHAP", "BT  - The Book"), json!({ "title": "The Book" }));
    assert_eq!(reference("BOOK", "BT  - The Book\nT2  - Series"), json!({ "title": { "text": "The Book" } }));
    let isbn = |value: &str| json!({ "identifiers": [{ "scheme": "isbn", "value": value }] });
    assert_eq!(reference("BOOK", "SN  - 978-83-01-00000-1"), isbn("978-83-01-00000-1"));
    assert_eq!(reference("BOOK", "SN  - 9788301000001 (ISBN)"), isbn("9788301000001"));
    assert_eq!(reference("PAT", "SN  - US 7,347,809"), json!({}));
    assert_eq!(journal("JOUR", "SN  - 2451122"), json!({ "issn": { "print": "2451122" } }));
    let pages = |lines: &str| reference("JOUR", lines)["pages"].as_str().unwrap_or_default().to_owned();
    assert_eq!(pages("SP  - 155-166\nEP  - 166"), "155-166");
    assert_eq!(pages("SP  - 155–166"), "155–166");
    assert_eq!(pages("SP  - 155\nEP  - "), "155");
    assert_eq!(reference("JOUR", "M3  - 10.1000/1")["identifiers"][0]["value"], "10.1000/1");
    assert_eq!(reference("JOUR", "M3  - Article"), json!({}));
    assert_eq!(reference("JOUR", "UR  - <Go to ISI>://WOS:000200148800007"), json!({}));
    assert_eq!(reference("JOUR", "AU  - \nKW  - "), json!({ "contributors": [], "keywords": [] }));
    // A line without a tag does not belong to the type.
    assert_eq!(records(Syntax::Ris, "TY  - JOUR\nPMID  - 1\nER  - \n")[0], Some(json!({ "type": "JOUR" })));
}

#[test]
fn ris_dates_are_combined() {
    for (lines, year, published) in [
        ("PY  - 2019", "2019", ""),
        ("PY  - 2019///", "2019", ""),
        ("PY  - 2019/05/06/spring", "2019", "2019-05-06"),
        ("PY  - 2018/4/25", "2018", "2018-04-25"),
        ("PY  - 2016/12//", "2016", "2016-12"),
        ("PY  - 2001/00/00/", "2001", ""),
        ("PY  - 2015/october", "2015", "2015-10"),
        ("Y1  - 4-8 Aug. 2020", "2020", "2020-08"),
        ("DA  - 2019-05-06", "2019", "2019-05-06"),
        ("PY  - 2019\nDA  - Mar 12", "2019", "2019-03-12"),
        ("PY  - 2013/03/14/accepted\nPY  - 2013/04/18", "2013", "2013-04-18"),
        ("PY  - 99", "99", ""),
        ("PY  - in press", "", ""),
        ("PY  - ///", "", ""),
    ] {
        let found = reference("JOUR", lines);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        assert_eq!(
            (text(&found["year"]), text(&found["dates"]["published"])),
            (year.to_owned(), published.to_owned()),
            "{lines}"
        );
    }
}

/// Returns the texts under the first labels of a rule's diagnostics, and the text after each fix.
fn findings_of(syntax: Syntax, text: &str, rule: &str) -> (Vec<String>, Vec<String>) {
    support::findings_of("file", text, syntax, rule)
}

#[test]
fn a_finding_points_at_the_exact_name() {
    let text = "@book{k, title = {T}, author = {{\\'E}tienne {\\L}UKASZEWSKI and {\\\"O}RDEK, dr Jan}, year = 2019}";
    let (places, fixed) = findings_of(Syntax::Bibtex, text, "name/title-or-degree");
    assert_eq!((places, fixed), (vec!["dr".to_owned()], vec![text.replace("dr ", "")]));
    assert_eq!(findings_of(Syntax::Bibtex, text, "name/all-caps").0, ["{\\L}UKASZEWSKI", "{\\\"O}RDEK"]);
}

#[test]
fn a_fix_changes_only_its_part_and_is_escaped_for_tex() {
    let text = "@article{k, title = {A}, journal = {Nutrition &amp; {DNA}}, keywords = {a &gt; b, concord.}, pages = {ss. 5--7}}";
    assert_eq!(findings_of(Syntax::Bibtex, text, "pages/label").1, [text.replace("ss. ", "")]);
    assert_eq!(findings_of(Syntax::Bibtex, text, "keyword/hygiene").1, [text.replace("concord.", "concord")]);
    let (_, fixed) = findings_of(Syntax::Bibtex, text, "text/html-entity");
    assert_eq!(fixed, [text.replace("&amp;", "\\&"), text.replace("&gt;", ">")]);
    let pages = "TY  - JOUR\nSP  - 183\nEP  - 155\nER  - \n";
    assert_eq!(findings_of(Syntax::Ris, pages, "pages/descending").0, ["155"]);
    let several = "TY  - JOUR\nKW  - loans; small&nbsp;towns\nER  - \n";
    assert_eq!(findings_of(Syntax::Ris, several, "text/html-entity").0, ["&nbsp;"]);
}

#[test]
fn inherited_fields_are_not_missing() {
    let missing = |text: &str| {
        let policy = support::policy("cejsh", &["all"]);
        let outcome = support::lint("file", text, Syntax::Bibtex, JsonMode::DetectLines, &policy);
        let found = outcome.diagnostics.iter().map(|one| one.rule.to_string());
        found.filter(|rule| rule.ends_with("missing")).count()
    };
    assert!(missing("@book{a, year = 2019}") > 3);
    for inherits in [
        "@inbook{a, crossref = {b}}",
        "@inbook{a, xdata = {b}}",
        "@inbook{a, author = {xdata=b}}",
        "@xdata{a, publisher = {P}}",
        "@set{a, entryset = {b, c}}",
    ] {
        assert_eq!(missing(inherits), 0, "{inherits}");
    }
    // Settings for a bibliography style are not a work.
    assert_eq!(records(Syntax::Bibtex, "@control{REVTEX42Control, author = \"48\", pages = \"1\"}"), [None]);
    // Fields that exist are still checked.
    assert_eq!(findings_of(Syntax::Bibtex, "@inbook{a, crossref = {b}, pages = {9--3}}", "pages/descending").0, ["3"]);
}

#[test]
fn a_year_printed_by_a_command_is_not_reported() {
    let text = r"@book{a, title = {T}, author = {Nowicka, Anna}, year = {\switchargs{--90}{1968}}}";
    let policy = support::policy("core", &["all"]);
    let outcome = support::lint("file", text, Syntax::Bibtex, JsonMode::DetectLines, &policy);
    let messages = outcome.diagnostics.iter().map(|one| &*one.message);
    let year_messages: Vec<&str> = messages.filter(|message| message.contains("year")).collect();
    assert_eq!(year_messages, [""; 0]);
}

#[test]
fn names_are_split_before_tex_is_expanded() {
    let names = |list: &str| {
        let found = entry("book", &format!("author = {{{list}}}"));
        let name =
            |one: &Value| format!("{} {}", one["given"].as_str().unwrap_or("-"), one["family"].as_str().unwrap_or("-"));
        found["contributors"].as_array().into_iter().flatten().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names(r"Kristian Nymoen Fl\o and Hans Wilmers"), ["Kristian Nymoen Flø", "Hans Wilmers"]);
    assert_eq!(
        names(r"Anna Wei\ss and Jan Micha\l and Ewa Mart\'\i and Jan \L ukasz"),
        ["Anna Weiß", "Jan Michał", "Ewa Martí", "Jan Łukasz"]
    );
    // The argument of an unknown command is not split.
    assert_eq!(names(r"Jan \unknown{A and B, C} and Anna Nowicka"), [r"Jan \unknown{A and B, C}", "Anna Nowicka"]);
}

#[test]
fn a_duplicate_field_is_reported() {
    let twice = "@book{a, title = {T}, year = 2001, Year = 2002}";
    assert_eq!(findings_of(Syntax::Bibtex, twice, "field/duplicate-key").0, ["Year"]);
    // BibTeX uses the first one.
    assert_eq!(
        entry("book", "title = {}, title = {T}, year = 2001, Year = 2002, abstract = {A}, abstract = {B}"),
        json!({
            "title": { "text": "" }, "year": "2001", "abstracts": [{ "text": "A" }]
        })
    );
    // If both are the same, no fix removes the one that applies.
    let same = "@book{a, title = {T}, year = 2001, Title = {T}}";
    assert_eq!(findings_of(Syntax::Bibtex, same, "field/duplicate-key"), (vec!["Title".to_owned()], Vec::new()));
    // Only the field that applies is reported as empty.
    assert_eq!(findings_of(Syntax::Bibtex, "@book{a, volume = 1, volume = {}}", "field/empty").0, [""; 0]);
    assert_eq!(findings_of(Syntax::Bibtex, "@book{a, volume = {}, volume = 1}", "field/empty").0, ["{}"]);
    // Several authors are several lines.
    assert_eq!(
        findings_of(Syntax::Ris, "TY  - BOOK\nAU  - A, B\nAU  - C, D\nER  - \n", "field/duplicate-key").0,
        [""; 0]
    );
}

/// Unexpected values.
const ODD: &[&str] = &[
    "",
    " ",
    ",",
    ", ,",
    "and",
    " and ",
    "and and",
    "{}",
    "{{}}",
    "{,}",
    "a, b, c, d",
    ";",
    "a; b",
    "=",
    "given=",
    "family=x",
    "-",
    "--",
    "/",
    "///",
    "2019/",
    "/2019",
    "(",
    "a (b)",
    "ł",
    "ń and ł, ż",
    "\\ł",
    "~",
    "$",
    "12",
    "2019",
    "jan 1",
    "<Go to ISI>",
    "\\url{}",
    "\\url{",
    "lang",
    "langł",
    "xdata=",
    "1234-5678 1234-5678",
    "1 (Print)",
    "(Print) 1",
    "9788301000001 x",
    "1999ł",
    "ł1999",
];

#[test]
fn unexpected_values_become_records_that_match_the_schema() {
    const FIELDS: &[&str] = &[
        "author",
        "editor",
        "title",
        "subtitle",
        "title_en",
        "abstract",
        "keywords",
        "journal",
        "journalsubtitle",
        "issn",
        "isbn",
        "doi",
        "eprint",
        "url",
        "year",
        "month",
        "day",
        "date",
        "volume",
        "number",
        "pages",
        "eid",
        "pagetotal",
        "language",
        "langid",
    ];
    const TAGS: &[&str] = &[
        "AU", "A2", "TI", "TT", "AB", "KW", "JF", "JO", "SN", "DO", "M3", "UR", "L1", "PY", "DA", "VL", "IS", "SP",
        "EP", "LA", "ID", "TY",
    ];
    let schema = Schema::bundled().expect("the bundled schema is valid");
    let policy = support::policy("core", &["all"]);
    let check = |syntax: Syntax, text: &str| {
        support::lint("file", text, syntax, JsonMode::DetectLines, &policy);
        let source = Source::of_text("file", text).expect("it is UTF-8");
        canonise(source, syntax, JsonMode::DetectLines, &policy, &mut |record| {
            let Some(tree) = record.tree() else { return };
            let mut findings = Vec::new();
            schema.check(tree, true, &mut findings);
            findings.retain(|finding| finding.rule != "schema/required" && finding.rule != "title/missing");
            assert!(findings.is_empty(), "{text}\n{:?}\n{:?}", record.value(), findings[0].message);
            assert!(
                record.spans().iter().all(|(_, places)| places.iter().all(|place| place.start <= place.end)),
                "{text}"
            );
        });
    };
    for odd in ODD {
        for field in FIELDS {
            check(
                Syntax::Bibtex,
                &format!("@article{{k, archiveprefix = {{arxiv}}, year = 2019, {field} = {{{odd}}}}}"),
            );
        }
        for tag in TAGS {
            check(Syntax::Ris, &format!("TY  - JOUR\nSP  - 1\n{tag}  - {odd}\n  {odd}\nER  - \n"));
        }
    }
}
