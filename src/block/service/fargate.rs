//! The sizes of tasks that Fargate offers, and how many of them there may be.

use toml::Spanned;

use super::{model::Service, spec::ServiceSpec};
use crate::{
    block::{Draw, Holds},
    diag::{Code, Diagnostic, Diagnostics},
    size::Need,
    source::Span,
};

pub(super) static FARGATE_SIZE: Code = Code::error(
    "fargate-size",
    "cpu and memory are a size that Fargate offers",
    "Fargate offers memory in steps for each number of CPU units: 256: 512 to 2048; 512: 1024 to 4096; \
     1024: 2048 to 8192; 2048: 4096 to 16384; 4096: 8192 to 30720 (steps of 1024); 8192: 16384 to \
     61440 (steps of 4096); 16384: 32768 to 122880 (steps of 8192). Source: Amazon ECS developer \
     guide, task definition parameters for Fargate.",
);

/// What each service has to stay within, however many there are. Sources: Amazon ECS developer guide,
/// *Service quotas*; Elastic Load Balancing user guide, *Quotas for your Application Load Balancers*
/// (2026-11).
pub(super) const PER_SERVICE: &[Draw] = &[
    each("Amazon ECS", "Tasks per service", "tasks", 5_000),
    each(BALANCING, "Targets per Application Load Balancer", "targets", TARGETS),
    each(BALANCING, "Targets per Target Group per Region", "targets", TARGETS),
];

pub(super) const DEPLOYMENT: &str = "\
A deployment starts new tasks beside the old ones: for one at the same time as a failover, request twice the vCPU and the targets.";

const BALANCING: &str = "Elastic Load Balancing";

/// Tasks that a load balancer has room for until somebody asks for more.
const TARGETS: u32 = 1_000;

const fn each(
    service: &'static str,
    quota: &'static str,
    unit: &'static str,
    default: u32,
) -> Draw {
    Draw {
        service,
        quota,
        unit,
        thousandths: 1_000,
        holds: Holds::Each { default },
        also: &[],
        hint: None,
    }
}

pub(super) static TARGETS_OVER_QUOTA: Code = Code::warning(
    "targets-over-quota",
    "a service's load balancer has room for all tasks of a region",
    "Every task is a target, and an account starts with 1,000 targets for each Application Load \
     Balancer and for each target group. What comes on top never gets traffic. Request more in each such \
     region before the first apply, twice as many for deployments beside what runs: `topogen capacity` \
     lists region and number. ECS has room for 5,000 tasks of one service. Source: Elastic Load \
     Balancing, quotas for your Application Load Balancers (L-7E6692B2, L-A0D0B863), 2026-11.",
);

/// Warns where a region may run more tasks of a service than its load balancer has room for.
pub(super) fn targets(service: &Service, needs: &[Need], diags: &mut Diagnostics) {
    // Of equal ones the first: the topology's order means something.
    let most = needs.iter().rev().max_by_key(|need| need.failover);
    let Some(most) = most.filter(|need| need.failover > TARGETS) else { return };
    let message = format!(
        "{} may run {} tasks of `{}`, and its load balancer has room for {TARGETS}",
        most.region, most.failover, service.name
    );
    let place = diags.places().value(&["services", &service.name, "tasks"]);
    diags.push(
        Diagnostic::new(&TARGETS_OVER_QUOTA, place, message)
            .help("request the quotas that `topogen capacity` lists, or split the service"),
    );
}

/// CPU units with the least, the most and the step of memory in MiB.
const SIZES: [(u32, u32, u32, u32); 7] = [
    (256, 512, 2_048, 512),
    (512, 1_024, 4_096, 1_024),
    (1_024, 2_048, 8_192, 1_024),
    (2_048, 4_096, 16_384, 1_024),
    (4_096, 8_192, 30_720, 1_024),
    (8_192, 16_384, 61_440, 4_096),
    (16_384, 32_768, 122_880, 8_192),
];

/// CPU units and memory of a task; what Fargate does not offer is a finding.
pub(super) fn size(spec: &ServiceSpec, table: Span, diags: &mut Diagnostics) -> (u32, u32) {
    let cpu = spec.cpu.as_ref().map_or(512, |cpu| *cpu.get_ref());
    let memory = spec.memory.as_ref().map_or(1_024, |memory| *memory.get_ref());
    let place = |field: Option<&Spanned<u32>>| crate::words::place(field, table);
    match SIZES.iter().find(|(units, ..)| *units == cpu) {
        None => diags.push(
            Diagnostic::new(
                &FARGATE_SIZE,
                place(spec.cpu.as_ref()),
                format!("Fargate has no {cpu} CPU units"),
            )
            .help("write 256, 512, 1024, 2048, 4096, 8192 or 16384"),
        ),
        Some(&(_, least, most, step)) => {
            // 1536 MiB is not on offer for 256 units: 512, 1024 and 2048 are.
            let odd = cpu == 256 && memory == 1_536;
            if !(least..=most).contains(&memory) || !memory.is_multiple_of(step) || odd {
                let message = format!("Fargate has no task of {cpu} CPU units and {memory} MiB");
                let steps = if cpu == 256 {
                    "512, 1024 or 2048".to_owned()
                } else {
                    format!("{least} to {most} in steps of {step}")
                };
                diags.push(
                    Diagnostic::new(&FARGATE_SIZE, place(spec.memory.as_ref()), message)
                        .help(format!("write a memory of {steps}")),
                );
            }
        }
    }
    (cpu, memory)
}
