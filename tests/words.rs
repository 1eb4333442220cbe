//! What is said of a record is said in the words of its format: no message, help or label has a native name in a file
//! of another format.
#![allow(clippy::expect_used, clippy::print_stderr, clippy::print_stdout)] // A test that cannot go on says so.
#![allow(missing_docs)]

mod support;

use recordlint::diagnostic::Diagnostic;
use recordlint::shape::{self, Shape};
use recordlint::syntax;
use recordlint::text::Source;
use recordlint::tree::{Arena, Symbol, Tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The format of the first record of a text.
fn shape_of(source: Source<'_>, syntax: syntax::Syntax) -> Option<&'static Shape> {
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let mut reader = shape::reader(source.chunk, syntax, false);
    reader.next(&mut arena, &mut findings)?;
    shape::detect(syntax, Tree::new(source.chunk, &arena)?)
}

/// The texts in backticks in everything that a diagnostic says.
fn quoted(one: &Diagnostic) -> Vec<String> {
    let labels = one.labels.iter().map(|label| label.text.clone());
    let fix = one.fix.as_ref().map(|fix| fix.title.clone());
    let texts = [Some(one.message.clone()), one.help.clone(), one.expected.clone(), fix].into_iter().flatten();
    texts
        .chain(labels)
        .flat_map(|text| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn no_format_is_spoken_of_in_native_names() {
    let mut files = support::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/one-article"));
    files.extend(support::shared("corpora").iter().flat_map(|folder| support::files(folder)));
    files.extend(support::shared("cases").iter().flat_map(|folder| support::files(folder)));
    let policy = support::policy("strict", &["all"]);
    let native: Vec<&str> = Symbol::all().map(Symbol::name).collect();
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
    for path in files {
        let name = path.to_string_lossy().into_owned();
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let Ok(syntax) = syntax::detect(&name, &text) else { continue };
        let Ok(source) = Source::new(&name, text.as_bytes()) else { continue };
        let Some(shape) = shape_of(source, syntax).filter(|shape| !shape.is_native()) else { continue };
        for one in support::lint(&name, &text, syntax, false, &policy).diagnostics {
            *formats.entry(shape.id).or_default() += 1;
            let words: Vec<String> = Symbol::all().filter_map(|field| shape.word(field)).collect();
            // Formats share words with the native one: `type` is CSL's own, `name` Crossref's.
            let parts = shape.name_parts().map(|(family, given)| format!("{family} {given}"));
            let advice = [shape.organization_advice().into(), shape.type_advice().into(), parts.unwrap_or_default()];
            let is_own = |word: &str| {
                let shown = format!("`{word}`");
                text.contains(word)
                    || one.value.as_deref() == Some(word)
                    || words.contains(&shown)
                    || advice.iter().any(|advice: &String| advice.contains(&shown))
            };
            let is_foreign = |word: &&String| native.contains(&word.as_str()) && !is_own(word);
            for word in quoted(&one).iter().filter(is_foreign) {
                wrong.entry(format!("{} {} `{word}`", shape.id, one.rule)).or_insert_with(|| {
                    format!("{} / {} ({name})", one.message, one.help.as_deref().unwrap_or_default())
                });
            }
        }
    }
    assert!(formats.len() >= 12, "{formats:?}");
    let wrong: Vec<String> = wrong.iter().map(|(what, example)| format!("{what}: {example}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
