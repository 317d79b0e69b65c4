# English, at /en/. Typographic apostrophes are put in when the file is read.

## Frame

site-description = Scientific articles funded by the Fonds de recherche du Québec, open for everyone to read.
skip-to-content = Skip to content
menu-label = Main menu
menu-search = Search
menu-compliance = Compliance
menu-about = About
menu-sign-in = Sign in
menu-sign-out = Sign out
menu-accessibility = Accessibility
menu-privacy = Privacy
footer-label = Footer
footer-tagline = The open access repository for scientific articles funded by the Fonds de recherche du Québec.
footer-feed = New articles (Atom feed)
footer-api = JSON interface
feed-title = New articles
theme-label = Appearance
theme-system = Same as my device
theme-light = Light
theme-dark = Dark
charter-notice = Avis : au Québec, la Charte de la langue française encadre la consultation de contenus dans une autre langue que le français.

## Home

home-title = Open access scientific articles
home-heading = Research funded by Québec, open to everyone
home-lead = Search the full text of the articles, read them online, cite them, download them. It is free and needs no account.
home-examples = For example:
home-example-1 = permafrost
home-example-2 = mental health
home-example-3 = artificial intelligence
home-figures = The repository in figures
home-latest = Recent articles
home-all = All articles
home-empty = No article has been published yet.
figure-articles = { $n ->
    [one] article
   *[other] articles
}
figure-pages = { $n ->
    [one] page of text
   *[other] pages of text
}
figure-open = { $n ->
    [one] article readable today
   *[other] articles readable today
}
figure-french = { $n ->
    [one] article in French
   *[other] articles in French
}

## Search

search-label = Search for a subject, a title or an author
search-button = Search
search-help = Accents are optional. Put an exact phrase in quotation marks.
search-title = Search
search-title-words = Search: { $words }
search-total = { $n ->
    [0] No results
    [one] { $number } result
   *[other] { $number } results
}
search-sort = Sort by
sort-relevance = Relevance
sort-newest = Newest
sort-oldest = Oldest
search-filters = Filter the results
search-to-filters = Filter the results
search-chips = Active filters
search-remove = Remove the filter
search-clear = Remove all filters
search-empty = No article matches this search.
search-advice-spelling = Check the spelling of the words.
search-advice-words = Try fewer words, or more general ones.
search-advice-language = Try the same subject in the other language: many articles are in French.
search-advice-filters = Start again without any filter.
pager-label = Pages of results
pager-first = First page
pager-next = Next page
page-short = p. { $number }
facet-year = Year of publication
facet-sector = Sector
facet-institution = Institution
facet-type = Type of document
facet-language = Language of the text
facet-licence = Licence
facet-articles = articles
facet-more = More choices
year-from = From
year-to = to
year-apply = Apply
year-bar = { $year }: { $number }
year-summary = Number of articles by year, from { $first } to { $last }; the largest number is in { $peak }.
authors-more = { $n ->
    [one] and { $number } other
   *[other] and { $number } others
}

## Article

article-kind = Document
article-untitled = Untitled
article-authors = Authors
article-affiliations = Affiliations
article-orcid = ORCID profile: { $name }
article-abstract = Abstract
article-abstract-in = Abstract in { $language }
article-keywords = Keywords:
article-embargo = The article is under embargo: its text can be read here from { $date }.
article-closed = The text of this article is not in open access. Only its description is public.
article-awards = Funding and compliance
article-action = What can be done?
article-not-evaluated = Compliance has not been evaluated for this funding.
article-cite = Cite this article
article-side = Read and download
article-read = Read online
article-file = Open the { $format }
article-copies = Copies elsewhere
page-count = { $n ->
    [one] { $number } page
   *[other] { $number } pages
}
copy = Copy the reference
copy-done = Reference copied
fact-journal = Journal
fact-doi = DOI
fact-published = Published
fact-accepted = Accepted
fact-here = In this repository since
fact-version = Version
fact-licence = Licence
fact-field = Field
fact-address = Permanent address
journal-volume = vol. { $value }
journal-issue = no. { $value }
journal-pages = pp. { $value }
host-publisher = At the publisher
host-repository = In another repository
badge-embargo = Under embargo until { $date }
version-ao = author's original
version-smur = preprint
version-am = accepted manuscript
version-p = proof
version-vor = published version
version-cvor = corrected published version
version-evor = enhanced published version
version-na = unknown version
award-name = { $fund } – award { $number }
award-without-number = { $fund } – award without a number
fund-frq = Fonds de recherche du Québec
fund-frqnt = FRQ – Nature and technologies
fund-frqs = FRQ – Health
fund-frqsc = FRQ – Society and culture
tombstone-title = This article was withdrawn
tombstone-lead = It was published in this repository, then withdrawn. This page stays at its address so that references do not get lost.
tombstone-reason = Reason for the withdrawal
tombstone-doi = The publisher's version may still be here:

## Reading

reading-back = Back to the article's record
reading-extracted = This text was extracted automatically from the deposited file; there may be errors, above all in formulas and tables. The file is the reference.
reading-original = Open the original file
reading-find = Search in this article
reading-find-button = Search
reading-found = { $n ->
    [0] These words are on none of the pages.
    [one] Found on { $number } page:
   *[other] Found on { $number } pages:
}
reading-contents = Contents
reading-pages = Pages
reading-page = Page { $number }
reading-page-printed = Page { $number } (numbered { $printed })
reading-open-page = Open this page in the PDF
reading-no-text = This page holds no readable text: it may be a picture.
reading-formula = Formula
reading-footnote = Footnote
reading-table = Table
warning-unmapped-glyphs = Some characters of the file could not be read; the sign � stands in their place.
warning-page-unreadable = At least one page of the file could not be read.
warning-no-text = At least one page of the file holds no text: it may be a scanned picture.
warning-budget-exhausted = The file is very large: part of the text was not read.

## Verdicts

outcome-compliant = Compliant
outcome-compliant-meaning = The article is in open access as the policy asks.
outcome-compliant-late = Compliant, but late
outcome-compliant-late-meaning = The article is in open access as it should be, but it opened after the due date.
outcome-open-without-licence = Open, without an accepted licence
outcome-open-without-licence-meaning = Everybody can read the article, but it does not carry an open licence that the policy accepts.
outcome-partly = Partly compliant
outcome-partly-meaning = A copy is open, but its version or the place that holds it does not count.
outcome-not-yet-due = Not due yet
outcome-not-yet-due-meaning = The due date has not passed: the article can still be opened in time.
outcome-closed = Closed
outcome-closed-meaning = The due date has passed, and no open copy that counts is known.
outcome-undetermined = Undetermined
outcome-undetermined-meaning = A piece of information is missing, or the rule leaves a question open: nothing can be concluded.
outcome-out-of-scope = Outside the policy
outcome-out-of-scope-meaning = The policy does not cover this document or this award.
outcome-exempt = Exempt
outcome-exempt-meaning = An approved exception is on file.
action-none = There is nothing to do.
action-wait = Wait for the end of the embargo.
action-add-licence = State an open licence, preferably CC BY, for a copy in open access.
action-deposit-manuscript = Deposit the accepted manuscript or the published version.
action-add-date = State the date of publication.
action-confirm-award = State the number of the award, or have it added to the register.
action-confirm-version = State which version this is.
action-ask-funder = The question is open: the Fonds de recherche du Québec has to decide it.
verdict-policy = Policy
verdict-due = Due date
verdict-tier = Link to the award
verdict-observed = Evaluated on
tier-a = award recognized
tier-b = funder declared
tier-c = mention in the acknowledgements
tier-d = inferred from the person and the period
policy-frq-2022 = Open access policy of 2022
policy-frq-2019 = Open access policy of 2019
policy-frsq-2009 = Policy of the health research fund of 2009
finding-state-yes = Yes:
finding-state-no = No:
finding-state-unsure = To be clarified:
copy-own = The copy deposited here
copy-publisher = The publisher's copy
copy-repository = The copy in another repository
copy-at = The copy at { $host }

finding-exception-on-file = An approved exception is on file.
finding-award-number-missing = The number of the award is not stated.
finding-award-not-in-register = Award { $award } is not in the register.
finding-award-of-another-fund = In the register, number { $award } belongs to another fund ({ $fund }) and to a person who is not among the authors.
finding-policy-by-launch-date = The competition was launched on { $launched }: the “{ $policy }” applies.
finding-policy-by-programme = The rules of the programme refer to the “{ $policy }” (competition launched on { $launched }).
finding-policy-by-activity = The competition was launched on { $launched }, but the award was still active after March 31, 2019: the “{ $policy }” applies.
finding-policy-of-health-fund = For this competition of { $launched }, the “{ $policy }” applies.
finding-no-policy = The award (competition of { $launched }) ended before any open access policy.
finding-launch-date-missing = The launch date of the competition is unknown.
finding-launch-date-from-funding-start = Judging by the start of funding, the competition was launched between { $earliest } and { $latest }: the “{ $policy }” would apply.
finding-launch-date-estimated = The launch date of the competition ({ $launched }) is an estimate.
finding-programme-rules-missing = Nobody recorded which policy the rules of this infrastructure programme refer to (competition of { $launched }).
finding-award-period-missing = The period of the award is unknown (competition of { $launched }).
finding-withheld-on-estimate = No unfavourable verdict is given on the strength of an estimate.
finding-withheld-by-policy = The “{ $policy }” is shown for information; no unfavourable verdict is given by it.
finding-type-covered = This type of document ({ $type }) is covered by the “{ $policy }”.
finding-type-missing = The type of document is unknown.
finding-type-unclear = The policy does not say clearly whether this type of document ({ $type }) is covered.
finding-type-depends-on-policy = This type of document ({ $type }) is covered by one policy and not by another, and it is unknown which one applies.
finding-type-encouraged = For this type of document ({ $type }), open access is encouraged, not required.
finding-type-not-covered = This type of document ({ $type }) is not covered.
finding-peer-reviewed = The text was reviewed by peers.
finding-peer-review-presumed = Peer review is not stated; it is presumed for an article of a journal.
finding-peer-review-not-needed = Peer review is not required for a thesis.
finding-not-peer-reviewed = The text was not reviewed by peers.
finding-no-copy = No copy of the text is known.
finding-copy-accepted = { $copy } is open, and its version counts ({ $version }).
finding-copy-not-open = { $copy } is not open.
finding-copy-embargoed = { $copy } is not open before { $opens }.
finding-copy-access-unknown = { $copy }: it cannot be told whether it is open.
finding-copy-version-rejected = { $copy } is of a version that does not count ({ $version }).
finding-copy-version-unknown = { $copy } is of an unknown version.
finding-copy-proof = { $copy } is a proof: it counts only after comparison with the accepted manuscript.
finding-copy-place-rejected = { $copy } is in a place that does not count.
finding-copy-place-unknown = { $copy } is in a repository of an unknown kind.
finding-published-date-missing = The date of publication is unknown.
finding-published-month-only = The date of publication is known to the month only ({ $published }): the last day of the month counts.
finding-published-year-only = The date of publication is known to the year only ({ $published }).
finding-opened-in-time = { $copy } has been open since { $opened }, in time for the due date of { $due }.
finding-opened-late = { $copy } has been open since { $opened }, { $days } days after the due date of { $due }.
finding-opened-within-tolerance = { $copy } has been open since { $opened }, { $days } days after the due date of { $due }, which reports tolerate.
finding-opened-date-unknown = { $copy }: it is unknown whether it opened in time.
finding-due-ahead = The due date is { $due }.
finding-due-passed = The due date of { $due } has passed without an open copy that counts.
finding-licence-not-required = The “{ $policy }” asks for no open licence in this case.
finding-licence-accepted = { $copy } carries an accepted licence ({ $licence }).
finding-licence-accepted-no-derivatives = { $copy } carries the licence { $licence }, accepted where it is relevant to restrict modifications.
finding-licence-rejected = { $copy } carries a licence that is not accepted ({ $licence }).
finding-licence-manual-review = { $copy } carries a licence that the policy does not name ({ $licence }): a person has to look at it.
finding-licence-missing = { $copy } carries no known licence.

## Compliance

compliance-title = Compliance with the open access policy
compliance-lead = What share of the publications funded by the Fonds de recherche du Québec and known to this repository meets the open access policy? What is unknown is shown apart.
compliance-overall = of the evaluated publications comply ({ $numerator } of { $denominator })
compliance-overall-bounds = Depending on what the undetermined cases would turn out to be, the true rate lies between { $low } and { $high }.
compliance-overall-unknown = Undetermined: { $share } of the publications that are due ({ $number }).
compliance-by-year = By year of publication
compliance-by-sector = By sector
compliance-year = Year
compliance-sector = Sector
compliance-no-year = Unknown year
compliance-caption = number of publications by outcome
compliance-rate = Compliance rate
compliance-bounds = Bounds
compliance-none = There is no publication to count yet.
compliance-method = Method
compliance-method-1 = A publication counts once, with the strictest verdict among those of its awards; and once in each sector that funded it.
compliance-method-2 = The rate divides the compliant publications by those whose due date has passed, without the exempt and the undetermined ones. The bounds count all undetermined ones as not compliant, then all as compliant.
compliance-method-3 = No unfavourable verdict rests on an estimate. What the policy does not cover is not counted.
compliance-dated = As of { $date }.
compliance-download = Download the list (CSV)
part-compliant = Compliant
part-late = Late
part-partly = Partly
part-closed = Closed
part-unknown = Undetermined
part-pending = Not due yet or exempt

## Sign in

sign-in-title = Sign in
sign-in-lead = An account is only for depositing or reviewing articles. You need none to read.
sign-in-email = E-mail
sign-in-password = Password
sign-in-button = Sign in
sign-in-wrong = The e-mail address or the password is not right. Check them, then try again.
sign-in-stale = The form has expired. Try again.

## Errors

error-not-found = Page not found
error-not-found-advice = The address may hold a mistake, or the page no longer exists. Search for the article by its title.
error-gone = This document was withdrawn
error-gone-advice = It was published here, then withdrawn. Its record says why.
error-invalid = The request could not be understood
error-invalid-advice = Check what you entered, then try again.
error-forbidden = Access is not allowed
error-forbidden-advice = The text may be under embargo, or your form has expired. Go back to the page before and try again.
error-sign-in = Sign-in required
error-sign-in-advice = Sign in to see this page.
error-too-large = What was sent is too large
error-too-large-advice = Make what you send smaller, then try again.
error-unavailable = The service is unavailable for a moment
error-unavailable-advice = Try again in a few minutes.
error-internal = Something went wrong on our side
error-internal-advice = It is not your fault. Try again later; if the error comes back, write to us and quote the number below.
error-request = Number of the request:
error-search = Search for an article
error-home = Back to the home page

## About

about-title = About
about-lead = A parvis is the open square before a public building: anyone may walk in.
about-what = What is here
about-what-1 = Parvis brings together the scientific articles that come out of research funded by the Fonds de recherche du Québec. You can search their full text page by page, read them online, download them and cite them.
about-what-2 = The texts are in French or in English, as their authors chose. Where a title or an abstract exists in both languages, both are shown.
about-policy = The open access policy
about-policy-1 = The Fonds de recherche du Québec asks that the publications it funds be in open access: at once and under an open licence for competitions launched since 2022, within twelve months for earlier ones.
about-policy-2 = Each record says in plain words whether the article meets the policy that applies to its funding, why, and what can be done.
about-reuse = Reusing the data
about-reuse-1 = The descriptions of the articles are open for reuse. The licence of each text stands on its record.
about-reuse-oai = harvesting by OAI-PMH;
about-reuse-api = search and records in JSON;
about-reuse-feed = an Atom feed of new articles;
about-reuse-export = export of each record as BibTeX, RIS, CSL-JSON, Dublin Core and schema.org.
about-link-oai = OAI-PMH address
about-link-api = JSON interface
about-name = Who makes Parvis?
about-name-1 = Parvis is free software. It is not an official site of the Government of Québec and does not carry its signature.

## Accessibility

accessibility-title = Accessibility
accessibility-lead = This site wants to be usable by everyone, with any device and any assistive technology.
accessibility-aim = What we aim for
accessibility-aim-1 = The site is designed to the SGQRI 008 3.0 standard and to WCAG 2.2, level AA:
accessibility-point-keyboard = everything works with a keyboard, and the place where you are is always visible;
accessibility-point-script = everything works without JavaScript;
accessibility-point-zoom = pages can be enlarged to 400% without horizontal scrolling;
accessibility-point-contrast = contrast is sufficient in the light and in the dark appearance;
accessibility-point-language = screen readers are told the language of each passage.
accessibility-pdf = The articles
accessibility-pdf-1 = Many deposited PDF files are not tagged for accessibility. That is why each article has a reading page in HTML, made from the text of the file.
accessibility-pdf-2 = That page holds the headings, lists, tables and notes that could be recognized. For now, figures are in the original file only.
accessibility-limits = What is still missing
accessibility-limits-1 = Formulas are shown as text and can be hard to follow when read aloud. Some complex tables lose their structure.

## Privacy

privacy-title = Privacy
privacy-lead = Reading and searching here leaves almost no trace.
privacy-visit = When you visit the site
privacy-visit-1 = No audience measurement, no font and no picture comes from another site. No profile is made.
privacy-visit-2 = The server's log notes the time, the page asked for and the answer, without your address or the words that you search for.
privacy-cookies = Cookies
privacy-cookies-1 = A cookie is set only when you open the sign-in page, to secure the form and your session. The choice of a light or dark appearance stays in your browser.
privacy-authors = Authors
privacy-authors-1 = Records show names, affiliations and ORCID iDs as the articles give them. E-mail addresses are never published.
privacy-rights = Your rights
privacy-rights-1 = You can ask to see or to correct the information about you, as Québec's law on access to documents and the protection of personal information provides.

## Months

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Languages

lang-fr = French
lang-en = English
lang-es = Spanish
lang-pt = Portuguese
lang-de = German
lang-it = Italian
lang-ar = Arabic
lang-zh = Chinese
lang-iu = Inuktitut
lang-cr = Cree
lang-moe = Innu
lang-atj = Atikamekw
lang-alq = Algonquin
lang-moh = Mohawk
lang-mic = Mi'kmaq
lang-abe = Western Abenaki
lang-nsk = Naskapi
lang-wdt = Wendat
lang-mul = several languages
lang-und = unknown language
