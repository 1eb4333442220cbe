//! The meaning of Dublin Core values, determined by their words.

use std::ops::Range;

/// Types: the vocabularies of OpenAIRE (`info:eu-repo/semantics`), COAR and DCMI, and the words of OJS, DSpace and
/// dLibra. Any other word is valid, too.
pub(super) const TYPES: &[(&str, &str)] = &[
    ("info:eu-repo/semantics/article", "article"),
    ("info:eu-repo/semantics/review", "book-review"),
    ("info:eu-repo/semantics/bookPart", "chapter"),
    ("info:eu-repo/semantics/conferenceObject", "conference-paper"),
    ("info:eu-repo/semantics/conferencePaper", "conference-paper"),
    ("info:eu-repo/semantics/preprint", "preprint"),
    ("info:eu-repo/semantics/workingPaper", "preprint"),
    ("info:eu-repo/semantics/report", "report"),
    ("info:eu-repo/semantics/annotation", "note"),
    ("info:eu-repo/semantics/bachelorThesis", "other"),
    ("info:eu-repo/semantics/masterThesis", "other"),
    ("info:eu-repo/semantics/doctoralThesis", "other"),
    ("info:eu-repo/semantics/book", "other"),
    ("info:eu-repo/semantics/lecture", "other"),
    ("info:eu-repo/semantics/patent", "other"),
    ("info:eu-repo/semantics/contributionToPeriodical", "other"),
    ("info:eu-repo/semantics/other", "other"),
    ("http://purl.org/coar/resource_type/c_6501", "article"),
    ("http://purl.org/coar/resource_type/c_2df8fbb1", "article"),
    ("http://purl.org/coar/resource_type/c_dcae04bc", "review-article"),
    ("http://purl.org/coar/resource_type/c_ba08", "book-review"),
    ("http://purl.org/coar/resource_type/c_b239", "editorial"),
    ("http://purl.org/coar/resource_type/c_3248", "chapter"),
    ("http://purl.org/coar/resource_type/c_5794", "conference-paper"),
    ("http://purl.org/coar/resource_type/c_816b", "preprint"),
    ("http://purl.org/coar/resource_type/c_93fc", "report"),
    ("article", "article"),
    ("journal article", "article"),
    ("peer-reviewed article", "article"),
    ("artykuł", "article"),
    ("artykuł recenzowany", "article"),
    ("artykuł w czasopiśmie", "article"),
    ("review article", "review-article"),
    ("artykuł przeglądowy", "review-article"),
    ("book review", "book-review"),
    ("recenzja", "book-review"),
    ("book chapter", "chapter"),
    ("book part", "chapter"),
    ("rozdział", "chapter"),
    ("conference paper", "conference-paper"),
    ("preprint", "preprint"),
    ("editorial", "editorial"),
    ("report", "report"),
    ("raport", "report"),
    ("interview", "interview"),
    ("wywiad", "interview"),
    ("erratum", "erratum"),
    ("thesis", "other"),
    ("book", "other"),
    ("książka", "other"),
    ("czasopismo", "other"),
    ("tekst", "other"),
    ("Collection", "other"),
    ("Dataset", "other"),
    ("Event", "other"),
    ("Image", "other"),
    ("InteractiveResource", "other"),
    ("MovingImage", "other"),
    ("PhysicalObject", "other"),
    ("Service", "other"),
    ("Software", "other"),
    ("Sound", "other"),
    ("StillImage", "other"),
    ("Text", "other"),
];

/// Values of the type element for the version of a text, or for its review.
pub(super) const VERSIONS: &[&str] = &[
    "draft",
    "submittedVersion",
    "acceptedVersion",
    "publishedVersion",
    "updatedVersion",
    "PeerReviewed",
    "NonPeerReviewed",
    "Peer Reviewed",
];

/// Beginnings of descriptions that are notes, in lower case: catalogue notes about a book, provenance notes of
/// repositories, funding.
const NOTES: &[&str] = &[
    "approved for entry",
    "bibliogr",
    "citation:",
    "comment:",
    "comments:",
    "cytowanie",
    "dofinansowan",
    "financed by",
    "funding:",
    "includes bibliograph",
    "item created via",
    "made available in",
    "opis na podst",
    "opis wg",
    "peer reviewed",
    "peer-reviewed",
    "praca dofinansowana",
    "source:",
    "sponsor",
    "submitted by",
    "supported by",
    "this work was supported",
    "tyt. ",
    "tytuł z ",
    "zdigitalizowano",
];

/// The smallest number of letters in an abstract; a shorter text may be any note.
const SHORTEST: usize = 100;

/// In scripts without spaces, a character has more meaning.
const SHORTEST_IN_IDEOGRAPHS: usize = 40;

/// Whether a description is an abstract.
pub(super) fn is_abstract(text: &str) -> bool {
    let is_ideograph = |character: &char| matches!(character, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    let letters = text.chars().filter(|character| character.is_alphabetic()).take(SHORTEST).count();
    let ideographs = text.chars().filter(is_ideograph).take(SHORTEST_IN_IDEOGRAPHS).count();
    if letters < SHORTEST && ideographs < SHORTEST_IN_IDEOGRAPHS || is_address(text) {
        return false;
    }
    let beginning: String = text.trim_start().chars().take(32).flat_map(char::to_lowercase).collect();
    !NOTES.iter().any(|note| beginning.starts_with(note))
}

/// Returns the words of a subject, which may contain several separated by semicolons. The semicolon of an HTML entity
/// is not a separator.
pub(super) fn terms(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let ends = text.match_indices(';').map(|(at, _)| at).chain(Some(text.len()));
    for end in ends {
        let own = &text[start..end];
        let entity = own.rfind('&').map(|at| &own[at + 1..]);
        let is_entity = entity.is_some_and(|name| {
            // No entity has a name of one letter: `R&D;`.
            name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        });
        if is_entity && end < text.len() {
            continue;
        }
        let words = own.trim();
        if !words.is_empty() {
            let first = start + (own.len() - own.trim_start().len());
            found.push(first..first + words.len());
        }
        start = end + 1;
    }
    found
}

/// Whether a subject is a class of a classification instead of a word.
pub(super) fn is_class(text: &str) -> bool {
    is_address(text) || text.starts_with("info:eu-repo/classification/")
}

/// Whether a text is a single address.
pub(super) fn is_address(text: &str) -> bool {
    let is_web = ["http://", "https://", "ftp://"].iter().any(|scheme| starts_with(text, scheme));
    is_web && !text.contains(char::is_whitespace) && scheme(text).is_none()
}

/// Labels before the value of an identifier, in lower case, and their schemes.
const LABELS: &[(&str, &str)] = &[
    ("https://doi.org/", "doi"),
    ("http://doi.org/", "doi"),
    ("https://dx.doi.org/", "doi"),
    ("http://dx.doi.org/", "doi"),
    ("https://www.doi.org/", "doi"),
    ("info:doi/", "doi"),
    ("doi:", "doi"),
    ("doi ", "doi"),
    ("urn:isbn:", "isbn"),
    ("isbn:", "isbn"),
    ("isbn ", "isbn"),
    ("hdl:", "handle"),
    ("info:hdl/", "handle"),
    ("pmid:", "pmid"),
    ("info:pmid/", "pmid"),
];

/// Returns the scheme of an identifier, and the start of its value.
pub(super) fn scheme(text: &str) -> Option<(&'static str, usize)> {
    let is_doi = |text: &str| text.starts_with("10.") && text.contains('/');
    if is_doi(text) {
        return Some(("doi", 0));
    }
    if text.starts_with("oai:") {
        return Some(("oai", 0));
    }
    // This is not a form of a DOI (RFC 4452 has `info:doi/`); it is kept for the rules to report.
    if starts_with(text, "info:doi:10.") {
        return Some(("doi", 0));
    }
    let (label, scheme) = LABELS.iter().find(|(label, _)| starts_with(text, label))?;
    let value = text[label.len()..].trim_start();
    // The value must match the label.
    let is_it = !value.is_empty() && (*scheme != "doi" || value.starts_with("10."));
    is_it.then_some((*scheme, text.len() - value.len()))
}

fn starts_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|own| own.eq_ignore_ascii_case(beginning))
}

/// Returns the range of the ISSN in a text that is an ISSN, optionally with a label.
pub(super) fn issn(text: &str) -> Option<Range<usize>> {
    const LABELS: &[&str] = &["urn:issn:", "e-issn", "eissn", "p-issn", "pissn", "issn"];
    let label = LABELS.iter().find(|label| starts_with(text, label)).map_or(0, |label| label.len());
    let value = text[label..].trim_start_matches([' ', ':', '\u{a0}']);
    let start = text.len() - value.len();
    let (first, second) = value.trim_end().split_once('-')?;
    let (digits, last) = second.split_at_checked(3)?;
    let is_number =
        is_digits(first, 4..=4) && is_digits(digits, 3..=3) && matches!(last.as_bytes(), [b'0'..=b'9' | b'x' | b'X']);
    is_number.then_some(start..start + 9)
}

/// Whether a text has the form of an ISO 8601 date, or another numeric form with the year first.
pub(super) fn is_date(text: &str) -> bool {
    let date = text.split_once('T').map_or(text, |(date, _)| date);
    let mut parts = date.split(['-', '/', '.']);
    let is_year = parts.next().is_some_and(|year| is_digits(year, 4..=4));
    let rest: Vec<&str> = parts.collect();
    is_year && rest.len() <= 2 && rest.iter().all(|part| is_digits(part, 1..=2))
}

/// Whether a text is a numeric date with the year last: `15/11/2017`, `15.11.2017`.
pub(super) fn is_date_with_year_last(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    matches!(parts.as_slice(), [day, month, year]
        if is_digits(day, 1..=2) && is_digits(month, 1..=2) && is_digits(year, 4..=4))
}

fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the first group of exactly four digits.
pub(super) fn year(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 4 {
            return Some(start..start + 4);
        }
        start += digits.max(1);
    }
    None
}

/// Frequent given names, in lower case: English, German, French, Spanish, Portuguese, Italian, Polish, Czech, Scandinavian.
const GIVEN_NAMES: &[&str] = &[
    "adam",
    "agnieszka",
    "alan",
    "alice",
    "ana",
    "andrea",
    "andreas",
    "andrew",
    "andrzej",
    "ann",
    "anna",
    "anne",
    "antonio",
    "barbara",
    "brian",
    "carlos",
    "carol",
    "catherine",
    "charles",
    "christian",
    "christine",
    "christopher",
    "claude",
    "daniel",
    "david",
    "dorota",
    "edward",
    "elizabeth",
    "emma",
    "eric",
    "eva",
    "ewa",
    "francesco",
    "frank",
    "françois",
    "george",
    "giovanni",
    "giuseppe",
    "grzegorz",
    "hans",
    "helen",
    "henry",
    "irena",
    "jacek",
    "jack",
    "jakub",
    "james",
    "jan",
    "jane",
    "janusz",
    "jason",
    "jean",
    "jennifer",
    "jens",
    "jerzy",
    "joanna",
    "johann",
    "john",
    "josé",
    "joseph",
    "joshua",
    "juan",
    "julia",
    "karen",
    "karl",
    "katarzyna",
    "kevin",
    "klaus",
    "krzysztof",
    "lars",
    "laura",
    "linda",
    "lisa",
    "luis",
    "maciej",
    "magdalena",
    "manuel",
    "marco",
    "marek",
    "margaret",
    "maria",
    "mario",
    "mark",
    "martin",
    "mary",
    "małgorzata",
    "michael",
    "michał",
    "michel",
    "miguel",
    "monika",
    "nancy",
    "nicolas",
    "oliver",
    "pablo",
    "patricia",
    "patrick",
    "paul",
    "paweł",
    "pavel",
    "pedro",
    "peter",
    "petr",
    "philip",
    "pierre",
    "piotr",
    "rafał",
    "richard",
    "robert",
    "roberto",
    "roger",
    "ryan",
    "sandra",
    "sara",
    "sarah",
    "scott",
    "simon",
    "stanisław",
    "stefan",
    "stephen",
    "steven",
    "susan",
    "thomas",
    "tim",
    "tomasz",
    "tomáš",
    "ulrich",
    "walter",
    "werner",
    "william",
    "wojciech",
    "wolfgang",
    "zofia",
];

/// Whether a text is a given name, or initials, and a surname: `Alan Doe`, `J. R. Roe`. Two capitalised words alone may
/// be the name of an institution.
pub(super) fn is_whole_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [first, middle @ .., last] = words.as_slice() else { return false };
    let is_word = |word: &str| word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '’' | '\''));
    let is_capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
            && is_word(word)
    };
    let is_initials = |word: &str| {
        word.ends_with('.')
            && word.split_terminator('.').all(|one| one.chars().count() == 1 && one.chars().all(char::is_uppercase))
    };
    let is_given = GIVEN_NAMES.contains(&first.to_lowercase().as_str()) && is_capitalised(first) || is_initials(first);
    is_given
        && middle.len() <= 2
        && middle.iter().all(|word| is_initials(word) || is_capitalised(word))
        && is_capitalised(last)
        && !is_institution(text)
}

/// Beginnings of words that occur in names of institutions, in lower case.
const INSTITUTIONS: &[&str] = &[
    "academ",
    "akadem",
    "archiw",
    "associat",
    "bibliot",
    "centre",
    "centrum",
    "center",
    "college",
    "company",
    "council",
    "department",
    "dział",
    "facult",
    "fakult",
    "foundation",
    "fundacja",
    "hospital",
    "instit",
    "instyt",
    "katedra",
    "komitet",
    "laborator",
    "library",
    "minist",
    "muze",
    "museum",
    "office",
    "politechn",
    "redakcj",
    "research",
    "school",
    "societ",
    "stowarzysz",
    "szkoł",
    "szpital",
    "towarzyst",
    "uniwers",
    "univers",
    "urząd",
    "verlag",
    "wydawnictw",
    "wydział",
    "zakład",
    "ústav",
];

/// Whether a text names an institution.
pub(super) fn is_institution(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|character: char| !character.is_alphanumeric());
    words.any(|word| INSTITUTIONS.iter().any(|beginning| word.starts_with(beginning)))
}
