//! The bundled profiles.
//!
//! Generated from the folder `rules/profiles` by `RECORDLINT_BLESS=1 cargo test --test it rules::`; a test fails when it is stale.

/// The name and the text of each.
#[rustfmt::skip]
pub(super) const BUNDLED: &[(&str, &str)] = &[
    ("bibtex", include_str!("../../rules/profiles/bibtex.yaml")),
    ("cejsh", include_str!("../../rules/profiles/cejsh.yaml")),
    ("core", include_str!("../../rules/profiles/core.yaml")),
    ("crossref", include_str!("../../rules/profiles/crossref.yaml")),
    ("datacite", include_str!("../../rules/profiles/datacite.yaml")),
    ("doaj", include_str!("../../rules/profiles/doaj.yaml")),
    ("openaire4", include_str!("../../rules/profiles/openaire4.yaml")),
    ("pubmed", include_str!("../../rules/profiles/pubmed.yaml")),
    ("strict", include_str!("../../rules/profiles/strict.yaml")),
];
