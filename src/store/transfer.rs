//! All rows of one engine's database in the other's: what copies, backups and moves are made of.
//!
//! Both engines have the same tables and columns, so the schema of SQLite says for both what a column holds. Triggers are
//! off meanwhile: what they would add is among the rows.

use std::fmt::Write;
use std::path::Path;

use futures_util::TryStreamExt;
use sqlx::postgres::PgRow;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, Row, SqliteConnection};

use super::pool::Pool;
use super::{Error, Result, Store};

const COLUMNS: &str = "SELECT t.name, c.name, c.type, t.sql LIKE '%AUTOINCREMENT%' \
     FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND t.name <> '_sqlx_migrations' \
     ORDER BY t.name, c.cid";
pub(super) const TRIGGERS: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name";
/// One moment for all tables.
const ONE_MOMENT: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
/// Rows may come before those that they name.
const IN_ANY_ORDER: &str = "SET CONSTRAINTS ALL DEFERRED";
const IS_BLANK: &str = "SELECT NOT EXISTS (SELECT 1 FROM articles) AND NOT EXISTS (SELECT 1 FROM users) \
     AND NOT EXISTS (SELECT 1 FROM sources)";
pub(super) const HIGHEST: &str = "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)";
pub(super) const FORGET_HIGHEST: &str = "DELETE FROM sqlite_sequence WHERE name = $1";
/// Bytes sent to PostgreSQL at a time.
const BATCH_BYTES: usize = 1 << 20;

/// A table, the same in both engines.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name.
    pub(super) name: String,
    /// Its columns with what they hold.
    pub(super) columns: Vec<(String, Kind)>,
    /// Whether the database numbers its rows and gives no number twice.
    numbered: bool,
}

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A number.
    Whole,
    /// A text.
    Text,
    /// Yes or no.
    Truth,
    /// Bytes.
    Bytes,
}

/// What a row holds in a column.
enum Cell {
    Whole(Option<i64>),
    Text(Option<String>),
    Truth(Option<bool>),
    Bytes(Option<Vec<u8>>),
}

impl Kind {
    fn of(declared: &str) -> Option<Self> {
        match declared {
            "INTEGER" | "BIGINT" => Some(Self::Whole),
            "TEXT" => Some(Self::Text),
            "BOOLEAN" => Some(Self::Truth),
            "BLOB" => Some(Self::Bytes),
            _ => None,
        }
    }

    /// What it is called in exports.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Whole => "integer",
            Self::Text => "text",
            Self::Truth => "boolean",
            Self::Bytes => "base64",
        }
    }
}

/// Reads a row of either engine.
macro_rules! cell {
    ($row:expr, $place:expr, $kind:expr) => {
        Ok::<_, sqlx::Error>(match $kind {
            Kind::Whole => Cell::Whole($row.try_get($place)?),
            Kind::Text => Cell::Text($row.try_get($place)?),
            Kind::Truth => Cell::Truth($row.try_get($place)?),
            Kind::Bytes => Cell::Bytes($row.try_get($place)?),
        })
    };
}

impl Store {
    /// Puts every row of a SQLite database of the same version in place of what is here, in one transaction; gives the
    /// number of rows. `progress` is told the rows done so far.
    ///
    /// # Errors
    /// When this is not PostgreSQL, holds a site already, or a database fails; nothing has changed then.
    pub async fn fill_from(&self, file: &Path, mut progress: impl FnMut(u64) + Send) -> Result<u64> {
        let Pool::Postgres { writer: pool, .. } = &self.pool else {
            return Err(Error::NotFound { what: "PostgreSQL database" });
        };
        let mut from = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
        let tables = tables(&mut from).await?;
        let mut tx = pool.begin().await?;
        super::pool::write_alone(&mut tx).await?;
        if !sqlx::query_scalar::<_, bool>(IS_BLANK).fetch_one(&mut *tx).await? {
            return Err(Error::NotBlank);
        }
        sqlx::query(IN_ANY_ORDER).execute(&mut *tx).await?;
        for table in &tables {
            run(&mut tx, format!("ALTER TABLE {} DISABLE TRIGGER USER", table.name)).await?;
            run(&mut tx, format!("DELETE FROM {}", table.name)).await?;
        }
        let mut done = 0;
        for table in &tables {
            send(&mut from, &mut tx, table, &mut done, &mut progress).await?;
            if table.numbered {
                let highest = sqlx::query_scalar::<_, i64>("SELECT seq FROM sqlite_sequence WHERE name = $1");
                let highest = highest.bind(&table.name).fetch_optional(&mut from).await?.unwrap_or(0);
                let set =
                    format!("SELECT setval(pg_get_serial_sequence('{}', 'id'), GREATEST($1, 1), $1 > 0)", table.name);
                sqlx::query(AssertSqlSafe(set)).bind(highest).execute(&mut *tx).await?;
            }
        }
        run(&mut tx, "SET CONSTRAINTS ALL IMMEDIATE".to_owned()).await?;
        for table in &tables {
            run(&mut tx, format!("ALTER TABLE {} ENABLE TRIGGER USER", table.name)).await?;
        }
        tx.commit().await?;
        from.close().await?;
        run(&mut *pool.acquire().await?, "ANALYZE".to_owned()).await?;
        Ok(done)
    }

    /// Whether no site was ever here: no article, no account and no source.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_blank(&self) -> Result<bool> {
        Ok(reading!(self, db => sqlx::query_scalar(IS_BLANK).fetch_one(db).await?))
    }

    /// The number of rows of all tables of a SQLite database of this version.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn count_rows(file: &Path) -> Result<u64> {
        let mut from = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
        let mut rows = 0;
        for table in tables(&mut from).await? {
            let count: i64 = sqlx::query_scalar(AssertSqlSafe(format!("SELECT COUNT(*) FROM {}", table.name)))
                .fetch_one(&mut from)
                .await?;
            rows += u64::try_from(count).unwrap_or_default();
        }
        from.close().await?;
        Ok(rows)
    }
}

/// Copies a PostgreSQL database as it is now to a SQLite file that does not exist yet.
pub(super) async fn copy_out(pool: &PgPool, file: &Path) -> Result<()> {
    Store::open(file).await?.close().await;
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
    let mut connection = options.connect().await?;
    let tables = tables(&mut connection).await?;
    let triggers: Vec<(String, String)> = sqlx::query_as(TRIGGERS).fetch_all(&mut connection).await?;
    let mut from = pool.begin().await?;
    sqlx::query(ONE_MOMENT).execute(&mut *from).await?;
    let mut to = connection.begin().await?;
    for (name, _) in &triggers {
        sqlx::query(AssertSqlSafe(format!("DROP TRIGGER {name}"))).execute(&mut *to).await?;
    }
    for table in &tables {
        receive(&mut from, &mut to, table).await?;
    }
    for (_, sql) in triggers {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *to).await?;
    }
    to.commit().await?;
    from.rollback().await?;
    connection.close().await?;
    Ok(())
}

/// The tables of a site in a SQLite database.
pub(super) async fn tables(connection: &mut SqliteConnection) -> Result<Vec<Table>> {
    let rows: Vec<(String, String, String, bool)> = sqlx::query_as(COLUMNS).fetch_all(connection).await?;
    let mut tables: Vec<Table> = Vec::new();
    for (name, column, declared, numbered) in rows {
        let kind = Kind::of(&declared).ok_or(Error::Inconsistent { column: "column type", id: 0, source: None })?;
        match tables.last_mut() {
            Some(table) if table.name == name => table.columns.push((column, kind)),
            _ => tables.push(Table { name, columns: vec![(column, kind)], numbered }),
        }
    }
    Ok(tables)
}

impl Table {
    fn columns(&self) -> String {
        self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// All its rows.
    pub(super) fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.columns(), self.name)
    }

    /// A row more.
    pub(super) fn insert(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|place| format!("${place}")).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.name, self.columns(), places.join(", "))
    }
}

/// Rows of a table, from SQLite to PostgreSQL, in the text form of its *COPY*.
async fn send(
    from: &mut SqliteConnection,
    to: &mut PgConnection,
    table: &Table,
    done: &mut u64,
    progress: &mut (impl FnMut(u64) + Send),
) -> Result<()> {
    let copy = format!("COPY {} ({}) FROM STDIN", table.name, table.columns());
    let mut copy = to.copy_in_raw(&copy).await?;
    let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(from);
    let mut batch = String::new();
    while let Some(row) = rows.try_next().await? {
        write_row(&mut batch, &row, table)?;
        *done += 1;
        if batch.len() >= BATCH_BYTES {
            copy.send(batch.as_bytes()).await?;
            batch.clear();
            progress(*done);
        }
    }
    copy.send(batch.as_bytes()).await?;
    copy.finish().await?;
    progress(*done);
    Ok(())
}

/// A line of PostgreSQL's text form (its manual, *COPY*, "Text Format"). It has no U+0000, which a text may not hold there.
fn write_row(line: &mut String, row: &SqliteRow, table: &Table) -> Result<()> {
    for (place, (_, kind)) in table.columns.iter().enumerate() {
        if place > 0 {
            line.push('\t');
        }
        match cell!(row, place, kind)? {
            Cell::Whole(Some(number)) => {
                let _ = write!(line, "{number}");
            }
            Cell::Truth(Some(truth)) => line.push(if truth { 't' } else { 'f' }),
            Cell::Bytes(Some(bytes)) => {
                line.push_str(r"\\x");
                line.push_str(&data_encoding::HEXLOWER.encode(&bytes));
            }
            Cell::Text(Some(text)) => line.extend(text.chars().flat_map(escaped)),
            Cell::Whole(None) | Cell::Text(None) | Cell::Truth(None) | Cell::Bytes(None) => line.push_str(r"\N"),
        }
    }
    line.push('\n');
    Ok(())
}

fn escaped(character: char) -> impl Iterator<Item = char> {
    let (slash, character) = match character {
        '\\' => (true, '\\'),
        '\t' => (true, 't'),
        '\n' => (true, 'n'),
        '\r' => (true, 'r'),
        '\0' => (false, char::REPLACEMENT_CHARACTER),
        other => (false, other),
    };
    slash.then_some('\\').into_iter().chain([character])
}

/// Rows of a table, from PostgreSQL to SQLite.
async fn receive(from: &mut PgConnection, to: &mut SqliteConnection, table: &Table) -> Result<()> {
    sqlx::query(AssertSqlSafe(format!("DELETE FROM {}", table.name))).execute(&mut *to).await?;
    let insert = table.insert();
    let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(&mut *from);
    while let Some(row) = rows.try_next().await? {
        let row: PgRow = row;
        let mut query = sqlx::query(AssertSqlSafe(insert.as_str()));
        for (place, (_, kind)) in table.columns.iter().enumerate() {
            query = match cell!(row, place, kind)? {
                Cell::Whole(number) => query.bind(number),
                Cell::Text(text) => query.bind(text),
                Cell::Truth(truth) => query.bind(truth),
                Cell::Bytes(bytes) => query.bind(bytes),
            };
        }
        query.execute(&mut *to).await?;
    }
    drop(rows);
    if table.numbered {
        let last = format!("SELECT last_value, is_called FROM {}_id_seq", table.name);
        let (last, given): (i64, bool) = sqlx::query_as(AssertSqlSafe(last)).fetch_one(&mut *from).await?;
        sqlx::query(FORGET_HIGHEST).bind(&table.name).execute(&mut *to).await?;
        if given {
            sqlx::query(HIGHEST).bind(&table.name).bind(last).execute(&mut *to).await?;
        }
    }
    Ok(())
}

async fn run(connection: &mut PgConnection, sql: String) -> Result<()> {
    sqlx::query(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}
