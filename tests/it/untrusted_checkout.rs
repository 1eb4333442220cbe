//! A checkout from a stranger: its configurations, schemas and rule files read nothing outside the repository, never make
//! the program hang, and do not switch the check off silently.
#![cfg(unix)]

use crate::support;

use crate::support::{Folder, program};
use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The content of each file outside the repository, which must never be printed.
const SECRET: &str = "SECRET-TOKEN-123";

const RECORD: &str = r#"{ "id": "a", "type": "article", "title": "A title", "pages": "9-1" }"#;

/// The output of the program, and its exit status.
struct Run {
    printed: String,
    status: Option<i32>,
}

impl Run {
    fn prints(&self, words: &str) -> bool {
        self.printed.contains(words)
    }
}

/// A repository next to secret files.
struct Checkout(Folder);

impl Checkout {
    fn new(name: &str) -> Self {
        let folder = Folder::new(&format!("checkout-{name}"));
        folder.write("repo/.git/config", format!("[user]\n  name = {SECRET}\n"));
        folder.write("repo/a.json", RECORD);
        folder.write("outside/shadow", format!("root:{SECRET}:19000:\n"));
        folder.write("outside/own.yaml", format!("profil: {SECRET}\n"));
        folder.write("outside/s.json", format!(r#"{{ "properties": {{ "title": {{ "const": "{SECRET}" }} }} }}"#));
        folder.write("outside/rule.yaml", format!("id: own/a\nmessage: {SECRET}\n"));
        Self(folder)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        self.0.write(&format!("repo/{name}"), bytes);
    }

    fn link(&self, target: &str, name: &str) {
        self.remove(name);
        symlink(target, self.0.0.join("repo").join(name)).expect("a link can be made");
    }

    fn remove(&self, name: &str) {
        let path = self.0.0.join("repo").join(name);
        let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
    }

    fn fifo(&self, name: &str) {
        self.remove(name);
        let made = Command::new("mkfifo").arg(self.0.0.join("repo").join(name)).status().expect("`mkfifo` runs");
        assert!(made.success());
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.0.0.join("repo").to_str().expect("UTF-8"), arguments)
    }
}

/// Runs the program, and kills it if it does not finish within a time limit, which is much longer than needed.
fn run_in(folder: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new(program());
    command.args(arguments).current_dir(folder).env("LANG", "C.UTF-8");
    for name in ["GITHUB_ACTIONS", "GITLAB_CI"] {
        command.env_remove(name);
    }
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let begun = Instant::now();
    let readers = [reader(child.stdout.take().expect("an output")), reader(child.stderr.take().expect("an output"))];
    while child.try_wait().expect("it runs").is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            let _ = child.kill();
            let _ = child.wait();
            panic!("{arguments:?} in {folder} does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let printed = readers.map(|reader| reader.join().expect("it reads")).concat();
    Run { printed, status: child.wait().expect("it ended").code() }
}

fn reader(mut from: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// All commands that search the configuration of a file.
const COMMANDS: [&[&str]; 8] = [
    &["check", "."],
    &["check", "recordlint.yaml"],
    &["check", "--diff", "a.json"],
    &["config", "a.json"],
    &["records", "a.json"],
    &["schema", "--for", "a.json"],
    &["rules", "pages"],
    &["test"],
];

const LEADS_OUT: &str = "it is a link that leads outside";

#[test]
fn a_configuration_must_be_a_file_in_the_repository() {
    let here = Checkout::new("config");
    let links = [
        ("../outside/shadow", LEADS_OUT),
        ("../outside/own.yaml", LEADS_OUT),
        ("/proc/self/environ", LEADS_OUT),
        ("/dev/zero", LEADS_OUT),
        ("nowhere", "it is a link to a file that does not exist"),
        (".git/config", "nothing is read from `.git`"),
        (".", "it is a folder, not a file"),
    ];
    let refused = |name: &str, arguments: &[&str], words: &str| {
        let run = here.run(arguments);
        let is_refused = run.status == Some(2) && run.prints(words) && run.prints(name) && !run.prints(SECRET);
        assert!(is_refused, "{name}: {arguments:?}, {words}: {}", run.printed);
    };
    for (target, words) in links {
        here.link(target, "recordlint.yaml");
        refused("recordlint.yaml", &["check", "."], words);
    }
    here.link("../outside/own.yaml", "recordlint.yaml");
    for arguments in COMMANDS {
        refused("recordlint.yaml", arguments, LEADS_OUT);
    }
    here.remove("recordlint.yaml");
    for name in ["recordlint.yaml", "recordlint.yml", ".recordlint.yaml", ".recordlint.yml"] {
        here.link("../outside/own.yaml", name);
        refused(name, &["."], LEADS_OUT);
        here.fifo(name);
        refused(name, &["."], "it is a pipe, not a file");
        here.remove(name);
        fs::create_dir(here.0.0.join("repo").join(name)).expect("a folder");
        refused(name, &["."], "it is a folder, not a file");
        here.remove(name);
    }
}

#[test]
fn a_link_inside_the_repository_is_followed() {
    let here = Checkout::new("inside");
    here.write("shared/base.yaml", "rules: { select: [pages] }\n");
    here.link("shared/base.yaml", "recordlint.yaml");
    let run = here.run(&["."]);
    assert!(run.status == Some(1) && run.prints("pages/descending") && run.prints("Found 1 error:"), "{}", run.printed);
}

/// Returns each way in which a configuration can name a file.
fn naming(path: &str) -> [(String, Option<String>); 4] {
    [
        (format!("sources: [{{ files: '*.json', schema: '{path}' }}]\n"), None),
        ("sources: [{ files: '*.json', schema: own.json }]\n".to_owned(), Some(format!("{{ \"$ref\": \"{path}\" }}"))),
        (format!("extends: '{path}'\n"), None),
        (format!("rules: {{ files: ['{path}'] }}\n"), None),
    ]
}

#[test]
fn files_named_by_a_configuration_must_be_in_the_repository() {
    let here = Checkout::new("named");
    here.link("../outside/s.json", "link.json");
    here.link("../outside/rule.yaml", "link.yaml");
    here.link("../outside", "folder");
    here.link("nowhere", "dangling.json");
    here.fifo("fifo.json");
    here.write("long.json", vec![b' '; (16 << 20) + 1]);
    here.write("binary.json", b"\xff\xfe\xfd".as_slice());
    let absolute = here.0.0.join("outside/s.json").display().to_string();
    let paths = [
        "../outside/s.json",
        "../outside/own.yaml",
        "../outside/rule.yaml",
        "sub/../../outside/s.json",
        &absolute,
        "link.json",
        "link.yaml",
        "folder/s.json",
        "folder/*",
        "dangling.json",
        "fifo.json",
        "long.json",
        "binary.json",
        "/dev/zero",
        "/proc/self/environ",
        ".git/config",
        "sub",
        "nowhere.json",
    ];
    here.write("sub/b.json", RECORD);
    for path in paths {
        for (config, schema) in naming(path) {
            here.write("recordlint.yaml", &config);
            here.write("own.json", schema.unwrap_or_else(|| "{}".to_owned()));
            let run = here.run(&["check", "."]);
            let is_refused = run.status == Some(2) && run.prints("cannot be used") && !run.prints(SECRET);
            assert!(is_refused, "{config}: {}", run.printed);
        }
    }
    for arguments in [&["records", "a.json"][..], &["test"], &["config", "a.json"]] {
        for config in ["extends: link.yaml", "rules: { files: ['*.yaml'] }"] {
            here.write("recordlint.yaml", config);
            let run = here.run(arguments);
            assert!(run.status == Some(2) && !run.prints(SECRET), "{config}: {arguments:?}: {}", run.printed);
        }
    }
}

#[test]
fn links_to_folders_with_rules_are_not_followed() {
    let here = Checkout::new("rules");
    here.link("../outside", "rules");
    here.write("more/x.txt", "");
    here.link("../../outside/rule.yaml", "more/a.yaml");
    for (glob, words) in [
        ("rules/*.yaml", "`rules` is not a folder, and links to folders with rules are not followed"),
        ("rules/deep/**", "`rules` is not a folder"),
        ("more/*.yaml", "`more/a.yaml`: it is a link that leads outside"),
        ("**/*.yaml", "`more/a.yaml`: it is a link that leads outside"),
    ] {
        here.write("recordlint.yaml", format!("rules: {{ files: ['{glob}'] }}\n"));
        let run = here.run(&["."]);
        assert!(run.status == Some(2) && run.prints(words) && !run.prints(SECRET), "{glob}: {}", run.printed);
    }
}

#[test]
fn without_a_repository_the_folder_of_the_configuration_is_the_root() {
    let folder = Folder::new("checkout-bare");
    folder.write("own/a.json", RECORD);
    folder.write("base.yaml", format!("profil: {SECRET}\n"));
    folder.write("own/recordlint.yaml", "extends: ../base.yaml\n");
    let run = run_in(folder.0.to_str().expect("UTF-8"), &["own"]);
    assert!(run.status == Some(2) && run.prints("outside") && !run.prints(SECRET), "{}", run.printed);
}

#[test]
fn files_named_by_the_user_may_be_anywhere_and_are_limited() {
    let here = Checkout::new("person");
    here.0.write("elsewhere/ci.yaml", "extends: base.yaml\n");
    here.0.write("elsewhere/base.yaml", "rules: { select: [pages] }\n");
    let run = here.run(&["--config", "../elsewhere/ci.yaml", "a.json"]);
    assert!(run.status == Some(1) && run.prints("Found 1 error:"), "{}", run.printed);
    here.0.write("elsewhere/ci.yaml", "extends: ../outside/own.yaml\n");
    let run = here.run(&["--config", "../elsewhere/ci.yaml", "a.json"]);
    assert!(run.status == Some(2) && run.prints("outside") && !run.prints(SECRET), "{}", run.printed);
    let run = here.run(&["--schema", "../outside/s.json", "a.json"]);
    assert!(run.status == Some(1) && run.prints(SECRET), "{}", run.printed);
    let run = here.run(&["--config", "/dev/null", "a.json"]);
    assert_eq!(run.status, Some(1), "{}", run.printed);
    for option in ["--schema", "--config"] {
        for (path, words) in [("/dev/zero", "a device"), (".", "a folder"), ("long.json", "16 MiB"), ("no", "no such")]
        {
            here.write("long.json", vec![b' '; (16 << 20) + 1]);
            let run = here.run(&[option, path, "a.json"]);
            assert!(run.status == Some(2) && run.prints(words), "{option} {path}: {}", run.printed);
        }
    }
}

/// A job may name a file in the checkout that a stranger has replaced with a link.
#[test]
fn the_target_of_an_external_link_is_not_shown() {
    let here = Checkout::new("linked");
    here.link("../outside/shadow", "ci.yaml");
    here.link("../outside/rule.yaml", "rule.yaml");
    for arguments in [
        &["--config", "ci.yaml", "a.json"][..],
        &["--schema", "ci.yaml", "a.json"],
        &["test", "rule.yaml"],
        &["config", "--config", "ci.yaml", "a.json"],
    ] {
        let run = here.run(arguments);
        assert!(run.status == Some(2) && !run.prints(SECRET), "{arguments:?}: {}", run.printed);
        assert!(run.prints("a link that leads elsewhere"), "{arguments:?}: {}", run.printed);
    }
}

#[test]
fn a_schema_may_come_from_a_pipe() {
    let here = Checkout::new("pipe");
    let script = |command: &str| {
        let ran = Command::new("bash").arg("-c").arg(command).current_dir(here.0.0.join("repo")).output();
        ran.map(|output| (output.status.code(), support::printed(&output))).ok()
    };
    let program = program().display().to_string();
    let Some((status, printed)) =
        script(&format!("'{program}' --schema <(echo '{{\"required\": [\"volume\"]}}') a.json"))
    else {
        eprintln!("SKIPPED: there is no bash, and pipes of the shell are not shown to be read");
        return;
    };
    assert!(status == Some(1) && printed.contains("`volume` is missing"), "{printed}");
    let (status, printed) = script(&format!("'{program}' --config <(echo 'profil: x') a.json")).expect("bash");
    assert!(status == Some(2) && printed.contains("did you mean `profile`?"), "{printed}");
    let (status, printed) = script(&format!("'{program}' --schema <(cat /dev/zero) a.json")).expect("bash");
    assert!(status == Some(2) && printed.contains("longer than 16 MiB"), "{printed}");
}

/// Ignore files are part of the checkout. Reading one without an end would never finish.
#[test]
fn an_ignore_file_is_limited() {
    let here = Checkout::new("ignores");
    here.write("sub/b.json", RECORD);
    for name in [".gitignore", ".ignore", "sub/.gitignore"] {
        for target in ["/dev/zero", "/proc/self/mountinfo", "fifo"] {
            if target == "fifo" {
                here.fifo(name);
            } else {
                here.link(target, name);
            }
            for path in [".", "sub", "**/*.json"] {
                let run = here.run(&[path, "a.json"]);
                let is_reported = run.status == Some(2) && run.prints("its `.") && run.prints("a.json:1:65");
                assert!(is_reported, "{name} -> {target}: {path}: {}", run.printed);
            }
            here.write("recordlint.yaml", "rules: { files: ['**/*.yaml'] }\n");
            let run = here.run(&["a.json"]);
            assert!(run.status == Some(2) && run.prints("cannot be searched"), "{name} -> {target}: {}", run.printed);
            here.remove("recordlint.yaml");
        }
        here.remove(name);
    }
    for target in ["../outside/shadow", "/etc/hostname"] {
        here.link(target, ".ignore");
        let run = here.run(&[".", "a.json"]);
        let is_refused = run.status == Some(2)
            && run.prints(".: its `.ignore` is a link that leads out of the repository; put a file");
        assert!(is_refused || !std::path::Path::new("/etc/hostname").exists(), "{target}: {}", run.printed);
    }
    here.remove(".ignore");
    here.link("ignored", ".gitignore");
    here.write("ignored", "sub\n");
    let run = here.run(&["."]);
    assert!(run.status == Some(1) && !run.prints("sub/b.json"), "{}", run.printed);
}

#[test]
fn a_configuration_has_four_names_and_a_folder_has_one_configuration() {
    let here = Checkout::new("names");
    let names = ["recordlint.yaml", "recordlint.yml", ".recordlint.yaml", ".recordlint.yml"];
    for name in names {
        here.write(name, "rules: { select: [pages] }\n");
        let run = here.run(&["."]);
        assert!(run.status == Some(1) && run.prints("Found 1 error: 1 record in 1 file"), "{name}: {}", run.printed);
        for other in names.iter().filter(|other| **other != name) {
            here.write(other, "");
            let run = here.run(&["."]);
            let is_named = run.prints(&format!("`{name}`")) && run.prints(&format!("`{other}`"));
            assert!(run.status == Some(2) && is_named, "{name} and {other}: {}", run.printed);
            here.remove(other);
        }
        here.remove(name);
    }
    for (name, text, words) in [
        ("recordlint.toml", "profile = 'doaj'\n", "`recordlint.toml` is not read; use recordlint.yaml"),
        (".recordlint.toml", "", "`.recordlint.toml` is not read; use recordlint.yaml"),
        ("pyproject.toml", "[project]\n\n[tool.recordlint]\n", "`[tool.recordlint]` in `pyproject.toml` is not read"),
        ("pyproject.toml", "[tool.recordlint.rules]\n", "`[tool.recordlint]` in `pyproject.toml` is not read"),
        ("pyproject.toml", "[tool.ruff]\n# [tool.recordlint]\n", ""),
        ("pyproject.toml", "[tool.recordlinter]\n", ""),
    ] {
        here.write("sub/b.json", RECORD);
        here.write(name, text);
        let run = here.run(&["a.json", "sub"]);
        let messages = run.printed.matches("is not read").count();
        assert!(run.prints(words) && messages == usize::from(!words.is_empty()), "{name}: {text}: {}", run.printed);
        here.remove(name);
    }
}

#[test]
fn a_broken_configuration_only_affects_its_files() {
    let here = Checkout::new("neighbours");
    here.write("bad/recordlint.yaml", "profil: core\n");
    here.write("bad/deep/b.json", RECORD);
    here.write("good/recordlint.yaml", "rules: { select: [pages] }\n");
    here.write("good/c.json", RECORD);
    here.write("schema/recordlint.yaml", "sources: [{ files: d.json, schema: nowhere.json }]\n");
    here.write("schema/d.json", RECORD);
    here.write("schema/e.json", RECORD);
    let run = here.run(&["."]);
    assert_eq!(run.status, Some(2), "{}", run.printed);
    for words in [
        "did you mean `profile`?",
        "bad/deep/b.json (its configuration cannot be used)",
        "1 file was not checked: the configuration `bad/recordlint.yaml` cannot be used.",
        "schema/d.json (its schema cannot be used)",
        "the schema `schema/nowhere.json` cannot be used: no such file",
        "a.json:1:65: error[pages/descending]",
        "good/c.json:1:65: error[pages/descending]",
        "schema/e.json:1:65: error[pages/descending]",
        "3 records in 3 files",
    ] {
        assert!(run.prints(words), "{words}: {}", run.printed);
    }
    let run = here.run(&["records", "."]);
    assert!(run.status == Some(2) && run.printed.matches("\"pages\":\"9-1\"").count() == 3, "{}", run.printed);
    // Other files are checked even if the configuration of the current folder is broken.
    here.write("recordlint.yaml", "profil: core\n");
    let run = here.run(&["."]);
    assert!(run.status == Some(2) && run.prints("good/c.json:1:65") && !run.prints("a.json:1:65"), "{}", run.printed);
}

#[test]
fn a_configuration_that_excludes_everything_fails() {
    let here = Checkout::new("nothing");
    for (config, arguments, status, words) in [
        ("files: { exclude: ['**'] }", &["."][..], 2, "Nothing was checked. `files` in `recordlint.yaml` excludes"),
        ("files: { include: [nothing] }", &["."], 2, "Nothing was checked. `files` in `recordlint.yaml` excludes"),
        ("files: { include: [] }", &["."], 2, "Nothing was checked."),
        ("files: { exclude: ['a.json'] }", &["a.json"], 2, "`files` in `recordlint.yaml` excludes the only file"),
        ("files: { exclude: ['**'] }", &["--output-format", "json", "."], 2, "`files` in `recordlint.yaml` excludes"),
        ("files: { exclude: ['**'] }", &["--exit-zero", "."], 2, "Nothing was checked."),
        ("files: { exclude: ['**'] }", &["--diff", "."], 2, "excludes"),
        ("files: { exclude: ['**'] }", &["--allow-unchecked", "."], 0, "excludes"),
        ("files: { exclude: ['**'] }", &["--listed-files", "a.json"], 0, "excludes"),
        ("rules: { ignore: ['*'] }", &["--listed-files", "a.json"], 2, "switches off every rule"),
        ("rules: { severity: { '*': off } }", &["."], 2, "switches off every rule for 1 file"),
        ("rules: { severity: { all: off } }", &["."], 2, "switches off every rule for 1 file"),
        ("rules: { ignore: ['*'] }", &["."], 2, "switches off every rule for 1 file"),
        ("rules: { select: [syntax] }", &["."], 0, "No problem found"),
        ("rules: { select: [] }", &["."], 1, "pages/descending"),
        ("profile: core", &["--ignore", "all", "."], 0, "No problem found"),
        (
            "fail-on: never",
            &["."],
            0,
            "with findings. Findings do not fail this run: `fail-on: never` in `recordlint.yaml`.",
        ),
        ("fail-on: never", &["--output-format", "json", "."], 0, "\nFindings do not fail this run"),
        ("fail-on: never", &["--fail-on", "error", "."], 1, "with findings.\n"),
        ("fail-on: error", &["--fail-on", "never", "."], 0, "with findings.\n"),
    ] {
        here.write("recordlint.yaml", config);
        let run = here.run(arguments);
        assert!(run.status == Some(status) && run.prints(words), "{config}: {arguments:?}: {}", run.printed);
    }
    // A nested configuration cannot hide the files that it excludes.
    here.write("recordlint.yaml", "");
    here.write("sub/b.json", RECORD);
    for (config, words) in [
        ("files: { exclude: ['**'] }", "`files` in `sub/recordlint.yaml` excludes everything below it: 1 file."),
        ("rules: { severity: { '*': off } }", "`rules` in `sub/recordlint.yaml` switches off every rule for 1 file."),
    ] {
        here.write("sub/recordlint.yaml", config);
        let run = here.run(&["."]);
        assert!(run.status == Some(1) && run.prints(words), "{config}: {}", run.printed);
    }
}

/// Runs git in the repository. Returns whether it succeeds.
fn git(here: &Checkout, arguments: &[&str]) -> bool {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let ran = Command::new("git")
        .args(identity)
        .args(arguments)
        .current_dir(here.0.0.join("repo"))
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .output();
    ran.is_ok_and(|output| output.status.success())
}

/// Creates a repository with the intended configuration in a commit called `base`, and other files in the working tree.
fn committed(name: &str) -> Option<Checkout> {
    let here = Checkout::new(name);
    here.remove(".git");
    here.write(
        "recordlint.yaml",
        "extends: shared/base.yaml\nsources: [{ files: '*.json', schema: schemas/own.json }]\n",
    );
    here.write("shared/base.yaml", "fail-on: warning\nrules: { select: [own, schema] }\n");
    here.write("schemas/own.json", r#"{ "$ref": "part.json" }"#);
    here.write("schemas/part.json", r#"{ "required": ["volume"] }"#);
    if !git(&here, &["init", "-q", "-b", "trunk", "."]) {
        eprintln!("SKIPPED: there is no git, and --config-from is not shown to work");
        return None;
    }
    let rule = "id: own/a\nsummary: A.\nwhy: Because.\nmessage: no issue\nthen: { required: [issue] }\nexamples:\n  \
                - bad: { title: a }\n  - good: { title: a, issue: b }\n";
    here.write("rules/a.yaml", rule);
    here.write(
        "recordlint.yaml",
        "extends: shared/base.yaml\nsources: [{ files: '*.json', schema: schemas/own.json }]\nrules: { files: ['rules/*.yaml'], select: [own, schema] }\n",
    );
    here.write("shared/base.yaml", "fail-on: warning\n");
    assert!(git(&here, &["add", "."]) && git(&here, &["commit", "-q", "-m", "base"]) && git(&here, &["tag", "base"]));
    Some(here)
}

#[test]
fn schemas_and_rules_are_read_from_the_revision() {
    let Some(here) = committed("revision") else { return };
    for loosened in ["files: { exclude: ['**'] }", "fail-on: never", "rules: { severity: { '*': off } }", "profil: x"] {
        here.write("recordlint.yaml", loosened);
        here.write("sub/recordlint.yaml", loosened);
        here.write("sub/b.json", RECORD);
        here.write("shared/base.yaml", "fail-on: never\n");
        here.write("schemas/own.json", "{}");
        here.write("schemas/part.json", "{}");
        here.remove("rules");
        let run = here.run(&["check", "--config-from", "base", "."]);
        assert_eq!(run.status, Some(1), "{loosened}: {}", run.printed);
        for words in ["a.json:1:1: warning[own/a] no issue", "`volume` is missing", "sub/b.json:1:1: warning[own/a]"] {
            assert!(run.prints(words), "{loosened}: {words}: {}", run.printed);
        }
    }
    // The files of the working tree are not even opened.
    here.link("../outside/shadow", "recordlint.yaml");
    here.fifo(".recordlint.yml");
    here.link("/dev/zero", "schemas/own.json");
    for (arguments, status, words) in [
        (&["check", "."][..], 1, "no issue"),
        (&["check", "a.json"], 1, "no issue"),
        (&["check", "recordlint.yaml"], 1, "no issue"),
        (&["records", "a.json"], 0, "\"pages\":\"9-1\""),
        (&["config", "a.json"], 0, "configured by recordlint.yaml of `base`"),
        (&["config", "a.json"], 0, "shared/base.yaml:1"),
        (&["schema", "--for", "a.json"], 0, "schemas/own.json"),
        (&["rules", "own"], 0, "own/a"),
        (&["explain", "own/a"], 0, "Because."),
        (&["test"], 0, "1 rule, 2 examples: all passed"),
    ] {
        let run = here.run(&[arguments, &["--config-from", "base"]].concat());
        assert!(run.status == Some(status) && run.prints(words), "{arguments:?}: {}", run.printed);
        assert!(!run.prints(SECRET), "{arguments:?}: {}", run.printed);
    }
    assert!(git(&here, &["diff", "--cached", "--quiet"]), "the index is as it was");
}

#[test]
fn a_missing_revision_fails_with_a_next_step() {
    let Some(here) = committed("absent") else { return };
    for (reference, words) in [
        ("nowhere", "there is no revision `nowhere` here; fetch it with `git fetch --depth=1 origin nowhere`"),
        ("origin/main", "fetch it with `git fetch --depth=1 origin main`"),
        ("base:recordlint.yaml", "there is no revision"),
        ("base^{tree}", "there is no revision"),
        ("", "is not the name of a revision"),
        ("a\nb", "is not the name of a revision"),
        ("$(touch ran)", "there is no revision"),
    ] {
        let run = here.run(&["--config-from", reference, "."]);
        assert!(run.status == Some(2) && run.prints(words), "{reference:?}: {}", run.printed);
        assert!(!run.prints("pages/descending"), "{reference:?}: {}", run.printed);
    }
    for reference in ["--config-from=-h", "--config-from=--output=ran", "--config-from=--upload-pack=touch ran"] {
        let run = here.run(&[reference, "."]);
        assert!(run.status == Some(2) && run.prints("is not the name of a revision"), "{reference}: {}", run.printed);
    }
    assert!(!here.0.0.join("repo/ran").exists());
    let run = here.run(&["--config-from", "base", "../outside/s.json"]);
    assert!(run.status == Some(2) && run.prints("not every file is in a git repository"), "{}", run.printed);
    for other in [&["--isolated"][..], &["--config", "recordlint.yaml"]] {
        let run = here.run(&[&["--config-from", "base", "."], other].concat());
        assert!(run.status == Some(2) && run.prints("cannot be used with"), "{}", run.printed);
    }
}

#[test]
fn a_link_in_a_revision_is_followed_inside_it() {
    let Some(here) = committed("links") else { return };
    let commit = || assert!(git(&here, &["add", "-A"]) && git(&here, &["commit", "-q", "-m", "next"]));
    here.write("shared/linked.yaml", "rules: { select: [pages] }\n");
    here.link("sub/../shared/./linked.yaml", "recordlint.yaml");
    here.write("sub/b.json", RECORD);
    commit();
    let run = here.run(&["--config-from", "HEAD", "a.json"]);
    assert!(run.status == Some(1) && run.prints("pages/descending") && run.prints("Found 1 error:"), "{}", run.printed);
    for target in ["../outside/own.yaml", "sub/../../outside/own.yaml", "/etc/passwd", "recordlint.yaml"] {
        here.link(target, "recordlint.yaml");
        commit();
        let run = here.run(&["--config-from", "HEAD", "a.json"]);
        assert!(run.status == Some(2) && run.prints("leads out of the repository"), "{target}: {}", run.printed);
        assert!(!run.prints(SECRET), "{target}: {}", run.printed);
    }
    here.remove("recordlint.yaml");
    commit();
    let run = here.run(&["--config-from", "HEAD", "a.json", "sub"]);
    assert_eq!(run.status, Some(1), "{}", run.printed);
    assert_eq!(run.printed.matches("there is no configuration in `HEAD`, so the defaults apply").count(), 1);
}

#[test]
fn a_file_in_a_revision_is_limited_too() {
    let Some(here) = committed("long") else { return };
    here.write("schemas/part.json", vec![b' '; (16 << 20) + 1]);
    assert!(git(&here, &["add", "-A"]) && git(&here, &["commit", "-q", "-m", "long"]));
    let run = here.run(&["--config-from", "HEAD", "a.json"]);
    assert!(run.status == Some(2) && run.prints("longer than 16 MiB"), "{}", run.printed);
    let run = here.run(&["--config-from", "base", "a.json"]);
    assert!(run.status == Some(1) && run.prints("`volume` is missing"), "{}", run.printed);
}

#[test]
fn a_change_cannot_hide_files_from_the_configuration_of_a_revision() {
    let Some(here) = committed("hidden") else { return };
    here.write("records/.gitignore", "*\n");
    here.write("records/bad.json", RECORD);
    here.write("records/never-added.json", RECORD);
    assert!(git(&here, &["add", "--force", "records/.gitignore", "records/bad.json"]));
    for paths in [&["records"][..], &["."], &["records/*.json"]] {
        let run = here.run(&[&["check", "--config-from", "base", "--output-format", "concise"], paths].concat());
        assert!(run.prints("records/bad.json:1:"), "{paths:?}: {}", run.printed);
        assert!(!run.prints("never-added"), "{paths:?}: {}", run.printed);
    }
}

#[test]
fn a_folder_with_hidden_files_is_not_empty() {
    let Some(here) = committed("hidden-folder") else { return };
    here.write("records/.ignore", "*\n");
    here.write("records/bad.json", RECORD);
    assert!(git(&here, &["add", "--force", "records/.ignore", "records/bad.json"]));
    let run = here.run(&["check", "--config-from", "base", "--output-format", "concise", "records"]);
    assert!(run.status == Some(1) && run.prints("records/bad.json:1:") && !run.prints("no file"), "{}", run.printed);
}

#[test]
fn a_submodule_has_no_configuration_and_hides_nothing() {
    let Some(here) = committed("submodule") else { return };
    let inner = Checkout::new("submodule-inner");
    inner.remove(".git");
    inner.write("recordlint.yaml", "fail-on: never\nrules: { ignore: [own, schema, pages] }\n");
    inner.write("s.json", RECORD);
    assert!(git(&inner, &["init", "-q", "-b", "trunk", "."]) && git(&inner, &["add", "."]));
    assert!(git(&inner, &["commit", "-q", "-m", "inner"]) && git(&inner, &["tag", "base"]));
    let source = inner.0.0.join("repo").display().to_string();
    let add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &source, "records/sub"];
    assert!(git(&here, &add));
    for hiding in ["", "records/sub\n"] {
        here.write(".gitignore", hiding);
        let run = here.run(&["check", "--config-from", "base", "--output-format", "concise", "."]);
        let is_checked = run.prints("records/sub/s.json:1:1: warning[own/a] no issue");
        assert!(run.status == Some(1) && is_checked, "{hiding:?}: {}", run.printed);
    }
}

#[test]
fn a_report_does_not_overwrite_files_of_a_checkout() {
    let here = Checkout::new("reports");
    here.write("b.json", RECORD);
    here.link("../outside/new", "dangling.out");
    here.link("../outside/shadow", "link.out");
    for name in ["dangling.out", "link.out"] {
        let run = here.run(&["a.json", "--output-format", &format!("json={name}")]);
        assert!(run.status == Some(2) && run.prints("leads out of this folder"), "{name}: {}", run.printed);
    }
    assert!(!here.0.0.join("outside/new").exists(), "the file of a dangling link is not created");
    // A report is not written to a file that is kept out of the run, for any reason.
    let own_schema = "sources: [{ files: '*.json', schema: s2.txt }]\n";
    here.write("s2.txt", r#"{ "type": "object", "allOf": [{ "$ref": "s3.txt" }] }"#);
    here.write("s3.txt", "{}");
    let rules = "rules: { files: ['rules/*.yaml'] }\n";
    here.write("rules/r.yaml", "id: own/a\n");
    for (configuration, arguments, report) in [
        ("profil: x", &["a.json"][..], "a.json"),
        ("profil: x", &["--fix", "."], "a.json"),
        ("files: { exclude: [a.json] }", &["."], "a.json"),
        (own_schema, &["."], "s2.txt"),
        (own_schema, &["."], "s3.txt"),
        (rules, &["a.json"], "rules/r.yaml"),
        (rules, &["a.json"], "recordlint.yaml"),
        ("{}", &["a.json", "--config-from", "HEAD"], "a.json"),
    ] {
        here.write("recordlint.yaml", configuration);
        let path = here.0.0.join("repo").join(report);
        let before = fs::read(&path).expect("a file");
        let run = here.run(&[arguments, &["--output-format", &format!("json={report}")]].concat());
        assert_eq!(run.status, Some(2), "{configuration}: {report}: {}", run.printed);
        assert_eq!(fs::read(&path).expect("a file"), before, "{configuration}: {report}: {}", run.printed);
    }
}

#[test]
fn a_listed_external_link_is_not_read() {
    let here = Checkout::new("listed-link");
    here.write("good.json", r#"{ "title": "A" }"#);
    for target in ["../outside/s.json", "../outside/shadow", "/etc/passwd"] {
        here.link(target, "link.json");
        let run = here.run(&["check", "--listed-files", "--output-format", "full", "link.json", "good.json"]);
        assert!(!run.prints(SECRET) && !run.prints("root:x:"), "{target}: {}", run.printed);
        assert!(run.prints("a link that leads out of the folder"), "{target}: {}", run.printed);
    }
}

#[test]
fn only_yaml_files_are_read_as_yaml() {
    let here = Checkout::new("yaml-only");
    here.write(".env", format!("TOKEN={SECRET}\nother: [\n"));
    here.write("notes.txt", format!("id: {SECRET}: x\n"));
    for config in
        ["extends: .env", "extends: notes.txt", "rules: { files: [notes.txt] }", "rules: { files: ['*.txt'] }"]
    {
        here.write("recordlint.yaml", config);
        let run = here.run(&["check", "."]);
        assert!(run.status == Some(2) && !run.prints(SECRET), "{config}: {}", run.printed);
        assert!(run.prints("YAML") || run.prints("`.yaml`"), "{config}: {}", run.printed);
    }
}
