//! The bundled rules that are data.
//!
//! Generated from the folder `rules` by `RECORDLINT_BLESS=1 cargo test --test it rules::`; a test fails when it is stale.

/// Path and text of each.
#[rustfmt::skip]
pub const BUNDLED: &[(&str, &str)] = &[
    ("rules/keyword/missing.yaml", include_str!("../../../rules/keyword/missing.yaml")),
];
