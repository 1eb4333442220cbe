//! All tests of the library and the program, in one binary, so that they are linked once.
//!
//! `cargo test --test it rules::` runs the tests of one file. `architecture` and `corpora` are separate binaries: the first one
//! needs neither the library nor the program, the second one takes longest.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

mod advice;
mod bibliographies;
mod bwmeta;
mod cases;
mod config_errors;
mod damaged_input;
mod edits_generated;
mod edits_on_corpora;
mod engine;
mod exit_status;
mod false_positives;
mod fixes;
mod fixes_for_harm;
mod format_parity;
mod format_words;
mod fuzz_regressions;
mod interactive_fix;
mod internal_errors;
mod jats_and_pubmed;
mod json_suite;
mod linter;
mod judged_findings;
mod memory_limits;
mod output_escaping;
mod output_safety;
mod pages;
mod precedence;
mod readme;
mod record_formats;
mod reference_managers;
mod reports;
mod review_cases;
mod rules;
mod shortcuts;
mod support;
mod tutorial;
mod typed_values;
mod untrusted_checkout;
mod write_safety;
mod xml_suite;
mod yaml_suite;
