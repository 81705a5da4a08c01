//! Pairs that nobody has thought of: some of the listed changes lead to the first topology, and others on to the second.

use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use toml::Table;

use super::truth::{self, Truth};
use super::{Pair, judge};
use crate::known;
use crate::rendered;
use crate::support::terraform::Terraform;

/// So many; each is the same on every machine.
const PAIRS: u64 = 24;
/// Of a topology with one change nothing can be combined.
const FEWEST: usize = 3;

/// Two topologies, and the changes behind them.
struct Random {
    of: String,
    what: [Vec<String>; 2],
    topologies: [String; 2],
}

/// The trials; a plain run has none of them.
pub(super) fn trials(terraform: &Arc<Terraform>, pairs: &[Pair]) -> Vec<Trial> {
    let trial = |number: u64| {
        let (terraform, pairs) = (Arc::clone(terraform), pairs.to_vec());
        let trial = Trial::test(format!("predicted/at random: {number}"), move || {
            let random = Random::new(number, &pairs)?;
            let shown = format!("{} {:?}", random.of, random.what);
            random.judge(&terraform).map_err(|why| {
                Failed::from(format!("{shown}\n{}", why.message().unwrap_or_default()))
            })
        });
        if crate::deep() { trial } else { crate::left_out(trial) }
    };
    (0..PAIRS).map(trial).collect()
}

impl Random {
    fn new(number: u64, pairs: &[Pair]) -> Result<Self, Failed> {
        let mut state = number;
        let mut below = |most: usize| {
            // The generator of Knuth's MMIX; its high bits are the better ones.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or_default() % most
        };
        let of = |name: &str| -> Vec<&Pair> {
            pairs.iter().filter(|pair| pair.of == name && pair.before.is_empty()).collect()
        };
        let mut names: Vec<&str> = pairs.iter().map(|pair| pair.of.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| of(name).len() >= FEWEST);
        let name = *names.get(below(names.len())).ok_or("nothing can be combined")?;
        let mut left = of(name);
        let mut topology: Table = rendered::read(name)?.parse()?;
        let (mut what, mut topologies) = ([Vec::new(), Vec::new()], Vec::new());
        for (what, wanted) in what.iter_mut().zip([1, 2]) {
            while what.len() < wanted && !left.is_empty() {
                let pair = left.swap_remove(below(left.len()));
                let mut changed = topology.clone();
                // What another change has taken away cannot be changed, and not all that can is a topology.
                let fits = pair.change(&mut changed).is_ok()
                    && rendered::tree(&toml::to_string(&changed)?).is_ok();
                if fits {
                    topology = changed;
                    what.push(pair.what.clone());
                }
            }
            topologies.push(toml::to_string(&topology)?);
        }
        let topologies = topologies.try_into().map_err(|_| "there are two")?;
        Ok(Self { of: name.to_owned(), what, topologies })
    }

    fn judge(&self, terraform: &Terraform) -> Result<(), Failed> {
        let [before, after] = &self.topologies;
        let first = truth::applied(terraform, rendered::render(before)?.path())?;
        known::known(&rendered::tree(before)?, |root| {
            let show = ["show", "-json", "plan"];
            let shown = terraform.run(&first.root(root.as_ref()), &show)?.expect(0)?.text;
            let line = shown.lines().find(|line| line.starts_with('{'));
            Ok(line.unwrap_or_default().to_owned())
        })?;
        let (truth, _) = Truth::on(terraform, &first, rendered::render(after)?.path())?;
        judge::judge(&truth, &judge::predicted(before, after)?, None)
    }
}
