//! The way to a provider and back: where a browser is sent, and what its return proves.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreGenderClaim, CoreIdToken,
    CoreIdTokenClaims, CoreIdTokenVerifier, CoreJwsSigningAlgorithm as Alg, CoreTokenResponse,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier,
    TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::known::{Known, Providers, chain};
use super::settings::Provider;
use super::{Error, Result, claims};
use crate::domain::identity::Identity;

/// How far the clocks of a provider and of this machine may be apart, in seconds.
const SKEW_SECONDS: i64 = 120;
/// How old a token may be that was asked for a moment ago, in seconds.
const OLDEST_TOKEN_SECONDS: i64 = 600;
/// Signatures that are taken: with keys that the provider publishes. Not `none`, and none with the shared secret, which would
/// let whoever reads a settings file make identities.
const SIGNATURES: [Alg; 9] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EdDsa,
];

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// A sign-in that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Where the browser is sent.
    pub url: String,
    /// The word that comes back with it.
    pub state: String,
    /// The word that the token must hold.
    pub nonce: String,
    /// What proves that the code was asked for here (RFC 7636).
    pub verifier: String,
}

/// What came back, with what was kept of its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// The code that the provider gave.
    pub code: String,
    /// Who says it gave the code (RFC 9207).
    pub issuer: Option<String>,
    /// The word that the token must hold.
    pub nonce: String,
    /// What proves that the code was asked for here.
    pub verifier: String,
}

/// Every claim beside those that the crate knows.
#[derive(Debug, Default, Serialize, Deserialize)]
struct AllClaims {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for AllClaims {}

impl Providers {
    /// Begins a sign-in with a provider, which sends the browser back to `redirect`. Where somebody is to prove once more who they
    /// are, it is asked to let nobody through who does not sign in there again (`OpenID` Connect Core 1.0 §3.1.2.1).
    ///
    /// # Errors
    /// When there is no such provider, or it does not say where people go.
    pub async fn begin(&self, name: &str, redirect: &str, once_more: bool, now: Timestamp) -> Result<Begun> {
        let provider = self.get(name)?;
        let known = self.known(provider, now).await?;
        let client = client(provider, &known, redirect)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let scopes = provider.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(scopes)
            .set_pkce_challenge(challenge);
        if once_more {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let (url, state, nonce) = request.url();
        Ok(Begun {
            url: url.into(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        })
    }

    /// Who a provider says that somebody is, by the code that it gave.
    ///
    /// # Errors
    /// When the provider does not answer, refuses the code, or what it says does not prove anything.
    pub async fn finish(&self, name: &str, redirect: &str, back: Return, now: Timestamp) -> Result<Identity> {
        let provider = self.get(name)?;
        let mut known = self.known(provider, now).await?;
        // Another provider's code must not be carried to this one (RFC 9207 §2.4).
        if back.issuer.as_ref().is_some_and(|issuer| *issuer != provider.issuer) {
            return Err(proof(provider, "the answer is another provider's"));
        }
        let token = self.exchange(provider, &client(provider, &known, redirect)?, &back).await?;
        let id_token = token.id_token().ok_or_else(|| proof(provider, "there is no token"))?;
        let nonce = Nonce::new(back.nonce);
        let mut checked = check(provider, &known, id_token, &nonce, now);
        if matches!(&checked, Err(error) if may_be_a_new_key(error))
            && let Some(renewed) = self.renewed(provider, &known, now).await?
        {
            known = renewed;
            checked = check(provider, &known, id_token, &nonce, now);
        }
        let verified = checked.map_err(|error| proof(provider, &chain(&error)))?;
        let client = client(provider, &known, redirect)?;
        check_party(provider, &client, verified, &token, id_token)?;
        let mut told = claims::of_token(&id_token.to_string());
        if claims::lacks_any(provider, &told) {
            let more = self.user_info(provider, &client, &token, verified.subject()).await;
            for (claim, value) in more {
                told.entry(claim).or_insert(value);
            }
        }
        let identity = claims::identity(provider, &provider.issuer, &told);
        let identity = identity.ok_or_else(|| proof(provider, "there is no subject"))?;
        let speaks = |email: &String| identity.is_email_verified && provider.speaks_for(email);
        if provider.allowed_domains.is_empty() || identity.email.as_ref().is_some_and(speaks) {
            Ok(identity)
        } else {
            Err(Error::Domain(provider.name.clone()))
        }
    }

    async fn exchange(&self, provider: &Provider, client: &Client, back: &Return) -> Result<CoreTokenResponse> {
        let http = self.client()?;
        let send = |request| {
            let http = Arc::clone(&http);
            async move { http.send(request).await }
        };
        let silent = |what: String| Error::Silent { provider: provider.name.clone(), what };
        let request = client.exchange_code(AuthorizationCode::new(back.code.clone()));
        let request = request.map_err(|error| silent(error.to_string()))?;
        let asked = request.set_pkce_verifier(PkceCodeVerifier::new(back.verifier.clone())).request_async(&send).await;
        asked.map_err(|error| match error {
            RequestTokenError::ServerResponse(answer) => {
                Error::Refused { provider: provider.name.clone(), what: answer.error().to_string() }
            }
            other => silent(chain(&other)),
        })
    }

    /// What the provider tells beside the token; nothing where it tells nothing.
    async fn user_info(
        &self,
        provider: &Provider,
        client: &Client,
        token: &CoreTokenResponse,
        subject: &SubjectIdentifier,
    ) -> Map<String, Value> {
        let (Ok(http), Ok(request)) =
            (self.client(), client.user_info(token.access_token().clone(), Some(subject.clone())))
        else {
            return Map::new();
        };
        let send = |request| {
            let http = Arc::clone(&http);
            async move { http.send(request).await }
        };
        let told: Result<UserInfoClaims<AllClaims, CoreGenderClaim>, _> = request.request_async(&send).await;
        match told.map(serde_json::to_value) {
            Ok(Ok(Value::Object(claims))) => claims,
            Ok(_) => Map::new(),
            Err(error) => {
                tracing::warn!(provider = provider.name, error = chain(&error), "a provider tells nothing of a person");
                Map::new()
            }
        }
    }
}

fn proof(provider: &Provider, what: &str) -> Error {
    Error::Proof { provider: provider.name.clone(), what: what.to_owned() }
}

/// The client for one exchange. The secret goes into the header, or into the form where the provider takes it only there.
fn client(provider: &Provider, known: &Known, redirect: &str) -> Result<Client> {
    let redirect = RedirectUrl::new(redirect.to_owned());
    let redirect = redirect.map_err(|error| proof(provider, &error.to_string()))?;
    let methods = known.metadata.token_endpoint_auth_methods_supported();
    let takes = |wanted: &CoreClientAuthMethod| methods.is_none_or(|methods| methods.contains(wanted));
    let secret = provider.secret.clone().map(|secret| ClientSecret::new(secret.0));
    let by_form = methods.is_some()
        && !takes(&CoreClientAuthMethod::ClientSecretBasic)
        && takes(&CoreClientAuthMethod::ClientSecretPost);
    let client = CoreClient::from_provider_metadata(
        (*known.metadata).clone(),
        ClientId::new(provider.client_id.clone()),
        secret,
    );
    let auth = if by_form { AuthType::RequestBody } else { AuthType::BasicAuth };
    Ok(client.set_redirect_uri(redirect).set_auth_type(auth))
}

/// Checks the token (`OpenID` Connect Core 1.0 §3.1.3.7): issuer, audience, signature, end, nonce, and that it is new.
fn check<'t>(
    provider: &Provider,
    known: &Known,
    token: &'t CoreIdToken,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<&'t CoreIdTokenClaims, ClaimsVerificationError> {
    let seconds = now.as_second();
    let about_now = u64::try_from(seconds.saturating_sub(SKEW_SECONDS)).unwrap_or_default();
    let verifier = CoreIdTokenVerifier::new_public_client(
        ClientId::new(provider.client_id.clone()),
        known.metadata.issuer().clone(),
        known.metadata.jwks().clone(),
    );
    let verifier = verifier
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || (SystemTime::UNIX_EPOCH + Duration::from_secs(about_now)).into())
        .set_issue_time_verifier_fn(move |issued| {
            let age_seconds = seconds.saturating_sub(issued.timestamp());
            let is_new = (-SKEW_SECONDS..=OLDEST_TOKEN_SECONDS).contains(&age_seconds);
            if is_new { Ok(()) } else { Err(format!("the token was made {age_seconds} s ago")) }
        });
    token.claims(&verifier, nonce)
}

/// Checks what the crate leaves out: that the token was made for this site (§3.1.3.7, 5), and belongs to the access token that came
/// with it (§3.1.3.8).
fn check_party(
    provider: &Provider,
    client: &Client,
    claims: &CoreIdTokenClaims,
    token: &CoreTokenResponse,
    id_token: &CoreIdToken,
) -> Result<()> {
    if claims.authorized_party().is_some_and(|party| **party != provider.client_id) {
        return Err(proof(provider, "the token was made for another site"));
    }
    let Some(expected) = claims.access_token_hash() else { return Ok(()) };
    let wrong = || proof(provider, "the two tokens do not belong together");
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES);
    let key = id_token.signing_key(&verifier).map_err(|_| wrong())?;
    let alg = id_token.signing_alg().map_err(|_| wrong())?;
    let actual = AccessTokenHash::from_token(token.access_token(), alg, key).map_err(|_| wrong())?;
    if actual == *expected { Ok(()) } else { Err(wrong()) }
}

/// Whether a token that was refused may be signed with a key that was published since.
fn may_be_a_new_key(error: &ClaimsVerificationError) -> bool {
    use SignatureVerificationError::{CryptoError, NoMatchingKey};
    matches!(error, ClaimsVerificationError::SignatureVerification(NoMatchingKey | CryptoError(_)))
}
