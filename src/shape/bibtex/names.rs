//! Names as BibTeX parses them: `First von Last`, `von Last, First`, `von Last, Jr, First`, and biblatex's `given=...,
//! family=...`.
//!
//! The forms are those of Oren Patashnik's "BibTeXing" (1988) and of the manual of biblatex, section "Name lists".
//! There are six differences, since a name is read here as its bearer writes it: before a comma, only words in lower
//! case are a particle, so that in `Ortega y Gasset, José` the family name is complete; if no given name is
//! capitalised, the first lower-case word is one (`anna nowicka`), unless it is a known particle; between two commas,
//! only a suffix, a rank or lower-case words (`Doe, père, Jean`) are accepted as a suffix: `Berg, Nowicka, Kowalski` is
//! not split, so that the rules see three names; initials after a second comma are also given names (`Roe, J., C.`); a
//! suffix at the end of a name without commas stays in the family name, where the rules look for it; and a name that
//! ends with `et al.` is not split.

use std::ops::Range;

/// The parts of a name, as ranges of the text of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) whole: Range<usize>,
    pub(super) given: Option<Range<usize>>,
    pub(super) particle: Option<Range<usize>>,
    pub(super) family: Option<Range<usize>>,
    pub(super) suffix: Option<Range<usize>>,
    /// The whole name is in braces: an organisation, or a name that must not be split.
    pub(super) organization: Option<Range<usize>>,
}

/// A text and its ranges in braces, which are never split.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guarded<'t> {
    pub(super) text: &'t str,
    pub(super) protected: &'t [Range<usize>],
}

impl<'t> Guarded<'t> {
    fn is_free(&self, at: usize) -> bool {
        let before = self.protected.partition_point(|range| range.end <= at);
        self.protected.get(before).is_none_or(|range| at < range.start)
    }

    /// Returns the pieces between separators, trimmed, including empty ones.
    fn cut(&self, range: Range<usize>, divides: impl Fn(usize, char) -> bool) -> Vec<Range<usize>> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let mut found = Vec::new();
        let mut start = range.start;
        for (at, character) in text.char_indices() {
            let at = range.start + at;
            if divides(at, character) && self.is_free(at) {
                found.push(self.trimmed(start..at));
                start = at + character.len_utf8();
            }
        }
        found.push(self.trimmed(start..range.end));
        found
    }

    /// Returns the non-empty pieces between separators.
    pub(super) fn pieces(&self, divides: impl Fn(usize, char) -> bool) -> Vec<Range<usize>> {
        let mut all = self.cut(0..self.text.len(), divides);
        all.retain(|piece| !piece.is_empty());
        all
    }

    fn words(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut all = self.cut(range, |_, character| character.is_whitespace());
        all.retain(|word| !word.is_empty());
        all
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.of(&range);
        let start = range.end - text.trim_start().len();
        let length = text.trim().len();
        start..start + length
    }

    fn of(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Whether a word begins with a lower-case letter. In BibTeX, letters in braces have no case.
    fn is_small(&self, word: &Range<usize>) -> bool {
        let letters = self.of(word).char_indices();
        let mut free = letters.filter(|(at, character)| character.is_alphabetic() && self.is_free(word.start + at));
        free.next().is_some_and(|(_, character)| character.is_lowercase())
    }

    /// Whether a part is a suffix after a family name: `Jr.`, `III`.
    fn is_suffix(&self, part: &Range<usize>) -> bool {
        const SUFFIXES: [&str; 11] = ["2nd", "3rd", "esq", "fils", "jnr", "jr", "junior", "md", "phd", "senior", "sr"];
        let part: String = self.of(part).chars().filter(|character| *character != '.').collect();
        let is_number = !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
        is_number || SUFFIXES.iter().any(|known| part.eq_ignore_ascii_case(known))
    }

    /// Whether the text between two commas is an addition to a name, as in BibTeX's grammar, though not a common
    /// suffix: words in lower case (`père`, `the Elder`), or a rank (`Baron`).
    fn is_addition(&self, last: &Range<usize>, part: &Range<usize>, first: &Range<usize>) -> bool {
        const RANKS: [&str; 20] = [
            "dr", "prof", "rev", "hon", "baron", "baroness", "conte", "count", "countess", "dame", "duke", "earl",
            "freiherr", "graf", "lady", "lord", "prince", "princess", "ritter", "sir",
        ];
        let word = self.words(part.clone()).first().map_or("", |word| self.of(word).trim_end_matches('.'));
        let is_small = self.is_small(part) && !self.is_small(last) && !self.is_small(first);
        !first.is_empty() && (is_small || RANKS.iter().any(|rank| word.eq_ignore_ascii_case(rank)))
    }

    /// Whether a part consists only of initials: `J.`, `J. C.`, `J`.
    fn is_initials(&self, part: &Range<usize>) -> bool {
        let text = self.of(part);
        let mut pieces = text.split(|character: char| character.is_whitespace() || matches!(character, '.' | '-'));
        let is_one = |piece: &str| piece.chars().count() <= 1 && !piece.starts_with(char::is_lowercase);
        pieces.all(is_one) && text.chars().any(char::is_alphabetic)
    }

    /// Whether the last word of a name without commas is certainly not part of it: a suffix or a number. `Malcolm X`
    /// has none, and `Junior` is a name.
    fn ends_in_suffix(&self, words: &[Range<usize>]) -> bool {
        const CERTAIN: [&str; 10] = ["Jr.", "Jr", "JR.", "jr.", "Sr.", "Sr", "SR.", "II", "III", "IV"];
        // dblp distinguishes namesakes by numbers: `Ann Doe 0001`.
        let is_number =
            |word: &str| word.len() == 4 && word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit());
        words.len() > 1
            && words.last().is_some_and(|word| {
                (CERTAIN.contains(&self.of(word)) || is_number(self.of(word))) && self.is_free(word.start)
            })
    }

    /// Whether `King, Jr.` is a family name and a suffix without a given name. `Petrov, II` has initials.
    fn is_family_with_suffix(&self, last: &Range<usize>, part: &Range<usize>) -> bool {
        let is_number = matches!(self.of(part), "II" | "III" | "IV");
        let is_junior = matches!(self.of(part), "Jr." | "Jr" | "JR." | "jr." | "Sr." | "Sr" | "SR." | "sr.");
        is_junior || is_number && self.words(last.clone()).len() > 1 && !self.is_small(last)
    }

    /// Whether one pair of braces encloses the whole range.
    pub(super) fn is_whole(&self, range: &Range<usize>) -> bool {
        let after = self.protected.partition_point(|group| group.start <= range.start);
        let group = after.checked_sub(1).and_then(|at| self.protected.get(at));
        group.is_some_and(|group| range.end <= group.end) && !range.is_empty()
    }
}

/// Parses the names of a list. `others` is not a name.
pub(super) fn names(guarded: Guarded<'_>) -> Vec<Name> {
    let words = guarded.words(0..guarded.text.len());
    let is_and = |word: &Range<usize>| guarded.of(word).eq_ignore_ascii_case("and") && guarded.is_free(word.start);
    let groups = words.split(is_and);
    let whole = |group: &[Range<usize>]| Some(group.first()?.start..group.last()?.end);
    let is_name = |range: &Range<usize>| guarded.of(range) != "others" && !is_list_option(guarded.of(range));
    groups.filter_map(whole).filter(is_name).map(|range| name(guarded, range)).collect()
}

/// Whether an item is an option of the list (`uniquename=false`) or refers to another entry that has the name
/// (`xdata=smith`).
fn is_list_option(item: &str) -> bool {
    let key = item.split_once('=').map_or("", |(key, _)| key.trim_end());
    !matches!(key, "" | "given" | "family" | "prefix" | "suffix")
        && key.bytes().all(|byte| byte.is_ascii_lowercase())
        && !item.contains(',')
}

fn name(guarded: Guarded<'_>, whole: Range<usize>) -> Name {
    if guarded.is_whole(&whole) {
        return Name { whole: whole.clone(), organization: Some(whole), ..Name::default() };
    }
    let mut pieces = guarded.cut(whole.clone(), |_, character| character == ',');
    if let Some(found) = extended(guarded, &whole, &pieces) {
        return found;
    }
    // This is not a name, so it is not split into parts.
    if pieces.last().is_some_and(|piece| ends_in_et_al(guarded.of(piece))) {
        return Name { family: Some(whole.clone()), whole, ..Name::default() };
    }
    // A comma at the end is not a separator.
    if pieces.len() > 1 && pieces.last().is_some_and(Range::is_empty) {
        pieces.pop();
    }
    match pieces.as_slice() {
        [plain] => spoken(guarded, whole, plain.clone()),
        // Not split at the comma, so that the suffix is found in its place.
        [last, junior] if guarded.is_family_with_suffix(last, junior) => spoken(guarded, whole, last.start..junior.end),
        [last, first] => inverted(guarded, whole, last.clone(), None, first.clone()),
        [last, junior, first]
            if junior.is_empty() || guarded.is_suffix(junior) || guarded.is_addition(last, junior, first) =>
        {
            inverted(guarded, whole, last.clone(), Some(junior.clone()), first.clone())
        }
        // The spoken order. BibTeX interprets it the other way round.
        [last, first, junior] if guarded.is_suffix(junior) => {
            inverted(guarded, whole, last.clone(), Some(junior.clone()), first.clone())
        }
        // A superfluous comma. BibTeX takes the text after the first one for a suffix.
        [last, first, second]
            if !guarded.of(&whole).contains(';') && (guarded.is_initials(second) || guarded.is_initials(first)) =>
        {
            inverted(guarded, whole, last.clone(), None, first.start..second.end)
        }
        // BibTeX rejects this or takes a name for a suffix: these are several names separated by commas.
        _ => Name { family: Some(whole.clone()), whole, ..Name::default() },
    }
}

/// Whether a name ends with `et al.`, which BibTeX would interpret as a family name and a particle.
fn ends_in_et_al(text: &str) -> bool {
    let mut words = text.split_whitespace().rev().map(|word| word.trim_end_matches('.'));
    let mut is_next = |wanted: &str| words.next().is_some_and(|word| word.eq_ignore_ascii_case(wanted));
    is_next("al") && is_next("et")
}

/// Returns the range from the first to the last word.
fn span(words: &[Range<usize>]) -> Option<Range<usize>> {
    Some(words.first()?.start..words.last()?.end)
}

/// Particles at the beginning of a name. A longer list would only help names without a given name.
const PARTICLES: &[&str] = &[
    "'t", "af", "al", "av", "d'", "da", "dal", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos",
    "du", "e", "el", "ibn", "la", "las", "le", "les", "los", "of", "ten", "ter", "tot", "und", "van", "vom", "von",
    "y", "zu", "zum", "zur",
];

/// Parses `First von Last`.
fn spoken(guarded: Guarded<'_>, whole: Range<usize>, range: Range<usize>) -> Name {
    let words = guarded.words(range);
    let suffixes = usize::from(guarded.ends_in_suffix(&words));
    let before = words.len().saturating_sub(1 + suffixes);
    let is_small = |word: &Range<usize>| guarded.is_small(word);
    let is_particle = |word: &Range<usize>| is_small(word) && PARTICLES.contains(&guarded.of(word));
    let mut first = words[..before].iter().position(is_small).unwrap_or(before);
    if first == 0 && before > 0 && !is_particle(&words[0]) {
        first = words[..before].iter().position(is_particle).unwrap_or(before);
    }
    let last = words[..before].iter().rposition(is_small).map_or(before, |last| last + 1);
    let last = if first == before { before } else { last };
    Name {
        whole,
        given: span(&words[..first]),
        particle: span(words.get(first..last).unwrap_or_default()),
        family: span(&words[last..]),
        ..Name::default()
    }
}

/// Parses `von Last, First` and `von Last, Jr, First`.
fn inverted(
    guarded: Guarded<'_>,
    whole: Range<usize>,
    last: Range<usize>,
    junior: Option<Range<usize>>,
    first: Range<usize>,
) -> Name {
    let words = guarded.words(last);
    let before = words.len().saturating_sub(1);
    let small = words[..before].iter().take_while(|word| guarded.is_small(word)).count();
    let said = |range: Range<usize>| Some(range).filter(|range| !range.is_empty());
    Name {
        whole,
        given: said(first),
        particle: span(&words[..small]),
        family: span(&words[small..]),
        suffix: junior.and_then(said),
        organization: None,
    }
}

/// Parses `given=Hans, family=Harman, prefix=von`. `None` if a piece has another form.
fn extended(guarded: Guarded<'_>, whole: &Range<usize>, pieces: &[Range<usize>]) -> Option<Name> {
    let mut name = Name { whole: whole.clone(), ..Name::default() };
    for piece in pieces {
        let (key, _) = guarded.of(piece).split_once('=')?;
        let at = piece.start + key.len() + 1;
        let key = key.trim();
        // Other keys are options of the name: `given-i`, `useprefix`.
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            return None;
        }
        let value = guarded.trimmed(at..piece.end);
        let quoted = guarded.of(&value).strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
        let value = quoted.map_or(value.clone(), |inner| value.start + 1..value.start + 1 + inner.len());
        let part = match key {
            "given" => &mut name.given,
            "family" => &mut name.family,
            "prefix" => &mut name.particle,
            "suffix" => &mut name.suffix,
            _ => continue,
        };
        *part = Some(value).filter(|value| !value.is_empty());
    }
    Some(name).filter(|name| name.family.is_some() || name.given.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the names of a list in which `{` and `}` are braces: given, particle, family, suffix, separated by
    /// vertical bars; an organisation in brackets.
    fn shown(raw: &str) -> Vec<String> {
        let (mut text, mut protected, mut depth, mut start) = (String::new(), Vec::new(), 0, 0);
        for character in raw.chars() {
            match character {
                '{' => {
                    start = if depth == 0 { text.len() } else { start };
                    depth += 1;
                }
                '}' => {
                    depth -= 1;
                    if depth == 0 {
                        protected.push(start..text.len());
                    }
                }
                other => text.push(other),
            }
        }
        let list = Guarded { text: &text, protected: &protected };
        let part = |range: &Option<Range<usize>>| range.clone().map_or("", |range| &text[range]).to_owned();
        let one = |name: &Name| match &name.organization {
            Some(range) => format!("[{}]", &text[range.clone()]),
            None => [&name.given, &name.particle, &name.family, &name.suffix].map(part).join("|"),
        };
        names(list).iter().map(one).collect()
    }

    #[test]
    fn names_of_the_documentation() {
        // "BibTeXing", section 4, and "Tame the BeaST" by Nicolas Markey, section 11, which cover every form.
        for (raw, expected) in [
            ("Charles Louis Xavier Joseph de la Vallée Poussin", "Charles Louis Xavier Joseph|de la|Vallée Poussin|"),
            ("de la Vallée Poussin, Charles Louis Xavier Joseph", "Charles Louis Xavier Joseph|de la|Vallée Poussin|"),
            ("Brinch Hansen, Per", "Per||Brinch Hansen|"),
            ("Per Brinch Hansen", "Per Brinch||Hansen|"),
            ("{Brinch Hansen}, Per", "Per||Brinch Hansen|"),
            ("Ford, Jr., Henry", "Henry||Ford|Jr."),
            ("{Steele Jr.}, Guy L.", "Guy L.||Steele Jr.|"),
            ("Guy L. {Steele Jr.}", "Guy L.||Steele Jr.|"),
            ("von Neumann, John", "John|von|Neumann|"),
            ("AA BB", "AA||BB|"),
            ("Doe, père, Jean", "Jean||Doe|père"),
            ("Pliny, the Elder, Gaius", "Gaius||Pliny|the Elder"),
            ("Lytton, Baron, Edward", "Edward||Lytton|Baron"),
            ("Doe, Dr., Jane", "Jane||Doe|Dr."),
            ("Vale,, Orin", "Orin||Vale|"),
            ("Roe, J., C.", "J., C.||Roe|"),
            ("Roe, Jane, C.", "Jane, C.||Roe|"),
            ("Marten King III", "Marten||King III|"),
            ("Marten King Jr.", "Marten||King Jr.|"),
            ("Marten van der King Jr.", "Marten|van der|King Jr.|"),
            ("Marten King, Jr.", "Marten||King, Jr.|"),
            ("King, Jr.", "||King, Jr.|"),
            ("Malcolm X", "Malcolm||X|"),
            ("Ann Doe 0001", "Ann||Doe 0001|"),
            ("Petrov, II", "II||Petrov|"),
            ("Zhang, X.", "X.||Zhang|"),
            ("John {Jr.}", "John||Jr.|"),
            ("AA", "||AA|"),
            ("AA bb", "AA||bb|"),
            ("aa", "||aa|"),
            ("AA bb CC", "AA|bb|CC|"),
            ("AA bb CC dd EE", "AA|bb CC dd|EE|"),
            ("AA 1B cc dd", "AA 1B|cc|dd|"),
            ("AA 1b cc dd", "AA|1b cc|dd|"),
            ("AA {bb} cc dd", "AA bb|cc|dd|"),
            ("AA {bb} CC DD", "AA bb CC||DD|"),
            ("bb CC, AA", "AA|bb|CC|"),
            ("bb CC, XX, AA", "AA|bb|CC|XX"),
            ("bb CC,XX, AA", "AA|bb|CC|XX"),
            ("King, Martin Luther, Jr.", "Martin Luther||King|Jr."),
            ("Berg, Jan; Nowicka, Anna", "||Berg, Jan; Nowicka, Anna|"),
            ("Berg, Nowicka, Kowalski", "||Berg, Nowicka, Kowalski|"),
            ("CC dd, AA", "AA||CC dd|"),
            ("bb, AA", "AA||bb|"),
            ("BB,", "||BB|"),
            ("jean de la fontaine", "jean|de la|fontaine|"),
            ("maj nikita doehring", "maj nikita||doehring|"),
            ("von Neumann", "|von|Neumann|"),
            ("Jean de La fontaine", "Jean|de|La fontaine|"),
            ("Jean De La Fontaine", "Jean De La||Fontaine|"),
            ("et al.", "||et al.|"),
            ("Moss et al", "||Moss et al|"),
            ("Moss, Tilda et al.", "||Moss, Tilda et al.|"),
            ("de la fontaine, Jean", "Jean|de la|fontaine|"),
            ("De La Fontaine, Jean", "Jean||De La Fontaine|"),
            ("Ortega y Gasset, José", "José||Ortega y Gasset|"),
            ("王 小明", "王||小明|"),
        ] {
            assert_eq!(shown(raw), [expected], "{raw}");
        }
    }

    #[test]
    fn lists_are_divided_outside_of_braces() {
        assert_eq!(shown("A B and C D AND E, F"), ["A||B|", "C||D|", "F||E|"]);
        assert_eq!(shown("A B and others"), ["A||B|"]);
        assert_eq!(shown("Alexandra Andrews and Sandra Band"), ["Alexandra||Andrews|", "Sandra||Band|"]);
        assert_eq!(shown("{Barnes and Noble, Inc.} and Donald Knuth"), ["[Barnes and Noble, Inc.]", "Donald||Knuth|"]);
        assert_eq!(shown("{World Health Organization}"), ["[World Health Organization]"]);
        assert_eq!(shown("A and and B\u{a0}C"), ["||A|", "B||C|"]);
        assert_eq!(shown("A, B., C, D., and E, F."), ["||A, B., C, D.,|", "F.||E|"]);
        assert_eq!(shown(""), Vec::<String>::new());
        assert_eq!(shown("and"), Vec::<String>::new());
        assert_eq!(shown("others"), Vec::<String>::new());
    }

    #[test]
    fn extended_names_of_biblatex() {
        assert_eq!(
            shown("given=Jean, prefix=de la, prefix-i=d, family=Rousse and family={Robert and Sons, Inc.}"),
            ["Jean|de la|Rousse|", "||Robert and Sons, Inc.|"]
        );
        assert_eq!(shown("uniquename=false, family = \"Smith\", given=A., suffix=Jr."), ["A.||Smith|Jr."]);
        assert_eq!(shown("E=mc, A"), ["A||E=mc|"]);
        assert_eq!(shown("family=Smith and uniquename=false and xdata=smith"), ["||Smith|"]);
    }
}
