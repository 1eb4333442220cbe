//! `recordlint fix`: the questions, and the effect of each answer on the file.
//!
//! The user is a pseudo-terminal: each answer is typed when the program asks for it, and all output is read.
#![cfg(unix)]

use crate::support;

use crate::support::{Folder, printed, status};
use recordlint::fix::{Answer, Fixer, InteractiveSession, Offer, Prompt, RecordLayout, Trust};
use recordlint::lint::Scratch;
use recordlint::syntax::{self, JsonMode};
use recordlint::text::Source;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// The maximum time before a question.
const PATIENCE: Duration = Duration::from_secs(120);

/// The ends of the questions.
const PROMPTS: [&str; 2] = ["?] ", "goes back): "];

/// Double spaces in three texts, a label, and a mistake without a fix.
const BEFORE: &str = r#"{"title": "A  b", "type": "article", "pages": "s. 9-1", "keywords": ["c  d", "e  f"]}"#;

/// The name, the answers, the changes, and the beginning of the summary.
type Case = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)], &'static str);

/// The program with a terminal.
struct Screen {
    child: Child,
    terminal: File,
    shown: Receiver<String>,
    text: String,
    /// The length of the text when the last answer was typed.
    seen: usize,
}

impl Screen {
    fn new(folder: &Folder, arguments: &[&str]) -> Self {
        let main = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&main).and_then(|()| unlockpt(&main)).expect("it may be opened");
        let name = ptsname(&main, Vec::new()).expect("it has a name").into_string().expect("in ASCII");
        let side = || Stdio::from(File::options().read(true).write(true).open(&name).expect("it can be opened"));
        let mut command = Command::new(support::program());
        command.args(["fix", "--isolated", "--color", "never"]).args(arguments).current_dir(&folder.0);
        command.env_clear().env("LANG", "C.UTF-8").stdin(side()).stdout(side()).stderr(side());
        let child = command.spawn().expect("the program starts");
        let terminal = File::from(main);
        let mut reading = terminal.try_clone().expect("a second handle");
        let (to_test, shown) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            // Reading fails after the program has ended.
            while let Ok(length @ 1..) = reading.read(&mut bytes) {
                let _ = to_test.send(String::from_utf8_lossy(&bytes[..length]).into_owned());
            }
        });
        drop(command);
        Self { child, terminal, shown, text: String::new(), seen: 0 }
    }

    /// Waits for a question.
    fn question(&mut self) -> &str {
        while !PROMPTS.iter().any(|prompt| self.text[self.seen..].ends_with(prompt)) {
            match self.shown.recv_timeout(PATIENCE) {
                Ok(more) => self.text.push_str(&more),
                Err(why) => panic!("no question ({why}) behind\n{}", self.text),
            }
        }
        &self.text[self.seen..]
    }

    /// Types an answer to the next question.
    fn answer(&mut self, words: &str) {
        self.question();
        self.seen = self.text.len();
        self.terminal.write_all(format!("{words}\n").as_bytes()).expect("it can be typed");
    }

    /// Waits for the end. Returns the exit status, and all output.
    fn end(mut self) -> (i32, String) {
        loop {
            match self.shown.recv_timeout(PATIENCE) {
                Ok(more) => self.text.push_str(&more),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill().expect("it can be killed");
                    panic!("it does not end behind\n{}", self.text);
                }
            }
        }
        let status = self.child.wait().expect("it ends");
        (status.code().unwrap_or(-1), self.text.replace('\r', ""))
    }
}

/// Runs the program with these answers. Returns the content of the file, the status, and the output.
fn run_with_answers(name: &str, answers: &[&str]) -> (String, i32, String) {
    let folder = Folder::new(&format!("ask-{name}"));
    folder.write("a.json", BEFORE);
    let mut screen = Screen::new(&folder, &["a.json"]);
    answers.iter().for_each(|answer| screen.answer(answer));
    let (status, shown) = screen.end();
    assert_eq!(folder.names(), ["a.json"], "{shown}");
    (String::from_utf8(folder.read("a.json")).expect("UTF-8"), status, shown)
}

#[test]
fn each_answer_has_the_documented_effect() {
    let cases: [Case; 10] = [
        (
            "yes",
            &["y", "y", "y", "y"],
            &[("A  b", "A b"), ("s. ", ""), ("c  d", "c d"), ("e  f", "e f")],
            "Fixed 4 problems in 1 file",
        ),
        ("no", &["n", "n", "n", "n"], &[], "Fixed nothing"),
        ("enter", &["", "", "", ""], &[], "Fixed nothing"),
        ("rule", &["a", "n"], &[("A  b", "A b"), ("c  d", "c d"), ("e  f", "e f")], "Fixed 3 problems in 1 file"),
        ("skip", &["s", "y"], &[("s. ", "")], "Fixed 1 problem in 1 file"),
        ("quit", &["y", "q"], &[("A  b", "A b")], "Fixed 1 problem in 1 file"),
        ("edit", &["e", "Ą \"c\"", "q"], &[("A  b", "Ą \\\"c\\\"")], "Fixed 1 problem in 1 file"),
        ("back", &["e", "", "n", "q"], &[], "Fixed nothing"),
        ("help", &["?", "x", "q"], &[], "Fixed nothing"),
        // A skipped fix is not offered again when a fix before or after it is applied.
        ("left", &["n", "y", "n", "y"], &[("s. ", ""), ("e  f", "e f")], "Fixed 2 problems in 1 file"),
    ];
    for (name, answers, changes, last) in cases {
        let (after, status, shown) = run_with_answers(name, answers);
        let expected = changes.iter().fold(BEFORE.to_owned(), |text, (old, new)| text.replace(old, new));
        assert_eq!(after, expected, "{name}: {shown}");
        assert!(shown.contains(&format!("\n{last}, ")), "{name}: {shown}");
        // The descending pages remain.
        assert_eq!(status, 1, "{name}: {shown}");
    }
}

#[test]
fn a_question_shows_the_finding_and_the_fix() {
    let (_, _, shown) = run_with_answers("shown", &["?", "e", "A  c", "n", "n", "n", "n"]);
    for words in [
        "note[text/whitespace]: there are several spaces in a row [*]\n",
        "   - \"A  b\"\n",
        "   + \"A b\"\n",
        "1 of 4, safe: correct the spaces? [y,n,a,e,s,q,?] ?\n",
        "a  apply it, and all other fixes of text/whitespace\n",
        "suggested: A b\n",
        // The typed text is verified as well.
        "Not applied: this text cannot be written there, or the rule would still complain of it.\n",
        "2 of 4, safe: remove the label? [y,n,a,e,s,q,?] n\n",
        "Fixed nothing, ",
    ] {
        assert!(shown.contains(words), "no `{words}` in\n{shown}");
    }
}

#[test]
fn a_fix_to_be_confirmed_is_called_unsafe() {
    let folder = Folder::new("ask-unsafe");
    let example = include_str!("../../examples/issue.ndjson");
    folder.write("a.ndjson", example);
    folder.write("b.ndjson", example);
    let mut screen = Screen::new(&folder, &["--select", "abstract/lang-missing", "a.ndjson"]);
    let shown = screen.question().to_owned();
    assert!(shown.contains("1 of 1, unsafe: set the language to `pl`? [y,n,a,s,q,?] "), "{shown}");
    // The fix is not a single text that can be replaced.
    screen.answer("e");
    assert!(screen.question().contains("not a single text"));
    screen.answer("y");
    let (status, shown) = screen.end();
    assert_eq!(status, 0, "{shown}");
    folder.run(&["check", "--isolated", "--select", "abstract/lang-missing", "--fix", "--unsafe-fixes", "b.ndjson"]);
    assert_ne!(folder.read("a.ndjson"), example.as_bytes());
    assert_eq!(folder.read("a.ndjson"), folder.read("b.ndjson"));
}

#[test]
fn a_terminal_is_required() {
    let folder = Folder::new("ask-pipe");
    folder.write("a.json", BEFORE);
    let run = folder.run_with(&["fix", "--isolated", "a.json"], b"y\ny\ny\ny\n");
    assert_eq!(status(&run), 2);
    assert!(run.stdout.is_empty());
    assert!(printed(&run).contains("`recordlint check --fix` applies the safe fixes"), "{}", printed(&run));
    assert_eq!(folder.read("a.json"), BEFORE.as_bytes());
}

#[test]
fn an_interruption_writes_only_accepted_fixes() {
    let folder = Folder::new("ask-interrupted");
    folder.write("a.json", BEFORE);
    folder.write("b.json", BEFORE);
    let mut screen = Screen::new(&folder, &["."]);
    screen.answer("y");
    screen.question();
    let id = screen.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill runs").success());
    let (status, shown) = screen.end();
    assert_eq!(status, 2, "{shown}");
    assert!(
        shown.contains("Fixed 1 problem in 1 file") && shown.contains("interrupted: the report is incomplete"),
        "{shown}"
    );
    assert_eq!(folder.read("a.json"), BEFORE.replace("A  b", "A b").into_bytes());
    assert_eq!(folder.read("b.json"), BEFORE.as_bytes());
    assert_eq!(folder.names(), ["a.json", "b.json"]);
}

#[test]
fn the_end_of_the_input_ends_the_questions() {
    let folder = Folder::new("ask-end");
    folder.write("a.json", BEFORE);
    folder.write("b.json", BEFORE);
    let mut screen = Screen::new(&folder, &["."]);
    screen.answer("y");
    screen.question();
    screen.terminal.write_all(&[4]).expect("it can be typed");
    let (status, shown) = screen.end();
    assert_eq!(status, 1, "{shown}");
    assert_eq!(folder.read("a.json"), BEFORE.replace("A  b", "A b").into_bytes());
    assert_eq!(folder.read("b.json"), BEFORE.as_bytes());
}

#[test]
fn a_file_that_changed_during_a_question_is_not_overwritten() {
    let folder = Folder::new("ask-meanwhile");
    folder.write("a.json", BEFORE);
    let mut screen = Screen::new(&folder, &["a.json"]);
    screen.answer("y");
    screen.question();
    folder.write("a.json", "mine");
    screen.answer("q");
    let (status, shown) = screen.end();
    assert_eq!(status, 2, "{shown}");
    assert!(shown.contains("it was changed by another program meanwhile"), "{shown}");
    assert_eq!(folder.read("a.json"), b"mine");
    assert_eq!(folder.names(), ["a.json"]);
}

#[test]
fn there_are_no_questions_about_a_file_that_cannot_be_fixed() {
    let folder = Folder::new("ask-hard");
    let path = folder.write("a.json", BEFORE);
    fs::hard_link(path, folder.0.join("b.json")).expect("a link");
    folder.write("c.json", BEFORE);
    let wrong: Vec<u8> = BEFORE.bytes().map(|byte| if byte == b'b' { 0xFF } else { byte }).collect();
    folder.write("d.json", &wrong);
    let long = format!("[{BEFORE}]{}", "\n".repeat(16 << 20));
    folder.write("e.json", &long);
    let mut screen = Screen::new(&folder, &["."]);
    // Only about the file that may be fixed.
    screen.answer("y");
    screen.answer("s");
    screen.answer("n");
    screen.answer("s");
    let (_, shown) = screen.end();
    for words in [
        "Not fixed: a.json (it has 2 hard links, and replacing it would separate them).",
        "Not fixed: d.json (some of its bytes are not characters in its encoding).",
        "Not fixed: e.json (it is longer than 16 MiB; use `recordlint check --fix`).",
    ] {
        assert!(shown.contains(words), "no `{words}` in\n{shown}");
    }
    assert_eq!(folder.read("d.json"), wrong);
    assert!(folder.read("e.json") == long.as_bytes());
}

#[test]
fn a_file_keeps_its_encoding() {
    let folder = Folder::new("ask-encoding");
    // `ż` and `ę` in windows-1250.
    folder.write("a.json", b"{\"title\": \"\xBF  b\", \"type\": \"article\"}");
    let mut screen = Screen::new(&folder, &["--encoding", "windows-1250", "a.json"]);
    screen.answer("e");
    // This encoding does not have this letter.
    screen.answer("\u{3B1}");
    screen.answer("e");
    screen.answer("\u{119} \u{17C}");
    let (_, shown) = screen.end();
    assert!(shown.contains("Not applied: "), "{shown}");
    assert_eq!(folder.read("a.json"), b"{\"title\": \"\xEA \xBF\", \"type\": \"article\"}", "{shown}");
}

/// A user who accepts everything.
struct AcceptAll;

impl Prompt for AcceptAll {
    fn answer(&mut self, _: &Offer<'_>) -> Answer {
        Answer::Yes
    }

    fn show_message(&mut self, words: &str) {
        panic!("{words}");
    }
}

/// Accepting everything has the same result as `check --fix --unsafe-fixes`.
#[test]
fn accepting_all_fixes_everything() {
    let policy = support::policy("core", &["all"]);
    let mut compared = 0;
    let mut wrong = Vec::new();
    for page in recordlint::rules::RULES {
        for example in support::examples(&page.page(), "Bad") {
            let Some((_, path)) = example.file(page.rule.id) else { continue };
            let Ok(syntax) = syntax::detect(path, &example.text) else { continue };
            let source = Source::of_text(path, &example.text).expect("UTF-8");
            let layout = RecordLayout::Document { syntax, json_mode: JsonMode::DetectLines };
            let fixer = Fixer { layout, policy: &policy, trust: Trust::UNSAFE, encoding: None };
            let all = fixer.run(source, &mut Scratch::default());
            let mut interview = InteractiveSession::new(Box::new(AcceptAll));
            let one_by_one = fixer.run_interactively(source, &mut Scratch::default(), &mut interview);
            compared += u32::from(all.text.is_some());
            if all.text != one_by_one.text {
                wrong.push(format!("{}: {:?}\n{:?}", page.rule.id, all.text, one_by_one.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 50, "only {compared} texts were fixed");
}
