use super::scanner::roman;
use super::*;

fn kind(raw: &str) -> Kind {
    Pages::parse(raw).kind
}

#[test]
#[allow(clippy::too_many_lines)] // A table.
fn page_statements_are_classified() {
    use Kind::{Abbreviated, ArticleNumber, Extent, List, Open, Range, Roman, Single, Unparsed};
    let cases = [
        ("155-166", Range),
        ("155–166", Range),
        ("155\u{2212}166", Range),
        ("155\u{2011}166", Range),
        ("155--166", Range),
        ("155---166", Range),
        ("155 - 166", Range),
        ("155/166", Range),
        ("155~166", Range),
        ("S12-S18", Range),
        ("R795-R804", Range),
        ("4:1-4:56", Range),
        ("4:1--4:56", Range),
        ("xii-xv", Range),
        ("xii-3", Range),
        ("1-1", Range),
        ("166-155", Range),
        ("155-16", Range),
        ("xiix-xv", Range),
        ("118-1–118-12", Range),
        ("7/1--7/2", Range),
        ("7/1-7/2", Range),
        ("7/9--7/2", Range),
        ("A/1--A/7", Range),
        ("II-3--II-9", Range),
        ("S1/1--S1/8", Range),
        ("7/1--2", Range),
        ("12-34--12-40", Range),
        ("12-34 - 12-40", Range),
        ("112.1-112.11", Range),
        ("112.1--112.11", Range),
        ("S12-R18", Range),
        ("[155]-[166]", Range),
        ("12a-12c", Range),
        ("155-66", Abbreviated),
        ("1002-5", Abbreviated),
        ("S87-96", Abbreviated),
        ("S87–96", Abbreviated),
        ("e123-45", Abbreviated),
        ("155", Single),
        ("A19", Single),
        ("D12", Single),
        ("s123", Single),
        ("P5", Single),
        ("42*", Single),
        ("[4]", Single),
        ("7v", Single),
        ("C-12", Single),
        ("v-3", Range),
        ("0155", Single),
        ("iv", Roman),
        ("XII", Roman),
        ("7,41,73-97", List),
        ("162-70; quiz 171-2", List),
        ("162-170; discussion 171", List),
        ("12; author reply 12-3", List),
        ("12-14, 20", List),
        ("vi, 1-20", List),
        ("3; 5", List),
        ("3 & 5", List),
        ("43+", Open),
        ("155 ff.", Open),
        ("155 sq.", Open),
        ("155ff", Open),
        ("155 i n.", Open),
        ("155-166 ff.", Open),
        ("e0123456", ArticleNumber),
        ("eaaw4325", ArticleNumber),
        ("PS-2B.16", ArticleNumber),
        ("123456", ArticleNumber),
        ("e1002166", ArticleNumber),
        ("cs.12345", ArticleNumber),
        ("1251201", ArticleNumber),
        ("1251204-4", ArticleNumber),
        ("1251204-1251204-4", ArticleNumber),
        ("vii + 184", Extent),
        ("xxi + 407", Extent),
        ("xii, 184 p.", Extent),
        ("XX, 327 Seiten", Extent),
        ("XII, 207 S. ;", Extent),
        ("12 s.", Extent),
        ("166 p.", Extent),
        ("[4] k.", Extent),
        ("12 stron", Extent),
        ("155/166?", Unparsed),
        ("", Unparsed),
        ("-", Unparsed),
        ("155-", Unparsed),
        ("-1", Unparsed),
        ("12-14-16", Unparsed),
        ("1/2/3", Unparsed),
        ("1706.06083", Unparsed),
        ("1706.06083-1801.01944", Unparsed),
        ("online first", Unparsed),
        ("155----166", Unparsed),
        ("n/a", Unparsed),
    ];
    for (raw, expected) in cases {
        assert_eq!(kind(raw), expected, "{raw}");
    }
}

#[test]
fn a_last_page_before_the_first_is_detected() {
    for raw in [
        "166-155",
        "155-16",
        "S18-S12",
        "xv-xii",
        "4:56-4:1",
        "7, 97-73",
        "s. 166-155",
        "118-12–118-1",
        "7/9--7/2",
        "112.11-112.1",
    ] {
        assert!(Pages::parse(raw).descending().is_some(), "{raw}");
    }
    for raw in [
        "155-66",
        "1002-5",
        "S87-96",
        "xii-3",
        "S12-R18",
        "4:1-4:56",
        "1-1",
        "118-1–118-12",
        "7/1--7/2",
        "7/9-7/10",
        "99-101",
        "12-9",
    ] {
        assert!(Pages::parse(raw).descending().is_none(), "{raw}");
    }
}

#[test]
fn labels_are_words_and_not_prefixes() {
    let label = |raw: &'static str| Pages::parse(raw).label().map(|range| &raw[range]);
    for (raw, expected) in [
        ("s. 155-166", "s. "),
        ("pp. 155", "pp. "),
        ("pp 155", "pp "),
        ("S. 12", "S. "),
        ("с. 5-7", "с. "),
        ("pág. 3", "pág. "),
        ("155-166. o.", ". o."),
        ("p.5", "p."),
    ] {
        assert_eq!(label(raw), Some(expected), "{raw}");
        assert!(!Pages::parse(raw).is_unparsable(), "{raw}");
    }
    for raw in ["S12", "P5", "s123", "155-166", "A.19", "12 s.", "s."] {
        assert_eq!(label(raw), None, "{raw}");
    }
}

#[test]
fn ranges_point_into_the_raw_value() {
    let raw = " s. [155] – 66 ";
    let pages = Pages::parse(raw);
    let part = &pages.parts[0];
    assert_eq!(&raw[part.first.range.clone()], "[155]");
    assert_eq!(&raw[part.separator.clone()], "–");
    let last = part.last.as_ref().expect("a last page");
    assert_eq!((&raw[last.range.clone()], last.number), ("66", 166));
    assert_eq!(part.length(), Some(12));
}

#[test]
fn roman_numbers_are_read_in_their_usual_form() {
    for (letters, value) in [("iv", 4), ("xii", 12), ("MCMXCIX", 1999), ("xl", 40)] {
        assert_eq!(roman(letters), Some(value), "{letters}");
    }
    for letters in ["xiix", "xI", "iiii", "vx", "ic"] {
        assert_eq!(roman(letters), None, "{letters}");
    }
}

#[test]
fn nothing_is_too_strange() {
    let long = "9".repeat(1_000_000);
    for raw in [long.as_str(), "[[[", "é-ż", "1-é", "〜5", "1:2:3", "][", "\u{301}5", "a", "--", ".", "1.", "5 f"] {
        let pages = Pages::parse(raw);
        for part in &pages.parts {
            assert!(raw.get(part.first.range.clone()).is_some(), "{raw}");
        }
    }
    assert!(Pages::parse(&format!("{long}-{long}")).descending().is_none());
}
