//! What modules say of their outputs.
//!
//! In: folders of `templates/modules`. Out: the description of each output, word for word. The templates are our own, formatted and
//! tested, so this looks for two lines; a test reads all of them with a parser and finds the same.

use std::collections::BTreeMap;

use super::modules;
use crate::bug::{Bug, bug};

/// The text of each module's `outputs.tf`, by folder.
pub(super) struct Outputs(BTreeMap<&'static str, &'static str>);

impl Outputs {
    /// Those of some modules.
    pub(super) fn new(modules: impl IntoIterator<Item = &'static str>) -> Result<Self, Bug> {
        let text = |dir: &'static str| {
            let folder = modules::folder(dir)?;
            let file = modules::files(folder).find(|(name, _)| *name == "outputs.tf");
            Ok((dir, file.and_then(|(_, file)| file.contents_utf8()).unwrap_or_default()))
        };
        Ok(Self(modules.into_iter().map(text).collect::<Result<_, Bug>>()?))
    }

    /// What an output holds.
    pub(super) fn description(&self, dir: &str, output: &str) -> Result<&'static str, Bug> {
        let text = self.0.get(dir).copied().unwrap_or_default();
        let said = text.split_once(&format!("output \"{output}\" {{\n")).and_then(|(_, block)| {
            let (block, _) = block.split_once("\n}")?;
            let mut lines = block.lines();
            lines.find_map(|line| {
                line.trim_start().strip_prefix("description = \"")?.strip_suffix('"')
            })
        });
        // An escape would mean something else than it says.
        said.filter(|said| !said.contains('\\') && !said.contains('{'))
            .ok_or_else(|| bug(format!("{dir} does not describe {output}")))
    }
}

#[cfg(test)]
mod tests {
    use hcl::{Body, Expression};
    use include_dir::Dir;

    use super::*;
    use crate::emit::MODULES;

    fn every(dir: &'static Dir<'static>, found: &mut Vec<(&'static str, String, String)>) {
        if let Some(file) = dir.get_file(dir.path().join("outputs.tf")) {
            let body: Body = hcl::parse(file.contents_utf8().unwrap()).unwrap();
            for block in body.blocks() {
                let said = block.body().attributes().find(|it| it.key() == "description");
                let Some(Expression::String(said)) = said.map(hcl::Attribute::expr) else {
                    panic!("{} has an output without a description", file.path().display());
                };
                let name = block.labels()[0].as_str().to_owned();
                found.push((dir.path().to_str().unwrap(), name, said.clone()));
            }
        }
        dir.dirs().for_each(|dir| every(dir, found));
    }

    #[test]
    fn a_parser_finds_the_same() {
        let mut all = Vec::new();
        every(&MODULES, &mut all);
        assert!(all.len() > 60, "{}", all.len());
        let outputs = Outputs::new(all.iter().map(|(dir, ..)| *dir)).unwrap();
        for (dir, output, said) in &all {
            assert_eq!(outputs.description(dir, output).unwrap(), said, "{dir} {output}");
        }
        assert!(outputs.description("keys", "nothing").is_err());
    }
}
