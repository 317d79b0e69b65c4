//! What is answered: the service document (SWORD 2.0 §6.1), deposit receipts (§10), statements (§11), the list of
//! containers (§6.2).

use std::fmt::Write;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quick_xml::escape::escape;

use super::{BINARY, METS, METS_OF_OJS, SIMPLE_ZIP};
use crate::domain::draft::Draft;
use crate::domain::user::User;
use crate::domain::{ArticleState, Localised};
use crate::service::proposed;
use crate::web::api::intake::Intake;
use crate::web::error::Fault;
use crate::web::page::set;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const TERMS: &str = "http://purl.org/net/sword/terms/";
/// Media type of an entry (RFC 5023 §12.1).
const ENTRY: &str = "application/atom+xml;type=entry";

/// Text as it may stand in XML 1.0: without what may not, escaped.
fn plain(text: &str) -> String {
    let allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    escape(text.chars().filter(allowed).collect::<String>()).into_owned()
}

/// A container and where it stands.
pub(super) struct Container<'a> {
    pub(super) intake: Intake<'a>,
    pub(super) draft: &'a Draft,
    /// Where its article stands, once it was handed in.
    pub(super) state: Option<ArticleState>,
}

impl<'a> Container<'a> {
    /// A container as it stands.
    pub(super) async fn of(intake: Intake<'a>, draft: &'a Draft) -> Result<Self, Fault> {
        let state = match draft.deposit {
            Some(deposit) => Some(intake.site.repository.review_outline(deposit).await?.state),
            None => None,
        };
        Ok(Self { intake, draft, state })
    }

    fn at(&self, what: &str) -> String {
        self.intake.site.settings.absolute(&format!("/sword/v2/{what}/{}", self.draft.id))
    }

    /// Its Edit-IRI, which is its SE-IRI as well (§5).
    pub(super) fn edit(&self) -> String {
        self.at("edit")
    }

    fn media(&self) -> String {
        self.at("edit-media")
    }

    /// Code and sentence of where it stands.
    fn standing(&self) -> (&'static str, String) {
        let code = match (self.state, &self.draft.file) {
            (Some(state), _) => state.code(),
            (None, None) => "awaiting-file",
            (None, Some(_)) => "in-progress",
        };
        (code, self.intake.locale.text(&format!("sword-state-{}", code.replace('_', "-"))))
    }

    fn title(&self) -> String {
        let metadata = proposed(&self.draft.content, self.draft.found.as_ref());
        let title = metadata.main_title().map(|title: &Localised| title.text.clone());
        title.or_else(|| self.draft.file.as_ref().map(|file| file.name.clone())).unwrap_or_else(|| "–".to_owned())
    }

    /// The receipt (§10): an entry with everything that a client goes on with.
    pub(super) fn receipt(&self) -> String {
        let mut entry = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.entry(&mut entry);
        entry
    }

    fn entry(&self, xml: &mut String) {
        let (edit, media, statement) = (self.edit(), self.media(), self.at("statement"));
        let metadata = proposed(&self.draft.content, self.draft.found.as_ref());
        let name = &self.intake.user.name;
        _ = write!(
            xml,
            "<entry xmlns=\"{ATOM}\" xmlns:sword=\"{TERMS}\" xmlns:dcterms=\"http://purl.org/dc/terms/\"><id>{edit}</id>\
             <title>{}</title><updated>{}</updated><author><name>{}</name></author>\
             <generator uri=\"{}\" version=\"{}\">Parvis</generator><summary>{}</summary>",
            plain(&self.title()),
            self.draft.updated_at,
            plain(name),
            self.intake.site.settings.absolute("/"),
            env!("CARGO_PKG_VERSION"),
            plain(&self.standing().1),
        );
        for title in &metadata.titles {
            _ = write!(xml, "<dcterms:title xml:lang=\"{}\">{}</dcterms:title>", title.lang, plain(&title.text));
        }
        for author in &metadata.authors {
            _ = write!(xml, "<dcterms:creator>{}</dcterms:creator>", plain(&author.sort_name()));
        }
        if let Some(doi) = &metadata.doi {
            _ = write!(xml, "<dcterms:identifier>{}</dcterms:identifier>", plain(&format!("https://doi.org/{doi}")));
        }
        if let Some(file) = &self.draft.file {
            _ = write!(xml, "<content type=\"{}\" src=\"{media}\"/>", file.media_type.as_str());
        }
        _ = write!(
            xml,
            "<link rel=\"edit\" href=\"{edit}\"/><link rel=\"edit-media\" href=\"{media}\"/>\
             <link rel=\"{TERMS}add\" href=\"{edit}\"/>\
             <link rel=\"{TERMS}statement\" type=\"application/atom+xml;type=feed\" href=\"{statement}\"/>\
             <link rel=\"{TERMS}statement\" type=\"application/rdf+xml\" href=\"{statement}/rdf\"/>\
             <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/><sword:packaging>{BINARY}</sword:packaging>\
             <sword:treatment>{}</sword:treatment></entry>",
            plain(&self.page()),
            plain(&self.intake.locale.text("sword-treatment")),
        );
    }

    /// The page where a person goes on.
    fn page(&self) -> String {
        let path = match self.draft.deposit {
            Some(deposit) => format!("/depots/{deposit}"),
            None => format!("/deposer/{}", self.draft.id),
        };
        self.intake.site.settings.absolute(&self.intake.locale.address(&path))
    }

    fn state_iri(&self) -> String {
        self.intake.site.settings.absolute(&format!("/api#state-{}", self.standing().0))
    }

    /// The statement as a feed (§11.3).
    pub(super) fn statement(&self) -> String {
        let (state, sentence) = (self.state_iri(), self.standing().1);
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"{ATOM}\" xmlns:sword=\"{TERMS}\"><id>{}</id>\
             <title>{}</title><updated>{}</updated><category scheme=\"{TERMS}state\" term=\"{state}\" label=\"State\">{}</category>\
             <sword:state href=\"{state}\"><sword:stateDescription>{}</sword:stateDescription></sword:state>",
            self.at("statement"),
            plain(&self.title()),
            self.draft.updated_at,
            plain(&sentence),
            plain(&sentence),
        );
        if let Some(file) = &self.draft.file {
            _ = write!(
                xml,
                "<entry><id>{media}</id><title>{name}</title><updated>{at}</updated><summary>{name}</summary>\
                 <category scheme=\"{TERMS}\" term=\"{TERMS}originalDeposit\" label=\"Original Deposit\"/>\
                 <content type=\"{kind}\" src=\"{media}\"/><sword:packaging>{BINARY}</sword:packaging>\
                 <sword:depositedOn>{at}</sword:depositedOn><sword:depositedBy>{by}</sword:depositedBy></entry>",
                media = self.media(),
                name = plain(&file.name),
                at = self.draft.updated_at,
                kind = file.media_type.as_str(),
                by = plain(&self.intake.user.email),
            );
        }
        xml.push_str("</feed>\n");
        xml
    }

    /// The statement as an OAI-ORE resource map in RDF/XML (§11.2).
    pub(super) fn statement_rdf(&self) -> String {
        let (edit, media, state) = (self.edit(), self.media(), self.state_iri());
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
             xmlns:ore=\"http://www.openarchives.org/ore/terms/\" xmlns:sword=\"{TERMS}\"><rdf:Description rdf:about=\"{0}\">\
             <ore:describes rdf:resource=\"{edit}\"/></rdf:Description><rdf:Description rdf:about=\"{edit}\">\
             <ore:isDescribedBy rdf:resource=\"{0}\"/><sword:state rdf:resource=\"{state}\"/>",
            self.at("statement"),
        );
        if self.draft.file.is_some() {
            _ = write!(
                xml,
                "<ore:aggregates rdf:resource=\"{media}\"/><sword:originalDeposit rdf:resource=\"{media}\"/>\
                 </rdf:Description><rdf:Description rdf:about=\"{media}\"><sword:packaging rdf:resource=\"{BINARY}\"/>\
                 <sword:depositedOn rdf:datatype=\"http://www.w3.org/2001/XMLSchema#dateTime\">{}</sword:depositedOn>\
                 <sword:depositedBy>{}</sword:depositedBy>",
                self.draft.updated_at,
                plain(&self.intake.user.email),
            );
        }
        _ = write!(
            xml,
            "</rdf:Description><rdf:Description rdf:about=\"{state}\"><sword:stateDescription>{}\
             </sword:stateDescription></rdf:Description></rdf:RDF>",
            plain(&self.standing().1),
        );
        xml.push('\n');
        xml
    }

    /// Sends the receipt.
    pub(super) fn send(&self, status: StatusCode) -> Response {
        let edit = self.edit();
        let location = (status == StatusCode::CREATED).then_some(edit.as_str());
        xml(status, ENTRY, &self.receipt(), location)
    }
}

/// Sends a document that no cache may keep.
pub(super) fn xml(status: StatusCode, media_type: &str, text: &str, location: Option<&str>) -> Response {
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, media_type);
    set(&mut headers, header::CACHE_CONTROL, "no-store");
    set(&mut headers, header::VARY, "authorization, accept-language");
    if let Some(location) = location {
        set(&mut headers, header::LOCATION, location);
    }
    (status, headers, text.to_owned()).into_response()
}

/// The service document (§6.1): one workspace, one collection.
pub(super) fn service(intake: Intake<'_>) -> String {
    let (site, locale) = (intake.site, intake.locale);
    let kilobytes = site.repository.max_upload_bytes() / 1_000;
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<service xmlns=\"http://www.w3.org/2007/app\" xmlns:atom=\"{ATOM}\" \
         xmlns:sword=\"{TERMS}\" xmlns:dcterms=\"http://purl.org/dc/terms/\"><sword:version>2.0</sword:version>\
         <sword:maxUploadSize>{kilobytes}</sword:maxUploadSize><workspace><atom:title>{}</atom:title>\
         <collection href=\"{}\"><atom:title>{}</atom:title>",
        plain(&site.settings.site_name),
        site.settings.absolute("/sword/v2/collection"),
        plain(&locale.text("sword-collection")),
    );
    for accept in ["application/pdf", "application/xml", "application/zip", ENTRY] {
        _ = write!(xml, "<accept>{accept}</accept><accept alternate=\"multipart-related\">{accept}</accept>");
    }
    _ = write!(
        xml,
        "<sword:collectionPolicy>{}</sword:collectionPolicy><dcterms:abstract>{}</dcterms:abstract>\
         <sword:mediation>false</sword:mediation><sword:treatment>{}</sword:treatment>",
        plain(&locale.text("sword-policy")),
        plain(&locale.text("sword-abstract")),
        plain(&locale.text("sword-treatment")),
    );
    for packaging in [BINARY, SIMPLE_ZIP, METS, METS_OF_OJS] {
        _ = write!(xml, "<sword:acceptPackaging>{packaging}</sword:acceptPackaging>");
    }
    xml.push_str("</collection></workspace></service>\n");
    xml
}

/// The list of the containers of an account (§6.2).
pub(super) fn feed(intake: Intake<'_>, user: &User, containers: &[Container<'_>], now: jiff::Timestamp) -> String {
    let at = intake.site.settings.absolute("/sword/v2/collection");
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"{ATOM}\"><id>{at}</id><title>{}</title>\
         <author><name>{}</name></author><updated>{now}</updated><link rel=\"self\" href=\"{at}\"/>",
        plain(&intake.locale.text("sword-collection")),
        plain(&user.name),
    );
    for container in containers {
        container.entry(&mut xml);
    }
    xml.push_str("</feed>\n");
    xml
}
