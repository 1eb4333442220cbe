#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| recordlint_fuzz::check(bytes));
