//! The typed descriptions of Identify and `ListSets`, each with its own namespace and schema location.

use super::XSI;
use super::about::{RIGHTS, write_rights_choice};
use super::writer::Writer;
use crate::model::{Branding, Description, Eprints, LocalText, OaiIdentifier, Policy, RightsManifest, Toolkit};

const OAI_IDENTIFIER: &str = "http://www.openarchives.org/OAI/2.0/oai-identifier";
const EPRINTS: &str = "http://www.openarchives.org/OAI/1.1/eprints";
const BRANDING: &str = "http://www.openarchives.org/OAI/2.0/branding/";
const FRIENDS: &str = "http://www.openarchives.org/OAI/2.0/friends/";
const TOOLKIT: &str = "http://oai.dlib.vt.edu/OAI/metadata/toolkit";
const OAI_DC: &str = "http://www.openarchives.org/OAI/2.0/oai_dc/";
const DC: &str = "http://purl.org/dc/elements/1.1/";
/// What a rights manifest speaks of: the metadata, never the works (guideline "rights" §3).
const METADATA_ENTITY: &str = "http://www.openarchives.org/OAI/2.0/entity#metadata";

/// The single child of a description container.
pub(crate) fn write_description(writer: &mut Writer, description: &Description) {
    match description {
        Description::OaiIdentifier(identifier) => write_oai_identifier(writer, identifier),
        Description::Eprints(policies) => write_eprints(writer, policies),
        Description::Branding(branding) => write_branding(writer, branding),
        Description::Friends(base_urls) => write_friends(writer, base_urls),
        Description::RightsManifest(manifest) => write_manifest(writer, manifest),
        Description::Toolkit(toolkit) => write_toolkit(writer, toolkit),
        Description::DublinCore(texts) => write_dublin_core(writer, texts),
        Description::Other(fragment) => writer.checked_markup(fragment.as_str()),
    }
}

/// A root element in its own default namespace, with `schema` as the location.
fn root(
    writer: &mut Writer,
    (name, namespace, schema): (&str, &str, &str),
    more: &[(&str, &str)],
    content: impl FnOnce(&mut Writer),
) {
    let location = format!("{namespace} {schema}");
    let mut attributes = vec![("xmlns", namespace), ("xmlns:xsi", XSI), ("xsi:schemaLocation", location.as_str())];
    attributes.extend_from_slice(more);
    writer.element(name, &attributes, content);
}

fn write_oai_identifier(writer: &mut Writer, identifier: &OaiIdentifier) {
    let schema = "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd";
    root(writer, ("oai-identifier", OAI_IDENTIFIER, schema), &[], |writer| {
        writer.leaf("scheme", "oai");
        writer.leaf("repositoryIdentifier", identifier.repository());
        writer.leaf("delimiter", ":");
        writer.leaf("sampleIdentifier", identifier.sample());
    });
}

fn write_eprints(writer: &mut Writer, policies: &Eprints) {
    let schema = "http://www.openarchives.org/OAI/1.1/eprints.xsd";
    root(writer, ("eprints", EPRINTS, schema), &[], |writer| {
        write_policy(writer, "content", policies.content.as_ref());
        write_policy(writer, "metadataPolicy", Some(&policies.metadata_policy));
        write_policy(writer, "dataPolicy", Some(&policies.data_policy));
        write_policy(writer, "submissionPolicy", policies.submission_policy.as_ref());
        for comment in &policies.comments {
            writer.leaf("comment", comment);
        }
    });
}

fn write_policy(writer: &mut Writer, name: &str, policy: Option<&Policy>) {
    let (url, text) = match policy {
        None => return,
        Some(Policy::Url(url)) => (Some(url), None),
        Some(Policy::Text(text)) => (None, Some(text)),
        Some(Policy::UrlAndText { url, text }) => (Some(url), Some(text)),
    };
    writer.element(name, &[], |writer| {
        writer.optional("URL", url.map(String::as_str));
        writer.optional("text", text.map(String::as_str));
    });
}

fn write_branding(writer: &mut Writer, branding: &Branding) {
    let schema = "http://www.openarchives.org/OAI/2.0/branding.xsd";
    root(writer, ("branding", BRANDING, schema), &[], |writer| {
        if let Some(icon) = &branding.icon {
            writer.element("collectionIcon", &[], |writer| {
                writer.leaf("url", &icon.url);
                writer.optional("link", icon.link.as_deref());
                writer.optional("title", icon.title.as_deref());
                writer.optional("width", icon.width_pixels.map(|width| width.to_string()).as_deref());
                writer.optional("height", icon.height_pixels.map(|height| height.to_string()).as_deref());
            });
        }
        for rendering in &branding.renderings {
            let attributes = [("metadataNamespace", rendering.namespace()), ("mimeType", rendering.mime_type())];
            writer.leaf_with("metadataRendering", &attributes, rendering.url());
        }
    });
}

fn write_friends(writer: &mut Writer, base_urls: &[String]) {
    let schema = "http://www.openarchives.org/OAI/2.0/friends.xsd";
    root(writer, ("friends", FRIENDS, schema), &[], |writer| {
        for base_url in base_urls {
            writer.leaf("baseURL", base_url);
        }
    });
}

fn write_manifest(writer: &mut Writer, manifest: &RightsManifest) {
    let schema = "http://www.openarchives.org/OAI/2.0/rightsManifest.xsd";
    root(writer, ("rightsManifest", RIGHTS, schema), &[("appliesTo", METADATA_ENTITY)], |writer| {
        for statement in manifest.statements() {
            writer.element("rights", &[], |writer| write_rights_choice(writer, statement));
        }
    });
}

fn write_toolkit(writer: &mut Writer, toolkit: &Toolkit) {
    let schema = "http://oai.dlib.vt.edu/OAI/metadata/toolkit.xsd";
    root(writer, ("toolkit", TOOLKIT, schema), &[], |writer| {
        writer.leaf("title", &toolkit.title);
        writer.element("author", &[], |writer| {
            writer.leaf("name", &toolkit.author_name);
            writer.leaf("email", toolkit.author_email.as_str());
        });
        writer.leaf("version", &toolkit.version);
        writer.leaf("URL", &toolkit.url);
    });
}

fn write_dublin_core(writer: &mut Writer, texts: &[LocalText]) {
    let location = format!("{OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
    let attributes =
        [("xmlns:oai_dc", OAI_DC), ("xmlns:dc", DC), ("xmlns:xsi", XSI), ("xsi:schemaLocation", location.as_str())];
    writer.element("oai_dc:dc", &attributes, |writer| {
        for text in texts {
            match &text.language {
                Some(language) => writer.leaf_with("dc:description", &[("xml:lang", language)], &text.text),
                None => writer.leaf("dc:description", &text.text),
            }
        }
    });
}
