//! What a text has in it, found in one pass for all rules that look at every text.
//!
//! Nearly every text has nothing that any rule is interested in; the pass has no way out of its loop, so that many
//! bytes are looked at in one step.

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u8);

impl Marks {
    /// A character below the blank: a control, a tab, a line break.
    pub const CONTROL: Marks = Marks(1);
    /// A character above U+007F.
    pub const FOREIGN: Marks = Marks(2);
    /// `&`, `<`, `\` or `$`: the beginning of what may be markup.
    pub const MARKUP: Marks = Marks(4);
    /// Two blanks side by side.
    pub const BLANKS: Marks = Marks(8);
    /// A blank, a tab, a line break or a character above U+007F that is white space, at either end.
    pub const EDGE: Marks = Marks(16);
    /// At most forty bytes.
    pub const SHORT: Marks = Marks(32);

    /// The marks of a text.
    #[allow(clippy::needless_bitwise_bool)] // A way out of the loop would make it one byte a step.
    pub fn of(text: &str) -> Marks {
        const SHORT: usize = 40;
        let bytes = text.as_bytes();
        let (mut control, mut high, mut markup) = (false, 0, false);
        for byte in bytes {
            control |= *byte < b' ';
            high |= byte;
            markup |= (*byte == b'&') | (*byte == b'<') | (*byte == b'\\') | (*byte == b'$');
        }
        let mut doubled = false;
        for (left, right) in bytes.iter().zip(bytes.get(1..).unwrap_or_default()) {
            doubled |= (*left == b' ') & (*right == b' ');
        }
        let found = u8::from(control) | (high >> 7) << 1 | u8::from(markup) << 2;
        let is_edged = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
        Marks(found | u8::from(doubled) << 3 | u8::from(is_edged) << 4 | u8::from(bytes.len() <= SHORT) << 5)
    }

    /// Both sets.
    #[must_use]
    pub const fn or(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether the sets share a mark.
    pub const fn meets(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_found_and_no_other() {
        let long = "x".repeat(50);
        let cases = [
            (String::new(), Marks::SHORT),
            (long.clone(), Marks(0)),
            (format!("{long}\n{long}"), Marks::CONTROL),
            (format!("{long}ł"), Marks::FOREIGN),
            (format!("{long}&"), Marks::MARKUP),
            (format!("{long}  {long}"), Marks::BLANKS),
            (format!("{long} "), Marks::EDGE),
            (format!("\u{a0}{long}"), Marks::EDGE.or(Marks::FOREIGN)),
        ];
        for (text, marks) in cases {
            assert_eq!(Marks::of(&text), marks, "{text:?}");
        }
    }
}
