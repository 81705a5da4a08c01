//! `topogen capacity`: what is left when regions are lost.

use super::{
    args::{CapacityArgs, CapacityFormat},
    levels::levels,
    loaded::Loaded,
    locale,
    outcome::Outcome,
    terminal::Terminal,
};
use crate::{
    Bug, Checked, RegionName,
    capacity::{self, Marks, Report},
    diag::shown,
    emit,
};

/// Shows it; [`Outcome::Short`] when what is to be survived is not.
pub(super) fn capacity(args: &CapacityArgs, terminal: &Terminal) -> Outcome {
    let levels = match levels(&args.levels) {
        Ok(levels) => levels,
        Err(problem) => {
            terminal.error(format_args!("error: {problem}\n"));
            return Outcome::Usage;
        }
    };
    let loaded = Loaded::new(&args.file, &levels);
    loaded.show(terminal);
    let Some(checked) = &loaded.checked else {
        return loaded.outcome();
    };
    let topology = &checked.topology;
    let in_use: Vec<RegionName> = topology.in_use().map(|region| region.name).collect();
    let mut lost = Vec::new();
    for code in &args.lose {
        let Some(region) = in_use.iter().find(|region| region.as_str() == code) else {
            let names: Vec<&str> = in_use.iter().map(|region| region.as_str()).collect();
            terminal.error(format_args!(
                "error: `{}` is not a region in use; one of: {}\n",
                shown(code),
                names.join(", ")
            ));
            return Outcome::Usage;
        };
        lost.push(*region);
    }
    let Some(report) = Report::new(topology, checked.parts.ledger(), &lost) else {
        terminal.error("error: no region would be left\n");
        return Outcome::Usage;
    };
    match write(args.format, checked, &report, terminal) {
        Ok(written) if report.is_short() => written.max(Outcome::Short),
        Ok(written) => written,
        Err(bug) => terminal.failed(bug),
    }
}

fn write(
    format: CapacityFormat,
    checked: &Checked,
    report: &Report<'_>,
    terminal: &Terminal,
) -> Result<Outcome, Bug> {
    let assumptions = emit::assumptions(&checked.parts.cx(&checked.topology)?)?;
    Ok(match format {
        CapacityFormat::Text => {
            let shows = locale::is_utf8(|name| std::env::var(name).ok());
            let marks = if shows { Marks::BLOCKS } else { Marks::PLAIN };
            terminal.result(capacity::text(report, &assumptions, marks))
        }
        CapacityFormat::Markdown => terminal.result(capacity::markdown(report, &assumptions)),
        CapacityFormat::Json => super::document::json(&capacity::Document::new(report), terminal),
    })
}
