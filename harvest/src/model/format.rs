//! Metadata formats (OAI-PMH 2.0 §3.4).

use super::ModelError;
use super::fragment::Fragment;
use crate::syntax::is_metadata_prefix;

/// A metadata format that the repository disseminates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    prefix: String,
    schema: String,
    namespace: String,
}

impl Format {
    /// A format by its prefix, the URL of its schema and its namespace.
    ///
    /// # Errors
    /// [`ModelError::MetadataPrefix`] when the prefix has characters outside the schema's pattern, or is the reserved `all`.
    pub fn new(prefix: &str, schema: &str, namespace: &str) -> Result<Self, ModelError> {
        if !is_metadata_prefix(prefix) || prefix == "all" {
            return Err(ModelError::MetadataPrefix(prefix.to_owned()));
        }
        Ok(Self { prefix: prefix.to_owned(), schema: schema.to_owned(), namespace: namespace.to_owned() })
    }

    /// Unqualified Dublin Core, which every repository offers (OAI-PMH 2.0 §3.4).
    #[must_use]
    pub fn oai_dc() -> Self {
        Self {
            prefix: "oai_dc".to_owned(),
            schema: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd".to_owned(),
            namespace: "http://www.openarchives.org/OAI/2.0/oai_dc/".to_owned(),
        }
    }

    /// The prefix by which requests name it.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// URL of its XML schema.
    #[must_use]
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// Its namespace.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Whether the fragment's root is in this namespace and names this schema in `xsi:schemaLocation`, as §3.4 demands. Lists do
    /// not check it again for each record: it belongs in the tests of whoever writes the fragments.
    #[must_use]
    pub fn describes(&self, fragment: &Fragment) -> bool {
        fragment.namespace() == self.namespace && fragment.names_schema(&self.schema)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_dublin_core_has_its_official_schema_and_namespace() {
        let format = Format::oai_dc();
        assert_eq!(format.schema(), "http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
        assert_eq!(format.namespace(), "http://www.openarchives.org/OAI/2.0/oai_dc/");
    }

    #[test]
    fn f3_a_fragment_names_the_namespace_and_schema_of_its_format() {
        let format = Format::new("x", "https://x.example/x.xsd", "urn:x").unwrap();
        let root = |namespace: &str, location: &str| {
            let xml = format!(
                "<a xmlns='{namespace}' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='{location}'/>"
            );
            Fragment::parse(&xml).unwrap()
        };
        assert!(format.describes(&root("urn:x", "urn:x https://x.example/x.xsd")));
        assert!(!format.describes(&root("urn:y", "urn:x https://x.example/x.xsd")));
        assert!(!format.describes(&root("urn:x", "urn:x https://x.example/y.xsd")));
        assert!(!format.describes(&Fragment::parse("<a xmlns='urn:x'/>").unwrap()));
    }

    #[test]
    fn f4_the_prefix_all_and_odd_characters_are_refused() {
        for prefix in ["all", "", "oai dc", "é", "a:b", "a/b"] {
            assert!(Format::new(prefix, "s", "n").is_err(), "{prefix}");
        }
        assert!(Format::new("marc21-x_.!~*'()", "s", "n").is_ok());
    }
}
