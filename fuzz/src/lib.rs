//! The fuzz targets: one function for each, which panics if a property that must be true for any bytes is false.
//!
//! `tests/it/fuzz_regressions.rs` of the main project calls these functions with inputs that caused a panic before.

use recordlint::config::Config;
use recordlint::diagnostic::{Diagnostic, Place};
use recordlint::fix::{Fixer, RecordLayout, Trust};
use recordlint::lint::Summary;
use recordlint::lint::{self, FileReport, Outcome, Policy, Scratch};
use recordlint::report::{self, Ending, Style};
use recordlint::rules::catalogue;
use recordlint::ruleset::schema::Schema;
use recordlint::ruleset::{Profile, RuleSet, Selection};
use recordlint::shape;
use recordlint::syntax::{self, JsonMode, Reader, Syntax};
use recordlint::text::{Chunk, Decoded, Encoding, Files, FilesError, LineIndex, Source, Span};
use recordlint::tree::{Arena, Tree};
use std::path::Path;
use std::sync::OnceLock;

/// JSON as one document.
pub fn json(bytes: &[u8]) {
    read(bytes, Syntax::Json);
}

/// A JSON value on each line.
pub fn ndjson(bytes: &[u8]) {
    read(bytes, Syntax::Ndjson);
}

/// YAML.
pub fn yaml(bytes: &[u8]) {
    read(bytes, Syntax::Yaml);
}

/// XML.
pub fn xml(bytes: &[u8]) {
    read(bytes, Syntax::Xml);
}

/// BibTeX.
pub fn bibtex(bytes: &[u8]) {
    read(bytes, Syntax::Bibtex);
}

/// RIS.
pub fn ris(bytes: &[u8]) {
    read(bytes, Syntax::Ris);
}

/// The text of a repository page.
pub fn page(bytes: &[u8]) {
    read(bytes, Syntax::Page);
}

/// The check of a file with all rules, and reports of the findings.
pub fn check(bytes: &[u8]) {
    with_source(bytes, |source| {
        let Some(syntax) = detected(source.chunk.text) else { return };
        report(source, syntax, lint(source, syntax));
    });
}

/// The same for a file whose encoding was set. The first byte determines the encoding.
pub fn encoded(bytes: &[u8]) {
    const LABELS: [&str; 12] = [
        "gb18030",
        "gbk",
        "big5",
        "euc-jp",
        "shift_jis",
        "euc-kr",
        "utf-16le",
        "utf-16be",
        "windows-1250",
        "macintosh",
        "x-user-defined",
        "iso-8859-2",
    ];
    let Some((first, bytes)) = bytes.split_first() else { return };
    let encoding = Encoding::named(LABELS[usize::from(*first) % LABELS.len()]).expect("a label of the standard");
    let decoded = encoding.decode(bytes, 0);
    let source = decoded.source("file");
    offsets(source, bytes.len() as u64);
    let Some(syntax) = detected(source.chunk.text) else { return };
    report(source, syntax, lint(source, syntax));
}

/// All fixes of a file, and all fixes of the result, of which there must be none.
pub fn fix(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(source) = Source::of_text("file", text) else { return };
    let Some(syntax) = detected(source.chunk.text) else { return };
    let layout = RecordLayout::Document { syntax, json_mode: JsonMode::DetectLines };
    let fixer = Fixer { layout, policy: policy(), trust: Trust::UNSAFE, encoding: None };
    let fixed = fixer.run(source, &mut Scratch::default());
    let Some(text) = fixed.text else { return };
    let again = Source { chunk: Chunk::new(&text, source.chunk.base), ..source };
    let faults =
        |outcome: &Outcome<'_>| outcome.diagnostics.iter().filter(|one| one.rule.starts_with("syntax/")).count();
    let (before, after) = (faults(&lint(source, syntax)), faults(&lint(again, syntax)));
    assert!(after <= before, "{after} syntax errors, but before there were {before}:\n{text}");
    let twice = fixer.run(again, &mut Scratch::default());
    assert!(twice.text.is_none_or(|twice| twice == text), "a second fix changes more:\n{text}");
}

/// A configuration.
pub fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let path = Path::new("/checkout/recordlint.yaml");
    let files = Only(text);
    match Config::load(path, "recordlint.yaml", &files, catalogue()) {
        Ok(config) => {
            config.includes(Path::new("/checkout/a/b.json"), false);
            config.source(Path::new("/checkout/a/b.json"));
            config.rule_files(&files);
            let profile = Profile::bundled("core").expect("it is bundled");
            let _ = RuleSet::new(&config.catalogue, profile, &config.selection);
        }
        Err(recordlint::config::ConfigError::Invalid(files)) => {
            for file in files {
                assert!(!file.diagnostics.is_empty(), "{} is invalid, but no error is reported", file.path);
                check_positions(&file.diagnostics, Source::of_text("recordlint.yaml", &file.text).expect("a text"));
            }
        }
        Err(recordlint::config::ConfigError::Unreadable(_)) => {}
    }
}

/// A file that declares a rule, which is run on its own examples.
pub fn rule(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let read = recordlint::config::own_rules::read(text, "rule.yaml", catalogue());
    assert!(read.rule.is_some() || read.invalid.is_some(), "there is no rule, but no error is reported");
    if let (Some(wrong), Ok(source)) = (read.invalid, Source::of_text("rule.yaml", text)) {
        check_positions(&wrong.diagnostics, source);
    }
}

/// A schema, a NUL byte, and a record to validate with it.
pub fn schema(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (schema, record) = text.split_once('\0').unwrap_or((text, r#"{"title": "A"}"#));
    let Ok(schema) = Schema::load(Path::new("/checkout/schema.json"), "schema.json", &Only(schema)) else { return };
    let chunk = Chunk::new(record, 0);
    let (mut arena, mut findings) = (Arena::default(), Vec::new());
    let mut reader = Reader::new(chunk, Syntax::Json, JsonMode::Single, |_| true);
    while let Some(at) = reader.next(&mut arena, &mut findings) {
        let Some(tree) = Tree::new(chunk, &arena).filter(|_| at.readable) else { continue };
        let mut faults = Vec::new();
        schema.check(tree, false, &mut faults);
        if let Ok(is_accepted) = schema.accepts(tree, tree.root()) {
            assert_eq!(is_accepted, faults.is_empty(), "{faults:?}");
        }
        for fault in faults {
            assert!(!fault.message.is_empty());
            assert!(fault.place.node().is_none_or(|node| node.index() < tree.node_count()));
        }
    }
}

/// The only file of a checkout.
struct Only<'t>(&'t str);

impl Files for Only<'_> {
    fn read(&self, path: &Path) -> Result<String, FilesError> {
        let is_it = path.parent() == Some(Path::new("/checkout"));
        is_it.then(|| self.0.to_owned()).ok_or_else(|| FilesError { message: "no such file".to_owned() })
    }
}

/// All rules, with the profile that requires most.
fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| {
        let selection = Selection { extend_select: vec!["all".to_owned()], ..Selection::default() };
        let profile = Profile::bundled("cejsh").expect("it is bundled");
        let rules = RuleSet::new(catalogue(), profile, &selection).expect("the selectors are valid");
        Policy { record_schema: Some(Schema::bundled().expect("it is valid")), ..Policy::new(rules, 2026) }
    })
}

/// Decodes bytes as a run does.
fn with_source(bytes: &[u8], then: impl FnOnce(Source<'_>)) {
    if let Ok(decoded) = Decoded::new(bytes, 0, None) {
        then(decoded.source("file"));
    }
}

/// Detects the syntax from the content, otherwise from some file extension.
fn detected(text: &str) -> Option<Syntax> {
    ["file", "file.json", "file.bib", "file.yaml"].iter().find_map(|name| syntax::detect(name, text).ok())
}

fn lint<'a>(source: Source<'a>, syntax: Syntax) -> Outcome<'a> {
    lint::lint(source, syntax, JsonMode::DetectLines, policy(), &mut Scratch::default())
}

/// Parses a text completely. Every node and every finding must be within the text, and at character boundaries.
fn read(bytes: &[u8], syntax: Syntax) {
    with_source(bytes, |source| {
        let chunk = source.chunk;
        let within = |span: Span| {
            assert!(span.start <= span.end && chunk.text.get(span.range()).is_some(), "{span:?}");
        };
        let mut reader = shape::reader(chunk, syntax, JsonMode::DetectLines).summarising_strings(true);
        let (mut arena, mut findings) = (Arena::default(), Vec::new());
        let mut records = 0;
        while let Some(at) = reader.next(&mut arena, &mut findings) {
            records += 1;
            assert!(records <= chunk.text.len() + 1, "more records than bytes");
            assert!(at.readable || !findings.is_empty(), "a record cannot be read, but no error is reported");
            let Some(tree) = Tree::new(chunk, &arena).filter(|_| at.readable) else { continue };
            let mut nodes = vec![tree.root()];
            while let Some(node) = nodes.pop() {
                within(tree.span(node));
                assert!(node.index() < tree.after(node).index() && tree.after(node).index() <= tree.node_count());
                if let Some(text) = tree.string(node) {
                    within(syntax.locate(tree, node, 0..text.len()));
                }
                for child in tree.children(node) {
                    child.key.iter().for_each(|key| within(tree.span(*key)));
                    nodes.push(child.value);
                }
            }
        }
        for finding in findings {
            let Place::Bytes(span) = finding.place else { panic!("a parser must report byte ranges: {finding:?}") };
            within(span);
        }
    });
}

/// Checks that offsets in the file increase with those in the text, from its beginning to its end.
fn offsets(source: Source<'_>, length: u64) {
    let index = LineIndex::new(source.chunk);
    let mut last = source.chunk.base;
    for (at, _) in source.chunk.text.char_indices() {
        let offset = index.position(at as u32).offset;
        assert!(last <= offset && offset <= length, "{last} {offset} {length}");
        last = offset;
    }
}

/// Checks that every diagnostic points into the text, at the line and column of its offset.
fn check_positions(diagnostics: &[Diagnostic], source: Source<'_>) {
    let text = source.chunk.text;
    let mut counted = Counted { text, at: 0, line: 1, begins: 0 };
    let mut places: Vec<_> =
        diagnostics.iter().flat_map(|one| &one.labels).map(|label| (label.span, label.start)).collect();
    assert!(diagnostics.iter().all(|one| !one.labels.is_empty() && !one.message.is_empty()));
    places.sort_by_key(|(span, _)| span.start);
    for (span, start) in places {
        assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?}");
        counted.to(span.start as usize);
        assert_eq!(start.line, counted.line, "{span:?}");
        // Long lines would take too much time.
        if span.start as usize - counted.begins < 1000 {
            assert_eq!(start.column, text[counted.begins..span.start as usize].chars().count() as u64 + 1, "{span:?}");
        }
    }
}

/// Counts lines as `grep -n` does.
struct Counted<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    begins: usize,
}

impl Counted<'_> {
    fn to(&mut self, end: usize) {
        for at in self.at..end {
            if self.text.as_bytes()[at] == b'\n' {
                self.line += 1;
                self.begins = at + 1;
            }
        }
        self.at = end;
    }
}

/// Writes two of the reports, selected by the length of the text, because all of them would take most of the time. JSON
/// reports must be valid JSON, and no report may affect a terminal.
fn report(source: Source<'_>, syntax: Syntax, outcome: Outcome<'_>) {
    check_positions(&outcome.diagnostics, source);
    let index = LineIndex::new(source.chunk);
    let (diagnostics, record_a_line) = (&outcome.diagnostics, syntax == Syntax::Ndjson);
    let file = FileReport { source, index: &index, diagnostics, record_a_line };
    let summary = Summary { files: 1, records: outcome.records, ..Summary::default() };
    let ending = Ending { summary: &summary, rules: catalogue(), is_verbose: true };
    let all = report::Kind::ALL;
    for kind in [0, all.len() / 2].map(|step| all[(source.chunk.text.len() + step) % all.len()]) {
        let mut reporter = kind.reporter(Style { color: false, unicode: true, width: 80 });
        let mut out = Vec::new();
        reporter.begin(&mut out).expect("writing to memory succeeds");
        if !outcome.diagnostics.is_empty() {
            reporter.file(&mut out, &file).expect("writing to memory succeeds");
        }
        reporter.end(&mut out, &ending).expect("writing to memory succeeds");
        let text = String::from_utf8(out).expect("a report is UTF-8");
        harmless(&text, kind.name());
    }
}

fn harmless(text: &str, kind: &str) {
    let acts = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    assert!(!text.contains(acts), "{kind}: a control character in {text:?}");
    let is_command = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
    let is_json = matches!(kind, "json" | "jsonl" | "sarif" | "gitlab" | "rdjson");
    if is_json {
        let documents = if kind == "jsonl" { text.lines().collect() } else { vec![text] };
        for document in documents {
            if let Err(error) = serde_json::from_str::<serde_json::Value>(document) {
                panic!("{kind}: {error}: {document}");
            }
        }
    } else if kind != "github" {
        assert!(!text.lines().any(is_command), "{kind}: a line that is a command in {text:?}");
    }
}
