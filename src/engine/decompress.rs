//! Decompresses gzip and Zstandard, which are detected from the first bytes. A small file must not decompress to fill
//! the memory.

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The maximum ratio of decompressed to compressed size. Records of one journal compress to a tenth or a fiftieth.
const MAX_RATIO: u64 = 200;

/// The decompressed size that is always allowed, in bytes.
const ALWAYS_ALLOWED: u64 = 16 << 20;

/// The maximum window size of a Zstandard frame, in bytes.
const MAX_WINDOW: u64 = 128 << 20;

/// Returns the name of a file without the extension of its compression.
pub(super) fn uncompressed_name(name: &str) -> &str {
    name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name)
}

/// How input is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compression {
    Gzip,
    Zstandard,
}

/// The number of bytes from which the compression is detected.
const PROBE: usize = 4;

impl Compression {
    /// Detects the compression from the first bytes: the magic number of gzip (RFC 1952) with its only method, or that
    /// of a Zstandard frame or skippable frame (RFC 8878).
    fn detect(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, 0x08, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// Determines the compression from the name if the input does not begin like text, so that damaged input is
    /// reported as such.
    fn from_name(name: &str, head: &[u8]) -> Option<Self> {
        let is_text = |byte: &u8| *byte >= b' ' || byte.is_ascii_whitespace();
        let is_byte_order_mark = |byte: &u8| matches!(byte, 0xEF | 0xFE | 0xFF);
        let begins_as_text = head.first().is_none_or(is_byte_order_mark) || head.iter().all(is_text);
        match name.rsplit_once('.')?.1 {
            "gz" if !begins_as_text => Some(Self::Gzip),
            "zst" if !begins_as_text => Some(Self::Zstandard),
            _ => None,
        }
    }
}

/// Returns the decompressed content of the input called `name`, and whether it was compressed.
pub(super) fn decompressed(name: &str, mut input: impl Read + 'static) -> io::Result<(Box<dyn Read>, bool)> {
    let mut head = Vec::with_capacity(PROBE);
    input.by_ref().take(PROBE as u64).read_to_end(&mut head)?;
    let compression = Compression::detect(&head).or_else(|| Compression::from_name(name, &head));
    let whole = Cursor::new(head).chain(input);
    let Some(compression) = compression else { return Ok((Box::new(whole), false)) };
    let consumed = Arc::new(AtomicU64::new(0));
    let compressed = BufReader::new(CountingReader { input: whole, consumed: Arc::clone(&consumed) });
    let inner: Box<dyn Read> = match compression {
        Compression::Gzip => Box::new(MultiGzDecoder::new(compressed)),
        Compression::Zstandard => Box::new(Frames { waiting: Some(compressed), open: None }),
    };
    Ok((Box::new(BoundedReader { inner, consumed, produced: 0 }), true))
}

/// Counts the bytes that are read.
struct CountingReader<R> {
    input: R,
    consumed: Arc<AtomicU64>,
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.consumed.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Reads consecutive Zstandard frames.
struct Frames<R: BufRead> {
    /// The input between two frames.
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
            let Some(mut compressed) = self.waiting.take() else { return Ok(0) };
            if compressed.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let decoder =
                StreamingDecoder::new_with_max_window_size(compressed, MAX_WINDOW).map_err(io::Error::other)?;
            self.open = Some(Box::new(decoder));
        }
    }
}

/// Reads decompressed data until its size is out of proportion.
struct BoundedReader {
    inner: Box<dyn Read>,
    consumed: Arc<AtomicU64>,
    produced: u64,
}

impl Read for BoundedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count =
            self.inner.read(buffer).map_err(|error| io::Error::other(format!("it cannot be decompressed: {error}")))?;
        self.produced += count as u64;
        if self.produced > ALWAYS_ALLOWED && self.produced > MAX_RATIO * self.consumed.load(Ordering::Relaxed) {
            return Err(io::Error::other(format!(
                "its decompressed size is more than {MAX_RATIO} times its size; if you trust it, decompress it and check the result"
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
        let (mut reader, is_compressed) = decompressed(name, Cursor::new(bytes)).expect("bytes can be read");
        let mut text = String::new();
        let read = reader.read_to_string(&mut text).map(|_| text).map_err(|error| error.to_string());
        (read, is_compressed)
    }

    #[test]
    fn the_content_determines_the_compression_and_not_the_name() {
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
    fn damaged_input_is_not_text() {
        let mut cut = gzip("{\"title\": \"A\"}");
        cut.truncate(12);
        for (name, bytes) in [("a", cut), ("a.gz", b"\0\x01\x02\x03".to_vec()), ("a.zst", b"\0\x01".to_vec())] {
            let (read, is_compressed) = read(name, bytes);
            assert!(is_compressed && read.is_err_and(|error| error.contains("cannot be decompressed")), "{name}");
        }
    }
}
