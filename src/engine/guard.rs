//! A panic while one file is read, checked or reported ends that file, and no other.
//!
//! A panic is always a mistake of this program. What it says may hold text of a record, so that it is escaped here.

use crate::diagnostic::show;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Longest message of a panic that is repeated, in characters.
const LONGEST_MESSAGE: usize = 200;

/// What is known of the panics of a thread.
enum Watch {
    /// They are not caught.
    Off,
    /// They are caught; where the last one happened, once there was one.
    On(Option<String>),
}

thread_local! {
    static WATCH: RefCell<Watch> = const { RefCell::new(Watch::Off) };
}

/// Has the panics that [`guarded`] catches remember where they happened, instead of printing it. Other panics, and all
/// of them where `RUST_BACKTRACE` is set, are still printed by the hook that was there.
pub fn remember_panics() {
    let printed = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_caught = WATCH.with_borrow_mut(|watch| match watch {
            Watch::Off => false,
            Watch::On(place) => {
                *place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
                true
            }
        });
        if !is_caught || std::env::var_os("RUST_BACKTRACE").is_some() {
            printed(panic);
        }
    }));
}

/// Runs `work`; if it panics, the reason in words. What `work` was changing must not be used as it is afterwards.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = WATCH.replace(Watch::On(None));
    let result = catch_unwind(AssertUnwindSafe(work));
    let watch = WATCH.replace(before);
    result.map_err(|panic| {
        let place = if let Watch::On(Some(place)) = watch { format!(" at {place}") } else { String::new() };
        let message = show::visible(&message(panic.as_ref()).chars().take(LONGEST_MESSAGE).collect::<String>());
        format!("an internal error{place} ({message}) stopped this; please report it, with the file if you can")
    })
}

/// What was given to `panic!`.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_reason_without_control_characters() {
        assert_eq!(guarded(|| 1), Ok(1));
        let reason = guarded(|| -> u8 { panic!("slice of `a\u{1b}[31m`") }).expect_err("a panic");
        assert!(reason.contains("internal error") && reason.contains("slice of") && !reason.contains('\u{1b}'));
        // The second is caught as the first was.
        assert!(guarded(|| -> u8 { std::panic::panic_any(7_u8) }).is_err());
    }
}
