//! The bundled YAML rules.
//!
//! Generated from the folder `rules` by `RECORDLINT_BLESS=1 cargo test --test it rules::`; a test fails when it is
//! stale.

/// The path and the text of each rule.
#[rustfmt::skip]
pub const BUNDLED: &[(&str, &str)] = &[
    ("rules/keyword/missing.yaml", include_str!("../../../rules/keyword/missing.yaml")),
];
