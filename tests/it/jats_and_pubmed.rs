//! JATS articles and PubMed citations: the mapping to the fields of a record.

use crate::support;

use recordlint::lint::canonise;
use recordlint::syntax::{JsonMode, Syntax};
use recordlint::text::Source;
use serde_json::{Value, json};

/// Returns the records of a document, with the format of each.
fn records(text: &str) -> Vec<(Option<&'static str>, Value)> {
    let policy = support::policy("core", &[]);
    let source = Source::of_text("file", text).expect("a test's text is UTF-8");
    let mut found = Vec::new();
    canonise(source, Syntax::Xml, JsonMode::DetectLines, &policy, &mut |record| {
        found.push((record.shape.map(|shape| shape.id), record.value().unwrap_or_default()));
    });
    found
}

fn record(text: &str) -> Value {
    let mut all = records(text);
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0).1
}

/// Returns the record of a Polish article with this content of `article-meta`, and with this text after the front.
fn article(meta: &str, after: &str) -> Value {
    record(&format!(
        "<article article-type='research-article' xml:lang='pl' xmlns:xlink='http://www.w3.org/1999/xlink'>\
         <front><article-meta>{meta}</article-meta></front>{after}</article>"
    ))
}

/// Returns the record of a citation with this content of `Article`, this text after it in `MedlineCitation`, and this
/// `PubmedData`.
fn citation(article: &str, after: &str, data: &str) -> Value {
    record(&format!(
        "<PubmedArticle><MedlineCitation><PMID>42</PMID><Article>{article}</Article>{after}</MedlineCitation>\
         <PubmedData>{data}</PubmedData></PubmedArticle>"
    ))
}

/// Compares fields of a record with the expected ones. `null` means that the field must not exist.
fn assert_fields(found: &Value, expected: &Value, of: &str) {
    for (name, value) in expected.as_object().expect("fields") {
        assert_eq!(found.get(name).unwrap_or(&Value::Null), value, "{name} of {of}\n{found:#}");
    }
}

#[test]
fn formats_are_detected_by_their_elements() {
    let cases: &[(&str, &[Option<&str>])] = &[
        ("<article><front><article-meta/></front></article>", &[Some("jats")]),
        ("\n\n<article article-type='letter'/>", &[Some("jats")]),
        ("<a:article xmlns:a='x'><a:front/></a:article>", &[Some("jats")]),
        ("<set><article><front/></article><article><front-stub/></article></set>", &[Some("jats"), Some("jats")]),
        ("<record><header/><metadata><article><front/></article></metadata></record>", &[Some("jats")]),
        ("<article><info><title>A page</title></info></article>", &[None]),
        (
            "<PubmedArticleSet><PubmedArticle/><PubmedBookArticle/></PubmedArticleSet>",
            &[Some("pubmed"), Some("pubmed")],
        ),
    ];
    for (text, shapes) in cases {
        let found: Vec<Option<&str>> = records(text).into_iter().map(|(shape, _)| shape).collect();
        assert_eq!(found, *shapes, "{text}");
    }
}

#[test]
fn institutions_are_assigned_to_their_contributors() {
    let contributor =
        |name: &str, more: &str| format!("<contrib><name><surname>{name}</surname></name>{more}</contrib>");
    let [a, b, c] = ["A", "B", "C"].map(|name| contributor(name, ""));
    let of = |groups: &str| {
        let found = article(groups, "");
        let names = |person: &Value| -> Vec<String> {
            let listed = person["affiliations"].as_array().cloned().unwrap_or_default();
            listed.iter().map(|one| one["name"].as_str().or(one.as_str()).unwrap_or_default().to_owned()).collect()
        };
        found["contributors"].as_array().expect("contributors").iter().map(names).collect::<Vec<_>>()
    };
    let inner = contributor(
        "A",
        "<xref ref-type='aff' rid='a1'/><xref ref-type='aff' rid='m1'/><xref ref-type='aff' rid='n1'/>",
    );
    let own_id = "<contrib rid='a1 zz'><name><surname>A</surname></name></contrib>";
    for (groups, expected) in [
        // If institutions and contributors alternate, an institution belongs to the contributors before it.
        (
            format!("<contrib-group>{a}{b}<aff>X</aff>{c}<aff>Y</aff><aff>Z</aff></contrib-group>"),
            vec![vec!["X"], vec!["X"], vec!["Y", "Z"]],
        ),
        (
            format!("<contrib-group><aff>X</aff>{a}{b}<aff>Y</aff>{c}</contrib-group>"),
            vec![vec!["X"], vec!["X"], vec!["Y"]],
        ),
        (format!("<contrib-group>{a}{b}<aff>X</aff></contrib-group>"), vec![vec!["X"], vec!["X"]]),
        (format!("<contrib-group>{a}</contrib-group><aff>X</aff>"), vec![vec!["X"]]),
        // A reference to the address in an institution refers to the institution; a reference to a note is ignored.
        (
            format!(
                "<contrib-group>{inner}</contrib-group><aff id='a1'>X <email id='m1'>a@b.org</email></aff><author-notes><fn id='n1'/></author-notes>"
            ),
            vec![vec!["a1"]],
        ),
        (format!("<contrib-group>{own_id}</contrib-group><aff id='a1'>X</aff><aff id='a2'>Y</aff>"), vec![vec!["a1"]]),
        // A short mark in `sup` is a label.
        (format!("<contrib-group>{a}<aff><sup>a</sup>Xy</aff></contrib-group>"), vec![vec!["Xy"]]),
        (
            format!("<contrib-group>{a}<aff><sup>1, 2</sup> <bold>Xy</bold>, Z</aff></contrib-group>"),
            vec![vec!["Xy, Z"]],
        ),
        (format!("<contrib-group>{a}<aff>Xy<sup>a</sup></aff></contrib-group>"), vec![vec!["Xya"]]),
    ] {
        assert_eq!(of(&groups), expected, "{groups}");
    }
}

#[test]
fn a_text_inherits_the_language_of_its_ancestors() {
    let found = article(
        "<title-group>\
           <article-title>Czytelnictwo<xref ref-type='fn'>1</xref></article-title><subtitle>Studium</subtitle>\
           <trans-title-group xml:lang='en'><trans-title>Reading</trans-title><trans-subtitle>A study</trans-subtitle></trans-title-group>\
           <trans-title-group><trans-title xml:lang='de'>Lesen</trans-title></trans-title-group>\
           <alt-title alt-title-type='short'>Czyt.</alt-title><alt-title alt-title-type='running-head'>CZYTELNICTWO</alt-title><alt-title alt-title-type='left-running'>NOWICKA</alt-title>\
         </title-group>\
         <abstract><title>Streszczenie</title><sec><title>Cel</title><p>Jeden.</p></sec><sec><title>Wynik</title><p>Dwa.</p></sec></abstract>\
         <abstract abstract-type='graphical'><p><graphic xlink:href='a.png'/></p></abstract>\
         <abstract abstract-type='key-points' xml:lang='en'><p>First.</p></abstract>\
         <trans-abstract xml:lang='en'><sec><title>Abstract</title><p>One.</p><p>Two<fn><p>note</p></fn>.</p></sec></trans-abstract>\
         <kwd-group><title>Słowa kluczowe</title><kwd>czytelnik</kwd><nested-kwd><kwd>książka</kwd></nested-kwd></kwd-group>\
         <kwd-group xml:lang='en'><compound-kwd><compound-kwd-part content-type='code'>L1</compound-kwd-part>\
           <compound-kwd-part content-type='text'>reader</compound-kwd-part></compound-kwd></kwd-group>\
         <kwd-group kwd-group-type='abbreviations'><kwd>BN, Biblioteka Narodowa</kwd></kwd-group>",
        "",
    );
    let expected = json!({
        "type": "research-article",
        "languages": ["pl"],
        "title": { "text": "Czytelnictwo", "lang": "pl" },
        "titleVariants": [
            { "text": "Studium", "lang": "pl", "role": "subtitle" },
            { "text": "Reading", "lang": "en" },
            { "text": "A study", "lang": "en", "role": "subtitle" },
            { "text": "Lesen", "lang": "de" },
            { "text": "Czyt.", "lang": "pl", "role": "short" }
        ],
        "abstracts": [
            { "text": "Cel\nJeden.\nWynik\nDwa.", "lang": "pl" },
            { "text": "First.", "lang": "en", "role": "teaser" },
            { "text": "One.\nTwo.", "lang": "en" }
        ],
        "keywords": [
            { "lang": "pl", "terms": ["czytelnik", "książka"] },
            { "lang": "en", "terms": ["reader"] }
        ]
    });
    assert_fields(&found, &expected, "texts");
}

#[test]
fn only_texts_are_read_from_a_translation() {
    let meta = "<article-id pub-id-type='doi'>10.1234/a</article-id>\
                <title-group><article-title>Czytelnictwo</article-title>\
                <trans-title-group xml:lang='en'><trans-title>Reading</trans-title></trans-title-group></title-group>\
                <contrib-group><contrib><name><surname>Nowicka</surname></name></contrib></contrib-group>";
    let part = |kind: &str, language: &str, title: &str| {
        format!(
            "<sub-article article-type='{kind}' xml:lang='{language}'><front-stub>\
             <article-id pub-id-type='doi'>10.1234/b</article-id>\
             <title-group><article-title>{title}</article-title></title-group>\
             <contrib-group><contrib><name><surname>Berg</surname></name></contrib></contrib-group>\
             <abstract><p>Of {title}.</p></abstract><kwd-group><kwd>{title}</kwd></kwd-group></front-stub>\
             <sub-article article-type='reply' xml:lang='fr'><front-stub><title-group><article-title>Non</article-title></title-group></front-stub></sub-article>\
             </sub-article>"
        )
    };
    // A title that a translation repeats is read once.
    let after =
        part("translation", "en", "Reading") + &part("translation", "de", "Lesen") + &part("reply", "en", "An answer");
    let expected = json!({
        "languages": ["pl"],
        "titleVariants": [{ "text": "Reading", "lang": "en" }, { "text": "Lesen", "lang": "de" }],
        "abstracts": [{ "text": "Of Reading.", "lang": "en" }, { "text": "Of Lesen.", "lang": "de" }],
        "keywords": [{ "lang": "en", "terms": ["Reading"] }, { "lang": "de", "terms": ["Lesen"] }],
        "contributors": [{ "role": "author", "family": "Nowicka" }],
        "identifiers": [{ "scheme": "doi", "value": "10.1234/a" }]
    });
    assert_fields(&article(meta, &after), &expected, "a translation");
}

#[test]
fn people_and_institutions_of_an_article_are_read() {
    let found = article(
        "<contrib-group>\
           <contrib contrib-type='author' corresp='yes'><contrib-id contrib-id-type='orcid'>0000-0002-1825-0097</contrib-id>\
             <contrib-id contrib-id-type='scopus'>12</contrib-id>\
             <name-alternatives><name><surname>Nowicka</surname><given-names>Anna</given-names></name>\
             <name xml:lang='ru'><surname>Новицка</surname><given-names>Анна</given-names></name></name-alternatives>\
             <xref ref-type='aff' rid='a1 a2'/><xref ref-type='corresp' rid='c1'/></contrib>\
           <contrib><string-name>Berg, Jan</string-name><email>jan@example.org</email>\
             <aff>Poznań</aff></contrib>\
           <contrib contrib-type='guest-editor'><collab>The Readers<contrib-group><contrib><name><surname>Zając</surname></name>\
             <xref ref-type='aff' rid='a3'/></contrib></contrib-group></collab></contrib>\
           <aff id='a1'><label>1</label><institution>Uniwersytet</institution><addr-line><city>Łódź</city></addr-line><country country='PL'>Polska</country>\
             <email>u@example.org</email></aff>\
         </contrib-group>\
         <aff-alternatives id='a2'>\
           <aff><label>2</label><institution-wrap><institution-id institution-id-type='ror'>https://ror.org/039bjqg32</institution-id>\
             <institution>Biblioteka</institution></institution-wrap>, Warszawa</aff>\
           <aff xml:lang='en'>Library, Warsaw</aff></aff-alternatives>\
         <aff id='a3'>Of a member</aff>\
         <author-notes><corresp id='c1'>Write to <email>anna@example.org</email></corresp></author-notes>",
        "",
    );
    let expected = json!({
        "contributors": [
            {
                "role": "author", "given": "Anna", "family": "Nowicka", "nameVariants": [{ "given": "Анна", "family": "Новицка", "lang": "ru" }],
                "orcid": "0000-0002-1825-0097", "email": "anna@example.org", "corresponding": true,
                "identifiers": [{ "scheme": "scopus", "value": "12" }], "affiliations": ["a1", "a2"]
            },
            { "role": "author", "given": "Jan", "family": "Berg", "email": "jan@example.org", "affiliations": [{ "name": "Poznań" }] },
            { "role": "editor", "organization": "The Readers" }
        ],
        "affiliations": [
            { "id": "a1", "name": "Uniwersytet, Łódź, Polska", "country": "PL" },
            { "id": "a2", "name": "Biblioteka, Warszawa", "variants": [{ "text": "Library, Warsaw", "lang": "en" }], "ror": "https://ror.org/039bjqg32" }
        ]
    });
    assert_fields(&found, &expected, "people");
    // A single institution belongs to all contributors, without references.
    let author = "<contrib><name><surname>Nowicka</surname></name></contrib>";
    for only in ["<aff>Poznań</aff>", "<aff id='a'>Poznań</aff>"] {
        let found = article(&format!("<contrib-group>{author}{author}</contrib-group>{only}"), "");
        for at in 0..2 {
            let name = found.pointer(&format!("/contributors/{at}/affiliations/0/name"));
            assert_eq!(name, Some(&json!("Poznań")), "{only}");
        }
        assert_eq!(found.get("affiliations"), None, "{only}");
    }
    // Alternatives may be next to the name, and a name with separate parts takes precedence over a single text.
    let name = "<name><surname>Yang</surname><given-names>Jiahao</given-names></name>";
    let shown = "<string-name xml:lang='zh'>杨家豪</string-name>";
    let beside = format!("{name}<name-alternatives>{shown}</name-alternatives>");
    let within = format!("<name-alternatives>{shown}{name}</name-alternatives>");
    for names in [beside, within] {
        let found = article(&format!("<contrib-group><contrib>{names}</contrib></contrib-group>"), "");
        let expected = json!({ "contributors": [{ "role": "author", "given": "Jiahao", "family": "Yang" }] });
        assert_fields(&found, &expected, &names);
    }
    let beside = "<name-alternatives><name xml:lang='ru'><surname>Берг</surname></name></name-alternatives>";
    let found = article(&format!("<contrib-group><contrib>{name}{beside}</contrib></contrib-group>"), "");
    let variants = json!([{ "family": "Берг", "lang": "ru" }]);
    assert_eq!(found.pointer("/contributors/0/nameVariants"), Some(&variants));
    let anonymous = article("<contrib-group><contrib><anonymous/></contrib></contrib-group>", "");
    assert_fields(&anonymous, &json!({ "anonymous": true, "contributors": null }), "an anonymous author");
    // SciELO has the original text in addition to the parts.
    let scielo = "<aff id='a'><institution content-type='orgname'>UFSC</institution>\
                  <institution content-type='original'>UFSC, Florianópolis, Brasil</institution><country country='BR'>Brasil</country></aff>";
    let expected = json!({ "affiliations": [{ "id": "a", "name": "UFSC, Florianópolis, Brasil", "country": "BR", "x-orgname": "one" }] });
    assert_fields(&article(scielo, ""), &expected, "an institution of SciELO");
}

#[test]
fn the_publication_data_of_an_article_is_read() {
    let day =
        |kind: &str, year: &str| format!("<pub-date {kind}><day>3</day><month>5</month><year>{year}</year></pub-date>");
    let cases = [
        (
            day("pub-type='epub'", "2019") + "<pub-date pub-type='collection'><year>2020</year></pub-date>",
            json!({ "year": "2020", "dates": { "publishedOnline": "2019-05-03" } }),
        ),
        (
            day("date-type='pub' publication-format='electronic'", "2019") + &day("pub-type='ppub'", "2020"),
            json!({ "year": "2020", "dates": { "publishedOnline": "2019-05-03", "publishedPrint": "2020-05-03" } }),
        ),
        (day("date-type='pub'", "2019"), json!({ "year": "2019", "dates": { "published": "2019-05-03" } })),
        (day("pub-type='epub-ppub'", "2019"), json!({ "year": "2019", "dates": { "published": "2019-05-03" } })),
        (day("pub-type='nihms-submitted'", "2019"), json!({ "year": null, "dates": null })),
        (day("date-type='preprint'", "2019"), json!({ "year": null, "dates": null })),
        (day("date-type='corrected'", "2021") + &day("pub-type='final'", "2019"), json!({ "year": "2019", "dates": null })),
        (day("pub-type='first-release'", "2019") + &day("pub-type='epub'", "2020"), json!({ "year": "2020" })),
        (day("date-type='cover' pub-type='print'", "2019"), json!({ "year": "2019" })),
        (
            day("date-type='retracted'", "2021") + &day("date-type='original-publication'", "2019"),
            json!({ "year": "2019", "dates": { "published": "2019-05-03" } }),
        ),
        (
            "<history><date date-type='received'><month>October</month><year>2018</year></date>\
             <date date-type='rev-recd'><year>2018</year></date><date date-type='rev-recd'><year>2019</year></date></history>"
                .to_owned(),
            json!({ "year": null, "dates": { "received": "2018-10", "revised": "2019" } }),
        ),
        (
            "<volume>5</volume><supplement>Suppl 1</supplement><fpage>S3</fpage><lpage>S9</lpage><page-range>S3-S9</page-range>\
             <elocation-id>e12</elocation-id><counts><page-count count='07'/></counts>"
                .to_owned(),
            json!({ "volume": "5", "issue": "Suppl 1", "firstPage": "S3", "lastPage": "S9", "pages": "S3-S9", "articleNumber": "e12" }),
        ),
        (
            "<fpage>3</fpage><lpage>20</lpage><page-range>3-9, 20</page-range>".to_owned(),
            json!({ "pages": "3-9, 20" }),
        ),
        (
            "<article-id pub-id-type='publisher-id'>x1</article-id><article-id pub-id-type='publisher-id' specific-use='scielo-v2'>S1</article-id>\
             <article-id pub-id-type='pmc'>PMC12</article-id><self-uri xlink:href='x1.pdf'/><self-uri xlink:href='https://example.org/x1'/>"
                .to_owned(),
            json!({
                "id": "x1",
                "identifiers": [{ "scheme": "scielo-v2", "value": "S1" }, { "scheme": "pmcid", "value": "PMC12" }],
                "links": [{ "url": "https://example.org/x1", "role": "fulltext" }]
            }),
        ),
    ];
    for (meta, expected) in cases {
        assert_fields(&article(&meta, ""), &expected, &meta);
    }
    let journal = record(
        "<article><front><journal-meta><journal-title>Books</journal-title><abbrev-journal-title>Bks</abbrev-journal-title>\
         <issn pub-type='ppub'>0033-202X</issn><issn publication-format='electronic'>2451-1226</issn><issn-l>0033-202X</issn-l>\
         <publisher><publisher-name>SBP</publisher-name></publisher></journal-meta></front></article>",
    );
    let expected = json!({ "journal": {
        "title": "Books", "abbreviation": "Bks", "publisher": "SBP",
        "issn": { "print": "0033-202X", "electronic": "2451-1226", "linking": "0033-202X" }
    } });
    assert_fields(&journal, &expected, "a journal");
}

#[test]
fn references_funding_and_licences_of_an_article_are_read() {
    let found = article(
        "<article-categories><subj-group subj-group-type='heading'><subject>Studies</subject></subj-group>\
           <subj-group subj-group-type='field'><subject>Culture</subject><subj-group><subject>Books</subject></subj-group></subj-group>\
           <subj-group subj-group-type='field'><subject>Art</subject><subj-group><subject>Books</subject></subj-group></subj-group>\
         </article-categories>\
         <product><name><surname>Berg</surname></name><source>On books</source><year>2019</year></product>\
         <related-article related-article-type='corrected-article' ext-link-type='doi' xlink:href='10.1234/c'/>\
         <related-article related-article-type='companion' xlink:href='info:doi/10.1234/d'>Books</related-article>\
         <permissions><copyright-year>2020</copyright-year><copyright-holder>SBP</copyright-holder>\
           <license xlink:href='https://creativecommons.org/licenses/by/4.0/' xml:lang='pl'><license-p>W</license-p></license>\
           <license><license_ref>https://example.org/terms</license_ref></license>\
           <license><license-p>Free to read.</license-p></license></permissions>\
         <funding-group><award-group><funding-source>NCN</funding-source><award-id>1</award-id><award-id>2</award-id></award-group>\
           <award-group><funding-source><institution-wrap><institution>FNP</institution><institution-id>https://ror.org/01f8zaw53</institution-id></institution-wrap></funding-source></award-group></funding-group>",
        "<back><ref-list><ref id='r1'><label>1.</label><mixed-citation><name><surname>Berg</surname> <given-names>J</given-names></name>. <source>Books</source>. \
           <pub-id pub-id-type='doi'>10.1234/e</pub-id></mixed-citation><element-citation><year>1</year></element-citation></ref>\
         <ref-list><ref id='r2'><element-citation><person-group><name><surname>Berg</surname><given-names>J</given-names></name></person-group><year>2019</year></element-citation></ref></ref-list>\
         </ref-list></back>",
    );
    let expected = json!({
        "subjects": [{ "scheme": "heading", "text": "Studies" }, { "scheme": "field", "text": "Books" }],
        "relations": [
            { "type": "reviews", "text": "Berg, On books, 2019" },
            { "type": "corrects", "scheme": "doi", "value": "10.1234/c" },
            { "type": "companion", "scheme": "doi", "value": "10.1234/d", "text": "Books" }
        ],
        "licenses": [{ "url": "https://creativecommons.org/licenses/by/4.0/", "lang": "pl" }, { "url": "https://example.org/terms" }],
        "rights": { "holder": "SBP", "year": "2020" },
        "funding": [
            { "funder": "NCN", "award": "1" },
            { "funder": "NCN", "award": "2" },
            { "funder": "FNP", "funderId": "https://ror.org/01f8zaw53" }
        ],
        "references": [{ "text": "Berg J. Books. 10.1234/e", "doi": "10.1234/e" }, { "text": "Berg, J, 2019" }]
    });
    assert_fields(&found, &expected, "the rest");
}

#[test]
fn texts_of_a_citation_are_read() {
    let found = citation(
        "<ArticleTitle>[Reading in <i>small</i> towns.]</ArticleTitle>\
         <Abstract><AbstractText Label='AIM'>One.</AbstractText><AbstractText Label='UNLABELLED'>Two.</AbstractText>\
           <CopyrightInformation>(c)</CopyrightInformation></Abstract>\
         <VernacularTitle>Czytelnictwo.</VernacularTitle><Language>pol</Language>\
         <PublicationTypeList><PublicationType>English Abstract</PublicationType><PublicationType>Journal Article</PublicationType>\
           <PublicationType>Review</PublicationType></PublicationTypeList>",
        "<OtherAbstract Language='pol'><AbstractText Label='CEL'>Jeden.</AbstractText></OtherAbstract>\
         <KeywordList Owner='NOTNLM'><Keyword>reader</Keyword></KeywordList>\
         <MeshHeadingList><MeshHeading><DescriptorName UI='D011852'>Reading</DescriptorName><QualifierName>history</QualifierName></MeshHeading></MeshHeadingList>",
        "",
    );
    let expected = json!({
        "id": "42",
        "type": "Review",
        "languages": ["pol"],
        "title": { "text": "Czytelnictwo." },
        "titleVariants": [{ "text": "[Reading in small towns.]" }],
        "abstracts": [{ "text": "AIM\nOne.\nTwo." }, { "text": "Jeden.", "lang": "pol" }],
        "keywords": [{ "terms": ["reader"] }],
        "subjects": [{ "scheme": "mesh", "code": "D011852", "text": "Reading" }]
    });
    assert_fields(&found, &expected, "texts");
    let alone = citation("<ArticleTitle>[Reading.]</ArticleTitle>", "", "");
    assert_fields(&alone, &json!({ "title": { "text": "[Reading.]" }, "titleVariants": null }), "a translated title");
}

#[test]
fn numbers_and_names_of_a_citation_are_read() {
    let found = citation(
        "<Journal><ISSN IssnType='Electronic'>2451-1226</ISSN><JournalIssue><Volume>5</Volume><Issue>2</Issue>\
           <PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue><Title>Books</Title><ISOAbbreviation>Bks</ISOAbbreviation></Journal>\
         <Pagination><MedlinePgn>155-66; discussion 167-8</MedlinePgn></Pagination>\
         <ELocationID EIdType='doi' ValidYN='Y'>10.1234/a</ELocationID><ELocationID EIdType='doi' ValidYN='N'>10.1234/x</ELocationID>\
         <AuthorList><Author ValidYN='Y'><LastName>Berg</LastName><Initials>J</Initials><Suffix>Jr</Suffix>\
           <Identifier Source='ORCID'>0000-0002-1825-0097</Identifier>\
           <AffiliationInfo><Affiliation>Library</Affiliation><Identifier Source='ROR'>https://ror.org/039bjqg32</Identifier></AffiliationInfo></Author>\
           <Author ValidYN='N'><LastName>Brg</LastName></Author><Author><CollectiveName>Readers</CollectiveName></Author></AuthorList>\
         <GrantList><Grant><GrantID>7</GrantID><Agency>NCN</Agency></Grant></GrantList>\
         <ArticleDate><Year>1998</Year><Month>11</Month><Day>2</Day></ArticleDate>",
        "<MedlineJournalInfo><ISSNLinking>0033-202X</ISSNLinking></MedlineJournalInfo>\
         <CommentsCorrectionsList><CommentsCorrections RefType='ErratumFor'><RefSource>Bks. 1997</RefSource><PMID>41</PMID></CommentsCorrections></CommentsCorrectionsList>",
        "<History><PubMedPubDate PubStatus='received'><Year>1998</Year><Month>3</Month><Day>4</Day></PubMedPubDate>\
           <PubMedPubDate PubStatus='entrez'><Year>1999</Year></PubMedPubDate></History>\
         <ArticleIdList><ArticleId IdType='pubmed'>42</ArticleId><ArticleId IdType='pmc'>PMC12</ArticleId></ArticleIdList>\
         <ReferenceList><Reference><Citation>Berg. Books.</Citation><ArticleIdList><ArticleId IdType='doi'>10.1234/e</ArticleId></ArticleIdList></Reference></ReferenceList>",
    );
    let expected = json!({
        "journal": { "title": "Books", "abbreviation": "Bks", "issn": { "electronic": "2451-1226", "linking": "0033-202X" } },
        "year": "1998",
        "dates": { "received": "1998-03-04", "publishedOnline": "1998-11-02" },
        "volume": "5", "issue": "2", "pages": "155-66",
        "contributors": [
            {
                "role": "author", "given": "J", "family": "Berg", "suffix": "Jr", "orcid": "0000-0002-1825-0097",
                "affiliations": [{ "name": "Library", "ror": "https://ror.org/039bjqg32" }]
            },
            { "role": "author", "organization": "Readers" }
        ],
        "identifiers": [
            { "scheme": "pmid", "value": "42" }, { "scheme": "doi", "value": "10.1234/a" },
            { "scheme": "pmid", "value": "42" }, { "scheme": "pmcid", "value": "PMC12" }
        ],
        "relations": [{ "type": "corrects", "scheme": "pmid", "value": "41", "text": "Bks. 1997" }],
        "references": [{ "text": "Berg. Books.", "doi": "10.1234/e" }],
        "funding": [{ "funder": "NCN", "award": "7" }]
    });
    assert_fields(&found, &expected, "numbers and names");
}

/// The language of an article is also that of its abstract, so it must not be swapped with that of a title.
#[test]
fn a_shared_language_is_only_normalised() {
    let text = |language: &str| {
        format!(
            "<article xml:lang='{language}'><front><article-meta><title-group>\
             <article-title>The role of small states in promoting the security of the region</article-title>\
             <trans-title-group xml:lang='en'><trans-title>Rola małych państw w promowaniu bezpieczeństwa na przykładzie regionu</trans-title></trans-title-group>\
             </title-group><abstract><p>Celem artykułu jest analiza roli małych państw.</p></abstract></article-meta></front></article>"
        )
    };
    let policy = support::policy("core", &[]);
    let fixes = |text: &str, rule: &str| -> Vec<bool> {
        let found = support::lint("a.xml", text, Syntax::Xml, JsonMode::DetectLines, &policy).diagnostics;
        found.iter().filter(|one| one.rule == rule).map(|one| one.fix.is_some()).collect()
    };
    assert_eq!(fixes(&text("pl"), "title/lang-mismatch"), [false, false]);
    assert_eq!(fixes(&text("PL"), "language/code-form"), [true]);
}

/// Conventions of MEDLINE are not reported by any rule.
#[test]
fn conventions_of_a_format_are_not_reported() {
    let text = "<PubmedArticle><MedlineCitation><PMID>42</PMID><Article><ArticleTitle>[Reading in small towns.]</ArticleTitle>\
                <Pagination><MedlinePgn>155-66</MedlinePgn></Pagination></Article></MedlineCitation></PubmedArticle>";
    let native = r#"{ "title": "[Reading in small towns].", "pages": "155-66" }"#;
    let right = ["pages/abbreviated", "title/trailing-period", "title/translated-bracketed"];
    let is_reported = |name: &str, text: &str, syntax: Syntax| {
        let policy = support::policy("strict", &[]);
        let found = support::lint(name, text, syntax, JsonMode::DetectLines, &policy).diagnostics;
        right.map(|rule| found.iter().any(|one| one.rule == rule))
    };
    assert_eq!(is_reported("a.xml", text, Syntax::Xml), [false; 3]);
    // In other formats the first and the last of them are reported, so the test can fail.
    let [abbreviated, _, bracketed] = is_reported("a.json", native, Syntax::Json);
    assert!(abbreviated && bracketed);
    let policy = support::policy("strict", &[]);
    let pages = "<article><front><article-meta><fpage>3</fpage><lpage>3</lpage></article-meta></front></article>";
    let found = support::lint("a.xml", pages, Syntax::Xml, JsonMode::DetectLines, &policy).diagnostics;
    assert!(!found.is_empty() && found.iter().all(|one| one.rule != "pages/equal"), "{found:?}");
}
