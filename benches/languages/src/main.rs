//! Measures how often the language of a text is recognised, how often a correct tag is reported, and how often a wrong tag is
//! found.
//!
//! usage: `cargo run --release --manifest-path benches/languages/Cargo.toml [LETTERS]`
//!
//! The texts are newspaper sentences from lingua's models (found through cargo), joined until they have LETTERS characters
//! (200), and the paragraphs and abstracts in ../shared/corpora/jats, if they are available. A text that lingua assigns to
//! another language than its source is left out, and counted.

use lingua::{LanguageDetector, LanguageDetectorBuilder};
use recordlint::record::{Agreement, Language, Recogniser, Verdict};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{fs, io};

const LANGUAGES: [(&str, &str); 11] = [
    ("pl", "polish"),
    ("en", "english"),
    ("de", "german"),
    ("fr", "french"),
    ("es", "spanish"),
    ("pt", "portuguese"),
    ("cs", "czech"),
    ("ru", "russian"),
    ("uk", "ukrainian"),
    ("it", "italian"),
    ("sk", "slovak"),
];

struct Sample {
    code: &'static str,
    texts: Vec<String>,
    left_out: usize,
}

fn main() -> io::Result<()> {
    let letters = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or(200);
    let judge = LanguageDetectorBuilder::from_all_languages().with_preloaded_language_models().build();
    let models = models()?;
    let samples: Vec<Sample> = LANGUAGES
        .iter()
        .map(|(code, name)| {
            let mut texts = sentences(&models, name, letters);
            texts.extend(paragraphs(code, letters));
            judged(code, texts, &judge)
        })
        .collect();
    println!("| language | texts | left out | recogniser correct | confirmed by small words | correct tag reported | wrong tag found | confirm, µs | recognise, µs | lingua, µs |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for sample in &samples {
        row(sample, &judge);
    }
    Ok(())
}

fn row(sample: &Sample, judge: &LanguageDetector) {
    let language = Language::of_tag(sample.code).expect("a code");
    let count = sample.texts.len() as f64;
    let share = |found: usize| 100.0 * found as f64 / count;
    let (mut right, mut accused, mut asked) = (0, 0, 0);
    let start = Instant::now();
    for text in &sample.texts {
        let mut is_asked = false;
        let _ = Recogniser::usual().agreement(language, text, || {
            is_asked = true;
            Verdict::Unknown
        });
        asked += usize::from(is_asked);
    }
    let confirm = start.elapsed().as_secs_f64() * 1e6 / count;
    let start = Instant::now();
    for text in &sample.texts {
        let found = Recogniser::usual().verdict(text);
        right += usize::from(found.language() == Some(language));
    }
    let recognise = start.elapsed().as_secs_f64() * 1e6 / count;
    let start = Instant::now();
    for text in &sample.texts {
        let _ = judge.detect_language_of(text.as_str());
    }
    let lingua = start.elapsed().as_secs_f64() * 1e6 / count;
    for text in &sample.texts {
        if let Agreement::Contradicts(found) = Recogniser::usual().agreement(language, text, || Recogniser::usual().verdict(text)) {
            accused += 1;
            eprintln!("{} reported as {found}: {text}", sample.code);
        }
    }
    let (mut wrong, mut found) = (0, 0);
    for (code, _) in LANGUAGES {
        let other = Language::of_tag(code).expect("a code");
        if other == language || other.is_neighbour(language) {
            continue;
        }
        for text in &sample.texts {
            wrong += 1;
            found += usize::from(Recogniser::usual().agreement(other, text, || Recogniser::usual().verdict(text)) == Agreement::Contradicts(language));
        }
    }
    println!(
        "| {} | {} | {} | {:.2} % | {:.1} % | {:.2} % | {:.2} % | {confirm:.1} | {recognise:.0} | {lingua:.0} |",
        sample.code,
        sample.texts.len(),
        sample.left_out,
        share(right),
        share(sample.texts.len() - asked),
        share(accused),
        100.0 * f64::from(found as u32) / f64::from(wrong),
    );
}

fn judged(code: &'static str, texts: Vec<String>, judge: &LanguageDetector) -> Sample {
    let count = texts.len();
    let is_right = |text: &String| {
        judge.detect_language_of(text.as_str()).is_some_and(|found| found.iso_code_639_1().to_string() == code)
    };
    let texts: Vec<String> = texts.into_iter().filter(is_right).collect();
    Sample { code, left_out: count - texts.len(), texts }
}

/// Returns the folder with the sources of lingua's models.
fn models() -> io::Result<Vec<PathBuf>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")])
        .output()?;
    let metadata = String::from_utf8_lossy(&output.stdout);
    let manifests = metadata.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    Ok(manifests.filter(|path| path.contains("-language-model-")).map(PathBuf::from).collect())
}

fn sentences(models: &[PathBuf], name: &str, letters: usize) -> Vec<String> {
    let wanted = format!("lingua-{name}-language-model");
    let Some(folder) = models.iter().find(|path| path.to_string_lossy().contains(&wanted)).and_then(|path| path.parent())
    else {
        return Vec::new();
    };
    joined(fs::read_to_string(folder.join("testdata/sentences.txt")).unwrap_or_default().lines(), letters)
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>, letters: usize) -> Vec<String> {
    let mut texts = Vec::new();
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push(' ');
        if text.chars().count() > letters {
            texts.push(std::mem::take(&mut text).trim().to_owned());
        }
    }
    texts
}

/// Returns the paragraphs and abstracts of scholarly articles in this language, truncated to the given length.
fn paragraphs(code: &str, letters: usize) -> Vec<String> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/jats"));
    let mut files: Vec<PathBuf> = ["plos", "scielo-sps"]
        .iter()
        .filter_map(|folder| fs::read_dir(root.join(folder)).ok())
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let xml = String::from_utf8_lossy(&fs::read(file).unwrap_or_default()).into_owned();
        let head = xml.split("<article").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        let language = head.split("xml:lang=\"").nth(1).and_then(|rest| rest.get(..2)).unwrap_or_default();
        // A sub-article is a translation, so the rest is in another language.
        let own = xml.split("<sub-article").next().unwrap_or_default();
        for (open, close) in [("<p>", "</p>"), ("<trans-abstract", "</trans-abstract>")] {
            for part in own.split(open).skip(1).filter_map(|rest| rest.split(close).next()) {
                let tagged = part.split("xml:lang=\"").nth(1).and_then(|rest| rest.get(..2));
                let is = if open == "<p>" { language } else { tagged.unwrap_or_default() };
                let plain = plain(part);
                if is.eq_ignore_ascii_case(code) && plain.chars().count() >= letters && texts.len() < 1500 {
                    texts.push(plain.chars().take(letters * 2).collect());
                }
            }
        }
    }
    texts
}

fn plain(xml: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in xml.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
