//! Inputs that once made the program panic, hang, or say something that does not hold, cut down to what matters; each is
//! given to the functions of the fuzz targets, which check what must hold for any bytes.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

#[path = "../fuzz/src/lib.rs"]
#[allow(clippy::pedantic, dead_code)]
mod targets;

/// The number of a label of the target `encoded`.
const GB18030: u8 = 0;

#[test]
fn readers_stay_within_the_text() {
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
fn a_byte_that_is_a_character_is_one_byte() {
    targets::encoded(&[GB18030, 0x80]);
    targets::encoded(b"\0{\"title\": \"\x80\xA2\xE3\", \"title\": \"  \x80\"}");
}

#[test]
fn what_stands_two_bytes_before_a_hyphen_may_be_half_a_letter() {
    targets::ris("TY  - JOUR\nJO  - 図  - 6\nTI  - a  é  - b\nER  - \n".as_bytes());
}

#[test]
fn lone_carriage_returns_end_no_line() {
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

/// A record inside of what belongs to the records behind it, which does not parse: it was kept half read.
#[test]
fn a_broken_record_within_a_context_is_not_kept() {
    let text = b"<doi_records><crossref><journal><journal_issue><year>2024</year><PubmedArticle><MedlineCitation></year>\
        </journal_issue><journal_article><titles><title>A</title></titles></journal_article></journal></crossref></doi_records>";
    targets::xml(text);
    targets::check(text);
}
