//! Deposit by programs that speak SWORD 2.0 (SWORD 2.0 Profile, swordapp.github.io/SWORDv2-Profile): journals with OJS,
//! other repositories, `sword2` in Python.
//!
//! A container is a draft of the account; completing it (§9) hands it in, and a curator decides about what is read from its
//! file. `auth` lets programs in, `receive` takes bodies, `package` opens zip files, `documents` writes what is answered,
//! `error` the error documents. What becomes of a draft is `api::intake`'s, as for the REST API.

mod auth;
mod collection;
mod container;
mod documents;
pub(crate) mod error;
mod media;
mod package;
mod receive;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use super::Site;

/// Packaging of a file as it is (§5).
pub(crate) const BINARY: &str = "http://purl.org/net/sword/package/Binary";
/// A zip file with files in it (§5).
pub(crate) const SIMPLE_ZIP: &str = "http://purl.org/net/sword/package/SimpleZip";
/// A zip file with a METS file, as OJS and `DSpace` make it.
pub(crate) const METS: &str = "http://purl.org/net/sword/package/METSDSpaceSIP";
/// The name that releases of OJS give it.
pub(crate) const METS_OF_OJS: &str = "http://purl.org/net/sword-types/METSDSpaceSIP";

/// All addresses of the protocol; all of them may take a file.
pub(super) fn routes(site: &Site) -> Router<Site> {
    Router::new()
        .route("/sword/v2/servicedocument", get(collection::service))
        .route("/sword/v2/collection", get(collection::list).post(collection::create))
        .route(
            "/sword/v2/edit/{id}",
            get(container::show).put(container::replace).post(container::add).delete(container::delete),
        )
        .route("/sword/v2/edit-media/{id}", get(media::show).put(media::replace).post(media::add).delete(media::delete))
        .route("/sword/v2/statement/{id}", get(container::statement))
        .route("/sword/v2/statement/{id}/rdf", get(container::statement_rdf))
        .route_layer(from_fn_with_state(site.clone(), auth::admit))
}
