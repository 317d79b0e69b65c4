//! Typed descriptions of a repository or a set (implementation guidelines of OAI-PMH 2.0).

use super::ModelError;
use super::about::RightsStatement;
use super::fragment::Fragment;
use super::identity::AdminEmail;
use super::policies::Eprints;
use crate::syntax::{is_domain, is_identifier};

/// The content of one `description` or `setDescription` container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Description {
    /// The scheme of the repository's identifiers. Only the first of a list is written.
    OaiIdentifier(OaiIdentifier),
    /// Content and policies.
    Eprints(Eprints),
    /// Icon and style sheets.
    Branding(Branding),
    /// Base URLs of partner repositories.
    Friends(Vec<String>),
    /// Licences of the metadata.
    RightsManifest(RightsManifest),
    /// The software in use. Its schema is no longer served by its host: a strict validator may report it as unknown.
    Toolkit(Toolkit),
    /// Free text, as `dc:description` elements of a Dublin Core record; usual for sets.
    DublinCore(Vec<LocalText>),
    /// Anything else with a schema of its own.
    Other(Fragment),
}

/// A text and its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText {
    /// Language tag (BCP 47), when known.
    pub language: Option<String>,
    /// The text, without markup.
    pub text: String,
}

/// The `oai-identifier` description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OaiIdentifier {
    repository: String,
    sample: String,
}

impl OaiIdentifier {
    /// A repository's domain name and the identifier of a record that exists.
    ///
    /// # Errors
    /// [`ModelError::RepositoryIdentifier`] or [`ModelError::SampleIdentifier`] when the schema's patterns do not match.
    pub fn new(repository: &str, sample: &str) -> Result<Self, ModelError> {
        if !is_domain(repository) {
            return Err(ModelError::RepositoryIdentifier(repository.to_owned()));
        }
        let local = sample.strip_prefix("oai:").and_then(|rest| rest.strip_prefix(repository));
        let local = local.and_then(|rest| rest.strip_prefix(':')).unwrap_or_default();
        let legal = !local.is_empty()
            && sample.is_ascii()
            && is_identifier(sample)
            && !local.contains(['#', '"', '<', '>', '\\', '^', '`', '{', '|', '}']);
        if !legal {
            return Err(ModelError::SampleIdentifier { sample: sample.to_owned(), repository: repository.to_owned() });
        }
        Ok(Self { repository: repository.to_owned(), sample: sample.to_owned() })
    }

    /// The domain name.
    #[must_use]
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// An identifier that exists.
    #[must_use]
    pub fn sample(&self) -> &str {
        &self.sample
    }
}

/// The `branding` description.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Branding {
    /// Icon of the collection.
    pub icon: Option<CollectionIcon>,
    /// Style sheets, each for one metadata namespace.
    pub renderings: Vec<MetadataRendering>,
}

/// An image that stands for a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionIcon {
    /// Address of the image.
    pub url: String,
    /// Page that the image leads to.
    pub link: Option<String>,
    /// Text in place of the image.
    pub title: Option<String>,
    /// Width in pixels.
    pub width_pixels: Option<u32>,
    /// Height in pixels.
    pub height_pixels: Option<u32>,
}

/// A style sheet for records of one namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataRendering {
    namespace: String,
    mime_type: String,
    url: String,
}

impl MetadataRendering {
    /// A style sheet at `url` of a media type such as `text/xsl`.
    ///
    /// # Errors
    /// [`ModelError::MimeType`] when the media type does not match the schema's pattern.
    pub fn new(namespace: &str, mime_type: &str, url: &str) -> Result<Self, ModelError> {
        let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        match mime_type.split_once('/') {
            Some((kind, subtype)) if word(kind) && word(subtype) => {
                Ok(Self { namespace: namespace.to_owned(), mime_type: mime_type.to_owned(), url: url.to_owned() })
            }
            _ => Err(ModelError::MimeType(mime_type.to_owned())),
        }
    }

    /// Namespace of the records it is for.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Media type of the style sheet.
    #[must_use]
    pub fn mime_type(&self) -> &str {
        &self.mime_type
    }

    /// Address of the style sheet.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Licences of the metadata, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightsManifest(Vec<RightsStatement>);

impl RightsManifest {
    /// A manifest of one licence.
    #[must_use]
    pub fn new(statement: RightsStatement) -> Self {
        Self(vec![statement])
    }

    /// The manifest with one more licence.
    #[must_use]
    pub fn and(mut self, statement: RightsStatement) -> Self {
        self.0.push(statement);
        self
    }

    /// The licences.
    #[must_use]
    pub fn statements(&self) -> &[RightsStatement] {
        &self.0
    }
}

/// The `toolkit` description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolkit {
    /// Name of the software.
    pub title: String,
    /// Who makes it.
    pub author_name: String,
    /// How to reach them.
    pub author_email: AdminEmail,
    /// Version in use.
    pub version: String,
    /// Home page.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i7_the_oai_identifier_matches_its_schema() {
        let identifier = OaiIdentifier::new("depot.example.org", "oai:depot.example.org:10.5555/a%20b").unwrap();
        assert_eq!(identifier.sample(), "oai:depot.example.org:10.5555/a%20b");
        assert!(OaiIdentifier::new("localhost", "oai:localhost:1").is_err());
        for sample in [
            "1",
            "oai:other.example.org:1",
            "oai:depot.example.org:",
            "oai:depot.example.org:a b",
            "oai:depot.example.org:é",
            "oai:depot.example.org:a#b",
        ] {
            assert!(OaiIdentifier::new("depot.example.org", sample).is_err(), "{sample}");
        }
    }

    #[test]
    fn i9_a_rendering_has_a_plain_media_type() {
        assert!(MetadataRendering::new("urn:x", "text/xsl", "https://x.example/a.xsl").is_ok());
        for mime_type in ["", "text", "text/", "text/xml+xsl", "Text/xsl"] {
            assert!(MetadataRendering::new("urn:x", mime_type, "https://x.example/").is_err(), "{mime_type}");
        }
    }
}
