//! That no file is harmed, whatever happens while it is fixed: links and modes, full disks, folders that cannot be
//! written, errors of the system, and the end of the run at any moment.
#![cfg(unix)]

use crate::support;

use crate::support::{Folder, printed, status};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// So many runs are killed while they write, over so many files, unless the environment says otherwise:
/// `RECORDLINT_KILLED` runs over `RECORDLINT_KILLED_FILES` files, of the program `RECORDLINT_PROGRAM`.
const KILLED: (usize, usize) = (40, 60);

/// A number that the environment may give.
fn given(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

const BEFORE: &str = r#"{"title": "A  b", "type": "article"}"#;
const AFTER: &str = r#"{"title": "A b", "type": "article"}"#;

#[test]
fn a_file_keeps_all_that_belongs_to_it() {
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
    // Where nothing is to be fixed, nothing is written.
    assert_eq!((time(&clean), number(&clean)), (before, known));
    assert_eq!(folder.names(), ["a.json", "clean.json"]);
}

#[test]
fn links_stay_links_and_lead_nowhere_else() {
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
fn what_is_not_certain_to_be_one_file_is_not_fixed() {
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

/// A text as gzip has it, without packing it.
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

/// Somebody who may do nothing but read: the number that stands for nobody.
const NOBODY: u32 = 65534;

#[test]
fn a_folder_that_cannot_be_written_leaves_the_file() {
    let folder = Folder::new("read-only");
    // The file itself may be written, by anybody.
    let path = folder.write("a.json", BEFORE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).expect("a mode can be set");
    let mode = |mode| fs::set_permissions(&folder.0, fs::Permissions::from_mode(mode)).expect("a mode can be set");
    mode(0o555);
    let may_write = fs::write(folder.0.join("probe"), "").is_ok();
    let mut command = Command::new(support::program());
    command.args(["check", "--isolated", "--fix", "a.json"]).current_dir(&folder.0);
    if may_write {
        // Whoever may write everywhere runs it as somebody who may not.
        fs::remove_file(folder.0.join("probe")).expect("it is there");
        command.uid(NOBODY).gid(NOBODY);
    }
    let run = command.output();
    mode(0o755);
    let Ok(run) = run else {
        eprintln!("SKIPPED: nobody else may run the program where it is: {run:?}");
        return;
    };
    assert_eq!(status(&run), 2, "{}", printed(&run));
    let said = "a.json: it could not be written, and is unchanged: permission denied";
    assert!(printed(&run).contains(said), "{}", printed(&run));
    assert_eq!(folder.read("a.json"), BEFORE.as_bytes());
    assert_eq!(folder.names(), ["a.json"]);
}

/// No room for the new file, which is what a limit of the size of files comes to as well.
#[test]
fn a_full_disk_leaves_the_file() {
    let folder = Folder::new("full");
    let long = |blank: &str| format!("{{\"title\": \"A{blank}b\", \"x-note\": \"{}\"}}", "word ".repeat(4000));
    folder.write("a.json", long("  "));
    let program = support::program();
    let script = format!("trap '' XFSZ; ulimit -f 8; exec '{}' check --isolated --fix a.json", program.display());
    let run = Command::new("sh").args(["-c", &script]).current_dir(&folder.0).output().expect("a shell");
    assert_eq!(status(&run), 2, "{}", printed(&run));
    assert!(printed(&run).contains("a.json: it could not be written, and is unchanged"), "{}", printed(&run));
    assert_eq!(folder.read("a.json"), long("  ").into_bytes());
    assert_eq!(folder.names(), ["a.json"]);
}

/// What becomes of files whose run is killed: each is old or new, and what was left lying about is gone the next time.
#[test]
fn killed_runs_harm_no_file() {
    let (trials, files) = (given("RECORDLINT_KILLED", KILLED.0), given("RECORDLINT_KILLED_FILES", KILLED.1));
    // As many bytes in all, be they in few files or in many.
    let filler = "Readers-in-twelve-small-towns-were-asked-what-they-had-borrowed.".repeat(12_000 / files);
    let text = |blank: &str| format!("{{\"title\": \"A{blank}b\", \"x-note\": \"{filler}\"}}");
    let (old, new) = (text("  ").into_bytes(), text(" ").into_bytes());
    let folder = Folder::new("killed");
    let name = |number: usize| format!("{number:04}.json");
    let arguments = ["check", "--isolated", "--fix-only", "."];
    let fill = || (0..files).for_each(|number| drop(folder.write(&name(number), &old)));
    fill();
    assert_eq!(status(&folder.run(&arguments)), 0);
    // How many files were done when a run was killed, by tenths of them; and the runs of which none or all were done.
    let (mut tenths, mut left) = ([0; 10], 0);
    for trial in 0..trials {
        fill();
        let mut command = Command::new(support::program());
        let mut child =
            command.args(arguments).current_dir(&folder.0).stderr(Stdio::null()).spawn().expect("it starts");
        // It is killed as soon as so many files are done, which no clock need tell.
        let reached = folder.0.join(name(trial * files / trials));
        let is_old = || fs::metadata(&reached).expect("it is there").len() == old.len() as u64;
        while is_old() && child.try_wait().expect("it can be asked").is_none() {
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
        // Files of others that look much the same are nobody's leftovers.
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
    // On a busy machine a run may be done before it is seen how far it has come.
    assert!(between * 2 >= trials, "only {between} runs were killed midway");
    assert!(tenths.iter().filter(|count| **count > 0).count() >= 7, "they were not killed all over: {tenths:?}");
}

/// Two runs at once: each file is fixed, by the one or the other, and neither undoes what the other did.
#[test]
fn two_runs_at_once_lose_nothing() {
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

/// What the system is asked for while a file is written, the errors with which it may refuse, and how often at most
/// each is asked for in a run.
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

/// Runs the program under `strace`, which refuses one call of the system, or that and all behind it; nothing where that
/// cannot be done.
fn refused(folder: &Folder, call: &str, error: &str, when: &str) -> Option<Output> {
    let inject = format!("inject={call}:error={error}:when={when}");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject])
        .arg(support::program());
    let run = command.args(["check", "--isolated", "--fix-only", "a.json"]).current_dir(&folder.0).output().ok()?;
    (!printed(&run).contains("strace: ")).then_some(run)
}

/// The system refuses any one call, or any and all of its kind behind it.
#[test]
fn a_call_that_is_refused_leaves_the_file() {
    let folder = Folder::new("refused");
    let fill = || drop(folder.write("a.json", BEFORE));
    fill();
    let able = refused(&folder, "fsync", "EIO", "1000").is_some_and(|run| status(&run) == 0);
    if !able {
        eprintln!("SKIPPED: there is no strace that could refuse a call of the system");
        return;
    }
    let (mut runs, mut whole, mut told) = (0, 0, 0);
    let mut one = |call: &str, error: &str, when: &str| {
        fill();
        let shown = format!("{call} {error} {when}");
        let run = refused(&folder, call, error, when).unwrap_or_else(|| panic!("{shown}: it ran before"));
        let (text, said) = (folder.read("a.json"), printed(&run));
        assert!(text == BEFORE.as_bytes() || text == AFTER.as_bytes(), "{shown}: {said}");
        let is_old = text == BEFORE.as_bytes();
        // What was not done is told, but by a program that could not even begin, or may not write a word.
        let is_dumb = said.contains("loading shared libraries") || call == "write" && when.ends_with('+');
        let explains = status(&run) != 0 && (said.contains("a.json: ") || is_dumb);
        assert!(!is_old || explains, "{shown}: nothing was done, and nothing said of it: {said}");
        if call == "unlink" {
            // What could not be removed goes with the next run that writes here.
            fill();
            assert_eq!(status(&folder.run(&["check", "--isolated", "--fix-only", "a.json"])), 0);
        }
        assert_eq!(folder.names(), ["a.json"], "{shown}: {said}");
        runs += 1;
        whole += usize::from(is_old);
        told += usize::from(is_old && said.contains("a.json: "));
    };
    for (call, errors, most) in REFUSED {
        let calls = errors.iter().flat_map(|error| (1..=*most).map(move |number| (error, number)));
        for (error, number) in calls {
            one(call, error, &number.to_string());
            one(call, error, &format!("{number}+"));
        }
    }
    eprintln!("{runs} runs with a refused call: {whole} left the file as it was, {told} of them named it");
    assert!(told > 20, "only {told} runs named the file");
}
