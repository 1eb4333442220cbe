//! Runs the tutorial about rules: its files are created, in order, and its commands are run.
//!
//! `RECORDLINT_BLESS=1` writes the current output.

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A temporary folder that is removed at the end of the test.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns the output of a command.
fn printed(folder: &Path, command: &str) -> String {
    let arguments = command.strip_prefix("$ recordlint ").expect("a command of this program");
    let output = Command::new(support::program())
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .output()
        .expect("the program runs");
    let errors = String::from_utf8(output.stderr).expect("the output is UTF-8");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8") + &errors;
    text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn the_tutorial_works_as_written() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md");
    let text = fs::read_to_string(&path).expect("the page can be read");
    let folder = Scratch(std::env::temp_dir().join(format!("recordlint-tutorial-{}", std::process::id())));
    fs::create_dir_all(&folder.0).expect("a folder can be made");
    // Configurations above the folder must not apply to it.
    fs::create_dir_all(folder.0.join(".git")).expect("a folder can be made");
    let mut out = String::new();
    let (mut files, mut commands) = (0, 0);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, name)) = info.split_once(" file=") {
            let file = folder.0.join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder can be made");
            fs::write(file, block.join("\n") + "\n").expect("a file can be written");
            files += 1;
            out.push_str(&(block.join("\n") + "\n"));
        } else {
            assert_eq!(info, "console", "a block is a file or a command");
            let command = block.first().expect("a command");
            out.push_str(command);
            out.push('\n');
            out.push_str(&printed(&folder.0, command));
            commands += 1;
        }
        out.push_str("```\n");
    }
    assert!(files > 4 && commands > 3, "{files} files, {commands} commands");
    if support::bless() {
        fs::write(&path, &out).expect("the page can be written");
    }
    assert_eq!(fs::read_to_string(&path).expect("the page can be read"), out, "RECORDLINT_BLESS=1 rewrites it");
}
