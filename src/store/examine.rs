//! What a PostgreSQL server says of itself, for whoever sets a site up. Nothing is made and nothing changed: a database that
//! cannot be used is told before a site begins in it.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, FromRow, PgConnection};

use super::Store;
use super::pool::{MOST_READERS, OLDEST};

/// How long the server has to answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// Connections of one process: those that read, the one that writes, and the two that hold its places among others.
const CONNECTIONS: i64 = MOST_READERS as i64 + 3;

const LOOK: &str = "SELECT current_setting('server_version_num')::int AS version, \
     current_setting('server_version') AS version_name, \
     current_setting('server_encoding') AS encoding, \
     pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS is_read_only, \
     COALESCE(has_schema_privilege(current_schema(), 'CREATE'), FALSE) AS may_make, \
     EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_sqlx_migrations') AS has_site, \
     (SELECT COUNT(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
      WHERE n.nspname = current_schema() AND c.relkind = 'r' \
      AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT') \
      AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))) AS closed_tables, \
     (SELECT COUNT(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
      WHERE n.nspname = current_schema() AND c.relkind = 'r' AND NOT pg_has_role(c.relowner, 'USAGE')) AS foreign_tables, \
     LEAST(current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint \
      - COALESCE(current_setting('reserved_connections', TRUE)::bigint, 0), \
      (SELECT NULLIF(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user), \
      (SELECT NULLIF(datconnlimit, -1) FROM pg_database WHERE datname = current_database())) AS most_connections, \
     (SELECT COALESCE(SUM(numbackends), 0)::bigint FROM pg_stat_database) AS used_connections, \
     COALESCE(NOT (inet_server_addr() <<= '127.0.0.0/8'::inet OR inet_server_addr() = '::1'::inet), FALSE) AS is_elsewhere, \
     COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), FALSE) AS is_encrypted";

/// What a server says of itself, of a database and of what an account may do there.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own")]
pub struct DatabaseState {
    /// Version as a number: 150004 is 15.4.
    version: i32,
    /// Version in words.
    pub version_name: String,
    /// How letters are kept.
    pub encoding: String,
    /// Whether nothing can be written: a standby, or a setting of the account.
    pub is_read_only: bool,
    /// Whether the account may make tables in the schema that it would use.
    pub may_make: bool,
    /// Whether a site is there.
    pub has_site: bool,
    /// Tables there that the account may not read and write.
    pub closed_tables: i64,
    /// Tables there that belong to another account, so that an upgrade cannot change them.
    pub foreign_tables: i64,
    /// Connections that server, database and account allow at most.
    pub most_connections: i64,
    /// Connections to the server now, of everybody, this one included.
    pub used_connections: i64,
    /// Whether the server is on another machine.
    pub is_elsewhere: bool,
    /// Whether the connection is encrypted.
    pub is_encrypted: bool,
}

/// Why a database could not be looked at, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{source}: {advice}")]
pub struct Unseen {
    /// What to do.
    pub advice: &'static str,
    /// What happened.
    pub source: sqlx::Error,
}

impl DatabaseState {
    /// Connections that one process opens at most.
    pub const CONNECTIONS: i64 = CONNECTIONS;

    /// Whether the server is one that the site runs on.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        self.version >= OLDEST
    }

    /// Whether any letter can be kept.
    #[must_use]
    pub fn keeps_all_letters(&self) -> bool {
        self.encoding == "UTF8"
    }
}

impl Store {
    /// Looks at the PostgreSQL database of an address.
    ///
    /// # Errors
    /// When it cannot be reached within some seconds or does not answer, with what to do; the password is never repeated.
    pub async fn examine(url: &str) -> Result<DatabaseState, Unseen> {
        let looked = async {
            let options = PgConnectOptions::from_str(url)?.application_name("parvis");
            let mut connection = PgConnection::connect_with(&options).await?;
            let state = sqlx::query_as(LOOK).fetch_one(&mut connection).await?;
            connection.close().await?;
            Ok(state)
        };
        let late = || sqlx::Error::Io(std::io::ErrorKind::TimedOut.into());
        let looked = tokio::time::timeout(PATIENCE, looked).await.unwrap_or_else(|_| Err(late()));
        looked.map_err(|source| Unseen { advice: advice(&source), source })
    }
}

/// What to do about an error of the way there (PostgreSQL's manual, appendix A, for the codes).
fn advice(error: &sqlx::Error) -> &'static str {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default();
    match (error, code.as_ref()) {
        (_, "28P01" | "28000") => "correct the account or the password in DATABASE_URL, or let it in (pg_hba.conf)",
        (_, "3D000") => "make the database (createdb --encoding=UTF8), or correct its name in DATABASE_URL",
        (_, "42501") => "give the account of DATABASE_URL the right to connect to the database",
        (_, "53300") => "no connection is free: raise max_connections of the server, or the limit of the account",
        (_, "57P03") => "the server is starting or stopping: try again",
        (sqlx::Error::Io(_), _) => {
            "look whether the server runs and can be reached, and correct host and port in DATABASE_URL"
        }
        (sqlx::Error::Tls(_), _) => {
            "the server's certificate is not trusted: name its authority (sslrootcert=FILE in DATABASE_URL)"
        }
        (sqlx::Error::Configuration(_), _) => {
            "correct DATABASE_URL: postgres://user:password@host/database?sslmode=verify-full"
        }
        _ => "correct DATABASE_URL, or look into the log of the server",
    }
}
