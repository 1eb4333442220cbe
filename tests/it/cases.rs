//! Each folder of `tests/cases` is a case: `arguments` (a line each), what is printed and the exit status in
//! `expected.txt`, and whatever files the run reads. A file `stdin` is given on standard input.
//!
//! `RECORDLINT_BLESS=1` writes what is printed now; read it as a user would before it is kept.

use crate::support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the program prints when it runs in `folder`.
fn printed(folder: &Path) -> String {
    let arguments = fs::read_to_string(folder.join("arguments")).expect("a case has arguments");
    let mut child = Command::new(support::program())
        .args(arguments.lines())
        .current_dir(folder)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let input = fs::read(folder.join("stdin")).unwrap_or_default();
    // A program that refuses its arguments reads nothing; then nobody takes what is written.
    let _ = child.stdin.take().expect("a pipe").write_all(&input);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is UTF-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    let err = if err.is_empty() { String::new() } else { format!("--- standard error\n{err}") };
    format!("{out}{err}--- exit status {}\n", output.status.code().unwrap_or(-1))
}

#[test]
fn cases_print_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut wrong = Vec::new();
    let mut cases = 0;
    for entry in fs::read_dir(folder).expect("the cases").flatten() {
        cases += 1;
        let folder = entry.path();
        let found = printed(&folder);
        let path = folder.join("expected.txt");
        if support::bless() {
            fs::write(&path, &found).expect("an expectation can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{}:\n{found}instead of\n{expected}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}\nRECORDLINT_BLESS=1 rewrites them", wrong.join("\n"));
    assert!(cases > 0, "there are no cases");
}
