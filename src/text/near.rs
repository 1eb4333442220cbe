//! Suggestions for misspelled names.

/// Returns the Damerau-Levenshtein distance of two names if it is at most `max`: the number of missing, extra, wrong or
/// transposed letters.
pub fn edit_distance(name: &str, other: &str, max: usize) -> Option<usize> {
    // A letter has at most four bytes, so the lengths alone may rule the pair out.
    if name.len().abs_diff(other.len()) > 4 * max {
        return None;
    }
    // An edit removes at most one letter and adds at most one. Most pairs of names differ in more letters.
    let letters = |name: &str| name.chars().fold(0_u64, |all, letter| all | 1 << (u32::from(letter) % u64::BITS));
    let differing = (letters(name) ^ letters(other)).count_ones() as usize;
    let may_be_near = differing <= 2 * max;
    may_be_near.then(|| strsim::damerau_levenshtein(name, other)).filter(|distance| *distance <= max)
}

/// Limit on the number of comparisons for suggestions. A file with that many unknown names does not suffer from typos;
/// beyond the limit, its findings have no suggestion.
pub const MAX_COMPARISONS: usize = 1_000_000;

/// Longer names get no suggestion.
const LONGEST_NAME: usize = 60;

/// Returns the one of `names` that is closest to `name`: at a distance of at most two and of at most a third of its
/// letters, and closer than any other. A wrong suggestion is worse than none.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let letters = name.chars().count();
    if letters > LONGEST_NAME {
        return None;
    }
    let lower = name.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    let mut is_unique = true;
    for other in names {
        let length = other.chars().count();
        if length.abs_diff(letters) > 2 {
            continue;
        }
        let max = (length.min(letters) / 3).min(2);
        let is_same = other.chars().flat_map(char::to_lowercase).eq(lower.chars());
        let Some(distance) = (if is_same { Some(0) } else { edit_distance(name, other, max) }) else { continue };
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, found)) if distance == least => is_unique &= found == other,
            _ => {
                best = Some((distance, other));
                is_unique = true;
            }
        }
    }
    best.filter(|_| is_unique).map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_up_to_a_limit() {
        assert_eq!(edit_distance("title", "title", 0), Some(0));
        assert_eq!(edit_distance("titel", "title", 1), Some(1));
        assert_eq!(edit_distance("abtsract", "abstracts", 2), Some(2));
        assert_eq!(edit_distance("abtsract", "abstracts", 1), None);
        assert_eq!(edit_distance("żółć", "zółc", 2), Some(2));
        assert_eq!(edit_distance("volume", "issue", 2), None);
        assert_eq!(edit_distance("aaaaaaaa", "a", 1), None);
    }
}
