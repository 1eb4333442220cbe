//! Where the signs stand that readers and rules look for, found in one pass over a text, 64 bytes at once.
//!
//! The reader of JSON goes from one end of a text to the next by a bit for each byte, and of most texts no rule needs to look
//! at a byte: where no bit is set among theirs, none is interested in them.

mod blocks;

#[cfg(test)]
mod tests;

use blocks::{AROUND, BLOCK, Block, look};

/// So many blocks are looked at together, since choosing the instructions of the processor takes as much as one of them.
const TOGETHER: usize = 16;

/// What stands where in a text, from some place on, as far as it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    /// Whether it is looked for more than where texts end.
    is_looking: bool,
    /// Where the first block begins.
    base: usize,
    blocks: Vec<Block>,
}

/// What a text has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nobody looked.
    Unknown,
    /// Nothing that any rule on texts looks at. Characters side by side that are not ASCII are only of interest where none
    /// stands alone: pairs of them may be what is left of single ones.
    Plain,
    /// The same, but something at its ends may be of interest.
    Ends,
    /// Characters side by side that are not ASCII, none of two bytes alone, and nothing else of interest.
    Beside,
    /// Something that has to be looked at.
    Odd,
}

impl Signs {
    /// Looks from now on for what rules on texts may be interested in, or no longer.
    pub fn look_for_rules(&mut self, is_looking: bool) {
        self.is_looking = is_looking;
        self.forget();
    }

    /// What is asked for next begins at `base`. What is known of it already is kept: the text must be the same.
    pub fn begin(&mut self, base: usize) {
        let passed = base.checked_sub(self.base).map(|bytes| bytes / BLOCK);
        if let Some(passed) = passed.filter(|passed| *passed < self.blocks.len()) {
            self.blocks.drain(..passed);
            self.base += passed * BLOCK;
        } else {
            self.forget();
            self.base = base;
        }
    }

    /// Forgets what is known, of another text.
    pub fn forget(&mut self) {
        self.blocks.clear();
    }

    /// Where a text of JSON that begins at `at`, which is not before the beginning, ends or is interrupted, and what it has
    /// in it up to there, whatever is at its ends, if it is looked for that. Less than what rules are interested in is never
    /// told, and now and then more.
    pub fn text(&mut self, text: &[u8], at: usize) -> Option<(usize, Look)> {
        let mut number = (at - self.base) / BLOCK;
        let mut among = u64::MAX << ((at - self.base) % BLOCK);
        let mut seen = Block::default();
        loop {
            let start = self.base + number * BLOCK;
            if start >= text.len() {
                return None;
            }
            while number >= self.blocks.len() {
                self.look(text);
            }
            if let Some(end) = seen.add(self.blocks.get(number)?, among) {
                return (start + end < text.len()).then_some((start + end, self.look_of(&seen)));
            }
            number += 1;
            among = u64::MAX;
        }
    }

    /// What a text has in it of which this was seen.
    fn look_of(&self, seen: &Block) -> Look {
        if !self.is_looking {
            Look::Unknown
        } else if seen.odd != 0 {
            Look::Odd
        } else if seen.beside != 0 && seen.lone == 0 {
            Look::Beside
        } else {
            Look::Plain
        }
    }

    /// Looks at the next blocks.
    #[inline(never)]
    fn look(&mut self, text: &[u8]) {
        let known = self.blocks.len();
        let start = self.base + known * BLOCK;
        // Before the first byte of the text stands nothing.
        let around = start.checked_sub(1).and_then(|before| text.get(before..)).unwrap_or_default();
        let whole = ((around.len() + BLOCK).saturating_sub(AROUND) / BLOCK).min(TOGETHER);
        if whole > 0 {
            self.blocks.resize(known + whole, Block::default());
            look(around, &mut self.blocks[known..], self.is_looking);
        } else {
            // What stands behind the end of the text is not asked for.
            let (from, skipped) = start.checked_sub(1).map_or((start, 1), |before| (before, 0));
            let part = &text[from..text.len().min(from + AROUND - skipped)];
            let mut padded = [0; AROUND];
            padded[skipped..skipped + part.len()].copy_from_slice(part);
            self.blocks.push(Block::default());
            look(&padded, &mut self.blocks[known..], self.is_looking);
        }
    }
}
