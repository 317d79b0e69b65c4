//! The web: pages in French and English, the JSON API, OAI-PMH, feeds and files.
//!
//! Handlers parse nothing and decide nothing: typed extractors (`extract`) read the request, `service` does the work,
//! a page struct (`pages`) or a format of `metadata` writes the answer, `error` alone turns failures into answers.
//! Neighbours: `service` below, `app` above. No SQL, no index and no rule of the domain belongs here.

mod address;
mod api;
mod assets;
mod error;
mod extract;
mod faces;
mod feeds;
mod files;
mod form;
#[cfg(test)]
mod i18n_tests;
mod inbox;
mod kept;
mod lanes;
mod layers;
mod member;
mod metrics;
mod negotiate;
mod oai;
mod packages;
mod page;
mod pages;
mod pictures;
mod search_feeds;
mod search_name;
mod security;
mod session;
mod signposting;
mod sword;
mod sync;
mod visits;

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use crate::service::Repository;

pub use metrics::{Metrics, metrics_router};

pub(crate) use crate::i18n;
pub(crate) use crate::i18n::Locale;
pub(crate) use pages::extracted::page as extracted_page;
pub(crate) use pages::imports::text::{advice as import_advice, fault as import_fault};

/// What every handler works with.
#[derive(Clone)]
pub struct Site {
    /// The use cases.
    pub repository: Repository,
    /// How the site presents itself.
    pub settings: Arc<SiteSettings>,
    /// Counts of its requests.
    pub metrics: Arc<Metrics>,
    /// What programs asked of late.
    pub(crate) rates: Arc<api::rate::Rates>,
}

/// How the site presents itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSettings {
    /// Public address without trailing slash.
    pub base_url: String,
    /// Name of the site.
    pub site_name: String,
    /// Requests to the REST API that one network may make in a minute; 0 for any number.
    pub api_rate: u32,
}

/// Requests to the REST API that one network may make in a minute, unless somebody says otherwise.
const API_RATE: u32 = 3_000;

impl SiteSettings {
    /// Settings for a public address and a name.
    #[must_use]
    pub fn new(base_url: &str, site_name: &str) -> Self {
        Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            site_name: site_name.to_owned(),
            api_rate: API_RATE,
        }
    }

    /// The absolute address of a path.
    pub(crate) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// Whether visitors come over HTTPS.
    pub(crate) fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// All addresses of the site.
pub fn router(site: Site) -> Router {
    let harvests = layers::for_harvests(harvest_routes());
    let routes = Router::new()
        .merge(page_routes())
        .merge(desk_routes())
        .merge(account_routes())
        .merge(machine_routes())
        .merge(harvests);
    let routes = routes.merge(api::reading(&site));
    let routes = routes.fallback(pages::errors::not_found);
    let uploads = layers::for_uploads(upload_routes().merge(api::uploading(&site)).merge(sword::routes(&site)), &site);
    let descriptions = layers::for_descriptions(review_routes().merge(api::describing(&site)));
    let routes = layers::for_forms(routes).merge(descriptions).merge(uploads);
    layers::around(routes, &site).with_state(site)
}

/// Pages for people, each in every language.
fn page_routes() -> Router<Site> {
    let pages: [(&str, MethodRouter<Site>); _] = [
        ("/", get(pages::home::show)),
        ("/recherche", get(pages::search::show)),
        ("/articles/{id}", get(pages::article::show)),
        ("/articles/{id}/lire", get(pages::reading::show)),
        ("/alertes", get(pages::alerts::list).post(pages::alerts::act)),
        ("/alertes/nouvelle", get(pages::alerts::new::show).post(pages::alerts::new::send)),
        ("/alertes/demande", get(pages::alerts::link::asked)),
        ("/alertes/confirmer", get(pages::alerts::link::confirm).post(pages::alerts::link::confirmed)),
        ("/alertes/arreter", get(pages::alerts::link::stop).post(pages::alerts::link::stopped)),
        ("/articles/{id}/pdf", get(pages::viewer::show)),
        ("/conformite", get(pages::barometer::show)),
        ("/conformite/liste", get(pages::barometer::list::show)),
        ("/conformite/indicateurs/{id}", get(pages::barometer::one::show)),
        ("/engagements", get(pages::commitments::list)),
        ("/engagements/{code}", get(pages::commitments::show)),
        ("/engagements/flux.atom", get(pages::commitments::files::atom)),
        ("/consultations", get(pages::consultations::list)),
        ("/consultations/{id}", get(pages::consultations::show).post(pages::consultations::say)),
        ("/consultations/{id}/flux.atom", get(pages::consultations::atom)),
        ("/administration/consultations", get(pages::consultations::desk).post(pages::consultations::act)),
        ("/rapports", get(pages::reports::show)),
        ("/rapports/{name}", get(pages::reports::file)),
        ("/rapports/abonnements", get(pages::reports::subscriptions::list).post(pages::reports::subscriptions::act)),
        (
            "/rapports/abonnements/arreter",
            get(pages::reports::subscriptions::stop).post(pages::reports::subscriptions::stopped),
        ),
        ("/donnees", get(pages::data::show)),
        ("/etat", get(pages::state::show)),
        ("/administration/etat", get(pages::state::operations).post(pages::state::act)),
        ("/api", get(pages::api::show)),
        ("/a-propos", get(pages::prose::about)),
        ("/accessibilite", get(pages::prose::accessibility)),
        ("/confidentialite", get(pages::prose::privacy)),
        ("/connexion", get(pages::sign_in::show).post(pages::sign_in::sign_in)),
        ("/deconnexion", post(pages::sign_in::sign_out)),
        ("/administration/sources", get(pages::sources::list).post(pages::sources::add)),
        ("/administration/sources/{name}", get(pages::sources::one::show).post(pages::sources::one::act)),
        ("/en", get(pages::home::to_english)),
    ];
    pages.into_iter().fold(Router::new(), |router, (path, handler)| match path {
        "/en" => router.route(path, handler),
        _ => in_every_language(router, path, handler),
    })
}

/// Accounts: making them, keeping them, ending them, and the programs that act for them.
fn account_routes() -> Router<Site> {
    use pages::{account, people};
    let pages: [(&str, MethodRouter<Site>); _] = [
        ("/articles/{id}/copie", get(pages::copies::show).post(pages::copies::ask)),
        ("/copies/repondre", get(pages::copies::request).post(pages::copies::answer)),
        ("/copies/lire", get(pages::copies::offer).post(pages::copies::fetch)),
        ("/connexion/code", post(pages::sign_in::send_code)),
        ("/connexion/fournisseurs/{name}", post(pages::providers::begin)),
        ("/connexion/adresse", get(pages::first_address::show).post(pages::first_address::act)),
        ("/compte", get(account::show).post(account::act)),
        ("/compte/nouveau", get(account::join::join).post(account::join::ask_account)),
        ("/compte/oubli", get(account::join::forgot).post(account::join::ask_password)),
        ("/compte/mot-de-passe", get(account::join::choose).post(account::join::chosen)),
        ("/compte/second-facteur", get(account::factor::show).post(account::factor::act)),
        ("/compte/effacer", get(account::leave::show).post(account::leave::erase)),
        ("/administration/comptes", get(people::list).post(people::change)),
    ];
    let router = Router::new()
        .route("/connexion/retour/{name}", get(pages::providers::come_back))
        .route("/compte/donnees.json", get(account::leave::export));
    pages.into_iter().fold(router, |router, (path, handler)| in_every_language(router, path, handler))
}

/// What holders of awards, institutions and the funder do about articles.
fn desk_routes() -> Router<Site> {
    use pages::{desk, holders, journals};
    let pages: [(&str, MethodRouter<Site>); _] = [
        ("/revues", get(journals::show)),
        ("/octrois", get(holders::show).post(holders::act)),
        ("/administration/titulaires", get(holders::requests::show).post(holders::requests::decide)),
        ("/articles/{id}/corriger", get(desk::fix::show)),
        ("/rappels/arreter", get(desk::reminders::stop).post(desk::reminders::stopped)),
        ("/conformite/suivi", get(desk::show).post(desk::act::act)),
        ("/conformite/suivi/exceptions", post(desk::exceptions::grant)),
        ("/conformite/suivi/rappels", get(desk::reminders::log)),
    ];
    let router = Router::new()
        .route("/revues/lettre.txt", get(journals::download))
        .route("/en/revues/lettre.txt", get(journals::download))
        .route("/conformite/suivi/liste.csv", get(desk::table::csv))
        .route("/en/conformite/suivi/liste.csv", get(desk::table::csv));
    pages.into_iter().fold(router, |router, (path, handler)| in_every_language(router, path, handler))
}

/// Pages of depositors and curators.
fn review_routes() -> Router<Site> {
    let pages: [(&str, MethodRouter<Site>); _] = [
        ("/administration/annonces", get(pages::announcements::list).post(pages::announcements::decide)),
        ("/administration/importations/{id}", get(pages::imports::one::show).post(pages::imports::one::act)),
        ("/articles/{id}/exception", get(pages::exception::show).post(pages::exception::send)),
        ("/conformite/changements", get(pages::changes::show)),
        ("/deposer/notice", post(pages::deposit::entrance::paste)),
        ("/deposer/{id}", get(pages::deposit::handlers::show).post(pages::deposit::handlers::act)),
        ("/depots", get(pages::my_deposits::list).post(pages::deposits_home::claim)),
        ("/depots/{id}", get(pages::my_deposits::show)),
        ("/depots/{id}/retrait", get(pages::take_back::show).post(pages::take_back::send)),
        ("/depots/{id}/commentaires", post(pages::conversation::say)),
        ("/depots/{id}/description", get(pages::deposit_description::show).post(pages::deposit_description::send)),
        ("/revision", get(pages::review::queue::list)),
        ("/revision/{id}/responsable", post(pages::conversation::assign)),
        ("/revision/{id}/lecture", get(pages::review::read)),
        ("/revision/{id}", get(pages::review::show).post(pages::review::decide)),
        ("/articles/{id}/retrait", get(pages::withdraw::show).post(pages::withdraw::send)),
    ];
    let router = Router::new()
        .route("/revision/{id}/fichier", get(pages::review::file))
        .route("/administration/importations/{id}/resultat.csv", get(pages::imports::one::csv))
        .route("/en/administration/importations/{id}/resultat.csv", get(pages::imports::one::csv))
        .route("/deposer/{id}/etat", get(pages::deposit::handlers::state));
    pages.into_iter().fold(router, |router, (path, handler)| in_every_language(router, path, handler))
}

/// The pages that files come in through.
fn upload_routes() -> Router<Site> {
    let entrance = get(pages::deposit::entrance::show).post(pages::deposit::entrance::send);
    let router = in_every_language(Router::new(), "/deposer", entrance);
    let imports = get(pages::imports::list).post(pages::imports::send);
    let router = in_every_language(router, "/administration/importations", imports);
    let pieces = post(pages::deposit::upload::create).options(pages::deposit::upload::options);
    let piece =
        post(pages::deposit::upload::finish).head(pages::deposit::upload::stand).patch(pages::deposit::upload::append);
    let router = router.route("/deposer/televersements", pieces).route("/deposer/televersements/{token}", piece);
    in_every_language(router, "/deposer/{id}/fichier", post(pages::deposit::entrance::attach))
}

fn in_every_language(router: Router<Site>, path: &str, handler: MethodRouter<Site>) -> Router<Site> {
    router.route(path, handler.clone()).route(&format!("/en{path}"), handler)
}

/// Lists for harvesters.
fn harvest_routes() -> Router<Site> {
    Router::new()
        .route("/oai", get(oai::get).post(oai::post))
        .route("/oai/miroirs/{name}", get(oai::get_mirror).post(oai::post_mirror))
}

/// Files and formats for machines, at one address each.
fn machine_routes() -> Router<Site> {
    Router::new()
        .route("/articles/{id}/fichier.pdf", get(files::pdf))
        .route("/articles/{id}/fichier.xml", get(files::xml))
        .route("/articles/{id}/fichier-metadonnees.pdf", get(files::described))
        .route("/articles/{id}/images/{name}", get(pictures::show))
        .route("/articles/{id}/export/{format}", get(api::export::show))
        .route(search_feeds::ATOM, get(search_feeds::atom))
        .route(&format!("/en{}", search_feeds::ATOM), get(search_feeds::atom))
        .route(search_feeds::RSS, get(search_feeds::rss))
        .route(&format!("/en{}", search_feeds::RSS), get(search_feeds::rss))
        .route("/recherche/export/{format}", get(api::list::show))
        .route("/en/recherche/export/{format}", get(api::list::show))
        .route("/articles/{id}/linkset.json", get(signposting::linkset))
        .route("/conformite.csv", get(pages::barometer::csv))
        .route("/conformite.jsonl", get(pages::barometer::json_lines))
        .route("/conformite/indicateurs/{id}/graphique.svg", get(pages::barometer::one::chart))
        .route("/en/conformite/indicateurs/{id}/graphique.svg", get(pages::barometer::one::chart))
        .route("/conformite/changements.csv", get(pages::changes::csv))
        .route("/en/conformite/changements.csv", get(pages::changes::csv))
        .route("/donnees/catalogue.jsonld", get(pages::dcat::catalogue))
        .route("/consultations/{id}/commentaires.csv", get(pages::consultations::csv))
        .route("/en/consultations/{id}/commentaires.csv", get(pages::consultations::csv))
        .route("/engagements.csv", get(pages::commitments::files::csv))
        .route("/engagements.json", get(pages::commitments::files::json))
        .route("/donnees/catalogue.ttl", get(pages::dcat::turtle))
        .route("/donnees/catalogue.rdf", get(pages::dcat::rdf))
        .route("/donnees/dictionnaire.json", get(pages::dcat::dictionary))
        .route("/donnees/manifeste.json", get(pages::data::manifest))
        .route("/donnees/{day}/{name}", get(pages::data::file))
        .route("/.well-known/resourcesync", get(sync::description))
        .route("/resourcesync/capacites.xml", get(sync::capabilities))
        .route("/resourcesync/ressources.xml", get(sync::resources))
        .route("/resourcesync/changements.xml", get(sync::changes))
        .route("/resourcesync/paquets.xml", get(packages::list))
        .route("/resourcesync/paquets/{name}", get(packages::package))
        .route("/flux.atom", get(feeds::atom))
        .route("/sitemap.xml", get(feeds::sitemap))
        .route("/opensearch.xml", get(feeds::opensearch))
        .route("/robots.txt", get(feeds::robots))
        .route("/healthz", get(feeds::health))
        .route("/readyz", get(pages::state::ready))
        .route("/notifications/inbox", get(inbox::list).post(inbox::receive))
        .route("/notifications/inbox/{id}", get(inbox::show))
        .route("/favicon.ico", get(assets::favicon))
        .route("/assets/{*name}", get(assets::serve))
}
