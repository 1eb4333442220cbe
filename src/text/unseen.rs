//! Invisible text.

/// Whether a text is invisible: empty, or only whitespace and characters that are not displayed.
pub fn is_unseen(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || letter.is_control() || is_ignorable(letter))
}

/// Characters for which a program that does not know them displays nothing (The Unicode Standard, property
/// Default_Ignorable_Code_Point).
fn is_ignorable(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees() {
        for text in ["", " \t\n\u{a0}", "\u{200b}", " \u{ad}\u{feff} ", "\u{2028}\u{1}", "\u{fe0f}"] {
            assert!(is_unseen(text), "{text:?}");
        }
        for text in ["a", "\u{200b}-", "\u{fffd}", "\u{301}"] {
            assert!(!is_unseen(text), "{text:?}");
        }
    }
}
