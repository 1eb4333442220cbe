//! Limits a panic while a file is read, checked or reported to that file.
//!
//! A panic is always a bug in this program. Its message may contain text of a record, so it is escaped here.

use crate::diagnostic::show;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The maximum length of the panic message that is reported, in characters.
const LONGEST_MESSAGE: usize = 200;

/// Whether the panics of a thread are caught.
enum Watch {
    /// Panics are not caught.
    Off,
    /// Panics are caught. Contains the location of the last one.
    On(Option<String>),
}

thread_local! {
    static WATCH: RefCell<Watch> = const { RefCell::new(Watch::Off) };
}

/// Installs a panic hook that records the location of panics that [`catch_panic`] catches, instead of printing them.
/// Other panics are still printed by the previous hook, and all panics if `RUST_BACKTRACE` is set.
pub fn install_panic_hook() {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_caught = WATCH.with_borrow_mut(|watch| match watch {
            Watch::Off => false,
            Watch::On(place) => {
                *place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
                true
            }
        });
        if !is_caught || std::env::var_os("RUST_BACKTRACE").is_some() {
            previous(panic);
        }
    }));
}

/// Runs `work`. If it panics, returns a description of the panic. Data that `work` was changing may be inconsistent
/// afterwards and must not be used.
pub fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = WATCH.replace(Watch::On(None));
    let result = catch_unwind(AssertUnwindSafe(work));
    let watch = WATCH.replace(before);
    result.map_err(|panic| {
        let place = if let Watch::On(Some(place)) = watch { format!(" at {place}") } else { String::new() };
        let message = show::visible(&message(panic.as_ref()).chars().take(LONGEST_MESSAGE).collect::<String>());
        format!("internal error{place}: {message}; please report it, with the file if possible")
    })
}

/// Returns the message of a panic.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_reason_without_control_characters() {
        assert_eq!(catch_panic(|| 1), Ok(1));
        let reason = catch_panic(|| -> u8 { panic!("slice of `a\u{1b}[31m`") }).expect_err("a panic");
        assert!(reason.contains("internal error") && reason.contains("slice of") && !reason.contains('\u{1b}'));
        // A second panic is caught as well.
        assert!(catch_panic(|| -> u8 { std::panic::panic_any(7_u8) }).is_err());
    }
}
