//! Each promise, broken: a bug, and never a panic or another graph than the one that was meant.

use super::*;
use crate::aws::RegionName;

const ONE: Module = Module::new("one");
const TEXT: Output = ONE.output("text");
const TWO: Module = Module::new("two").with_ephemeral();
const ARN: Output = TWO.output("arn");

fn region(code: &str) -> Place {
    Place::region(RegionName::parse(code).unwrap())
}

fn monitoring(code: &str) -> Place {
    Place::monitoring(RegionName::parse(code).unwrap())
}

/// What the graph says of what is done to it.
fn broken(blocks: impl FnOnce(&mut Graph)) -> String {
    let mut graph = Graph::default();
    blocks(&mut graph);
    graph.done().expect_err("a bug").to_string()
}

#[test]
fn what_is_promised_holds() {
    let mut graph = Graph::default();
    let one = graph.call(&ONE.call("one", Place::DATA)).publish(TEXT).promise(TEXT, "x").add();
    let two = TWO.call("two", region("eu-west-1"));
    graph.call(&two).opens().set("x", one.get(TEXT)).after(one).add();
    assert_eq!(graph.done().unwrap().calls().count(), 2);
}

#[test]
fn nothing_refers_to_a_later_layer_or_to_another_region() {
    let places = [
        Place::FOUNDATION,
        Place::DATA,
        region("eu-west-1"),
        region("us-east-1"),
        Place::EDGE,
        monitoring("eu-west-1"),
        monitoring("us-west-2"),
    ];
    let mut allowed = 0;
    let index = |place: Place| places.iter().position(|other| other.layer.name == place.layer.name);
    for from in places {
        for to in places {
            let mut graph = Graph::default();
            let target = graph.call(&ONE.call("target", to)).add();
            let value = Expr::map([("in a map", Expr::list([target.get(TEXT)]))]);
            graph.call(&ONE.call("source", from)).set("x", value).add();
            let says = graph.done().map_err(|bug| bug.to_string());
            let foreign = from.region.zip(to.region).is_some_and(|(own, other)| own != other);
            let fine = index(from) > index(to) && !foreign || from == to;
            assert_eq!(says.is_ok(), fine, "{from:?} to {to:?}");
            allowed += usize::from(fine);
            if let Err(says) = says {
                assert!(says.contains("source in") && says.contains("refers to target"), "{says}");
            }
        }
    }
    assert_eq!(allowed, 7 + 16, "itself, and all that is earlier but for other regions");
}

#[test]
fn the_first_of_two_calls_with_one_label_stays() {
    let mut graph = Graph::default();
    let first = graph.call(&ONE.call("a_b", Place::DATA)).set("x", 1_u32).add();
    let second = graph.call(&TWO.call("a_b", Place::DATA)).set("x", 2_u32).add();
    assert_eq!(first.0, second.0);
    assert_eq!(graph.get(first.0).input("x"), Some(&Expr::Int(1)));
    let says = graph.done().unwrap_err().to_string();
    assert!(says.ends_with("a_b in data is there already"), "{says}");
}

/// Whatever the entries of a topology are called, and whichever kind comes first.
#[test]
fn no_entry_can_make_two_kinds_one() {
    let logs = || ONE.call("bucket_logs", Place::DATA);
    let bucket = || TWO.call("bucket", Place::DATA).of("assets");
    for (first, second) in [(logs(), bucket()), (bucket(), logs())] {
        let says = broken(|graph| {
            graph.call(&first).add();
            graph.call(&second).add();
        });
        assert!(says.contains("could be called like a bucket"), "{says}");
    }
    let mut graph = Graph::default();
    let home = RegionName::parse("eu-west-1").unwrap();
    graph.call(&ONE.call("topic", monitoring("eu-west-1")).at(home)).add();
    graph.call(&ONE.call("topic_key", monitoring("eu-west-1")).at(home)).add();
    assert!(graph.done().is_ok(), "no region is called key");
}

#[test]
fn an_output_is_one_of_the_call_s_module() {
    let read = broken(|graph| {
        let one = graph.call(&ONE.call("one", Place::DATA)).add();
        graph.call(&TWO.call("two", Place::DATA)).set("x", one.get(ARN)).add();
    });
    assert!(read.ends_with("two in data reads arn of one, which has no such output"), "{read}");
    let published =
        broken(|graph| _ = graph.call(&ONE.call("one", Place::DATA)).publish(ARN).add());
    let promised =
        broken(|graph| _ = graph.call(&ONE.call("one", Place::DATA)).promise(ARN, "x").add());
    for says in [published, promised] {
        assert!(says.ends_with("one in data has no output arn"), "{says}");
    }
}

#[test]
fn only_what_is_there_can_be_opened_and_nothing_is_set_twice() {
    let opened = broken(|graph| _ = graph.call(&ONE.call("one", Place::DATA)).opens().add());
    assert!(opened.ends_with("one in data opens what its module does not have"), "{opened}");
    let set = broken(|graph| {
        graph.call(&ONE.call("one", Place::DATA)).set("x", 1_u32).set("x", 1_u32).add();
    });
    assert!(set.ends_with("one in data sets x twice"), "{set}");
}

#[test]
fn the_first_bug_is_kept() {
    let says = broken(|graph| {
        graph.call(&ONE.call("first", Place::DATA)).opens().add();
        graph.call(&ONE.call("second", Place::DATA)).opens().add();
    });
    assert!(says.contains("first") && !says.contains("second"), "{says}");
}

/// The lattice: each is applied at a time of its own, and nothing that waits for a lost region comes after what does not.
#[test]
fn layers_have_ranks_of_their_own_and_those_that_survive_come_last() {
    let places =
        [Place::FOUNDATION, Place::DATA, region("eu-west-1"), Place::EDGE, monitoring("eu-west-1")];
    assert!(places.is_sorted_by(|one, other| one.layer.rank < other.layer.rank));
    assert!(places.is_sorted_by_key(|place| place.layer.survives));
}

#[test]
fn a_map_has_each_key_once() {
    let twice = Expr::map([("a", 1_u32), ("b", 2), ("a", 3)]);
    for value in [twice.clone(), Expr::list([Expr::map([("in a map", twice)])])] {
        let set = broken(|graph| {
            graph.call(&ONE.call("one", Place::DATA)).set("x", value.clone()).add();
        });
        let promised = broken(|graph| {
            graph.call(&ONE.call("one", Place::DATA)).promise(TEXT, value).add();
        });
        for says in [set, promised] {
            assert!(says.ends_with("one in data has a twice in a map"), "{says}");
        }
    }
}

/// Whether the keys are an input's texts or its keys; what has no keys is not looked into.
#[test]
fn what_is_read_of_a_map_is_in_it() {
    const KEYED: Output = ONE.output("keyed").keyed_by(&["regions", "entries"]);
    let read = |output: Output, keys: &[&'static str]| {
        let mut graph = Graph::default();
        let one = graph
            .call(&ONE.call("one", Place::DATA))
            .set("regions", Expr::list(["eu-west-1", "us-east-1"]))
            .set("entries", Expr::map([("a", 1_u32)]))
            .add();
        let value = keys.iter().fold(one.get(output), |value, key| value.at(*key));
        graph.call(&TWO.call("two", Place::DATA)).set("x", value).add();
        graph.done().err().map(|bug| bug.to_string()).unwrap_or_default()
    };
    assert_eq!(read(KEYED, &["us-east-1", "a"]), "");
    assert_eq!(read(KEYED, &["us-east-1"]), "");
    let wrong = [
        (KEYED, &["us-west-2"][..], "us-west-2"),
        (KEYED, &["us-east-1", "b"], "b"),
        (TEXT, &["a"], "a"),
    ];
    for (output, keys, key) in wrong {
        let says = read(output, keys);
        assert!(
            says.contains(&format!("reads {key} in")) && says.ends_with("no such key"),
            "{says}"
        );
    }
}

/// Whose loss the layer's states survive, they make nothing in.
#[test]
fn what_survives_is_in_its_own_region() {
    let made = |place: Place| {
        let mut graph = Graph::default();
        graph.call(&ONE.call("one", place)).set("region", "us-east-1").add();
        graph.done().err().map(|bug| bug.to_string()).unwrap_or_default()
    };
    for place in [Place::FOUNDATION, Place::DATA, region("us-east-1"), monitoring("us-east-1")] {
        assert_eq!(made(place), "", "{place:?}");
    }
    for place in [Place::EDGE, region("eu-west-1"), monitoring("eu-west-1")] {
        let says = made(place);
        assert!(says.ends_with("is in us-east-1, whose loss it has to survive"), "{says}");
    }
}
