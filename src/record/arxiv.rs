//! arXiv identifiers, as described on arXiv's help page.

/// Whether a text is an identifier: `1706.03762`, with or without a version, or `hep-th/9901001`, the form used until
/// March 2007.
pub fn is_id(text: &str) -> bool {
    let bare = match text.rsplit_once('v') {
        Some((bare, version)) if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => text,
    };
    match bare.split_once('/') {
        Some((archive, number)) => is_archive(archive) && number.len() == 7 && is_month(number) && is_digits(number),
        None => bare.split_once('.').is_some_and(|(month, number)| {
            let length = if month >= "1501" { 5 } else { 4 };
            month.len() == 4
                && is_digits(month)
                && is_month(month)
                && month >= "0704"
                && number.len() == length
                && is_digits(number)
        }),
    }
}

/// Returns the identifier after a label or in an address.
pub fn bare(text: &str) -> Option<&str> {
    let trimmed = text.trim();
    let labels = ["arxiv:", "arxiv ", "https://arxiv.org/abs/", "http://arxiv.org/abs/"];
    let label =
        labels.iter().find(|label| trimmed.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label)))?;
    Some(trimmed[label.len()..].trim()).filter(|rest| is_id(rest))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the third and fourth characters are a month.
fn is_month(text: &str) -> bool {
    text.get(2..4).is_some_and(|month| ("01"..="12").contains(&month))
}

/// Whether a text is an archive name such as `hep-th` or `math.GT`.
fn is_archive(text: &str) -> bool {
    let (archive, class) = text.split_once('.').unwrap_or((text, "AA"));
    let is_name = !archive.is_empty() && archive.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    is_name && (2..=10).contains(&class.len()) && class.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_recognised() {
        for good in [
            "1706.03762",
            "1706.03762v3",
            "0704.0001",
            "1412.9999",
            "1501.00001",
            "hep-th/9901001",
            "math.GT/0309136",
            "cs/0504107v2",
        ] {
            assert!(is_id(good), "{good}");
        }
        for bad in [
            "1706.3762",
            "1412.00001",
            "1713.03762",
            "1700.03762",
            "0612.0001",
            "arXiv:1706.03762",
            "hep-th/990100",
            "hep-th/9913001",
            "",
            "x.y",
            "żółw/9901001",
        ] {
            assert!(!is_id(bad), "{bad}");
        }
        assert_eq!(bare("arXiv:1706.03762"), Some("1706.03762"));
        assert_eq!(bare("https://arxiv.org/abs/hep-th/9901001"), Some("hep-th/9901001"));
        assert_eq!(bare("arXiv 1706.6083"), None);
    }
}
