//! The `parvis` program; everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    parvis::cli::main()
}
