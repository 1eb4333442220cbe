//! No text becomes a command: the streams of every command are safe for terminals, logs and CI jobs.
//!
//! Each payload goes through every channel (values, keys, names of files and folders, schemas, configurations, rules,
//! arguments) into every command. Both streams are interpreted as by a terminal and by a CI runner. The reports are also
//! tested one by one in `output_escaping.rs`.
#![cfg(unix)]

use crate::support;

use crate::support::Folder;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// Texts that control a terminal, command a runner, or mislead a reader.
const PAYLOADS: &[&str] = &[
    "\u{1b}[5;45mblink",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;https://example.org\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;cHduCg==\u{7}",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}c\u{8}\u{8}\u{7f}",
    "\u{9b}5m\u{9d}0;x\u{9c}",
    "a\r\u{b}\u{c}b",
    "a\r\n::error::b",
    "a\n::error::b",
    "a\n \t::error::b",
    "a\n\u{3000}\u{85}::error::b",
    "a\u{2028}::error::b\u{2029}::error::c",
    "::error file=a::b",
    "::set-output name=a::b",
    "::stop-commands::a\n\n::add-mask::e",
    "  ::warning::b",
    "##[error]b",
    "###[group]b",
    "a ##[add-mask]b\n##[endgroup]",
    "##vso[task.setvariable variable=a]b",
    "#\n##teamcity[buildStop]",
    "\u{202e}txt.exe\u{202c}",
    "\u{2066}a\u{2069}\u{200f}\u{61c}",
    "a\u{0}b",
    "a%0A::error::b",
    "section_start:1:a\r\u{1b}[0K::error::b",
    "'; touch pwned; --",
    "`touch pwned`$(touch pwned)",
    "{wide_bar} %s {0} <U+0041>",
];

/// Returns the first fault of a stream, interpreted as by a terminal and by a CI runner.
fn wrong_with(stream: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(stream) else { return Some("it is not UTF-8".to_owned()) };
    let acts = |letter: &char| {
        matches!(letter, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(letter) = text.chars().find(acts) {
        return Some(format!("{letter:?} acts"));
    }
    command(text).map(|line| format!("a runner obeys {line:?}"))
}

/// Returns the first line that a runner would execute as a command and that is not written by the program itself.
fn command(text: &str) -> Option<&str> {
    let ours = ["::error file=", "::warning file=", "::notice file="];
    let mut stopped: Option<&str> = None;
    for line in text.split(['\n', '\r']) {
        let bare = line.trim_start();
        if let Some(word) = stopped {
            // Only the token that stopped the commands is accepted.
            stopped = Some(word)
                .filter(|word| bare.strip_prefix("::").and_then(|rest| rest.strip_suffix("::")) != Some(word));
            continue;
        }
        if let Some(word) = bare.strip_prefix("::stop-commands::").filter(|word| word.len() == 32) {
            stopped = Some(word);
            continue;
        }
        let is_command = bare.starts_with("::") && !ours.iter().any(|our| line.starts_with(our));
        if is_command || line.contains("##[") || line.contains("##vso[") || line.contains("##teamcity[") {
            return Some(line);
        }
    }
    None
}

/// Returns a text in double quotes for YAML.
fn yaml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            ' ' | '!' | '#'..='[' | ']'..='~' => quoted.push(letter),
            _ => write!(quoted, "\\U{:08X}", u32::from(letter)).expect("memory can be written to"),
        }
    }
    quoted + "\""
}

/// Returns a payload as the name of a file or folder.
fn name(payload: &str) -> String {
    payload.chars().filter(|letter| !matches!(letter, '/' | '\0')).take(60).collect()
}

/// Writes records, schemas, rules and configurations with the payload in all texts.
fn write(folder: &Folder, payload: &str) {
    let json = serde_json::Value::from(payload).to_string();
    let yaml = yaml(payload);
    let name = name(payload);
    let records = format!(
        "{{\"title\":{json},\"type\":{json},\"pages\":{json},{json}:1}}\n{{\"id\":{json},\"title\":\"A  b\",\"pages\":\"9-1\"}}\n\
         {{\"title\":\"a\",\"identifiers\":[{{\"scheme\":\"doi\",\"value\":{json}}}],\"contributors\":[{{\"orcid\":{json}}}]}}\n\
         {{\"title\":{json} x\n"
    );
    folder.write(&format!("data/{name}/{name}.ndjson"), &records);
    folder.write("data/r.ndjson", &records);
    folder.write("data/y.yaml", format!("title: {yaml}\n{yaml}: {yaml}\npages: 9-1\n"));
    folder.write(
        "data/b.bib",
        format!("@article{{k,\ntitle = {{A  b}},\n{payload}\ndoi = {{{payload}}}, pages={{9--1}} }}\n{payload}\n"),
    );
    folder.write("data/r.ris", format!("TY  - {payload}\nTI  - A  b\n{payload}\nPY  - {payload}\nER  - \n"));
    folder.write("data/x.xml", format!("<record><dc:title>{payload}</dc:title></record>\n"));
    folder.write("data/p.txt", format!("authors\n{payload}\ntitle\n{payload}\n"));
    folder.write(
        "rules/good.yaml",
        format!(
            "id: house/volume\nsummary: {yaml}\nwhy: {yaml}\nmessage: {yaml}\nhelp: {yaml}\ncaption: {yaml}\n\
             assert: \"this.title != 'A  b'\"\nexamples:\n  - good: {{ title: {yaml} }}\n"
        ),
    );
    folder.write("rules/id.yaml", format!("id: {yaml}\nsummary: a\nwhy: a\nmessage: m\nassert: 'true'\n"));
    folder.write(
        "rules/bad.yaml",
        format!("id: house/bad\n{yaml}: 1\nsummary: s\nwhy: w\nmessage: '{{x'\nassert: {yaml}\n{payload}\n"),
    );
    folder.write("recordlint.yaml", "rules: { files: [rules/good.yaml], extend-select: [house, all] }\n");
    folder.write("schema.json", format!(
        "{{\"title\":{json},\"properties\":{{\"title\":{{\"const\":{json}}},\"pages\":{{\"enum\":[{json}],\"description\":{json}}},\
         \"type\":{{\"pattern\":\"^x$\",\"title\":{json}}}}},\"required\":[{json}],\"additionalProperties\":false}}"
    ));
    folder.write("ref.json", format!("{{\"$ref\":{json}}}"));
    folder.write("type.json", format!("{{\"type\":{json},\"pattern\":{json}}}"));
    folder.write(
        "pattern.json",
        format!("{{\"properties\":{{\"title\":{{\"pattern\":{}}}}}}}", serde_json::Value::from(format!("({payload}"))),
    );
    let configurations = [
        ("source", format!("sources: [{{ files: '**', schema: {yaml} }}]\n")),
        ("id", format!("sources: [{{ files: '**', id: {yaml} }}]\n")),
        ("key", format!("{yaml}: {yaml}\n")),
        ("profile", format!("profile: {yaml}\nfail-on: {yaml}\n")),
        ("select", format!("rules: {{ select: [{yaml}], ignore: [{yaml}], severity: {{ {yaml}: off }} }}\n")),
        ("extends", format!("extends: {yaml}\n")),
        ("rules", format!("rules: {{ files: [{yaml}, 'rules/*.yaml'] }}\n")),
        ("files", format!("files: {{ include: [{yaml}, '**'], exclude: [{yaml}] }}\n")),
        ("broken", format!("files: [\n{payload}\n")),
    ];
    for (which, text) in configurations {
        folder.write(&format!("{which}.yaml"), text);
    }
}

/// The commands; `{}` is the payload, `{name}` the payload as a name.
const RUNS: &[&str] = &[
    "check data --output-format full",
    "check data --output-format full --color always",
    "check data --output-format concise --timings",
    "check data --output-format grouped",
    "check data --output-format summary",
    "check data --output-format github",
    "check data --output-format markdown",
    "check data --output-format json",
    "check data --output-format jsonl",
    "check data --output-format sarif",
    "check data --output-format gitlab",
    "check data --output-format junit",
    "check data --output-format checkstyle",
    "check data --output-format rdjson",
    "check data --schema schema.json",
    "check data --schema schema.json --output-format full",
    "check data --schema {}",
    "check data --schema ref.json",
    "check data --schema type.json",
    "check data --schema pattern.json",
    "check data/r.ndjson --config source.yaml",
    "check data/r.ndjson --config id.yaml",
    "check data/r.ndjson --config key.yaml",
    "check data/r.ndjson --config profile.yaml",
    "check data/r.ndjson --config select.yaml",
    "check data/r.ndjson --config extends.yaml",
    "check data/r.ndjson --config rules.yaml",
    "check data/r.ndjson --config files.yaml",
    "check data/r.ndjson --config broken.yaml",
    "check data/r.ndjson --config {}",
    "check data/r.ndjson --profile {}",
    "check data/r.ndjson --select {} --ignore {}",
    "check data/r.ndjson --fixable {}",
    "check data/r.ndjson --stdin-path {}",
    "check - --stdin-path {}",
    "check {} data/{name}",
    "check -- {}",
    "check --output-format {}",
    "check --output-format json={}/x data/r.ndjson",
    "check --syntax {}",
    "check --encoding {}",
    "check --fail-on {}",
    "check --max-record {}",
    "check --jobs {}",
    "check --color {}",
    "check --{}",
    "check -{}",
    "{}",
    "--{} --help",
    "fix {}",
    "explain house/volume",
    "explain {}",
    "explain {} {}",
    "rules",
    "rules house",
    "rules {}",
    "rules --output-format json",
    "rules --output-format markdown",
    "rules --output-format {}",
    "rules --config rules.yaml",
    "records data",
    "records data --spans",
    "records {}",
    "config",
    "config data/{name}/{name}.ndjson",
    "config data/r.ndjson --config source.yaml",
    "config data/r.ndjson --config id.yaml",
    "config data/r.ndjson --config files.yaml",
    "config {}",
    "schema {}",
    "schema --for {}",
    "schema --for data/{name}/{name}.ndjson",
    "schema --for data/r.ndjson --config source.yaml",
    "test rules",
    "test rules/good.yaml",
    "test rules/bad.yaml",
    "test rules/id.yaml",
    "test {}",
];

/// Returns the arguments of a run, or `None` if the payload cannot be an argument.
fn arguments(run: &str, payload: &str) -> Option<Vec<String>> {
    let fill = |word: &str| word.replace("{name}", &name(payload)).replace("{}", payload);
    let words: Vec<String> = run.split(' ').map(fill).collect();
    words.iter().all(|word| !word.contains('\0')).then_some(words)
}

fn command_in(folder: &Folder) -> Command {
    let mut command = Command::new(support::program());
    command.current_dir(&folder.0).env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

/// Runs the program, and returns what is wrong with its streams.
fn fault(command: &mut Command) -> Option<String> {
    let output = command.output().expect("the program runs");
    if output.status.code().is_none_or(|status| status > 2) {
        return Some(format!("it ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr)));
    }
    let out = wrong_with(&output.stdout).map(|fault| format!("standard output: {fault}"));
    out.or_else(|| wrong_with(&output.stderr).map(|fault| format!("standard error: {fault}")))
}

/// Creates a folder with a payload, to which no configuration above it applies.
fn folder(of: &str, number: usize, payload: &str) -> Folder {
    let folder = Folder::new(&format!("safety-{of}-{number}"));
    fs::create_dir(folder.0.join(".git")).expect("a folder can be made");
    write(&folder, payload);
    folder
}

fn none(mut wrong: Vec<String>) {
    wrong.truncate(30);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rule with the payload must work, otherwise its texts would not be printed.
#[test]
fn the_channels_carry_the_payload() {
    let folder = folder("channels", 0, "PAYLOAD");
    let mut seen = 0;
    for run in RUNS {
        let output =
            command_in(&folder).args(arguments(run, "PAYLOAD").expect("it has no NUL")).output().expect("it runs");
        let messages = support::printed(&output);
        seen += usize::from(messages.contains("PAYLOAD"));
        // These print it in any case.
        let own = [
            "explain house/volume",
            "rules house",
            "check data --output-format full",
            "test rules/bad.yaml",
            "--schema schema.json",
        ];
        assert!(own.iter().all(|own| !run.ends_with(own)) || messages.contains("PAYLOAD"), "{run}:\n{messages}");
    }
    assert!(seen > RUNS.len() * 3 / 4, "only {seen} of {} runs say it", RUNS.len());
}

#[test]
fn no_stream_affects_a_terminal_or_runner() {
    let mut wrong = Vec::new();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let folder = folder("pipe", number, payload);
        for run in RUNS {
            let Some(arguments) = arguments(run, payload) else { continue };
            let mut command = command_in(&folder);
            command.args(arguments);
            if run.contains("--color always") {
                let output = command.output().expect("the program runs");
                wrong.extend(wrong_with(&plain(&output.stdout)).map(|fault| format!("{run}: {payload:?}: {fault}")));
                continue;
            }
            wrong.extend(fault(&mut command).map(|fault| format!("{run}: {payload:?}: {fault}")));
        }
        // The patch is for `git apply` and is not changed; commands are disabled in the log of a job.
        let mut command = command_in(&folder);
        command.args(["check", "data", "--diff", "--unsafe-fixes"]).env("GITHUB_ACTIONS", "true");
        let output = command.output().expect("the program runs");
        let patch = String::from_utf8_lossy(&output.stdout);
        wrong.extend(self::command(&patch).map(|line| format!("--diff: {payload:?}: a runner obeys {line:?}")));
        assert!(!folder.0.join("pwned").exists(), "{payload:?} was run");
    }
    none(wrong);
}

/// Arguments may be invalid UTF-8, and the name of the program may be a payload.
#[test]
fn no_argument_affects_a_terminal_or_runner() {
    use std::os::unix::process::CommandExt;
    let folder = folder("bytes", 0, "a");
    let bytes: &[&[u8]] = &[b"\xff\x1b[5m", b"--\xff\n::error::a", b"\x9b5m", b"data/\xff\x1b.json"];
    let mut wrong = Vec::new();
    for argument in bytes {
        for before in
            [&[][..], &["check"], &["explain"], &["--output-format"], &["schema", "--for"], &["config"], &["records"]]
        {
            let mut command = command_in(&folder);
            command.args(before).arg(OsString::from_vec(argument.to_vec()));
            wrong.extend(fault(&mut command).map(|fault| format!("{before:?} {argument:?}: {fault}")));
        }
    }
    for arguments in
        [&["--help"][..], &["--nothing"], &["check", "--output-format"], &["rules", "--help"], &["--version"]]
    {
        let mut command = command_in(&folder);
        command.arg0("a\n::error::\u{1b}[5m").args(arguments);
        wrong.extend(fault(&mut command).map(|fault| format!("its own name, {arguments:?}: {fault}")));
    }
    none(wrong);
}

/// The big list of naughty strings, all of them in one folder and each as an argument.
#[test]
fn naughty_strings_have_no_effect() {
    let Some(suite) = support::shared("suites/blns") else { return };
    let text = fs::read_to_string(suite.join("blns.json")).expect("the naughty strings");
    let naughty: Vec<String> = serde_json::from_str(&text).expect("a list of texts");
    assert!(naughty.len() > 500, "{}", naughty.len());
    let folder = folder("naughty", 0, "a");
    let mut records = String::new();
    for (number, payload) in naughty.iter().enumerate() {
        let json = serde_json::Value::from(payload.as_str());
        writeln!(records, "{{\"title\":{json},\"pages\":{json},{json}:{json},\"doi\":{json}}}")
            .expect("memory can be written to");
        let yaml = yaml(payload);
        let rule = format!(
            "id: house/r{number}\nsummary: {yaml}\nwhy: {yaml}\nmessage: {yaml}\nhelp: {yaml}\nassert: 'false'\n"
        );
        folder.write(&format!("rules/n{number}.yaml"), rule);
        let name = name(payload);
        if !name.trim().is_empty() && name != "." && name != ".." {
            folder.write(&format!("data/names/{number}/{name}.json"), "{\"title\":\"A  b\",\"pages\":\"9-1\"}");
        }
    }
    folder.write("data/n.ndjson", records);
    folder.write("recordlint.yaml", "rules: { files: ['rules/n*.yaml'], extend-select: [house, all] }\n");
    fs::create_dir(folder.0.join("data/.git")).expect("a folder can be made");
    let mut wrong = Vec::new();
    for run in RUNS.iter().filter(|run| !run.contains('{') && !run.contains("--color")) {
        let mut command = command_in(&folder);
        command.args(run.split(' '));
        wrong.extend(fault(&mut command).map(|fault| format!("{run}: {fault}")));
    }
    for payload in naughty.iter().filter(|payload| !payload.contains('\0')) {
        for before in ["--output-format", "explain"] {
            let mut command = command_in(&folder);
            // Without the rules, which are tested above.
            command.args([before, payload]).current_dir(folder.0.join("data"));
            wrong.extend(fault(&mut command).map(|fault| format!("{before}: {payload:?}: {fault}")));
        }
    }
    none(wrong);
}

/// Removes the program's own colours. All other sequences are kept, and reported.
fn plain(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = String::new();
    let mut rest: &str = &text;
    while let Some(at) = rest.find("\u{1b}[") {
        found.push_str(&rest[..at]);
        let behind = &rest[at + 2..];
        let digits =
            behind.len() - behind.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ';').len();
        // The program uses bold, underline and the eight colours; the payloads do not.
        let numbers: Vec<u32> = behind[..digits].split(';').filter_map(|number| number.parse().ok()).collect();
        let ours = numbers.iter().all(|number| matches!(number, 0..=4 | 22..=24 | 30..=39));
        if behind[digits..].starts_with('m') && ours {
            rest = &behind[digits + 1..];
        } else {
            found.push_str("\u{1b}[");
            rest = behind;
        }
    }
    found.push_str(rest);
    found.into_bytes()
}

/// Returns the output of the program on a terminal.
fn on_terminal(folder: &Folder, arguments: &[String]) -> Vec<u8> {
    let main = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&main).and_then(|()| unlockpt(&main)).expect("it may be opened");
    let path = ptsname(&main, Vec::new()).expect("it has a name").into_string().expect("in ASCII");
    let side = || Stdio::from(File::options().read(true).write(true).open(Path::new(&path)).expect("it can be opened"));
    let mut command = command_in(folder);
    command.args(arguments).env("TERM", "xterm-256color").stdout(side()).stderr(side());
    let mut child = command.spawn().expect("the program starts");
    drop(command);
    let mut screen = File::from(main);
    let mut shown = Vec::new();
    let mut bytes = [0; 1 << 14];
    // Reading fails after the program has ended.
    while let Ok(length @ 1..) = screen.read(&mut bytes) {
        shown.extend_from_slice(&bytes[..length]);
    }
    child.wait().expect("it ends");
    // The terminal itself adds a carriage return before each line feed.
    String::from_utf8_lossy(&shown).replace("\r\n", "\n").into_bytes()
}

#[test]
fn no_terminal_is_affected() {
    let runs = [
        "check data",
        "check data --schema schema.json",
        "check data --schema {}",
        "check data --diff --unsafe-fixes",
        "check data/r.ndjson --config broken.yaml",
        "check data/r.ndjson --config source.yaml",
        "check --output-format {}",
        "check --{}",
        "explain house/volume",
        "explain {}",
        "rules house",
        "records data",
        "config data/{name}/{name}.ndjson",
        "schema --for data/r.ndjson --config source.yaml",
        "test rules/good.yaml",
        "test rules/bad.yaml",
    ];
    let mut wrong = Vec::new();
    let mut coloured = 0;
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let folder = folder("terminal", number, payload);
        for run in runs {
            let Some(arguments) = arguments(run, payload) else { continue };
            let shown = on_terminal(&folder, &arguments);
            let text = plain(&shown);
            coloured += usize::from(text.len() < shown.len());
            wrong.extend(wrong_with(&text).map(|fault| format!("{run}: {payload:?}: {fault}")));
        }
    }
    none(wrong);
    assert!(coloured > PAYLOADS.len() * 4, "only {coloured} runs had colours");
}
