use super::names::Name;
use super::*;
use crate::shape::{self, Canonical};
use crate::syntax::JsonMode;
use crate::text::Chunk;
use crate::tree::Arena;
use crate::tree::schema::value_of;
use serde_json::{Value, json};

/// Returns the records of a text: the format of each, and its native form if the format is this one.
fn read_all(text: &str) -> Vec<(&'static str, Value)> {
    let (mut arena, mut canonical, chunk) = (Arena::default(), Canonical::default(), Chunk::new(text, 0));
    let mut reader = shape::reader(chunk, Syntax::Xml, JsonMode::DetectLines);
    let (mut findings, mut found) = (Vec::new(), Vec::new());
    while reader.next(&mut arena, &mut findings).is_some() {
        let tree = Tree::new(chunk, &arena).expect("a record");
        let id = shape::detect(Syntax::Xml, tree).map_or("", |shape| shape.id);
        let mut value = Value::Null;
        if id == SHAPE.id {
            assert!(read(&mut Builder::new(tree, &mut canonical)));
            let tree = Tree::new(chunk, &canonical.arena).expect("a record");
            value = value_of(tree, tree.root());
        }
        found.push((id, value));
    }
    found
}

fn read_dc(inside: &str) -> Value {
    let found = read_all(&format!("<oai_dc:dc><dc:title>One</dc:title>{inside}</oai_dc:dc>")).pop().expect("a record");
    assert_eq!(found.0, "oai-dc");
    found.1
}

#[test]
fn records_of_other_formats_are_distinguished() {
    let record = |metadata: &str| {
        format!(
            "<OAI-PMH><ListRecords><record><header><identifier>oai:a:1</identifier></header>{metadata}</record></ListRecords></OAI-PMH>"
        )
    };
    let cases = [
        ("oai-dc", record("<metadata><oai_dc:dc><dc:title>One</dc:title></oai_dc:dc></metadata>")),
        ("oai-dc", "<records><dc><identifier>1</identifier></dc><x/></records>".to_owned()),
        (
            "oai-dc",
            "<r><record><recordSchema/><recordData><srw_dc:dc><title>One</title></srw_dc:dc></recordData></record></r>"
                .to_owned(),
        ),
        ("jats", record("<metadata><article><front/></article></metadata>")),
        ("", record("<metadata><marc:record><marc:leader/></marc:record></metadata>")),
        (
            "",
            record(
                "<metadata><oai_datacite><payload><resource><titles><title>One</title></titles></resource></payload></oai_datacite></metadata>",
            ),
        ),
        ("", record("<metadata><mods><titleInfo><title>One</title></titleInfo></mods></metadata>")),
        ("", record("")),
        ("", "<records><record><title>One</title><creator>A</creator></record></records>".to_owned()),
    ];
    for (expected, text) in cases {
        let found = read_all(&text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].0, expected, "{text}");
    }
    let deleted = "<ListRecords><record><header status='deleted'><identifier>oai:a:1</identifier></header></record></ListRecords>";
    assert_eq!(read_all(deleted), [("oai-dc", json!({ "id": "oai:a:1", "status": "deleted" }))]);
}

#[test]
fn sources_are_read_as_journals_write_them() {
    let cases = [
        ("Books; Vol. 16 No. 2 (2023); 155-166", json!(["Books", "16", "2", "2023", null, "155-166"])),
        ("Książki; Tom 16 Nr 2 (2023): Mapy; S. 155", json!(["Książki", "16", "2", "2023", "Mapy", "S. 155"])),
        ("Książki; Tom 16 Nr 2 (2023): Mapy; część 2", json!(["Książki", "16", "2", "2023", "Mapy; część 2", null])),
        (
            "Books; Vol. 5 (1998/1999): Maps; and towns; 1-9",
            json!(["Books", "5", null, "1998/1999", "Maps; and towns", "1-9"]),
        ),
        ("Books; and Maps; No. 7 (2020); iv–xii", json!(["Books; and Maps", null, "7", "2020", null, "iv–xii"])),
        ("Books; Vol 12, No 3 (2015); e0123", json!(["Books", "12", "3", "2015", null, "e0123"])),
        ("Books; Vol.12 No.3-4 (2015)", json!(["Books", "12", "3-4", "2015", null, null])),
        ("Bücher; Bd. IV Nr. 2 (30) (2020); 1", json!(["Bücher", "IV", "2", "2020", null, "1"])),
        ("Libros; Núm. 12 (2011): Mapas (y más)", json!(["Libros", null, "12", "2011", "Mapas (y más)", null])),
        ("Книги; Том 3 № 2 (2020); 5-8", json!(["Книги", "3", "2", "2020", null, "5-8"])),
        ("Books; 2023: Online first; 1-20", json!(["Books", null, null, "2023", "Online first", "1-20"])),
        ("Biblioteka Miejska, sygn. II 1023; zob. też mikrofilm", json!([null, null, null, null, null, null])),
        ("Books, vol. 5, 2010, pp. 1-10", json!([null, null, null, null, null, null])),
        ("Books; (2020", json!([null, null, null, null, null, null])),
        ("; ;(2020);", json!([null, null, null, null, null, null])),
    ];
    for (source, expected) in cases {
        let found = read_dc(&format!("<dc:source>{source}</dc:source>"));
        let journal = found.get("journal").and_then(|journal| journal.get("title")).cloned();
        let own = ["volume", "issue", "issueYear", "issueTitle", "pages"].map(|name| found[name].clone());
        let read: Vec<Value> = std::iter::once(journal.unwrap_or_default()).chain(own).collect();
        assert_eq!(Value::from(read), expected, "{source}");
    }
}

#[test]
fn journals_have_names_in_several_languages_and_numbers() {
    let found = read_dc(
        "<dc:source xml:lang='pl'>Książki; Nr 2 (2023); 1-2</dc:source><dc:source xml:lang='en'>Books; No. 2 (2023); 1-2</dc:source>
         <dc:source xml:lang='de'>Books; Nr. 2 (2023); 1-2</dc:source><dc:source>0033-202X</dc:source><dc:identifier>ISSN: 2451-1226</dc:identifier>",
    );
    let expected = json!({ "title": "Książki", "titleVariants": [{ "text": "Books", "lang": "en" }],
        "issn": { "print": "0033-202X", "electronic": "2451-1226" } });
    assert_eq!(found["journal"], expected);
    assert_eq!(found["identifiers"], Value::Null);
}

#[test]
fn creators_are_people_only_if_certain() {
    let person = |text: &str| match Name::of(text) {
        Name::Person { family, given } => Some((text[given].to_owned(), text[family].to_owned())),
        _ => None,
    };
    let cases = [
        ("Nowicka, Anna", "Anna", "Nowicka"),
        ("Mickiewicz, Adam (1798-1855)", "Adam", "Mickiewicz"),
        ("Pilat, Roman (1846-1906). Red.", "Roman", "Pilat"),
        ("Nowicka, Anna, 1950-", "Anna", "Nowicka"),
        ("King, Martin Luther, Jr.", "Martin Luther", "King"),
        ("Wrona, Zofia; Uniwersytet Warszawski, Warszawa", "Zofia", "Wrona"),
        ("Lis, E.; Polish Academy of Sciences in Warsaw", "E.", "Lis"),
    ];
    for (text, given, family) in cases {
        assert_eq!(person(text), Some((given.to_owned(), family.to_owned())), "{text}");
    }
    for text in ["Biblioteka Narodowa", "Uniwersytet Warszawski, Wydział Historii", "Adam (1798)", "", ",", "A, (b)"] {
        assert_eq!(Name::of(text), Name::Institution, "{text}");
    }
    for text in ["Alan Doe", "J. R. Roe", "Anna Maria Nowicka-Lis", "Ann B. Doe"] {
        assert_eq!(Name::of(text), Name::Whole, "{text}");
    }
    for text in
        ["Statistics Poland", "Polskie Radio", "Adam Mickiewicz University", "Anna", "John of Salisbury", "ann doe"]
    {
        assert_eq!(Name::of(text), Name::Institution, "{text}");
    }
    for text in ["Zając, Piotr; Lis, Ewa", "Zając, Piotr, Lis, Ewa"] {
        assert_eq!(Name::of(text), Name::Several, "{text}");
    }
}

#[test]
fn only_abstracts_are_read_from_descriptions() {
    let long = "Readers in twelve small towns were asked which books they had borrowed in the course of the last year, and why they had chosen them. ";
    for note in [
        "Includes bibliography",
        "Peer reviewed",
        "Vol. 5 No 2",
        "text/html",
        "brak",
        &format!("Bibliografia: {long}"),
        &format!("Submitted by Anna. {long}"),
        &format!("Dofinansowano ze środków. {long}"),
        &format!("https://example.org/{}", "a".repeat(200)),
    ] {
        assert_eq!(read_dc(&format!("<dc:description>{note}</dc:description>"))["abstracts"], Value::Null, "{note}");
    }
    let found = read_dc(&format!(
        "<dc:description>Peer reviewed</dc:description><dc:description xml:lang='en'>{long}</dc:description>
         <dc:description xml:lang='en'>Contents: {long}</dc:description>
         <dc:description xml:lang='zh'>{}</dc:description>",
        "读".repeat(40)
    ));
    assert_eq!(
        found["abstracts"],
        json!([{ "text": long.trim(), "lang": "en" }, { "text": "读".repeat(40), "lang": "zh" }])
    );
}

#[test]
fn the_most_specific_types_and_dates_are_read() {
    let type_of = |types: &[&str]| {
        let all: String = types.iter().flat_map(|own| ["<dc:type>", own, "</dc:type>"]).collect();
        read_dc(&all)["type"].clone()
    };
    let article = "info:eu-repo/semantics/article";
    assert_eq!(type_of(&["Text", "info:eu-repo/semantics/publishedVersion", article]), article);
    assert_eq!(type_of(&["gazeta", "Text"]), "Text");
    assert_eq!(type_of(&["PeerReviewed", "gazeta"]), "gazeta");
    assert_eq!(type_of(&["info:eu-repo/semantics/acceptedVersion"]), Value::Null);
    let date = |dates: &[&str]| {
        let all: String = dates.iter().flat_map(|own| ["<dc:date>", own, "</dc:date>"]).collect();
        let found = read_dc(&all);
        json!([found["year"], found["dates"]["published"]])
    };
    assert_eq!(date(&["2015-03-06T09:12:44Z", "2014-05"]), json!(["2014", "2014-05"]));
    assert_eq!(date(&["2015-03-06T09:12:44Z"]), json!(["2015", "2015-03-06T09:12:44Z"]));
    assert_eq!(date(&["b.d.", "2014"]), json!(["2014", "2014"]));
    assert_eq!(date(&["[1921]"]), json!(["1921", null]));
    assert_eq!(date(&["2023/5/1"]), json!(["2023", "2023/5/1"]));
    assert_eq!(date(&["1901-1905"]), json!(["1901", null]));
    assert_eq!(date(&["XX w."]), json!([null, "XX w."]));
}

#[test]
fn a_semicolon_separates_words_except_in_entities() {
    let terms = |text: &str| words::terms(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
    assert_eq!(terms("maps; towns ;"), ["maps", "towns"]);
    assert_eq!(terms("maps &amp; plans; R&D; caf&#233;s"), ["maps &amp; plans", "R&D", "caf&#233;s"]);
    assert_eq!(terms(" maps "), ["maps"]);
    assert!(terms(" ; ").is_empty());
}

#[test]
fn identifiers_subjects_and_rights_are_classified_by_content() {
    let found = read_dc(
        "<dc:identifier>https://example.org/1</dc:identifier><dc:identifier>https://doi.org/10.1000/1</dc:identifier>
         <dc:identifier>urn:ISBN:9788301000004</dc:identifier><dc:identifier>sygn. 5</dc:identifier><dc:identifier>doi: unknown</dc:identifier>
         <dc:identifier>oai:a:1</dc:identifier><dc:relation>info:doi/10.1000/2</dc:relation>
         <dc:subject xml:lang='pl'>mapy; miasta ;</dc:subject><dc:subject xml:lang='en'>maps</dc:subject><dc:subject xml:lang='pl'>książki</dc:subject>
         <dc:subject>info:eu-repo/classification/ddc/020</dc:subject>
         <dc:rights>Copyright (c) 2023 A</dc:rights><dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>
         <dc:rights>info:eu-repo/semantics/openAccess</dc:rights>",
    );
    let identifiers = json!([{ "scheme": "doi", "value": "10.1000/1" }, { "scheme": "isbn", "value": "9788301000004" },
        { "value": "sygn. 5" }, { "value": "doi: unknown" }, { "scheme": "oai", "value": "oai:a:1" }]);
    assert_eq!(found["identifiers"], identifiers);
    assert_eq!(found["links"], json!([{ "url": "https://example.org/1" }]));
    assert_eq!(found["relations"], json!([{ "text": "info:doi/10.1000/2" }]));
    let keywords =
        json!([{ "lang": "pl", "terms": ["mapy", "miasta", "książki"] }, { "lang": "en", "terms": ["maps"] }]);
    assert_eq!(found["keywords"], keywords);
    assert_eq!(found["subjects"], json!([{ "code": "info:eu-repo/classification/ddc/020" }]));
    assert_eq!(found["licenses"], json!([{ "url": "https://creativecommons.org/licenses/by/4.0/" }]));
    assert_eq!(found["rights"], json!({ "access": "info:eu-repo/semantics/openAccess" }));
}
