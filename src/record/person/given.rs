//! Given names that are hardly ever surnames. A name that begins with one of them is in the spoken order.

use super::words::{folded_eq, is_initials, is_particle};
use super::{is_addition, words};
use unicode_normalization::UnicodeNormalization;

/// Given names, in lower case. Names that are also surnames (`Martin`, `Thomas`, `James`) are left out, and so are
/// short names that are surnames in East Asia. English, French, German, Italian, Spanish, Portuguese, Polish, Czech,
/// Dutch, Scandinavian, Greek, Turkish, Indian, Russian.
#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "adriana", "agata", "agnieszka", "aisha", "akira", "alejandra", "alejandro", "aleksander", "aleksandra",
    "alessandra", "alessandro", "alessia", "alessio", "alexandra", "alexandre", "alice", "alicia", "alicja", "alison",
    "amanda", "amélie", "ana", "anders", "andrea", "andreas", "andrew", "andrzej", "anette", "angela", "angelika",
    "anita", "anja", "anke", "anna", "anne", "annette", "annika", "antje", "antoine", "antonella", "antonia", "arjun",
    "astrid", "aurélie", "ayşe", "barbara", "bartosz", "beata", "beatrice", "beatriz", "birgit", "birgitta", "bogdan",
    "bożena", "brigitte", "britta", "camille", "carla", "carlo", "carolina", "caroline", "cecilia", "charlotte",
    "chiara", "chloe", "chloé", "christine", "christoph", "christophe", "claire", "claudia", "colin", "cristina",
    "cynthia", "cécile", "céline", "dagmar", "daniela", "danielle", "danuta", "dariusz", "deborah", "denise", "diana",
    "diego", "dimitris", "dmitri", "dmitry", "dominika", "dominique", "dorota", "dorothea", "douglas", "dylan",
    "eduardo", "edyta", "ekaterina", "elena", "eleonora", "elisabeth", "elise", "elizabeth", "elżbieta", "emanuele",
    "emilia", "emily", "emma", "enrico", "erika", "esther", "eva", "evelyn", "ewa", "fabien", "fabio", "fabrizio",
    "federica", "federico", "felipe", "fernanda", "fernando", "filipe", "fiona", "francesca", "francesco", "françois",
    "françoise", "frédéric", "gabriela", "gabriele", "gabriella", "georgia", "gerda", "gianluca", "giorgio",
    "giovanni", "giulia", "giuseppe", "grażyna", "greta", "guillaume", "gustavo", "halina", "hanna", "hannah",
    "heather", "heike", "heinz", "helena", "helga", "henrique", "hiroshi", "hélène", "ignacio", "igor", "ilse",
    "ines", "ingrid", "inès", "irena", "irene", "isabel", "isabella", "isabelle", "ivan", "iwona", "izabela", "jacek",
    "jacqueline", "jakub", "jan", "jana", "janina", "jarosław", "javier", "jennifer", "jerzy", "jessica", "joanna",
    "joao", "johanna", "johannes", "john", "jonathan", "jose", "josé", "joão", "juan", "judith", "julia", "juliette",
    "jürgen", "kamil", "karin", "karolina", "katarina", "katarzyna", "kate", "katharina", "katherine", "kathleen",
    "katja", "katrin", "kerstin", "kiran", "klaus", "krystyna", "krzysztof", "lars", "laura", "laurence", "leah",
    "leila", "linda", "lisa", "lorenzo", "luca", "lucia", "lucie", "lucía", "luigi", "luis", "luise", "luiz", "lukas",
    "luke", "luís", "léa", "maciej", "magdalena", "magnus", "manfred", "manuela", "marcin", "marco", "marek",
    "margaret", "margarita", "maria", "mariana", "marie", "marina", "mariusz", "marta", "martha", "martina", "mary",
    "maría", "mateusz", "mathieu", "matteo", "matthew", "małgorzata", "megan", "mehmet", "melanie", "melissa",
    "michael", "michał", "michela", "michele", "michelle", "miguel", "mikhail", "mirosław", "monica", "monika",
    "monique", "mónica", "nadia", "nancy", "natalia", "natalie", "natasha", "nathalie", "nicolas", "nicole", "niklas",
    "nikolaos", "nina", "nora", "norah", "olga", "olivia", "pablo", "pamela", "paola", "paolo", "patricia",
    "patrícia", "paulina", "paweł", "petra", "philippe", "pierre", "pieter", "piotr", "priya", "przemysław", "rachel",
    "rafael", "rafał", "rahul", "raul", "raúl", "rebecca", "renata", "renate", "riccardo", "robert", "roberta",
    "roberto", "rodrigo", "sabine", "samantha", "sandra", "sanjay", "sara", "sarah", "sebastian", "sergei", "sergey",
    "sergio", "sharon", "silvia", "simona", "simone", "sofia", "sofía", "sophia", "sophie", "stanisław", "stefania",
    "stefano", "stephanie", "stéphane", "sunil", "susan", "susanne", "sven", "svetlana", "sylvia", "sylvie",
    "sławomir", "tadeusz", "takeshi", "tatiana", "teresa", "theresa", "thierry", "tomasz", "ulrich", "ulrike",
    "ursula", "urszula", "uwe", "valentina", "valeria", "vanessa", "veronica", "victoria", "vijay", "vladimir",
    "waldemar", "werner", "wiesław", "wojciech", "wolfgang", "xavier", "yasmin", "yolanda", "yuki", "yvonne",
    "zbigniew", "zofia", "zuzana", "élisabeth", "éric", "łukasz", "александр", "алексей", "анатолий", "андрей",
    "анна", "борис", "владимир", "галина", "дмитрий", "екатерина", "елена", "иван", "ирина", "мария", "михаил",
    "наталья", "николай", "ольга", "петр", "пётр", "светлана", "сергей", "татьяна", "юрий",
];

/// Whether a word is a given name that is hardly ever a surname. Of `Anders-Petter` the first part counts.
pub fn is_given_name(word: &str) -> bool {
    let first: String = word.split('-').next().unwrap_or_default().nfc().collect();
    first.chars().count() > 2 && GIVEN.iter().any(|known| folded_eq(&first, known))
}

/// Whether a text may be a full name in the spoken order: two to five words, all capitalised except particles.
pub fn may_be_whole_name(text: &str) -> bool {
    const MAX_WORDS: usize = 5;
    let text: String = text.nfc().collect();
    let words: Vec<&str> = words(&text).map(|(_, word)| word).collect();
    let [first, between @ .., last] = words.as_slice() else { return false };
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_name = |word: &&str| word.chars().all(|letter| letter.is_alphabetic() || "-.'’".contains(letter));
    words.len() <= MAX_WORDS
        && words.iter().all(is_name)
        && is_capital(first)
        && between.iter().all(|word| is_capital(word) || is_particle(word))
        && is_capital(last)
        && last.chars().filter(|letter| letter.is_alphabetic()).count() > 2
        && !last.contains('.')
        && !is_addition(last)
}

/// Whether the words of a text form a full name in the spoken order: first a given name or an initial, and last a
/// capitalised word that is neither.
pub fn is_whole_spoken(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let is_initial = first.ends_with('.') && is_initials(first);
    may_be_whole_name(text) && (is_given_name(first) || is_initial) && !is_given_name(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_are_distinguished_from_two_surnames() {
        for text in [
            "Norah Lorway",
            "Anders-Petter Andersson",
            "J. Nowak",
            "Maria de la Cruz",
            "Joa\u{303}o Nunes",
            "Иван Петров",
        ] {
            assert!(is_whole_spoken(text), "{text}");
        }
        for text in [
            "Cadavid Hinojosa",
            "García Márquez",
            "Van de Graaff",
            "Ana María",
            "Nowak Jan",
            "Anna",
            "Maria J.",
            "Maria Santos Jr.",
            "de Carvalho Junior",
            "Maria and Josef",
            "",
        ] {
            assert!(!is_whole_spoken(text), "{text}");
        }
    }
}
