//! What modules say of their outputs.
//!
//! In: folders of `templates/modules`. Out: the description of each output, word for word. The templates are our own, formatted and
//! tested, so this looks for two lines; a test reads all of them with a parser and finds the same.

use std::collections::BTreeMap;

use super::modules;
use crate::bug::{Bug, bug};

/// What each output holds, by its module's folder and its own name.
pub(super) struct Outputs(BTreeMap<(&'static str, &'static str), &'static str>);

impl Outputs {
    /// Those of some modules.
    pub(super) fn new(modules: impl IntoIterator<Item = &'static str>) -> Result<Self, Bug> {
        let mut said = BTreeMap::new();
        for dir in modules {
            let mut files = modules::files(modules::folder(dir)?);
            let file = files.find(|(name, _)| *name == "outputs.tf");
            let text = file.and_then(|(_, file)| file.contents_utf8()).unwrap_or_default();
            let mut output = None;
            for line in text.lines() {
                let between = |begin, end| line.trim_start().strip_prefix(begin)?.strip_suffix(end);
                output = between("output \"", "\" {").or(output);
                if let (Some(output), Some(text)) = (output, between("description = \"", "\"")) {
                    said.insert((dir, output), text);
                }
            }
        }
        Ok(Self(said))
    }

    /// What an output holds.
    pub(super) fn description(&self, dir: &str, output: &str) -> Result<&'static str, Bug> {
        let all: &BTreeMap<(&str, &str), &'static str> = &self.0;
        let said = all.get(&(dir, output)).copied();
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
