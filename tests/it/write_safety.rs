//! No file is damaged while it is fixed: links and modes, full disks, read-only folders, errors of the system, and killed
//! runs.
#![cfg(unix)]

use crate::support;

use crate::support::{Folder, printed, status};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The number of runs that are killed while they write, and the number of files. The environment can set other numbers with
/// `RECORDLINT_KILLED` and `RECORDLINT_KILLED_FILES`, and the program with `RECORDLINT_PROGRAM`.
const KILLED: (usize, usize) = (40, 60);

/// Returns a number that the environment may set.
fn given(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

const BEFORE: &str = r#"{"title": "A  b", "type": "article"}"#;
const AFTER: &str = r#"{"title": "A b", "type": "article"}"#;

#[test]
fn a_file_keeps_its_metadata() {
    let folder = Folder::new("mode");
    let path = folder.write("a.json", BEFORE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode can be set");
    let clean = folder.write("clean.json", AFTER);
    let time = |path: &Path| fs::metadata(path).and_then(|known| known.modified()).expect("a time");
    let before = time(&clean);
    let number = |path: &Path| std::os::unix::fs::MetadataExt::ino(&fs::metadata(path).expect("it is there"));
    let known = number(&clean);
    assert_ne!(status(&folder.run(&["check", "--isolated", "--fix", "."])), 2);
    assert_eq!(folder.read("a.json"), AFTER.as_bytes());
    assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o7777, 0o640);
    // If there is nothing to fix, nothing is written.
    assert_eq!((time(&clean), number(&clean)), (before, known));
    assert_eq!(folder.names(), ["a.json", "clean.json"]);
}

#[test]
fn links_are_kept_and_not_followed_outside() {
    use std::os::unix::fs::symlink;
    let (folder, other) = (Folder::new("links"), Folder::new("links-outside"));
    let outside = other.write("out.json", BEFORE);
    other.write("inner/deep.json", BEFORE);
    folder.write("real.json", BEFORE);
    symlink("real.json", folder.0.join("link.json")).expect("a link");
    symlink(&outside, folder.0.join("away.json")).expect("a link");
    symlink(other.0.join("inner"), folder.0.join("folder")).expect("a link");
    symlink("loop.json", folder.0.join("loop.json")).expect("a link");
    symlink("nothing.json", folder.0.join("dangling.json")).expect("a link");
    let names = ["link.json", "away.json", "folder/deep.json", "../links-outside/x"];
    let run = folder.run(&["check", "--isolated", "--fix", names[0], names[1], names[2], "folder"]);
    assert_eq!(folder.read("real.json"), AFTER.as_bytes());
    let kind = |name: &str| fs::symlink_metadata(folder.0.join(name)).expect("it is there").file_type();
    assert!(kind("link.json").is_symlink() && kind("away.json").is_symlink());
    assert_eq!(fs::read(&outside).expect("it is there"), BEFORE.as_bytes());
    assert_eq!(other.read("inner/deep.json"), BEFORE.as_bytes());
    assert!(printed(&run).contains("it is outside the folder in which files may be written"), "{}", printed(&run));
    for broken in ["loop.json", "dangling.json"] {
        assert_eq!(status(&folder.run(&["check", "--isolated", "--fix", broken])), 2);
    }
    assert_eq!(other.names(), ["inner/deep.json", "out.json"]);
}

#[test]
fn unusual_files_are_not_fixed() {
    let folder = Folder::new("hard");
    let path = folder.write("a.json", BEFORE);
    fs::hard_link(&path, folder.0.join("b.json")).expect("a link");
    fs::write(folder.0.join("c.json.gz"), gzip(BEFORE)).expect("written");
    fs::write(folder.0.join("clean.json.gz"), gzip(AFTER)).expect("written");
    let mut only = fs::metadata(folder.write("d.json", BEFORE)).expect("it is there").permissions();
    only.set_readonly(true);
    fs::set_permissions(folder.0.join("d.json"), only).expect("a mode can be set");
    let run = folder.run(&["check", "--isolated", "--fix", "--fail-on", "never", "."]);
    assert_eq!(status(&run), 0);
    assert!(!printed(&run).contains("Not fixed: clean"), "{}", printed(&run));
    for (name, reason) in
        [("a.json", "2 hard links"), ("b.json", "2 hard links"), ("c.json.gz", "compressed"), ("d.json", "read-only")]
    {
        let line = printed(&run).lines().find(|line| line.contains(&format!("Not fixed: {name}"))).map(str::to_owned);
        assert!(line.is_some_and(|line| line.contains(reason)), "{}", printed(&run));
    }
    // What cannot be fixed here is not offered again.
    assert!(!printed(&run).contains("can be fixed safely"), "{}", printed(&run));
    assert_eq!(folder.read("a.json"), BEFORE.as_bytes());
    assert_eq!(folder.read("b.json"), BEFORE.as_bytes());
}

/// Returns a text in gzip format, without compressing it.
fn gzip(text: &str) -> Vec<u8> {
    let mut crc = !0_u32;
    for byte in text.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & (0_u32.wrapping_sub(crc & 1)));
        }
    }
    let length = u16::try_from(text.len()).expect("a short text");
    let mut bytes = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(text.bytes());
    bytes.extend((!crc).to_le_bytes());
    bytes.extend(u32::from(length).to_le_bytes());
    bytes
}

/// The id of the user `nobody`, who may only read.
const NOBODY: u32 = 65534;

#[test]
fn a_read_only_folder_leaves_the_file_unchanged() {
    let folder = Folder::new("read-only");
    // The file itself is writable by all users.
    let path = folder.write("a.json", BEFORE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).expect("a mode can be set");
    let mode = |mode| fs::set_permissions(&folder.0, fs::Permissions::from_mode(mode)).expect("a mode can be set");
    mode(0o555);
    let may_write = fs::write(folder.0.join("probe"), "").is_ok();
    let mut command = Command::new(support::program());
    command.args(["check", "--isolated", "--fix", "a.json"]).current_dir(&folder.0);
    if may_write {
        // A user who may write everywhere runs it as another user.
        fs::remove_file(folder.0.join("probe")).expect("it is there");
        command.uid(NOBODY).gid(NOBODY);
    }
    let run = command.output();
    mode(0o755);
    let Ok(run) = run else {
        eprintln!("SKIPPED: other users cannot run the program: {run:?}");
        return;
    };
    assert_eq!(status(&run), 2, "{}", printed(&run));
    let messages = "a.json: it could not be written, and is unchanged: permission denied";
    assert!(printed(&run).contains(messages), "{}", printed(&run));
    assert_eq!(folder.read("a.json"), BEFORE.as_bytes());
    assert_eq!(folder.names(), ["a.json"]);
}

/// There is no space for the new file. A limit of the file size has the same effect.
#[test]
fn a_full_disk_leaves_the_file_unchanged() {
    let folder = Folder::new("full");
    let long = |spaces: &str| format!("{{\"title\": \"A{spaces}b\", \"x-note\": \"{}\"}}", "word ".repeat(4000));
    folder.write("a.json", long("  "));
    let program = support::program();
    let script = format!("trap '' XFSZ; ulimit -f 8; exec '{}' check --isolated --fix a.json", program.display());
    let run = Command::new("sh").args(["-c", &script]).current_dir(&folder.0).output().expect("a shell");
    assert_eq!(status(&run), 2, "{}", printed(&run));
    assert!(printed(&run).contains("a.json: it could not be written, and is unchanged"), "{}", printed(&run));
    assert_eq!(folder.read("a.json"), long("  ").into_bytes());
    assert_eq!(folder.names(), ["a.json"]);
}

/// If a run is killed, each file is the old or the new one, and temporary files are removed in the next run.
#[test]
fn killed_runs_damage_no_file() {
    let (trials, files) = (given("RECORDLINT_KILLED", KILLED.0), given("RECORDLINT_KILLED_FILES", KILLED.1));
    // The total number of bytes does not depend on the number of files.
    let filler = "Readers-in-twelve-small-towns-were-asked-what-they-had-borrowed.".repeat(12_000 / files);
    let text = |spaces: &str| format!("{{\"title\": \"A{spaces}b\", \"x-note\": \"{filler}\"}}");
    let (old, new) = (text("  ").into_bytes(), text(" ").into_bytes());
    let folder = Folder::new("killed");
    let name = |number: usize| format!("{number:04}.json");
    let arguments = ["check", "--isolated", "--fix-only", "."];
    let fill = || (0..files).for_each(|number| drop(folder.write(&name(number), &old)));
    fill();
    assert_eq!(status(&folder.run(&arguments)), 0);
    // The fraction of finished files when a run was killed, in tenths; and the runs with no or all files finished.
    let (mut tenths, mut left) = ([0; 10], 0);
    for trial in 0..trials {
        fill();
        let mut command = Command::new(support::program());
        let mut child =
            command.args(arguments).current_dir(&folder.0).stderr(Stdio::null()).spawn().expect("it starts");
        // It is killed as soon as a number of files is finished, so no clock is needed.
        let reached = folder.0.join(name(trial * files / trials));
        let is_old = || fs::metadata(&reached).expect("it is there").len() == old.len() as u64;
        while is_old() && child.try_wait().expect("its status can be read").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let texts: Vec<Vec<u8>> = (0..files).map(|number| folder.read(&name(number))).collect();
        assert!(texts.iter().all(|text| *text == old || *text == new), "trial {trial}");
        let done = texts.iter().filter(|text| **text == new).count();
        if (1..files).contains(&done) {
            tenths[done * 10 / files] += 1;
        }
        left += folder.names().len() - files;
        // Files of other programs with similar names are not temporary files of this program.
        folder.write(".recordlint-mine.tmp", "mine");
        assert_eq!(status(&folder.run(&arguments)), 0);
        fs::remove_file(folder.0.join(".recordlint-mine.tmp")).expect("it is still there");
        assert_eq!(folder.names().len(), files, "{:?}", folder.names());
        assert!((0..files).all(|number| folder.read(&name(number)) == new));
    }
    let between: usize = tenths.iter().sum();
    eprintln!(
        "{between} of {trials} runs over {files} files were killed midway, by tenths of the files: {tenths:?}; \
         {left} files were left and swept away"
    );
    // On a busy machine a run may finish before its progress is noticed.
    assert!(between * 2 >= trials, "only {between} runs were killed midway");
    assert!(tenths.iter().filter(|count| **count > 0).count() >= 7, "they were not killed all over: {tenths:?}");
}

/// Two runs at once: each file is fixed by one of them, and neither reverts a fix of the other.
#[test]
fn two_runs_at_once_lose_no_fix() {
    let folder = Folder::new("two");
    let files: Vec<String> = (0..40).map(|number| format!("{number}.json")).collect();
    files.iter().for_each(|name| drop(folder.write(name, BEFORE)));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| folder.run(&["check", "--isolated", "--fix-only", "."]));
        }
    });
    assert!(files.iter().all(|name| folder.read(name) == AFTER.as_bytes()));
    assert_eq!(folder.names().len(), files.len());
}

/// The system calls while a file is written, the errors that they may return, and the maximum number of calls in a run.
const REFUSED: &[(&str, &[&str], usize)] = &[
    ("openat", &["ENOSPC", "EACCES"], 16),
    ("write", &["EIO", "ENOSPC"], 4),
    ("fsync", &["EIO", "ENOSPC"], 3),
    ("fchmod", &["EPERM"], 2),
    ("renameat2", &["EIO", "ENOSPC"], 2),
    ("renameat2,rename", &["EIO", "ENOSPC"], 3),
    ("read", &["EIO"], 21),
    ("unlink", &["EACCES"], 2),
];

/// Runs the program under `strace`, which lets a system call fail, or that and all later ones. Returns `None` if this is not
/// possible.
fn with_failing_call(folder: &Folder, call: &str, error: &str, when: &str) -> Option<Output> {
    let inject = format!("inject={call}:error={error}:when={when}");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject])
        .arg(support::program());
    let run = command.args(["check", "--isolated", "--fix-only", "a.json"]).current_dir(&folder.0).output().ok()?;
    (!printed(&run).contains("strace: ")).then_some(run)
}

/// Any system call fails, alone or with all later calls of its kind.
#[test]
fn a_failed_system_call_leaves_the_file_unchanged() {
    let folder = Folder::new("failing-call");
    let fill = || drop(folder.write("a.json", BEFORE));
    fill();
    let able = with_failing_call(&folder, "fsync", "EIO", "1000").is_some_and(|run| status(&run) == 0);
    if !able {
        eprintln!("SKIPPED: there is no strace that could refuse a call of the system");
        return;
    }
    let (mut runs, mut whole, mut reported) = (0, 0, 0);
    let mut one = |call: &str, error: &str, when: &str| {
        fill();
        let shown = format!("{call} {error} {when}");
        let run = with_failing_call(&folder, call, error, when).unwrap_or_else(|| panic!("{shown}: it ran before"));
        let (text, messages) = (folder.read("a.json"), printed(&run));
        assert!(text == BEFORE.as_bytes() || text == AFTER.as_bytes(), "{shown}: {messages}");
        let is_old = text == BEFORE.as_bytes();
        // A failure is reported, except if the program could not start or cannot write.
        let is_dumb = messages.contains("loading shared libraries") || call == "write" && when.ends_with('+');
        let explains = status(&run) != 0 && (messages.contains("a.json: ") || is_dumb);
        assert!(!is_old || explains, "{shown}: nothing was done, and nothing was reported: {messages}");
        if call == "unlink" {
            // Remaining temporary files are removed in the next run that writes here.
            fill();
            assert_eq!(status(&folder.run(&["check", "--isolated", "--fix-only", "a.json"])), 0);
        }
        assert_eq!(folder.names(), ["a.json"], "{shown}: {messages}");
        runs += 1;
        whole += usize::from(is_old);
        reported += usize::from(is_old && messages.contains("a.json: "));
    };
    for (call, errors, most) in REFUSED {
        let calls = errors.iter().flat_map(|error| (1..=*most).map(move |number| (error, number)));
        for (error, number) in calls {
            one(call, error, &number.to_string());
            one(call, error, &format!("{number}+"));
        }
    }
    eprintln!("{runs} runs with a failing call: {whole} left the file unchanged, {reported} of them reported it");
    assert!(reported > 20, "only {reported} runs named the file");
}
