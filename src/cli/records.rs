//! `recordlint records`: prints each record as rules see it, in the native form, one line of JSON per record.
//!
//! With `--spans`, a line is `{"record": …, "spans": {…}}`. The spans map the JSON Pointer of each value of the
//! record to the places in the file that it comes from, in order, each as `[start, end, line, column]`. Start and end
//! are byte offsets from 0; line and column count from 1. A value that is not in the file has the places of the
//! nearest object around it.
//!
//! A record that does not parse is reported, and the exit status is 1 as for a finding.

use super::session::{Choice, CommandError, Session, location};
use super::{CLEAN, Color, FAILED, FOUND, complain, console, needs_path};
use crate::config::is_configuration;
use crate::diagnostic::show;
use crate::engine::{self, Input};
use crate::lint::{self, Canonised, Policy};
use crate::shape::Hierarchy;
use crate::syntax::Syntax;
use crate::text::Encoding;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders or globs; `-` is standard input.
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// The path of standard input in messages.
    #[arg(long, value_name = "PATH")]
    stdin_path: Option<String>,
    /// Read every file in this syntax: `json` (a single value), `ndjson`, `yaml`, `xml`, `bibtex`, `ris` or `page` (the text
    /// of a YADDA record page). By default the syntax is detected.
    #[arg(long, value_name = "SYNTAX", value_parser = super::check::parse_syntax)]
    syntax: Option<Syntax>,
    /// Read every file in this encoding, such as `windows-1250`, unless the file declares another one.
    #[arg(long, value_name = "NAME", value_parser = super::check::parse_encoding)]
    encoding: Option<Encoding>,
    /// Do not fail if no record of a named file can be printed, or if no record is printed at all.
    #[arg(long)]
    allow_unchecked: bool,
    /// Add the positions of each value: `{"record": …, "spans": {pointer: [[start, end, line, column]]}}`.
    #[arg(long)]
    spans: bool,
    #[command(flatten)]
    choice: Choice,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    if arguments.paths.is_empty() {
        return needs_path("records", "prints records");
    }
    let (inputs, missing) = engine::find(&arguments.paths, arguments.stdin_path.as_deref());
    for path in &missing {
        complain(&format!("{}: {}", show::visible(&path.path), path.reason));
    }
    let mut status = if missing.is_empty() { CLEAN } else { FAILED };
    let mut session = match Session::new(&arguments.choice, None, Color::Auto) {
        Ok(session) => session,
        Err(error) => return error.report(),
    };
    let readings: Vec<_> = inputs.iter().map(|input| reading(input, arguments, &mut session)).collect();
    let known =
        readings.iter().zip(&inputs).filter_map(|(reading, input)| Some((input, reading.as_ref().ok()?.as_ref()?)));
    let known = known.map(|(input, reading)| (input, reading.syntax, reading.encoding));
    let (hierarchy, failed) = engine::collect_hierarchy(known, &AtomicBool::new(false));
    for file in &failed {
        status = complain(&format!("{}: {}", show::visible(&file.path), file.reason));
    }
    let mut out = io::BufWriter::new(console::bytes().lock());
    let mut printed = 0;
    for (input, reading) in inputs.iter().zip(readings) {
        match file(input, reading, arguments, &hierarchy, &mut out, &mut printed) {
            Ok(found) => status = status.max(found),
            Err(Stop::ClosedPipe) => return status,
            Err(Stop::CommandError(CommandError::Unusable(why))) => {
                let name = show::visible(&input.display_path);
                status = status.max(complain(&format!("{name}: not read: {}", why.description)));
            }
            Err(Stop::CommandError(error)) => status = status.max(error.report()),
        }
    }
    if printed == 0 && status == CLEAN && !arguments.allow_unchecked {
        status = complain("there is no record to print; `--allow-unchecked` accepts this");
    }
    match out.flush() {
        Ok(()) => status,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => status,
        Err(error) => complain(&format!("cannot write: {error}")),
    }
}

/// Why the processing of a file ends early.
enum Stop {
    /// The reader of standard output closed the pipe.
    ClosedPipe,
    CommandError(CommandError),
}

impl From<CommandError> for Stop {
    fn from(error: CommandError) -> Self {
        Stop::CommandError(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::ClosedPipe,
            _ => Stop::CommandError(CommandError::Message(format!("cannot write: {error}"))),
        }
    }
}

/// The settings with which a file is read.
struct Reading {
    policy: Arc<Policy>,
    syntax: Option<Syntax>,
    encoding: Option<Encoding>,
}

/// Returns the settings with which a file is read. `None` if a configuration excludes it.
fn reading(input: &Input, arguments: &Arguments, session: &mut Session<'_>) -> Result<Option<Reading>, CommandError> {
    let location = location(input);
    if !input.is_standard() && location.as_deref().and_then(Path::file_name).is_some_and(is_configuration) {
        let name = show::visible(&input.display_path);
        let message = || CommandError::Message(format!("{name}: it is a configuration, and contains no records"));
        return if input.is_named { Err(message()) } else { Ok(None) };
    }
    let config = session.config_of(location.as_deref())?;
    if location.as_deref().is_some_and(|path| !session.configs[config].includes(path, input.is_named)) {
        return Ok(None);
    }
    let source = location.as_deref().and_then(|path| session.configs[config].source(path));
    let number = source.map(|(number, _)| number);
    let (syntax, encoding) = source.map(|(_, source)| (source.syntax, source.encoding)).unwrap_or_default();
    let policy = session.policy(config, number)?;
    let (syntax, encoding) = (arguments.syntax.or(syntax), arguments.encoding.or(encoding));
    Ok(Some(Reading { policy, syntax, encoding }))
}

/// Prints the records of one file. Returns [`FOUND`] if one of them does not parse.
fn file(
    input: &Input,
    reading: Result<Option<Reading>, CommandError>,
    arguments: &Arguments,
    hierarchy: &Arc<Hierarchy>,
    out: &mut impl Write,
    printed: &mut u64,
) -> Result<u8, Stop> {
    let Some(Reading { policy, syntax, encoding }) = reading? else { return Ok(CLEAN) };
    // The hierarchy of standard input was not collected before.
    let hierarchy = Some(hierarchy).filter(|_| !input.is_standard());
    let shown = show::visible(&input.display_path);
    let (mut status, mut strange, mut broken) = (CLEAN, 0_u64, None);
    let each = |record: &Canonised<'_>| {
        if let Some(line) = line(record, arguments.spans) {
            *printed += 1;
            if broken.is_none() {
                broken = writeln!(out, "{}", show::json(&line)).err();
            }
        } else if record.is_readable() {
            strange += 1;
        } else {
            status = FOUND;
            console::note(&format!("{shown}: record {} does not parse", record.number));
        }
    };
    let read = canonise(input, syntax, encoding, &policy, hierarchy, each);
    if let Some(error) = broken {
        return Err(error.into());
    }
    if strange > 0 {
        let records = if strange == 1 { "record" } else { "records" };
        console::note(&format!("{shown}: {strange} {records} in an unknown format"));
    }
    let is_incomplete = strange > 0 && input.is_named && !arguments.allow_unchecked;
    match read {
        Ok(()) => Ok(if is_incomplete { FAILED } else { status }),
        // A folder may contain other files.
        Err(engine::ReadError::NoRecord(_)) if !input.is_named || arguments.allow_unchecked => Ok(CLEAN),
        Err(unread) => Err(CommandError::Message(format!("{shown}: {}", unread.reason())).into()),
    }
}

fn canonise(
    input: &Input,
    syntax: Option<Syntax>,
    encoding: Option<Encoding>,
    policy: &Policy,
    hierarchy: Option<&Arc<Hierarchy>>,
    mut each: impl FnMut(&Canonised<'_>),
) -> Result<(), engine::ReadError> {
    engine::with_text(input, syntax, encoding, |source, syntax, json_mode| {
        lint::canonise_with_hierarchy(hierarchy, source, syntax, json_mode, policy, &mut each);
    })
}

/// Formats a record as a line. `None` if it could not be read or its format is unknown.
fn line(record: &Canonised<'_>, with_spans: bool) -> Option<String> {
    let value = record.value()?;
    if !with_spans {
        return Some(value.to_string());
    }
    let place = |place: &lint::FilePlace| json!([place.start, place.end, place.line, place.column]);
    let spans: serde_json::Map<String, Value> = record
        .spans()
        .into_iter()
        .map(|(pointer, places)| (pointer, Value::Array(places.iter().map(place).collect())))
        .collect();
    Some(json!({ "record": value, "spans": spans }).to_string())
}
