use super::hierarchy::Hierarchy;
use crate::shape::{Builder, Canonical, Origin};
use crate::syntax::{JsonMode, Syntax};
use crate::text::Chunk;
use crate::tree::schema::value_of;
use crate::tree::{Arena, NodeId, Symbol, Tree};
use serde_json::{Value, json};
use std::fmt::Write;

/// Returns the records of a document, each with the fields that it does not need.
fn records(text: &str) -> Vec<(Value, Vec<Symbol>)> {
    let chunk = Chunk::new(text, 0);
    let hierarchy = Hierarchy::known(None, Syntax::Xml, chunk);
    let mut reader = crate::shape::reader(chunk, Syntax::Xml, JsonMode::DetectLines);
    let (mut arena, mut canonical, mut found) = (Arena::default(), Canonical::default(), Vec::new());
    while reader.next(&mut arena, &mut Vec::new()).is_some() {
        let tree = Tree::new(chunk, &arena).expect("a record");
        assert_eq!(crate::shape::detect(Syntax::Xml, tree).map(|shape| shape.id), Some("bwmeta"));
        assert!(super::read(&mut Builder::new(tree, &mut canonical).among(hierarchy.as_deref())));
        let built = Tree::new(chunk, &canonical.arena).expect("a record");
        assert_eq!(built.node_count(), canonical.origins.len());
        // Each part of a text must be at its recorded position.
        for (number, origin) in canonical.origins.iter().enumerate() {
            let Origin::Parts(parts) = origin else { continue };
            let own = built.string(NodeId::new(number as u32)).unwrap_or_default();
            for part in parts.iter().filter(|part| part.at.len() == part.from.len()) {
                let source = tree.string(part.node).unwrap_or_default();
                assert_eq!(own.get(part.at.clone()), source.get(part.from.clone()));
            }
        }
        found.push((value_of(built, built.root()), canonical.lacks.clone()));
    }
    found
}

fn document(elements: &str) -> String {
    format!("<bwmeta xmlns=\"http://yadda.icm.edu.pl/bwmeta-1.0.5.xsd\">\n{elements}</bwmeta>\n")
}

/// Returns an element of a level with a parent, in the style of 1.x.
fn element(id: &str, level: &str, name: &str, parent: &str) -> String {
    format!(
        "<element id=\"bwmeta1.element.{id}\"><name>{name}</name>\
         <hierarchy class=\"c\" level=\"bwmeta1.level.hierarchy_Journal_{level}\">\
         <element-ref ref=\"bwmeta1.element.{parent}\"/></hierarchy></element>\n"
    )
}

#[test]
fn ancestors_of_an_article_are_found_in_any_file() {
    let article = element("a", "Article", "Title", "n");
    let above = [
        element("n", "Number", "2", "v"),
        element("v", "Volume", "16", "y"),
        element("y", "Year", "2023", "j"),
        element("j", "Journal", "Roczniki", "p"),
        element("p", "Publisher", "Nakład", ""),
    ]
    .concat();
    for text in [document(&format!("{article}{above}")), document(&format!("{above}{article}"))] {
        let all = records(&text);
        let (found, lacks) = all.iter().find(|(value, _)| value["id"] == "bwmeta1.element.a").expect("the article");
        assert_eq!(found["journal"], json!({ "title": "Roczniki", "publisher": "Nakład" }));
        assert_eq!([&found["year"], &found["volume"], &found["issue"]], ["2023", "16", "2"]);
        assert!(lacks.is_empty(), "{lacks:?}");
    }
}

#[test]
fn fields_behind_a_dangling_reference_are_not_missing() {
    let text = document(&[element("a", "Article", "Title", "v"), element("v", "Volume", "16", "elsewhere")].concat());
    let (found, lacks) = &records(&text)[0];
    assert_eq!(found["volume"], "16");
    for field in [Symbol::YEAR, Symbol::ISSUE, Symbol::JOURNAL, Symbol::PUBLISHER] {
        assert!(lacks.contains(&field), "{}", field.name());
    }
    assert!(!lacks.contains(&Symbol::VOLUME) && !lacks.contains(&Symbol::TITLE));
    let by_number = "<element-ref ref=\"bwmeta1.element.v\"/>";
    let text =
        document(&element("a", "Article", "Title", "v").replace(by_number, "<id class=\"x.ISSN\">2391-5501</id>"));
    assert!(text.contains("ISSN") && records(&text)[0].1.contains(&Symbol::YEAR));
    // A chain that ends at its journal is complete: there is no volume.
    let whole =
        [element("a", "Article", "Title", "y"), element("y", "Year", "2023", "j"), element("j", "Journal", "R", "")];
    let (found, lacks) = &records(&document(&whole.concat()))[0];
    assert_eq!((&found["year"], found.get("volume")), (&json!("2023"), None));
    assert!(!lacks.contains(&Symbol::VOLUME) && !lacks.contains(&Symbol::JOURNAL));
}

#[test]
fn a_harvested_element_is_read_in_its_envelope() {
    let records_of = |elements: &str| {
        let envelope = |element: &str| {
            format!(
                "<record><header><identifier>oai:x</identifier></header><metadata><bwmeta>{element}</bwmeta></metadata></record>"
            )
        };
        let all: String = elements.lines().map(envelope).collect();
        records(&format!("<OAI-PMH><ListRecords>{all}</ListRecords></OAI-PMH>"))
    };
    let found = records_of(&[element("a", "Article", "Title", "v"), element("v", "Volume", "16", "")].concat());
    assert_eq!((&found[0].0["title"]["text"], &found[0].0["volume"]), (&json!("Title"), &json!("16")));
}

#[test]
fn cyclic_references_terminate() {
    let ring = [element("a", "Article", "T", "v"), element("v", "Volume", "1", "y"), element("y", "Year", "2023", "v")];
    let (found, _) = &records(&document(&ring.concat()))[0];
    assert_eq!([&found["year"], &found["volume"]], ["2023", "1"]);
    let own = [element("a", "Article", "T", "v"), element("v", "Volume", "1", "v")];
    assert_eq!(records(&document(&own.concat()))[0].0["volume"], "1");
}

#[test]
fn a_chain_of_any_length_and_a_name_of_any_length_do_no_harm() {
    let mut text = element("a", "Article", "T", "0");
    for number in 0..2000 {
        let _ =
            write!(text, "{}", element(&number.to_string(), "Volume", &"ż".repeat(3000), &(number + 1).to_string()));
    }
    let volume = records(&document(&text))[0].0["volume"].as_str().map(|name| name.chars().count());
    assert_eq!(volume, Some(1024));
}

#[test]
fn files_are_detected_by_their_beginning() {
    let is_bwmeta = |head: &str| Hierarchy::is_bwmeta(head.as_bytes());
    assert!(is_bwmeta("<?xml version=\"1.0\"?>\n<bwmeta xmlns=\"http://yadda.icm.edu.pl/bwmeta-1.0.5.xsd\">"));
    assert!(is_bwmeta("<y:bwmeta xmlns:y='x'>"));
    assert!(is_bwmeta("<OAI-PMH><record><metadata><bwmeta>"));
    assert!(is_bwmeta("<element xmlns='http://yadda.icm.edu.pl/bwmeta-2.1.0.xsd'>"));
    assert!(!is_bwmeta("<article><self-uri>https://yadda.icm.edu.pl/element/bwmeta1.element.x</self-uri>"));
    assert!(!is_bwmeta("<!-- not bwmeta at all --><article/>"));
    assert!(!is_bwmeta("bwmeta"));
}

#[test]
fn rich_text_is_read_as_what_it_means() {
    let name =
        "The role of [[bwmeta-rich-text-start]]CO&lt;sub&gt;2&lt;/sub&gt; &amp;amp; H[[bwmeta-rich-text-end]] in air";
    let text = document(&element("a", "Article", name, "n"));
    assert_eq!(records(&text)[0].0["title"]["text"], "The role of CO2 & H in air");
    let open = document(&element("a", "Article", "[[bwmeta-rich-text-start]]E. &lt;i&gt;coli&lt;/i&gt;", "n"));
    assert_eq!(records(&open)[0].0["title"]["text"], "E. coli");
}

#[test]
fn names_of_one_language_are_no_translations() {
    let names = "Tytuł</name><name lang=\"PL\">Inny tytuł</name><name lang=\"EN\">Title</name><name lang=\"\">Titel";
    let text = document(&element("a", "Article", names, "n")).replacen("<name>", "<name lang=\"PL\">", 1);
    let found = &records(&text)[0].0;
    assert_eq!(found["title"], json!({ "text": "Tytuł", "lang": "pl" }));
    assert_eq!(
        found["titleVariants"],
        json!([
            { "text": "Inny tytuł", "lang": "pl", "role": "alternative" },
            { "text": "Title", "lang": "en" },
            { "text": "Titel", "lang": "" }
        ])
    );
}

#[test]
fn a_summary_is_in_the_first_language_of_its_element() {
    let text = document(
        "<element id=\"bwmeta1.element.a\" langs=\"PL de\"><name>T</name><summary>Streszczenie</summary>\
         <description lang=\"EN\">Abstract</description><description type=\"note\">x</description></element>",
    );
    let found = &records(&text)[0].0;
    let abstracts = json!([{ "text": "Streszczenie", "lang": "pl" }, { "text": "Abstract", "lang": "en" }]);
    assert_eq!((&found["abstracts"], &found["languages"]), (&abstracts, &json!(["pl", "de"])));
}

#[test]
fn people_are_read_from_the_most_specific_element() {
    let text = document(
        "<element id=\"bwmeta1.element.a\"><name>T</name>\
         <contributor role=\"author\" title=\"Anna&#160;Nowicka\"><attribute key=\"person\">\
         <attribute key=\"person.surname\" value=\"Nowicka\"/><attribute key=\"person.firstname\" value=\"Anna\"/></attribute>\
         <attribute key=\"contact-email\" value=\"a@example.org\"/></contributor>\
         <contributor role=\"unknown\" title=\"Jan&#160;van der Berg\"/>\
         <contributor role=\"editor\" title=\"Komisja\"><attribute key=\"institution\" value=\"_\">\
         <attribute key=\"institution.name\" value=\"Komisja Historyczna\"/></attribute></contributor>\
         <contributor role=\"publisher\" title=\"Nakład\"/></element>",
    );
    let found = &records(&text)[0].0;
    assert_eq!(
        found["contributors"],
        json!([
            { "role": "author", "given": "Anna", "family": "Nowicka", "email": "a@example.org" },
            { "role": "other", "given": "Jan", "family": "van der Berg" },
            { "role": "editor", "organization": "Komisja Historyczna" }
        ])
    );
}

#[test]
fn deleted_and_merged_elements_only_have_a_status() {
    let versions = [("7D", json!("deleted")), ("12Mbwmeta1.element.b", json!("merged")), ("7", Value::Null)];
    for (version, status) in versions {
        let text =
            document(&element("a", "Article", "T", "n").replacen("id=", &format!("version=\"{version}\" id="), 1));
        let (found, lacks) = &records(&text)[0];
        assert_eq!(found["status"], status, "{version}");
        assert_eq!(
            (found.get("title").is_none(), lacks.contains(&Symbol::TITLE)),
            (!status.is_null(), !status.is_null())
        );
    }
}

#[test]
fn dates_pages_and_disciplines_have_several_spellings() {
    let text = document(
        "<element id=\"bwmeta1.element.a\"><name>T</name><date type=\"received\">2014-01-31</date>\
         <date type=\"published\"><year>2014</year><month>5</month></date>\
         <categories ids=\"bwmeta1.category.cejsh-11 bwmeta1.category.cejsh-12\"/>\
         <attribute key=\"bwmeta-pre-1-2.category-ref\"><attribute key=\"bwmeta-pre-1-2.category-ref-code\" value=\"13\"/>\
         </attribute><hierarchy level=\"bwmeta1.level.hierarchy_Journal_Article\"><range from=\"5\" to=\"9\"/></hierarchy>\
         <references><cite text=\"A. Nowak, Książki.\"><id class=\"bwmeta1.id-class.DOI\">10.1/x</id></cite></references>\
         </element>",
    );
    let found = &records(&text)[0].0;
    assert_eq!(found["dates"], json!({ "received": "2014-01-31", "published": "2014-05" }));
    assert_eq!((&found["pages"], &found["firstPage"]), (&json!("5-9"), &json!("5")));
    let codes =
        json!([{ "code": "bwmeta1.category.cejsh-11" }, { "code": "bwmeta1.category.cejsh-12" }, { "code": "13" }]);
    assert_eq!(found["subjects"], codes);
    assert_eq!(found["references"], json!([{ "text": "A. Nowak, Książki.", "doi": "10.1/x" }]));
}
