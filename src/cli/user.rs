//! `parvis user`: accounts.

use std::io::BufRead;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Subcommand, ValueEnum};

use crate::config::Config;
use crate::domain::user::Role;

/// `parvis user …`.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Make an account, or change the one with the same address; the password comes on standard input
    Add {
        /// E-mail address to sign in with
        email: String,
        /// Name shown
        #[arg(long)]
        name: String,
        /// What the account may do
        #[arg(long, value_enum, default_value_t = RoleName::Depositor)]
        role: RoleName,
    },
    /// List all accounts
    List,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum RoleName {
    /// Deposits articles
    Depositor,
    /// Reads the reports of the fund
    Funder,
    /// Reviews deposits
    Curator,
    /// Manages the site
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Depositor => Self::Depositor,
            RoleName::Funder => Self::Funder,
            RoleName::Curator => Self::Curator,
            RoleName::Administrator => Self::Administrator,
        }
    }
}

impl User {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        let app = super::open(config).await?;
        match self {
            Self::Add { email, name, role } => {
                eprintln!("Password:");
                let mut password = String::new();
                std::io::stdin().lock().read_line(&mut password).context("no password on standard input")?;
                app.repository.put_user(email, name, (*role).into(), password.trim_end_matches(['\r', '\n'])).await?;
                println!("{email} can sign in at {}/connexion", config.base_url);
            }
            Self::List => {
                for user in app.repository.store().list_users().await? {
                    println!("{}\t{}\t{}", user.email, user.role.code(), user.name);
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
