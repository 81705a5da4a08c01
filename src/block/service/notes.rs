//! What people have to know of services.

use super::{
    model::{Service, Services},
    spec::Writes,
};
use crate::block::{Ledger, Note, Step, When};

const PIPELINE: &str = "\
Services with `released_by = \"pipeline\"`: have each release begin with the task definition that the topology asks for, the output
`service_<service>_task_definition_arn` of the region's root, give it another image, register it and update the service.
`cpu`, `memory` and variables of the topology reach the tasks that way, with the next release. Where a service that exists
changes hands, move it first, or it is replaced: `terraform state mv 'module.service_<service>.aws_ecs_service.this[0]'
'module.service_<service>.aws_ecs_service.released_elsewhere[0]'`.";

const LEAVES: &str = "\
Log groups and load balancers have AWS's own deletion protection, which Terraform does not lift. Before the service goes:

```sh
aws logs put-log-group-deletion-protection --region <region> --log-group-identifier <log group> --no-deletion-protection-enabled
aws elbv2 modify-load-balancer-attributes --region <region> --load-balancer-arn <ARN> --attributes Key=deletion_protection.enabled,Value=false
```";

const LEARNS: &str = "\
{% if several %}Before anything else tell it which region writes: its own parameter still says what it said before, and its tasks would take
writes that the others send elsewhere.{% endif %}";

const LEARNS_THE_WAY: &str = "\
{% if several %}Before anything else tell it which region writes: its own parameter still says what it said before, and its tasks would write by
a name that leads where no writes are taken.{% endif %}";

/// What there is to say, where there is a service.
pub(super) fn notes(services: &Services, ledger: &Ledger) -> impl Iterator<Item = Note> {
    let any = |is: fn(&Service) -> bool| services.iter().any(is);
    let all = any(|_| true);
    let told = services.iter().any(|service| service.told_writer(ledger));
    let home = any(|service| service.writes == Writes::Home);
    let learns = if home { LEARNS } else { LEARNS_THE_WAY };
    let notes = [
        (all, When::Applied, include_str!("../../../templates/applied/service.md.j2")),
        (any(|service| service.released_elsewhere), When::ByHand, PIPELINE),
        (all, When::Protected, "log groups"),
        (all, When::Protected, "load balancers"),
        (all, When::Leaving, LEAVES),
        (all, When::Awaited, "`-target=module.service_<service>` for each service"),
        (home, When::Lost, include_str!("../../../templates/recovery/writer.md.j2")),
        (told && !home, When::Lost, include_str!("../../../templates/recovery/forwarded.md.j2")),
        (told, When::Back(Step::First), learns),
        (
            told,
            When::Back(Step::Writes),
            "{% if several %}Then every region's parameter is set to it.{% endif %}",
        ),
    ];
    notes.into_iter().filter(|(wanted, ..)| *wanted).map(|(_, when, text)| Note::new(when, text))
}
