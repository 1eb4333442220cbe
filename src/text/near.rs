//! What was probably meant by a name that is not known.

/// How many slips lead from one name to another, if not more than `most` do: letters that are missing, too many, wrong, or
/// exchanged with their neighbour.
pub fn slips(name: &str, other: &str, most: usize) -> Option<usize> {
    // A letter has four bytes at most: names of other lengths need not be read.
    if name.len().abs_diff(other.len()) > 4 * most {
        return None;
    }
    // A slip takes one letter out of a name and brings another one in, at most: nearly all names differ in more.
    let letters = |name: &str| name.chars().fold(0_u64, |all, letter| all | 1 << (u32::from(letter) % u64::BITS));
    let differing = (letters(name) ^ letters(other)).count_ones() as usize;
    let may_be_near = differing <= 2 * most;
    may_be_near.then(|| strsim::damerau_levenshtein(name, other)).filter(|distance| *distance <= most)
}

/// How often names are compared for a hint. A file with so many wrong names has another fault than slips, and beyond this
/// its findings come without a hint.
pub const MOST_COMPARED: usize = 1_000_000;

/// Longest name that is compared with others.
const LONGEST_NAME: usize = 60;

/// Of `names` the one that `name` was probably meant to be: at most two slips away and at most a third of its
/// letters, nearer than any other. A wrong guess is worse than none.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let letters = name.chars().count();
    if letters > LONGEST_NAME {
        return None;
    }
    let lower = name.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    let mut alone = true;
    for other in names {
        let length = other.chars().count();
        if length.abs_diff(letters) > 2 {
            continue;
        }
        let most = (length.min(letters) / 3).min(2);
        let is_same = other.chars().flat_map(char::to_lowercase).eq(lower.chars());
        let Some(distance) = (if is_same { Some(0) } else { slips(name, other, most) }) else { continue };
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, found)) if distance == least => alone &= found == other,
            _ => {
                best = Some((distance, other));
                alone = true;
            }
        }
    }
    best.filter(|_| alone).map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_as_far_as_they_matter() {
        assert_eq!(slips("title", "title", 0), Some(0));
        assert_eq!(slips("titel", "title", 1), Some(1));
        assert_eq!(slips("abtsract", "abstracts", 2), Some(2));
        assert_eq!(slips("abtsract", "abstracts", 1), None);
        assert_eq!(slips("żółć", "zółc", 2), Some(2));
        assert_eq!(slips("volume", "issue", 2), None);
        assert_eq!(slips("aaaaaaaa", "a", 1), None);
    }
}
