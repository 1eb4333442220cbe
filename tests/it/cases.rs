//! Each folder in `tests/cases` is a case: `arguments` (one per line), the expected output and exit status in
//! `expected.txt`, and the files that the run reads. A file `stdin` is used as standard input.
//!
//! `RECORDLINT_BLESS=1` writes the current output. Read it as a user would before you commit it.

use crate::support;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Returns the output of the program when it runs in `folder`.
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
    // If the program rejects its arguments, it does not read standard input, and writing to it fails.
    let _ = child.stdin.take().expect("a pipe").write_all(&input);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    let err = if err.is_empty() { String::new() } else { format!("--- standard error\n{err}") };
    format!("{out}{err}--- exit status {}\n", output.status.code().unwrap_or(-1))
}

#[test]
fn cases_print_the_expected_output() {
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
