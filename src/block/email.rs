//! Addresses of e-mail.

/// What mail systems agree on: no quotes, no comments, no address without a domain.
pub(super) fn is_email(text: &str) -> bool {
    let local = |local: &str| {
        (1..=64).contains(&local.len())
            && local.chars().all(|c| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_{|}~-".contains(c))
            && local.split('.').all(|atom| !atom.is_empty())
    };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.split_once('@').is_some_and(|(before, domain)| {
        text.len() <= 254 && local(before) && domain.contains('.') && domain.split('.').all(label)
    })
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses_are_what_mail_systems_agree_on() {
        for good in ["oncall@example.com", "a.b+alarms@mail.example.co.uk", "x@EXAMPLE.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "oncall",
            "oncall@example",
            "@example.com",
            "a@b@example.com",
            "a..b@example.com",
            "a@-example.com",
            "a@example..com",
            "a b@example.com",
            "<a@example.com>",
            "a@example.com\n",
            "ä@example.com",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
