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
theme-sepia = Sepia
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
sort-added = Latest additions
sort-title = Title
search-none-for = No results for
search-here-for = ; here are those for
search-exactly = Search exactly for “{ $words }”
search-meant = Did you mean:
search-also = Also searched:
search-bridge-off = Search only for the words typed
search-bridge-closed = The search keeps to the words typed.
search-bridge-on = Search in the other language too
search-by-bridge = Found by: { $words }
search-understood = The search was understood as:
query-and = and
query-or = or
query-without = without { $words }
query-words = “{ $words }”
query-phrase = the exact phrase “{ $words }”
query-in-title = in the title { $words }
query-by-author = author { $words }
query-award = award number { $words }
query-year = published in { $year }
query-years = published from { $from } to { $to }
query-years-from = published from { $from } on
query-years-to = published up to { $to }
note-open-quote = A quotation mark is never closed: what follows is read as ordinary words. Close it to search for an exact phrase.
note-open-parenthesis = A parenthesis is never closed: it runs to the end of the search.
note-stray-parenthesis = A parenthesis is closed without being opened: it is left out.
note-empty-field = Nothing follows “{ $words }:”: this field is left out. Put a value right after the colon.
note-unknown-field = “{ $words }:” is no field: it is read as a word. The fields are author, title, award, doi, orcid and year.
note-lone-or = “OR” needs words on both sides: here it is read as a word.
note-wildcard = The signs * and ? do not stand for letters: other forms of a word (plural, feminine, accents) are found by themselves.
note-year = “{ $words }” is not a year: write for example year:2021 or year:2021..2024.
note-identifier = “{ $words }” does not have the form of a DOI or an ORCID iD: please check it.
note-cut = The search is long: only its first words are looked for.
note-no-words = This search holds no word: type at least one letter or digit.
query-help = How to narrow a search
query-help-words = boreal forest
query-help-words-means = Both words, in all their forms, wherever they stand.
query-help-phrase = "boreal forest"
query-help-phrase-means = Exactly these words, in this order.
query-help-or = forest OR tundra
query-help-or-means = One of the two. Parentheses make groups: (forest OR tundra) carbon.
query-help-not = forest -fire
query-help-not-means = The first word, without the second.
query-help-title = title:forest
query-help-title-means = The word in the title.
query-help-author = author:"Léa Roy"
query-help-author-means = The name of an author.
query-help-year = year:2021..2024
query-help-year-means = The year of publication, or a span of years.
query-help-number = doi: orcid: award:
query-help-number-means = A whole identifier, for example award:123456.
query-help-bridge = The words typed are also searched in the other language where authors have given their keywords in French and English; the page says so and lets you do without.
suggest-label = Suggestions
suggest-one = 1 suggestion. Choose it with the arrow keys.
suggest-many = # suggestions. Choose one with the arrow keys.
suggest-subject = Subject
suggest-author = Author
suggest-title = Title
search-filters = Filter the results
search-to-filters = Filter the results
search-chips = Active filters
search-remove = Remove the filter
search-clear = Remove all filters
search-empty = No article matches this search.
search-advice-spelling = Check the spelling of the words.
search-advice-words = Try fewer words, or more general ones.
search-advice-language = Try the same subject in the other language: many articles are in French.
search-advice-embargo = The text of articles under embargo is not searched; their titles, abstracts and keywords are.
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
facet-field = Field of research
facet-version = Version
facet-licence = Licence
facet-compliance = Compliance
facet-articles = articles
facet-more = More choices
search-everything = All articles
export-title = Export the list
export-lead = The whole list in the order shown, not this page alone:
follow-title = Follow this search
follow-lead = New articles that answer it, as they come:
follow-mail = By e-mail
follow-no-mail = This site sends no e-mail: a feed reader, or a service that turns feeds into messages, will let you know.
feed-of-search = The articles that answer this search, the latest addition first.
csv-number = Number
csv-title = Title
csv-authors = Authors
csv-year = Year
csv-date = Publication date
csv-journal = Journal or book
csv-volume = Volume
csv-issue = Issue
csv-pages = Pages
csv-doi = DOI
csv-type = Document type
csv-version = Version
csv-licence = Licence
csv-access = Access
csv-language = Language
csv-field = Field of research
csv-institutions = Institutions
csv-awards = FRQ awards
csv-address = Address
csv-abstract = Abstract
export-file = results
year-from = From
year-to = to
year-apply = Apply
year-list = Choose among the years
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
article-formats = Formats for catalogues and harvesters
article-cite = Cite this article
article-correct = Correct
article-side = Read and download
article-details = About this article
article-read = Read online
article-file = Open the { $format }
article-leaf-through = Leaf through the PDF here
article-file-described = PDF with metadata
article-file-described-note = the same file, with title, names, language, licence and DOI inside
article-copies = Copies elsewhere
copy-look-open = seen open on { $date }
copy-look-other-work = another title on { $date }
copy-look-unreadable = unreadable file on { $date }
copy-look-page = page without a file on { $date }
copy-look-refused = access refused on { $date }
copy-look-gone = not found on { $date }
copy-look-silent = no answer on { $date }
copy-look-busy = site busy on { $date }
copy-look-barred = not verified, as the site asks ({ $date })
page-count = { $n ->
    [one] { $number } page
   *[other] { $number } pages
}
copy = Copy the reference
cite-other-styles = Other styles: MLA, Chicago, Vancouver, ISO 690
copy-done-style = { $style } reference copied
origin-title = Title: { $origin }
origin-abstract = Abstract: { $origin }
origin-deposited = as deposited
origin-jats = stated in the XML file
origin-page = read from the PDF, page { $number }
origin-pdf = read from the properties of the PDF
origin-edited = written or corrected by the repository team, or received from a partner repository
licence-none = No licence stated
licence-by = You may share, adapt and reuse this text, even commercially, as long as you credit its authors and say what you changed.
licence-by-nd = You may share this text as it is, even commercially, if you credit its authors. You may not distribute a modified version.
licence-by-sa = You may share and adapt this text, even commercially, if you credit its authors and publish your adaptations under the same licence.
licence-by-nc = You may share and adapt this text for non-commercial purposes, if you credit its authors and say what you changed.
licence-by-nc-sa = You may share and adapt this text for non-commercial purposes, if you credit its authors and publish your adaptations under the same licence.
licence-by-nc-nd = You may share this text as it is, for non-commercial purposes, if you credit its authors. You may not distribute a modified version.
licence-zero = The authors have waived their rights: you may reuse this text without condition. Citing them remains good practice.
licence-public-domain = This text is no longer protected by copyright: you may reuse it freely.
licence-ogl = You may share, adapt and reuse this text, even commercially, if you acknowledge its source.
licence-publisher = The publisher has its own terms. You may read this text; read the terms before you reuse it.
licence-reserved = All rights reserved: you may read and quote this text. Any other reuse needs permission from the rights holders.
licence-unknown = Nobody stated a licence for this text. You may read and quote it; for any other reuse, ask the authors for permission.
version-says-submitted = The text as submitted to the journal, before peer review. The published version may differ.
version-says-accepted = The text accepted after peer review, without the journal's layout. To cite a given page, see the published version.
version-says-proof = The journal's proof, before the last corrections. The published version may differ.
version-says-published = The final text, as the journal published it.
share-title = Share
share-mail = Email
share-copy = Copy the link
share-copied = Link copied
related-title = Related articles
related-cites = cites this article
related-cited = cited by this article
related-references = { $n ->
    [one] { $number } reference in common
   *[other] { $number } references in common
}
related-keywords = keywords in common: { $words }
related-subject = similar subject
usage-title = Usage
usage-looks = { $n ->
    [one] { $number } view
   *[other] { $number } views
}
usage-reads = { $n ->
    [one] { $number } read or download
   *[other] { $number } reads and downloads
}
usage-summary = { $looks }, including { $reads }, since { $since }.
usage-description = Views by month over twelve months; the largest number, { $number }, is in { $peak }.
usage-key-looks = Views
usage-key-reads = Reads and downloads
usage-table = The numbers by month
usage-month = Month
usage-rules = Counted after the COUNTER 5.1 rules: without robots, without cookies, no address kept.
usage-api = Numbers as JSON
fact-journal = Journal
fact-doi = DOI
fact-published = Published
fact-accepted = Accepted
fact-here = In this repository since
fact-version = Version
fact-licence = Licence
fact-field = Field
fact-address = Permanent address
journal-volume = vol.{"\u00A0"}{ $value }
journal-issue = no.{"\u00A0"}{ $value }
journal-pages = pp.{"\u00A0"}{ $value }
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
award-read-page = Read in the acknowledgements, { $copy }, page { $page }
award-read = Read in the acknowledgements, { $copy }
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
reading-code = Code
reading-formula = Formula
reading-footnote = Footnote
reading-table = Table
reading-table-continued = Table, continued
reading-back-citation = Back to the text, citation
reading-back-text = Back to the text, mark
reading-alt-figure = Figure without a caption, page { $number }
reading-alt-formula = Formula, page { $number }
reading-alt-table = Table, page { $number }
reading-alt-text = Passage of page { $number } as printed
reading-alt-page = Page { $number } as printed
reading-words-figure = Words in the figure
reading-words-formula = Formula as text
reading-words-table = The table as text
reading-words-text = What could be read of it
reading-as-printed = See as printed
reading-figure-in-file = See in the PDF
jats-notice = This text comes from the XML file of the article: its structure, tables and formulas are those of the edition.
jats-part = Part { $number }
jats-box = Box
jats-supplement = Supplementary material
jats-no-picture = The picture did not come with the deposited file.
jats-no-picture-named = The picture, “{ $name }”, did not come with the deposited file.
jats-picture-there = See the picture at the publisher's
jats-at-journal = See the journal's version
reading-lost-text = This passage could not be read; here is its picture.
reading-no-text-picture = This page holds no readable text; here is its picture.
reading-contents-short = Contents
reader-tools = Reading tools
reader-place = Page { $n } of { $m }
reader-resume = Resume at page { $n }
reader-resume-close = No thanks
reader-find = Find
reader-find-back = Previous result
reader-find-forward = Next result
reader-find-count = { $n } of { $m }
reader-find-none = No results
reader-find-all-forms = All forms
reader-aloud = Listen
reader-aloud-help = The voice is your device's own. Left and right arrows: previous and next sentence.
reader-play = Read aloud
reader-pause = Pause
reader-sentence-back = Previous sentence
reader-sentence-forward = Next sentence
reader-rate = Speed
reader-voice = Voice
reader-skip = Skip references, tables and notes
reader-split = Side by side
reader-settings = Display
reader-reset = Back to the original settings
reader-size = Text size
reader-size-small = Small
reader-size-normal = Normal
reader-size-large = Large
reader-size-larger = Larger
reader-size-largest = Huge
reader-face = Font
reader-face-normal = Open Sans
reader-face-legible = Atkinson, very legible
reader-face-serif = Serif
reader-measure = Line width
reader-measure-narrow = Narrow
reader-measure-normal = Medium
reader-measure-wide = Wide
reader-leading = Line spacing
reader-leading-tight = Tight
reader-leading-normal = Medium
reader-leading-loose = Loose
reader-theme-system = Auto
viewer-title = PDF: { $title }
viewer-tools = PDF tools
viewer-text = Read the text
viewer-download = Open the file
viewer-back = Previous page
viewer-forward = Next page
viewer-page = Page
viewer-of = of { $n }
viewer-zoom-out = Zoom out
viewer-zoom-in = Zoom in
viewer-zoom-fit = Fit to width
viewer-pages = Pages of the PDF
viewer-plain = The view below needs JavaScript. The file also opens by itself:
viewer-loading = Loading the PDF…
viewer-failed = The PDF cannot be shown here. Open the file with the link, or reload the page.
viewer-locked = This PDF is protected by a password; open the file with the link.
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
action-confirm-type = State which type of document this is.
action-confirm-copy = State since when the copy has been open and where it is.
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
finding-withheld-by-link = The link to this award is not confirmed: no unfavourable verdict is given by it.
finding-withheld-by-policy = The “{ $policy }” is shown for information; no unfavourable verdict is given by it.
finding-type-covered-any = This type of document ({ $type }) is covered by every policy that may apply.
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
compliance-counting = The figures are being counted again: some of the latest changes are not in them yet. Reload the page in a minute.
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
error-role = This page is for the people who review deposits.
error-role-advice = Your account lets you deposit articles and follow your deposits. If you should also review those of others, write to the repository's team.
error-sign-in = Sign-in required
error-sign-in-advice = Sign in to see this page.
error-too-large = What was sent is too large
error-too-large-advice = Make what you send smaller, then try again.
error-busy = Too many searches at the moment
error-busy-advice = Try again in half a minute. To get everything at once: the open data (/donnees) or OAI-PMH (/oai).
error-no-search = The search does not answer
error-no-search-advice = The rest of the site works: articles and the open data (/donnees) are there. Try again in a few minutes.
error-unavailable = The service is unavailable for a moment
error-unavailable-advice = Try again in a few minutes.
error-no-room = The disk of the service is full
error-no-room-advice = Nothing that was deposited is lost, but nothing new can be kept. Keep your file and try again in some hours; write to us if it lasts. If you administer the site, free space on the disk of the folder PARVIS_DATA.
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
privacy-visit-2 = The server's log notes the time, the page asked for and the answer, without your address or the words that you search for. The use of articles is counted by month and nothing of you is kept: a random number tells apart the visits of one day, then it is forgotten.
privacy-cookies = Cookies
privacy-cookies-1 = A cookie is set only when you open the sign-in page, that of a new account, or the form of an alert or of a request for a copy, to secure that form and your session. The appearance you choose, your reading settings and the page you had reached in an article stay in your browser.
privacy-alerts = Alerts by e-mail
privacy-alerts-1 = If you follow a search by e-mail, the site keeps your address, the search, the language and the frequency, to send you these messages and nothing else. The address must be confirmed by a link; without confirmation it is deleted after 48 hours.
privacy-alerts-2 = Each message has a link that stops it without an account. The address is then deleted at once, with any message that waits. Messages hold neither pictures nor trackers: the site does not know whether you open them.
privacy-accounts = Accounts and requests for copies
privacy-accounts-1 = An account keeps your e-mail address, your name, your language and, if you give them, your ORCID iD and your institution; for each session the name of the browser and the time. Passwords, tokens and codes are kept only in a form that gives nothing away. If you sign in through an identity provider, the site keeps the number it gives you, never your password there; with ORCID, it may ask there for the public list of your works. On the page of your account you get everything that is kept, and you may erase it.
privacy-accounts-2 = If you ask for a copy of an article under embargo, the person who deposited it sees your address and your message. The message is erased with the answer, the rest after thirty days.
privacy-authors = Authors
privacy-authors-1 = Records show names, affiliations and ORCID iDs as the articles give them. They never show an e-mail address.
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

## Deposit

menu-deposit = Deposit
menu-deposits = My deposits
menu-review = Review
deposit-title = Deposit an article
deposit-lead = Choose the file: Parvis reads the title, the authors' names, the abstracts, the DOI, the licence and the funding in it. You check, then deposit.
deposit-rights = I have the right to deposit this file, and I agree to its open access.
deposit-rights-hint = Authors usually keep that right for the accepted manuscript; the publisher's version needs an open licence such as CC BY.
deposit-file = File of the article
deposit-file-hint = A PDF or a JATS XML file of at most { $limit }, without password.
deposit-button = Continue
deposit-after = What happens next
deposit-after-1 = The file is read in seconds, and the form fills itself. It is saved at every change.
deposit-after-2 = You deposit; a person checks the description and its compliance with the FRQ's policies.
deposit-after-3 = The article is published at a permanent address, or comes back to you with a comment.
deposit-record-legend = Begin with a DOI or a record
deposit-record = DOI, or a BibTeX, RIS or CSL-JSON record
deposit-record-hint = Paste the DOI, or the record as your reference manager or the journal gives it. You attach the file afterwards.
deposit-error-no-record = This text is neither a DOI nor a BibTeX, RIS or CSL-JSON record. Paste all of it, or begin with the file.
deposit-error-broken-record = This record is incomplete or damaged. Copy it again, from its first to its last character.
deposit-error-empty-record = This record gives neither a title nor a DOI. Paste another one, or begin with the file.
draft-more = Add a field: { $fields }
lookup-asking = The record of the DOI is being asked for. Go on without waiting for it.
lookup-arrived = The record of the DOI has come. Load the page again to see its values: yours stay.
lookup-found = The record of the DOI completed the form.
lookup-unknown = None of the services asked knows this DOI.
lookup-silent = The service of records does not answer at the moment. The form does very well without it.
lookalike-title = This article may be here already
lookalike-waiting = waiting for its review
lookalike-version = It is this one: add this version
lookalike-mine = It is mine, nothing to add
lookalike-other = It is another article
lookalike-is-version = This deposit will be a new version of an article in Parvis.
lookalike-cancel = Cancel
deposit-claimed = This is noted in the article's history.
event-claim = Article claimed
draft-awards = Awards in the FRQ register
draft-award-known = in the register
draft-award-unknown = unknown to the register: declared, to be verified
draft-award-near = Did you mean
draft-award-search = Search for an award
draft-award-search-hint = By its number, holder, institution or programme.
draft-award-find = Search
draft-award-add = Add
draft-award-none = No award of the register fits. Write the fund and the number in the field of awards: they will be verified.
drafts-title = Deposits begun
draft-untitled = Untitled
draft-deleted = The draft is deleted.
draft-reading = Reading the file… The form fills in a moment.
draft-doubtful = Check first
draft-doubtful-hint = These values are missing or uncertain. Everything else was found.
draft-all-sure = Everything was found. Look through the values, tick the box, then deposit.
draft-decision = Deposit
draft-submit = Deposit the article
draft-save = Save the draft
draft-delete = Delete the draft
draft-attach = Attach the file
draft-take = Use this
draft-saved = Saved at { $time }
draft-saved-long = The draft is saved. You will find it on the page “Deposit an article”.
draft-saving = Saving…
draft-offline = No connection: your changes are kept in this browser and will be sent as soon as it is back.
draft-conflict = Another window changed this value to “{ $value }”. Yours is still here: save to keep it, or copy the other one.
draft-conflicts = This draft changed in another window. The fields touched on both sides are marked; everything else is saved.
draft-doi-here = An article in Parvis already has this DOI or this file. Say above what it is to yours, or correct the DOI.
draft-file-none = Attach the article's file: a draft without a file is kept, but cannot be deposited.
confidence-missing = to fill in
draft-from-none = Nothing was found
draft-from-file = Read in the file
draft-from-page = Read on page { $page }
draft-from-inside = Stated in the JATS file
draft-from-guess = Suggested by Parvis
draft-from-person = Written by you
draft-from-crossref = DOI record (Crossref)
draft-from-datacite = DOI record (DataCite)
draft-from-openalex = OpenAlex record
draft-from-pasted = Pasted record
draft-from-deposit = Your deposit that was taken back
draft-from-program = Depositing program
upload-sending = Sending the file: { $percent }%
upload-broken = Connection lost: sending will go on where it stopped.
upload-progress = Sending the file
deposit-error-stale = The form has expired. Choose the file again, then retry.
deposit-error-rights = Tick the box that confirms your rights.
deposit-error-none = No file was chosen. Choose the PDF or the JATS file of the article.
deposit-error-empty = This file is empty. Check it on your device, then choose it again.
deposit-error-type = This file is neither a PDF nor a JATS XML file. Export the article as PDF, then deposit that PDF.
deposit-error-large = This file is larger than { $limit }. Make its images smaller or deposit it without its annexes.
deposit-error-broken = The file did not arrive in full. Check the connection, then try again.
deposit-error-public = This file is here already: the article has its page.
deposit-error-public-link = See the article
deposit-error-in-hand = Somebody else has deposited this file already, and it is waiting for its review. There is nothing to do.
deposit-error-declined = This file was refused in a review before. Write to the repository's team if you think that is a mistake.
deposits-title = My deposits
deposits-see = See my deposits
deposits-new = Deposit an article
deposits-none = You have not deposited anything yet.
deposits-day = Deposited on { $date }
standing-reading = Being read
standing-reading-next = Parvis is reading the file. This takes a few seconds.
standing-trouble = Reading is stuck
standing-trouble-next = The file has arrived, but a fault on our side keeps it from being read. It is kept safe: do not deposit it a second time.
standing-failed = File cannot be read
standing-duplicate = Here already
standing-duplicate-next = This article is in Parvis already. There is nothing to do.
standing-in-review = In review
standing-in-review-next = A person is checking the description. You have nothing to do; the decision will appear on this page.
standing-returned = To be corrected
standing-returned-next = The person who checked the deposit asks you for something. Read the comment, then deposit the corrected file. If the file itself does not change, deposit it again as it is: that asks for a new review.
standing-rejected = Rejected
standing-rejected-next = This deposit was not accepted. If its reason no longer holds, deposit another file.
standing-published = Published
standing-published-next = The article is online at its permanent address.
standing-withdrawn = Withdrawn
standing-withdrawn-next = The article was withdrawn. Its address says why.
standing-taken-back = Taken back
standing-taken-back-next = You took this deposit back before it was decided: it is a draft again, which nobody else sees. You can correct it and deposit it again.
standing-ended = Taken back
standing-ended-next = This deposit was taken back before it was decided. Nothing of it is public.
failure-empty = The file is empty. Check it on your device, then deposit it again.
failure-type = The file is neither a PDF nor a JATS XML file. Export the article as PDF, then deposit that PDF.
failure-encrypted = The PDF is protected by a password. Save a copy without protection, then deposit that copy.
failure-damaged = The PDF is too damaged to be read. Open it, export it as PDF again, then deposit the new file.
failure-limits = Reading the file takes too much memory or time. Export it again with lighter images, then deposit the new file.
progress-standing = State of the deposit
progress-refresh = This page updates itself every three seconds.
progress-comment = Comment
progress-again = Deposit again
progress-known = You had deposited this file already: this is where that deposit stands. Nothing has changed.
progress-known-refused = You had deposited this file already, and that deposit was rejected: sending it again does not change that. Read the reason below, then deposit another file or write to the repository's team.
progress-article = See the article
progress-review = Review this deposit
progress-found = What was read from the file
progress-found-lead = These values fill the description. The person who checks it corrects the doubtful ones.
history-title = History
event-submit = File deposited
event-begin-review = File read, review asked for
event-duplicate = Article already here
event-refuse = File cannot be read
event-publish = Article published
event-correct = Description corrected
event-returned = Returned with a comment
event-rejected = Rejected
event-withdraw = Article withdrawn
event-take-back = Deposit taken back
event-withdrawal-ask = Withdrawal asked for
event-withdrawal-unask = Request for withdrawal called back
event-withdrawal-decline = Request for withdrawal declined
found-titles = Title
found-authors = Authors
found-abstracts = Abstract
found-keywords = Keywords
found-dois = DOI
found-languages = Language
found-licences = Licence
found-versions = Version
found-journals = Journal
found-volumes = Volume
found-issues = Issue
found-pages = Pages in the journal
found-issns = ISSN
found-dates = Dates
found-orcids = ORCID
found-funding = FRQ funding
found-none = Nothing was found in the file.
found-page = page { $page }
found-date-received = Received: { $date }
found-date-accepted = Accepted: { $date }
found-date-online = Online: { $date }
found-date-issue = Issue: { $date }
found-warning-repaired = The structure of the PDF was damaged; it was repaired while reading.
found-warning-glyphs = Some characters could not be read.
found-warning-page = At least one page could not be read.
found-warning-no-text = At least one page has no text: it is probably a scanned image.
found-warning-budget = The file is so large that reading stopped before its end.
confidence-sure = certain
confidence-likely = likely
confidence-doubtful = doubtful

## Review

review-title = Review
review-none = No deposit waits for a decision.
review-done-publie = The article is published.
review-done-renvoye = The deposit is returned with your comment.
review-done-refuse = The deposit is rejected.
review-done-corrige = The correction is published.
review-done-decline = The request for withdrawal is declined.
review-file = Open the file
review-side = What the rules and the file say
review-findings = Compliance
review-no-award = No FRQ award is declared: there is nothing to check.
review-found = Read from the file
review-decision = Decision
review-check = Check without publishing
review-accept = Accept and publish
review-return = Return with the comment
review-reject = Reject with this reason
review-correction = Correction
review-correct = Publish the correction
review-correct-hint = The article stays at its address. The correction becomes its new version; the earlier versions are kept.
review-checked = The rules were applied to the values of the form. Nothing is published yet.
review-checked-correction = The rules were applied to the values of the form. The correction is not published yet.
review-closed = The decision is made. The history says by whom and when.
group-texts = Titles, abstracts and keywords
group-authors = Authors
group-source = Publication
group-rights = Version and rights
group-awards = FRQ awards
field-unknown = Unknown
field-choose = Choose…
field-langue = Language of the article
field-titre-fr = Title in French
field-titre-en = Title in English
field-titre-autre = Title in another language
field-titre-autre-hint = Its language is that of the article.
field-resume-fr = Abstract in French
field-resume-en = Abstract in English
field-resume-autre = Abstract in another language
field-mots-fr = Keywords in French
field-mots-fr-hint = Separate them by semicolons.
field-mots-en = Keywords in English
field-mots-en-hint = Separate them by semicolons.
field-auteurs = Authors, one name a line
field-auteurs-hint = Family name, Given name [ORCID] | Institution; Another institution, in the order of the byline. Without a comma, the line names an organisation.
field-doi = DOI
field-doi-hint = For example 10.5555/abc or https://doi.org/10.5555/abc.
field-revue = Journal
field-issn = ISSN
field-issn-hint = Eight characters, for example 0317-8471.
field-volume = Volume
field-numero = Issue
field-pages = Pages
field-type = Type of document
field-en-ligne = Published online
field-en-ligne-hint = YYYY, YYYY-MM or YYYY-MM-DD.
field-parution = Date of the issue
field-parution-hint = YYYY, YYYY-MM or YYYY-MM-DD.
field-acceptation = Accepted
field-acceptation-hint = YYYY, YYYY-MM or YYYY-MM-DD.
field-version = Version of the file
field-licence = Licence
field-acces = Access to the file
field-embargo = End of the embargo
field-embargo-hint = YYYY-MM-DD, for embargoed access only.
field-octrois = Awards, one a line
field-octrois-hint = The fund, then the number: frqnt 312345. Funds: frq, frqnt, frqs, frqsc.
field-commentaire = Comment or reason
field-commentaire-hint = The depositor will read it. Returning or rejecting does not save the corrections in the form.
field-raison = Reason for the withdrawal
field-raison-hint = It stays readable by everybody at the article's address.
form-errors = Something needs correcting
form-stale = The form has expired. What you typed is still here: check it, then send it again.
form-decided = The decision is made: this deposit no longer waits for a review. See the history.
form-doi-taken = This DOI belongs to another article in Parvis. Correct it, or reject this deposit if it is the same article.
form-reason-none = Write why.
form-too-long = This text is too long. Shorten it.
form-language = “{ $value }” is not a language code. Choose a language from the list.
form-choice = “{ $value }” is not in the list. Choose a value from it.
form-type-none = Choose the type of document.
form-version-none = Choose the version of the file; “Not applicable (or unknown)” is a possible choice.
form-licence-none = Choose the licence. If nobody knows it, choose “Copyright not evaluated”.
form-access-none = Choose the access to the file: nothing is open unless somebody says so.
form-licence = “{ $value }” is not a known licence. Choose a licence from the list.
form-doi = “{ $value }” is not a DOI. A DOI begins with 10. and holds a slash.
form-issn = “{ $value }” is not an ISSN: its last character does not check the other seven.
form-journal = Name the journal, or empty the ISSN, volume, issue and pages.
form-date = “{ $value }” is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.
form-date-future = “{ $value }” lies in the future. Check the year.
form-embargo-none = Give the day on which the embargo ends.
form-embargo-access = An embargo has a date: choose “embargoed access” or empty the date.
form-authors-none = Name at least one author, a person or an organisation.
form-author = The line “{ $value }” cannot be read. Write Family, Given [ORCID].
form-orcid = The ORCID of the line “{ $value }” is wrong: its last character does not check the other fifteen.
form-award = The line “{ $value }” cannot be read. Write the fund, then the number of five to seven digits: frqnt 312345.
form-title-none = Give at least one title.
withdraw-title = Withdraw the article
withdraw-lead = The article and its file will no longer be readable. A page with the reason stays at its address for ever: a withdrawal cannot be undone.
withdraw-button = Withdraw the article
withdraw-cancel = Cancel
withdrawal-title = Withdrawal asked for
withdrawal-since = You asked for the withdrawal on { $date }. A person of the team decides; until then the article stays public.
withdrawal-asked-by = { $name } has been asking for the withdrawal since { $date }.
withdrawal-decide = If you withdraw the article, the reason below stays at its address. If you decline the request, only the depositor sees it.
withdrawal-decline = Decline the request
withdrawal-wanted = The depositor asks for the withdrawal: read why and decide
back-deposit = The deposit
back-link-take = Take this deposit back
back-link-go-on = Go on with the draft
back-link-ask = Ask for withdrawal
back-link-asked = Request for withdrawal
back-title-take = Take this deposit back
back-title-go-on = Deposit taken back
back-title-ask = Ask for withdrawal
back-title-asked = Withdrawal asked for
back-title-closed = Nothing to take back
back-lead-take = Nobody has decided about this deposit yet. Taken back, it becomes a draft again: nothing is lost, the review stops, and you can correct it, deposit it again or delete it.
back-lead-go-on = This deposit is a draft again.
back-lead-ask = The article is public. Say why it should be withdrawn; a person of the team decides. After a withdrawal, a page with the reason stays at its address for ever.
back-lead-asked = You can call your request back while nobody has decided about it.
back-lead-closed = This deposit is neither waiting nor public: there is nothing to take back or to withdraw.
back-button-take = Take the deposit back
back-button-ask = Send the request
back-button-asked = Call my request back
back-decided = The deposit has changed in the meantime: this is what is possible now.
back-reason-long = The reason is too long: 2,000 characters at most.

# parvis extract
extract-standard-input = standard input
extract-empty = the file is empty (0 bytes). Export or download it again.
extract-type = this is neither a PDF nor JATS XML. Give the PDF of the article.
extract-encrypted = the PDF is protected by a password. Save a copy without one.
extract-damaged = the PDF is too damaged to be read. Export it to PDF again.
extract-limits = reading takes too much memory or time. Export the file again with lighter images, or in parts.
extract-missing = there is no such file. Check its name and the folder you are in.
extract-folder = this is a folder. Give the files in it.
extract-forbidden = you may not open this file. Ask its owner.
extract-no-such-page = { $n ->
    [0] the file has no page.
    [one] the file has one page only: ask for page 1.
   *[other] the file has { $number } pages: ask for pages from 1 to { $number }.
}
extract-layout-html = the layout is kept in text and in JSON. Leave out --layout, or choose --format text or json.
extract-one-page = an HTML page shows a single file. Give the files one by one.

# Data
menu-data = Open data
data-title = Open data
data-lead = Everything public here can be fetched in bulk, without crawling the pages.
data-ways = Direct access
data-way-oai = Harvesting by OAI-PMH
data-way-resourcesync = Synchronization by ResourceSync, files included
data-way-api = Search and records in JSON
data-way-compliance = Compliance of every article (CSV)
data-way-feed = New articles (Atom feed)
data-dumps = Daily copy
data-dumps-1 = Every day all descriptions are gathered in three files, with their SHA-256 digests. The manifest says where to go on by OAI-PMH.
data-manifest = Manifest (JSON)
data-none = The first copy will be ready in a few minutes.
data-file = File
data-content = Content
data-records = Entries
data-size = Size
data-dump-articles = All descriptions (schema.org, one a line); withdrawn articles keep their identifier
data-dump-changes = What changed since the copy before
data-dump-files = Open texts: address, size, digest and licence

# Harvested sources (administration)
menu-sources = Sources
error-administrator = This page is for the people who manage the site.
error-administrator-advice = If you should manage sources, ask the site's administrator for that role.
event-copy = Copy shown by a source
event-copy-withdrawn = Copy taken away at its source
event-copy-verified = Copy seen open
event-copy-gone = Copy gone, seen twice
event-copy-back = Copy came back
event-award-confirmed = Award confirmed by its holder
event-award-read = Award read in the acknowledgements of a copy
event-award-rejected = Award taken back by its holder
event-complete = File added to the record
sources-title = Sources
sources-lead = These repositories and services are harvested. Their records show copies of our articles, or funded articles that we lack.
sources-table = Sources and how they stand
sources-column-source = Source
sources-column-state = State
sources-column-last = Last harvest
sources-column-records = Records
sources-all = All sources
sources-add = Add a source
sources-add-lead = For a repository, the address is that of the OAI-PMH service: it is asked at once, and the richest format is chosen. For Crossref and OpenAlex, the address may stay empty.
sources-add-button = Add the source
sources-done-ajoutee = The source is added. Its first harvest begins by itself.
sources-done-retiree = The source is removed. Articles and copies that came of it stay.
field-genre = Kind
choice-genre-oai = Repository or journal (OAI-PMH)
choice-genre-crossref = Crossref: articles that name the FRQ
choice-genre-openalex = OpenAlex: articles that name the FRQ
field-adresse = Address of the service
field-adresse-hint = For example https://depot.example.org/oai
field-nom = Short name (optional)
field-nom-hint = Lower-case letters, digits and hyphens; made from the address if nothing is said.
field-prefixe = Format, metadataPrefix (optional)
field-ensemble = Set, setSpec, or funds to look for (optional)
field-intervalle = How often
field-documents = Documents taken
field-hote = What this repository is
field-decision = New articles
field-fichiers = Files under a Creative Commons licence
field-miroir = Mirror
choice-intervalle-24 = Every day
choice-intervalle-168 = Every week
choice-intervalle-1 = Every hour
choice-intervalle-0 = On demand only
choice-documents-couverts = What the policies cover
choice-documents-articles = Articles only
choice-documents-theses = Theses
choice-documents-tous = Everything
choice-hote-etablissement = An institution's repository
choice-hote-discipline = A discipline's repository
choice-hote-organisme = A funder's repository
choice-hote-editeur = A publisher
choice-decision-revision = A person reviews them
choice-decision-publication = Published at once
choice-fichiers-non = Linked only
choice-fichiers-oui = Copied here
choice-miroir-non = No: only what is linked to the FRQ
choice-miroir-oui = Yes: everything, given on to harvesters as it came
source-error-slow = The repository did not answer in time. Check the address or try later.
source-error-taken = A source is called “{ $value }” already. Choose another name.
source-error-name = The name may hold only lower-case letters, digits and hyphens.
source-error-private = { $value } is on this machine or in a private network: such a source is refused unless PARVIS_HARVEST_PRIVATE allows it.
source-error-address = “{ $value }” is not an address that begins with http:// or https://.
source-error-formats = The repository offers no format that can be read here: { $value }.
source-error-format = The format “{ $value }” cannot be read here.
source-error-remote = The repository cannot be asked: { $value }
source-error-files = Files of this machine are added on the command line alone: parvis harvest add file:///folder --kind crossref.
source-error-outside = Sources read the folder { $value } alone (PARVIS_HARVEST_FILES): name a file or folder in it, without links that lead out of it.
source-error-file = { $value } cannot be read, or holds no file named .json, .jsonl or .gz.
source-error-funds = “{ $value }” is no fund. Write one or several of frq, frqnt, frqs, frqsc, separated by commas.
source-error-mirror = Only what comes over OAI-PMH can be given on as it came.
source-name = Short name: { $name }
source-address = Address: { $address }
source-format = Format: { $format }
source-mirror = The records as they came, for harvesters
source-state-running = Being harvested
source-state-paused = Paused
source-state-due = Next harvest: { $date }
source-state-hand = On demand only
source-never = Never harvested.
source-run-now = Harvest now
source-pause = Pause
source-resume = Go on
source-remove = Remove the source
source-remove-hint = Removing a source forgets its records that became nothing; articles and copies stay.
source-done-lancer = The harvest will begin within seconds.
source-done-suspendre = The source is paused.
source-done-reprendre = The source will be harvested again.
field-heures = Hours between two harvests
field-heures-hint = For example 24 for every day, 168 for every week; 0 to harvest on demand only.
choice-documents-actuels = As now: { $types }
source-error-hours = “{ $value }” is not a whole number of hours. Write for example 24, or 0 to harvest on demand only.
source-error-choice = Choose one of the values of the list.
source-error-unchanged = Nothing changes: give at least one setting another value.
source-settings = Settings
source-settings-lead = They hold from the next harvest on; records that were looked at before are not looked at again.
source-settings-button = Save the settings
source-done-regler = The settings are saved. They hold from the next harvest on.
source-history = Harvests
source-faults = Broken records
source-fault-nameless = (no identifier)
source-faults-more = { $n ->
    [one] and one more
   *[other] and { $number } more
 }
source-nothing-new = Nothing new
source-outcome-done = Done.
source-outcome-failed = Failed.
source-outcome-interrupted = Interrupted; the next one goes on.
source-outcome-running = Under way.
source-fate-pending = waiting
source-fate-article = became articles
source-fate-copy = copies of our articles
source-fate-kept = kept alone
source-fate-filtered = of other types
source-fate-withdrawn = taken away at the source
source-fate-unreadable = unreadable
source-tally-records = { $n ->
    [one] { $number } record
   *[other] { $number } records
 }
source-tally-deleted = { $n ->
    [one] { $number } deleted
   *[other] { $number } deleted
 }
source-tally-articles = { $n ->
    [one] { $number } article
   *[other] { $number } articles
 }
source-tally-copies = { $n ->
    [one] { $number } copy
   *[other] { $number } copies
 }
source-tally-files = { $n ->
    [one] { $number } file
   *[other] { $number } files
 }
source-tally-kept = { $n ->
    [one] { $number } kept alone
   *[other] { $number } kept alone
 }
source-tally-filtered = { $n ->
    [one] { $number } of another type
   *[other] { $number } of other types
 }
source-tally-faults = { $n ->
    [one] { $number } broken
   *[other] { $number } broken
 }

## Alerts and e-mail

alert-new-title = Follow a search by e-mail
alert-new-lead = A message announces new articles that answer this search, only when there are any.
alert-search = Search followed
alert-email = Your e-mail address
alert-email-help = It serves these messages alone and is deleted as soon as you stop them.
alert-email-wrong = This e-mail address is not complete: write it like name@example.org.
alert-stale = The form was no longer valid. Send it again.
alert-many = Too many requests are coming in right now. Try again in an hour.
alert-limit = You already follow 50 searches, the most there can be. Remove one to add another.
alert-frequency = Frequency
alert-daily = Every morning
alert-weekly = Every Monday morning
alert-follow = Follow this search
alert-sent-to = Messages will go to { $email }.
alert-feeds = Do you prefer a feed reader?
alert-no-mail = This site sends no e-mail. A feed reader, or a service that turns feeds into messages, can tell you of new articles:
alert-asked-title = Check your e-mail
alert-asked-lead = If the address can receive messages, a link was just sent there. Open it within 48 hours to confirm that the address is yours.
alert-asked-nothing = Nothing arrives? Look among junk mail, then ask again.
alert-back-to-search = Back to the search
alert-confirm-title = Confirm the alert
alert-confirm-lead = Confirm that you want to receive the new articles of this search.
alert-confirm-button = Confirm
alert-confirmed-title = The alert is active
alert-confirmed-lead = The first message will leave when new articles answer this search. Each message has a link that stops them all.
alert-stop-title = Stop the alert
alert-stop-lead = Messages about this search will end and your address will be deleted.
alert-stop-button = Stop and delete my address
alert-stopped-title = The alert is stopped
alert-stopped-lead = You will receive no more messages about this search, and the address that went with it is deleted.
alert-gone-title = This link is no longer valid
alert-gone-lead = The alert was stopped, or it was not confirmed within 48 hours. To receive it again, repeat the search and follow it.
alerts-title = My alerts
alerts-lead = The searches that you follow by e-mail, at the address { $email }.
alerts-none = You follow no search. Make a search, then choose “Follow this search”.
alerts-added = The search is followed.
alerts-changed = The frequency is changed.
alerts-removed = The alert is removed.
alerts-paused = This site sends no e-mail at the moment: new articles will be announced once it does.
alerts-change = Change the frequency
alerts-remove = Remove
menu-alerts = My alerts
mail-confirm-heading = Confirm your alert
mail-confirm-asked = Somebody asked { $site } to announce at this address the new articles that answer a search.
mail-confirm-ignore = If it was you, confirm within 48 hours. If not, there is nothing to do: without confirmation no other message will come and the address will be deleted.
mail-confirm-button = Confirm the alert
mail-confirm-reason = This message is the only one until the alert is confirmed.
mail-news-heading = { $n ->
    [one] { $number } new article
   *[other] { $number } new articles
}
mail-news-search = For the search that you follow: { $search }
mail-news-more = { $n ->
    [one] … and { $number } more article among the results.
   *[other] … and { $number } more articles among the results.
}
mail-news-button = See the results
mail-news-reason = You receive this message because you follow this search.
mail-news-stop = Stop this alert and delete my address

## Accounts

menu-people = Accounts
sign-in-throttled = Too many tries have failed. Wait a quarter of an hour, then try again.
sign-in-code-title = Verification code
sign-in-code-lead = The first step is done. Now give the code of your device.
sign-in-code = Code
sign-in-code-help = The six digits that your app shows, or one of your recovery codes.
sign-in-code-wrong = This code is wrong or was used before. Wait for the next one, then try again.
sign-in-code-late = Too much time has passed since the first step. Please start again.
join-title = Create an account
join-lead = An account is for depositing articles and following their publication. We send a link to your address; behind it you choose a password.
join-button = Send me the link
join-wrong = Give your name and a complete e-mail address, such as name@university.ca.
forgot-title = Forgotten password
forgot-lead = Give the address of your account. We send a link there to choose another password; it works once, for an hour.
forgot-button = Send me the link
ask-sent-title = Look at your e-mail
ask-sent-lead = If the address is right, a message is on its way. Its link works only once.
ask-no-mail = This site sends no e-mail. Write to the repository's team for an account or another password.
welcome-title = Welcome
welcome-button = Create my account
password-title = Choose a password
password-lead = For the account { $email }.
password-new = New password
password-current = Current password
password-help = At least ten characters. A phrase of a few words is easy to remember and hard to guess.
password-others = Other sessions end.
password-ends = All sessions and all tokens of programs end.
password-ways = Providers that open this account
password-ways-help = Tick those that you linked yourself and want to keep. The others will be unlinked; you can link them again.
password-way-since = linked on { $date }
password-button = Change the password
link-gone-title = This link no longer works
link-gone-lead = It was used before, or its time is over. Ask for another one.
account-title = My account
account-trusted = may publish without review
account-profile = Profile
account-name = Name
account-language = Language of e-mails
account-orcid-help = To find your articles
account-institution = Institution
account-institution-help = The name as it stands in your articles
account-news = Send me an e-mail when something changes in my deposits
account-save = Save
account-name-wrong = Give a name of at most 200 characters.
account-orcid-wrong = This ORCID iD is wrong: its last character does not check the fifteen others.
account-password-wrong = The password is wrong.
account-password-short = Choose a password of at least ten characters.
account-done-profil = The profile is saved.
account-done-mot-de-passe = The password is changed; other sessions have ended.
account-done-session = The session has ended.
account-done-sessions = The other sessions have ended.
account-done-jeton-fin = The token no longer works.
account-done-facteur = Two-step verification is on.
account-done-sans-facteur = Two-step verification is off.
account-factor-on = On
account-factor-off = With a code of your phone beside the password, nobody else gets into your account.
account-factor-change = Recovery codes, or turn it off
account-codes-left =
    { $n ->
        [0] No recovery code is left.
        [one] { $number } recovery code is left.
       *[other] { $number } recovery codes are left.
    }
account-sessions = Sessions
account-session-unknown = Unknown browser
account-session-since = Since { $date }
account-session-this = This session
account-session-end = End
account-sessions-end = End all others
account-tokens = Tokens for programs
account-tokens-lead = A token lets a program act for you, within the limits that you choose.
account-token-new = Create a token
account-token-name = What will it be for?
account-token-span = Duration
account-token-days =
    { $n ->
        [one] { $number } day
       *[other] { $number } days
    }
account-token-scopes = What it allows
account-token-made = Here is the token. Copy it now: it will never be shown again.
account-token-copy = Copy
account-token-copied = Copied
account-token-end = Remove
account-token-until = Until { $date }
account-token-over = Ended on { $date }
account-token-used = last used on { $date }
account-token-unused = never used
account-token-wrong = Name the token and tick at least one permission. An account has twenty tokens at most.
account-data = My data
account-data-lead = You may get everything that the site keeps about you, or erase your account (Law 25).
account-data-get = Download my data (JSON)
scope-read = Read my deposits
scope-deposit = Deposit
scope-review = Review
scope-report = Read reports
role-depositor = Deposit
role-funder = Funding agency
role-curator = Review
role-administrator = Administration
factor-title = Two-step verification
factor-lead = At sign-in the site will also ask for a code that only your device knows.
factor-step-scan = Open a code app (such as FreeOTP, Aegis or that of your phone) and point it at this square.
factor-square = Square code for the app
factor-by-hand = I cannot scan it
factor-on-this-device = Open the app on this device
factor-step-code = Type the six digits that it shows
factor-on-button = Turn on
factor-code-wrong = This code is wrong. Check the time of your device, wait for the next code, then try again.
factor-codes-new = Two-step verification is on.
factor-codes-lead = Keep these recovery codes in a safe place, not on your phone. Each works once, should you lose your device. They will not be shown again.
factor-codes-kept = I have kept them
factor-is-on = Two-step verification is on.
factor-password-help = Your password confirms that it is you.
factor-codes-button = Get new recovery codes
factor-off-button = Turn off
leave-title = Erase my account
leave-lead = The account { $email }, its sessions, tokens and alerts are erased at once and for good.
leave-stays = Published articles stay: they are part of common knowledge. Histories keep what was done, without your name.
leave-button = Erase for good
leave-proof = This account has no password. Show first that it is you: sign in once more with your provider, then come back here.
leave-proof-button = Confirm with { $provider }
leave-late = You signed in more than ten minutes ago. Confirm below, then erase the account.
people-title = Accounts
people-words = Name or e-mail
people-role = Role
people-all = All
people-none = No account fits.
people-since = since { $date }
people-trusted = May publish without review
people-close = Account closed
people-closed = Closed
people-own = This is your account: another administrator has to change your rights.
people-done = The rights are changed. The person will have to sign in again.
mail-account-heading-sign-up = Your account
mail-account-lead-sign-up = Somebody, probably you, wants to create an account on { $site } with this address. The link works once, for two days.
mail-account-button-sign-up = Choose a password
mail-account-reason-sign-up = If it was not you, do nothing: no account will be made.
mail-account-heading-already-here = You already have an account
mail-account-lead-already-here = Somebody, probably you, wants to create an account on { $site } with this address. There is one already: sign in, or ask for another password.
mail-account-button-already-here = Sign in
mail-account-reason-already-here = If it was not you, do nothing: nothing changes.
mail-account-heading-reset = Choose another password
mail-account-lead-reset = Somebody, probably you, forgot the password of your account on { $site }. The link works once, for an hour.
mail-account-button-reset = Choose a password
mail-account-reason-reset = If it was not you, do nothing: your password stays the same.
mail-account-heading-password-changed = Your password was changed
mail-account-lead-password-changed = The password of your account on { $site } has just been changed, and other sessions have ended. If it was not you, choose another one at once.
mail-account-button-password-changed = It was not me
mail-account-reason-password-changed = This message is sent with each change of a password.
mail-account-heading-password-reset = Your password was chosen anew
mail-account-lead-password-reset = The password of your account on { $site } was just chosen through the link of a message. Sessions, tokens of programs and providers that you did not keep open the account no more. If it was not you, choose another one at once, and secure your mailbox.
mail-account-button-password-reset = It was not me
mail-account-reason-password-reset = This message is sent each time a password changes.
mail-account-heading-factor-on = Two-step verification is on
mail-account-lead-factor-on = Signing in to your account on { $site } now asks for a code beside the password.
mail-account-button-factor-on = See my account
mail-account-reason-factor-on = This message is sent with each change of an account's security.
mail-account-heading-factor-off = Two-step verification is off
mail-account-lead-factor-off = Signing in to your account on { $site } asks for the password alone. If it was not you, change it at once.
mail-account-button-factor-off = See my account
mail-account-reason-factor-off = This message is sent with each change of an account's security.
mail-account-heading-token-made = A token was made
mail-account-lead-token-made = A token now lets a program act for you on { $site }. If it was not you, remove it and change your password.
mail-account-button-token-made = See my tokens
mail-account-reason-token-made = This message is sent for each token that is made.
mail-account-heading-erased = Your account is erased
mail-account-lead-erased = Your account on { $site } is erased, with all that said who you are. This is the last message that we send you.
mail-account-button-erased = Go to the repository
mail-account-reason-erased = This message confirms the erasure that you asked for.

## Reviewing together

review-beside = The file
review-assignee = In charge
review-nobody = Nobody
review-assign = Assign
queue-filters = Choose the deposits
queue-state = State
queue-state-attente = Waiting for a decision
queue-state-renvoyes = Sent back
queue-state-decides = Decided
queue-state-retraits = Withdrawals asked for
queue-state-repris = Taken back
queue-owner-tous = Everybody
queue-owner-moi = Me
queue-owner-personne = Nobody
queue-words = Title, author or person
queue-show = Show
queue-none = No deposit fits.
queue-withdrawals =
    { $n ->
        [one] { $number } withdrawal waits for a decision
       *[other] { $number } withdrawals wait for a decision
    }
queue-comments =
    { $n ->
        [one] { $number } message
       *[other] { $number } messages
    }
thread-title = Messages
thread-none = Nobody has written anything yet.
thread-say = Write a message
thread-about = About
thread-whole = the whole deposit
thread-send = Send
thread-gone = Erased account
describe-title = Correct the description
describe-lead = The file stays the same. Correct what is needed, then send it back: a person checks it again.
describe-notes = What was asked for
describe-send-title = Send back
describe-answer = Answer the person who checks (optional)
describe-send = Save and send back
describe-publish = Publish now
event-revise = Description corrected
notice-submit = Received
notice-comment = New message
notice-returned = To be corrected
notice-rejected = Refused
notice-refuse = The file cannot be read
notice-publish = Published
notice-correct = Description corrected by the team
notice-withdraw = Withdrawn
notice-take-back = Taken back by its depositor
notice-withdrawal-ask = Withdrawal asked for
notice-withdrawal-unask = Request for withdrawal called back
notice-withdrawal-decline = Request for withdrawal declined
mail-deposits-heading =
    { $n ->
        [one] News of your deposit
       *[other] News of { $number } deposits
    }
mail-deposits-button = See my deposits
mail-deposits-reason = You get this message because you have an account here.
mail-deposits-stop = No longer send me these messages
mail-digest-heading =
    { $n ->
        [one] { $number } deposit waits for a decision
       *[other] { $number } deposits wait for a decision
    }
mail-digest-button = Open the review
mail-digest-reason = This message comes each morning when deposits wait.

## Copies during an embargo

copy-title = Ask for a copy
copy-lead = The file is under embargo. You may ask the person who deposited it for a copy; they are free to agree.
copy-message = Your message
copy-message-help = Say who you are and why the article interests you. That person will see your address and your message.
copy-button = Send the request
copy-wrong = Give a complete e-mail address and a message of at most 2,000 characters.
copy-sent-title = The request is sent
copy-sent-lead = If the answer is yes, you will get a link by e-mail.
copy-answer-title = Somebody asks you for a copy
copy-answer-lead = From { $email }:
copy-answer-help = If you agree, that person gets a link that gives the file three times within seven days. Your address is not shown to them.
copy-accept = Send a copy
copy-refuse = Refuse
copy-answered-title = The answer is sent
copy-answered-lead = Thank you. The request is closed.
copy-fetch-title = Your copy
copy-fetch-lead = It is for you alone. The link works three times, within seven days.
copy-fetch = Download
copy-gone-lead = It was used before, or its time is over.
mail-copy-asked-heading = Request for a copy
mail-copy-asked-lead = { $email } would like to read this article, whose file is still under embargo.
mail-copy-asked-words = Their message: { $message }
mail-copy-asked-button = Answer
mail-copy-asked-reason = You get this message because you deposited this article.
mail-copy-heading-granted = Your copy is ready
mail-copy-lead-granted = The person who deposited this article agrees to give you a copy. The link works three times, within seven days.
mail-copy-button-granted = Get the copy
mail-copy-heading-refused = No copy this time
mail-copy-lead-refused = The person who deposited this article cannot give you a copy. The file will open when the embargo ends.
mail-copy-button-refused = Go to the repository
mail-copy-reason = You get this message because you asked for a copy.

## Home of deposits

# Journals: ways to publish
menu-journals = Choosing a journal
journals-title = Publishing in open access: which journal, which way?
journals-lead = Before you submit an article, see in which ways it can keep the policy of your award in a given journal.
journals-journal = Journal
journals-journal-hint = Its ISSN, such as 0378-5955, or words of its title.
journals-award = Award number
journals-award-hint = It decides which version of the policy holds. Optional.
journals-more = Another policy, details of the letter
journals-policy = Policy, without an award number
journals-policy-new = That of new competitions
journals-article = Title of the article
journals-author = Your name
journals-button = Show the ways
journals-none = No journal of our directories has these words. Try its ISSN: the answer will at least say what cannot be known.
journals-which = Which journal?
journals-error-issn = “{ $value }” is not an ISSN: its last position does not fit. Check it on the page of the journal.
journals-error-award = “{ $value }” is not an award number. Write the digits alone, such as 312345.
journals-overall-yes = At least one way is open.
journals-overall-unknown = No way is certain with what we know.
journals-overall-no = According to our directories, no way is open as it stands.
journals-overall-none = No policy requires open access for this award; it is encouraged all the same.
journals-answer-yes = Yes
journals-answer-unknown = Unknown
journals-answer-no = No
journals-way-journal = Publish in the journal itself
journals-meaning-journal = The whole journal is open at once, under an accepted licence: nothing else is to be done.
journals-way-deposit = Deposit the accepted manuscript or the version of record
journals-meaning-deposit = The journal allows a deposit in an institutional or disciplinary repository, in time and under an accepted licence.
journals-way-mixed = Combine both
journals-meaning-mixed = One copy is free in time, another free copy carries the licence: together they are enough.
journals-why = Why?
journals-state-note = Good to know:
journals-source = { $source }, data of { $date }
journals-source-none = { $source }: no data received
journals-rules = Rules of { $version }.
journals-data = Where these answers come from
journals-data-lead = We keep dated copies of these directories and ask nobody anything during your visit. The silence of a directory proves nothing. The journal itself has the last word.
route-step-policy-assumed = Without an award number, the answer holds for new competitions: { $policy }.
route-step-policy-named = Policy chosen: { $policy }.
route-step-policy-of-award = The competition of award { $award } was launched on { $launched }: { $policy }.
route-step-policy-likely = The launch date of the competition of award { $award } is an estimate: { $policy }, with reservations.
route-step-policy-open = The register does not tell which policy award { $award } falls under. A way is certain only if it suits all of them: { $policy }.
route-step-award-unknown = The register does not know award { $award }. A way is certain only if it suits every possible policy: { $policy }.
route-step-policy-none = No policy applies to award { $award }.
route-step-withheld = The way seems closed, but that would rest on an estimate or on an uncertain rule.
route-step-policies-disagree = The possible policies do not give the same answer.
route-step-no-snapshot = No data of this directory were received.
route-step-not-listed = This directory says nothing of this journal.
route-step-no-more-listed = The journal was listed there, but is not in the latest data.
route-step-listed = The journal is listed there as fully open access.
route-step-licence-not-required = The policy asks for no licence.
route-step-licence-accepted = Accepted licence: { $licences }.
route-step-licence-rejected = None of the licences is accepted: { $licences }.
route-step-licence-review = A person must look at these licences: { $licences }.
route-step-licence-unstated = The licence is not stated.
route-step-repository-required = The policy also asks for a copy in a repository.
route-step-no-fee = Authors pay nothing.
route-step-fee-possible = Publication fees are possible. The rules of your programme say whether they are eligible.
route-step-deposit-silent = This directory says nothing of deposits for this journal.
route-step-version-refused = Neither the accepted manuscript nor the version of record may be deposited.
route-step-version-allowed = Version that may be deposited: { $versions }.
route-step-embargo-kept = Embargo of { $months } months; the policy allows { $most }.
route-step-embargo-too-long = Embargo of { $months } months; the policy allows { $most }.
route-step-deposit-fee = This permission comes with a fee.
route-step-mixed-in-time = A copy can be free in time.
route-step-mixed-not-in-time = No copy that is free in time is known.
route-step-mixed-licensed = A free copy can carry an accepted licence.
route-step-mixed-not-licensed = No free copy under an accepted licence is known.
letter-title = Letter for keeping your rights
letter-lead = To go with the submission, or to be sent to the editors. It is a model of this repository, not a text of the Fonds: adapt it.
letter-heading-fr = In French
letter-heading-en = In English
letter-copy = Copy
letter-copied = Copied
letter-download = Download
letter-place-journal = [title of the journal]
letter-place-title = [title of the article]
letter-place-author = [your name]
letter-place-award = [award number]
letter-greeting = To the editors of { $journal },
letter-subject = I am submitting the article “{ $title }” to you.
letter-funding = This research is funded by the Fonds de recherche du Québec (award { $award }). Its policy asks that the article be open when it appears, and that at least one free version carry the CC BY licence.
letter-request = I therefore ask to be able to deposit the accepted manuscript in an institutional or disciplinary repository when the article appears, without embargo, and to write in it: “A CC BY licence is applied to the author accepted manuscript arising from this submission, in accordance with the conditions of the funding received from the Fonds de recherche du Québec (award { $award }).”
letter-clause = If your agreement says otherwise, this request prevails for the accepted manuscript, unless you write to me to the contrary before peer review.
letter-answer = Please tell me whether this suits you.

# Work lists
desk-title = Work list
desk-lead = articles that ask for something, each with one thing to do.
desk-funder = Fonds de recherche du Québec
desk-filter-etat = Follow-up
desk-filter-action = To do
desk-filter-resultat = Outcome
desk-filter-politique = Policy
desk-filter-secteur = Sector
desk-filter-etablissement = Institution
desk-filter-programme = Programme
desk-filter-octroi = Award
desk-filter-titulaire = Holder
desk-filter-titulaire-hint = The family name, then the given name.
desk-filter-annee = Year
desk-filter-niveau = Link with the award
desk-filter-avant = Due before
desk-filter-avant-hint = YYYY-MM-DD
desk-filter-responsable = Looked after by
desk-filter-tri = Order
desk-state-open = To follow up
desk-state-suivis = Followed up
desk-state-tous = All
desk-action-todo = Anything that asks for something
desk-action-all = Anything
desk-order-recents = Latest arrivals
desk-order-annee = Year of publication
desk-mine = Me
desk-csv = Export this list (CSV)
desk-empty = No article fits.
desk-acts = For the ticked articles
desk-assignee = Looked after by
desk-nobody = Nobody
desk-assign = Assign
desk-follow = Mark as followed up
desk-reopen = Reopen
desk-remind = Send a reminder
desk-exception = Decide on an exception
desk-export = Export (CSV)
desk-tier = Link
desk-fix = Fix
desk-assigned = Looked after by { $name }
desk-followed = Followed up on { $date }
desk-reminded = Last reminder on { $date }
desk-error-none = Tick at least one article.
desk-error-act = This could not be done. Check the person that you chose, and that the site sends mail.
desk-error-assignee = Nothing was assigned: choose somebody from the list who works here, or “Nobody”. The articles stay ticked.
desk-done-assigne =
    { $n ->
        [one] One article is assigned.
       *[other] { $number } articles are assigned.
    }
desk-done-suivi =
    { $n ->
        [one] One article is marked as followed up; it comes back if its outcome changes.
       *[other] { $number } articles are marked as followed up; they come back if their outcome changes.
    }
desk-done-rouvert =
    { $n ->
        [one] One article is to be followed up again.
       *[other] { $number } articles are to be followed up again.
    }
desk-done-rappel =
    { $n ->
        [0] No reminder was sent.
        [one] One reminder is on its way.
       *[other] { $number } reminders are on their way.
    }
desk-done-trop-tot =
    { $n ->
        [one] One person has had a reminder of late.
       *[other] { $number } people have had a reminder of late.
    }
desk-done-refus =
    { $n ->
        [one] One person wants none.
       *[other] { $number } people want none.
    }
desk-done-regle =
    { $n ->
        [one] One article asks for nothing that somebody could do.
       *[other] { $number } articles ask for nothing that somebody could do.
    }
desk-done-inconnu =
    { $n ->
        [one] For one article, we know nobody with an account.
       *[other] For { $number } articles, we know nobody with an account.
    }
desk-done-exception =
    { $n ->
        [one] The decision is recorded for one article.
       *[other] The decision is recorded for { $number } articles.
    }
desk-exceptions-title = One decision for several articles
desk-exceptions-lead = The same motive, proof and last day for each of them, for all of its awards. The outcome by the rules stays beside it.
desk-exceptions-articles = Articles
desk-exceptions-refused = For these articles nothing was recorded
desk-exception-refused = The article is no longer public, or the decision does not apply to it.
fix-title = What is left to do
fix-deposit = Begin the deposit, filled in already
fix-deposit-hint = The form opens with what we know of the article; you attach the text and complete what is missing.
fix-ask = Write to the team
fix-back = Back to the article
people-desk = Work list of the institution
people-desk-unknown = This institution is not on the list. Choose one of those that are offered.

# Holders of awards
holder-title = My awards
holder-lead = The articles that came from your awards, and what each of them still asks for. You alone see this page.
holder-offers = My deposits, and articles that may be mine
holder-state-asked = Waiting: a person of the team compares with the register.
holder-state-confirmed = Confirmed
holder-state-refused = Not confirmed. Check the number, or write to the team.
holder-no-article = No public article names this award so far.
holder-confirmed = You deposited this article, or said that it is yours.
holder-forget = Remove from my list
holder-new = Add an award
holder-new-hint = The file number or the DOI. A person of the team confirms that you hold it, by your name, your institution and your ORCID iD.
holder-button = This award is mine
holder-reminders = Reminders by mail
holder-reminders-wanted = Remind me of what one of my articles asks for
holder-error-unknown = The register does not know this award. Check the number.
holder-error-number = This is not an award number. Write the digits alone, such as 312345.
holder-error-many = Your list is full. Remove an award before you add one.
holder-error-decide = Nothing was recorded: somebody else holds this award already, or this is your own request.
holder-not-mine = It does not come of this award
holder-said = Your answers
holder-unsay = Take my answer back
holder-said-yes = On { $date } you answered that it comes of this award. The article names it.
holder-said-yes-unlinked = On { $date } you answered that it comes of this award, but the article names it no more. Write to the team if that is a mistake.
holder-said-no = On { $date } you answered that it does not come of this award. You will get no reminder about it.
holder-said-no-linked = On { $date } you answered that it does not come of this award. The article still names it, by another source; you will get no reminder about it.
holder-said-withdrawn = You answered on { $date }. The article is public no more.
holder-named = In the register, these awards bear your name:
holder-error-article = Nothing was recorded: the award is not confirmed, or the article is public no more or no longer belongs to it.
holder-error-decided = Somebody else has just decided about this request, or it was taken back. Your choice changed nothing; the list is up to date.
holders-title = Holders of awards
holders-lead = These people say that they hold an award. Compare with the register before you confirm: they will then see what the articles of the award ask for.
holders-none = Nobody is waiting.
holders-register = In the register:
holders-taken = Somebody else is confirmed as the holder of this award.
holders-own = This is your own request: somebody else must decide about it.
holders-confirm = Confirm
holders-refuse = Refuse
holder-check-name-yes = The name is that of the register.
holder-check-name-no = The name is not that of the register.
holder-check-place-yes = The institution is that of the register.
holder-check-place-no = The institution is not that of the register, or is not known.
holder-check-orcid-yes = The ORCID iD is proven.
holder-check-orcid-no = The ORCID iD is not proven.

# Reminders
reminders-title = Reminders sent
reminders-period =
    { $n ->
        [one] at most one a person and day.
       *[other] at most one a person in { $number } days.
    }
reminders-by-schedule = They go by themselves, and on request.
reminders-by-hand = They go on request alone.
reminders-none = No reminder was sent.
reminders-erased = Erased account
reminders-schedule = the schedule
reminders-asked = asked for by { $name }
reminders-state-pending = on its way
reminders-state-sent = sent
reminders-state-failed = not delivered
reminders-state-past = dealt with
reminders-articles =
    { $n ->
        [one] One article
       *[other] { $number } articles
    }
reminders-stop-title = End the reminders
reminders-stop-lead = You will get no more reminders about your articles. You can change your mind in “My awards”.
reminders-stop-button = Write to me no more
reminders-stopped = Done: you will get no more reminders.
mail-reminder-heading =
    { $n ->
        [one] One of your articles asks for a detail
       *[other] { $number } of your articles ask for a detail
    }
mail-reminder-lead = For each of them, one thing is to be done. The link opens the page where it is done, filled in already.
mail-reminder-more =
    { $n ->
        [one] and one more
       *[other] and { $number } more
    }
mail-reminder-button = See my awards
mail-reminder-stop = Get no more reminders
mail-reminder-reason = You get this message because these articles name one of your awards, or because you wrote or deposited them.

tasks-count =
    { $n ->
        [one] One article needs you
       *[other] { $number } articles need you
    }
task-returned-what = The person who checks asks for a correction.
task-returned-button = Correct the description
task-title-what = The title is missing.
task-title-button = Give the title
task-authors-what = The authors are missing.
task-authors-button = Name the authors
task-licence-what = A licence is missing.
task-licence-button = Choose the licence
task-version-what = Nobody knows which version of the text this is.
task-version-button = Choose the version
task-date-what = A date is missing.
task-date-button = Give the date
task-file-what = The repository knows this article but does not have its text.
task-file-button = Attach the manuscript
offers-title = Are these yours?
offers-lead = These articles come from elsewhere and carry your ORCID iD, or your name and institution.
offers-yes = It is mine
offers-no = It is not mine
declarations-title = Do these articles come of your awards?
declarations-lead = You wrote these articles, published during one of your awards or within the three years after. Nothing is counted until you answer.
declarations-award = Award { $award }
declarations-yes = Yes, it does
declarations-no = No
claimed-title = My articles from elsewhere
# Evidence, changes and exceptions of compliance
compliance-award = Award
field-octroi = Award concerned
field-acte = Act
field-motif = Ground
field-explication = Explanation
field-explication-hint = It stays on file, with your name and the date.
field-preuve = Proof
field-preuve-hint = An address or a file number. Required to grant.
field-jusqu-au = Last day of the exception
field-jusqu-au-hint = YYYY-MM-DD. Required to grant.
exception-title = Exceptions to the policy
exception-done = It is on file, and the article is evaluated again.
exception-beside = What the rules say
exception-computed = By the rules
exception-stands = What stands
exception-no-award = This article names no award: there is no rule to set aside.
exception-new = Decide
exception-button = Put this decision on file
exception-acts = Decisions
exception-none = Nothing has been decided.
exception-every-award = Every award
exception-until = until { $day }
exception-proof = Proof: { $proof }
exception-act-grant = Exception granted
exception-act-refuse = Exception refused
exception-act-revoke = Exception revoked
exception-act-appeal = Request for review
exception-ground-programme = Programme rules
exception-ground-confidentiality = Confidentiality
exception-ground-patent = Patent
exception-ground-indigenous-data = Indigenous data governance
exception-ground-third-party = Rights of third parties
exception-ground-other = Another ground
exception-error-day = “{ $value }” is not a day. Write YYYY-MM-DD.
exception-error-proof = Say where the proof is.
exception-error-expiry = Give the last day of the exception; it must not have passed.
exception-error-revoke = No exception is granted for this award: there is nothing to revoke.
exception-error-appeal = Nothing was refused or revoked for this award: there is nothing to review.
verdict-without-exception = Without the exception: { $outcome }.
observation-title = What was known, and when
observation-lead = A dated report rests on these observations; nothing is ever erased from them.
observation-version = Version { $number } public
observation-withdrawn = Article withdrawn
changes-title = What moved
changes-lead = The verdicts that differ between the ends of two days, and what changed them: a fact about the article, the award, an exception, the rules or the calendar.
changes-from = From the end of
changes-to = To the end of
changes-button = Compare
changes-wrong = Choose two days in order, today at the latest.
changes-none = No verdict changed between these two days.
changes-total = { $number } changes.
changes-cut = The first ones are shown; the file has all of them.
changes-article = Article
changes-moved = Verdict
changes-cause = Cause
change-cause-published = Article published
change-cause-withdrawn = Article withdrawn
change-cause-link-added = Award added
change-cause-link-removed = Award removed
change-cause-article = Article:
change-cause-award = Award register:
change-cause-exception = Exception
change-cause-rules = Rules
change-cause-calendar = Calendar
event-exception-grant = Exception granted
event-exception-refuse = Exception refused
event-exception-revoke = Exception revoked
event-exception-appeal = Review of an exception requested
compliance-open-data = The open data hold all that is needed to make these figures again oneself.
compliance-by-programme = By programme
compliance-by-institution = By institution
compliance-by-field = By field
compliance-by-language = By language
compliance-by-policy = By version of the policy
compliance-by-tier = By how sure the link with the award is
compliance-programme = Programme
compliance-institution = Institution
compliance-field = Field
compliance-language = Language
compliance-policy = Policy
compliance-tier = Link with the award
dimension-unknown = Unknown
indicators-title = Ten indicators
indicators-lead = Each is read by itself: there is no overall mark. Each name leads to the definition and the detailed figures.
indicator-made-of = { $numerator } out of { $denominator }
indicator-median = median of { $number } publications
indicator-share-of = { $share }: { $counts }
indicator-unknown = Unknown: { $share }
indicator-days = { $number } days
indicator-quartiles = A quarter by { $p25 } at the latest, three quarters by { $p75 }, nine tenths by { $p90 }.
indicator-chart = { $name }: { $from } in { $first }, { $to } in { $last }.
indicator-svg = Download the chart (SVG)
indicator-shares = Breakdown
indicator-share = Share
indicator-value = Value
indicator-counts = Out of how many
indicator-unknowns = Unknown
indicator-few = fewer than 5
indicator-targets = Targets and results
indicator-target = Target (set on)
indicator-target-before = Earlier targets
indicator-result = Result
indicator-days-title = By day of observation
indicator-day = Day
indicator-definition = Definition
indicator-id = Identifier
indicator-version = Version of the formula
indicator-formula = Formula
indicator-protected = By programme, institution, field or language, a figure that counts fewer than { $number } publications is not shown: it might point to a person.
indicator-others = Other indicators
indicator-oa-rate = Open access rate
indicator-oa-rate-what = Share of the publications due of which at least one copy is free to read, wherever it is and whatever its version.
indicator-oa-rate-formula = |D_due with any free-to-read copy at t| / |D_due|
indicator-oa-rate-1y = Open access rate after a year
indicator-oa-rate-1y-what = Share of the publications of a year that were free to read at the end of the year after, or so far if that year is running.
indicator-oa-rate-1y-formula = publications of year Y open at an observation date in Y+1 / publications of year Y
indicator-immediate-rate = Immediate access rate
indicator-immediate-rate-what = Share of the publications due of which a copy that counts was open on the day of publication. A second value tolerates seven days; that tolerance is ours.
indicator-immediate-rate-formula = |open_at ≤ publication_date| / |D_due|; second value with 7-day tolerance
indicator-compliance-rate = Compliance rate
indicator-compliance-rate-what = Share of compliant publications among those whose due date has passed, without the exempt and the undetermined ones.
indicator-compliance-rate-formula = |compliant| / (|D_due| − |exempt| − |undetermined|); the undetermined share is always published next to it
indicator-compliance-rate-bounds = Bounds of the compliance rate
indicator-compliance-rate-bounds-what = The rate if no undetermined publication complied, then if all of them did.
indicator-compliance-rate-bounds-formula = low = compliant / (D_due − exempt); high = (compliant + undetermined) / (D_due − exempt)
indicator-deposit-lag-days = Time to deposit
indicator-deposit-lag-days-what = Days from publication to the deposit here; the median. A negative number means before publication. A month counts to its last day; a year alone gives no delay.
indicator-deposit-lag-days-formula = deposit_date − publication_date; median, P25, P75, P90, share ≤ 0; negative = before publication
indicator-open-lag-days = Time to open access
indicator-open-lag-days-what = Days from publication to the first open copy that counts; the median. A year alone gives no delay.
indicator-open-lag-days-formula = first open date − publication_date
indicator-licence-share = Licences
indicator-licence-share-what = The best licence among the open copies that count of each publication due.
indicator-licence-share-formula = D_open by licence family {"{"}CC BY, CC BY-ND, CC0, CC BY-NC*, publisher, none{"}"}; best licence over copies
indicator-open-licence-rate = Accepted licence rate
indicator-open-licence-rate-what = Share of the open publications of which a copy that counts carries a licence that the policy of 2022 accepts.
indicator-open-licence-rate-formula = |D_open with accepted licence| / |D_open|
indicator-version-share = Versions
indicator-version-share-what = The best version free to read of each publication due.
indicator-version-share-formula = best open version: VoR / AM / SMUR / unknown
indicator-route-share = Routes to access
indicator-route-share-what = Where the free copies are: at the publisher’s and in a repository, at the publisher’s only, in a repository only. The publisher has no priority.
indicator-route-share-formula = publisher only / repository only / both (three-way split, no priority to publisher)
indicator-journal-model-share = Journal models
indicator-journal-model-share-what = How the journals are paid for, where the record says so.
indicator-journal-model-share-formula = diamond / gold with APC / hybrid / subscription / unknown
indicator-award-doi-rate = Quoting the DOI of the award
indicator-award-doi-rate-what = Share of the publications that quote the DOI of an award. Records do not keep this yet: only the bounds are known.
indicator-award-doi-rate-formula = |tier A by DOI| / |D_all|
indicator-pid-rate = Persistent identifiers
indicator-pid-rate-what = Share of the publications with a DOI, the ORCID iD of at least one person, the ROR of at least one institution.
indicator-pid-rate-formula = share with DOI, ORCID for ≥ 1 author, ROR for ≥ 1 affiliation
indicator-repository-coverage = Share in a repository
indicator-repository-coverage-what = Share of the publications due of which a repository keeps a copy, open or under embargo. Personal pages and social networks are no repositories.
indicator-repository-coverage-formula = |D_due with a repository copy| / |D_due|
indicator-ackn-gap = Declaration gap
indicator-ackn-gap-what = Share of the publications that only their acknowledgements link to the Fonds de recherche du Québec.
indicator-ackn-gap-formula = |tier C not in tier A or B| / |A ∪ B ∪ C|
share-rate = Share
share-tolerance = With seven days of tolerance
share-low = Lower bound
share-high = Upper bound
share-cc-by = CC BY
share-cc0 = CC0 or public domain
share-cc-by-nd = CC BY-ND
share-cc-by-nc = CC BY-NC and variants
share-publisher = Publisher
share-publisher-only = Publisher only
share-none = None
share-vor = Version of record
share-am = Accepted manuscript
share-smur = Submitted manuscript
share-unknown = Unknown
share-both = Publisher and repository
share-repository = Repository only
share-diamond = Diamond
share-gold = Open access with fees
share-hybrid = Hybrid
share-subscription = Subscription
share-doi = DOI
share-orcid = ORCID
share-ror = ROR
list-title = List of publications
list-lead = The publications behind the figures, each with its strictest verdict and the next thing to do.
list-total = { $n ->
    [one] { $number } publication
   *[other] { $number } publications
}
list-all = All
list-outcome = Outcome
list-action = To do
list-due = Due date
list-sort = Order
list-sort-latest = Latest arrivals
list-sort-due = Due date
list-button = Choose
list-previous = Previous page
data-dump-standings = What the indicators count of each publication and award
data-dump-figures = The indicators of the day, by each dimension
data-dump-exceptions = The exceptions, by ground and act
data-way-compliance-lines = Compliance of each article (one JSON line per award)
data-way-catalogue = Catalogue (DCAT-AP, JSON-LD)
data-way-dictionary = Data dictionary (Data Package)
column-article-id = Number of the publication
column-place = Place of the award
column-doi = DOI
column-title = Title
column-year = Year of publication
column-fund = Fund
column-award-number = Award number
column-programme = Programme
column-institution = Managing institution (ROR)
column-field = Field of research (CRDC)
column-language = Language of the text
column-tier = How sure the link is, A to D
column-policy = Policy applied
column-rules-version = Version of the rules
column-observed-on = Day of observation
column-published = Day of publication
column-due = Due date
column-due-on = Due date
column-opened = First opening
column-outcome = Outcome
column-reason-codes = Reason codes
column-next-action = Next action
column-is-due = Due
column-open-lag-days = Time to open access, in days
column-deposit-lag-days = Time to deposit, in days
column-free = Free to read; empty if unknown
column-free-after-a-year = Free to read after a year
column-open = Open copy that counts
column-licence-family = Family of the best licence
column-licence-accepted = Accepted licence
column-version = Version of the copy, or of the formula
column-route = Route to access
column-journal-model = Journal model
column-has-doi = Has a DOI
column-has-orcid = Has an ORCID iD
column-has-ror = Has a ROR id
column-in-repository = Free in a repository
column-dimension = Dimension
column-value = Value of the dimension
column-indicator = Indicator
column-share = Share
column-protected = Not shown because too small
column-numerator = Numerator
column-denominator = Denominator
column-unknown = Unknown
column-unknown-of = Unknown, out of how many
column-low = Numerator of the lower bound
column-high = Numerator of the upper bound
column-bounds-of = Denominator of the bounds
column-median-days = Median, in days

## State of the service

menu-state = State of the service
state-title = State of the service
state-what = What is watched
state-state = State
state-when = Date
state-version = Version { $version }.
state-machines = For machines:
state-told = The team of the site sees these signals. If something keeps you from working, write to them.
state-overall-well = Everything works.
state-overall-care = The service works; something needs a look.
state-overall-failed = The service answers, but a check failed or is too old.
state-word-well = Well
state-word-care = Needs a look
state-word-failed = Failed
state-service = Service
state-service-well = Running without a break since this date.
state-files = Integrity of the files
state-files-well = Read again and found identical within { $second } days: { $first }.
state-files-failed = Missing, damaged or not read again in time: { $first } of { $second }.
state-replica = Second copy of the files
state-replica-well = Files kept in two places: { $first }; put right from their second copy: { $second }.
state-replica-failed = Files without a second copy for more than an hour: { $first } of { $second }.
state-backup = Backup
state-backup-well = The last backup is less than { $second } days old.
state-backup-failed = The last backup is more than { $second } days old.
state-backup-never = No backup has been made with “parvis backup” yet.
state-drill = Trial restore
state-drill-well = A backup was read back whole, without an error, less than { $second } days ago.
state-drill-failed = The last backup read back was damaged, or that was more than { $second } days ago.
state-drill-never = No backup has been read back with “parvis restore --check” yet.
state-index = Search index
state-index-well = Articles in the index: { $first }; public: { $second }.
state-index-care = Articles in the index: { $first }; public: { $second }. Make the index again with “parvis reindex”.
state-dump = Open data of the day
state-dump-well = The complete export is less than { $second } days old.
state-dump-failed = The complete export is more than { $second } days old.
state-dump-never = No complete export has been made yet.
state-harvests = Harvests of other repositories
state-harvests-well = Sources harvested in time: { $second }.
state-harvests-care = Sources that failed or are late: { $first } of { $second }.
state-jobs = Jobs
state-jobs-well = No job given up; waiting: { $second }.
state-jobs-care = Given up after several tries: { $first }; waiting: { $second }.
state-mail = Mail
state-mail-well = No message given up; waiting: { $second }.
state-mail-care = Given up: { $first }; waiting: { $second }.
state-dois = DOIs
state-dois-well = DOIs registered by this repository: { $second }; none failing.
state-dois-never = No DOI has been registered yet.
state-dois-care = DOIs failing: { $first } of { $second }. Correct what the task says, then try it again, or run “parvis dois mint”.
state-disk = Disk
state-disk-well = { $first } free.
state-disk-care = { $first } free: make room.
state-disk-failed = { $first } free: deposits will soon not fit. Make room now.
operations-title = State of the site
operations-figures = Figures
operations-copies = Copies elsewhere, watched
operations-copies-open = Copies seen open
operations-copies-dead = Copies gone
operations-copies-waiting = Copies to be seen a first time
operations-articles = Public articles
operations-indexed = Articles in the index
operations-files = Files
operations-bytes = Size of the files
operations-jobs = Jobs waiting
operations-mail = Messages waiting
operations-free = Room on the disk
operations-failed = Jobs given up
operations-no-job = No job was given up.
operations-retry = Try again
operations-retried = The job will be taken up again in a moment.
operations-damaged = Files missing or damaged
operations-no-damage = No file is missing or damaged.
operations-restore = Put these files back from a backup; they will be read again within the day.
# The interface for programs

api-title = Programming interface
api-lead = Search, read and deposit articles from your own tools. Nothing is reserved: what the site does, a program can do.
api-description = The OpenAPI 3.1 description, for your tools
api-how = How to use it
api-how-token = Reading is open. To deposit, make a token with the scope you need and send it in the Authorization header: Bearer, then the token.
api-how-problem = An error is a “problem+json” document (RFC 9457). It says in your language (Accept-Language header) what is wrong, where, and what to do.
api-how-key = A request that makes something takes the Idempotency-Key header: sent again within 24 hours under the same key, it makes nothing more and gets the same answer.
api-how-pages = Lists come in pages; “next” and the Link header give the address of the next one.
api-how-limit = A file may have up to { $limit }.
api-how-sword = Journals and repositories that speak SWORD 2.0 begin here:
api-token = Your token
api-token-hint = To try the requests of this page. It stays in this page and is not kept.
api-tag-articles = Articles
api-tag-awards = Awards
api-tag-drafts = Drafts
api-tag-deposits = Deposits
api-tag-account = Account and description
api-any-token = Needs a token, whatever its scope.
api-needs = Needs a token with the scope “{ $scope }”.
api-open = Open to everybody.
api-answers = Answers { $status } when all is well.
api-body = Body:
api-required = required
api-json = JSON body
api-file = File (PDF or JATS XML)
api-send = Send the request
api-answer = Answer
api-failed = The request did not leave:
api-op-listArticles = Searches the public articles: titles, descriptions and texts.
api-op-showArticle = An article.
api-op-listFiles = The files of an article.
api-op-showUsage = How much an article is used, month by month, after COUNTER 5.1.
api-op-listVerdicts = What the rules of the funds say about an article, and why.
api-op-listSuggestions = What the beginning of a word may mean.
api-op-listAwards = Searches the register of awards.
api-op-showAward = An award of the register.
api-op-listJournals = Finds journals by their titles.
api-op-listRoutes = In which ways an article can be published in a journal under the policy of an award, and why.
api-op-createDraft = Begins a deposit: a file, a description, or both. The file is read within seconds and completes what you did not say.
api-op-listDrafts = Your drafts, latest first.
api-op-showDraft = A draft: how far it is, its description and what it lacks.
api-op-changeDraft = Changes the description of a draft: what you do not name stays, “null” empties.
api-op-deleteDraft = Deletes a draft.
api-op-putDraftFile = Gives a draft its file, or replaces it.
api-op-submitDraft = Hands a draft in: somebody of the team then verifies it.
api-op-listDeposits = Your deposits, latest first.
api-op-showDeposit = A deposit: its state and what was said about it.
api-op-changeDeposit = Corrects the description of a deposit that waits or was sent back.
api-op-takeDepositBack = Takes back a deposit that nobody has decided: it becomes a draft again.
api-op-askWithdrawal = Asks for the withdrawal of a public article, with a reason.
api-op-callWithdrawalBack = Calls the request for withdrawal back.
api-op-showAccount = Whom a token acts for, and what it may do.
api-op-showDescription = The description of this interface.
api-param-q = The words to search for.
api-param-limite = Articles on a page, 1 to 100.
api-param-suite = Where the page begins; “next” gives the address of the next one.
api-param-tri = Order of the results: pertinence, recents, anciens, ajouts or titre.
api-param-id = Its number.
api-param-number = The number of the award.
api-param-issn = The ISSN of the journal.
api-param-award = The number of the award, whose policy holds.
api-param-policy = The identifier of a policy, where no award is named.
api-param-limit = Entries on a page, 1 to 100.
api-param-before = The number before which the page begins.
api-param-idempotency-key = A key of your choice, the same at each new try.
api-param-content-disposition = The name of the file: attachment; filename="article.pdf"
api-param-if-match = The tag (ETag) of the draft that you read: if it changed since, nothing is written.
api-problems = What errors say
api-states = Where a deposit over SWORD stands
api-not-an-object = The description is a JSON object, such as {"{"}"title": {"{"}"fr": "…"{"}"}{"}"}.
api-key = There is no such key, or it cannot be changed here. Take it out; the OpenAPI description lists the keys.
api-value = This value does not fit. Correct it or take the key out; the OpenAPI description says what is expected.
api-invalid = Some values need correcting: each is named below.
api-saying = The body is a JSON object with the keys “metadata” and “version_of”, and no other.
api-no-article = No public article has this number.
api-already-yours = It is done already: this deposit is yours, at the address given.
api-duplicate = An article in Parvis already has this DOI or this file: see the address given, or say that this is another version of it (version_of).
api-decided = This deposit is decided: it can no longer be taken back. Ask for the withdrawal of a public article at /api/v1/deposits/{"{"}id{"}"}/withdrawal.
api-not-public = The article is not public: there is nothing to withdraw. A deposit that waits is taken back with DELETE.
api-reason = A JSON object with the key "reason": why the article is to be withdrawn, 1 to 2,000 characters.
api-rights = Say that you may deposit this file under this licence: "rights_confirmed": true.
api-part = The form has two parts: “metadata”, then “file”.
api-key-form = The Idempotency-Key has 1 to 255 visible characters, without spaces or accents.
api-key-underway = The same request is being carried out. Wait a moment, then send it again: you will get its answer.
api-key-other = This key belonged to another request. Choose a new one.
problem-400 = Unreadable request
problem-400-detail = The body cannot be read: check that it is whole and of the form that Content-Type announces.
problem-401 = Token missing or ended
problem-401-detail = Send a token of your account in the Authorization header. If it has ended, make another one on the page of your account.
problem-403 = Forbidden
problem-403-detail = Your account may not do this.
problem-scope = The token has not the scope “{ $scope }”. Make one that has it, on the page of your account.
problem-404 = Not found
problem-404-detail = There is nothing at this address, or nothing that your account may see.
problem-405 = Method not possible here
problem-405-detail = The Allow header gives the methods that are.
problem-409 = Conflict
problem-409-detail = Its present state does not allow it, or another article has this DOI. Read the resource again, then retry.
problem-410 = Withdrawn
problem-410-detail = This article was withdrawn. Its page says why.
problem-412 = Changed meanwhile
problem-412-detail = Read the resource again, then make the change on what it has become.
problem-413 = Too large
problem-413-detail = The body exceeds the size allowed.
problem-415 = Type not taken
problem-415-detail = The Content-Type header names a type that this address does not take. The OpenAPI description gives those it takes.
problem-422 = To be corrected
problem-422-detail = What was sent does not fit.
problem-429 = Too many requests
problem-429-detail = Wait for the number of seconds in the header Retry-After; the header RateLimit tells at each answer what is left.
problem-500 = A fault of ours
problem-500-detail = Try again; if it goes on, write to us with the number of the request.
problem-507 = The disk is full
problem-507-detail = Nothing that was deposited is lost, but nothing new can be kept. Try again in some hours; those who administer the site must free space.
problem-503 = Too busy
problem-503-detail = Try again in a few seconds.

# SWORD

sword-collection = Articles
sword-policy = A request without “In-Progress: true” confirms that you may deposit this file under the licence stated.
sword-abstract = One deposit at a time: an article in PDF or JATS XML, alone or in a zip file, with its description in Dublin Core or METS.
sword-treatment = The file is read, its description completed, and somebody of the team verifies it before it is published.
sword-mediation = Nobody deposits here on behalf of somebody else. Use a token of that person's account and leave the On-Behalf-Of header out.
sword-in-progress = The In-Progress header is true or false.
sword-broken = The body did not arrive whole. Send it again.
sword-entry = An Atom entry (RFC 4287) is expected, in UTF-8 and well-formed.
sword-multipart = A multipart/related body has two parts: an Atom entry, then the file. Check the boundary and the end.
sword-base64 = The part announced as base64 is none.
sword-checksum = The Content-MD5 digest does not fit what arrived. Send the file again.
sword-packaging = This packaging (Packaging header) is not taken. The service document lists those that are.
sword-not-as-packed = The file is not in the packaging that the Packaging header announces.
sword-zip-broken = The zip file cannot be read: it is cut off, encrypted or damaged.
sword-zip-many = The zip file holds too many files: 500 at most.
sword-zip-no-mets = This packaging needs a mets.xml file, and the zip has none.
sword-zip-no-article = The zip file holds neither a PDF nor a JATS XML file.
sword-zip-several = There are several articles here. Make one deposit an article.
sword-mets-broken = The mets.xml file cannot be read.
sword-one-file = An article has one file, and this one has it. Replace it with PUT at the EM-IRI.
sword-handed-in = This deposit is made: it can no longer be changed over SWORD. Its page and the REST interface correct its description.
sword-decided = This deposit is decided: SWORD no longer deletes it. Its page and the REST interface ask for the withdrawal of a public article.
sword-state-awaiting-file = The description is here, the file is still missing.
sword-state-in-progress = The deposit is begun and not yet handed in.
sword-state-draft = The deposit is begun and not yet handed in.
sword-state-submitted = The file is being read.
sword-state-in-review = Somebody of the team is to verify the deposit.
sword-state-returned = The team asks for corrections: see the page of the deposit.
sword-state-rejected = The deposit was not accepted: its page says why.
sword-state-accepted = The deposit is accepted and about to be published.
sword-state-published = The article is public.
sword-state-withdrawn = The article was withdrawn.
# Signing in through an identity provider.
providers-with = With another account
providers-or = With your password
provider-with = Sign in with { $provider }
provider-lead = You go on to { $provider } now, which checks who you are. Parvis never sees your password there.
provider-link = Go on to { $provider }
provider-unnamed = the provider
provider-since = Linked on { $date }, last used on { $used }
provider-unlink = Unlink
provider-link-button = Link { $provider }
providers-title = Other ways to sign in
providers-lead = A linked account opens this one without a password. Two-step verification is still asked for.
provider-refused-broken-off = The sign-in was broken off at { $provider }. Nothing has changed: try again, or take another way to sign in.
provider-refused-late = This sign-in has expired, was used before, or comes from another browser. Begin again from here.
provider-refused-silent = { $provider } does not answer as it should at the moment. Try again later, or take another way to sign in.
provider-refused-proof = What { $provider } answered does not prove who you are, so the sign-in is refused. Begin again; if it happens again, write to the team of the repository.
provider-refused-domain = { $provider } gives no checked address of its institution for this account. Take your account of the institution, or another way to sign in.
provider-refused-known-address = An account has this address already. Sign in with its password, then link { $provider } in “My account”.
provider-refused-closed = This account is closed. Write to the team of the repository to open it again.
provider-refused-taken = This account of { $provider } already opens another account here. Unlink it there first.
provider-refused-no-address = { $provider } gives no checked address, and this site sends no e-mail to check one. Write to the team of the repository to get an account.
provider-refused-last-way = This is the last way into the account. First choose a password, or link another provider.
provider-refused-throttled = Too many sign-ins are under way. Wait a quarter of an hour, then try again.
first-title = An address for your account
first-lead = You are recognised. An e-mail address is missing: a code will be sent there to check that it is yours.
first-sent = If the address { $email } is free, a code has just been sent there. It works for half an hour, in this browser.
first-send = Send the code
first-again = Nothing came, or another address?
first-code-help = The eight digits of the e-mail
first-button = Create my account
first-code-wrong = This code is wrong. Check it, then try again.
first-code-tries = Too many tries. Ask for another code below.
account-orcid-proven = Confirmed by ORCID
account-no-password = This account has no password. Choose one through the link of an e-mail, then come back here.
account-choose-password = Choose a password
account-done-fournisseur = The provider is linked: it opens this account from now on.
account-done-delier = The provider no longer opens this account.
mail-account-heading-confirm-address = Your code
mail-account-lead-confirm-address = Somebody, probably you, wants to open an account on { $site } with this address. Type this code in the browser where it began. It works for half an hour.
mail-account-button-confirm-address = Go back to the page
mail-account-reason-confirm-address = If it was not you, do nothing and give this code to nobody.
mail-account-heading-provider-linked = A new way to sign in
mail-account-lead-provider-linked = An identity provider opens your account on { $site } from now on. If it was not you, unlink it and change your password.
mail-account-button-provider-linked = See my account
mail-account-reason-provider-linked = This message is sent with each change of an account's security.
mail-account-heading-provider-unlinked = One way to sign in less
mail-account-lead-provider-unlinked = An identity provider no longer opens your account on { $site }. If it was not you, change your password.
mail-account-button-provider-unlinked = See my account
mail-account-reason-provider-unlinked = This message is sent with each change of an account's security.

# ORCID and the directories of journals.
orcid-title = In your ORCID record, and not here yet
orcid-lead = ORCID says that these works are yours. One click begins the deposit, already filled in.
orcid-deposit = Deposit
orcid-asked = ORCID is being asked for your works; load the page again in a moment to see them.
orcid-silent = ORCID does not answer at the moment. The list of your works will come back by itself.
orcid-more =
    { $n ->
        [one] Your ORCID record names one more.
       *[other] Your ORCID record names { $number } more.
    }
journal-from-doaj = according to DOAJ
journal-from-open-policy-finder = according to Open Policy Finder
journal-diamond = All of it is open access, without publication fees.
journal-open = All of it is open access.
journal-licences = Licences of its articles: { $licences }
journal-at-once = from publication on
journal-embargo =
    { $n ->
        [one] a month after publication
       *[other] { $number } months after publication
    }
journal-fee = for a fee
journal-nothing = Nothing is said about institutional repositories: ask the journal.
# Bulk imports
menu-imports = Imports
imports-title = Imports
imports-lead = Take in many records at once. Nothing changes before you have seen, row by row, what would happen.
imports-history = Earlier imports
import-files = Files to import
import-files-hint = CSV, BibTeX, RIS, CSL-JSON or JATS, with the PDFs they name, or a ZIP of everything. { $rows } records at most.
import-review = Have each record reviewed before it is published
import-look = See what would happen
import-columns = Columns of a CSV table
import-columns-text = Columns go in any order, under their French or English name (title, authors, journal, abstract_fr, file…). The text is UTF-8 or Windows-1252, separated by commas, semicolons or tabs.
import-columns-lists = Authors: Family, Given [ORCID]; Family, Given. Awards: frqnt:312345; frqs. Dates: YYYY, YYYY-MM or YYYY-MM-DD. The column version_of names the article that the file is a new version of.
import-columns-none = Without a file, a record becomes an article that is listed without its text: licence, version and embargo, which belong to a file, are left out.
import-discarded = The import was thrown away. Nothing was taken in.
import-title = Import: { $name }
import-state-planned = to confirm
import-state-running = under way
import-state-done = done
import-lead-planned = This is what would happen. Nothing has been taken in yet.
import-lead-running = The records go in one by one. You may close this page: everything goes on.
import-lead-done = All rows are dealt with.
import-planner = Planned by { $name }. As an administrator you can start it as well.
import-planner-only = Planned by { $name }: only this person or an administrator can start it or throw it away.
import-stuck = The import stopped after several tries.
import-go-on = Go on
import-discard = Throw away
import-button = { $n ->
    [one] Import { $number } record
   *[other] Import { $number } records
}
import-csv = Download the outcome (CSV)
import-progress = Progress of the import
import-progress-told = { $settled } rows of { $total } are dealt with.
import-rows = Row by row
import-rows-all = All
import-rows-none = No row of this kind.
import-fate-work = To take in
import-fate-new = New article
import-fate-version = Version to add
import-fate-here = Already here
import-fate-same = Repeated
import-fate-fault = To correct
import-outcome-published = Published
import-outcome-review = In review
import-outcome-version = Version added
import-outcome-here = Already here
import-outcome-same = Repeated
import-outcome-reading = Being read
import-outcome-waiting = Waiting
import-outcome-refused = Refused
import-outcome-fault = To correct
import-article = article { $number }
import-place-line = { $name }, line { $line }
import-place-record = { $name }, record { $number }
import-column = Column { $column }:
import-same = Like record { $number } of this import.
import-fault-cell = “{ $value }” does not fit.
import-fault-line = The line does not have as many cells as the header: check quotes and separators.
import-fault-record = The record is broken: check its braces, its quotes and its end.
import-fault-title = There is neither a title nor a file: give a title, or the PDF.
import-fault-large = The record is longer than any record: shorten it.
import-fault-file = The file “{ $value }” did not come: add it, or correct its name.
import-fault-filetype = The file “{ $value }” is neither a PDF nor JATS, or is empty or too large: replace it.
import-fault-article = Article { $value } is not public here: correct its number.
import-fault-versionfile = A new version needs its file: name it.
import-fault-declined = A curator refused this file or record before: write to the team.
import-advice-date = Write YYYY, YYYY-MM or YYYY-MM-DD.
import-advice-article = Write the number or the address of the article.
import-advice-authors = Write Family, Given; Family, Given [0000-0000-0000-0000].
import-advice-awards = Write fund:number; fund, with frq, frqnt, frqs or frqsc as fund.
import-advice-language = Write a code such as fr or en.
import-advice-type = Write a code such as journal_article, or its name.
import-advice-version = Write AO, SMUR, AM, P, VoR, CVoR, EVoR or NA.
import-advice-licence = Write a code such as CC-BY-4.0.
import-advice-access = Write open, embargoed, restricted or metadata_only.
import-advice-doi = Write it as 10.5555/suffix.
import-advice-issn = Check the eight digits, the last one too.
import-advice-field = Write a CRDC code such as RDF102.
import-error-none = Choose at least one list of records: CSV, BibTeX, RIS, CSL-JSON or JATS.
import-error-archive = { $name }: the archive is broken, or holds a file that is too large. Make it again.
import-error-spreadsheet = { $name }: save the spreadsheet as CSV, then send that.
import-error-large = { $name }: too much at once. Split the file in two.
import-error-empty = { $name }: the file holds no record.
import-error-unknown = { $name }: neither a CSV table nor BibTeX, RIS, CSL-JSON or JATS.
import-error-form = { $name }: the { $value } cannot be read. Export it again.
import-error-column = { $name }: the column “{ $value }” is not known. Rename it or remove it.
import-error-repeated = { $name }: the column { $value } stands twice. Keep one.
import-csv-source = File
import-csv-line = Line
import-csv-title = Title
import-csv-outcome = Outcome
import-csv-column = Column
import-csv-note = Note
import-csv-article = Article

# Drafts that go
draft-from-article = Record of the article
mail-drafts-heading = { $n ->
    [one] { $number } draft will soon be deleted
   *[other] { $number } drafts will soon be deleted
}
mail-drafts-lead = Nobody has touched them for a long time. Open and save them to keep them; otherwise they go on { $date } with their files.
mail-drafts-button = See my drafts
mail-drafts-reason = You get this message because you began a deposit.

# Announcements of other services
menu-announcements = Announcements
announcements-title = Announcements of other services
announcements-lead = Other services announce here that they reviewed, endorsed or copied an article. Nothing proves where an announcement comes from: open the address before you show it with the article.
announcements-none = No announcement waits.
announcements-decided = Announcements decided
announcements-done = Done.
announcements-show = Show
announcements-hide = Do not show
announcements-article = See the article
announcement-review = Review
announcement-endorsement = Endorsement
announcement-relationship = Copy or related work
article-announcements = Announced elsewhere

# Reports
report-title = Compliance reports
report-by = Report by
report-by-all = Everything
report-by-award = Award
report-by-holder = Holder
report-by-institution = Institution
report-by-programme = Programme
report-by-sector = Sector
report-by-year = Publication year
report-about-all = All publications
report-about-award = Award { $value }
report-about-holder = Holder: { $value }
report-about-institution = Institution: { $value }
report-about-programme = Programme: { $value }
report-about-sector = Sector: { $value }
report-about-year = Publication year { $value }
report-which = Which one
report-which-help = Award number, name in the register, name or ROR of the institution, programme, acronym of the sector, or year; nothing for everything.
report-day = As of the end of
report-button = Show the report
report-few = This report counts fewer than { $number } publications: it may point to a person, so only accounts of the funder see it.
report-wrong = There is no such report. Choose a kind of report, a value that fits it, and a day that does not lie ahead.
report-note = Observed on { $day }, by the rules of { $rules }. Source: { $site }.
report-lead = Each publication counts once, with the strictest of the verdicts of its awards. The same day always gives the same figures.
report-files = Download this report
report-files-lead = The same figures in every form. The report of a past day stays the same, to the byte.
report-file-page = Web page
report-file-liste-csv = List of verdicts (CSV)
report-file-liste-jsonl = List of verdicts (JSON Lines)
report-file-chiffres-csv = Figures (CSV)
report-file-chiffres-jsonl = Figures (JSON Lines)
report-file-rapport-json = Whole report (JSON)
report-file-rapport-xlsx = Whole report (XLSX workbook)
report-file-rapport-pdf = Accessible report (PDF)
report-figures = Figures
report-list = List
report-definitions = Definitions
report-address = Address
report-median = Median, in days
report-formula = Formula: { $formula }. Identifier: { $id }, version { $version }.
report-nothing = No verdict as of this day.
report-cut = The first { $shown } of { $total } verdicts. The whole list is there as a workbook, CSV and JSON at { $url }.
report-whole = The same list is there as a workbook, CSV and JSON at { $url }.
report-total = { $n ->
    [one] { $number } verdict.
   *[other] { $number } verdicts.
}
report-follow = Get this report by e-mail
report-mail-title = Reports by e-mail
report-mail-lead = At the end of each period, a link to the report of its last day is sent to { $email }.
report-form = Form
report-period = Every
report-period-month = Month
report-period-quarter = Quarter
report-period-year = Fiscal year (to 31 March)
report-subscribe = Subscribe
report-subscribed = Subscription added.
report-unsubscribed = Subscription removed.
report-subscriptions = Subscriptions
report-none = No subscription.
report-unsubscribe = Remove
report-stop-title = Stop getting this report?
report-stop-button = Stop this report
report-stopped-title = Subscription ended
report-stopped-lead = This report will not be sent any more.
mail-report-heading = Your report is ready
mail-report-lead = This is the report as of the end of { $date }. It stays at the same address.
mail-report-button = Open the report
mail-report-reason = You get this message because your account is subscribed to this report.
mail-report-stop = Stop getting this report
data-set-publications = The public articles and their descriptions
data-set-liens = The links between articles and awards
data-set-verdicts = The verdict on each article and award, by award, institution and year, and all that the indicators count of it
data-set-usage = Looks and readings by article and month
data-set-barometre = The indicators of the barometer, by each dimension
data-set-exceptions = Exceptions, by ground and act
data-way-catalogue-ttl = Catalogue (DCAT-AP, Turtle)
data-way-catalogue-rdf = Catalogue (DCAT-AP, RDF/XML)
column-authors = Authors
column-journal = Journal
column-issn = ISSN
column-issued = Date of publication, as precise as it is known
column-type = Type of document
column-licence = Licence
column-access = Access right
column-url = Permanent address
column-updated-on = Day of the last change
column-award-doi = DOI of the award
column-month = Month
column-investigations = Investigations (COUNTER 5.1)
column-unique-investigations = Investigations, once a visit
column-requests = Requests (COUNTER 5.1)
column-unique-requests = Requests, once a visit
column-ground = Ground
column-act = Act
column-number = Number

# Consultations
consultations-title = Consultations
consultations-lead = What an indicator ought to count: anybody may have a say during a stated period, without an account. Comments are read before they are public, and get an answer.
consultations-none = No consultation for now.
consultation-days = From { $from } to { $to }.
consultation-open = open
consultation-open-lead = Have your say about this definition.
consultation-closed = This consultation is closed: it takes no comments.
consultation-done = Thank you. Your comment will be public once it has been read.
consultation-indicator = See the figures of this indicator
consultation-say = Have your say
consultation-privacy = No account, no e-mail: nothing is kept that says who you are. Write nothing that points to a person.
consultation-comment = Comment
consultation-send = Send the comment
consultation-comments = Comments
consultation-none = No public comment.
consultation-answer = Answer
consultation-csv = Download the comments (CSV)
consultation-atom = Feed of comments (Atom)
consultation-stale = The form has expired. Your text is still here: send it again.
consultation-length = Write a comment of one to 5000 characters.
consultation-many = Too many comments in a short time. Your text is still here: try again in an hour.
consultations-desk-title = Consultations: open, read, answer
consultations-desk-done = Done.
consultations-desk-wrong = Choose an indicator, a first day, and a last day that is not over.
consultation-from = From
consultation-to = To
consultation-begin = Open the consultation
consultation-end = Close
consultation-waiting = To be read
consultation-none-waiting = No comment waits.
consultation-publish = Publish
consultation-keep = Keep published
consultation-hide = Do not publish
menu-consultations = Consultations

# Follow-up of the open-government plan
menu-commitments = Commitments
commitments-title = Follow-up of commitments
commitments-intro = What the open-government plan promises, step by step: when it is due, how far it is, what shows it, and what the barometer said on that date.
commitments-none = No commitment for now.
commitments-csv = Download (CSV)
commitments-json = Download (JSON)
commitments-atom = Feed of changes (Atom)
commitment-status-not-started = Not started
commitment-status-limited = Limited progress
commitment-status-substantial = Substantial progress
commitment-status-completed = Completed
commitment-late = overdue
commitment-withdrawn = Withdrawn from the plan on { $date }
commitment-done-of = { $done } of { $all } milestones completed
commitment-until = Due: { $date }
commitment-failed-links =
    { $number ->
        [one] { $number } link leads nowhere
       *[other] { $number } links lead nowhere
    }
commitment-starts = Start
commitment-due = Due
commitment-completed-on = Completed on
commitment-lead = Responsible
commitment-factors = What helped or hindered
commitment-to-come = What comes next
commitment-evidence = What shows it
commitment-milestones = Milestones
commitment-no-milestones = No milestone for now.
commitment-history = History
commitment-method = Each link is checked once a day. The reading of the barometer is made again from what was known at the end of that day, by the rules of that day; it does not change afterwards.
commitment-indicator = Indicator
commitment-act-added = Commitment added: “{ $title }” ({ $status })
commitment-act-changed = Commitment changed: “{ $title }” ({ $status })
commitment-act-withdrawn = Commitment withdrawn from the plan: “{ $title }” ({ $status })
commitment-act-restored = Commitment back in the plan: “{ $title }” ({ $status })
milestone-act-added = Milestone added: “{ $title }” ({ $status })
milestone-act-changed = Milestone changed: “{ $title }” ({ $status })
milestone-act-withdrawn = Milestone withdrawn from the plan: “{ $title }” ({ $status })
milestone-act-restored = Milestone back in the plan: “{ $title }” ({ $status })
evidence-unchecked = Link not checked yet.
evidence-found = Link checked on { $date }.
evidence-gone = Nothing at this address on { $date }.
evidence-refused = Access refused on { $date }.
evidence-silent = No valid answer on { $date }.
evidence-busy = Site busy on { $date }: the link will be checked later.
evidence-barred = The site asks us not to check this link, or it cannot be done ({ $date }).
evidence-last-seen = Last seen on { $date }.
evidence-never-seen = Never seen since it is checked.
reading-today = The barometer today, { $date }
reading-caption = The barometer on { $date }
reading-ahead = The reading will be made on that date.
reading-in-making = The reading of that day is being made: come back in some minutes.
reading-empty = No article was known to this site on that date.
