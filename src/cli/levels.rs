//! `--deny CODE`, `--allow CODE`: what somebody makes of warnings.

use super::{args::LevelArgs, document::find_code};
use crate::diag::{Code, Levels, Severity};

/// The levels that the arguments ask for, or why they make no sense.
pub(super) fn levels(args: &LevelArgs) -> Result<Levels, String> {
    let find = |slugs: &[String]| -> Result<Vec<&'static Code>, String> {
        slugs.iter().map(|slug| find_code(slug)).collect()
    };
    let (denied, allowed) = (find(&args.deny)?, find(&args.allow)?);
    if let Some(code) = allowed.iter().find(|code| code.severity == Severity::Error) {
        let slug = code.slug;
        return Err(format!(
            "`{slug}` is an error and cannot be allowed\n  = help: mend it; `topogen explain {slug}` says how"
        ));
    }
    if let Some(code) = denied.iter().find(|code| allowed.contains(code)) {
        let slug = code.slug;
        return Err(format!(
            "`--deny {slug}` and `--allow {slug}` contradict each other\n  = help: leave one of them out"
        ));
    }
    Ok(Levels::new(denied, allowed))
}
