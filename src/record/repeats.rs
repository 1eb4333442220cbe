//! Finds repeated items in a list. Hashes are compared first, so that the time is linear for lists of thousands.

use xxhash_rust::xxh3::xxh3_64;

/// Returns a hash that is equal for texts that differ only in case and whitespace. It uses only ASCII letters and
/// digits if there are any. Texts with equal hashes must then be compared.
pub fn folded(text: &str) -> u64 {
    let add = |number: u64, character: u32| number.rotate_left(5) ^ u64::from(character);
    let number =
        text.bytes().fold(
            0,
            |number, byte| {
                if byte.is_ascii_alphanumeric() { add(number, u32::from(byte | 0x20)) } else { number }
            },
        );
    if number != 0 {
        return number;
    }
    letters(text).fold(0, |number, letter| add(number, u32::from(letter)))
}

/// Returns a hash that is equal for equal texts.
pub fn exact(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// Returns a hash of a few bytes of the text, equal for equal texts. Texts with equal hashes must then be compared.
pub(super) fn sampled(text: &str) -> u64 {
    const PLACES: usize = 5;
    let bytes = text.as_bytes();
    let sample = |place: usize| {
        let from = (bytes.len().saturating_sub(size_of::<u64>())) * place / (PLACES - 1);
        bytes[from..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    };
    (0..PLACES).fold(bytes.len() as u64, |number, place| number.rotate_left(9) ^ sample(place))
}

/// Whether two bytes are visible ASCII characters that differ in more than case. Texts that begin or end with them
/// differ, too.
pub(super) fn differ(one: Option<u8>, other: Option<u8>) -> bool {
    one.zip(other).is_some_and(|(one, other)| {
        one.is_ascii_graphic() && other.is_ascii_graphic() && !one.eq_ignore_ascii_case(&other)
    })
}

/// Whether a text may begin with `lower`, case-insensitively, judging by the first bytes if they are ASCII.
pub fn may_begin_with(text: &str, lower: &str) -> bool {
    const HEAD: usize = 3;
    let may_be = |(one, other): (u8, u8)| !(one.is_ascii() && other.is_ascii()) || one.eq_ignore_ascii_case(&other);
    text.len() >= lower.len().min(HEAD) && text.bytes().zip(lower.bytes()).take(HEAD).all(may_be)
}

/// Trims whitespace. Nearly always there is none, which a look at each end shows.
pub fn trimmed(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { text } else { text.trim() }
}

/// Whether texts differ only in case and whitespace.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || letters(one).eq(letters(other))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase)
}

/// Up to this number of items, each hash is compared with all before it, which needs neither memory nor sorting.
pub(super) const FEW: usize = 32;

/// The hashes of a few items seen so far.
pub(super) struct Numbers {
    all: [u64; FEW],
    count: usize,
    /// A bit for each value of the top bits of a hash. If it is not set, no earlier hash is equal.
    seen: [u64; 4],
}

impl Numbers {
    /// Creates an empty set.
    pub(super) const fn new() -> Self {
        Self { all: [0; FEW], count: 0, seen: [0; 4] }
    }

    /// Adds a hash and returns whether it is new. After [`FEW`] hashes, every hash counts as seen.
    pub(super) fn is_new(&mut self, number: u64) -> bool {
        let top = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56;
        let (seen, bit) = (&mut self.seen[top as usize / 64], 1 << (top % 64));
        let is_known = *seen & bit != 0 && self.all[..self.count].contains(&number);
        let Some(place) = self.all.get_mut(self.count) else { return false };
        *place = number;
        self.count += 1;
        *seen |= bit;
        !is_known
    }
}

/// Whether all hashes of a few items are different.
pub(super) fn are_different<T>(items: &[T], mut number: impl FnMut(&T) -> u64) -> bool {
    let mut numbers = Numbers::new();
    items.iter().all(|item| numbers.is_new(number(item)))
}

/// The largest number of earlier items with the same hash with which an item is compared. Items with the same hash are
/// nearly always equal, so that the first one decides. No real list has thousands of different items with the same
/// hash.
const MAX_COMPARED: usize = 256;

/// Returns, for each item that equals an earlier one, the indices of the first equal item and of itself, in the order
/// of the list. `number` must be the same for items that are equal.
pub fn repeats<T>(items: &[T], number: impl Fn(&T) -> u64, is_equal: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    if items.len() < 2 {
        return Vec::new();
    }
    if items.len() <= FEW && are_different(items, &number) {
        return Vec::new();
    }
    let mut numbers: Vec<(u64, usize)> = items.iter().map(number).zip(0..).collect();
    numbers.sort_unstable();
    let mut found = Vec::new();
    for same in numbers.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
        // Nearly always all items are equal to the first one.
        for (place, (_, again)) in same.iter().enumerate().skip(1) {
            let earlier = same[..place].iter().take(MAX_COMPARED).map(|(_, at)| *at);
            let first = earlier.into_iter().find(|at| is_equal(&items[*at], &items[*again]));
            found.extend(first.map(|first| (first, *again)));
        }
    }
    found.sort_unstable_by_key(|(_, again)| *again);
    found
}

/// Groups the result of [`repeats`] by the first item: each with all that repeat it, in the order of the list.
pub fn by_first(mut found: Vec<(usize, usize)>) -> Vec<(usize, Vec<usize>)> {
    found.sort_unstable();
    let one = |same: &[(usize, usize)]| (same[0].0, same.iter().map(|(_, again)| *again).collect());
    found.chunk_by(|one, other| one.0 == other.0).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(items: &[&str]) -> Vec<(usize, usize)> {
        repeats(items, |text| folded(text), |one, other| is_same(one, other))
    }

    #[test]
    fn repeats_are_found_in_order() {
        assert_eq!(found(&["a", "B", "b", "A", "c", "a "]), [(1, 2), (0, 3), (0, 5)]);
        assert_eq!(found(&["a"]), []);
        assert_eq!(found(&[]), []);
        assert_eq!(found(&["Żółw", "żółw", "ŻÓŁ W"]), [(0, 1), (0, 2)]);
        let long = "Lange Rede, kurzer Sinn. ".repeat(9);
        assert_eq!(found(&[&long, &long.to_uppercase(), &long[1..]]), [(0, 1)]);
    }

    #[test]
    fn repeats_are_listed_under_their_firsts() {
        assert_eq!(by_first(vec![(1, 2), (0, 3), (1, 4), (0, 5)]), [(0, vec![3, 5]), (1, vec![2, 4])]);
        assert_eq!(by_first(Vec::new()), []);
    }

    #[test]
    fn equal_numbers_are_not_enough() {
        let items = ["a", "b", "a"];
        assert_eq!(repeats(&items, |_| 7, |one, other| one == other), [(0, 2)]);
    }
}
