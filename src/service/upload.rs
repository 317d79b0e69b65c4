//! Files that come in pieces, so that one that broke off goes on where it stopped.

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use jiff::SignedDuration;

use super::submit::random_token;
use super::{DraftStart, Error, Repository, Result};
use crate::blob;
use crate::domain::ids::{DraftId, UserId};

/// Bytes after which a piece is kept, so that a lost connection costs no more than these.
const PIECE_BYTES: usize = 1 << 20;
/// Files of one account on their way.
const MOST_AT_ONCE: i64 = 20;
/// How long a file on its way is waited for.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its secret name.
    pub token: String,
    /// Name of the file as it came.
    pub name: String,
    /// Bytes that it will have.
    pub length: u64,
    /// Bytes that have come.
    pub received: u64,
}

impl Repository {
    /// A file without a name for a body that must be looked at before it is carried out.
    ///
    /// # Errors
    /// When the disk of the files takes none.
    pub fn spool(&self) -> Result<std::fs::File> {
        Ok(self.parts.blobs.spool()?)
    }

    /// Begins a file of some bytes.
    ///
    /// # Errors
    /// When it is larger than files may be, or too many of the account are on their way.
    pub async fn begin_upload(&self, owner: UserId, name: &str, length: u64) -> Result<Upload> {
        let limit_bytes = self.parts.max_upload_bytes;
        if length > limit_bytes {
            return Err(Error::Blob(blob::Error::TooLarge { limit_bytes }));
        }
        if self.parts.store.count_uploads(owner).await? >= MOST_AT_ONCE {
            return Err(Error::Throttled);
        }
        let token = random_token()?;
        let mut tx = self.parts.store.begin().await?;
        tx.add_upload(&token, owner, name, signed(length), self.now()).await?;
        tx.commit().await?;
        Ok(Upload { token, name: name.to_owned(), length, received: 0 })
    }

    /// A file on its way from an account.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn upload(&self, token: &str, owner: UserId) -> Result<Upload> {
        let row = self.parts.store.find_upload(token, owner).await?.ok_or(Error::NotFound { what: "upload" })?;
        let (length, received) = (unsigned(row.length), unsigned(row.received));
        Ok(Upload { token: token.to_owned(), name: row.name, length, received })
    }

    /// Takes bytes that go on from where the file stands; gives where it stands then. What came before a connection was
    /// lost is kept.
    ///
    /// # Errors
    /// When more bytes come than were announced, or somebody else sends the same file at the same time.
    pub async fn append<S, E>(&self, upload: Upload, mut bytes: S) -> Result<Upload>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let (mut upload, mut piece) = (upload, BytesMut::new());
        loop {
            let chunk = bytes.next().await;
            let ended = !matches!(chunk, Some(Ok(_)));
            if let Some(Ok(chunk)) = chunk {
                piece.extend_from_slice(&chunk);
            }
            let coming = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            if coming > upload.length.saturating_sub(upload.received) {
                return Err(Error::Invalid("more bytes came than were announced".to_owned()));
            }
            if piece.len() >= PIECE_BYTES || (ended && !piece.is_empty()) {
                upload = self.keep_piece(upload, piece.split().freeze()).await?;
            }
            if ended {
                return Ok(upload);
            }
        }
    }

    async fn keep_piece(&self, upload: Upload, piece: Bytes) -> Result<Upload> {
        let received = upload.received.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        let (token, blobs) = (&upload.token, &self.parts.blobs);
        // Before the lock where nothing is in the way, since files may be far.
        let is_kept = blobs.add_piece(token, upload.received, piece.clone()).await?;
        let mut tx = self.parts.store.begin().await?;
        if !tx.set_received(token, signed(upload.received), signed(received), self.now()).await? {
            return Err(Error::Invalid("the file is being sent twice at the same time".to_owned()));
        }
        if !is_kept {
            // Of a try that was not counted, as the row says. Under the lock: a try that came too late must not write
            // over a piece that was.
            blobs.put_piece(token, upload.received, piece).await?;
        }
        tx.commit().await?;
        Ok(Upload { received, ..upload })
    }

    /// Makes a draft of a file that has come in whole, or gives an existing one its file.
    ///
    /// # Errors
    /// When bytes are missing, or the file cannot be taken in.
    pub async fn finish_upload(&self, owner: UserId, upload: &Upload, into: Option<DraftId>) -> Result<DraftStart> {
        if upload.received != upload.length {
            return Err(Error::Blob(blob::Error::Upload("bytes are missing".into())));
        }
        let bytes = self.parts.blobs.pieces(&upload.token).await?;
        let started = self.draft_with_file(owner, into, &upload.name, bytes).await;
        self.forget_upload(&upload.token).await?;
        started
    }

    async fn forget_upload(&self, token: &str) -> Result<()> {
        self.parts.blobs.delete_pieces(token).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.delete_upload(token).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets files of which nothing came for a day; gives how many there were.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub async fn forget_old_uploads(&self) -> Result<usize> {
        let before = self.now().checked_sub(PATIENCE).map_err(|error| Error::internal("the clock is off", error))?;
        let old = self.parts.store.list_old_uploads(before).await?;
        for token in &old {
            self.forget_upload(token).await?;
        }
        Ok(old.len())
    }
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn unsigned(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or_default()
}
