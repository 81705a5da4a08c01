//! Which versions of the engines there are, and what they can do.

use toml::Spanned;

use super::{
    codes::{
        ENGINE_VERSION, ENGINE_VERSION_NEW, ENGINE_VERSION_WITHDRAWN, WRITE_FORWARDING_UNSUPPORTED,
    },
    spec::{DatabaseSpec, Engine},
};
use crate::{
    aws::aurora,
    diag::{Diagnostic, Diagnostics, shown},
};

pub(super) fn known(engine: Engine, version: &Spanned<String>, diags: &mut Diagnostics) {
    let (text, word) = (version.get_ref(), engine.as_str());
    let (code, message) = match aurora::standing(word, text) {
        aurora::Standing::Known => return,
        aurora::Standing::Newer => {
            (&ENGINE_VERSION_NEW, format!("{word} {text} is newer than topogen's table"))
        }
        aurora::Standing::Withdrawn => (
            &ENGINE_VERSION_WITHDRAWN,
            format!("AWS has withdrawn {word} {text}: no new cluster can be made with it"),
        ),
        aurora::Standing::Unknown => (
            &ENGINE_VERSION,
            format!("topogen knows of no {word} `{}`, on offer or withdrawn", shown(text)),
        ),
    };
    let newest = aurora::newest(word);
    let own = newest.iter().find(|known| aurora::major(word, known) == aurora::major(word, text));
    let finding = Diagnostic::new(code, version.span(), message)
        .note(format!("the newest known of each major version: {}", newest.join(", ")));
    diags.push(match own.or(newest.last()) {
        Some(newest) => {
            finding.suggest(format!("write something like `{newest}`"), version.span(), *newest)
        }
        None => finding,
    });
}

pub(super) fn forwarding(
    spec: &DatabaseSpec,
    engine: Engine,
    version: &str,
    diags: &mut Diagnostics,
) {
    let wanted = spec.write_forwarding.as_ref().filter(|on| *on.get_ref());
    if let Some(wanted) = wanted.filter(|_| !aurora::forwards_writes(engine.as_str(), version)) {
        let message = format!("{} {} does not forward writes", engine.as_str(), shown(version));
        diags.push(
            Diagnostic::new(&WRITE_FORWARDING_UNSUPPORTED, wanted.span(), message)
                .note("PostgreSQL forwards writes from 14.9, 15.4 and 16.1 on")
                .suggest_removal(
                    "choose a newer version, or remove `write_forwarding`",
                    wanted.span(),
                ),
        );
    }
}
