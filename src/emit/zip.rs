//! Archives of functions' code, as Lambda takes them.
//!
//! In: the name and the text of one file. Out: a ZIP archive that holds it, as it is. The same bytes on every
//! machine and at any time: nothing is compressed, and every file is as old as the format can say.

/// 1980-01-01, the first day of MS-DOS time.
const DATE: u16 = 1 << 5 | 1;
/// What a reader has to know to unpack: 1.0.
const NEEDED: u16 = 10;
/// Made on Unix, for whose files the mode below is.
const MADE_BY: u16 = 3 << 8 | NEEDED;
/// A regular file that everybody may read: Lambda does not run as its owner.
const MODE: u32 = 0o100_644 << 16;

/// An archive of one file; none if it is larger than a function may be.
pub(super) fn archive(name: &str, text: &str) -> Option<Vec<u8>> {
    let name_length = u16::try_from(name.len()).ok()?;
    let length = u32::try_from(text.len()).ok()?;
    // What the file's own header and the directory both say: stored, time, date, sum, sizes, name.
    let mut common = Vec::new();
    for half in [NEEDED, 0, 0, 0, DATE] {
        common.extend(half.to_le_bytes());
    }
    for word in [crc32(text.as_bytes()), length, length] {
        common.extend(word.to_le_bytes());
    }
    common.extend(name_length.to_le_bytes());
    common.extend([0; 2]);

    let mut file = b"PK\x03\x04".to_vec();
    file.extend(&common);
    file.extend(name.as_bytes());
    file.extend(text.as_bytes());

    let mut directory = b"PK\x01\x02".to_vec();
    directory.extend(MADE_BY.to_le_bytes());
    directory.extend(&common);
    // No comment, first disk, no claim about the content.
    directory.extend([0; 6]);
    directory.extend(MODE.to_le_bytes());
    // Where the file's header begins.
    directory.extend([0; 4]);
    directory.extend(name.as_bytes());

    let mut end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec();
    end.extend(u32::try_from(directory.len()).ok()?.to_le_bytes());
    end.extend(u32::try_from(file.len()).ok()?.to_le_bytes());
    end.extend([0; 2]);
    Some([file, directory, end].concat())
}

/// The sum of ISO 3309, bit by bit: what is archived is a few kilobytes.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::{archive, crc32};

    #[test]
    fn the_sum_is_the_one_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn an_archive_never_changes() {
        let expected = "PK\x03\x04\x0a\0\0\0\0\0\0\0\x21\0\u{86}\u{a6}\u{10}\u{36}\x05\0\0\0\x05\0\0\0\x04\0\0\0a.pyhello\
                        PK\x01\x02\x0a\x03\x0a\0\0\0\0\0\0\0\x21\0\u{86}\u{a6}\u{10}\u{36}\x05\0\0\0\x05\0\0\0\x04\0\0\0\
                        \0\0\0\0\0\0\0\0\u{a4}\u{81}\0\0\0\0a.py\
                        PK\x05\x06\0\0\0\0\x01\0\x01\0\x32\0\0\0\x27\0\0\0\0\0";
        let bytes: Vec<u8> =
            expected.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        assert_eq!(archive("a.py", "hello").unwrap(), bytes);
    }
}
