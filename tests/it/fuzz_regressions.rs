//! Reduced inputs that caused a panic, a hang or a wrong result before. Each is passed to the functions of the fuzz targets,
//! which check properties that must be true for any bytes.

#[path = "../../fuzz/src/lib.rs"]
#[allow(clippy::pedantic, dead_code)]
mod targets;

/// The index of the encoding in the target `encoded`.
const GB18030: u8 = 0;

#[test]
fn parsers_stay_within_the_text() {
    let all = [
        targets::json,
        targets::ndjson,
        targets::yaml,
        targets::xml,
        targets::bibtex,
        targets::ris,
        targets::page,
        targets::check,
        targets::fix,
        targets::config,
        targets::rule,
        targets::schema,
    ];
    let inputs: [&[u8]; 12] = [
        b"",
        b"\0",
        b"\r",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\xFF\xFE\0",
        b"\xFE\xFF\xD8\0",
        b"{",
        b"<bwmeta ",
        b"@",
        b"TY  -\r",
        b"a: &a *a",
    ];
    for target in all {
        inputs.into_iter().for_each(target);
    }
}

#[test]
fn a_single_byte_character_has_one_byte() {
    targets::encoded(&[GB18030, 0x80]);
    targets::encoded(b"\0{\"title\": \"\x80\xA2\xE3\", \"title\": \"  \x80\"}");
}

#[test]
fn two_bytes_before_a_hyphen_may_be_inside_a_letter() {
    targets::ris("TY  - JOUR\nJO  - 図  - 6\nTI  - a  é  - b\nER  - \n".as_bytes());
}

/// Returns a native record with one more member.
fn record(member: &str) -> String {
    format!(r#"{{"id": "a", "type": "article", "title": "A title", "year": 2020, {member}}}"#)
}

#[test]
fn positions_next_to_a_multibyte_letter_are_exact() {
    // Whitespace and separators of two and three bytes, and letters instead of digits.
    for member in [
        r#""titleVariants": [{"text": "About\u00a0Gus\\'kov and others", "lang": "en"}]"#,
        r#""contributors": [{"family": "Kowalski；Nowak"}]"#,
        r#""contributors": [{"family": "Michael E.\u00a0Hohn, Donald W. Neal"}]"#,
        r#""dates": {"published": "😀/05"}"#,
        r#""dates": {"published": "a€.05"}"#,
    ] {
        targets::check(record(member).as_bytes());
    }
    targets::check("@article{a,\n title = {About\u{a0}Gus\\'kov and others}}\n".as_bytes());
    targets::check("@article{a,\n title = {See\u{a0}www.x.org/?a&b on this}}\n".as_bytes());
    targets::check("@article{a,\n author = {Michael E.~Hohn, Donald W. Neal}}\n".as_bytes());
    targets::check("TY  - JOUR\nAU  - 王小明、李四光\nER  - \n".as_bytes());
    targets::check(
        "type: article\nyear: 2020\nkeywords:\n- lang: en\n  terms:\n  - one\n  - # a\u{a0}x\n    one\n  - two\n"
            .as_bytes(),
    );
    for text in ["\"\\u{g}é foo bar", "\"\\U{é", "\"é\" foo  bar"] {
        targets::check(format!("type: article\ntitle:\n  text: |\n    {text}\n  lang: en\n").as_bytes());
    }
}

#[test]
fn repeated_elements_do_not_recurse() {
    let address = format!("http://ezproxy.a/{}", "url=http://ezproxy.a/".repeat(3_000));
    targets::check(record(&format!(r#""links": [{{"url": "{address}"}}]"#)).as_bytes());
    targets::check(record(&format!(r#""pages": "{}5""#, "i+".repeat(100_000))).as_bytes());
    let lines = "\\\n  ".repeat(100_000);
    targets::check(format!("type: article\ntitle:\n  text: \"a {lines}b  c&amp;\"\n  lang: en\n").as_bytes());
}

#[test]
fn lone_carriage_returns_do_not_end_a_line() {
    targets::check(b"TY  - JOUR\rTI  - A\r\r\nAU  - B\rER  - \r");
    targets::check(b"{\"title\": \"A\rB\",\r\"year\": 1,\r\n\"year\": 2}");
    targets::check(b"@article{a,\r title = {A\rB},\r\n title = {C}}\r");
}

#[test]
fn a_page_may_have_an_abstract_above_its_heading() {
    let long = "Readers in twelve small towns were asked what they had borrowed. ".repeat(8);
    targets::page(format!("{long}\nAbstract\n  Readers\n").as_bytes());
    targets::page(format!("Source\n  A\n\n\n\n{long}\nAbstracts\r  Readers in towns\n\u{2022} one\n").as_bytes());
    targets::check(format!("Article title\n  A\n{long}\nAbstracts\n  {long}\nAffiliations\n\u{2022} one\n").as_bytes());
}

/// A record that does not parse, inside an element that belongs to the following records. It was kept incompletely.
#[test]
fn a_broken_record_within_a_context_is_not_kept() {
    let text = b"<doi_records><crossref><journal><journal_issue><year>2024</year><PubmedArticle><MedlineCitation></year>\
        </journal_issue><journal_article><titles><title>A</title></titles></journal_article></journal></crossref></doi_records>";
    targets::xml(text);
    targets::check(text);
}
