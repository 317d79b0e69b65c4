//! How a typed query was read, in terms that can be shown: what it asks, and what in it could not be followed.

/// What was made of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Understood {
    /// What it asks, when operators or fields make that worth saying.
    pub clause: Option<Clause>,
    /// What could not be followed, in the order found, each kind once.
    pub notes: Vec<Note>,
}

/// A part of what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// All of these.
    All(Vec<Clause>),
    /// One of these.
    Any(Vec<Clause>),
    /// Not this.
    Not(Box<Clause>),
    /// Words in any of their forms.
    Words(Part, String),
    /// Exactly these words in this order.
    Phrase(Part, String),
    /// A DOI.
    Doi(String),
    /// An award number.
    Award(String),
    /// An ORCID iD.
    Orcid(String),
    /// Years, open where nothing is said.
    Years(Option<i16>, Option<i16>),
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everywhere.
    Anywhere,
    /// In titles.
    Title,
    /// In names of authors.
    Author,
}

/// What in a query could not be followed; it was read as words, or left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A quotation mark that is never closed.
    OpenQuote,
    /// A parenthesis that is never closed.
    OpenParenthesis,
    /// A closing parenthesis that was never opened.
    StrayParenthesis,
    /// A field name with nothing behind it, such as `titre:`.
    EmptyField(String),
    /// A name before a colon that is no field.
    UnknownField(String),
    /// `OR` without words on both sides.
    LoneOr,
    /// `*` or `?` in a word.
    Wildcard,
    /// A value of `annee:` that is no year.
    Year(String),
    /// A value of `doi:` or `orcid:` that is none.
    Identifier(String),
    /// More words than are looked for.
    Cut,
    /// Nothing in it is a word.
    NoWords,
}

/// A text that somebody who has typed its beginning may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// The text.
    pub text: String,
}

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// A keyword.
    Subject,
    /// A person who wrote an article.
    Author,
    /// The title of an article.
    Title,
}

impl SuggestionKind {
    /// All kinds, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Subject, Self::Author, Self::Title];

    /// Name for machines.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Author => "author",
            Self::Title => "title",
        }
    }
}
