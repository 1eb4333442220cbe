//! Compressed input, detected by its first bytes: gzip and Zstandard. A small file must not unpack to fill the memory.

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file may unpack to so many times its size. Records of one journal pack to a tenth, or a fiftieth.
const RATIO: u64 = 200;

/// So much may always come of a file, in bytes.
const ALWAYS: u64 = 16 << 20;

/// The largest window that a frame of Zstandard may ask for, in bytes.
const WINDOW: u64 = 128 << 20;

/// The name of a file without the ending that says how it is packed.
pub(super) fn plain_name(name: &str) -> &str {
    name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name)
}

/// How input is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstandard,
}

/// So many first bytes decide.
const PROBE: usize = 4;

impl Packing {
    /// By the first bytes: the magic number of gzip (RFC 1952) with its one method, that of a frame of Zstandard, or of a
    /// frame that is to be skipped (RFC 8878).
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, 0x08, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// By a name, of input that does not begin as text does: what is damaged is to be reported as such.
    fn named(name: &str, head: &[u8]) -> Option<Self> {
        let is_text = |byte: &u8| *byte >= b' ' || byte.is_ascii_whitespace();
        let is_mark = |byte: &u8| matches!(byte, 0xEF | 0xFE | 0xFF);
        let begins_as_text = head.first().is_none_or(is_mark) || head.iter().all(is_text);
        match name.rsplit_once('.')?.1 {
            "gz" if !begins_as_text => Some(Self::Gzip),
            "zst" if !begins_as_text => Some(Self::Zstandard),
            _ => None,
        }
    }
}

/// What the input called `name` holds, unpacked, and whether it was packed.
pub(super) fn unpacked(name: &str, mut input: impl Read + 'static) -> io::Result<(Box<dyn Read>, bool)> {
    let mut head = Vec::with_capacity(PROBE);
    input.by_ref().take(PROBE as u64).read_to_end(&mut head)?;
    let packing = Packing::of(&head).or_else(|| Packing::named(name, &head));
    let whole = Cursor::new(head).chain(input);
    let Some(packing) = packing else { return Ok((Box::new(whole), false)) };
    let taken = Arc::new(AtomicU64::new(0));
    let packed = BufReader::new(Counted { input: whole, taken: Arc::clone(&taken) });
    let inner: Box<dyn Read> = match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Packing::Zstandard => Box::new(Frames { waiting: Some(packed), open: None }),
    };
    Ok((Box::new(Bounded { inner, taken, given: 0 }), true))
}

/// Input of which it is counted how much was read.
struct Counted<R> {
    input: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// The frames of Zstandard, one behind the other.
struct Frames<R: BufRead> {
    /// Where the next frame begins, if there is one.
    waiting: Option<R>,
    open: Option<Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(open) = &mut self.open {
                let count = open.read(buffer)?;
                if count > 0 || buffer.is_empty() {
                    return Ok(count);
                }
                self.waiting = self.open.take().map(|open| open.into_inner());
            }
            let Some(mut packed) = self.waiting.take() else { return Ok(0) };
            if packed.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let decoder = StreamingDecoder::new_with_max_window_size(packed, WINDOW).map_err(io::Error::other)?;
            self.open = Some(Box::new(decoder));
        }
    }
}

/// What comes out of a packed file, as long as it is in proportion.
struct Bounded {
    inner: Box<dyn Read>,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count =
            self.inner.read(buffer).map_err(|error| io::Error::other(format!("it cannot be unpacked: {error}")))?;
        self.given += count as u64;
        if self.given > ALWAYS && self.given > RATIO * self.taken.load(Ordering::Relaxed) {
            return Err(io::Error::other(format!(
                "it unpacks to more than {RATIO} times its size; unpack it yourself if you trust it, and check that"
            )));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).expect("a list of bytes takes all");
        encoder.finish().expect("a list of bytes takes all")
    }

    fn read(name: &str, bytes: Vec<u8>) -> (Result<String, String>, bool) {
        let (mut reader, is_packed) = unpacked(name, Cursor::new(bytes)).expect("bytes can be read");
        let mut text = String::new();
        let read = reader.read_to_string(&mut text).map(|_| text).map_err(|error| error.to_string());
        (read, is_packed)
    }

    #[test]
    fn the_content_decides_and_not_the_name() {
        for name in ["a.json.gz", "a.json", "a", "a.zst"] {
            assert_eq!(read(name, gzip("{}")), (Ok("{}".to_owned()), true), "{name}");
        }
        for name in ["a.json.gz", "a.zst", "a"] {
            for text in ["{}", "", "a", "\u{FEFF}{}", "\n{}"] {
                assert_eq!(read(name, text.as_bytes().to_vec()), (Ok(text.to_owned()), false), "{name}");
            }
        }
    }

    #[test]
    fn what_is_damaged_is_no_text() {
        let mut cut = gzip("{\"title\": \"A\"}");
        cut.truncate(12);
        for (name, bytes) in [("a", cut), ("a.gz", b"\0\x01\x02\x03".to_vec()), ("a.zst", b"\0\x01".to_vec())] {
            let (read, is_packed) = read(name, bytes);
            assert!(is_packed && read.is_err_and(|error| error.contains("cannot be unpacked")), "{name}");
        }
    }
}
