//! Values that look wrong but are right, with the rules that must not report them. All rules are on.

use crate::support;

use recordlint::syntax::{JsonMode, Syntax};

/// Rules, or with `group/` all rules of a group, that must not report a value.
type Unreported = &'static [&'static str];

/// A member of a record, with `%` at the position of the values.
struct Trap {
    what: &'static str,
    member: &'static str,
    values: &'static [&'static str],
    unreported: Unreported,
}

const fn trap(
    what: &'static str,
    member: &'static str,
    unreported: Unreported,
    values: &'static [&'static str],
) -> Trap {
    Trap { what, member, values, unreported }
}

const PAGES: Unreported = &["pages/unparsable", "pages/descending", "pages/roman", "pages/prefix-mismatch"];

/// All rules about names except `name/initials-only`, which correctly reports initials and is off by default.
const NAMES: Unreported = &[
    "name/affil-marker",
    "name/all-caps",
    "name/all-lower",
    "name/case-after-dot",
    "name/contains-contact",
    "name/duplicate",
    "name/et-al",
    "name/is-institution",
    "name/multiple-in-one",
    "name/placeholder",
    "name/suffix-in-surname",
    "name/title-or-degree",
    "name/unsplit",
];

#[rustfmt::skip]
const TRAPS: &[Trap] = &[
    trap("pages that libraries and publishers write", r#""pages": "%""#, PAGES, &[
        "155-66", "1002-5", "S87-96", "S12-S18", "S12-18", "R795-R804", "A19", "D12", "4:1-4:56", "xii-xv", "iv", "i",
        "vi, 1-20", "7,41,73-97", "12-14, 20", "43+", "155 ff.", "155 sq.", "e0123456", "eaaw4325", "PS-2B.16", "118-1–118-12",
        "155–166", "155−166", "155‑166", "155", "1-1", "440–442", "P5", "s123",
    ]),
    trap("front matter in roman numbers runs on", r#""pages": "%""#,
        &["pages/unparsable", "pages/descending", "pages/prefix-mismatch"], &["xii-3", "iv-166"]),
    trap("an article number has zeros", r#""pages": "%""#, &["pages/leading-zero", "pages/unparsable"], &["0123456", "e0123456"]),
    trap("numbers of issues", r#""issue": "%""#, &["volume/", "issue/"], &[
        "2 (30)", "1-2", "3/4", "Suppl. 1", "S1", "Spring", "Suppl. 2", "12", "4A", "Special Issue",
    ]),
    trap("numbers of volumes", r#""volume": "%""#, &["volume/", "issue/"], &["XVI", "xvi", "16", "1998", "12A", "16/17", "16-17"]),
    trap("check digits that are letters", r#""journal": { "title": "Notes", "issn": { "print": "%" } }"#, &["issn/"],
        &["1050-124X", "0317-8471"]),
    trap("a small x is a form, not a wrong sum", r#""journal": { "title": "Notes", "issn": { "print": "%" } }"#,
        &["issn/checksum"], &["1050-124x"]),
    trap("ISBN with X", r#""identifiers": [{ "scheme": "isbn", "value": "%" }]"#, &["isbn/"],
        &["0-8044-2957-X", "978-3-16-148410-0", "9783161484100", "080442957X"]),
    trap("ORCID iDs of every block", r#""contributors": [{ "family": "Nowicka", "given": "Anna", "orcid": "%" }]"#, &["orcid/"],
        &["0009-0001-6756-6661", "0000-0002-9079-593X", "0000-0003-3629-2941"]),
    trap("a well-formed demonstration iD", r#""contributors": [{ "family": "Nowicka", "given": "Anna", "orcid": "%" }]"#,
        &["orcid/checksum", "orcid/format"], &["0000-0001-2345-6789"]),
    trap("DOIs with odd suffixes", r#""identifiers": [{ "scheme": "doi", "value": "%" }]"#, &["doi/", "text/", "identifier/"], &[
        "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", "10.1000/x(1)", "10.1000/abc-",
        "10.1000.10/123", "10.1000/ABC", "10/abc", "10.24447/slc-2024-00003/", "10.1000/x%20y",
    ]),
    trap("codes of languages", r#""languages": ["%"]"#, &["language/"], &[
        "pl", "pol", "fre", "fra", "ger", "cze", "slo", "rum", "dut", "zh-Hans", "sr-Latn", "pl-PL", "und", "mul", "zxx", "se",
        "si", "ee", "uk", "kr", "be", "ca", "ru-Latn", "en-GB",
    ]),
    trap("titles in capitals that are names", r#""title": { "text": "%", "lang": "en" }"#,
        &["title/all-caps", "title/garbled-case", "title/truncated", "title/missing"], &[
        "ORFI", "DNA", "BM 0.1", "ROOM#81", "LATAM NIME Zine 2026", "The PLOS ONE years", "1984", "2666", "mRNA", "eLife and LaTeX",
        "Henry VIII", "DEF FUNCTION(DYSTOPIAKIRA)",
    ]),
    trap("scripts without case", r#""title": { "text": "%" }"#, &["title/all-caps", "title/garbled-case", "text/"],
        &["小城镇的阅读", "図書館と読書", "도서관과 독서", "القراءة في المدن الصغيرة", "קריאה בעיירות קטנות", "पुस्तकालय और पाठक", "კითხვა პატარა ქალაქებში"]),
    trap("full stops at the end of titles", r#""title": { "text": "%", "lang": "en" }"#, &["title/truncated"],
        &["Reading in the U.S.", "Reading by Smith et al.", "Reading vs. Writing, Inc."]),
    trap("ellipses that are meant", r#""title": { "text": "%", "lang": "en" }"#, &["title/truncated", "title/trailing-period"],
        &["Gaia is hanging by a thread...", "Mobile Phone Orchestras presents...", "Wait for it..."]),
    trap("brackets and quotation marks", r#""title": { "text": "%", "lang": "pl" }"#, &["title/unbalanced"], &[
        "„Pan Tadeusz” – próba lektury", "»Faust« w przekładzie", "«Гренада» и другие", "Przedziały [0,1) i (0,1]",
        "a) wstęp, b) zakończenie", "Uśmiech :) w sieci", "‚Słowo’ i ‘słowo’", "Rock ’n’ roll w PRL", "Don't look back",
    ]),
    trap("asterisks and marks that belong to a title", r#""title": { "text": "%", "lang": "en" }"#, &["title/note-marker"],
        &["A* search", "C*-algebras", "The black hole Sagittarius A*", "Water on 5 m²", "Heat of H₂O", "Mass and E = mc²"]),
    trap("text that looks like markup", r#""abstracts": [{ "text": "%", "lang": "en" }]"#,
        &["text/html-tag", "text/html-entity", "text/latex", "text/mojibake", "text/mixed-script", "text/linebreak-hyphen"], &[
        "p < 0.05 and n > 3", "See <http://example.org/x> for more", "AT&T and its readers", "C*-algebras", "β-lactam and 5-HT",
        "H₂O", "don't", "US$5 and $10", "short- and long-term", "polsko- i niemieckojęzyczne", "the <name anonymized> library",
        "Ångström and São Paulo", "5 μm, kΩ and γδT", "β-carotene",
    ]),
    trap("invisible characters that are needed", r#""abstracts": [{ "text": "%" }]"#, &["text/"],
        &["می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}👩\u{200d}👧", "Pourquoi lire\u{a0}?", "w\u{a0}małych miastach, 5\u{a0}km, §\u{a0}7", "Waſſer und Waſser", "ꜳ"]),
    trap("what NFKC would change", r#""abstracts": [{ "text": "%", "lang": "en" }]"#, &["text/not-nfc"], &["x²", "½", "1ª", "ﬂow", "№ 5"]),
    trap("placeholders that are words", r#""title": { "text": "%" }"#, &["text/placeholder", "title/missing"],
        &["Brak danych w katalogach", "None", "Test", "Null", "NA"]),
    trap("surnames that are placeholders elsewhere", r#""contributors": [{ "family": "%", "given": "Anna" }]"#, &["text/", "name/"],
        &["None", "Null", "Test", "Brak", "Na"]),
    trap("family names", r#""contributors": [{ "family": "%", "given": "Anna" }]"#, &["name/"], &[
        "de la Cruz", "van der Berg", "von Humboldt", "al-Khwarizmi", "O’Brien", "O'Brien", "McDonald", "LeCun", "Ramón y Cajal",
        "Ortega i Gasset", "Theimer-Lienhard", "O", "U", "Ng", "NG", "LI", "Drury", "Nguyễn", "Ó Súilleabháin", "d’Alembert", "D'Angelo",
        "ter Braak", "Abu-Lughod", "Þórsdóttir", "Müller-Lüdenscheidt", "Núñez de Balboa", "DeVito", "MacLeod", "Filho", "Neto", "王",
    ]),
    trap("given names", r#""contributors": [{ "family": "Rahman", "given": "%" }]"#, NAMES, &[
        "Md.", "J.-P.", "J. P.", "Ch.", "Jean-Luc", "bell", "F.v.", "María José", "M.", "Anna Maria", "Lê Thị", "Đorđe", "A", "伟",
    ]),
    trap("organisations", r#""contributors": [{ "organization": "%" }]"#, &["name/"], &[
        "SciPy 1.0 Contributors", "University of Warsaw", "WHO", "Komitet Redakcyjny", "Marks & Spencer", "Institute for Art; Section 2",
    ]),
    trap("a name in small letters on purpose", r#""contributors": [{ "family": "hooks", "given": "%" }]"#, &["name/"], &["bell"]),
    trap("a mononym", r#""contributors": [{ "family": "%" }]"#, &["name/"], &["Suharto", "Plato", "Voltaire"]),
    trap("affiliations that begin with a number", r#""affiliations": [{ "id": "a1", "name": "%" }]"#,
        &["affiliation/leftover", "affiliation/multiple-in-one", "affiliation/empty"], &[
        "1. lékařská fakulta", "4. Wojskowy Szpital Kliniczny", "2nd Department of Surgery", "III Klinika Chorób", "3M Company", "4F", "3M",
    ]),
    trap("keywords with symbols", r#""keywords": [{ "lang": "en", "terms": ["%"] }]"#, &["keyword/"], &[
        "Warsaw, Poland", "Mickiewicz, Adam (1798-1855)", "C++", "AIDS/HIV", "2,4-dinitrophenol", "U.S.", "Washington, D.C.",
    ]),
    trap("abstracts that begin like a label", r#""abstracts": [{ "text": "%", "lang": "en" }]"#,
        &["abstract/label", "abstract/contains-keywords", "abstract/copyright"], &[
        "Abstract art in Poland was shown in twelve towns.", "Summary executions are described in the letters of the time.",
        "Music copyright lawsuits often fail, as these cases show.", "Background: readers. Methods: letters. Results: many.",
        "Keywords play a part in how readers find a text.",
    ]),
    trap("dates of every precision", r#""dates": { "published": "%" }"#, &["date/"],
        &["2023", "2023-05", "2023-05-06", "2024-02-29", "2023-21", "2023/2024", "199X", "2023?", "2023~"]),
    trap("years", r#""year": "%""#, &["date/"], &["2023", "1998/1999", "1998-1999", "1998/99", "1734"]),
    trap("licences", r#""licenses": [{ "url": "%" }]"#, &["license/"], &[
        "https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/3.0/pl/",
        "https://creativecommons.org/publicdomain/zero/1.0/", "https://example.org/terms", "http://rightsstatements.org/vocab/InC/1.0/",
    ]),
    trap("addresses", r#""links": [{ "url": "%" }]"#, &["url/"],
        &["https://example.org/art/1", "http://example.org", "https://pl.wikipedia.org/wiki/Żółw", "ftp://example.org/x", "https://example.org/a_(b)"]),
];

/// Whole records, for cases that need more than one member.
const RECORDS: &[(&str, &str, Unreported, &str)] = &[
    (
        "an English abstract of a Polish article, as CEJSH has them",
        "cejsh",
        &["abstract/translation-count", "abstract/required-lang", "abstract/lang-missing"],
        r#"{ "title": { "text": "Czytelnictwo w małych miastach", "lang": "pl" }, "languages": ["pl"],
            "titleVariants": [{ "text": "Reading in small towns", "lang": "en" }],
            "abstracts": [{ "text": "The article discusses how reading has changed in small towns.", "lang": "en" }] }"#,
    ),
    (
        "a graphical and a plain-language abstract beside the main one",
        "core",
        &["abstract/lang-duplicate", "abstract/translation-count", "abstract/length", "abstract/length-ratio"],
        r#"{ "title": { "text": "Reading in small towns", "lang": "en" }, "languages": ["en"],
            "abstracts": [
                { "text": "The article discusses how reading has changed in twelve small towns, and which part the public libraries that work there have played in it.", "lang": "en" },
                { "text": "A map of twelve towns.", "lang": "en", "role": "graphical" },
                { "text": "People read less than before.", "lang": "en", "role": "plain-language" }] }"#,
    ),
    (
        "the same language by different codes",
        "core",
        &["abstract/translation-count", "title/original-language", "title/lang-mismatch", "abstract/lang-mismatch"],
        r#"{ "title": { "text": "Czytelnictwo w małych miastach", "lang": "pol" }, "languages": ["pl-PL"],
            "titleVariants": [{ "text": "Reading in small towns", "lang": "en-GB" }],
            "abstracts": [{ "text": "Artykuł omawia czytelnictwo w małych miastach.", "lang": "pl" },
                { "text": "The article discusses reading in small towns.", "lang": "eng" }] }"#,
    ),
];

fn reported(name: &str, profile: &str, record: &str, unreported: Unreported) -> Vec<String> {
    let mut policy = support::policy(profile, &["*"]);
    policy.shape = None;
    let outcome = support::lint("record.json", record, Syntax::Json, JsonMode::DetectLines, &policy);
    assert_eq!(outcome.records, 1, "{name}: {record}");
    let is_meant = |rule: &str| {
        unreported.iter().any(|listed| rule == *listed || listed.ends_with('/') && rule.starts_with(listed))
    };
    let found = outcome.diagnostics.iter().filter(|one| is_meant(&one.rule));
    found.map(|one| format!("{name}: {}: {} in {record}", one.rule, one.message)).collect()
}

#[test]
fn traps_are_not_reported() {
    let mut wrong = Vec::new();
    for Trap { what, member, values, unreported } in TRAPS {
        for value in *values {
            let text = serde_json::Value::from(*value).to_string();
            let member = member.replace("\"%\"", &text);
            // A title, unless the row is about titles.
            let title = if member.starts_with("\"title\"") { "" } else { "\"title\": \"Reading in small towns\", " };
            wrong.extend(reported(what, "core", &format!("{{ {title}{member} }}"), unreported));
        }
    }
    for (what, profile, unreported, record) in RECORDS {
        wrong.extend(reported(what, profile, record, unreported));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
