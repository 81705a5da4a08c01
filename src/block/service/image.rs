//! Image references: a repository and what pins its content.

use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::Span,
};

/// `shop/api:1.42.0`, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Image {
    /// `shop/api`
    pub(super) repository: String,
    /// `:1.42.0` or `@sha256:…`
    pub(super) reference: String,
}

impl Image {
    /// Reads a reference without a registry.
    ///
    /// # Errors
    ///
    /// The rule that the text breaks.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let (repository, reference) = match text.split_once('@') {
            Some((repository, digest)) if is_digest(digest) => (repository, format!("@{digest}")),
            Some(_) => return Err("a digest is `sha256:` and 64 hexadecimal digits"),
            None => match text.rsplit_once(':') {
                Some((repository, tag)) if is_tag(tag) => (repository, format!(":{tag}")),
                Some(_) => {
                    return Err("a tag is up to 128 letters, digits and `_.-`, without a registry");
                }
                None => return Err("an image is pinned by a tag or a digest"),
            },
        };
        let host = repository.split_once('/').map_or("", |(first, _)| first);
        if host == "localhost" || host.contains(['.', ':']) {
            return Err(
                "the registry is left out: each region pulls from its own, where the image has to be pushed",
            );
        }
        if !is_repository(repository) {
            return Err(
                "a repository is lower-case words joined by `.`, `_`, `-` or `/`, without a \
                        registry: each region pulls from its own",
            );
        }
        Ok(Self { repository: repository.to_owned(), reference })
    }
}

pub(super) static MOVING_TAG: Code = Code::warning(
    "moving-tag",
    "an image's tag names one build",
    "Tags are immutable in the repositories here: `latest` can be pushed once, and never again. A tag of its own for each \
     build also says what runs, and is what a release is taken back to.",
);

/// Reports a tag that people expect to move.
pub(super) fn moving(image: &Image, place: Span, diags: &mut Diagnostics) {
    if image.reference == ":latest" {
        let message = format!("`{}:latest` can be pushed once only", image.repository);
        diags.push(
            Diagnostic::new(&MOVING_TAG, place, message)
                .note("tags are immutable in the repositories of this tree")
                .help(format!("write the tag of a build, such as `{}:1.42.0`", image.repository)),
        );
    }
}

fn is_digest(text: &str) -> bool {
    text.strip_prefix("sha256:").is_some_and(|hex| {
        hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

fn is_tag(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (1..=128).contains(&text.len())
        && text.starts_with(word)
        && text.chars().all(|c| word(c) || c == '.' || c == '-')
}

/// The pattern of ECR: words of lower-case letters and digits, joined by single separators.
fn is_repository(text: &str) -> bool {
    (2..=256).contains(&text.len())
        && text.split(['/', '.', '_', '-']).all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::Image;

    #[test]
    fn tags_and_digests_are_taken_apart() {
        let image = Image::parse("shop/api:1.42.0").unwrap();
        assert_eq!((image.repository.as_str(), image.reference.as_str()), ("shop/api", ":1.42.0"));
        let digest = format!("shop/api@sha256:{}", "0a".repeat(32));
        assert!(Image::parse(&digest).unwrap().reference.starts_with("@sha256:0a"));
    }

    #[test]
    fn what_is_not_a_plain_reference_is_refused() {
        for bad in [
            "shop/api",
            "shop/api:",
            "$(reboot):1",
            "shop/api:1;rm",
            "Shop/api:1",
            "shop//api:1",
            "shop/api@sha256:abc",
            "123456789012.dkr.ecr.us-east-1.amazonaws.com:443/api",
            "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api:1",
            "docker.io/library/nginx:1",
            "public.ecr.aws/nginx/nginx:1.27",
            "localhost/api:1",
            "localhost:5000/api:1",
            "",
        ] {
            assert!(Image::parse(bad).is_err(), "{bad}");
        }
    }
}
