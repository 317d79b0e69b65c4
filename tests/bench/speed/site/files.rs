//! Files of the generated articles: a few bytes each, under the digests that their rows name, as old as those of a real site.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::SystemTime;

use jiff::SignedDuration;
use parvis::domain::{Clock, Sha256};

/// Files that were written longer ago than this are looked at by the program as those that nobody writes any more.
const AGE: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Writes the files of so many articles, where they are not there yet: what `generate::fill` made their digests of.
pub(super) fn write(data: &Path, articles: u64) -> anyhow::Result<()> {
    let done = data.join("files-written");
    if done.exists() {
        return Ok(());
    }
    let written = SystemTime::from(Clock::system().now() - AGE);
    for number in 0..articles {
        let bytes = number.to_le_bytes();
        let digest = Sha256::of(&bytes).to_string();
        let (first, rest) = digest.split_at(2);
        let folder = data.join("files/sha256").join(first).join(rest.get(..2).unwrap_or_default());
        std::fs::create_dir_all(&folder)?;
        let mut file = File::create(folder.join(&digest))?;
        file.write_all(&bytes)?;
        file.set_modified(written)?;
    }
    Ok(std::fs::write(done, "")?)
}
