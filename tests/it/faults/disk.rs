//! Full disks: a limit on the size of files where nobody may mount anything, a small disk of its own where one may.

use std::path::Path;
use std::process::{Command, Stdio};

use super::serving::{draft, free_address, token, wait_for};
use super::{Moments, articles, look, rounds, timed};
use crate::ingest::{parvis, run, stdout};
use crate::support::{pdf, program};

/// The program where no file may grow beyond a number of blocks; writing fails then as on a full disk, and does not kill.
fn limited(data: &Path, blocks: u64, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]).arg(program());
    command.args(arguments).env_clear().env("PARVIS_DATA", data).env("PARVIS_WORKERS", "2").current_dir(data);
    command
}

#[test]
fn a_site_without_room_loses_nothing_and_goes_on_when_there_is_some() {
    let mut moments = Moments::new("no room");
    for _ in 0..2 * rounds() {
        let [data, files] = [(), ()].map(|()| tempfile::tempdir().unwrap());
        articles(files.path(), 0..2);
        let folder = files.path().to_str().unwrap();
        timed(parvis(data.path(), &["ingest", folder]));
        articles(files.path(), 2..8);
        for _ in 0..3 {
            let blocks = 8 + moments.below(2_500);
            let done = limited(data.path(), blocks, &["ingest", folder]).stdin(Stdio::null()).output().unwrap();
            assert_ne!(done.status.code(), Some(101), "a panic: {}", String::from_utf8_lossy(&done.stderr));
            look(data.path(), &[], &["file_unnamed"]);
        }
        timed(parvis(data.path(), &["ingest", folder]));
        let (report, _) = look(data.path(), &[], &["file_unnamed"]);
        assert_eq!(report["articles"], 8, "{report:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deposit_without_room_is_told_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    timed(parvis(data.path(), &["reindex"]));
    let token = token(data.path()).await;
    let address = free_address();
    // Room for the database, none for a file of five megabytes.
    let mut server = limited(data.path(), 8_000, &["serve"])
        .env("PARVIS_LISTEN", address.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(address);
    let mut large = pdf(&["Trop grand"]);
    large.resize(9_000_000, b' ');
    let refused = draft(address, &token, "Trop grand", &large);
    let small = draft(address, &token, "Petit", &pdf(&["Petit"]));
    server.kill().unwrap();
    server.wait().unwrap();
    let (status, told) = refused.unwrap();
    assert_eq!((status, &told["title"]), (507, &"The disk is full".into()), "{told}");
    assert!(told["detail"].as_str().unwrap().contains("must free space"), "{told}");
    assert_eq!(small.unwrap().0, 201, "what has room is taken");
    look(data.path(), &[], &["file_unnamed"]);
}

/// A disk of its own, taken away in the end.
struct Disk(tempfile::TempDir);

impl Disk {
    /// `None`, and a word about it, where nobody may mount one.
    fn new(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let disk = Self(folder);
        if disk.mount(&format!("size={size}")) {
            return Some(disk);
        }
        println!("skipped: a disk of its own needs the rights to mount one");
        None
    }

    fn mount(&self, options: &str) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(self.0.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).stderr(Stdio::null()).status();
    }
}

#[test]
fn a_full_disk_loses_nothing_and_the_site_goes_on_when_it_is_larger() {
    for _ in 0..rounds() {
        let Some(disk) = Disk::new("4m") else { return };
        let (data, files) = (disk.0.path(), tempfile::tempdir().unwrap());
        articles(files.path(), 0..12);
        let mut large = pdf(&["Un grand fichier"]);
        large.resize(1_500_000, b' ');
        std::fs::write(files.path().join("grand.pdf"), large).unwrap();
        let folder = files.path().to_str().unwrap();
        for _ in 0..2 {
            let done = run(data, &["ingest", folder]);
            assert_ne!(done.status.code(), Some(101), "a panic: {}", String::from_utf8_lossy(&done.stderr));
        }
        assert!(disk.mount("remount,size=64m"), "the disk cannot be made larger");
        look(data, &[], &["file_unnamed", "not_indexed"]);
        let last = run(data, &["ingest", folder]);
        assert!(last.status.success(), "{}{}", stdout(&last), String::from_utf8_lossy(&last.stderr));
        assert_eq!(look(data, &[], &[]).0["articles"], 13);
    }
}
