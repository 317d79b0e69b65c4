//! Pages of plain text: about, accessibility, privacy. Their words stand in the locales.

use askama::Template;
use axum::response::Response;

use crate::web::error::Fault;
use crate::web::page::{Cache, Frame};

/// A page of text, as keys of messages.
#[derive(Debug)]
pub(crate) struct Prose {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) sections: &'static [Section],
}

/// A heading with what stands under it.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) heading: &'static str,
    pub(crate) paragraphs: &'static [&'static str],
    pub(crate) points: &'static [&'static str],
    pub(crate) links: &'static [(&'static str, &'static str)],
}

#[derive(Debug, Template)]
#[template(path = "prose.html")]
pub(crate) struct ProsePage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) prose: &'static Prose,
}

/// What this is, and for whom.
pub(crate) static ABOUT: Prose = Prose {
    title: "about-title",
    lead: "about-lead",
    sections: &[
        Section { heading: "about-what", paragraphs: &["about-what-1", "about-what-2"], points: &[], links: &[] },
        Section { heading: "about-policy", paragraphs: &["about-policy-1", "about-policy-2"], points: &[], links: &[] },
        Section {
            heading: "about-reuse",
            paragraphs: &["about-reuse-1"],
            points: &["about-reuse-oai", "about-reuse-api", "about-reuse-feed", "about-reuse-export"],
            links: &[("/oai?verb=Identify", "about-link-oai"), ("/api", "about-link-api")],
        },
        Section { heading: "about-name", paragraphs: &["about-name-1"], points: &[], links: &[] },
    ],
};

/// How accessible the site is, and what is known to be missing.
pub(crate) static ACCESSIBILITY: Prose = Prose {
    title: "accessibility-title",
    lead: "accessibility-lead",
    sections: &[
        Section {
            heading: "accessibility-aim",
            paragraphs: &["accessibility-aim-1"],
            points: &[
                "accessibility-point-keyboard",
                "accessibility-point-script",
                "accessibility-point-zoom",
                "accessibility-point-contrast",
                "accessibility-point-language",
            ],
            links: &[],
        },
        Section {
            heading: "accessibility-pdf",
            paragraphs: &["accessibility-pdf-1", "accessibility-pdf-2"],
            points: &[],
            links: &[],
        },
        Section { heading: "accessibility-limits", paragraphs: &["accessibility-limits-1"], points: &[], links: &[] },
    ],
};

/// What is kept of visitors: as little as possible.
pub(crate) static PRIVACY: Prose = Prose {
    title: "privacy-title",
    lead: "privacy-lead",
    sections: &[
        Section {
            heading: "privacy-visit",
            paragraphs: &["privacy-visit-1", "privacy-visit-2"],
            points: &[],
            links: &[],
        },
        Section { heading: "privacy-cookies", paragraphs: &["privacy-cookies-1"], points: &[], links: &[] },
        Section {
            heading: "privacy-alerts",
            paragraphs: &["privacy-alerts-1", "privacy-alerts-2"],
            points: &[],
            links: &[],
        },
        Section {
            heading: "privacy-accounts",
            paragraphs: &["privacy-accounts-1", "privacy-accounts-2"],
            points: &[],
            links: &[],
        },
        Section { heading: "privacy-authors", paragraphs: &["privacy-authors-1"], points: &[], links: &[] },
        Section { heading: "privacy-rights", paragraphs: &["privacy-rights-1"], points: &[], links: &[] },
    ],
};

/// `GET /a-propos`
pub(crate) async fn about(frame: Frame) -> Result<Response, Fault> {
    frame.send(&ProsePage { frame: &frame, prose: &ABOUT }, Cache::Public(3600))
}

/// `GET /accessibilite`
pub(crate) async fn accessibility(frame: Frame) -> Result<Response, Fault> {
    frame.send(&ProsePage { frame: &frame, prose: &ACCESSIBILITY }, Cache::Public(3600))
}

/// `GET /confidentialite`
pub(crate) async fn privacy(frame: Frame) -> Result<Response, Fault> {
    frame.send(&ProsePage { frame: &frame, prose: &PRIVACY }, Cache::Public(3600))
}
