//! Determines from the names near its beginning whether a possibly damaged text was meant to contain records.
//!
//! Folders contain files of every kind: an invalid JSON file may be a record with a missing comma, or the configuration
//! of another program that allows comments. The names are the same as those used to detect formats. May give false
//! positives and false negatives: the result only determines whether a syntax error in a file is reported.

use super::native;
use crate::syntax::Syntax;

/// The number of bytes that are searched.
const PROBE: usize = 1 << 16;

/// File name extensions of record formats.
const ENDINGS: &[&str] = &["bib", "bibtex", "ris", "ndjson", "jsonl", "jsonlines", "bwmeta"];

/// Names in JSON and YAML that only record formats have.
const DISTINCTIVE: &[&str] = &[
    "DOI",
    "ISBN",
    "ISSN",
    "PMCID",
    "PMID",
    "citation-key",
    "citation-label",
    "collection-title",
    "container-title",
    "container-title-short",
    "is-referenced-by-count",
    "issn-type",
    "number-of-pages",
    "page-first",
    "publicationYear",
    "published-online",
    "published-print",
    "publisher-place",
    "reference-count",
    "relatedIdentifiers",
    "resourceTypeGeneral",
    "short-container-title",
    "title-short",
];

/// Names around a record, or a list of records.
const WRAPPERS: &[&str] = &["message", "data", "attributes", "record", "result", "response"];

/// Names of elements, without prefix, that are records or contain them.
const ELEMENTS: &[&str] = &[
    "article",
    "book-part",
    "bwmeta",
    "collection",
    "crossref",
    "crossref_result",
    "dc",
    "doi_batch",
    "doi_record",
    "journal_article",
    "mods",
    "modsCollection",
    "OAI-PMH",
    "PubmedArticle",
    "PubmedArticleSet",
    "PubmedBookArticle",
    "record",
    "records",
];

/// Words in the first XML tags that identify further formats.
const NAMESPACES: &[&str] = &["datacite.org/schema", "crossref.org/schema", "openarchives.org", "purl.org/dc/"];

/// Whether a text with this name and syntax was meant to contain records.
pub fn has_evidence_of_record(name: &str, syntax: Syntax, text: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if ENDINGS.iter().any(|own| own.eq_ignore_ascii_case(ending)) {
        return true;
    }
    let mut end = text.len().min(PROBE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let is_in_brackets = head.trim_start().starts_with(['{', '[']);
    match syntax {
        // These syntaxes are only detected by evidence of records.
        Syntax::Bibtex | Syntax::Ris | Syntax::Page => true,
        Syntax::Xml => in_xml(head),
        Syntax::Yaml if !is_in_brackets => in_yaml(head),
        Syntax::Yaml | Syntax::Json | Syntax::Ndjson => in_json(head),
    }
}

/// Whether the names of an object are those of a record.
fn is_record(names: &[&str]) -> bool {
    native::is_native(names) || names.iter().any(|name| DISTINCTIVE.contains(name))
}

/// An object or a list that is still open.
struct Open<'t> {
    is_list: bool,
    /// Whether an object in it, or in a list in it, may be a record.
    may_hold: bool,
    names: Vec<&'t str>,
}

/// Examines the objects at the outermost level, in a list there or in a wrapper. All syntax errors are tolerated.
fn in_json(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut found = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            // Template markers; a template is not JSON until it is filled in.
            b'{' if matches!(bytes.get(at + 1), Some(b'{' | b'%')) => return false,
            b'{' | b'[' => {
                let may_hold = may_hold(open.last(), *byte == b'[');
                open.push(Open { is_list: *byte == b'[', may_hold, names: Vec::new() });
            }
            b'}' | b']' => found |= open.pop().is_some_and(|closed| closed.may_hold && is_record(&closed.names)),
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
            }
            b'"' | b'\'' | b'a'..=b'z' | b'A'..=b'Z' | b'$' | b'_' | b'@' => {
                let (name, end) = word(text, at);
                let after = bytes[end..].iter().find(|byte| !byte.is_ascii_whitespace());
                if let Some(last) = open.last_mut().filter(|last| !last.is_list && after == Some(&b':')) {
                    last.names.push(name);
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found || open.iter().any(|left| left.may_hold && is_record(&left.names))
}

/// Whether a value inside `around` may be a record or a list of records.
fn may_hold(around: Option<&Open<'_>>, is_list: bool) -> bool {
    match around {
        None => true,
        Some(list) if list.is_list => list.may_hold && !is_list,
        Some(object) => {
            let is_wrapped = object.names.last().is_some_and(|name| WRAPPERS.contains(name));
            object.may_hold && (is_list || is_wrapped)
        }
    }
}

/// Returns the quoted text or bare word at `at`, and its end, which is at most the end of the line.
fn word(text: &str, at: usize) -> (&str, usize) {
    let bytes = text.as_bytes();
    let quote = bytes[at];
    if !matches!(quote, b'"' | b'\'') {
        let is_within = |byte: &u8| byte.is_ascii_alphanumeric() || b"$_@-.".contains(byte) || *byte >= 0x80;
        let length = bytes[at..].iter().take_while(|byte| is_within(byte)).count();
        return (&text[at..at + length], at + length);
    }
    let mut end = at + 1;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 2,
            b'\n' => break,
            _ if *byte == quote => return (&text[at + 1..end], end + 1),
            _ => end += 1,
        }
    }
    ("", end.min(bytes.len()).max(at + 1))
}

/// Examines the names of the outermost mapping of each document, and of the items of a list.
fn in_yaml(text: &str) -> bool {
    if ["{{ ", "{{-", "{%"].iter().any(|mark| text.contains(mark)) {
        return false;
    }
    // The open mappings that may be records: the column of their names, and the names.
    let mut open: Vec<(usize, Vec<&str>)> = Vec::new();
    // The columns of all mappings that are open.
    let mut columns: Vec<usize> = Vec::new();
    for line in text.lines() {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let (mut column, mut content) = (line.len() - content.len(), content);
        let is_item = content == "-" || content.starts_with("- ");
        if close(&mut open, if is_item || content.starts_with("---") { column } else { column + 1 }) {
            return true;
        }
        // The items of a list may begin in the column of its key.
        columns.retain(|own| *own < column || is_item && *own == column);
        let depth = columns.len();
        while let Some(rest) = content.strip_prefix("- ") {
            column += content.len() - rest.trim_start().len();
            content = rest.trim_start();
        }
        let Some((name, after)) = content.split_once(':') else { continue };
        let name = name.trim_end().trim_matches(['"', '\'']);
        if name.contains(char::is_whitespace) || !(after.is_empty() || after.starts_with(char::is_whitespace)) {
            continue;
        }
        columns.push(column);
        // A record is the outermost mapping, or an item of a list in the outermost mapping.
        let may_be_record = if is_item { depth < 2 } else { column == 0 };
        match open.last_mut() {
            Some((own, names)) if *own == column => names.push(name),
            _ if may_be_record => open.push((column, vec![name])),
            _ => {}
        }
    }
    close(&mut open, 0)
}

/// Closes the mappings in `column` or further right. Returns whether one of them is a record.
fn close(open: &mut Vec<(usize, Vec<&str>)>, column: usize) -> bool {
    let mut found = false;
    while let Some((_, names)) = open.pop_if(|(own, _)| *own >= column) {
        found |= is_record(&names);
    }
    found
}

fn in_xml(text: &str) -> bool {
    let is_known = NAMESPACES.iter().any(|word| text.contains(word));
    let is_delimiter = |letter: char| letter.is_whitespace() || matches!(letter, '>' | '/' | '<');
    let mut names = text.split('<').skip(1).map(|tag| tag.split(is_delimiter).next().unwrap_or_default());
    is_known || names.any(|name| ELEMENTS.contains(&name.rsplit_once(':').map_or(name, |(_, local)| local)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Damaged records: their errors must be reported wherever the files are found.
    #[test]
    fn damaged_records_are_recognised() {
        let cases: &[(&str, Syntax, &str)] = &[
            ("a.json", Syntax::Json, "{ \"title\": "),
            ("a.json", Syntax::Json, "{\"title\": \"A\" \"pages\": \"1-9\"}"),
            (
                "a.json",
                Syntax::Json,
                "{\"id\": \"a\", \"type\": \"article\", \"title\": {\"text\": \"A\", \"lang\": \"en\"",
            ),
            ("a.json", Syntax::Json, "{\"abstracts\": [{\"text\": \"A\"}"),
            ("a.json", Syntax::Json, "[{\"title\": \"A\", \"year\": 2001,}, {\"title\": \"B\"}]"),
            ("a.json", Syntax::Json, "{\"items\": [{\"title\": \"A\", \"year\": 2001,}]}"),
            ("a.json", Syntax::Json, "{\"status\": \"ok\", \"message\": {\"DOI\": \"10.1/a\", \"title\": [\"A\"}}"),
            ("a.json", Syntax::Json, "{\"message\": {\"items\": [{\"DOI\": \"10.1/a\" \"title\": [\"A\"]}]}}"),
            ("a.json", Syntax::Json, "{\"data\": {\"attributes\": {\"publicationYear\": 2001, \"titles\": [}}"),
            ("a.json", Syntax::Json, "[{\"id\": \"a\", \"type\": \"book\", \"container-title\": \"A\", \"x\": }]"),
            ("a.json", Syntax::Json, "{title: \"A\", pages: \"1-9\"}"),
            ("a.json", Syntax::Json, "{'title': 'A', 'pages': '1-9'}"),
            ("a.json", Syntax::Json, "// a comment\n{\"title\": \"A\", \"pages\": \"1-9\"}"),
            ("a.json", Syntax::Json, "{\"titel\": \"A\", \"abstracts\": [}"),
            ("a.ndjson", Syntax::Ndjson, "{\"level\": \"info\"}\n{\"le"),
            ("a.yaml", Syntax::Yaml, "title: \"Foo\npages: 1-9\n"),
            ("a.yaml", Syntax::Yaml, "title: a\n  pages: 1-9\n"),
            ("a.yaml", Syntax::Yaml, "---\ntitle: A\nyear: 2001\n---\n\ttitle: B\n"),
            ("a.yaml", Syntax::Yaml, "- title: A\n  year: 2001\n- title: [B\n"),
            ("a.yaml", Syntax::Yaml, "records:\n  - title: A\n    year: 2001\n   pages: 1\n"),
            ("a.yaml", Syntax::Yaml, "[{title: A, year: 2001"),
            ("a.yaml", Syntax::Yaml, "id: a\ntype: article\ntitle: A: B\n"),
            ("a.xml", Syntax::Xml, "<?xml version='1.0'?>\n<article><front></article>"),
            ("a.xml", Syntax::Xml, "<ns:PubmedArticle><a></b>"),
            ("a.xml", Syntax::Xml, "<oai_dc:dc xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>A"),
            ("a.xml", Syntax::Xml, "<resource xmlns='http://datacite.org/schema/kernel-4'><a>"),
            ("a.xml", Syntax::Xml, "<bwmeta "),
            ("a.bib", Syntax::Bibtex, "@article{a, title = {"),
            ("a.txt", Syntax::Ris, "TY  - JOUR\nxx\n"),
        ];
        for (name, syntax, text) in cases {
            assert!(has_evidence_of_record(name, *syntax, text), "{name}: {text}");
        }
    }

    /// Other files in repositories.
    #[test]
    fn files_of_others_are_not() {
        let cases: &[(&str, Syntax, &str)] = &[
            (
                "tsconfig.json",
                Syntax::Json,
                "{\n  // Visit https://aka.ms/tsconfig\n  \"compilerOptions\": { \"target\": \"es5\", \"types\": [] },\n  \
                 \"references\": [{ \"path\": \"a\" }],\n  \"include\": [\"src\"],\n}",
            ),
            (
                "package.json",
                Syntax::Json,
                "{\"name\": \"a\", \"version\": \"1.0.0\", \"keywords\": [\"a\"], \"contributors\": [{\"name\": \"B\"}], \
                 \"license\": \"MIT\", \"dependencies\": {},}",
            ),
            ("package.json", Syntax::Json, "{\"name\": \"a\", \"version\": \"1\", \"contributors\": [\"B\"],}"),
            (
                "launch.json",
                Syntax::Json,
                "{ // a\n \"version\": \"0.2.0\", \"configurations\": [{\"type\": \"node\"}] }",
            ),
            ("schema.json", Syntax::Json, "{\"title\": \"A\", \"type\": \"object\", \"properties\": {\"title\": {}},}"),
            ("schema.json", Syntax::Json, "{\"$schema\": \"a\", \"title\": \"A\", /* a */ \"type\": \"object\"}"),
            ("numbers.json", Syntax::Json, "[1, 2, 3,]"),
            ("text.json", Syntax::Json, "not json"),
            ("a.json", Syntax::Json, "{{ template }}"),
            ("a.json", Syntax::Json, "{% if a %}{\"title\": \"A\"}{% endif %}"),
            ("en.json", Syntax::Json, "{\"menu\": {\"title\": \"A\"}, \"page\": {\"title\": \"B\"},}"),
            ("a.json", Syntax::Json, "{\"contributes\": {\"commands\": [{\"command\": \"a\", \"title\": \"A\"}]},}"),
            ("tpl.yaml", Syntax::Yaml, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n"),
            ("tpl.yaml", Syntax::Yaml, "{{- if .Values.a }}\ntitle: A\nyear: 1\n{{- end }}\n"),
            ("form.yml", Syntax::Yaml, "name: Bug\ndescription: A: b\ntitle: A\nlabels: [bug]\nbody: [\n"),
            ("docker-compose.yml", Syntax::Yaml, "services:\n  web:\n    image: a\n   ports:\n    - title: 1\n"),
            ("menu.yml", Syntax::Yaml, "menu:\n  items:\n  - title: A\n   url: b\n"),
            ("workflow.yml", Syntax::Yaml, "on: push\njobs:\n  a:\n    steps:\n      - name: a: b\n        uses: c\n"),
            ("en.yml", Syntax::Yaml, "en:\n  title: A\n  pages: \"B\n"),
            ("pom.xml", Syntax::Xml, "<project xmlns='http://maven.apache.org/POM/4.0.0'><a></project>"),
            ("a.xml", Syntax::Xml, "not xml"),
        ];
        for (name, syntax, text) in cases {
            assert!(!has_evidence_of_record(name, *syntax, text), "{name}: {text}");
        }
    }
}
