//! A provider to sign in with, on the loopback: real HTTP, real signatures, and as dishonest as a test wants it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use harvest::client::HttpSettings;
use parvis::openid::{Providers, read_providers};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

/// Noon of the day on which all tests happen.
const NOON: i64 = 1_795_262_400;

/// What a dishonest provider does to the header and the claims of a token.
pub(crate) type Tamper = fn(&mut Value, &mut Value);

/// What the provider knows and how it behaves.
pub(crate) struct Behaviour {
    /// What it says of the person, in the token.
    pub(crate) claims: Value,
    /// What it says of the person on demand.
    pub(crate) user_info: Option<Value>,
    /// What it does to its tokens.
    pub(crate) tamper: Tamper,
    /// What it gives for the signature, where it does not sign.
    pub(crate) signature: Option<&'static str>,
    /// The status of every answer but the discovery, where it is broken.
    pub(crate) broken: Option<u16>,
    /// The issuer that it names in its metadata and tokens.
    pub(crate) issuer: String,
    key: EcdsaKeyPair,
    key_id: String,
    codes: HashMap<String, HashMap<String, String>>,
    /// Codes that were exchanged.
    pub(crate) exchanged: usize,
}

/// The provider.
#[derive(Clone)]
pub(crate) struct TestProvider {
    pub(crate) root: String,
    behaviour: Arc<Mutex<Behaviour>>,
}

fn new_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

impl TestProvider {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let behaviour = Behaviour {
            claims: json!({"sub": "248289761001", "name": "Léa Roy", "email": "Lea@Ulaval.example", "email_verified": true}),
            user_info: None,
            tamper: |_, _| {},
            signature: None,
            broken: None,
            issuer: root.clone(),
            key: new_key(),
            key_id: "1".to_owned(),
            codes: HashMap::new(),
            exchanged: 0,
        };
        let provider = Self { root, behaviour: Arc::new(Mutex::new(behaviour)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(user_info))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    pub(crate) fn behave(&self) -> MutexGuard<'_, Behaviour> {
        self.behaviour.lock().unwrap()
    }

    /// Signs with another key from now on, and publishes that one alone.
    pub(crate) fn change_key(&self) {
        let mut behaviour = self.behave();
        behaviour.key = new_key();
        behaviour.key_id.push('x');
    }

    /// What the person's browser does at the provider: where it is sent back to.
    pub(crate) fn authorize(&self, address: &str) -> String {
        assert!(address.starts_with(&format!("{}/authorize?", self.root)), "{address}");
        let pairs = pairs_of(address);
        let expected = [("response_type", "code"), ("client_id", "parvis"), ("code_challenge_method", "S256")];
        for (name, value) in expected {
            assert_eq!(of(&pairs, name), value, "{name}");
        }
        assert!(of(&pairs, "scope").split(' ').any(|scope| scope == "openid"));
        let mut behaviour = self.behave();
        let code = format!("code-{}", behaviour.codes.len() + behaviour.exchanged);
        let back = format!("{}?code={code}&state={}", of(&pairs, "redirect_uri"), of(&pairs, "state"));
        behaviour.codes.insert(code, pairs);
        back
    }

    /// Where the provider sends the browser, as a path of the site under test.
    pub(crate) fn come_back(&self, address: &str) -> String {
        self.authorize(address).strip_prefix(super::BASE_URL).unwrap().to_owned()
    }

    /// The providers of a site: this one by the names given, each with lines of settings of its own.
    pub(crate) fn settings(&self, named: &[(&str, &str)]) -> Providers {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), "le secret").unwrap();
        let text: Vec<_> = named.iter().map(|(name, lines)| self.section(name, lines)).collect();
        let file = folder.path().join("providers.toml");
        std::fs::write(&file, text.concat()).unwrap();
        Providers::new(read_providers(&file, true).unwrap(), HttpSettings::new("parvis-test/1.0"))
    }

    /// The lines of settings for this provider.
    pub(crate) fn section(&self, name: &str, lines: &str) -> String {
        format!(
            "[[provider]]\nname = \"{name}\"\nlabel_fr = \"Université {name}\"\nlabel_en = \"University {name}\"\n\
             issuer = \"{}\"\nclient_id = \"parvis\"\nclient_secret_file = \"secret\"\n{lines}\n",
            self.root
        )
    }
}

/// A value that must be there.
fn of<'a>(pairs: &'a HashMap<String, String>, name: &str) -> &'a str {
    pairs.get(name).unwrap_or_else(|| panic!("no {name}"))
}

/// The pairs of the query of an address, decoded.
pub(crate) fn pairs_of(address: &str) -> HashMap<String, String> {
    let uri: axum::http::Uri = address.parse().unwrap();
    axum::extract::Query::try_from_uri(&uri).unwrap().0
}

async fn discovery(State(provider): State<TestProvider>) -> Response {
    let (root, issuer) = (&provider.root, provider.behave().issuer.clone());
    Json(json!({
        "issuer": issuer, "authorization_endpoint": format!("{root}/authorize"),
        "token_endpoint": format!("{root}/token"), "jwks_uri": format!("{root}/keys"),
        "userinfo_endpoint": format!("{root}/me"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256", "none", "HS256"],
    }))
    .into_response()
}

async fn keys(State(provider): State<TestProvider>) -> Response {
    let behaviour = provider.behave();
    let point = behaviour.key.public_key().as_ref().get(1..).unwrap();
    let (x, y) = point.split_at(32);
    let key = json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": behaviour.key_id,
        "x": BASE64URL_NOPAD.encode(x), "y": BASE64URL_NOPAD.encode(y)});
    Json(json!({ "keys": [key] })).into_response()
}

async fn token(
    State(provider): State<TestProvider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let mut behaviour = provider.behave();
    if let Some(status) = behaviour.broken {
        return (StatusCode::from_u16(status).unwrap(), "oops").into_response();
    }
    let basic = format!("Basic {}", BASE64.encode(b"parvis:le+secret"));
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if headers.get("authorization").is_none_or(|sent| *sent != basic) {
        return refused("invalid_client");
    }
    let Some(asked) = form.get("code").and_then(|code| behaviour.codes.remove(code)) else {
        return refused("invalid_grant");
    };
    let digest = ring::digest::digest(&ring::digest::SHA256, of(&form, "code_verifier").as_bytes());
    if BASE64URL_NOPAD.encode(digest.as_ref()) != of(&asked, "code_challenge")
        || of(&form, "redirect_uri") != of(&asked, "redirect_uri")
    {
        return refused("invalid_grant");
    }
    behaviour.exchanged += 1;
    let id_token = signed(&behaviour, of(&asked, "nonce"));
    Json(json!({"access_token": "jeton", "token_type": "Bearer", "expires_in": 60, "id_token": id_token}))
        .into_response()
}

async fn user_info(State(provider): State<TestProvider>, headers: HeaderMap) -> Response {
    let told = provider.behave().user_info.clone();
    match told.filter(|_| headers.get("authorization").is_some_and(|sent| sent == "Bearer jeton")) {
        Some(claims) => Json(claims).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn signed(behaviour: &Behaviour, nonce: &str) -> String {
    let mut header = json!({"alg": "ES256", "typ": "JWT", "kid": behaviour.key_id});
    let mut claims = behaviour.claims.clone();
    let own = json!({"iss": behaviour.issuer, "aud": "parvis", "nonce": nonce, "iat": NOON, "exp": NOON + 300});
    for (name, value) in own.as_object().unwrap() {
        claims.as_object_mut().unwrap().insert(name.clone(), value.clone());
    }
    (behaviour.tamper)(&mut header, &mut claims);
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let text = format!("{}.{}", part(&header), part(&claims));
    let signature = behaviour.key.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
    let signature = BASE64URL_NOPAD.encode(signature.as_ref());
    format!("{text}.{}", behaviour.signature.unwrap_or(&signature))
}
