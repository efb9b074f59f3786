//! Looks through every byte of every file for a word, however it may be written there.

use std::fs;
use std::io::Read;
use std::path::Path;

use aho_corasick::AhoCorasick;
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// How deep compressed data is looked for in compressed data.
const DEEPEST: usize = 2;
/// Nothing is unpacked to more than this.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Random bytes unpack to less than this before they make no sense any more.
const LEAST_UNPACKED: usize = 32;

/// Searches for one word.
pub struct Sweeper {
    search: AhoCorasick,
    spellings: Vec<(String, Vec<u8>)>,
}

/// What was looked through, and where the word was.
#[derive(Debug, Default)]
pub struct Swept {
    pub files: usize,
    pub bytes: u64,
    pub hits: Vec<String>,
}

impl Sweeper {
    /// A word of letters a to z and digits, long enough never to come about by chance.
    pub fn new(word: &str) -> Self {
        assert!(word.len() >= 12, "too short: {word}");
        let spellings = spellings(word);
        let search = AhoCorasick::new(spellings.iter().map(|(_, bytes)| bytes)).unwrap();
        Self { search, spellings }
    }

    /// Looks through a file, or through everything below a folder; names of files count as well.
    pub fn sweep(&self, path: &Path, swept: &mut Swept) {
        // A file can go away meanwhile, and a socket cannot be read: neither holds anything then.
        let Ok(kind) = fs::symlink_metadata(path) else {
            return;
        };
        if kind.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                self.sweep(&entry.unwrap().path(), swept);
            }
        } else if kind.is_file()
            && let Ok(bytes) = fs::read(path)
        {
            swept.files += 1;
            swept.bytes += bytes.len() as u64;
            let name = path.display().to_string();
            self.look(&bytes, &name, 0, &mut swept.hits);
        }
        self.look(
            path.as_os_str().as_encoded_bytes(),
            "a file name",
            0,
            &mut swept.hits,
        );
    }

    /// Looks through some bytes and whatever is packed in them.
    pub fn look(&self, bytes: &[u8], place: &str, depth: usize, hits: &mut Vec<String>) {
        for found in self.search.find_iter(bytes) {
            let (how, _) = &self.spellings[found.pattern().as_usize()];
            let start = found.start().saturating_sub(40);
            let end = bytes.len().min(found.end() + 40);
            let around = String::from_utf8_lossy(&bytes[start..end]).into_owned();
            hits.push(format!(
                "{place}, byte {}, {how}: {around:?}",
                found.start()
            ));
        }
        if depth < DEEPEST {
            for (how, unpacked) in packed_in(bytes) {
                let place = format!("{place} > {how}");
                self.look(&unpacked, &place, depth + 1, hits);
            }
        }
    }
}

/// Every way to write the word that a file of this program, its database or its log could use.
fn spellings(word: &str) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for (case, word) in [("", word.to_owned()), (" in capitals", word.to_uppercase())] {
        let bytes = word.as_bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let escaped = |prefix: &str| -> String {
            let each = bytes.iter().map(|byte| format!("{prefix}{byte:02x}"));
            each.collect()
        };
        let octal: String = bytes.iter().map(|byte| format!("\\{byte:03o}")).collect();
        let wide = word.encode_utf16();
        let little: Vec<u8> = wide.clone().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = wide.flat_map(u16::to_be_bytes).collect();
        let mut add = |how: &str, bytes: Vec<u8>| all.push((format!("{how}{case}"), bytes));
        add("UTF-8", bytes.to_vec());
        add("UTF-16 little-endian", little);
        add("UTF-16 big-endian", big);
        add("hexadecimal", hex.to_uppercase().into_bytes());
        add("hexadecimal", hex.into_bytes());
        add("URL-encoded", escaped("%").to_uppercase().into_bytes());
        add("URL-encoded", escaped("%").into_bytes());
        add("escaped for JSON", escaped("\\u00").into_bytes());
        add("escaped in octal", octal.into_bytes());
        for alignment in 0..3 {
            add("base64", base64_inside(bytes, alignment));
        }
    }
    // The same bytes can be two spellings: hexadecimal of digits only, or the capitals of a digit.
    all.sort_by(|one, other| one.1.cmp(&other.1));
    all.dedup_by(|one, other| one.1 == other.1);
    all
}

/// The characters of base64 that these bytes alone decide when `before` other bytes come first.
/// (Of the letters and digits in a word none leads to `+` or `/`, in which base64 and base64url differ.)
fn base64_inside(bytes: &[u8], before: usize) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |number: usize| -> usize {
        let Some(at) = number.checked_sub(before * 8) else {
            return 0;
        };
        usize::from(bytes[at / 8] >> (7 - at % 8) & 1)
    };
    let first = (before * 8).div_ceil(6);
    let last = (before + bytes.len()) * 8 / 6;
    (first..last)
        .map(|letter| {
            let value = (0..6).fold(0, |value, number| value << 1 | bit(letter * 6 + number));
            ALPHABET[value]
        })
        .collect()
}

/// Everything that can be unpacked from any place in these bytes.
fn packed_in(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for at in 0..bytes.len().saturating_sub(4) {
        let here = &bytes[at..];
        let how = match here {
            [0x1f, 0x8b, 8, ..] => "gzip",
            // Header of zlib: deflate with a window of 32 KiB, and a checksum (RFC 1950, section 2.2).
            [0x78, flags, ..] if (0x7800 + u16::from(*flags)) % 31 == 0 => "zlib",
            // An entry of a ZIP file (APPNOTE 4.3.7) that is deflated.
            [b'P', b'K', 3, 4, _, _, _, _, 8, 0, ..] => "zip",
            _ => continue,
        };
        let unpacked = match how {
            "gzip" => unpack(GzDecoder::new(here)),
            "zlib" => unpack(ZlibDecoder::new(here)),
            _ => unpack(DeflateDecoder::new(after_zip_header(here))),
        };
        if unpacked.len() >= LEAST_UNPACKED {
            found.push((format!("{how} at {at}"), unpacked));
        }
    }
    found
}

fn after_zip_header(entry: &[u8]) -> &[u8] {
    const FIXED: usize = 30;
    let length = |at: usize| {
        let bytes = entry.get(at..at + 2);
        bytes.map_or(0, |bytes| {
            usize::from(u16::from_le_bytes([bytes[0], bytes[1]]))
        })
    };
    entry
        .get(FIXED + length(26) + length(28)..)
        .unwrap_or_default()
}

/// As much as comes out before it ends or makes no sense any more.
fn unpack(reader: impl Read) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let _ = reader.take(LARGEST).read_to_end(&mut unpacked);
    unpacked
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const WORD: &str = "zyxomma7qkvbd";

    fn found(bytes: &[u8]) -> bool {
        let mut hits = Vec::new();
        Sweeper::new(WORD).look(bytes, "here", 0, &mut hits);
        !hits.is_empty()
    }

    fn planted() -> Vec<u8> {
        let mut text = "What was said before it, and ".repeat(20).into_bytes();
        text.extend_from_slice(WORD.as_bytes());
        text.extend_from_slice(b" after which it went on");
        text
    }

    /// By means of others, so that the sweeper is not checked against itself.
    #[test]
    fn the_word_is_found_however_it_is_written() {
        for text in [
            WORD.to_owned(),
            WORD.to_uppercase(),
            // `printf '...zyxomma7qkvbd...' | base64`, with none, one and two letters before it.
            "Li4uenl4b21tYTdxa3ZiZC4uLg==".to_owned(),
            "Li4uLnp5eG9tbWE3cWt2YmQuLi4=".to_owned(),
            "Li4uLi56eXhvbW1hN3FrdmJkLi4u".to_owned(),
            "\\x7a79786f6d6d6137716b766264".to_owned(),
            "7A79786F6D6D6137716B766264".to_owned(),
            "%7A%79%78%6F%6D%6D%61%37%71%6B%76%62%64".to_owned(),
            "\\172\\171\\170\\157\\155\\155\\141\\067\\161\\153\\166\\142\\144".to_owned(),
        ] {
            assert!(found(format!("before {text} after").as_bytes()), "{text}");
        }
        let wide: Vec<u16> = format!("before {WORD}").encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert!(found(&little) && found(&big));
        assert!(!found(b"before zyxomma7qkvb after"));
    }

    #[test]
    fn the_word_is_found_in_what_is_packed() {
        let mut gzip = GzEncoder::new(b"noise".to_vec(), Compression::best());
        gzip.write_all(&planted()).unwrap();
        let gzip = gzip.finish().unwrap();
        assert!(found(&gzip));
        let mut zlib = ZlibEncoder::new(vec![0; 1000], Compression::fast());
        zlib.write_all(&planted()).unwrap();
        assert!(found(&zlib.finish().unwrap()));
        let mut zip = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
        zip.extend([0; 16]);
        zip.extend([1, 0, 0, 0, b'n']);
        let mut deflate = DeflateEncoder::new(zip, Compression::default());
        deflate.write_all(&planted()).unwrap();
        assert!(found(&deflate.finish().unwrap()));
        // Packed twice.
        let mut twice = ZlibEncoder::new(Vec::new(), Compression::fast());
        twice.write_all(&gzip).unwrap();
        assert!(found(&twice.finish().unwrap()));
    }

    #[test]
    fn the_word_is_found_in_every_file_below_a_folder_and_in_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("one/two");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("three"), planted()).unwrap();
        fs::write(deep.join(format!("{WORD}.txt")), b"nothing").unwrap();
        let mut swept = Swept::default();
        Sweeper::new(WORD).sweep(folder.path(), &mut swept);
        assert_eq!((swept.files, swept.hits.len()), (2, 2), "{:?}", swept.hits);
    }
}
