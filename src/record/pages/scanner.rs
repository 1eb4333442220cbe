//! Scans a page or a range of pages character by character.

use super::{Atom, FOLLOWING, Numeral, Part};
use std::ops::Range;

/// The joint between the two halves of a page number, such as a paper and its page. It does not separate two pages
/// then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// Numbers have one half.
    None,
    /// `118-1–118-12`, `12-34--12-40`
    Hyphen,
    /// `7/1-7/2`
    Slash,
    /// `112.1-112.11`
    Dot,
}

/// Parses the parts of a list whose numbers have two halves joined by `joint`.
pub(super) fn parts(raw: &str, body: Range<usize>, joint: Joint) -> Option<Vec<Part>> {
    let mut scanner = Scanner { text: &raw[..body.end], at: body.start, joint };
    let mut parts = vec![scanner.part()?];
    loop {
        scanner.skip_spaces();
        if scanner.rest().is_empty() {
            return Some(parts);
        }
        if !scanner.eat(|letter| matches!(letter, ',' | ';' | '&')) {
            return None;
        }
        scanner.skip_spaces();
        scanner.heading();
        parts.push(scanner.part()?);
    }
}

/// Words before further pages, in lower case, as the National Library of Medicine writes them: `162-70; quiz 171-2`.
const HEADINGS: &[&str] = &["author reply", "reply", "discussion", "quiz", "contd", "concl", "passim", "erratum"];

/// A position in the raw value.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    joint: Joint,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let found = self.rest().chars().next().filter(|letter| wanted(*letter));
        self.at += found.map_or(0, char::len_utf8);
        found.is_some()
    }

    /// Consumes and returns the letters that satisfy `wanted`.
    fn run(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|letter| !wanted(letter)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Skips a word before further pages.
    fn heading(&mut self) {
        let is_here = |word: &&&str| {
            let head = self.rest().get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word));
            head.is_some() && self.rest()[word.len()..].starts_with(char::is_whitespace)
        };
        if let Some(word) = HEADINGS.iter().find(is_here) {
            self.at += word.len();
            self.skip_spaces();
        }
    }

    fn part(&mut self) -> Option<Part> {
        let first = self.atom()?;
        let before = self.at;
        self.skip_spaces();
        let start = self.at;
        if !self.separator(start > before) {
            self.at = before;
            let open = self.tail();
            return Some(Part { first, last: None, separator: start..start, open });
        }
        let separator = start..self.at;
        self.skip_spaces();
        let mut last = self.atom()?;
        expand(&mut last, &first);
        let open = self.tail();
        Some(Part { first, last: Some(last), separator, open })
    }

    /// Consumes the separator of a range: up to three hyphens, a dash, a minus, a slash or a tilde. A single hyphen
    /// within a number of two halves is not a range, unless it has spaces around it.
    fn separator(&mut self, is_after_space: bool) -> bool {
        let hyphens = self.run(|letter| letter == '-').len();
        if hyphens > 0 {
            let is_apart = is_after_space && self.rest().starts_with(char::is_whitespace);
            return hyphens <= 3 && (hyphens > 1 || self.joint != Joint::Hyphen || is_apart);
        }
        let may_be_slash = self.joint != Joint::Slash;
        self.eat(|letter| matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}' | '~') || may_be_slash && letter == '/')
    }

    fn tail(&mut self) -> bool {
        let before = self.at;
        self.skip_spaces();
        if self.eat(|letter| letter == '+') {
            return true;
        }
        for word in FOLLOWING {
            if let Some(after) = self.rest().strip_prefix(word)
                && !after.starts_with(char::is_alphanumeric)
            {
                self.at += word.len();
                self.eat(|letter| letter == '.');
                return true;
            }
        }
        self.at = before;
        false
    }

    /// Parses a page number. Cataloguers put brackets around the number of an unnumbered page.
    fn atom(&mut self) -> Option<Atom> {
        let start = self.at;
        self.eat(|letter| letter == '[');
        let section = self.section();
        let mut atom = self.arabic().or_else(|| self.roman())?;
        self.eat(|letter| letter == '*');
        self.eat(|letter| letter == ']');
        atom.section = section.or(atom.section);
        atom.range = start..self.at;
        Some(atom)
    }

    fn section(&mut self) -> Option<u64> {
        let before = self.at;
        let digits = self.run(|letter| letter.is_ascii_digit());
        if !digits.is_empty() && self.eat(|letter| letter == ':') {
            return Some(number(digits));
        }
        self.at = before;
        None
    }

    fn arabic(&mut self) -> Option<Atom> {
        let before = self.at;
        let letters = self.run(|letter| letter.is_ascii_alphabetic());
        // `C-12` has a prefix; `xii-3` is a range, in which the front matter continues.
        let is_number = (letters.len() > 1 || letters.starts_with(|letter: char| letter.is_lowercase()))
            && roman(letters).is_some();
        if !letters.is_empty() {
            let (is_slashed, is_hyphenated) = (self.joint == Joint::Slash, self.joint == Joint::Hyphen);
            self.eat(|letter| {
                letter == '.' || (letter == '-' && (!is_number || is_hyphenated)) || (letter == '/' && is_slashed)
            });
        }
        let mut digits = self.run(|letter| letter.is_ascii_digit());
        if digits.is_empty() || letters.len() > 4 {
            self.at = before;
            return None;
        }
        let mut section = None;
        let character = match self.joint {
            Joint::None => None,
            Joint::Hyphen => Some('-'),
            Joint::Slash => Some('/'),
            Joint::Dot => Some('.'),
        };
        let rest = character.and_then(|character| self.rest().strip_prefix(character));
        let is_double = rest.is_some_and(|rest| rest.starts_with(|character: char| character.is_ascii_digit()));
        if is_double {
            section = Some(number(digits));
            self.at += 1;
            digits = self.run(|letter| letter.is_ascii_digit());
        }
        let suffix = self.suffix();
        Some(Atom {
            range: before..self.at,
            section,
            prefix: letters.to_ascii_lowercase(),
            number: number(digits),
            digits: digits.len(),
            numeral: Numeral::Arabic,
            suffix,
            shortened: false,
        })
    }

    /// Consumes one or two letters after the number (`12a`, `7v`), unless they mean that more pages follow.
    fn suffix(&mut self) -> String {
        let before = self.at;
        let letters = self.run(|letter| letter.is_ascii_alphabetic());
        if letters.len() > 2 || FOLLOWING.contains(&letters) {
            self.at = before;
            return String::new();
        }
        letters.to_ascii_lowercase()
    }

    fn roman(&mut self) -> Option<Atom> {
        let before = self.at;
        let letters = self.run(|letter| "ivxlcdmIVXLCDM".contains(letter));
        if letters.is_empty() || self.rest().starts_with(char::is_alphanumeric) {
            self.at = before;
            return None;
        }
        let value = roman(letters);
        Some(Atom {
            range: before..self.at,
            section: None,
            prefix: String::new(),
            number: value.unwrap_or_default(),
            digits: 0,
            numeral: if value.is_some() { Numeral::Roman } else { Numeral::BrokenRoman },
            suffix: String::new(),
            shortened: false,
        })
    }
}

/// Adds to the last page what it omits: section, prefix, leading digits.
fn expand(last: &mut Atom, first: &Atom) {
    if last.numeral != Numeral::Arabic || first.numeral != Numeral::Arabic {
        return;
    }
    // `4:1` after `4:56` is a complete page number.
    let is_whole = last.section.is_some();
    last.section = last.section.or(first.section);
    if last.prefix.is_empty() && !first.prefix.is_empty() {
        last.prefix.clone_from(&first.prefix);
        last.shortened = true;
    }
    if !is_whole && last.digits < first.digits && last.prefix == first.prefix && last.section == first.section {
        last.shortened = true;
        let scale = 10u64.saturating_pow(last.digits as u32);
        last.number = (first.number / scale).saturating_mul(scale).saturating_add(last.number);
    }
}

/// Parses digits as a number; the largest possible number if there are too many digits.
fn number(digits: &str) -> u64 {
    digits.parse().unwrap_or(u64::MAX)
}

/// Returns the value of a Roman numeral in the common form (no letter four times, `ix` and not `viiii`), in one case.
pub(super) fn roman(letters: &str) -> Option<u64> {
    const STEPS: [(&str, u64); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    /// A longer run of letters is not a page.
    const LONGEST: usize = 20;
    let lower = letters.to_ascii_lowercase();
    let one_case = lower == letters || letters.to_ascii_uppercase() == letters;
    if !one_case || letters.len() > LONGEST {
        return None;
    }
    let mut rest = lower.as_str();
    let mut value = 0;
    let mut usual = String::new();
    for (step, worth) in STEPS {
        while let Some(after) = rest.strip_prefix(step) {
            rest = after;
            value += worth;
        }
    }
    let mut left = value;
    for (step, worth) in STEPS {
        while left >= worth {
            left -= worth;
            usual.push_str(step);
        }
    }
    (rest.is_empty() && usual == lower).then_some(value)
}
