//! From names to the addresses that may be asked.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use tower_service::Service;
use url::{Host, Url};

use super::error::TransportError;
use super::settings::{AddressHook, HttpSettings};

/// The system's resolver, without the addresses that the settings refuse. The connection goes to what was looked at: a name that
/// is resolved anew in between changes nothing.
#[derive(Clone)]
pub(super) struct Resolver {
    system: GaiResolver,
    allow: AddressHook,
}

impl Resolver {
    pub(super) fn new(settings: &HttpSettings) -> Self {
        Self { system: GaiResolver::new(), allow: settings.allow_address.clone() }
    }
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.system.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let refusal = format!("{} leads to no address that may be asked", name.as_str());
        let (found, allow) = (self.system.call(name), self.allow.clone());
        Box::pin(async move {
            let allowed: Vec<SocketAddr> = found.await?.filter(|address| allow(address.ip())).collect();
            if allowed.is_empty() { Err(refusal.into()) } else { Ok(allowed.into_iter()) }
        })
    }
}

/// The address that a URL names itself; connections to it ask no resolver.
pub(super) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}
