//! The sizes of tasks that Fargate offers.

use toml::Spanned;

use super::spec::ServiceSpec;
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
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
    let place = |field: Option<&Spanned<u32>>| crate::check::place(field, table);
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
