//! Persistent identifiers, parsed and checksummed, and the numbers of our own rows.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not the identifier it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}: {text:?}")]
pub struct InvalidId {
    /// The kind of identifier that was expected.
    pub kind: &'static str,
    /// The text that was given, at most 100 characters.
    pub text: String,
}

fn invalid(kind: &'static str, text: &str) -> InvalidId {
    InvalidId { kind, text: text.chars().take(100).collect() }
}

macro_rules! text_id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The canonical text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(&text)
            }
        }
    };
}

macro_rules! row_id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.parse().ok().filter(|id| *id > 0).map(Self).ok_or_else(|| invalid(stringify!($name), text))
            }
        }
    };
}

row_id!(ArticleId, "The number of an article, part of its permanent address `/articles/{id}`.");
row_id!(AlertId, "The number of a search that is followed by mail.");
row_id!(VersionId, "The number of one immutable version of an article.");
row_id!(DepositId, "The number of a deposit: one entry of a file into the pipeline.");
row_id!(DraftId, "The number of a deposit that is still being written.");
row_id!(JobId, "The number of a job in the queue.");
row_id!(UserId, "The number of an account.");
row_id!(ApiTokenId, "The number of a token of a program.");
row_id!(SourceId, "The number of a source that is harvested.");
row_id!(SourceRecordId, "The number of a record that was harvested.");
row_id!(AnnouncementId, "The number of an announcement of another service.");
row_id!(ConsultationId, "The number of a consultation.");
row_id!(CommentId, "The number of a comment in a consultation.");
row_id!(SubscriptionId, "The number of a report that somebody gets by mail.");
row_id!(ImportId, "The number of a bulk import.");
row_id!(RunId, "The number of a run of a source.");

text_id!(Doi, "A DOI, lower case, without resolver: `10.5555/abc` (ISO 26324; names are case insensitive).");
text_id!(Orcid, "An ORCID iD `0000-0000-0000-0000`, check character verified (ISO 7064 MOD 11-2).");
text_id!(Ror, "A ROR id as its nine-character tail `00w3qhf76`, checksum verified (ISO 7064 MOD 97-10).");
text_id!(Issn, "An ISSN `0000-0000`, check digit verified (ISO 3297).");
text_id!(AwardNumber, "An FRQ file number: five or six digits, or seven beginning with 20.");
text_id!(Sha256, "A SHA-256 digest, 64 lower-case hexadecimal digits.");

/// Characters of a DOI that stand as they are in an address.
const DOI_SUFFIX: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'(')
    .remove(b')')
    .remove(b':')
    .remove(b';');

impl Doi {
    /// Parses a DOI with or without `doi:`, `https://doi.org/` in front.
    ///
    /// # Errors
    /// When the rest is not `10.`, a registrant of 4 to 9 digits, `/` and a suffix without white space.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let lower = text.trim().to_lowercase();
        let bare = ["https://", "http://"].iter().find_map(|p| lower.strip_prefix(p)).unwrap_or(&lower);
        let bare = ["dx.doi.org/", "www.doi.org/", "doi.org/", "doi:"]
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix))
            .unwrap_or(bare)
            .trim_start();
        let (prefix, suffix) = bare.split_once('/').ok_or_else(|| invalid("DOI", text))?;
        let registrant = prefix.strip_prefix("10.").ok_or_else(|| invalid("DOI", text))?;
        let digits = registrant.split('.').next().unwrap_or_default();
        let sound = (4..=9).contains(&digits.len())
            && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !suffix.is_empty()
            && suffix.len() <= 500
            && !suffix.chars().any(|c| c.is_whitespace() || c.is_control());
        if sound { Ok(Self(bare.to_owned())) } else { Err(invalid("DOI", text)) }
    }

    /// The address at the DOI resolver.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://doi.org/{}", percent_encoding::utf8_percent_encode(&self.0, DOI_SUFFIX))
    }
}

impl Orcid {
    /// Parses an iD with or without `https://orcid.org/` in front, with or without hyphens.
    ///
    /// # Errors
    /// When it has not 16 characters or its check character is wrong.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let tail = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let compact: String = tail.chars().filter(|c| *c != '-').collect::<String>().to_ascii_uppercase();
        let (digits, check) = compact.split_at_checked(15).ok_or_else(|| invalid("ORCID iD", text))?;
        if check.len() != 1 || !digits.bytes().all(|b| b.is_ascii_digit()) || mod_11_2(digits) != check {
            return Err(invalid("ORCID iD", text));
        }
        let groups: Vec<&str> = [0, 4, 8, 12].iter().filter_map(|at| compact.get(*at..at + 4)).collect();
        Ok(Self(groups.join("-")))
    }

    /// The address of the ORCID record.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://orcid.org/{}", self.0)
    }
}

fn mod_11_2(digits: &str) -> String {
    let total = digits.bytes().fold(0_u32, |total, b| (total + u32::from(b - b'0')) * 2 % 11);
    match (12 - total) % 11 {
        10 => "X".to_owned(),
        value => value.to_string(),
    }
}

impl Ror {
    /// Parses a ROR id with or without `https://ror.org/` in front.
    ///
    /// # Errors
    /// When it is not `0`, six characters of the base 32 alphabet and two check digits that fit.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let tail = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let error = || invalid("ROR id", text);
        let (body, check) = tail.split_at_checked(7).ok_or_else(error)?;
        if !body.starts_with('0') || check.len() != 2 {
            return Err(error());
        }
        let number = body.bytes().try_fold(0_u64, |n, b| crockford(b).map(|value| n * 32 + value)).ok_or_else(error)?;
        let expected = 98 - (number * 100) % 97;
        if check.parse() == Ok(expected) { Ok(Self(tail)) } else { Err(error()) }
    }

    /// The full id, which is its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://ror.org/{}", self.0)
    }
}

/// Value of a character in Crockford's base 32 (the alphabet that ROR uses: no i, l, o, u).
fn crockford(byte: u8) -> Option<u64> {
    b"0123456789abcdefghjkmnpqrstvwxyz".iter().position(|b| *b == byte).and_then(|at| u64::try_from(at).ok())
}

impl Issn {
    /// Parses an ISSN with or without its hyphen.
    ///
    /// # Errors
    /// When it has not eight characters or its check digit is wrong.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let compact: String = text.trim().chars().filter(|c| *c != '-').collect::<String>().to_ascii_uppercase();
        let error = || invalid("ISSN", text);
        let (digits, check) = compact.split_at_checked(7).ok_or_else(error)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error());
        }
        let total: u32 = digits.bytes().zip((2..=8).rev()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
        let expected = match (11 - total % 11) % 11 {
            10 => "X".to_owned(),
            value => value.to_string(),
        };
        let (first, last) = compact.split_at_checked(4).ok_or_else(error)?;
        if check == expected { Ok(Self(format!("{first}-{last}"))) } else { Err(error()) }
    }
}

impl AwardNumber {
    /// Prefix of the award DOIs that the FRQ registers with Crossref (`policy_rules.json`, acknowledgement).
    pub const DOI_PREFIX: &'static str = "10.69777";

    /// Parses a file number, an award DOI or the form `YYYY-PROG-NNNNNN`, whose last block is the file number.
    ///
    /// # Errors
    /// When no file number is found.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let tail = text.trim().rsplit(['/', '-', '#', ' ']).next().unwrap_or_default();
        let plain = matches!(tail.len(), 5 | 6) || (tail.len() == 7 && tail.starts_with("20"));
        if plain && tail.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(tail.to_owned()))
        } else {
            Err(invalid("FRQ award number", text))
        }
    }

    /// The award's DOI as an address.
    #[must_use]
    pub fn doi_url(&self) -> String {
        format!("https://doi.org/{}/{}", Self::DOI_PREFIX, self.0)
    }
}

impl Sha256 {
    /// Parses 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the text has another length or other characters.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let lower = text.trim().to_ascii_lowercase();
        let sound = lower.len() == 64 && lower.bytes().all(|b| b.is_ascii_hexdigit());
        if sound { Ok(Self(lower)) } else { Err(invalid("SHA-256 digest", text)) }
    }

    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest;
        Self(data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes)))
    }

    /// The digest that a finished hasher holds.
    #[must_use]
    pub fn from_hasher(hasher: sha2::Sha256) -> Self {
        use sha2::Digest;
        Self(data_encoding::HEXLOWER.encode(&hasher.finalize()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_read_from_any_usual_form() {
        for text in [
            "10.5555/AbC(1)",
            "doi:10.5555/abc(1)",
            "https://doi.org/10.5555/abc(1)",
            "http://dx.doi.org/10.5555/ABC(1)",
        ] {
            assert_eq!(Doi::parse(text).unwrap().as_str(), "10.5555/abc(1)", "{text}");
        }
        for text in ["", "10.5555", "10.55/x", "11.5555/x", "10.5555/a b", "10.abcd/x"] {
            assert!(Doi::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_orcid_with_a_wrong_check_character_is_refused() {
        assert_eq!(Orcid::parse("https://orcid.org/0000-0002-1825-0097").unwrap().as_str(), "0000-0002-1825-0097");
        assert_eq!(Orcid::parse("000000021694233x").unwrap().as_str(), "0000-0002-1694-233X");
        for text in ["0000-0002-1825-0098", "0000-0002-1825-009", "", "abcd-0002-1825-0097", "é000-0002-1825-0097"] {
            assert!(Orcid::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_rors_of_the_four_funds_pass_and_a_swapped_digit_fails() {
        for text in ["00w3qhf76", "00b9f9778", "02eqrsj93", "https://ror.org/00shpc021"] {
            assert!(Ror::parse(text).is_ok(), "{text}");
        }
        for text in ["00w3qhf67", "10w3qhf76", "00w3qhf7", "", "éééééé"] {
            assert!(Ror::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_issn_is_checked() {
        assert_eq!(Issn::parse("03178471").unwrap().as_str(), "0317-8471");
        assert_eq!(Issn::parse("2434-561x").unwrap().as_str(), "2434-561X");
        assert!(Issn::parse("0317-8472").is_err());
    }

    #[test]
    fn an_award_number_is_the_last_block() {
        for text in ["261749", "2019-B2Z-261749", "https://doi.org/10.69777/261749", "# 261749"] {
            assert_eq!(AwardNumber::parse(text).unwrap().as_str(), "261749", "{text}");
        }
        assert!(AwardNumber::parse("2005778").is_ok());
        for text in ["1234", "3005778", "RGPIN-2020-01", "S.O."] {
            assert!(AwardNumber::parse(text).is_err(), "{text}");
        }
    }
}
