//! The output in README is that of the program: each `$ recordlint …` in a console block that is followed by output.
//!
//! `RECORDLINT_BLESS=1` writes the current output.

use crate::support;

use std::fs;
use std::path::Path;
use std::process::Command;

fn printed(root: &Path, arguments: &str) -> String {
    let output = Command::new(support::program())
        .args(arguments.split_whitespace())
        .args(["--color", "never"])
        .current_dir(root)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .output()
        .expect("the program runs");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

#[test]
fn readme_shows_the_current_output() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("README.md");
    let text = fs::read_to_string(&path).expect("README can be read");
    let mut out = String::new();
    let mut shown = 0;
    let mut rest = text.as_str();
    while let Some(start) = rest.find("```console\n") {
        let (before, block) = rest.split_at(start + "```console\n".len());
        let end = block.find("```").expect("a block ends");
        let (command, output) = block[..end].split_once('\n').expect("a block begins with a command");
        out.push_str(before);
        match command.strip_prefix("$ recordlint ") {
            Some(arguments) if !output.trim().is_empty() && !output.starts_with('$') => {
                shown += 1;
                out.push_str(command);
                out.push('\n');
                out.push_str(&printed(root, arguments));
            }
            _ => out.push_str(&block[..end]),
        }
        rest = &block[end..];
    }
    out.push_str(rest);
    if support::bless() {
        fs::write(&path, &out).expect("README can be written");
    }
    assert!(shown > 0, "README shows no output");
    assert_eq!(fs::read_to_string(&path).expect("README can be read"), out, "RECORDLINT_BLESS=1 rewrites it");
}
