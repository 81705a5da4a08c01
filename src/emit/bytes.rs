//! What a byte of HCL may be: a table, for every byte of every file is asked about, some of them twice.

/// Between a key and its `=`.
pub(super) const BLANK: u8 = 1;
/// Part of a number.
pub(super) const DIGIT: u8 = 1 << 1;
/// Part of a word.
pub(super) const WORD: u8 = 1 << 2;
/// In a string, itself, whatever is beside it.
pub(super) const PLAIN: u8 = 1 << 3;
/// In a text, itself in a string, and no part of anything else there.
pub(super) const ITSELF: u8 = 1 << 4;

/// Whether a byte may be such a thing.
pub(super) fn is(byte: u8, kind: u8) -> bool {
    KINDS.get(usize::from(byte)).is_some_and(|kinds| kinds & kind != 0)
}

static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::indexing_slicing, reason = "the compiler runs it")]
        #[expect(clippy::cast_possible_truncation, reason = "it is below 256")]
        {
            kinds[byte] = kinds_of(byte as u8);
        }
        byte += 1;
    }
    kinds
};

const fn kinds_of(byte: u8) -> u8 {
    let mut kinds = 0;
    if byte == b' ' {
        kinds |= BLANK;
    }
    if byte.is_ascii_digit() {
        kinds |= DIGIT;
    }
    if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') {
        kinds |= WORD;
    }
    if !matches!(byte, 0..=0x1f | 0x7f | b'"' | b'\\' | b'$' | b'%') {
        kinds |= PLAIN;
    }
    if matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'{') {
        kinds |= ITSELF;
    }
    kinds
}
