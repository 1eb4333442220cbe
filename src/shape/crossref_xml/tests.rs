use super::*;
use crate::shape::{self, Canonical};
use crate::syntax::JsonMode;
use crate::text::Chunk;
use crate::tree::Arena;
use crate::tree::schema::value_of;
use serde_json::{Value, json};

/// Returns the Crossref works of a text in the native form.
fn read_all(text: &str) -> Vec<Value> {
    let (mut arena, mut canonical, chunk) = (Arena::default(), Canonical::default(), Chunk::new(text, 0));
    let mut reader = shape::reader(chunk, Syntax::Xml, JsonMode::DetectLines);
    let (mut findings, mut found) = (Vec::new(), Vec::new());
    while reader.next(&mut arena, &mut findings).is_some() {
        let tree = Tree::new(chunk, &arena).expect("a record");
        if shape::detect(Syntax::Xml, tree).is_some_and(|shape| shape.id == SHAPE.id) {
            assert!(read(&mut Builder::new(tree, &mut canonical)));
            let tree = Tree::new(chunk, &canonical.arena).expect("a record");
            found.push(value_of(tree, tree.root()));
        }
    }
    found
}

/// Returns the fields that the first record does not need.
fn lacks(text: &str) -> Vec<Symbol> {
    let (mut arena, mut canonical, chunk) = (Arena::default(), Canonical::default(), Chunk::new(text, 0));
    shape::reader(chunk, Syntax::Xml, JsonMode::DetectLines).next(&mut arena, &mut Vec::new()).expect("a record");
    assert!(read(&mut Builder::new(Tree::new(chunk, &arena).expect("a record"), &mut canonical)));
    canonical.lacks
}

/// Reads a work inside a container.
fn read_in(around: &str, work: &str) -> Value {
    let names = around.split('<').filter_map(|tag| tag.split_once('>'));
    let closing = names.fold(String::new(), |closing, (name, _)| format!("</{name}>{closing}"));
    read_all(&format!("{around}{work}{closing}")).pop().expect("a work")
}

fn article(inside: &str) -> Value {
    let work =
        format!("<journal_article language='pl'>{inside}<doi_data><doi>10.1000/1</doi></doi_data></journal_article>");
    read_in("<doi_batch><body><journal>", &work)
}

#[test]
fn data_before_a_work_applies_to_it() {
    let text = "<doi_batch><body><journal>
        <journal_metadata language='pl'><full_title>Books</full_title><abbrev_title>Bks</abbrev_title><issn>0033-202X</issn></journal_metadata>
        <journal_issue><titles><title>Maps</title></titles><publication_date><year>2020</year></publication_date>
          <journal_volume><volume>8</volume></journal_volume><special_numbering>Suppl. 1</special_numbering></journal_issue>
        <journal_article><titles><title>One</title></titles></journal_article>
        <journal_article language='en'><titles><title>Two</title></titles>
          <publication_date media_type='online'><month>3</month><year>2021</year></publication_date></journal_article>
      </journal></body></doi_batch>";
    let journal = json!({ "title": "Books", "abbreviation": "Bks", "issn": { "print": "0033-202X" } });
    assert_eq!(
        read_all(text),
        [
            json!({ "type": "journal_article", "languages": ["pl"], "title": { "text": "One" }, "journal": journal, "year": "2020",
                "dates": { "publishedPrint": "2020" }, "issueTitle": "Maps", "volume": "8", "issue": "Suppl. 1" }),
            json!({ "type": "journal_article", "languages": ["en"], "title": { "text": "Two", "lang": "en" }, "journal": journal,
                "year": "2021", "issueYear": "2020", "dates": { "publishedOnline": "2021-03" },
                "issueTitle": "Maps", "volume": "8", "issue": "Suppl. 1" }),
        ]
    );
}

#[test]
fn works_of_every_kind_are_read() {
    let paper = read_in(
        "<doi_batch><body><conference>",
        "<event_metadata><conference_name>Reading 2020</conference_name></event_metadata>
         <proceedings_metadata><proceedings_title>Reading</proceedings_title><publisher><publisher_name>SBP</publisher_name></publisher>
           <publication_date><year>2020</year></publication_date><isbn media_type='print'>9788301000004</isbn></proceedings_metadata>
         <conference_paper><titles><title>One</title></titles><doi_data><doi>10.1000/1</doi></doi_data></conference_paper>",
    );
    let expected = json!({ "type": "conference_paper", "title": { "text": "One" }, "journal": { "title": "Reading", "publisher": "SBP" },
        "year": "2020", "dates": { "publishedPrint": "2020" },
        "identifiers": [{ "scheme": "doi", "value": "10.1000/1" }, { "scheme": "isbn", "value": "9788301000004" }] });
    assert_eq!(paper, expected);
    let chapter = read_in(
        "<doi_batch><body><book>",
        "<book_series_metadata><series_metadata><titles><title>Series</title></titles><issn>0033-202X</issn></series_metadata>
           <titles><title>Maps</title></titles><volume>4</volume><publication_date><year>2020</year></publication_date></book_series_metadata>
         <content_item component_type='chapter' language='en'><titles><title>One</title></titles>
           <pages><first_page>1</first_page><last_page>9</last_page><other_pages>12-14</other_pages></pages></content_item>",
    );
    let expected = json!({ "type": "content_item", "languages": ["en"], "title": { "text": "One", "lang": "en" },
        "journal": { "title": "Maps", "issn": { "print": "0033-202X" } }, "year": "2020", "dates": { "publishedPrint": "2020" },
        "volume": "4", "firstPage": "1", "lastPage": "9", "pages": "1-9, 12-14" });
    assert_eq!(chapter, expected);
    let preprint =
        "<posted_content type='working_paper'><group_title>History</group_title><titles><title>One</title></titles>
        <posted_date><month>5</month><day>6</day><year>2020</year></posted_date>
        <institution><institution_name>UW</institution_name></institution></posted_content>";
    let expected = json!({ "type": "working_paper", "title": { "text": "One" }, "subjects": [{ "text": "History" }],
        "journal": { "publisher": "UW" }, "year": "2020", "dates": { "published": "2020-05-06" } });
    for around in ["<doi_batch><body>", "<crossref_result><query_result><body><query><doi_record><crossref>"] {
        assert_eq!(read_in(around, preprint), expected);
    }
    let thesis = "<dissertation><person_name contributor_role='author'><given_name>Anna</given_name><surname>Nowicka</surname></person_name>
        <titles><title>One</title></titles><approval_date><year>2020</year></approval_date></dissertation>";
    let expected = json!({ "type": "dissertation", "title": { "text": "One" }, "year": "2020", "dates": { "published": "2020" },
        "contributors": [{ "role": "author", "given": "Anna", "family": "Nowicka" }] });
    assert_eq!(read_in("<doi_batch><body>", thesis), expected);
    let pending = "<pending_publication><publication><full_title>Books</full_title><issn media_type='print'>0033-202X</issn></publication>
        <titles><title>One</title></titles><acceptance_date><month>4</month><day>1</day><year>2020</year></acceptance_date>
        <doi>10.1000/1</doi></pending_publication>";
    let expected = json!({ "type": "pending_publication", "title": { "text": "One" },
        "journal": { "title": "Books", "issn": { "print": "0033-202X" } }, "dates": { "accepted": "2020-04-01" },
        "identifiers": [{ "scheme": "doi", "value": "10.1000/1" }] });
    for around in ["<doi_batch><body>", "<doi_records><doi_record><crossref>"] {
        assert_eq!(read_in(around, pending), expected);
        assert!(lacks(&format!("{around}{pending}")).contains(&Symbol::YEAR));
    }
    let review = "<doi_batch><body><peer_review><titles><title>One</title></titles></peer_review>";
    assert!(lacks(review).contains(&Symbol::ABSTRACTS));
}

#[test]
fn a_book_is_a_record_before_its_chapters() {
    let book = |role: &str| {
        let metadata = format!(
            "<book_metadata><contributors><person_name contributor_role='{role}'><surname>Berg</surname></person_name></contributors>
               <titles><title>Maps</title></titles><publication_date><year>2020</year></publication_date>
               <publisher><publisher_name>SBP</publisher_name></publisher><doi_data><doi>10.1000/1</doi></doi_data></book_metadata>"
        );
        let chapter =
            "<content_item><titles><title>One</title></titles><doi_data><doi>10.1000/2</doi></doi_data></content_item>";
        let own = "<content_item><contributors><person_name contributor_role='author'><surname>Zając</surname></person_name></contributors>
          <titles><title>Two</title></titles></content_item>";
        read_all(&format!("<doi_batch><body><book>{metadata}{chapter}{own}</book></body></doi_batch>"))
    };
    let author = json!([{ "role": "author", "family": "Berg" }]);
    let expected = [
        json!({ "type": "book", "title": { "text": "Maps" }, "journal": { "publisher": "SBP" }, "year": "2020",
            "dates": { "publishedPrint": "2020" }, "contributors": author, "identifiers": [{ "scheme": "doi", "value": "10.1000/1" }] }),
        json!({ "type": "content_item", "title": { "text": "One" }, "journal": { "title": "Maps", "publisher": "SBP" }, "year": "2020",
            "dates": { "publishedPrint": "2020" }, "contributors": author, "identifiers": [{ "scheme": "doi", "value": "10.1000/2" }] }),
        json!({ "type": "content_item", "title": { "text": "Two" }, "journal": { "title": "Maps", "publisher": "SBP" }, "year": "2020",
            "dates": { "publishedPrint": "2020" }, "contributors": [{ "role": "author", "family": "Zając" }] }),
    ];
    assert_eq!(book("author"), expected);
    // The chapters are also deposited without the book.
    let book_without = "<doi_batch><body><book><book_metadata><titles><title>Maps</title></titles></book_metadata></book></body></doi_batch>";
    assert_eq!(lacks(book_without), [Symbol::IDENTIFIERS]);
    // The editors of a book are not authors of its chapters.
    let edited = book("editor");
    assert_eq!(edited[0]["contributors"], json!([{ "role": "editor", "family": "Berg" }]));
    assert_eq!(edited[1]["contributors"], Value::Null);
}

#[test]
fn books_reports_standards_and_data_sets_are_records_of_their_own() {
    let inside = |kind: &str| {
        format!(
            "<{kind}_metadata language='en'><titles><title>Maps</title></titles><publication_date><year>2020</year></publication_date>
               <publisher><publisher_name>SBP</publisher_name></publisher>
               <doi_data><doi>10.1000/1</doi></doi_data></{kind}_metadata>"
        )
    };
    let whole = |kind: &str| {
        json!({ "type": kind, "languages": ["en"], "title": { "text": "Maps", "lang": "en" }, "journal": { "publisher": "SBP" },
            "year": "2020", "dates": { "publishedPrint": "2020" }, "identifiers": [{ "scheme": "doi", "value": "10.1000/1" }] })
    };
    let part = "<content_item><titles><title>One</title></titles></content_item>";
    for kind in ["book", "report-paper", "standard"] {
        let metadata = inside(kind);
        let alone = read_all(&format!("<doi_batch><body><{kind}>{metadata}</{kind}></body></doi_batch>"));
        assert_eq!(alone, [whole(kind)], "{kind}");
        let both = read_all(&format!("<doi_batch><body><{kind}>{metadata}{part}</{kind}></body></doi_batch>"));
        let chapter = json!({ "type": "content_item", "languages": ["en"], "title": { "text": "One" },
            "journal": { "title": "Maps", "publisher": "SBP" }, "year": "2020", "dates": { "publishedPrint": "2020" } });
        assert_eq!(both, [whole(kind), chapter], "{kind}");
        let answer = "crossref_result><query_result><body><query><doi_record><crossref";
        let found = read_in(&format!("<{answer}><{kind}>"), &metadata);
        assert_eq!(found, whole(kind), "{kind}");
    }
    let data = read_all(
        "<doi_batch><body><database><database_metadata language='en'><titles><title>Atlas</title></titles></database_metadata>
           <dataset><titles><title>Maps</title></titles><database_date><creation_date><year>2019</year></creation_date>
             <publication_date><year>2020</year></publication_date></database_date></dataset>
           <dataset><titles><title>Seas</title></titles></dataset></database></body></doi_batch>",
    );
    let of = |title: &str| json!({ "type": "dataset", "languages": ["en"], "title": { "text": title }, "journal": { "title": "Atlas" } });
    let mut maps = of("Maps");
    (maps["year"], maps["dates"]) = (json!("2020"), json!({ "publishedPrint": "2020" }));
    assert_eq!(data, [maps, of("Seas")]);
}

#[test]
fn titles_and_abstracts_have_languages_if_known() {
    let found = article(
        "<titles><title>Mapa <i>świata</i></title><subtitle>Szkic</subtitle>
           <original_language_title language='de'>Weltkarte</original_language_title></titles>
         <jats:abstract xml:lang='pl'><jats:title>Streszczenie</jats:title><jats:p>Raz.</jats:p><jats:p>Dwa.</jats:p></jats:abstract>
         <jats:abstract><jats:p xml:lang='en'>One.</jats:p></jats:abstract>
         <jats:abstract><jats:p xml:lang='en'>One.</jats:p><jats:p xml:lang='de'>Zwei.</jats:p></jats:abstract>
         <jats:abstract abstract-type='graphical'><jats:sec><jats:title>Aim</jats:title><jats:p>Map<jats:xref>1</jats:xref>.</jats:p></jats:sec></jats:abstract>",
    );
    assert_eq!(found["title"], json!({ "text": "Mapa świata", "lang": "pl" }));
    let variants =
        json!([{ "text": "Szkic", "role": "subtitle" }, { "text": "Weltkarte", "lang": "de", "role": "original" }]);
    assert_eq!(found["titleVariants"], variants);
    let abstracts = json!([{ "text": "Raz.\nDwa.", "lang": "pl" }, { "text": "One.", "lang": "en" }, { "text": "One.\nZwei." },
        { "text": "Aim\nMap.", "role": "graphical" }]);
    assert_eq!(found["abstracts"], abstracts);
}

#[test]
fn contributors_are_people_organisations_or_anonymous() {
    let found = article(
        "<contributors><person_name contributor_role='chair'><given_name>Anna</given_name><surname>Nowicka</surname><suffix>Jr.</suffix>
            <affiliation>UW</affiliation><alt-name><name xml:lang='ja'><surname>野</surname></name></alt-name></person_name>
          <organization contributor_role='author'>UNESCO</organization>
          <person_name contributor_role='translator'><surname>Berg</surname><affiliations>
            <institution><institution_name>UJ</institution_name><institution_department>Library</institution_department></institution>
            <institution><institution_id type='wikidata'>https://www.wikidata.org/entity/Q1</institution_id>
              <institution_id type='ror'>https://ror.org/03bqmcz70</institution_id></institution></affiliations></person_name>
          <anonymous contributor_role='author'/></contributors>",
    );
    let expected = json!([
        { "role": "other", "given": "Anna", "family": "Nowicka", "suffix": "Jr.", "affiliations": [{ "name": "UW" }],
          "nameVariants": [{ "family": "野", "lang": "ja" }] },
        { "role": "author", "organization": "UNESCO" },
        { "role": "translator", "family": "Berg", "affiliations": [{ "name": "Library, UJ" }, { "ror": "https://ror.org/03bqmcz70" }] },
    ]);
    assert_eq!(found["contributors"], expected);
    assert_eq!(found["anonymous"], Value::Null);
    let nobody = article("<contributors><anonymous contributor_role='author'/></contributors>");
    assert_eq!((&nobody["anonymous"], &nobody["contributors"]), (&json!(true), &Value::Null));
    assert_eq!(article("<contributors/>")["contributors"], json!([]));
}

#[test]
fn roles_are_an_attribute_or_elements() {
    let role = |attribute: &str, inside: &str| {
        let person = format!("<person_name {attribute}><surname>Berg</surname>{inside}</person_name>");
        article(&format!("<contributors>{person}</contributors>"))["contributors"][0]["role"].clone()
    };
    let element = |vocabulary: &str, own: &str| format!("<role vocab='{vocabulary}' type='{own}'/>");
    assert_eq!(role("", &element("crossref", "editor")), "editor");
    assert_eq!(role("", &element("crossref", "reviewer")), "reviewer");
    assert_eq!(role("", &(element("crossref", "editor") + &element("crossref", "author"))), "author");
    assert_eq!(role("", &(element("credit", "software") + &element("crossref", "translator"))), "translator");
    assert_eq!(role("", &element("credit", "supervision")), "author");
    assert_eq!(role("contributor_role='editor'", &element("crossref", "author")), "editor");
}

#[test]
fn seasons_and_quarters_are_no_months() {
    let date = |inside: &str| {
        article(&format!("<publication_date>{inside}</publication_date>"))["dates"]["publishedPrint"].clone()
    };
    assert_eq!(date("<month>12</month><day>1</day><year>2020</year>"), "2020-12-01");
    assert_eq!(date("<month>21</month><year>2020</year>"), "2020-21");
    assert_eq!(date("<month>22</month><day>1</day><year>2020</year>"), "2020-22");
    assert_eq!(date("<month>33</month><year>2020</year>"), "2020");
    assert_eq!(date("<month>13</month><year>2020</year>"), "2020-13");
}

#[test]
fn ties_of_a_work_are_read() {
    let found = article(
        "<publisher_item><item_number item_number_type='article_number'>e5</item_number><identifier id_type='pii'>S1</identifier>
           <identifier id_type='doi'>10.1000/1</identifier></publisher_item>
         <crossmark><updates><update type='erratum'>10.1000/0</update></updates>
           <custom_metadata><ai:program name='AccessIndicators'><ai:license_ref>https://example.org/2</ai:license_ref></ai:program></custom_metadata></crossmark>
         <fr:program name='fundref'><fr:assertion name='fundgroup'>
             <fr:assertion name='funder_name'>NCN
               <fr:assertion name='funder_identifier' provider='crossref'>501100004281</fr:assertion></fr:assertion>
             <fr:assertion name='award_number'>7</fr:assertion><fr:assertion name='award_number'>8</fr:assertion></fr:assertion>
           <fr:assertion name='fundgroup'><fr:assertion name='ror'>https://ror.org/03ha2q922</fr:assertion></fr:assertion></fr:program>
         <ai:program name='AccessIndicators'><ai:license_ref applies_to='vor' start_date='2020-01-01'>https://example.org/1</ai:license_ref></ai:program>
         <rel:program><rel:related_item><rel:description>Review</rel:description>
           <rel:inter_work_relation relationship-type='isReviewOf' identifier-type='isbn'>9788301000004</rel:inter_work_relation></rel:related_item></rel:program>
         <citation_list><citation key='1'><unstructured_citation>A <i>b</i>.</unstructured_citation><doi>10.1000/2</doi></citation>
           <citation key='2'><journal_title>Books</journal_title><author>Berg</author><cYear>1999</cYear></citation></citation_list>",
    );
    assert_eq!(found["articleNumber"], "e5");
    assert_eq!(
        found["identifiers"],
        json!([{ "scheme": "doi", "value": "10.1000/1" }, { "scheme": "pii", "value": "S1" }])
    );
    let relations = json!([{ "type": "reviews", "scheme": "isbn", "value": "9788301000004", "text": "Review" },
        { "type": "corrects", "scheme": "doi", "value": "10.1000/0" }]);
    assert_eq!(found["relations"], relations);
    let funding = json!([{ "funder": "NCN", "funderId": "10.13039/501100004281", "award": "7" },
        { "funder": "NCN", "funderId": "10.13039/501100004281", "award": "8" }, { "funderId": "https://ror.org/03ha2q922" }]);
    assert_eq!(found["funding"], funding);
    assert_eq!(
        found["licenses"],
        json!([{ "url": "https://example.org/1", "start": "2020-01-01", "appliesTo": "vor" }])
    );
    let references = json!([{ "text": "A b.", "doi": "10.1000/2" }, { "text": "Berg, 1999, Books" }]);
    assert_eq!(found["references"], references);
}

#[test]
fn other_records_of_the_same_name_are_none() {
    assert!(read_all("<doi_batch><body><journal><journal_article/></journal></body></doi_batch>").is_empty());
    assert!(read_all("<records><record><title>One</title><doi>10.1000/1</doi></record></records>").is_empty());
}
