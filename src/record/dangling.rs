//! Words at which a truncated title ends.

/// Words that never end a title, by language: English, Polish, German, French, Spanish, Portuguese, Czech, Italian.
const DANGLING: &[(&str, &[&str])] = &[
    ("en", &["the", "of", "and", "a", "an", "with", "from", "into", "between", "their", "its", "or"]),
    ("pl", &["i", "w", "z", "na", "do", "oraz", "dla", "przez", "od", "ze", "we", "lub", "między"]),
    (
        "de",
        &["der", "die", "das", "und", "des", "dem", "den", "von", "für", "mit", "zur", "zum", "im", "eine", "einer"],
    ),
    ("fr", &["le", "la", "les", "de", "des", "du", "et", "dans", "sur", "une", "un", "au", "aux"]),
    ("es", &["el", "la", "los", "las", "de", "del", "y", "en", "con", "una", "un", "para"]),
    ("pt", &["o", "os", "as", "de", "da", "do", "das", "dos", "e", "em", "com", "uma", "para"]),
    ("cs", &["a", "v", "z", "na", "do", "pro", "ve", "ze", "od", "nebo"]),
    ("it", &["il", "la", "di", "del", "della", "e", "con", "una", "per"]),
];

/// Returns the words that never end a title in the language with this two-letter code, in lower case.
pub fn dangling_words(code: &str) -> &'static [&'static str] {
    DANGLING.iter().find(|(known, _)| *known == code).map_or(&[], |(_, words)| *words)
}

/// The length in bytes of the longest of these words.
pub(super) const LONGEST: usize = {
    let (mut longest, mut language) = (0, 0);
    while language < DANGLING.len() {
        let (words, mut word) = (DANGLING[language].1, 0);
        while word < words.len() {
            if words[word].len() > longest {
                longest = words[word].len();
            }
            word += 1;
        }
        language += 1;
    }
    longest
};
