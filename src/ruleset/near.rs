//! What was probably meant by a name that is not known.

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
        let distance = if lower == other.to_lowercase() { 0 } else { strsim::damerau_levenshtein(name, other) };
        if distance > 2 || distance * 3 > length.min(letters) {
            continue;
        }
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
