//! The rows of a SQLite file as JSON, and back: what an export in open formats is made of.
//!
//! A row is an object with a member a column: numbers, texts and truths as they are, bytes in base 64. Rows are read back
//! under the schema that they were written under, which is brought up to date afterwards, so that an export of any earlier
//! version can be taken in.

use std::path::Path;

use data_encoding::BASE64;
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection};

use super::pool::sqlite_migrations;
use super::transfer::{FORGET_HIGHEST, HIGHEST, Kind, TRIGGERS, Table, tables};
use super::{Error, Result};

const SCHEMA: &str = "SELECT MAX(version) FROM _sqlx_migrations";
const HIGHEST_GIVEN: &str = "SELECT seq FROM sqlite_sequence WHERE name = $1";
const BEGIN: &str = "BEGIN";
const COMMIT: &str = "COMMIT";
/// Rows that name others which are not there.
const LOST: &str = "SELECT [table] FROM pragma_foreign_key_check LIMIT 1";

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<ColumnShape>,
    /// The highest number that it gave a row, where it gives none twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest: Option<i64>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// `integer`, `text`, `boolean` or `base64`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// The rows of a SQLite file on their way out.
#[derive(Debug)]
pub struct RowsOut {
    connection: SqliteConnection,
    tables: Vec<Table>,
}

impl RowsOut {
    /// Opens a file to read it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open(file: &Path) -> Result<Self> {
        let mut connection = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
        let tables = tables(&mut connection).await?;
        Ok(Self { connection, tables })
    }

    /// The number of its schema, and its tables.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn shape(&mut self) -> Result<(i64, Vec<TableShape>)> {
        let schema = sqlx::query_scalar(SCHEMA).fetch_one(&mut self.connection).await?;
        let mut shapes = Vec::new();
        for table in &self.tables {
            let highest = sqlx::query_scalar(HIGHEST_GIVEN).bind(&table.name).fetch_optional(&mut self.connection);
            let column =
                |(name, kind): &(String, Kind)| ColumnShape { name: name.clone(), kind: kind.name().to_owned() };
            shapes.push(TableShape {
                name: table.name.clone(),
                columns: table.columns.iter().map(column).collect(),
                highest: highest.await?,
            });
        }
        Ok((schema, shapes))
    }

    /// Gives the rows of a table one after another, none where there is no such table; gives their number.
    ///
    /// # Errors
    /// When the file cannot be read, or what was `each` given to says so.
    pub async fn each(
        &mut self,
        name: &str,
        mut each: impl FnMut(&Value) -> std::io::Result<()> + Send,
    ) -> Result<u64> {
        let Some(table) = self.tables.iter().find(|table| table.name == name) else { return Ok(0) };
        let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(&mut self.connection);
        let mut count = 0;
        while let Some(row) = rows.try_next().await? {
            each(&object(&row, table)?).map_err(Error::Output)?;
            count += 1;
        }
        Ok(count)
    }
}

fn object(row: &SqliteRow, table: &Table) -> Result<Value> {
    let mut object = Map::new();
    for (place, (name, kind)) in table.columns.iter().enumerate() {
        let value = match kind {
            Kind::Whole => row.try_get::<Option<i64>, _>(place)?.map(Value::from),
            Kind::Text => row.try_get::<Option<String>, _>(place)?.map(Value::from),
            Kind::Truth => row.try_get::<Option<bool>, _>(place)?.map(Value::from),
            Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(place)?.map(|bytes| BASE64.encode(&bytes).into()),
        };
        object.insert(name.clone(), value.unwrap_or(Value::Null));
    }
    Ok(Value::Object(object))
}

/// A SQLite file that is made of rows.
#[derive(Debug)]
pub struct RowsIn {
    connection: SqliteConnection,
    tables: Vec<Table>,
    triggers: Vec<(String, String)>,
}

impl RowsIn {
    /// Makes a file that does not exist yet, under an earlier schema or the present one.
    ///
    /// # Errors
    /// When the schema is newer than this program, or the file cannot be written.
    pub async fn create(file: &Path, schema: i64) -> Result<Self> {
        let migrations = sqlite_migrations();
        if migrations.iter().all(|migration| migration.version != schema) {
            return Err(Error::Schema(schema));
        }
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(true).foreign_keys(false);
        let mut connection = options.connect().await?;
        migrations.run_to(schema, &mut connection).await?;
        let tables = tables(&mut connection).await?;
        let triggers: Vec<(String, String)> = sqlx::query_as(TRIGGERS).fetch_all(&mut connection).await?;
        sqlx::query(BEGIN).execute(&mut connection).await?;
        let mut made = Self { connection, tables, triggers };
        for name in made.triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name}")).collect::<Vec<_>>() {
            made.run(name).await?;
        }
        for sql in made.tables.iter().map(|table| format!("DELETE FROM {}", table.name)).collect::<Vec<_>>() {
            made.run(sql).await?;
        }
        Ok(made)
    }

    /// Puts a row in.
    ///
    /// # Errors
    /// When there is no such table, or the row is none of it.
    pub async fn put(&mut self, name: &str, row: &Value) -> Result<()> {
        let none = || Error::Row { table: name.to_owned() };
        let table = self.tables.iter().find(|table| table.name == name).ok_or_else(none)?;
        let row = row.as_object().filter(|row| row.len() == table.columns.len()).ok_or_else(none)?;
        let mut query = sqlx::query(AssertSqlSafe(table.insert()));
        for (column, kind) in &table.columns {
            let value = row.get(column).ok_or_else(none)?;
            query = match (kind, value) {
                (_, Value::Null) => query.bind(None::<i64>),
                (Kind::Whole, Value::Number(number)) => query.bind(number.as_i64().ok_or_else(none)?),
                (Kind::Text, Value::String(text)) => query.bind(text.as_str()),
                (Kind::Truth, Value::Bool(truth)) => query.bind(*truth),
                (Kind::Bytes, Value::String(text)) => query.bind(BASE64.decode(text.as_bytes()).map_err(|_| none())?),
                _ => return Err(none()),
            };
        }
        query.execute(&mut self.connection).await?;
        Ok(())
    }

    /// Has a table give no number again up to one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn set_highest(&mut self, name: &str, highest: i64) -> Result<()> {
        sqlx::query(FORGET_HIGHEST).bind(name).execute(&mut self.connection).await?;
        sqlx::query(HIGHEST).bind(name).bind(highest).execute(&mut self.connection).await?;
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When a row names another that is not there, or the file cannot be written.
    pub async fn finish(mut self) -> Result<()> {
        for sql in std::mem::take(&mut self.triggers).into_iter().map(|(_, sql)| sql) {
            self.run(sql).await?;
        }
        let lost: Option<String> = sqlx::query_scalar(LOST).fetch_optional(&mut self.connection).await?;
        if let Some(table) = lost {
            return Err(Error::Row { table });
        }
        sqlx::query(COMMIT).execute(&mut self.connection).await?;
        Ok(self.connection.close().await?)
    }

    async fn run(&mut self, sql: String) -> Result<()> {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut self.connection).await?;
        Ok(())
    }
}
