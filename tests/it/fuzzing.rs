//! The fuzz targets over their seeds and inputs made of them: bounded, repeatable, with the compiler of every day.
//! `PARVIS_FUZZ_INPUTS` makes more inputs a target, `PARVIS_FUZZ_SEED` others; libFuzzer runs the same targets by hand
//! (CONTRIBUTING.md, "Fuzzing").
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../../fuzz/targets.rs"]
#[expect(clippy::expect_used, reason = "a target may end by panicking on what is its own")]
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Words that break parsers more often than chance would.
const WORDS: [&[u8]; 24] = [
    b"\0",
    b"\xFF\xFE",
    b"\xED\xA0\x80",
    b"\"",
    b"'",
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"]]>",
    b"<!--",
    b"(",
    b")",
    b"<<",
    b">>",
    b"[",
    b"{",
    b"%",
    b"\\",
    b"-1",
    b"99999999999999999999",
    b"1e309",
    b"\r\n",
    b"0 R",
];
/// Largest input, in bytes.
const LARGEST: usize = 8_192;
/// Stack of the thread that a target runs on: that of the child which reads deposited files.
const STACK_BYTES: usize = 64 << 20;

/// `SplitMix64` (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// An input made of a seed: some changes, each of a kind that chance chooses.
fn mutated(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut input = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(input.len() + 1);
        let end = (at + chance.below(40)).min(input.len());
        match chance.below(7) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..end)),
            2 => {
                let part = input[at..end].to_vec();
                let times = 1 + chance.below(30);
                input.splice(at..at, part.repeat(times));
            }
            3 => drop(input.splice(at..end, WORDS[chance.below(WORDS.len())].iter().copied())),
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len() + 1);
                let part = other[from..(from + 60).min(other.len())].to_vec();
                input.splice(at..end, part);
            }
            5 => input[at..end].fill(b'0' + u8::try_from(chance.below(10)).unwrap()),
            _ => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
        input.truncate(LARGEST);
    }
    input
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn run(name: &'static str, target: fn(&[u8])) {
    let seeds = seeds(name);
    assert!(seeds.len() > 1 || name == "notify", "{name} has hardly a seed");
    let mut chance = Chance(number("PARVIS_FUZZ_SEED", 1));
    let made = (0..number("PARVIS_FUZZ_INPUTS", 150)).map(|_| mutated(&seeds, &mut chance));
    for input in seeds.iter().cloned().chain(made.collect::<Vec<_>>()) {
        if catch_unwind(AssertUnwindSafe(|| target(&input))).is_err() {
            let kept = std::env::temp_dir().join(format!("parvis-fuzz-{name}-{}", std::process::id()));
            std::fs::write(&kept, &input).unwrap();
            panic!("{name} panicked; the input is in {}", kept.display());
        }
    }
}

#[test]
fn no_input_of_strangers_makes_a_reader_panic() {
    for (name, target) in targets::TARGETS {
        std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || run(name, target)).unwrap().join().unwrap();
    }
}
