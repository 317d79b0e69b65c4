//! What providers publish about themselves: their addresses and the keys that they sign with, kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use harvest::client::{Exchange, HttpSettings};
use jiff::{SignedDuration, Timestamp};
use openidconnect::IssuerUrl;
use openidconnect::core::CoreProviderMetadata;

use super::settings::Provider;
use super::{Error, Result};

/// How long what a provider publishes is taken for true.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// How long one that did not answer is left alone, so that nobody waits for it again at each sign-in.
const LEFT_ALONE: SignedDuration = SignedDuration::from_secs(30);
/// How soon it is asked again when a signature fits none of its keys: it may have changed them a moment ago.
const ASKED_AGAIN: SignedDuration = SignedDuration::from_secs(30);

/// What a provider publishes, and when it was asked.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) metadata: Arc<CoreProviderMetadata>,
    pub(super) asked_at: Timestamp,
}

/// The providers that people may sign in with; none by default.
#[derive(Default)]
pub struct Providers {
    all: Vec<Provider>,
    http: Option<HttpSettings>,
    client: Mutex<Option<Arc<Exchange>>>,
    known: Mutex<HashMap<String, Known>>,
    /// Providers that did not answer of late, when, and why.
    silent: Mutex<HashMap<String, (Timestamp, String)>>,
}

impl Providers {
    /// Providers, and how they are asked.
    #[must_use]
    pub fn new(all: Vec<Provider>, http: HttpSettings) -> Self {
        Self { all, http: Some(http), ..Self::default() }
    }

    /// All of them, as the settings list them.
    #[must_use]
    pub fn all(&self) -> &[Provider] {
        &self.all
    }

    /// The provider with a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn get(&self, name: &str) -> Result<&Provider> {
        self.all.iter().find(|provider| provider.name == name).ok_or_else(|| Error::Unknown(name.to_owned()))
    }

    /// The way to providers, made when it is first needed: it reads the system's certificates.
    pub(super) fn client(&self) -> Result<Arc<Exchange>> {
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = client.as_ref() {
            return Ok(Arc::clone(client));
        }
        let settings = self.http.clone().unwrap_or_else(|| HttpSettings::new("Parvis"));
        let made = Arc::new(Exchange::new(settings).map_err(Error::Settings)?);
        *client = Some(Arc::clone(&made));
        Ok(made)
    }

    /// What a provider publishes, asked for when it was not of late.
    pub(super) async fn known(&self, provider: &Provider, now: Timestamp) -> Result<Known> {
        let kept = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&provider.name).cloned();
        match kept.filter(|known| now.duration_since(known.asked_at) < KEPT) {
            Some(known) => Ok(known),
            None => self.ask_unless_silent(provider, now).await,
        }
    }

    /// Asks a provider, unless it did not answer a moment ago.
    async fn ask_unless_silent(&self, provider: &Provider, now: Timestamp) -> Result<Known> {
        let silent = || self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        let last = silent().get(&provider.name).cloned();
        if let Some((_, what)) = last.filter(|(at, _)| now.duration_since(*at).abs() < LEFT_ALONE) {
            return Err(Error::Silent { provider: provider.name.clone(), what });
        }
        let asked = self.ask(provider, now).await;
        match &asked {
            Ok(_) => silent().remove(&provider.name),
            Err(Error::Silent { what, .. }) => silent().insert(provider.name.clone(), (now, what.clone())),
            Err(_) => None,
        };
        asked
    }

    /// What a provider publishes now, when it may have changed since; `None` when it was asked a moment ago.
    pub(super) async fn renewed(&self, provider: &Provider, before: &Known, now: Timestamp) -> Result<Option<Known>> {
        if now.duration_since(before.asked_at) < ASKED_AGAIN {
            return Ok(None);
        }
        self.ask(provider, now).await.map(Some)
    }

    /// Discovery (`OpenID` Connect Discovery 1.0 §4): the crate holds the issuer against the one that was asked.
    async fn ask(&self, provider: &Provider, now: Timestamp) -> Result<Known> {
        let silent = |what: String| Error::Silent { provider: provider.name.clone(), what };
        let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| silent(error.to_string()))?;
        let client = self.client()?;
        let send = |request| {
            let client = Arc::clone(&client);
            async move { client.send(request).await }
        };
        let metadata = CoreProviderMetadata::discover_async(issuer, &send).await;
        let metadata = Arc::new(metadata.map_err(|error| silent(chain(&error)))?);
        let known = Known { metadata, asked_at: now };
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(provider.name.clone(), known.clone());
        Ok(known)
    }
}

impl std::fmt::Debug for Providers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.all.iter().map(|provider| &provider.name).collect();
        f.debug_struct("Providers").field("all", &names).finish_non_exhaustive()
    }
}

/// An error and what led to it in one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}
