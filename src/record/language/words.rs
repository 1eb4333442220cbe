//! Common words by which a language is recognised, and the number of words of each language in a text.
//!
//! Nearly every text is in its declared language, and its first two lines show it. This check runs first, since it
//! takes a fiftieth of the time of full language detection.

use super::Language;
use std::sync::OnceLock;

/// The languages with a list of common words, in lower case: articles, prepositions, conjunctions, pronouns and forms
/// of "to be" from their grammars, without words that are names or numbers in other languages.
#[rustfmt::skip]
const WORDS: &[(&str, &str)] = &[
    ("be", "і ў з на не што як да для гэта па за ад яго але або пра быў была былі паміж праз калі таксама якія які \
            яна яны гэтага ён"),
    ("bg", "и в на се за от да с не е по са като че които който която което този тази това при през между както или \
            но също след бяха беше във със"),
    ("ca", "el la els les de del dels i en un una que per amb és són al als aquest aquesta aquests com més no es \
            entre sobre també dins ha han seva"),
    ("cs", "a v na je se s z že pro o do jako k i by ve jsou byl byla bylo byly při nebo však této tohoto která \
            který které jeho jejich také ale od po jsme podle mezi článek tím než už jsem ze jež jenž aby což \
            ještě své svých svou pouze ani proto protože dále tyto těchto zde mohou může má mají lze bude tak \
            jen jeden jedna dvou kdy kde mu ho tohle tato tento něj jí"),
    ("da", "og i at det er en til af på der for med den som ikke de et har fra var om men kan eller denne mellem \
            blev også efter disse"),
    ("de", "der die und das ist mit auf für eine von den des dem zu im sich nicht ein werden wird als auch an es \
            sind aus bei einer nach über wie oder durch diese dieser zur zum wurde einen zwischen hat am vom \
            aber noch nur dass daß sie er wir ich haben hatte war waren kann mehr um so wenn bis gegen unter \
            ihre seine sein ihrer damit diesem"),
    ("el", "και το της να του η με ο στην των για που από τα την οι στο τις τους είναι ένα μια στη ότι στα όπως αυτό \
            δεν μεταξύ ως"),
    ("en", "the of and to in is that for as with was on by are this from be at an which or it not has have were \
            its their these between been but how we can they more also into such than our will he she his her \
            who all would about after when there what one only over during while many where could should"),
    ("es", "el de la y en los que del las se una por con para un es su al como lo sus este esta entre más son \
            desde sobre ha fue no también estos estas o sin han muy hasta donde cuando todo todos fueron hay ser \
            le les quien nos ni porque así además ya ante cada qué cual sino pero"),
    ("et", "ja on ei et see kui mis ka oli või aga selle nende artikkel mille seda kes ning välja üle pärast olid \
            kuid vahel nii tema"),
    ("fi", "ja on ei se että oli ovat kun mutta myös joka tai sekä kuin jotka niin hän mukaan sen ole tämä tässä \
            välillä olivat jonka voi"),
    ("fr", "le la les de des et du un une en dans que qui est pour par sur au aux ce cette ces sont avec plus \
            pas il elle son sa ses leur leurs ou se nous entre ont été mais comme d l ils elles aussi si être \
            fait était cet après deux tout tous sans bien encore même très peut"),
    ("hr", "i u je na se da za su od o s iz koji koja koje kao te ili ali nije bio bila bilo biti što ovaj ova ovog \
            između također prema nakon kako njihov njegov rad radu kroz"),
    ("hu", "a az és hogy nem is egy volt ez meg csak de mint már vagy ki el még azt között voltak amely amelyek ezek \
            során valamint pedig szerint után illetve"),
    ("it", "di e il la che in a per un una del della è le i con non sono si da al dei delle nel nella gli alla \
            come più anche dal ha questo questa tra ed o lo degli dell su stato ma anni stata stati loro dopo \
            ancora solo due così molto quella quello essere fra questi queste ogni cui"),
    ("la", "et in est ad non cum ut de qui quae quod ex ab sed sunt per esse eius autem enim hoc si ac atque aut nec \
            etiam quam"),
    ("lt", "ir yra kad iš apie į su kaip buvo tai ne už nuo bet jo jų kurie kuri kuris taip pat dėl arba tarp \
            straipsnyje po šio šis ar bei per pagal"),
    ("lv", "un ir ka no par ar uz kas tas bet arī kā tika bija vai pēc pie lai tā rakstā starp gan šī šis kuru nav \
            to viņa"),
    ("mk", "и во на се за од да со не е по како што кои кој која ова оваа овој при низ меѓу или но исто така бил \
            била биле"),
    ("nl", "de het een en van in is dat op te zijn met voor die aan niet er om als door ook bij naar uit deze dit \
            worden wordt werd tussen maar over of hun heeft"),
    ("no", "og i det er en på til som av for at med den ikke de et har fra var om men kan eller denne mellom ble \
            også etter disse seg ved"),
    ("pl", "i w na z do się nie jest o że to jak od po oraz przez dla ze są które który która także lub jego ich \
            jako a ale za pod był była było były tym tego przy artykule między może we tej co tych został \
            została czy już iż aby którzy których której którego roku jej jednak tylko również będzie mają przed \
            bez nad jeszcze bardzo wśród czyli więc gdy kiedy można mu"),
    ("pt", "de a o e do da que em os no na as dos das para um uma com por se não ao mais como foi são sua pelo \
            pela entre este esta também ser ou seu às à nos nas é nesta neste estes há já até pelos pelas seus \
            suas muito sobre quando isso ele ela eles só depois ainda desta deste aos"),
    ("ro", "și de în la a din care cu pe pentru nu o mai au fost este sunt un ca sau prin între după acest această \
            ce se să lui dintre al ale că"),
    ("ru", "и в на не что с по как из к для это от за о его а но при так или они она был была были их также \
            между до же который которые которых если того во является автор том этого этой может можно быть есть \
            только ещё более статье всех своей своих очень после уже чтобы нет мы когда где чем тем себя под \
            через ему ее её них однако у со"),
    ("sk", "a v na je sa s z že pre o do ako k i by vo sú bol bola bolo boli pri alebo však tejto tohto ktorá \
            ktorý ktoré jeho ich aj ale od po sme podľa medzi článok tým než už som zo aby ešte ktorej ktorých \
            ktorí bude môže musí má majú tak len nie iba preto pretože svoje svojich tieto týchto tento táto kde \
            keď ani jej bez počas"),
    ("sl", "in v je na se da za so z s ki ne pa o kot po tudi ali bil bila bilo med pri iz od do kako ter lahko ta \
            tega njihov prispevek avtor"),
    ("sr", "и у је на се да за су од о с из који која које као те или али није био била било бити што овај ова овог \
            између такође према након како њихов његов рад раду кроз"),
    ("sv", "och i att det som en är av för på med till den om inte de ett har från var men kan eller denna mellan \
            blev också efter dessa sig vid där"),
    ("tr", "ve bir bu ile için de da olarak olan gibi daha çok en kadar veya göre sonra ise olduğu bunun arasında \
            üzerine ancak değil hem her tarafından"),
    ("uk", "і в у на з та що не до як для за це від по про із є його але або при між також які який яка було був \
            були їх через й а де під він вона вони статті цього цієї яких якого щоб вже лише бути можна після ще \
            коли так тому цей ця ці їхніх нас всіх себе може мають має"),
];

/// A set of languages, by their index in [`WORDS`].
type Languages = u32;

/// The number of words that are examined. Further words do not change the result.
const MAX_WORDS: usize = 60;

/// This number of words that only the language and its neighbours have is enough, if almost no word contradicts it.
const ENOUGH_WORDS: u32 = 4;

/// The smallest number of such words.
const MIN_WORDS: u32 = 2;

/// The length in bytes of the longest word in the table.
const LONGEST: usize = 16;

/// A power of two that is more than twice the number of words.
const SLOTS: usize = 4096;

/// The common words of all languages. A word is compared as one number.
struct Table {
    slots: Vec<(u128, Languages)>,
    /// A Bloom filter with a bit for each value of part of a word's hash. Most words are rejected here without a look
    /// into the slots, which do not fit into the processor's cache.
    filter: [u64; FILTER / 64],
}

/// Sixteen bits per word.
const FILTER: usize = 1 << 14;

impl Table {
    fn get() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            let mut table = Table { slots: vec![(0, 0); SLOTS], filter: [0; FILTER / 64] };
            for (place, (_, words)) in WORDS.iter().enumerate() {
                for word in words.split(' ') {
                    let (_, key) = self::word(word.as_bytes());
                    if key != 0 {
                        let slot = table.slot(key);
                        table.slots[slot].0 = key;
                        table.slots[slot].1 |= 1 << place;
                        let (part, bit) = filter_position(hash(key));
                        table.filter[part] |= bit;
                    }
                }
            }
            table
        })
    }

    /// Returns the slot of the word, or the slot where it would be.
    fn slot(&self, key: u128) -> usize {
        let mut slot = (hash(key) >> 52) as usize % SLOTS;
        while self.slots[slot].0 != key && self.slots[slot].0 != 0 {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }

    #[inline]
    fn languages(&self, key: u128) -> Languages {
        let (part, bit) = filter_position(hash(key));
        if self.filter[part] & bit == 0 { 0 } else { self.slots[self.slot(key)].1 }
    }
}

/// Fibonacci hashing: the top bits of a product with an odd number that has no pattern.
fn hash(key: u128) -> u64 {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(17);
    folded.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Returns the index and the mask of a word's bit in the filter.
fn filter_position(hash: u64) -> (usize, u64) {
    let place = (hash >> 44) as usize % FILTER;
    (place / 64, 1 << (place % 64))
}

/// Returns the length of the first word of these bytes, which begin with a letter, and its key: the bytes as a number,
/// with a lower-case first letter, or zero if the word is too long for the table.
#[inline(always)]
fn word(bytes: &[u8]) -> (usize, u128) {
    const HALF: usize = LONGEST / 2;
    let Some(sixteen) = bytes.first_chunk::<LONGEST>() else { return last_word(bytes) };
    let whole = u128::from_le_bytes(*sixteen);
    let (first, second) = (whole as u64, (whole >> 64) as u64);
    let first = if sixteen[0].is_ascii_uppercase() { first | u64::from(b' ') } else { first };
    let ends = others(first);
    if ends != 0 {
        let bits = ends.trailing_zeros() & !7;
        return (bits as usize / 8, u128::from(first & !(u64::MAX << bits)));
    }
    let ends = others(second);
    if ends != 0 {
        let bits = ends.trailing_zeros() & !7;
        let second = second & !(u64::MAX << bits);
        return (HALF + bits as usize / 8, u128::from(first) | u128::from(second) << 64);
    }
    let length = LONGEST + letters(&bytes[LONGEST..]);
    (length, if length == LONGEST { u128::from(first) | u128::from(second) << 64 } else { 0 })
}

/// The same near the end of a text, where the bytes are padded.
#[cold]
fn last_word(bytes: &[u8]) -> (usize, u128) {
    let mut padded = [0; LONGEST + 1];
    padded[..bytes.len()].copy_from_slice(bytes);
    word(&padded)
}

fn index_of(language: Language) -> Option<usize> {
    static LANGUAGES: OnceLock<Vec<Option<Language>>> = OnceLock::new();
    let all = LANGUAGES.get_or_init(|| WORDS.iter().map(|(code, _)| Language::of_tag(code)).collect());
    all.iter().position(|known| *known == Some(language))
}

/// Returns the language, and the language with its neighbours.
fn family_of(language: Language) -> Option<(Languages, Languages)> {
    static FAMILIES: OnceLock<Vec<Languages>> = OnceLock::new();
    let families = FAMILIES.get_or_init(|| {
        let family = |code: &str| {
            let belongs = |other: &str| other == code || super::are_neighbours(code, other);
            let places = WORDS.iter().enumerate().filter(|(_, (other, _))| belongs(other));
            places.fold(0, |all, (place, _)| all | 1 << place)
        };
        WORDS.iter().map(|(code, _)| family(code)).collect()
    });
    let place = index_of(language)?;
    Some((1 << place, families[place]))
}

/// The common words among the first words of a text, each as the set of languages that have it. Every non-ASCII
/// character counts as a letter: a word in curved quotation marks is then not found, which does no harm and needs no
/// table.
struct Words<'t> {
    table: &'static Table,
    rest: &'t [u8],
    /// The number of words that were passed, common or not.
    count: usize,
    limit: usize,
}

/// Iterates over the common words among the first `most` words of a text.
fn words(text: &str, limit: usize) -> Words<'_> {
    Words { table: Table::get(), rest: text.as_bytes(), count: 0, limit }
}

impl Iterator for Words<'_> {
    type Item = Languages;

    /// Not inlined, so that the values needed for each word stay in registers.
    #[inline(never)]
    fn next(&mut self) -> Option<Languages> {
        let (table, mut rest) = (self.table, self.rest);
        let mut languages = 0;
        while languages == 0 && self.count < self.limit {
            let Some(begins) = rest.iter().position(|byte| is_letter(*byte)) else { break };
            let (length, key) = word(&rest[begins..]);
            rest = &rest[begins + length..];
            self.count += 1;
            languages = if key == 0 { 0 } else { table.languages(key) };
        }
        self.rest = rest;
        (languages != 0).then_some(languages)
    }
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// Returns the number of letters at the beginning of a text, compared eight at a time.
fn letters(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = bytes[at..].first_chunk::<8>() {
        let others = others(u64::from_le_bytes(*eight));
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + bytes[at..].iter().position(|byte| !is_letter(*byte)).unwrap_or(bytes.len() - at)
}

/// Returns the high bit of each of eight bytes that is not a letter.
const fn others(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGHS: u64 = ONES << 7;
    // In lower case. The sums reach the high bit from the first letter on, or after the last one.
    let low = (word | (ONES * 0x20)) & !HIGHS;
    let from_first = low + ONES * (0x80 - b'a' as u64);
    let after_last = low + ONES * (0x80 - b'z' as u64 - 1);
    !(from_first & !after_last | word) & HIGHS
}

/// Whether the common words at the beginning of a text belong to this language and only to it and its neighbours. False
/// for languages without a word list.
pub(super) fn confirm(language: Language, text: &str) -> bool {
    let Some((own, family)) = family_of(language) else { return false };
    let (mut mine, mut only_mine, mut against) = (0, 0, 0);
    let mut words = words(text, MAX_WORDS);
    for languages in &mut words {
        mine += u32::from(languages & own != 0);
        only_mine += u32::from(languages & own != 0 && languages & !family == 0);
        against += u32::from(languages & family == 0);
        if only_mine >= ENOUGH_WORDS && against * 4 <= mine {
            return true;
        }
    }
    only_mine >= MIN_WORDS && mine * 8 >= words.count as u32 && against * 3 <= mine
}

/// Whether one of the first words is a common word of this language, and of no other language except its neighbours.
pub(super) fn hint(language: Language, text: &str) -> bool {
    let Some((own, family)) = family_of(language) else { return false };
    words(text, MAX_WORDS).any(|languages| languages & own != 0 && languages & !family == 0)
}

/// Returns the one of two languages whose common words occur in the text while those of the other are absent or few.
/// `None` if neither is the case, or if one of the languages has no word list.
pub(super) fn likelier(left: Language, right: Language, text: &str) -> Option<Language> {
    let (one, other): (Languages, Languages) = (1 << index_of(left)?, 1 << index_of(right)?);
    let (mut for_one, mut for_other) = (0, 0);
    for languages in words(text, MAX_WORDS) {
        for_one += u32::from(languages & (one | other) == one);
        for_other += u32::from(languages & (one | other) == other);
    }
    match (for_one, for_other) {
        (one, other) if one > 3 * other => Some(left),
        (one, other) if other > 3 * one => Some(right),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages(text: &str) -> Languages {
        words(text, usize::MAX).fold(0, |all, languages| all | languages)
    }

    #[test]
    fn the_table_holds_every_word_under_its_languages() {
        assert!(WORDS.len() <= Languages::BITS as usize);
        for (place, (code, words)) in WORDS.iter().enumerate() {
            assert!(Language::of_tag(code).is_some_and(|language| language.code() == *code), "{code}");
            for word in words.split(' ') {
                assert!(languages(word) & 1 << place != 0, "{code} {word}");
                assert_eq!(word, word.to_lowercase(), "{code}");
            }
        }
        assert_eq!(languages("czytelnictwo"), 0);
        assert_eq!(languages("“The"), 0);
        assert_eq!(languages("The"), languages("the"));
        assert_eq!(languages("...the (longer text)"), languages("the"));
    }

    #[test]
    fn letters_are_counted_eight_at_once() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                let mut bytes = [b'n'; 20];
                bytes[place] = byte;
                assert_eq!(letters(&bytes), if is_letter(byte) { 20 } else { place }, "{byte} {place}");
            }
        }
    }

    #[test]
    fn common_words_confirm_a_language() {
        let english = "The article discusses how reading has changed in small towns and which part is played by them.";
        let polish = "W artykule omówiono przemiany czytelnictwa, które dokonały się w małych miastach, oraz ich rolę.";
        let language = |tag| Language::of_tag(tag).expect("a code");
        assert!(confirm(language("en"), english) && confirm(language("pol"), polish));
        assert!(!confirm(language("en"), polish) && !confirm(language("pl"), english));
        assert!(!confirm(language("sw"), english));
    }

    #[test]
    fn of_two_languages_one_is_meant() {
        let language = |tag| Language::of_tag(tag).expect("a code");
        let (pl, en) = (language("pl"), language("en"));
        assert_eq!(likelier(en, pl, "Rola małych państw w promowaniu bezpieczeństwa"), Some(pl));
        assert_eq!(likelier(en, pl, "The role of small states in promoting security"), Some(en));
        assert_eq!(likelier(en, pl, "Pan Tadeusz"), None);
    }
}
