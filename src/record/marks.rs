//! What a text has in it, found in one pass for all rules that look at every text.
//!
//! Nearly every text has nothing that any rule is interested in. The pass over its bytes has no way out of its loop, so
//! that many are looked at in one step; a second pass looks only at the characters that are not ASCII, if there are any.

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u32);

impl Marks {
    /// A character below the blank: a control, a tab, a line break.
    pub const CONTROL: Marks = Marks(1);
    /// `&`, with which an entity of HTML begins.
    pub const AMPERSAND: Marks = Marks(1 << 1);
    /// `<`, with which a tag begins.
    pub const LESS: Marks = Marks(1 << 2);
    /// A backslash or a dollar, as TeX has them.
    pub const TEX: Marks = Marks(1 << 3);
    /// Two blanks side by side.
    pub const BLANKS: Marks = Marks(1 << 4);
    /// White space at either end.
    pub const EDGE: Marks = Marks(1 << 5);
    /// At most forty bytes.
    pub const SHORT: Marks = Marks(1 << 6);
    /// `[[`, `{{`, `%%` or `[e`: what platforms leave behind.
    pub const PLATFORM: Marks = Marks(1 << 7);
    /// A hyphen and a blank.
    pub const HYPHEN_BLANK: Marks = Marks(1 << 8);
    /// A question mark before a letter.
    pub const QUESTION: Marks = Marks(1 << 9);
    /// U+0080 to U+009F.
    pub const C1: Marks = Marks(1 << 10);
    /// A blank that is no U+0020.
    pub const OTHER_BLANK: Marks = Marks(1 << 11);
    /// A character that cannot be seen, and is no blank.
    pub const INVISIBLE: Marks = Marks(1 << 12);
    /// U+FFFD.
    pub const REPLACEMENT: Marks = Marks(1 << 13);
    /// A ligature that a font should make.
    pub const LIGATURE: Marks = Marks(1 << 14);
    /// A character that may be written as another by Unicode's canonical equivalence.
    pub const DECOMPOSED: Marks = Marks(1 << 15);
    /// Two characters side by side that may be one, read in the wrong encoding.
    pub const MISREAD_PAIR: Marks = Marks(1 << 16);
    /// One character that may be another, read in the wrong encoding.
    pub const MISREAD_LETTER: Marks = Marks(1 << 17);
    /// A letter of Greek or Cyrillic beside a Latin one.
    pub const MIXED: Marks = Marks(1 << 18);
    /// A letter as old fonts of Central Europe left it in the text of a PDF.
    pub const OLD_FONT: Marks = Marks(1 << 19);

    /// The marks of a text.
    #[allow(clippy::needless_bitwise_bool)] // A way out of the loop would make it one byte a step.
    pub fn of(text: &str) -> Marks {
        const SHORT: usize = 40;
        let bytes = text.as_bytes();
        let (mut control, mut high, mut ampersand, mut less, mut tex) = (false, 0, false, false, false);
        for byte in bytes {
            control |= *byte < b' ';
            high |= byte;
            ampersand |= *byte == b'&';
            less |= *byte == b'<';
            tex |= (*byte == b'\\') | (*byte == b'$');
        }
        let (mut blanks, mut platform, mut hyphen, mut question) = (false, false, false, false);
        for (left, right) in bytes.iter().zip(bytes.get(1..).unwrap_or_default()) {
            blanks |= (*left == b' ') & (*right == b' ');
            platform |= ((*left == b'[') & ((*right == b'[') | (*right == b'e')))
                | ((*left == *right) & ((*left == b'{') | (*left == b'%')));
            hyphen |= (*left == b'-') & (*right == b' ');
            // The letters of ASCII, and all that is no ASCII.
            question |= (*left == b'?') & (*right > b'@');
        }
        let is_edged = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
        let mut found = Marks::default();
        for (is_found, mark) in [
            (control, Marks::CONTROL),
            (ampersand, Marks::AMPERSAND),
            (less, Marks::LESS),
            (tex, Marks::TEX),
            (blanks, Marks::BLANKS),
            (is_edged, Marks::EDGE),
            (bytes.len() <= SHORT, Marks::SHORT),
            (platform, Marks::PLATFORM),
            (hyphen, Marks::HYPHEN_BLANK),
            (question, Marks::QUESTION),
        ] {
            found.0 |= mark.0 * u32::from(is_found);
        }
        if high < 0x80 { found } else { found.or(foreign(text)) }
    }

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether the sets share a mark.
    pub const fn meets(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

/// The marks of the characters that are not ASCII.
fn foreign(text: &str) -> Marks {
    let bytes = text.as_bytes();
    let mut found = Marks::default();
    let mut at = 0;
    // The character before, if it is not ASCII either and stands just before.
    let mut before: Option<(usize, char)> = None;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte >= 0x80) {
        at += next;
        let Some(letter) = text[at..].chars().next() else { break };
        let end = at + letter.len_utf8();
        let mark = mark_of(letter);
        found = found.or(mark);
        if before.is_some_and(|(ends, lead)| ends == at && is_lead(lead) && is_trail(letter)) {
            found = found.or(Marks::MISREAD_PAIR);
        }
        if ('\u{370}'..'\u{530}').contains(&letter) {
            let beside = [at.checked_sub(1).and_then(|left| bytes.get(left)), bytes.get(end)];
            if beside.into_iter().flatten().any(u8::is_ascii_alphabetic) {
                found = found.or(Marks::MIXED);
            }
        }
        before = Some((end, letter));
        at = end;
    }
    found
}

/// The marks of one character that is not ASCII.
fn mark_of(letter: char) -> Marks {
    match letter {
        '\u{80}'..='\u{9F}' => Marks::C1,
        '\u{A0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => Marks::OTHER_BLANK,
        '¹' | '³' | 'ñ' | 'ê' | 'æ' | 'œ' | 'Ÿ' | '¿' | '£' | '¶' | '±' => Marks::MISREAD_LETTER,
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => Marks::INVISIBLE,
        '\u{FFFD}' => Marks::REPLACEMENT,
        'ĳ' | 'Ĳ' | '\u{FB00}'..='\u{FB06}' => Marks::LIGATURE,
        'Ī' | 'ī' | 'Ċ' | 'ċ' | 'Ğ' | 'ĩ' | 'Ĩ' | 'ħ' | 'Ħ' => Marks::OLD_FONT,
        // Letters of Latin and Cyrillic and the usual punctuation are written in one way only.
        '\u{A1}'..='\u{2FF}'
        | '\u{400}'..='\u{482}'
        | '\u{48A}'..='\u{52F}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205E}' => Marks::default(),
        _ => Marks::DECOMPOSED,
    }
}

/// Whether a character is what the first byte of one in UTF-8 becomes in windows-1252, windows-1250 or ISO 8859-1 or -2.
fn is_lead(letter: char) -> bool {
    matches!(letter, 'Â'..='ô')
        || matches!(
            letter,
            'Ă' | 'Ĺ'
                | 'Ć'
                | 'Č'
                | 'Ę'
                | 'Ě'
                | 'Ď'
                | 'Đ'
                | 'Ń'
                | 'Ň'
                | 'Ő'
                | 'Ř'
                | 'Ů'
                | 'Ű'
                | 'Ţ'
                | 'ŕ'
                | 'ă'
                | 'ĺ'
                | 'ć'
                | 'č'
                | 'ę'
                | 'ě'
                | 'ď'
                | 'đ'
                | 'ń'
                | 'ň'
        )
}

/// Whether a character is what a later byte becomes.
fn is_trail(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{BF}' | '\u{2013}'..='\u{203A}' | '€' | '™')
        || matches!(
            letter,
            'ƒ' | 'ˆ'
                | 'Š'
                | 'Œ'
                | 'Ž'
                | '˜'
                | 'š'
                | 'œ'
                | 'ž'
                | 'Ÿ'
                | 'Ś'
                | 'Ť'
                | 'Ź'
                | 'ś'
                | 'ť'
                | 'ź'
                | 'ˇ'
                | '˘'
                | 'Ł'
                | 'Ą'
                | 'Ş'
                | 'Ż'
                | '˛'
                | 'ł'
                | 'ą'
                | 'ş'
                | 'Ľ'
                | '˝'
                | 'ľ'
                | 'ż'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_found_and_no_other() {
        let long = "x".repeat(50);
        let cases = [
            (String::new(), Marks::SHORT),
            (long.clone(), Marks::default()),
            (format!("{long}\n{long}"), Marks::CONTROL),
            (format!("{long}ł"), Marks::default()),
            (format!("{long}&"), Marks::AMPERSAND),
            (format!("{long}<"), Marks::LESS),
            (format!("{long}$5"), Marks::TEX),
            (format!("{long}  {long}"), Marks::BLANKS),
            (format!("{long} "), Marks::EDGE),
            (format!("\u{a0}{long}"), Marks::EDGE.or(Marks::OTHER_BLANK)),
            (format!("{long}[[x"), Marks::PLATFORM),
            (format!("{long}- x"), Marks::HYPHEN_BLANK),
            (format!("{long}?x"), Marks::QUESTION),
            (format!("{long}? x"), Marks::default()),
            (format!("{long}\u{94}"), Marks::C1),
            (format!("{long}\u{ad}"), Marks::INVISIBLE),
            (format!("{long}\u{fffd}"), Marks::REPLACEMENT),
            (format!("{long}ﬁ"), Marks::LIGATURE),
            (format!("{long}n\u{301}"), Marks::DECOMPOSED),
            (format!("{long}Å‚"), Marks::MISREAD_PAIR),
            (format!("{long}ñ"), Marks::MISREAD_LETTER),
            (format!("{long}о"), Marks::MIXED),
            (format!("{long} роль"), Marks::default()),
            (format!("{long}ħ"), Marks::OLD_FONT),
            ("Małe państwa i rzeki pod Warszawą, a także łódź z kością słoniową".to_owned(), Marks::default()),
        ];
        for (text, marks) in cases {
            assert_eq!(Marks::of(&text), marks, "{text:?}");
        }
    }
}
