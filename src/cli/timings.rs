//! `--timings`: prints the time of each stage and rule.

use crate::lint::{Stage, Timings};
use std::io::{self, Write};
use std::time::Duration;

/// The number of rules that are listed: those that took longest.
const RULES: usize = 20;

/// Writes a table of stages and rules, with their shares of the total time.
pub(super) fn write(out: &mut dyn Write, timings: &Timings, wall: Duration) -> io::Result<()> {
    let total: Duration = Stage::ALL.iter().map(|stage| timings.stage(*stage)).sum();
    let share = |part: Duration| 100.0 * part.as_secs_f64() / total.as_secs_f64().max(f64::MIN_POSITIVE);
    let row = |out: &mut dyn Write, name: &str, part: Duration| {
        writeln!(out, "{:>10.3} s  {:>5.1} %  {name}", part.as_secs_f64(), share(part))
    };
    writeln!(
        out,
        "Total time of all workers: {:.3} s. Elapsed time: {:.3} s.",
        total.as_secs_f64(),
        wall.as_secs_f64()
    )?;
    for stage in Stage::ALL {
        row(out, stage.name(), timings.stage(stage))?;
    }
    let rules = timings.rules();
    if !rules.is_empty() {
        writeln!(out, "Rules:")?;
    }
    for (rule, part) in rules.iter().take(RULES) {
        row(out, rule, *part)?;
    }
    if rules.len() > RULES {
        let rest = rules[RULES..].iter().map(|(_, part)| *part).sum();
        row(out, &format!("{} others", rules.len() - RULES), rest)?;
    }
    Ok(())
}
