//! Parameters of database clusters: who sets one to what it is anyway has set nothing.
//!
//! AWS takes such a parameter for its own, with an apply method of `pending-reboot`, and the provider reads what users set and, by
//! name, what the system has.

use aws_catalogue::Value;

/// Parameters: of which families, by how they begin, and what they are there.
const DEFAULTS: &[(&str, &str, &str)] = &[
    ("default_password_lifetime", "aurora-mysql", "0"),
    ("rds.force_ssl", "aurora-postgresql14", "0"),
    ("rds.force_ssl", "aurora-postgresql15", "0"),
    ("rds.force_ssl", "aurora-postgresql16", "0"),
    ("rds.force_ssl", "aurora-postgresql17", "1"),
    ("rds.force_ssl", "aurora-postgresql18", "1"),
    ("require_secure_transport", "aurora-mysql8.0", "OFF"),
];

/// The parameters of a group that a read has; none where it has all.
pub(super) fn told(parameters: &Value, group: &Value) -> Option<Value> {
    let family = group.get("family").text()?;
    let at_default = |one: &Value| {
        let (name, value) = (one.get("name").text(), one.get("value").text());
        DEFAULTS.iter().any(|(known, families, default)| {
            name == Some(known) && value == Some(default) && family.starts_with(families)
        })
    };
    let told = parameters.items().iter().filter_map(|one| {
        if !at_default(one) {
            return Some(one.clone());
        }
        // The system's are read by their name.
        one.get("name").text().filter(|name| name.starts_with("rds."))?;
        let mut told = one.clone();
        told.set("apply_method", "pending-reboot".into());
        Some(told)
    });
    Some(told.collect())
}
