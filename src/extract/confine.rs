//! Takes from a child process what parsing a file needs nothing of: files, the network, other processes.
//!
//! Two locks of the kernel, each holding where the other is absent: Landlock (kernel 5.13 on; the network from 6.7)
//! refuses every file, address and signal; a seccomp filter refuses the calls that would ask for them. What the process
//! has open already, its pipes, it keeps.

/// How much of it the kernel gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Confined {
    /// Landlock holds, at least for files.
    pub(crate) landlock: bool,
    /// The filter of system calls holds.
    pub(crate) seccomp: bool,
}

/// Confines the thread that it is called in and all that it starts. Called before any other thread is there, it holds
/// for the process.
///
/// # Errors
/// When the kernel knows a lock and refuses it.
#[cfg(target_os = "linux")]
pub(crate) fn confine_this_process() -> std::io::Result<Confined> {
    Ok(Confined { landlock: linux::landlock()?, seccomp: linux::seccomp()? })
}

/// Other systems have neither lock.
///
/// # Errors
/// Never.
#[cfg(not(target_os = "linux"))]
pub(crate) fn confine_this_process() -> std::io::Result<Confined> {
    Ok(Confined { landlock: false, seccomp: false })
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::io::{Error, Result};

    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
        TargetArch,
    };

    /// The latest version of Landlock that is asked for; an older kernel gives what it knows.
    const WANTED: ABI = ABI::V6;

    /// Calls that a parser has no use for: opening, connecting, starting, watching, changing the system.
    const REFUSED: &[libc::c_long] = &[
        libc::SYS_openat,
        libc::SYS_openat2,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_open,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_creat,
        libc::SYS_open_by_handle_at,
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept,
        libc::SYS_accept4,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_kill,
        libc::SYS_tkill,
        libc::SYS_rt_sigqueueinfo,
        libc::SYS_rt_tgsigqueueinfo,
        libc::SYS_pidfd_send_signal,
        libc::SYS_unlinkat,
        libc::SYS_renameat2,
        libc::SYS_linkat,
        libc::SYS_symlinkat,
        libc::SYS_mkdirat,
        libc::SYS_fchmodat,
        libc::SYS_fchownat,
        libc::SYS_truncate,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_unlink,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_rmdir,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_rename,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_renameat,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_link,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_symlink,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_mkdir,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_chmod,
        #[cfg(target_arch = "x86_64")]
        libc::SYS_chown,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_open,
        libc::SYS_pidfd_getfd,
        libc::SYS_io_uring_setup,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_userfaultfd,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_kexec_load,
    ];

    pub(super) fn landlock() -> Result<bool> {
        let refused = |error: landlock::RulesetError| Error::other(error);
        let ruleset = Ruleset::default()
            .handle_access(AccessFs::from_all(WANTED))
            .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(WANTED)))
            .and_then(|ruleset| ruleset.scope(Scope::from_all(WANTED)))
            .map_err(refused)?;
        let status = ruleset.create().and_then(landlock::RulesetCreated::restrict_self).map_err(refused)?;
        Ok(status.ruleset != RulesetStatus::NotEnforced)
    }

    /// A filter is unknown on architectures that nobody wrote numbers for, and in kernels without it.
    pub(super) fn seccomp() -> Result<bool> {
        let Ok(arch) = TargetArch::try_from(std::env::consts::ARCH) else { return Ok(false) };
        let refused = u32::try_from(libc::EPERM).map_err(Error::other)?;
        let mut calls: BTreeMap<i64, Vec<SeccompRule>> = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
        // A process that aborts signals itself, and asks for the limits of itself, which it calls 0.
        for (call, own) in [(libc::SYS_tgkill, std::process::id()), (libc::SYS_prlimit64, 0)] {
            let other = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, u64::from(own));
            let rule = other.and_then(|other| SeccompRule::new(vec![other])).map_err(Error::other)?;
            calls.insert(call, vec![rule]);
        }
        let filter = SeccompFilter::new(calls, SeccompAction::Allow, SeccompAction::Errno(refused), arch);
        let program: BpfProgram = filter.and_then(TryInto::try_into).map_err(Error::other)?;
        match seccompiler::apply_filter(&program) {
            Ok(()) => Ok(true),
            Err(seccompiler::Error::Prctl(error) | seccompiler::Error::Seccomp(error))
                if matches!(error.raw_os_error(), Some(libc::ENOSYS | libc::EINVAL)) =>
            {
                Ok(false)
            }
            Err(error) => Err(Error::other(error)),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::ErrorKind;
    use std::net::{TcpListener, TcpStream};
    use std::process::Command;

    use super::*;

    /// The locks hold for a thread, so that the other tests go on as they are.
    #[test]
    fn a_confined_thread_opens_no_file_connects_nowhere_and_starts_nothing() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("kept");
        std::fs::write(&kept, "kept").unwrap();
        let thread = std::thread::spawn(move || {
            let confined = confine_this_process().unwrap();
            let file = std::fs::read("/etc/hostname").map_err(|error| error.kind());
            let listing = std::fs::read_dir("/").map(|_| ()).map_err(|error| error.kind());
            let connection = TcpStream::connect(address).map(|_| ()).map_err(|error| error.kind());
            let program = Command::new("/bin/true").status().map(|_| ()).map_err(|error| error.kind());
            let removal = std::fs::remove_file(kept).map_err(|error| error.kind());
            (confined, [file.map(|_| ()), listing, connection, program, removal])
        });
        let (confined, tried) = thread.join().unwrap();
        assert!(confined.seccomp || confined.landlock, "this kernel has neither lock");
        assert_eq!(tried, [Err(ErrorKind::PermissionDenied); 5], "{confined:?}");
    }
}
