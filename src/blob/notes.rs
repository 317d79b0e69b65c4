//! Small texts beside the files, under names of their own: what snapshots consist of, and who is writing.

use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};

use super::{Blobs, Error};

impl Blobs {
    /// Writes a note whose name nobody has taken; `false` when somebody has.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn add_note(&self, name: &str, text: Vec<u8>) -> Result<bool, Error> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.backend.put_opts(&Path::from(name), PutPayload::from(text), options).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(self.advised(error.into())),
        }
    }

    /// Writes a note in place of the one that is there.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn put_note(&self, name: &str, text: Vec<u8>) -> Result<(), Error> {
        self.backend
            .put(&Path::from(name), PutPayload::from(text))
            .await
            .map_err(|error| self.advised(error.into()))?;
        Ok(())
    }

    /// A note, if it is there.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn find_note(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match self.backend.get(&Path::from(name)).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.advised(error.into())),
        }
    }

    /// The names of the notes of a folder, without it, in their order.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn list_notes(&self, folder: &str) -> Result<Vec<String>, Error> {
        let found = self.backend.list_with_delimiter(Some(&Path::from(folder))).await;
        let found = found.map_err(|error| self.advised(error.into()))?;
        let mut names: Vec<String> =
            found.objects.iter().filter_map(|object| object.location.filename().map(str::to_owned)).collect();
        names.sort();
        Ok(names)
    }

    /// Removes a note; one that is not there is no error.
    ///
    /// # Errors
    /// When the backend fails.
    pub async fn delete_note(&self, name: &str) -> Result<(), Error> {
        self.remove(&Path::from(name)).await
    }

    /// Writes, reads and removes a small object, once and as whoever takes files in does. Tells whether the place keeps to
    /// conditions: whether nobody can write over what is there while saying that it must not be (`If-None-Match: *`).
    ///
    /// # Errors
    /// When one of these is refused, with what to do about it where that is known.
    pub async fn try_out(&self) -> Result<bool, Error> {
        self.check().await?;
        let name = format!("incoming/try-{}", super::put::random()?);
        self.put_note(&name, b"parvis".to_vec()).await?;
        // Services that do not know conditions refuse them, or write all the same.
        let keeps = matches!(self.add_note(&name, b"other".to_vec()).await, Ok(false));
        if !keeps {
            self.put_note(&name, b"parvis".to_vec()).await?;
        }
        let found = self.find_note(&name).await?;
        self.delete_note(&name).await.map_err(|error| self.advised(error))?;
        if found.as_deref() == Some(b"parvis") {
            return Ok(keeps);
        }
        Err(Error::Write(std::io::Error::other("what was just written is not there")))
    }
}
