//! Packed files, told by their names: gzip and Zstandard. A small file must not unpack to fill the memory.

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
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

/// What a file called `name` holds, unpacked.
pub(super) fn unpacked(name: &str, file: File) -> Box<dyn Read> {
    if plain_name(name) == name {
        return Box::new(file);
    }
    let taken = Arc::new(AtomicU64::new(0));
    let packed = BufReader::new(Counted { file, taken: Arc::clone(&taken) });
    let inner: Box<dyn Read> = if name.strip_suffix(".gz").is_some() {
        Box::new(MultiGzDecoder::new(packed))
    } else {
        Box::new(Frames { waiting: Some(packed), open: None })
    };
    Box::new(Bounded { inner, taken, given: 0 })
}

/// A file of which it is counted how much was read.
struct Counted {
    file: File,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
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
