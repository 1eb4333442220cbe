//! Fields in the form that nearly all records give them: told at a glance, and then dozens of rules need not
//! be asked.
//!
//! Each form is narrow. A field that is right and written in another way is none, and its rules look for themselves.

use super::issn::Issn;
use super::orcid::Orcid;
use super::person::NameMarks;
use super::{Language, Record, Text};
use crate::tree::{NodeId, Symbol};

/// A set of forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usual(u16);

impl Usual {
    /// `12-34`: two numbers without a zero before them, the second greater by less than what `pages/too-many` lets
    /// pass, and no other field that says where the work stands.
    pub const PAGES: Usual = Usual(1);
    /// The volume and the issue are numbers without a zero before them, as far as they are there.
    pub const NUMBERS: Usual = Usual(1 << 1);
    /// One identifier alone, a DOI of digits and other plain signs.
    pub const DOI: Usual = Usual(1 << 2);
    /// The ISSNs of the journal, right and different.
    pub const ISSNS: Usual = Usual(1 << 3);
    /// Every code of a language is of two small letters, and that of no country.
    pub const CODES: Usual = Usual(1 << 4);
    /// Names of contributors without a blank and without a full stop, each family name with a capital.
    pub const NAMES: Usual = Usual(1 << 5);
    /// The iDs of contributors, bare or as an address, right and of the numbers that ORCID began with.
    pub const ORCIDS: Usual = Usual(1 << 6);
    /// The addresses of the licences of Creative Commons, as it writes them.
    pub const LICENSES: Usual = Usual(1 << 7);
    /// Abstracts that begin with a letter and no label, are of one paragraph, and end with a full stop behind a word.
    pub const ABSTRACTS: Usual = Usual(1 << 8);

    /// The forms in which a record has its fields.
    pub(super) fn of(record: &Record<'_>) -> Self {
        let forms = [
            (Self::PAGES, pages(record)),
            (Self::NUMBERS, numbers(record)),
            (Self::DOI, doi(record)),
            (Self::ISSNS, issns(record)),
            (Self::CODES, codes(record)),
            (Self::NAMES, names(record)),
            (Self::ORCIDS, orcids(record)),
            (Self::LICENSES, licenses(record)),
            (Self::ABSTRACTS, record.all_abstracts().iter().all(is_usual_abstract)),
        ];
        forms.into_iter().filter(|(_, is_so)| *is_so).fold(Self::default(), |all, (form, _)| Self(all.0 | form.0))
    }

    /// Whether the sets share a form.
    pub const fn meets(self, other: Usual) -> bool {
        self.0 & other.0 != 0
    }
}

/// What `pages/too-many` lets pass, unless an option says otherwise; then that rule is asked about every record.
const MOST_PAGES: u32 = 200;

/// A number that does not begin with a zero, of up to five digits: longer ones are numbers of articles.
fn number(text: &str) -> Option<u32> {
    let is_number =
        matches!(text.as_bytes(), [b'1'..=b'9', rest @ ..] if rest.len() < 5 && rest.iter().all(u8::is_ascii_digit));
    is_number.then(|| text.bytes().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

fn pages(record: &Record<'_>) -> bool {
    const OTHERS: [Symbol; 3] = [Symbol::FIRST_PAGE, Symbol::LAST_PAGE, Symbol::ARTICLE_NUMBER];
    let pages = || {
        let (first, last) = record.text(NodeId::ROOT, Symbol::PAGES)?.1.split_once('-')?;
        Some((number(first)?, number(last)?))
    };
    OTHERS.into_iter().all(|field| record.field(field).is_none())
        && pages().is_some_and(|(first, last)| first < last && last - first < MOST_PAGES)
}

fn numbers(record: &Record<'_>) -> bool {
    let is_plain = |field| {
        record.field(field).is_none()
            || record.text(NodeId::ROOT, field).is_some_and(|(_, text)| number(text).is_some())
    };
    is_plain(Symbol::VOLUME) && is_plain(Symbol::ISSUE)
}

fn doi(record: &Record<'_>) -> bool {
    let mut items = record.items(Symbol::IDENTIFIERS);
    let (Some(only), None) = (items.next(), items.next()) else { return false };
    let [scheme, value] = record.texts_of(only, [Symbol::SCHEME, Symbol::VALUE]);
    scheme.is_some_and(|(_, scheme)| scheme == "doi") && value.is_some_and(|(_, value)| is_usual_doi(value))
}

/// `10.1234/abc.5`: a registrant of digits that is none of those in examples, and digits, small letters and full stops,
/// the last a digit. There is no `x` in it, since templates have some.
fn is_usual_doi(value: &str) -> bool {
    let Some((registrant, suffix)) = value.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let is_plain = |sign: u8| matches!(sign, b'0'..=b'9' | b'a'..=b'w' | b'y' | b'z' | b'.' | b'-' | b'_');
    // A registrant has four digits or more (DOI Handbook, 2.2).
    number(registrant).is_some_and(|number| number >= 1000 && !matches!(number, 5072 | 5555 | 12345))
        && suffix.bytes().all(is_plain)
        && suffix.ends_with(|sign: char| sign.is_ascii_digit())
}

fn issns(record: &Record<'_>) -> bool {
    let Some(issn) = record.field(Symbol::JOURNAL).and_then(|journal| record.member(journal, Symbol::ISSN)) else {
        return true;
    };
    let all @ [print, electronic, _] = record.texts_of(issn, [Symbol::PRINT, Symbol::ELECTRONIC, Symbol::LINKING]);
    let is_good = |(_, text): (NodeId, &str)| matches!(Issn::parse(text), Issn::Good);
    let is_told_apart = print.zip(electronic).is_none_or(|((_, print), (_, electronic))| print != electronic);
    is_told_apart && all.into_iter().flatten().all(is_good)
}

fn codes(record: &Record<'_>) -> bool {
    let is_usual = |said: Option<(NodeId, &str)>| said.is_none_or(|(_, code)| Language::is_usual_code(code));
    // What has no text may have a code all the same; it is then looked for by those who ask.
    let main = usize::from(record.field(Symbol::TITLE).is_some());
    record.titles().len() == main + record.items(Symbol::TITLE_VARIANTS).count()
        && record.all_abstracts().len() == record.items(Symbol::ABSTRACTS).count()
        && record.keywords().len() == record.items(Symbol::KEYWORDS).count()
        && record.languages().all(|(_, code)| Language::is_usual_code(code))
        && record.titles().iter().chain(record.all_abstracts()).all(|text| is_usual(text.lang))
        && record.keywords().iter().all(|group| is_usual(group.lang))
}

fn names(record: &Record<'_>) -> bool {
    let people = record.people();
    !people.marks().meets(NameMarks::BLANK.or(NameMarks::DOT))
        && people.all().iter().all(|person| person.family.is_none_or(|family| family.marks.meets(NameMarks::UPPER)))
}

fn orcids(record: &Record<'_>) -> bool {
    let is_usual = |(_, text): (NodeId, &str)| {
        let number = text.strip_prefix("https://orcid.org/").unwrap_or(text);
        let is_early = number.starts_with("0000-0002-") && number != "0000-0002-1825-0097";
        is_early && matches!(Orcid::parse(text), Orcid::Good)
    };
    record.people().all().iter().filter_map(|person| person.orcid).all(is_usual)
}

fn licenses(record: &Record<'_>) -> bool {
    const KINDS: [&str; 6] = ["by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd"];
    let tree = record.tree();
    record.items(Symbol::LICENSES).all(|item| {
        let address = tree.string(item).and_then(|text| text.strip_prefix("https://creativecommons.org/licenses/"));
        address.and_then(|rest| rest.strip_suffix("/4.0/")).is_some_and(|kind| KINDS.contains(&kind))
    })
}

fn is_usual_abstract(text: &Text<'_>) -> bool {
    // As far as `abstract/label` looks for a label, and `abstract/contains-keywords` for one of keywords.
    const HEAD: usize = 40;
    const TAIL: usize = 600;
    let bytes = text.text.as_bytes();
    let [first, .., last, b'.'] = bytes else { return false };
    let (head, tail) = (&bytes[..bytes.len().min(HEAD)], &bytes[bytes.len().saturating_sub(TAIL)..]);
    first.is_ascii_alphabetic()
        && last.is_ascii_alphanumeric()
        && bytes.len() > HEAD
        && !head.contains(&b'.')
        && !head.contains(&b':')
        && memchr::memchr(b':', tail).is_none()
        && memchr::memchr(b'\n', bytes).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Reader, Syntax};
    use crate::text::Chunk;
    use crate::tree::{Arena, Tree};
    use serde_json::{Value, json};

    /// Every form.
    const ALL: u16 = (Usual::ABSTRACTS.0 << 1) - 1;

    fn usual(record: &Value) -> Usual {
        let text = record.to_string();
        let (chunk, mut arena) = (Chunk::new(&text, 0), Arena::default());
        Reader::new(chunk, Syntax::Json, true, |_| true).next(&mut arena, &mut Vec::new()).expect("a record");
        Usual::of(&Record::new(Tree::new(chunk, &arena)))
    }

    fn record() -> Value {
        json!({
            "title": { "text": "Reading in small towns", "lang": "en" },
            "abstracts": [{ "text": "The article asks how people of twelve small towns chose what they read.", "lang": "en" }],
            "languages": ["en"], "volume": "7", "issue": 2, "pages": "12-34",
            "journal": { "title": "Readers", "issn": { "print": "2049-3630", "electronic": "0378-5955" } },
            "contributors": [{ "family": "Nowak", "given": "Anna", "orcid": "0000-0002-1694-233X" }],
            "identifiers": [{ "scheme": "doi", "value": "10.1234/abc.5" }],
            "licenses": ["https://creativecommons.org/licenses/by/4.0/"]
        })
    }

    #[test]
    fn the_usual_record_is_so_in_all_its_fields() {
        assert_eq!(usual(&record()), Usual(ALL));
    }

    #[test]
    fn what_is_written_in_another_way_is_not_usual() {
        let long = "The article asks how people of twelve small towns chose what they read.";
        let others = [
            ("/pages", Usual::PAGES, vec!["12", "34-12", "012-34", "12-12", "1-201", "12–34", "12-34, 40", "s. 1-2"]),
            ("/volume", Usual::NUMBERS, vec!["07", "7(2)", "VII", "vol. 7", "0"]),
            ("/issue", Usual::NUMBERS, vec!["1-2", "02"]),
            (
                "/identifiers/0/value",
                Usual::DOI,
                vec![
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
            ("/identifiers/0/scheme", Usual::DOI, vec!["DOI", "isbn"]),
            ("/journal/issn/print", Usual::ISSNS, vec!["2049-3631", "20493630", "0378-5955"]),
            ("/languages/0", Usual::CODES, vec!["eng", "EN", "cz", "se", "in", "english"]),
            ("/title/lang", Usual::CODES, vec!["en-GB", "xx"]),
            ("/contributors/0/family", Usual::NAMES, vec!["others", "Nowak et al", "Nowak u.a."]),
            ("/contributors/0/given", Usual::NAMES, vec!["A.", "Anna Maria"]),
            (
                "/contributors/0/orcid",
                Usual::ORCIDS,
                vec!["0000-0002-1694-2330", "0000-0002-1825-0097", "000000021694233X", "0000-0001-2345-6789"],
            ),
            ("/licenses/0", Usual::LICENSES, vec!["https://creativecommons.org/licenses/by/4.0", "CC BY"]),
        ];
        for (pointer, form, texts) in others {
            for text in texts {
                let mut record = record();
                *record.pointer_mut(pointer).expect("a field") = json!(text);
                assert_eq!(usual(&record), Usual(ALL & !form.0), "{pointer} {text}");
            }
        }
        for text in [
            format!("Abstract: {long}"),
            format!("{long} Keywords: reading"),
            long.replace("twelve", "twelve\n"),
            long.replace('.', "..."),
            long.replace('.', ""),
            format!("\"{long}"),
            "Too short.".to_owned(),
        ] {
            let mut record = record();
            *record.pointer_mut("/abstracts/0/text").expect("a field") = json!(text);
            assert!(!usual(&record).meets(Usual::ABSTRACTS), "{text}");
        }
    }

    #[test]
    fn a_second_field_makes_the_first_unusual() {
        for (name, value, form) in [
            ("firstPage", json!("12"), Usual::PAGES),
            ("articleNumber", json!("e5"), Usual::PAGES),
            ("titleVariants", json!([{ "lang": "xx" }]), Usual::CODES),
        ] {
            let mut record = record();
            record[name] = value;
            assert!(!usual(&record).meets(form), "{name}");
        }
        let mut record = record();
        record["identifiers"] = json!([record["identifiers"][0], record["identifiers"][0]]);
        assert!(!usual(&record).meets(Usual::DOI));
    }
}
