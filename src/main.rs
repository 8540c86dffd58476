//! The `telaah` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(telaah::cli::run())
}
