//! The headings of a record page in the English and the Polish interface.

/// The heading of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// The first line of a page: year, volume, issue, pages separated by vertical bars. It has no heading text.
    Header,
    /// "Article title"
    ArticleTitle,
    /// "Title variants"
    TitleVariants,
    /// "Languages of publication"
    Languages,
    /// "Abstracts", or long paragraphs without a heading
    Abstracts,
    /// "Keywords"
    Keywords,
    /// "Discipline"
    Discipline,
    /// "Publisher"
    Publisher,
    /// "Journal"
    Journal,
    /// "Year"
    Year,
    /// "Volume"
    Volume,
    /// "Issue", "Number"
    Issue,
    /// "Pages"
    Pages,
    /// "Physical description"
    PhysicalDescription,
    /// "Dates"
    Dates,
    /// "Contributors"
    Contributors,
    /// "Affiliations", or bullets without a heading
    Affiliations,
    /// "References"
    References,
    /// "Document Type"
    DocumentType,
    /// "Publication order reference"
    OrderReference,
    /// "Identifiers"
    Identifiers,
    /// "YADDA identifier"
    YaddaIdentifier,
}

/// The heading texts, folded by [`fold`]. The Polish ones, and similar forms of both, are those that users have seen.
const WORDS: &[(&str, Heading)] = &[
    ("article title", Heading::ArticleTitle),
    ("title", Heading::ArticleTitle),
    ("tytul", Heading::ArticleTitle),
    ("tytul artykulu", Heading::ArticleTitle),
    ("title variants", Heading::TitleVariants),
    ("title variant", Heading::TitleVariants),
    ("warianty tytulu", Heading::TitleVariants),
    ("wariant tytulu", Heading::TitleVariants),
    ("languages of publication", Heading::Languages),
    ("language of publication", Heading::Languages),
    ("jezyki publikacji", Heading::Languages),
    ("jezyk publikacji", Heading::Languages),
    ("abstracts", Heading::Abstracts),
    ("abstract", Heading::Abstracts),
    ("abstrakty", Heading::Abstracts),
    ("abstrakt", Heading::Abstracts),
    ("streszczenia", Heading::Abstracts),
    ("streszczenie", Heading::Abstracts),
    ("keywords", Heading::Keywords),
    ("slowa kluczowe", Heading::Keywords),
    ("discipline", Heading::Discipline),
    ("disciplines", Heading::Discipline),
    ("dyscyplina", Heading::Discipline),
    ("dyscypliny", Heading::Discipline),
    ("publisher", Heading::Publisher),
    ("wydawca", Heading::Publisher),
    ("journal", Heading::Journal),
    ("czasopismo", Heading::Journal),
    ("year", Heading::Year),
    ("rocznik", Heading::Year),
    ("rok", Heading::Year),
    ("volume", Heading::Volume),
    ("tom", Heading::Volume),
    ("issue", Heading::Issue),
    ("number", Heading::Issue),
    ("numer", Heading::Issue),
    ("zeszyt", Heading::Issue),
    ("pages", Heading::Pages),
    ("strony", Heading::Pages),
    ("physical description", Heading::PhysicalDescription),
    ("opis fizyczny", Heading::PhysicalDescription),
    ("dates", Heading::Dates),
    ("daty", Heading::Dates),
    ("contributors", Heading::Contributors),
    ("contributor", Heading::Contributors),
    ("authors", Heading::Contributors),
    ("tworcy", Heading::Contributors),
    ("autorzy", Heading::Contributors),
    ("affiliations", Heading::Affiliations),
    ("afiliacje", Heading::Affiliations),
    ("references", Heading::References),
    ("bibliografia", Heading::References),
    ("document type", Heading::DocumentType),
    ("typ dokumentu", Heading::DocumentType),
    ("publication order reference", Heading::OrderReference),
    ("adres zamowienia publikacji", Heading::OrderReference),
    ("identifiers", Heading::Identifiers),
    ("identifier", Heading::Identifiers),
    ("identyfikatory", Heading::Identifiers),
    ("yadda identifier", Heading::YaddaIdentifier),
    ("identyfikator yadda", Heading::YaddaIdentifier),
];

/// The largest number of letters in a folded heading.
const LONGEST: usize = 32;

impl Heading {
    /// Returns the heading in a line. `None` if it is a value.
    pub fn of(line: &str) -> Option<Self> {
        match line {
            HEADER => Some(Heading::Header),
            // A letter of a heading takes at most two bytes.
            line if line.len() > 2 * LONGEST => None,
            line => {
                let folded = fold(line);
                WORDS.iter().find(|(words, _)| *words == folded).map(|(_, heading)| *heading)
            }
        }
    }

    /// Whether no other kind of text has this heading, so that it identifies a page.
    pub(super) fn is_distinctive(self) -> bool {
        use Heading::{Languages, OrderReference, TitleVariants, YaddaIdentifier};
        matches!(self, Languages | OrderReference | TitleVariants | YaddaIdentifier)
    }

    /// Whether there can only be one line below the heading.
    pub(super) fn is_single(self) -> bool {
        use Heading::{ArticleTitle, DocumentType, Issue, Journal, Pages, Volume, YaddaIdentifier, Year};
        matches!(self, ArticleTitle | DocumentType | Issue | Journal | Pages | Volume | Year | YaddaIdentifier)
    }
}

/// The name of the first line in the tree.
pub(super) const HEADER: &str = "Header";

/// Normalizes a line: lower case, Polish letters as their Latin bases, single spaces between words, no colon at the
/// end.
fn fold(line: &str) -> String {
    let words: Vec<String> = line.trim_end_matches(':').split_whitespace().map(fold_word).collect();
    words.join(" ")
}

fn fold_word(word: &str) -> String {
    let letters = word.chars().flat_map(char::to_lowercase);
    letters
        .map(|letter| match letter {
            'ą' => 'a',
            'ć' => 'c',
            'ę' => 'e',
            'ł' => 'l',
            'ń' => 'n',
            'ó' => 'o',
            'ś' => 's',
            'ź' | 'ż' => 'z',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognised_in_two_languages_and_similar_forms() {
        let cases = [
            ("Languages of publication", Some(Heading::Languages)),
            ("JĘZYKI PUBLIKACJI:", Some(Heading::Languages)),
            ("Słowa\u{a0}kluczowe", Some(Heading::Keywords)),
            ("Twórcy", Some(Heading::Contributors)),
            ("Identyfikator YADDA", Some(Heading::YaddaIdentifier)),
            ("Number", Some(Heading::Issue)),
            ("Rola małych państw", None),
            ("", None),
        ];
        for (line, heading) in cases {
            assert_eq!(Heading::of(line), heading, "{line}");
        }
    }

    #[test]
    fn words_are_folded_and_within_the_length_limit() {
        for (words, _) in WORDS {
            assert_eq!(fold(words), *words);
            assert!(words.chars().count() <= LONGEST, "{words}");
        }
    }
}
