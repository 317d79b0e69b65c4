# Français, langue par défaut. Les espaces insécables devant « : ; ! ? % » et dans les guillemets, ainsi que
# l'apostrophe typographique, sont mises à la lecture du fichier.

## Cadre

site-description = Les articles scientifiques financés par le Fonds de recherche du Québec, à lire en libre accès.
skip-to-content = Aller au contenu
menu-label = Menu principal
menu-search = Rechercher
menu-compliance = Conformité
menu-about = À propos
menu-sign-in = Se connecter
menu-sign-out = Se déconnecter
menu-accessibility = Accessibilité
menu-privacy = Confidentialité
footer-label = Pied de page
footer-tagline = Dépôt en libre accès des articles scientifiques financés par le Fonds de recherche du Québec.
footer-feed = Fil des nouveautés (Atom)
footer-api = Interface JSON
feed-title = Nouveaux articles
theme-label = Apparence
theme-system = Selon l'appareil
theme-light = Claire
theme-sepia = Sépia
theme-dark = Sombre
charter-notice = Avis : au Québec, la Charte de la langue française encadre la consultation de contenus dans une autre langue que le français.

## Accueil

home-title = Articles scientifiques en libre accès
home-heading = Le savoir financé par le Québec, ouvert à tout le monde
home-lead = Cherchez dans le texte complet des articles, lisez-les en ligne, citez-les, téléchargez-les. C'est gratuit et sans inscription.
home-examples = Par exemple :
home-example-1 = pergélisol
home-example-2 = santé mentale
home-example-3 = intelligence artificielle
home-figures = Le dépôt en chiffres
home-latest = Articles récents
home-all = Tous les articles
home-empty = Aucun article n'est encore publié.
figure-articles = { $n ->
    [one] article
   *[other] articles
}
figure-pages = { $n ->
    [one] page de texte
   *[other] pages de texte
}
figure-open = { $n ->
    [one] article lisible aujourd'hui
   *[other] articles lisibles aujourd'hui
}
figure-french = { $n ->
    [one] article en français
   *[other] articles en français
}

## Recherche

search-label = Chercher un sujet, un titre, une autrice ou un auteur
search-button = Rechercher
search-help = Les accents sont facultatifs. Mettez une expression exacte entre guillemets.
search-title = Recherche
search-title-words = Recherche : { $words }
search-total = { $n ->
    [0] Aucun résultat
    [one] { $number } résultat
   *[other] { $number } résultats
}
search-sort = Trier par
sort-relevance = Pertinence
sort-newest = Plus récents
sort-oldest = Plus anciens
sort-added = Derniers ajouts
sort-title = Titre
search-none-for = Aucun résultat pour
search-here-for = ; voici ceux pour
search-exactly = Chercher exactement « { $words } »
search-meant = Vouliez-vous dire :
search-also = Recherché aussi :
search-bridge-off = Chercher seulement les mots tapés
search-bridge-closed = La recherche s'en tient aux mots tapés.
search-bridge-on = Chercher aussi dans l'autre langue
search-by-bridge = Trouvé par : { $words }
search-understood = La recherche a été comprise ainsi :
query-and = et
query-or = ou
query-without = sans { $words }
query-words = « { $words } »
query-phrase = l'expression exacte « { $words } »
query-in-title = dans le titre { $words }
query-by-author = autrice ou auteur { $words }
query-award = numéro d'octroi { $words }
query-year = publié en { $year }
query-years = publié de { $from } à { $to }
query-years-from = publié à partir de { $from }
query-years-to = publié jusqu'en { $to }
note-open-quote = Un guillemet n'est jamais fermé : ce qui le suit est lu comme des mots ordinaires. Fermez-le pour chercher une expression exacte.
note-open-parenthesis = Une parenthèse n'est jamais fermée : elle va jusqu'à la fin de la recherche.
note-stray-parenthesis = Une parenthèse est fermée sans avoir été ouverte : elle est laissée de côté.
note-empty-field = Rien ne suit « { $words } : » : ce champ est laissé de côté. Mettez une valeur juste après les deux points.
note-unknown-field = « { $words } : » n'est pas un champ : il est lu comme un mot. Les champs sont auteur, titre, octroi, doi, orcid et annee.
note-lone-or = « OU » demande des mots des deux côtés : il est lu ici comme un mot.
note-wildcard = Les signes * et ? ne remplacent pas de lettres : les autres formes d'un mot (pluriel, féminin, accents) sont trouvées d'elles-mêmes.
note-year = « { $words } » n'est pas une année : écrivez par exemple annee:2021 ou annee:2021..2024.
note-identifier = « { $words } » n'a pas la forme d'un DOI ou d'un ORCID iD : vérifiez-le.
note-cut = La recherche est longue : seuls ses premiers mots sont cherchés.
note-no-words = Cette recherche ne contient aucun mot : écrivez au moins une lettre ou un chiffre.
query-help = Comment préciser une recherche
query-help-words = forêt boréale
query-help-words-means = Les deux mots, dans toutes leurs formes, où qu'ils soient.
query-help-phrase = "forêt boréale"
query-help-phrase-means = Exactement ces mots, dans cet ordre.
query-help-or = forêt OU toundra
query-help-or-means = L'un des deux. Les parenthèses groupent : (forêt OU toundra) carbone.
query-help-not = forêt -incendie
query-help-not-means = Le premier mot, sans le second.
query-help-title = titre:forêt
query-help-title-means = Le mot dans le titre.
query-help-author = auteur:"Léa Roy"
query-help-author-means = Le nom d'une autrice ou d'un auteur.
query-help-year = annee:2021..2024
query-help-year-means = L'année de publication, ou une suite d'années.
query-help-number = doi: orcid: octroi:
query-help-number-means = Un identifiant entier, par exemple octroi:123456.
query-help-bridge = Les mots tapés sont aussi cherchés dans l'autre langue quand des autrices et auteurs ont donné leurs mots-clés en français et en anglais ; la page le dit et permet de s'en passer.
suggest-label = Suggestions
suggest-one = 1 suggestion. Les flèches permettent de la choisir.
suggest-many = # suggestions. Les flèches permettent d'en choisir une.
suggest-subject = Sujet
suggest-author = Autrice ou auteur
suggest-title = Titre
search-filters = Filtrer les résultats
search-to-filters = Filtrer les résultats
search-chips = Filtres appliqués
search-remove = Retirer le filtre
search-clear = Retirer tous les filtres
search-empty = Aucun article ne correspond à cette recherche.
search-advice-spelling = Vérifiez l'orthographe des mots.
search-advice-words = Essayez moins de mots, ou des mots plus généraux.
search-advice-language = Essayez le même sujet dans l'autre langue : beaucoup d'articles sont en anglais.
search-advice-embargo = Le texte des articles sous embargo n'est pas cherché ; leurs titres, leurs résumés et leurs mots-clés le sont.
search-advice-filters = Recommencez sans aucun filtre.
pager-label = Pages de résultats
pager-first = Première page
pager-next = Page suivante
page-short = p. { $number }
facet-year = Année de publication
facet-sector = Secteur
facet-institution = Établissement
facet-type = Type de document
facet-language = Langue du texte
facet-field = Domaine de recherche
facet-version = Version
facet-licence = Licence
facet-compliance = Conformité
facet-articles = articles
facet-more = Voir plus de choix
search-everything = Tous les articles
export-title = Exporter la liste
export-lead = Toute la liste, dans l'ordre affiché, et non cette seule page :
follow-title = Suivre cette recherche
follow-lead = Les nouveaux articles qui y répondent, au fur et à mesure :
follow-mail = Par courriel
follow-no-mail = Ce site n'envoie pas de courriel : un lecteur de flux, ou un service qui transforme les flux en messages, vous préviendra.
feed-of-search = Les articles qui répondent à cette recherche, du dernier ajouté au plus ancien.
csv-number = Numéro
csv-title = Titre
csv-authors = Autrices et auteurs
csv-year = Année
csv-date = Date de publication
csv-journal = Revue ou ouvrage
csv-volume = Volume
csv-issue = Fascicule
csv-pages = Pages
csv-doi = DOI
csv-type = Type de document
csv-version = Version
csv-licence = Licence
csv-access = Accès
csv-language = Langue
csv-field = Domaine de recherche
csv-institutions = Établissements
csv-awards = Octrois du FRQ
csv-address = Adresse
csv-abstract = Résumé
export-file = resultats
year-from = De
year-to = à
year-apply = Appliquer
year-list = Choisir parmi les années
year-bar = { $year } : { $number }
year-summary = Nombre d'articles par année, de { $first } à { $last } ; le plus grand nombre est en { $peak }.
authors-more = { $n ->
    [one] et { $number } autre
   *[other] et { $number } autres
}

## Article

article-kind = Document
article-untitled = Sans titre
article-authors = Autrices et auteurs
article-affiliations = Affiliations
article-orcid = Profil ORCID : { $name }
article-abstract = Résumé
article-abstract-in = Résumé en { $language }
article-keywords = Mots-clés :
article-embargo = L'article est sous embargo : le texte sera lisible ici à partir du { $date }.
article-closed = Le texte de cet article n'est pas en libre accès. Seule sa description est publique.
article-awards = Financement et conformité
article-action = Que faire ?
article-not-evaluated = La conformité n'a pas été évaluée pour ce financement.
article-formats = Formats pour les catalogues et les moissonneurs
article-cite = Citer cet article
article-correct = Corriger
article-side = Lire et télécharger
article-details = À propos de cet article
article-read = Lire en ligne
article-file = Ouvrir le { $format }
article-leaf-through = Feuilleter le PDF ici
article-file-described = PDF avec métadonnées
article-file-described-note = le même fichier, avec titre, noms, langue, licence et DOI à l'intérieur
article-copies = Copies ailleurs
copy-look-open = vue ouverte le { $date }
copy-look-other-work = un autre titre le { $date }
copy-look-unreadable = fichier illisible le { $date }
copy-look-page = page sans fichier le { $date }
copy-look-refused = accès refusé le { $date }
copy-look-gone = introuvable le { $date }
copy-look-silent = sans réponse le { $date }
copy-look-busy = site occupé le { $date }
copy-look-barred = non vérifiée, à la demande du site ({ $date })
page-count = { $n ->
    [one] { $number } page
   *[other] { $number } pages
}
copy = Copier la référence
cite-other-styles = Autres styles : MLA, Chicago, Vancouver, ISO 690
copy-done-style = Référence { $style } copiée
origin-title = Titre : { $origin }
origin-abstract = Résumé : { $origin }
origin-deposited = tel que déposé
origin-jats = indiqué dans le fichier XML
origin-page = lu dans le PDF, page { $number }
origin-pdf = lu dans les propriétés du PDF
origin-edited = saisi ou corrigé par l'équipe du dépôt, ou reçu d'un dépôt partenaire
licence-none = Aucune licence indiquée
licence-by = Vous pouvez partager, adapter et réutiliser ce texte, même à des fins commerciales, à condition d'en nommer les autrices et auteurs et d'indiquer vos modifications.
licence-by-nd = Vous pouvez partager ce texte tel quel, même à des fins commerciales, en nommant les autrices et auteurs. Vous ne pouvez pas en diffuser de version modifiée.
licence-by-sa = Vous pouvez partager et adapter ce texte, même à des fins commerciales, en nommant les autrices et auteurs et en publiant vos adaptations sous la même licence.
licence-by-nc = Vous pouvez partager et adapter ce texte à des fins non commerciales, en nommant les autrices et auteurs et en indiquant vos modifications.
licence-by-nc-sa = Vous pouvez partager et adapter ce texte à des fins non commerciales, en nommant les autrices et auteurs et en publiant vos adaptations sous la même licence.
licence-by-nc-nd = Vous pouvez partager ce texte tel quel, à des fins non commerciales, en nommant les autrices et auteurs. Vous ne pouvez pas en diffuser de version modifiée.
licence-zero = Les autrices et auteurs ont renoncé à leurs droits : vous pouvez réutiliser ce texte sans condition. Les citer reste l'usage.
licence-public-domain = Ce texte n'est plus protégé par le droit d'auteur : vous pouvez le réutiliser librement.
licence-ogl = Vous pouvez partager, adapter et réutiliser ce texte, même à des fins commerciales, en mentionnant sa source.
licence-publisher = La maison d'édition a ses propres conditions. Vous pouvez lire ce texte ; lisez ses conditions avant de le réutiliser.
licence-reserved = Tous droits réservés : vous pouvez lire ce texte et le citer. Toute autre réutilisation demande la permission des titulaires des droits.
licence-unknown = Personne n'a indiqué de licence pour ce texte. Vous pouvez le lire et le citer ; pour toute autre réutilisation, demandez la permission aux autrices et auteurs.
version-says-submitted = Le texte tel que soumis à la revue, avant l'évaluation par les pairs. La version publiée peut différer.
version-says-accepted = Le texte accepté après l'évaluation par les pairs, sans la mise en page de la revue. Pour citer une page précise, voyez la version publiée.
version-says-proof = L'épreuve de la revue, avant les dernières corrections. La version publiée peut différer.
version-says-published = Le texte définitif, tel que la revue l'a publié.
share-title = Partager
share-mail = Courriel
share-copy = Copier le lien
share-copied = Lien copié
related-title = Articles voisins
related-cites = cite cet article
related-cited = cité par cet article
related-references = { $n ->
    [one] { $number } référence en commun
   *[other] { $number } références en commun
}
related-keywords = mots-clés en commun : { $words }
related-subject = sujet proche
usage-title = Fréquentation
usage-looks = { $n ->
    [one] { $number } consultation
   *[other] { $number } consultations
}
usage-reads = { $n ->
    [one] { $number } lecture ou téléchargement
   *[other] { $number } lectures et téléchargements
}
usage-summary = { $looks }, dont { $reads }, depuis { $since }.
usage-description = Consultations par mois sur douze mois ; le plus grand nombre, { $number }, est en { $peak }.
usage-key-looks = Consultations
usage-key-reads = Lectures et téléchargements
usage-table = Les chiffres par mois
usage-month = Mois
usage-rules = Compté selon les règles COUNTER 5.1 : sans les robots, sans témoin, sans conserver d'adresse.
usage-api = Chiffres en JSON
fact-journal = Revue
fact-doi = DOI
fact-published = Publication
fact-accepted = Acceptation
fact-here = Dans ce dépôt depuis le
fact-version = Version
fact-licence = Licence
fact-field = Domaine
fact-address = Adresse permanente
journal-volume = vol.{"\u00A0"}{ $value }
journal-issue = n°{"\u00A0"}{ $value }
journal-pages = p.{"\u00A0"}{ $value }
host-publisher = Chez l'éditeur
host-repository = Dans un autre dépôt
badge-embargo = Sous embargo jusqu'au { $date }
version-ao = version originale
version-smur = prépublication
version-am = manuscrit accepté
version-p = épreuve
version-vor = version publiée
version-cvor = version publiée corrigée
version-evor = version publiée améliorée
version-na = version inconnue
award-name = { $fund } – octroi { $number }
award-without-number = { $fund } – octroi sans numéro
award-read-page = Lu dans les remerciements, { $copy }, page { $page }
award-read = Lu dans les remerciements, { $copy }
fund-frq = Fonds de recherche du Québec
fund-frqnt = FRQ – Nature et technologies
fund-frqs = FRQ – Santé
fund-frqsc = FRQ – Société et culture
tombstone-title = Cet article a été retiré
tombstone-lead = Il a été publié dans ce dépôt, puis retiré. Cette page reste à son adresse pour que les références ne se perdent pas.
tombstone-reason = Raison du retrait
tombstone-doi = La version de l'éditeur se trouve peut-être encore ici :

## Lecture

reading-back = Revenir à la fiche de l'article
reading-extracted = Ce texte a été extrait automatiquement du fichier déposé ; des erreurs sont possibles, surtout dans les formules et les tableaux. Le fichier fait foi.
reading-original = Ouvrir le fichier original
reading-find = Chercher dans cet article
reading-find-button = Chercher
reading-found = { $n ->
    [0] Ces mots ne se trouvent dans aucune page.
    [one] Trouvé dans { $number } page :
   *[other] Trouvé dans { $number } pages :
}
reading-contents = Table des matières
reading-pages = Pages
reading-page = Page { $number }
reading-page-printed = Page { $number } (numérotée { $printed })
reading-open-page = Ouvrir cette page dans le PDF
reading-no-text = Cette page ne contient pas de texte lisible : il s'agit peut-être d'une image.
reading-code = Code
reading-formula = Formule
reading-footnote = Note de bas de page
reading-table = Tableau
reading-table-continued = Suite du tableau
reading-back-citation = Revenir au texte, citation
reading-back-text = Revenir au texte, appel
reading-alt-figure = Figure sans légende, page { $number }
reading-alt-formula = Formule, page { $number }
reading-alt-table = Tableau, page { $number }
reading-alt-text = Passage de la page { $number } tel qu'imprimé
reading-alt-page = Page { $number } telle qu'imprimée
reading-words-figure = Mots dans la figure
reading-words-formula = Formule en texte
reading-words-table = Contenu du tableau en texte
reading-words-text = Ce qui a pu en être lu
reading-as-printed = Voir tel qu'imprimé
reading-figure-in-file = Voir dans le PDF
jats-notice = Ce texte vient du fichier XML de l'article : sa structure, ses tableaux et ses formules sont ceux de l'édition.
jats-part = Partie { $number }
jats-box = Encadré
jats-supplement = Matériel supplémentaire
jats-no-picture = L'image n'accompagne pas le fichier déposé.
jats-no-picture-named = L'image, « { $name } », n'accompagne pas le fichier déposé.
jats-picture-there = Voir l'image chez l'éditeur
jats-at-journal = Voir la version de la revue
reading-lost-text = Ce passage n'a pas pu être lu ; en voici l'image.
reading-no-text-picture = Cette page ne contient pas de texte lisible ; en voici l'image.
reading-contents-short = Sommaire
reader-tools = Outils de lecture
reader-place = Page { $n } sur { $m }
reader-resume = Reprendre à la page { $n }
reader-resume-close = Non merci
reader-find = Chercher
reader-find-back = Résultat précédent
reader-find-forward = Résultat suivant
reader-find-count = { $n } sur { $m }
reader-find-none = Aucun résultat
reader-find-all-forms = Toutes les formes
reader-aloud = Écouter
reader-aloud-help = La voix est celle de votre appareil. Flèches gauche et droite : phrase précédente, phrase suivante.
reader-play = Lire à voix haute
reader-pause = Mettre en pause
reader-sentence-back = Phrase précédente
reader-sentence-forward = Phrase suivante
reader-rate = Vitesse
reader-voice = Voix
reader-skip = Passer les références, les tableaux et les notes
reader-split = Côte à côte
reader-settings = Affichage
reader-reset = Revenir aux réglages de départ
reader-size = Taille du texte
reader-size-small = Petite
reader-size-normal = Normale
reader-size-large = Grande
reader-size-larger = Très grande
reader-size-largest = Géante
reader-face = Police
reader-face-normal = Open Sans
reader-face-legible = Atkinson, très lisible
reader-face-serif = À empattements
reader-measure = Largeur des lignes
reader-measure-narrow = Étroite
reader-measure-normal = Moyenne
reader-measure-wide = Large
reader-leading = Interligne
reader-leading-tight = Serré
reader-leading-normal = Moyen
reader-leading-loose = Aéré
reader-theme-system = Auto
viewer-title = PDF : { $title }
viewer-tools = Outils du PDF
viewer-text = Lire le texte
viewer-download = Ouvrir le fichier
viewer-back = Page précédente
viewer-forward = Page suivante
viewer-page = Page
viewer-of = sur { $n }
viewer-zoom-out = Réduire
viewer-zoom-in = Agrandir
viewer-zoom-fit = Ajuster à la largeur
viewer-pages = Pages du PDF
viewer-plain = L'affichage ci-dessous a besoin de JavaScript. Le fichier s'ouvre aussi seul :
viewer-loading = Chargement du PDF…
viewer-failed = Le PDF ne s'affiche pas ici. Ouvrez le fichier avec le lien, ou rechargez la page.
viewer-locked = Ce PDF est protégé par un mot de passe ; ouvrez le fichier avec le lien.
warning-unmapped-glyphs = Certains caractères du fichier n'ont pas pu être lus ; le signe � les remplace.
warning-page-unreadable = Au moins une page du fichier n'a pas pu être lue.
warning-no-text = Au moins une page du fichier ne contient pas de texte : elle est peut-être numérisée en image.
warning-budget-exhausted = Le fichier est très grand : une partie du texte n'a pas été lue.

## Verdicts

outcome-compliant = Conforme
outcome-compliant-meaning = L'article est en libre accès comme la politique le demande.
outcome-compliant-late = Conforme en retard
outcome-compliant-late-meaning = L'article est en libre accès comme il faut, mais il l'a été après l'échéance.
outcome-open-without-licence = Ouvert, sans licence acceptée
outcome-open-without-licence-meaning = Tout le monde peut lire l'article, mais il ne porte pas une licence ouverte que la politique accepte.
outcome-partly = Partiellement conforme
outcome-partly-meaning = Une copie est ouverte, mais sa version ou l'endroit où elle se trouve ne compte pas.
outcome-not-yet-due = Pas encore exigible
outcome-not-yet-due-meaning = L'échéance n'est pas passée : l'article peut encore être mis en libre accès à temps.
outcome-closed = Fermé
outcome-closed-meaning = L'échéance est passée et aucune copie ouverte qui compte n'est connue.
outcome-undetermined = Indéterminé
outcome-undetermined-meaning = Il manque un renseignement, ou la règle laisse une question ouverte : on ne peut pas conclure.
outcome-out-of-scope = Hors du champ de la politique
outcome-out-of-scope-meaning = Ce document ou cet octroi n'est pas visé par la politique.
outcome-exempt = Exempté
outcome-exempt-meaning = Une exception approuvée est au dossier.
action-none = Il n'y a rien à faire.
action-wait = Attendre la fin de l'embargo.
action-add-licence = Indiquer une licence ouverte, de préférence CC BY, pour une copie en libre accès.
action-deposit-manuscript = Déposer le manuscrit accepté ou la version publiée.
action-add-date = Indiquer la date de publication.
action-confirm-award = Indiquer le numéro de l'octroi, ou le faire ajouter au registre.
action-confirm-type = Indiquer de quel type de document il s'agit.
action-confirm-copy = Indiquer depuis quand la copie est ouverte et où elle se trouve.
action-confirm-version = Indiquer de quelle version il s'agit.
action-ask-funder = La question est ouverte : c'est au Fonds de recherche du Québec d'en décider.
verdict-policy = Politique
verdict-due = Échéance
verdict-tier = Lien avec l'octroi
verdict-observed = Évalué le
tier-a = octroi reconnu
tier-b = bailleur de fonds déclaré
tier-c = mention dans les remerciements
tier-d = déduit de la personne et de la période
policy-frq-2022 = Politique de diffusion en libre accès de 2022
policy-frq-2019 = Politique de diffusion en libre accès de 2019
policy-frsq-2009 = Politique du Fonds de la recherche en santé de 2009
finding-state-yes = Oui :
finding-state-no = Non :
finding-state-unsure = À préciser :
copy-own = La copie déposée ici
copy-publisher = La copie de l'éditeur
copy-repository = La copie d'un autre dépôt
copy-at = La copie sur { $host }

finding-exception-on-file = Une exception approuvée est au dossier.
finding-award-number-missing = Le numéro de l'octroi n'est pas indiqué.
finding-award-not-in-register = L'octroi { $award } n'est pas dans le registre.
finding-award-of-another-fund = Dans le registre, le numéro { $award } appartient à un autre fonds ({ $fund }) et à une personne qui n'est pas parmi les autrices et auteurs.
finding-policy-by-launch-date = Le concours a été lancé le { $launched } : « { $policy } » s'applique.
finding-policy-by-programme = Les règles du programme renvoient à « { $policy } » (concours lancé le { $launched }).
finding-policy-by-activity = Le concours date du { $launched }, mais l'octroi était encore actif après le 31 mars 2019 : « { $policy } » s'applique.
finding-policy-of-health-fund = Pour ce concours du { $launched }, « { $policy } » s'applique.
finding-no-policy = L'octroi (concours du { $launched }) a pris fin avant toute politique de libre accès.
finding-launch-date-missing = La date de lancement du concours est inconnue.
finding-launch-date-from-funding-start = D'après le début du financement, le concours a été lancé entre le { $earliest } et le { $latest } : « { $policy } » s'appliquerait.
finding-launch-date-estimated = La date de lancement du concours ({ $launched }) est une estimation.
finding-programme-rules-missing = On ne sait pas à quelle politique renvoient les règles de ce programme d'infrastructure (concours du { $launched }).
finding-award-period-missing = La période de l'octroi est inconnue (concours du { $launched }).
finding-withheld-on-estimate = Aucun verdict défavorable n'est rendu sur la base d'une estimation.
finding-withheld-by-link = Le lien avec cet octroi n'est pas confirmé : on ne rend pas de verdict défavorable d'après lui.
finding-withheld-by-policy = « { $policy } » est affichée pour information ; on ne rend pas de verdict défavorable d'après elle.
finding-type-covered-any = Ce type de document ({ $type }) est visé par toutes les politiques entre lesquelles on hésite.
finding-type-covered = Ce type de document ({ $type }) est visé par « { $policy } ».
finding-type-missing = Le type de document est inconnu.
finding-type-unclear = La politique ne dit pas clairement si ce type de document ({ $type }) est visé.
finding-type-depends-on-policy = Ce type de document ({ $type }) est visé par une politique et non par une autre, et on ne sait pas laquelle s'applique.
finding-type-encouraged = Pour ce type de document ({ $type }), le libre accès est encouragé, mais pas exigé.
finding-type-not-covered = Ce type de document ({ $type }) n'est pas visé.
finding-peer-reviewed = Le texte a été évalué par les pairs.
finding-peer-review-presumed = L'évaluation par les pairs n'est pas indiquée ; elle est présumée pour un article de revue.
finding-peer-review-not-needed = L'évaluation par les pairs n'est pas exigée pour une thèse ou un mémoire.
finding-not-peer-reviewed = Le texte n'a pas été évalué par les pairs.
finding-no-copy = Aucune copie du texte n'est connue.
finding-copy-accepted = { $copy } est ouverte, et sa version compte ({ $version }).
finding-copy-not-open = { $copy } n'est pas ouverte.
finding-copy-embargoed = { $copy } n'est pas ouverte avant le { $opens }.
finding-copy-access-unknown = { $copy } : on ne peut pas dire si elle est ouverte.
finding-copy-version-rejected = { $copy } est d'une version qui ne compte pas ({ $version }).
finding-copy-version-unknown = { $copy } est d'une version inconnue.
finding-copy-proof = { $copy } est une épreuve : elle ne compte qu'après comparaison avec le manuscrit accepté.
finding-copy-place-rejected = { $copy } se trouve à un endroit qui ne compte pas.
finding-copy-place-unknown = { $copy } se trouve dans un dépôt dont on ne connaît pas le genre.
finding-published-date-missing = La date de publication est inconnue.
finding-published-month-only = La date de publication n'est connue qu'au mois près ({ $published }) : le dernier jour du mois compte.
finding-published-year-only = La date de publication n'est connue qu'à l'année près ({ $published }).
finding-opened-in-time = { $copy } est ouverte depuis le { $opened }, à temps pour l'échéance du { $due }.
finding-opened-late = { $copy } est ouverte depuis le { $opened }, soit { $days } jours après l'échéance du { $due }.
finding-opened-within-tolerance = { $copy } est ouverte depuis le { $opened }, soit { $days } jours après l'échéance du { $due }, ce que les bilans tolèrent.
finding-opened-date-unknown = { $copy } : on ne sait pas si elle a été ouverte à temps.
finding-due-ahead = L'échéance est le { $due }.
finding-due-passed = L'échéance du { $due } est passée sans copie ouverte qui compte.
finding-licence-not-required = « { $policy } » ne demande pas de licence ouverte dans ce cas.
finding-licence-accepted = { $copy } porte une licence acceptée ({ $licence }).
finding-licence-accepted-no-derivatives = { $copy } porte la licence { $licence }, acceptée lorsqu'il est pertinent de restreindre les modifications.
finding-licence-rejected = { $copy } porte une licence qui n'est pas acceptée ({ $licence }).
finding-licence-manual-review = { $copy } porte une licence dont la politique ne parle pas ({ $licence }) : une personne doit l'examiner.
finding-licence-missing = { $copy } ne porte aucune licence connue.

## Conformité

compliance-title = Conformité à la politique de libre accès
compliance-lead = Quelle part des publications financées par le Fonds de recherche du Québec et connues de ce dépôt respecte la politique de libre accès ? Ce qu'on ne sait pas est montré à part.
compliance-overall = des publications évaluées sont conformes ({ $numerator } sur { $denominator })
compliance-overall-bounds = Selon ce que révéleraient les cas indéterminés, le taux réel se situe entre { $low } et { $high }.
compliance-overall-unknown = Indéterminés : { $share } des publications exigibles ({ $number }).
compliance-by-year = Par année de publication
compliance-by-sector = Par secteur
compliance-year = Année
compliance-sector = Secteur
compliance-no-year = Année inconnue
compliance-caption = nombre de publications par résultat
compliance-rate = Taux de conformité
compliance-bounds = Bornes
compliance-counting = Les chiffres sont en cours de recalcul : une partie des derniers changements n'y est pas encore. Rechargez la page dans une minute.
compliance-none = Aucune publication à compter pour l'instant.
compliance-method = Méthode
compliance-method-1 = Une publication compte une fois, avec le verdict le plus exigeant parmi ceux de ses octrois ; une fois aussi dans chaque secteur qui l'a financée.
compliance-method-2 = Le taux divise les publications conformes par celles dont l'échéance est passée, sans les exemptées ni les indéterminées. Les bornes comptent toutes les indéterminées comme non conformes, puis toutes comme conformes.
compliance-method-3 = Aucun verdict défavorable ne repose sur une estimation. Ce qui n'est pas visé par la politique n'est pas compté.
compliance-dated = État au { $date }.
compliance-download = Télécharger la liste (CSV)
part-compliant = Conforme
part-late = En retard
part-partly = Partiel
part-closed = Fermé
part-unknown = Indéterminé
part-pending = Pas encore exigible ou exempté

## Connexion

sign-in-title = Se connecter
sign-in-lead = Un compte ne sert qu'à déposer ou à vérifier des articles. Pour lire, il n'en faut pas.
sign-in-email = Courriel
sign-in-password = Mot de passe
sign-in-button = Se connecter
sign-in-wrong = Le courriel ou le mot de passe n'est pas le bon. Vérifiez-les, puis réessayez.
sign-in-stale = Le formulaire a expiré. Réessayez.

## Erreurs

error-not-found = Page introuvable
error-not-found-advice = L'adresse contient peut-être une erreur, ou la page n'existe plus. Cherchez l'article par son titre.
error-gone = Ce document a été retiré
error-gone-advice = Il a été publié ici, puis retiré. Sa fiche en dit la raison.
error-invalid = La demande n'a pas pu être comprise
error-invalid-advice = Vérifiez ce que vous avez saisi, puis réessayez.
error-forbidden = L'accès n'est pas permis
error-forbidden-advice = Le texte est peut-être sous embargo, ou votre formulaire a expiré. Revenez à la page précédente et réessayez.
error-role = Cette page est réservée aux personnes qui révisent les dépôts.
error-role-advice = Votre compte permet de déposer des articles et de suivre vos dépôts. Si vous devez aussi réviser ceux des autres, écrivez à l'équipe du dépôt.
error-sign-in = Connexion requise
error-sign-in-advice = Connectez-vous pour voir cette page.
error-too-large = L'envoi est trop volumineux
error-too-large-advice = Réduisez la taille de ce que vous envoyez, puis réessayez.
error-busy = Trop de recherches en ce moment
error-busy-advice = Réessayez dans une demi-minute. Pour tout recevoir d'un coup : les données ouvertes (/donnees) ou OAI-PMH (/oai).
error-no-search = La recherche ne répond pas
error-no-search-advice = Le reste du site fonctionne : les articles et les données ouvertes (/donnees) restent accessibles. Réessayez dans quelques minutes.
error-unavailable = Le service est momentanément indisponible
error-unavailable-advice = Réessayez dans quelques minutes.
error-no-room = Il n'y a plus de place sur le disque du service
error-no-room-advice = Rien de ce qui était déposé n'est perdu, mais rien de nouveau ne peut être gardé. Gardez votre fichier et réessayez dans quelques heures ; écrivez-nous si cela dure. Si vous administrez le site, libérez de la place sur le disque du dossier PARVIS_DATA.
error-internal = Une erreur est survenue de notre côté
error-internal-advice = Ce n'est pas votre faute. Réessayez plus tard ; si l'erreur revient, écrivez-nous en citant le numéro ci-dessous.
error-request = Numéro de la demande :
error-search = Rechercher un article
error-home = Revenir à l'accueil

## À propos

about-title = À propos
about-lead = Un parvis est la place ouverte devant un édifice public : tout le monde peut y entrer.
about-what = Ce qu'on trouve ici
about-what-1 = Parvis réunit les articles scientifiques issus de recherches financées par le Fonds de recherche du Québec. On peut chercher dans leur texte complet, page par page, les lire en ligne, les télécharger et les citer.
about-what-2 = Les textes sont en français ou en anglais, selon le choix de leurs autrices et auteurs. Quand un titre ou un résumé existe dans les deux langues, les deux sont affichés.
about-policy = La politique de libre accès
about-policy-1 = Le Fonds de recherche du Québec demande que les publications qu'il finance soient en libre accès : sans délai et sous licence ouverte pour les concours lancés depuis 2022, dans les douze mois pour les concours plus anciens.
about-policy-2 = Chaque fiche explique en mots simples si l'article respecte la politique qui s'applique à son financement, pourquoi, et ce qu'il est possible de faire.
about-reuse = Réutiliser les données
about-reuse-1 = Les descriptions des articles sont ouvertes à la réutilisation. La licence de chaque texte est indiquée sur sa fiche.
about-reuse-oai = moissonnage par OAI-PMH ;
about-reuse-api = recherche et fiches en JSON ;
about-reuse-feed = fil Atom des nouveautés ;
about-reuse-export = exportation de chaque fiche en BibTeX, RIS, CSL-JSON, Dublin Core et schema.org.
about-link-oai = Adresse OAI-PMH
about-link-api = Interface JSON
about-name = Qui fait Parvis ?
about-name-1 = Parvis est un logiciel libre. Il n'est pas un site officiel du gouvernement du Québec et n'en porte pas la signature.

## Accessibilité

accessibility-title = Accessibilité
accessibility-lead = Ce site veut être utilisable par tout le monde, avec tout appareil et toute aide technique.
accessibility-aim = Ce que nous visons
accessibility-aim-1 = Le site est conçu selon le standard SGQRI 008 3.0 et les règles WCAG 2.2, niveau AA :
accessibility-point-keyboard = tout s'utilise au clavier, et l'endroit où l'on se trouve est toujours visible ;
accessibility-point-script = tout fonctionne sans JavaScript ;
accessibility-point-zoom = les pages s'agrandissent jusqu'à 400 % sans défilement horizontal ;
accessibility-point-contrast = les contrastes suffisent en apparence claire comme en apparence sombre ;
accessibility-point-language = la langue de chaque passage est indiquée aux lecteurs d'écran.
accessibility-pdf = Les articles
accessibility-pdf-1 = Beaucoup de fichiers PDF déposés ne sont pas balisés pour l'accessibilité. C'est pourquoi chaque article a une page de lecture en HTML, faite à partir du texte du fichier.
accessibility-pdf-2 = Cette page contient les titres, les listes, les tableaux et les notes qui ont pu être reconnus. Les figures ne sont pour l'instant présentes que dans le fichier original.
accessibility-limits = Ce qui manque encore
accessibility-limits-1 = Les formules sont rendues comme du texte et peuvent être difficiles à lire à voix haute. Certains tableaux complexes perdent leur structure.

## Confidentialité

privacy-title = Confidentialité
privacy-lead = Lire et chercher ici ne laisse presque aucune trace.
privacy-visit = Quand vous visitez le site
privacy-visit-1 = Aucun outil de mesure d'audience, aucune police, aucune image ne vient d'un autre site. Aucun profil n'est établi.
privacy-visit-2 = Le journal du serveur note l'heure, la page demandée et la réponse, sans votre adresse ni les mots que vous cherchez. La fréquentation des articles est comptée par mois, sans rien garder de vous : un numéro tiré au hasard distingue les visites d'un même jour, puis il est oublié.
privacy-cookies = Témoins de connexion
privacy-cookies-1 = Un témoin est déposé seulement quand vous ouvrez la page de connexion, celle d'un nouveau compte, ou le formulaire d'une alerte ou d'une demande de copie, pour sécuriser ce formulaire et votre session. L'apparence choisie, les réglages de lecture et la page où vous en étiez dans un article restent dans votre navigateur.
privacy-alerts = Alertes par courriel
privacy-alerts-1 = Si vous suivez une recherche par courriel, le site garde votre adresse, la recherche, la langue et la fréquence, pour vous envoyer ces messages et rien d'autre. L'adresse doit être confirmée par un lien ; sans confirmation, elle est effacée après 48 heures.
privacy-alerts-2 = Chaque message contient un lien qui l'arrête sans compte. L'adresse est alors effacée aussitôt, avec les messages en attente. Les messages ne contiennent ni image ni traceur : le site ne sait pas si vous les ouvrez.
privacy-accounts = Comptes et demandes de copie
privacy-accounts-1 = Un compte garde votre courriel, votre nom, votre langue et, si vous les donnez, votre ORCID et votre établissement ; pour chaque session, le nom du navigateur et l'heure. Mots de passe, jetons et codes ne sont gardés que sous une forme dont on ne peut rien tirer. Si vous vous connectez par un fournisseur d'identité, le site garde le numéro qu'il vous donne, jamais votre mot de passe de là-bas ; avec ORCID, il peut y demander la liste publique de vos travaux. À la page de votre compte, vous obtenez tout ce qui est gardé, et vous pouvez l'effacer.
privacy-accounts-2 = Si vous demandez une copie d'un article sous embargo, la personne qui l'a déposé voit votre adresse et votre message. Le message est effacé avec la réponse, le reste après trente jours.
privacy-authors = Autrices et auteurs
privacy-authors-1 = Les fiches montrent les noms, les affiliations et les identifiants ORCID tels que les articles les donnent. Elles ne montrent jamais d'adresse de courriel.
privacy-rights = Vos droits
privacy-rights-1 = Vous pouvez demander à voir ou à corriger les renseignements qui vous concernent, comme le prévoit la loi québécoise sur l'accès aux documents et la protection des renseignements personnels.

## Mois

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

## Langues

lang-fr = français
lang-en = anglais
lang-es = espagnol
lang-pt = portugais
lang-de = allemand
lang-it = italien
lang-ar = arabe
lang-zh = chinois
lang-iu = inuktitut
lang-cr = cri
lang-moe = innu-aimun
lang-atj = atikamekw
lang-alq = anicinabemowin
lang-moh = mohawk
lang-mic = mi'kmaq
lang-abe = abénaquis
lang-nsk = naskapi
lang-wdt = wendat
lang-mul = plusieurs langues
lang-und = langue inconnue

## Dépôt

menu-deposit = Déposer
menu-deposits = Mes dépôts
menu-review = Révision
deposit-title = Déposer un article
deposit-lead = Choisissez le fichier : Parvis y lit le titre, les noms des autrices et auteurs, les résumés, le DOI, la licence et le financement. Vous vérifiez, puis déposez.
deposit-rights = J'ai le droit de déposer ce fichier et j'accepte qu'il soit diffusé en libre accès.
deposit-rights-hint = Les autrices et auteurs gardent d'ordinaire ce droit pour le manuscrit accepté ; la version de l'éditeur demande une licence ouverte, comme CC BY.
deposit-file = Fichier de l'article
deposit-file-hint = Un PDF ou un fichier XML JATS d'au plus { $limit }, sans mot de passe.
deposit-button = Continuer
deposit-after = Ce qui se passe ensuite
deposit-after-1 = Le fichier est lu en quelques secondes, et le formulaire se remplit. Il s'enregistre à chaque changement.
deposit-after-2 = Vous déposez ; une personne vérifie la description et la conformité aux politiques du FRQ.
deposit-after-3 = L'article est publié à une adresse permanente, ou vous revient avec un commentaire.
deposit-record-legend = Commencer par un DOI ou une notice
deposit-record = DOI, ou notice BibTeX, RIS ou CSL-JSON
deposit-record-hint = Collez le DOI, ou la notice telle que votre gestionnaire de références ou la revue la donne. Vous joindrez le fichier ensuite.
deposit-error-no-record = Ce texte n'est ni un DOI ni une notice BibTeX, RIS ou CSL-JSON. Collez-le en entier, ou commencez par le fichier.
deposit-error-broken-record = Cette notice est incomplète ou abîmée. Copiez-la de nouveau, de son premier à son dernier caractère.
deposit-error-empty-record = Cette notice ne dit ni titre ni DOI. Collez-en une autre, ou commencez par le fichier.
draft-more = Ajouter un champ : { $fields }
lookup-asking = La notice du DOI est demandée. Continuez sans l'attendre.
lookup-arrived = La notice du DOI est arrivée. Rechargez la page pour en voir les valeurs : les vôtres restent.
lookup-found = La notice du DOI a complété le formulaire.
lookup-unknown = Aucun service interrogé ne connaît ce DOI.
lookup-silent = Le service des notices ne répond pas pour le moment. Le formulaire se remplit très bien sans lui.
lookalike-title = Cet article est peut-être déjà ici
lookalike-waiting = en attente de vérification
lookalike-version = C'est lui : ajouter cette version
lookalike-mine = C'est le mien, rien à ajouter
lookalike-other = C'est un autre article
lookalike-is-version = Ce dépôt sera une nouvelle version d'un article de Parvis.
lookalike-cancel = Annuler
deposit-claimed = C'est noté dans l'historique de l'article.
event-claim = Article réclamé
draft-awards = Octrois au registre du FRQ
draft-award-known = au registre
draft-award-unknown = inconnu du registre : déclaré, à vérifier
draft-award-near = Vouliez-vous dire
draft-award-search = Chercher un octroi
draft-award-search-hint = Par son numéro, sa ou son titulaire, l'établissement ou le programme.
draft-award-find = Chercher
draft-award-add = Ajouter
draft-award-none = Aucun octroi du registre ne correspond. Écrivez le fonds et le numéro dans le champ des octrois : ils seront vérifiés.
drafts-title = Dépôts commencés
draft-untitled = Sans titre
draft-deleted = Le brouillon est supprimé.
draft-reading = Lecture du fichier… Le formulaire se remplit dans un instant.
draft-doubtful = À vérifier d'abord
draft-doubtful-hint = Ces valeurs manquent ou sont incertaines. Tout le reste a été trouvé.
draft-all-sure = Tout a été trouvé. Parcourez les valeurs, cochez la case, puis déposez.
draft-decision = Déposer
draft-submit = Déposer l'article
draft-save = Enregistrer le brouillon
draft-delete = Supprimer le brouillon
draft-attach = Joindre le fichier
draft-take = Reprendre
draft-saved = Enregistré à { $time }
draft-saved-long = Le brouillon est enregistré. Vous le retrouverez à la page « Déposer un article ».
draft-saving = Enregistrement…
draft-offline = Pas de connexion : vos changements sont gardés dans ce navigateur et seront envoyés dès son retour.
draft-conflict = Une autre fenêtre a changé cette valeur en « { $value } ». La vôtre est encore ici : enregistrez pour la garder, ou recopiez l'autre.
draft-conflicts = Ce brouillon a changé dans une autre fenêtre. Les champs touchés des deux côtés sont marqués ; tout le reste est enregistré.
draft-doi-here = Un article de Parvis a déjà ce DOI ou ce fichier. Dites plus haut ce qu'il est pour le vôtre, ou corrigez le DOI.
draft-file-none = Joignez le fichier de l'article : un brouillon sans fichier est gardé, mais ne se dépose pas.
confidence-missing = à remplir
draft-from-none = Rien n'a été trouvé
draft-from-file = Lu dans le fichier
draft-from-page = Lu à la page { $page }
draft-from-inside = Déclaré dans le fichier JATS
draft-from-guess = Proposé par Parvis
draft-from-person = Écrit par vous
draft-from-crossref = Notice du DOI (Crossref)
draft-from-datacite = Notice du DOI (DataCite)
draft-from-openalex = Notice d'OpenAlex
draft-from-pasted = Notice collée
draft-from-deposit = Votre dépôt repris
draft-from-program = Programme qui dépose
upload-sending = Envoi du fichier : { $percent } %
upload-broken = Connexion perdue : l'envoi reprendra où il s'est arrêté.
upload-progress = Envoi du fichier
deposit-error-stale = Le formulaire a expiré. Choisissez le fichier de nouveau, puis réessayez.
deposit-error-rights = Cochez la case qui confirme vos droits.
deposit-error-none = Aucun fichier n'a été choisi. Choisissez le PDF ou le fichier JATS de l'article.
deposit-error-empty = Ce fichier est vide. Vérifiez-le sur votre appareil, puis choisissez-le de nouveau.
deposit-error-type = Ce fichier n'est ni un PDF ni un fichier XML JATS. Exportez l'article en PDF, puis déposez ce PDF.
deposit-error-large = Ce fichier dépasse { $limit }. Réduisez la taille de ses images ou déposez-le sans ses annexes.
deposit-error-broken = Le fichier n'est pas arrivé au complet. Vérifiez la connexion, puis réessayez.
deposit-error-public = Ce fichier est déjà ici : l'article a sa page.
deposit-error-public-link = Voir l'article
deposit-error-in-hand = Ce fichier a déjà été déposé par une autre personne et attend sa vérification. Il n'y a rien à faire.
deposit-error-declined = Ce fichier a déjà été refusé lors d'une révision. Écrivez à l'équipe du dépôt si vous pensez que c'est une erreur.
deposits-title = Mes dépôts
deposits-see = Voir mes dépôts
deposits-new = Déposer un article
deposits-none = Vous n'avez encore rien déposé.
deposits-day = Déposé le { $date }
standing-reading = Lecture en cours
standing-reading-next = Parvis lit le fichier. Cela prend quelques secondes.
standing-trouble = Lecture en panne
standing-trouble-next = Le fichier est bien arrivé, mais une panne de notre côté empêche de le lire. Il est gardé en sûreté : ne le déposez pas une deuxième fois.
standing-failed = Fichier illisible
standing-duplicate = Déjà ici
standing-duplicate-next = Cet article est déjà dans Parvis. Il n'y a rien à faire.
standing-in-review = En révision
standing-in-review-next = Une personne vérifie la description. Vous n'avez rien à faire ; la décision paraîtra sur cette page.
standing-returned = À corriger
standing-returned-next = La personne qui a vérifié le dépôt vous demande quelque chose. Lisez son commentaire, puis déposez le fichier corrigé. Si le fichier lui-même ne change pas, déposez-le de nouveau tel quel : une nouvelle révision sera demandée.
standing-rejected = Refusé
standing-rejected-next = Ce dépôt n'a pas été accepté. Si sa raison ne vaut plus, déposez un autre fichier.
standing-published = Publié
standing-published-next = L'article est en ligne à son adresse permanente.
standing-withdrawn = Retiré
standing-withdrawn-next = L'article a été retiré. Son adresse dit pourquoi.
standing-taken-back = Repris
standing-taken-back-next = Vous avez repris ce dépôt avant toute décision : il est de nouveau un brouillon, que personne d'autre ne voit. Vous pouvez le corriger et le déposer de nouveau.
standing-ended = Repris
standing-ended-next = Ce dépôt a été repris avant toute décision. Rien n'en est public.
failure-empty = Le fichier est vide. Vérifiez-le sur votre appareil, puis déposez-le de nouveau.
failure-type = Le fichier n'est ni un PDF ni un fichier XML JATS. Exportez l'article en PDF, puis déposez ce PDF.
failure-encrypted = Le PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection, puis déposez cette copie.
failure-damaged = Le PDF est trop abîmé pour être lu. Ouvrez-le, exportez-le de nouveau en PDF, puis déposez le nouveau fichier.
failure-limits = La lecture du fichier demande trop de mémoire ou de temps. Exportez-le de nouveau avec des images plus légères, puis déposez le nouveau fichier.
progress-standing = État du dépôt
progress-refresh = La page se met à jour d'elle-même toutes les trois secondes.
progress-comment = Commentaire
progress-again = Déposer de nouveau
progress-known = Vous aviez déjà déposé ce fichier : voici où en est ce dépôt. Rien n'a changé.
progress-known-refused = Vous aviez déjà déposé ce fichier, et ce dépôt a été refusé : l'envoyer de nouveau n'y change rien. Lisez la raison ci-dessous, puis déposez un autre fichier ou écrivez à l'équipe du dépôt.
progress-article = Voir l'article
progress-review = Réviser ce dépôt
progress-found = Ce qui a été lu dans le fichier
progress-found-lead = Ces valeurs remplissent la description. La personne qui la vérifie corrige celles qui sont incertaines.
history-title = Historique
event-submit = Fichier déposé
event-begin-review = Fichier lu, révision demandée
event-duplicate = Article déjà présent
event-refuse = Fichier illisible
event-publish = Article publié
event-correct = Description corrigée
event-returned = Renvoyé avec un commentaire
event-rejected = Refusé
event-withdraw = Article retiré
event-take-back = Dépôt repris
event-withdrawal-ask = Retrait demandé
event-withdrawal-unask = Demande de retrait annulée
event-withdrawal-decline = Demande de retrait refusée
found-titles = Titre
found-authors = Autrices et auteurs
found-abstracts = Résumé
found-keywords = Mots-clés
found-dois = DOI
found-languages = Langue
found-licences = Licence
found-versions = Version
found-journals = Revue
found-volumes = Volume
found-issues = Numéro
found-pages = Pages dans la revue
found-issns = ISSN
found-dates = Dates
found-orcids = ORCID
found-funding = Financement du FRQ
found-none = Rien n'a été trouvé dans le fichier.
found-page = page { $page }
found-date-received = Reçu : { $date }
found-date-accepted = Accepté : { $date }
found-date-online = En ligne : { $date }
found-date-issue = Parution : { $date }
found-warning-repaired = La structure du PDF était abîmée ; elle a été réparée à la lecture.
found-warning-glyphs = Certains caractères n'ont pas pu être lus.
found-warning-page = Au moins une page n'a pas pu être lue.
found-warning-no-text = Au moins une page n'a pas de texte : c'est sans doute une image numérisée.
found-warning-budget = Le fichier est si grand que la lecture s'est arrêtée avant la fin.
confidence-sure = sûr
confidence-likely = probable
confidence-doubtful = incertain

## Révision

review-title = Révision
review-none = Aucun dépôt n'attend de décision.
review-done-publie = L'article est publié.
review-done-renvoye = Le dépôt est renvoyé avec votre commentaire.
review-done-refuse = Le dépôt est refusé.
review-done-corrige = La correction est publiée.
review-done-decline = La demande de retrait est refusée.
review-file = Ouvrir le fichier
review-side = Ce que disent les règles et le fichier
review-findings = Conformité
review-no-award = Aucun octroi du FRQ n'est déclaré : il n'y a rien à vérifier.
review-found = Lu dans le fichier
review-decision = Décision
review-check = Vérifier sans publier
review-accept = Accepter et publier
review-return = Renvoyer avec le commentaire
review-reject = Refuser avec cette raison
review-correction = Correction
review-correct = Publier la correction
review-correct-hint = L'article reste à son adresse. La correction en devient la nouvelle version ; les versions précédentes sont gardées.
review-checked = Les règles ont été appliquées aux valeurs du formulaire. Rien n'est encore publié.
review-checked-correction = Les règles ont été appliquées aux valeurs du formulaire. La correction n'est pas encore publiée.
review-closed = La décision est prise. L'historique dit par qui et quand.
group-texts = Titres, résumés et mots-clés
group-authors = Autrices et auteurs
group-source = Publication
group-rights = Version et droits
group-awards = Octrois du FRQ
field-unknown = Inconnu
field-choose = Choisissez…
field-langue = Langue de l'article
field-titre-fr = Titre en français
field-titre-en = Titre en anglais
field-titre-autre = Titre dans une autre langue
field-titre-autre-hint = Sa langue est celle de l'article.
field-resume-fr = Résumé en français
field-resume-en = Résumé en anglais
field-resume-autre = Résumé dans une autre langue
field-mots-fr = Mots-clés en français
field-mots-fr-hint = Séparez-les par un point-virgule.
field-mots-en = Mots-clés en anglais
field-mots-en-hint = Séparez-les par un point-virgule.
field-auteurs = Autrices et auteurs, un nom par ligne
field-auteurs-hint = Nom, Prénom [ORCID] | Établissement; Autre établissement, dans l'ordre de la signature. Sans virgule, la ligne nomme un organisme.
field-doi = DOI
field-doi-hint = Par exemple 10.5555/abc ou https://doi.org/10.5555/abc.
field-revue = Revue
field-issn = ISSN
field-issn-hint = Huit caractères, par exemple 0317-8471.
field-volume = Volume
field-numero = Numéro
field-pages = Pages
field-type = Type de document
field-en-ligne = Mise en ligne
field-en-ligne-hint = AAAA, AAAA-MM ou AAAA-MM-JJ.
field-parution = Parution du numéro
field-parution-hint = AAAA, AAAA-MM ou AAAA-MM-JJ.
field-acceptation = Acceptation
field-acceptation-hint = AAAA, AAAA-MM ou AAAA-MM-JJ.
field-version = Version du fichier
field-licence = Licence
field-acces = Accès au fichier
field-embargo = Fin de l'embargo
field-embargo-hint = AAAA-MM-JJ, pour un accès sous embargo seulement.
field-octrois = Octrois, un par ligne
field-octrois-hint = Le fonds, puis le numéro : frqnt 312345. Fonds : frq, frqnt, frqs, frqsc.
field-commentaire = Commentaire ou raison
field-commentaire-hint = La personne qui a déposé le lira. Un renvoi ou un refus n'enregistre pas les corrections du formulaire.
field-raison = Raison du retrait
field-raison-hint = Elle reste lisible par tous à l'adresse de l'article.
form-errors = Il y a quelque chose à corriger
form-stale = Le formulaire a expiré. Ce que vous avez écrit est encore là : vérifiez-le, puis envoyez-le de nouveau.
form-decided = La décision est prise : ce dépôt n'attend plus de révision. Consultez l'historique.
form-doi-taken = Ce DOI est celui d'un autre article de Parvis. Corrigez-le, ou refusez ce dépôt s'il s'agit du même article.
form-reason-none = Écrivez pourquoi.
form-too-long = Ce texte est trop long. Raccourcissez-le.
form-language = « { $value } » n'est pas un code de langue. Choisissez une langue de la liste.
form-choice = « { $value } » n'est pas dans la liste. Choisissez-y une valeur.
form-type-none = Choisissez le type de document.
form-version-none = Choisissez la version du fichier ; « Sans objet ou inconnue » est un choix possible.
form-licence-none = Choisissez la licence. Si personne ne la connaît, choisissez « Droits non évalués ».
form-access-none = Choisissez l'accès au fichier : rien n'est ouvert sans que quelqu'un le dise.
form-licence = « { $value } » n'est pas une licence connue. Choisissez une licence de la liste.
form-doi = « { $value } » n'est pas un DOI. Un DOI commence par 10. et contient une barre oblique.
form-issn = « { $value } » n'est pas un ISSN : son dernier caractère ne vérifie pas les sept autres.
form-journal = Nommez la revue, ou videz l'ISSN, le volume, le numéro et les pages.
form-date = « { $value } » n'est pas une date. Écrivez AAAA, AAAA-MM ou AAAA-MM-JJ.
form-date-future = « { $value } » est dans le futur. Vérifiez l'année.
form-embargo-none = Donnez le jour où l'embargo prend fin.
form-embargo-access = Un embargo a une date : choisissez « sous embargo » ou videz la date.
form-authors-none = Nommez au moins une personne ou un organisme.
form-author = La ligne « { $value } » ne se lit pas. Écrivez Nom, Prénom [ORCID].
form-orcid = L'ORCID de la ligne « { $value } » est faux : son dernier caractère ne vérifie pas les quinze autres.
form-award = La ligne « { $value } » ne se lit pas. Écrivez le fonds, puis le numéro de cinq à sept chiffres : frqnt 312345.
form-title-none = Donnez au moins un titre.
withdraw-title = Retirer l'article
withdraw-lead = L'article et son fichier ne seront plus lisibles. Une page avec la raison reste à son adresse pour toujours : un retrait ne se défait pas.
withdraw-button = Retirer l'article
withdraw-cancel = Annuler
withdrawal-title = Retrait demandé
withdrawal-since = Vous avez demandé le retrait le { $date }. Une personne de l'équipe en décide ; d'ici là, l'article reste public.
withdrawal-asked-by = { $name } demande le retrait depuis le { $date }.
withdrawal-decide = Si vous retirez l'article, la raison ci-dessous reste à son adresse. Si vous refusez la demande, elle n'est montrée qu'à la personne qui a déposé.
withdrawal-decline = Refuser la demande
withdrawal-wanted = La personne qui a déposé demande le retrait : lire sa raison et décider
back-deposit = Le dépôt
back-link-take = Reprendre ce dépôt
back-link-go-on = Continuer le brouillon
back-link-ask = Demander le retrait
back-link-asked = Demande de retrait
back-title-take = Reprendre ce dépôt
back-title-go-on = Dépôt repris
back-title-ask = Demander le retrait
back-title-asked = Retrait demandé
back-title-closed = Rien à reprendre
back-lead-take = Personne n'a encore décidé de ce dépôt. Repris, il redevient un brouillon : rien n'est perdu, la révision s'arrête, et vous pouvez le corriger, le déposer de nouveau ou le supprimer.
back-lead-go-on = Ce dépôt est de nouveau un brouillon.
back-lead-ask = L'article est public. Dites pourquoi il devrait être retiré ; une personne de l'équipe en décide. Après un retrait, une page avec la raison reste à son adresse pour toujours.
back-lead-asked = Vous pouvez annuler votre demande tant que personne n'en a décidé.
back-lead-closed = Ce dépôt n'est ni en attente ni public : il n'y a rien à reprendre ni à retirer.
back-button-take = Reprendre le dépôt
back-button-ask = Envoyer la demande
back-button-asked = Annuler ma demande
back-decided = L'état du dépôt a changé entre-temps : voici ce qui est possible maintenant.
back-reason-long = La raison est trop longue : 2 000 caractères au plus.

# parvis extract
extract-standard-input = entrée standard
extract-empty = le fichier est vide (0 octet). Exportez-le ou téléchargez-le de nouveau.
extract-type = ce n'est ni un PDF ni un fichier XML JATS. Donnez le PDF de l'article.
extract-encrypted = le PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection.
extract-damaged = le PDF est trop abîmé pour être lu. Exportez-le de nouveau en PDF.
extract-limits = la lecture demande trop de mémoire ou de temps. Exportez le fichier de nouveau avec des images plus légères, ou en plusieurs parties.
extract-missing = ce fichier n'existe pas. Vérifiez son nom et le dossier où vous êtes.
extract-folder = c'est un dossier. Donnez les fichiers qu'il contient.
extract-forbidden = vous n'avez pas le droit d'ouvrir ce fichier. Demandez-le à la personne à qui il appartient.
extract-no-such-page = { $n ->
    [0] le fichier n'a aucune page.
    [one] le fichier n'a qu'une page : demandez la page 1.
   *[other] le fichier a { $number } pages : demandez des pages de 1 à { $number }.
}
extract-layout-html = la mise en page se garde en texte et en JSON. Ôtez --layout, ou choisissez --format text ou json.
extract-one-page = une page HTML montre un seul fichier. Donnez les fichiers un à un.

# Data
menu-data = Données ouvertes
data-title = Données ouvertes
data-lead = Tout ce qui est public ici se récupère en bloc, sans parcourir les pages une à une.
data-ways = Accès directs
data-way-oai = Moissonnage par OAI-PMH
data-way-resourcesync = Synchronisation par ResourceSync, fichiers compris
data-way-api = Recherche et fiches en JSON
data-way-compliance = Conformité de chaque article (CSV)
data-way-feed = Fil des nouveautés (Atom)
data-dumps = Copie quotidienne
data-dumps-1 = Chaque jour, toutes les descriptions sont rassemblées en trois fichiers, avec leur empreinte SHA-256. Le manifeste indique d’où poursuivre par OAI-PMH.
data-manifest = Manifeste (JSON)
data-none = La première copie sera prête dans quelques minutes.
data-file = Fichier
data-content = Contenu
data-records = Entrées
data-size = Taille
data-dump-articles = Toutes les descriptions (schema.org, une par ligne) ; les articles retirés y gardent leur identifiant
data-dump-changes = Ce qui a changé depuis la copie précédente
data-dump-files = Textes en libre accès : adresse, taille, empreinte et licence

# Sources moissonnées (administration)
menu-sources = Sources
error-administrator = Cette page est réservée à l'administration du site.
error-administrator-advice = Si vous devez gérer les sources, demandez ce rôle à la personne qui administre le site.
event-copy = Copie signalée par une source
event-copy-withdrawn = Copie retirée à la source
event-copy-verified = Copie vue ouverte
event-copy-gone = Copie disparue, vue deux fois
event-copy-back = Copie revenue
event-award-confirmed = Octroi confirmé par la personne titulaire
event-award-read = Octroi lu dans les remerciements d'une copie
event-award-rejected = Octroi retiré par la personne titulaire
event-complete = Fichier ajouté à la notice
sources-title = Sources
sources-lead = Ces dépôts et services sont moissonnés. Leurs notices signalent des copies de nos articles, ou des articles financés qui nous manquent.
sources-table = Sources et leur état
sources-column-source = Source
sources-column-state = État
sources-column-last = Dernière moisson
sources-column-records = Notices
sources-all = Toutes les sources
sources-add = Ajouter une source
sources-add-lead = Pour un dépôt, l'adresse est celle du service OAI-PMH : il est interrogé tout de suite, et le format le plus riche est choisi. Pour Crossref et OpenAlex, l'adresse peut rester vide.
sources-add-button = Ajouter la source
sources-done-ajoutee = La source est ajoutée. Sa première moisson commence d'elle-même.
sources-done-retiree = La source est retirée. Les articles et les copies qui en viennent restent.
field-genre = Genre
choice-genre-oai = Dépôt ou revue (OAI-PMH)
choice-genre-crossref = Crossref : articles qui nomment le FRQ
choice-genre-openalex = OpenAlex : articles qui nomment le FRQ
field-adresse = Adresse du service
field-adresse-hint = Par exemple https://depot.example.org/oai
field-nom = Nom court (facultatif)
field-nom-hint = Lettres minuscules, chiffres et traits d'union ; d'après l'adresse si rien n'est dit.
field-prefixe = Format, metadataPrefix (facultatif)
field-ensemble = Ensemble, setSpec, ou fonds cherchés (facultatif)
field-intervalle = Fréquence
field-documents = Documents pris
field-hote = Ce qu'est ce dépôt
field-decision = Nouveaux articles
field-fichiers = Fichiers sous licence Creative Commons
field-miroir = Miroir
choice-intervalle-24 = Chaque jour
choice-intervalle-168 = Chaque semaine
choice-intervalle-1 = Chaque heure
choice-intervalle-0 = Sur demande seulement
choice-documents-couverts = Ce que les politiques couvrent
choice-documents-articles = Articles seulement
choice-documents-theses = Thèses et mémoires
choice-documents-tous = Tout
choice-hote-etablissement = Dépôt d'un établissement
choice-hote-discipline = Dépôt d'une discipline
choice-hote-organisme = Dépôt d'un organisme subventionnaire
choice-hote-editeur = Éditeur
choice-decision-revision = Une personne les révise
choice-decision-publication = Publiés d'office
choice-fichiers-non = Liés seulement
choice-fichiers-oui = Copiés ici
choice-miroir-non = Non : seulement ce qui est lié au FRQ
choice-miroir-oui = Oui : tout, redonné tel quel aux moissonneurs
source-error-slow = Le dépôt n'a pas répondu à temps. Vérifiez l'adresse ou essayez plus tard.
source-error-taken = Une source s'appelle déjà « { $value } ». Choisissez un autre nom.
source-error-name = Le nom ne peut contenir que des lettres minuscules, des chiffres et des traits d'union.
source-error-private = { $value } est sur cette machine ou dans un réseau privé : une telle source est refusée, sauf si PARVIS_HARVEST_PRIVATE le permet.
source-error-address = « { $value } » n'est pas une adresse qui commence par http:// ou https://.
source-error-formats = Le dépôt n'offre aucun format qui se lit ici : { $value }.
source-error-format = Le format « { $value } » ne se lit pas ici.
source-error-remote = Le dépôt ne peut être interrogé : { $value }
source-error-files = Les fichiers de cette machine ne s'ajoutent qu'en ligne de commande : parvis harvest add file:///dossier --kind crossref.
source-error-outside = Les sources ne lisent que le dossier { $value } (PARVIS_HARVEST_FILES) : nommez un fichier ou un dossier qui s'y trouve, sans lien qui en sorte.
source-error-file = { $value } ne peut pas être lu, ou ne contient aucun fichier .json, .jsonl ou .gz.
source-error-funds = « { $value } » n'est pas un fonds. Écrivez un ou plusieurs de frq, frqnt, frqs, frqsc, séparés par des virgules.
source-error-mirror = Seul ce qui vient par OAI-PMH peut être redonné tel quel.
source-name = Nom court : { $name }
source-address = Adresse : { $address }
source-format = Format : { $format }
source-mirror = Les notices telles quelles, pour les moissonneurs
source-state-running = Moisson en cours
source-state-paused = Suspendue
source-state-due = Prochaine moisson : { $date }
source-state-hand = Sur demande seulement
source-never = Jamais moissonnée.
source-run-now = Moissonner maintenant
source-pause = Suspendre
source-resume = Reprendre
source-remove = Retirer la source
source-remove-hint = Retirer une source oublie ses notices qui n'ont rien donné ; les articles et les copies restent.
source-done-lancer = La moisson commencera d'ici quelques secondes.
source-done-suspendre = La source est suspendue.
source-done-reprendre = La source sera de nouveau moissonnée.
field-heures = Heures entre deux moissons
field-heures-hint = Par exemple 24 pour chaque jour, 168 pour chaque semaine ; 0 pour moissonner sur demande seulement.
choice-documents-actuels = Comme maintenant : { $types }
source-error-hours = « { $value } » n'est pas un nombre entier d'heures. Écrivez par exemple 24, ou 0 pour moissonner sur demande seulement.
source-error-choice = Choisissez une des valeurs de la liste.
source-error-unchanged = Rien ne change : donnez une autre valeur à au moins un réglage.
source-settings = Réglages
source-settings-lead = Ils valent dès la prochaine moisson ; les notices déjà examinées ne sont pas examinées de nouveau.
source-settings-button = Enregistrer les réglages
source-done-regler = Les réglages sont enregistrés. Ils valent dès la prochaine moisson.
source-history = Moissons
source-faults = Notices fautives
source-fault-nameless = (sans identifiant)
source-faults-more = { $n ->
    [one] et une autre
   *[other] et { $number } autres
 }
source-nothing-new = Rien de nouveau
source-outcome-done = Terminée.
source-outcome-failed = Échouée.
source-outcome-interrupted = Interrompue ; la suivante continue.
source-outcome-running = En cours.
source-fate-pending = en attente
source-fate-article = devenues des articles
source-fate-copy = copies de nos articles
source-fate-kept = gardées seules
source-fate-filtered = d'autres types
source-fate-withdrawn = retirées à la source
source-fate-unreadable = illisibles
source-tally-records = { $n ->
    [one] { $number } notice
   *[other] { $number } notices
 }
source-tally-deleted = { $n ->
    [one] { $number } retirée
   *[other] { $number } retirées
 }
source-tally-articles = { $n ->
    [one] { $number } article
   *[other] { $number } articles
 }
source-tally-copies = { $n ->
    [one] { $number } copie
   *[other] { $number } copies
 }
source-tally-files = { $n ->
    [one] { $number } fichier
   *[other] { $number } fichiers
 }
source-tally-kept = { $n ->
    [one] { $number } gardée seule
   *[other] { $number } gardées seules
 }
source-tally-filtered = { $n ->
    [one] { $number } d'un autre type
   *[other] { $number } d'autres types
 }
source-tally-faults = { $n ->
    [one] { $number } fautive
   *[other] { $number } fautives
 }

## Alertes et courriels

alert-new-title = Suivre une recherche par courriel
alert-new-lead = Un message vous annonce les nouveaux articles qui répondent à cette recherche, seulement quand il y en a.
alert-search = Recherche suivie
alert-email = Votre adresse de courriel
alert-email-help = Elle ne sert qu'à ces messages et est effacée dès que vous les arrêtez.
alert-email-wrong = Cette adresse de courriel n'est pas complète : écrivez-la comme nom@exemple.org.
alert-stale = Le formulaire n'était plus valable. Envoyez-le de nouveau.
alert-many = Trop de demandes arrivent en ce moment. Réessayez dans une heure.
alert-limit = Vous suivez déjà 50 recherches, le nombre maximal. Retirez-en une pour en ajouter une autre.
alert-frequency = Fréquence
alert-daily = Chaque matin
alert-weekly = Chaque lundi matin
alert-follow = Suivre cette recherche
alert-sent-to = Les messages iront à { $email }.
alert-feeds = Vous préférez un lecteur de flux ?
alert-no-mail = Ce site n'envoie pas de courriel. Un lecteur de flux, ou un service qui transforme les flux en messages, peut vous prévenir des nouveaux articles :
alert-asked-title = Vérifiez vos courriels
alert-asked-lead = Si l'adresse peut recevoir des messages, un lien vient d'y être envoyé. Ouvrez-le dans les 48 heures pour confirmer que l'adresse est la vôtre.
alert-asked-nothing = Rien n'arrive ? Regardez dans les courriels indésirables, puis faites une nouvelle demande.
alert-back-to-search = Revenir à la recherche
alert-confirm-title = Confirmer l'alerte
alert-confirm-lead = Confirmez que vous voulez recevoir les nouveaux articles de cette recherche.
alert-confirm-button = Confirmer
alert-confirmed-title = L'alerte est active
alert-confirmed-lead = Le premier message partira quand de nouveaux articles répondront à cette recherche. Chaque message contient un lien pour tout arrêter.
alert-stop-title = Arrêter l'alerte
alert-stop-lead = Les messages sur cette recherche cesseront et votre adresse sera effacée.
alert-stop-button = Arrêter et effacer mon adresse
alert-stopped-title = L'alerte est arrêtée
alert-stopped-lead = Vous ne recevrez plus de message sur cette recherche, et l'adresse qui lui était liée est effacée.
alert-gone-title = Ce lien n'est plus valable
alert-gone-lead = L'alerte a été arrêtée, ou elle n'a pas été confirmée dans les 48 heures. Pour la recevoir de nouveau, refaites la recherche et suivez-la.
alerts-title = Mes alertes
alerts-lead = Les recherches que vous suivez par courriel, à l'adresse { $email }.
alerts-none = Vous ne suivez aucune recherche. Faites une recherche, puis choisissez « Suivre cette recherche ».
alerts-added = La recherche est suivie.
alerts-changed = La fréquence est changée.
alerts-removed = L'alerte est retirée.
alerts-paused = Ce site n'envoie pas de courriel en ce moment : les nouveaux articles seront annoncés quand il le fera.
alerts-change = Changer la fréquence
alerts-remove = Retirer
menu-alerts = Mes alertes
mail-confirm-heading = Confirmez votre alerte
mail-confirm-asked = Quelqu'un a demandé à { $site } d'annoncer à cette adresse les nouveaux articles qui répondent à une recherche.
mail-confirm-ignore = Si c'est vous, confirmez dans les 48 heures. Sinon, il n'y a rien à faire : sans confirmation, aucun autre message ne viendra et l'adresse sera effacée.
mail-confirm-button = Confirmer l'alerte
mail-confirm-reason = Ce message est le seul tant que l'alerte n'est pas confirmée.
mail-news-heading = { $n ->
    [one] { $number } nouvel article
   *[other] { $number } nouveaux articles
}
mail-news-search = Pour la recherche que vous suivez : { $search }
mail-news-more = { $n ->
    [one] … et { $number } autre article dans les résultats.
   *[other] … et { $number } autres articles dans les résultats.
}
mail-news-button = Voir les résultats
mail-news-reason = Vous recevez ce message parce que vous suivez cette recherche.
mail-news-stop = Arrêter cette alerte et effacer mon adresse

## Comptes

menu-people = Comptes
sign-in-throttled = Trop d'essais ont échoué. Attendez un quart d'heure, puis réessayez.
sign-in-code-title = Code de vérification
sign-in-code-lead = La première étape est faite. Donnez maintenant le code de votre appareil.
sign-in-code = Code
sign-in-code-help = Les six chiffres qu'affiche votre application, ou un de vos codes de secours.
sign-in-code-wrong = Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant, puis réessayez.
sign-in-code-late = Trop de temps a passé depuis la première étape. Recommencez.
join-title = Créer un compte
join-lead = Un compte sert à déposer des articles et à suivre leur publication. Nous envoyons un lien à votre adresse ; vous y choisirez un mot de passe.
join-button = Recevoir le lien
join-wrong = Donnez votre nom et une adresse de courriel complète, comme nom@universite.ca.
forgot-title = Mot de passe oublié
forgot-lead = Donnez l'adresse de votre compte. Nous y envoyons un lien qui permet de choisir un autre mot de passe ; il sert une fois, pendant une heure.
forgot-button = Recevoir le lien
ask-sent-title = Regardez vos courriels
ask-sent-lead = Si l'adresse est la bonne, un message est en route. Le lien qu'il contient sert une seule fois.
ask-no-mail = Ce site n'envoie pas de courriels. Écrivez à l'équipe du dépôt pour obtenir un compte ou un autre mot de passe.
welcome-title = Bienvenue
welcome-button = Créer mon compte
password-title = Choisir un mot de passe
password-lead = Pour le compte { $email }.
password-new = Nouveau mot de passe
password-current = Mot de passe actuel
password-help = Au moins dix caractères. Une phrase de quelques mots est facile à retenir et difficile à deviner.
password-others = Les autres sessions prennent fin.
password-ends = Toutes les sessions et tous les jetons de programmes prennent fin.
password-ways = Fournisseurs qui ouvrent ce compte
password-ways-help = Cochez ceux que vous avez liés vous-même et voulez garder. Les autres seront déliés ; vous pourrez les lier de nouveau.
password-way-since = lié le { $date }
password-button = Changer le mot de passe
link-gone-title = Ce lien ne sert plus
link-gone-lead = Il a déjà servi, ou son temps est passé. Demandez-en un autre.
account-title = Mon compte
account-trusted = peut publier sans révision
account-profile = Profil
account-name = Nom
account-language = Langue des courriels
account-orcid-help = Pour retrouver vos articles
account-institution = Établissement
account-institution-help = Le nom tel qu'il paraît dans vos articles
account-news = Recevoir un courriel quand quelque chose change dans mes dépôts
account-save = Enregistrer
account-name-wrong = Donnez un nom, de 200 caractères au plus.
account-orcid-wrong = Cet ORCID est faux : son dernier caractère ne vérifie pas les quinze autres.
account-password-wrong = Le mot de passe n'est pas le bon.
account-password-short = Choisissez un mot de passe d'au moins dix caractères.
account-done-profil = Le profil est enregistré.
account-done-mot-de-passe = Le mot de passe est changé ; les autres sessions ont pris fin.
account-done-session = La session a pris fin.
account-done-sessions = Les autres sessions ont pris fin.
account-done-jeton-fin = Le jeton ne sert plus.
account-done-facteur = La vérification en deux étapes est activée.
account-done-sans-facteur = La vérification en deux étapes est désactivée.
account-factor-on = Activée
account-factor-off = Avec un code de votre téléphone en plus du mot de passe, personne d'autre n'entre dans votre compte.
account-factor-change = Codes de secours ou désactivation
account-codes-left =
    { $n ->
        [0] Il ne reste aucun code de secours.
        [one] Il reste { $number } code de secours.
       *[other] Il reste { $number } codes de secours.
    }
account-sessions = Sessions
account-session-unknown = Navigateur inconnu
account-session-since = Depuis le { $date }
account-session-this = Cette session
account-session-end = Terminer
account-sessions-end = Terminer toutes les autres
account-tokens = Jetons pour les programmes
account-tokens-lead = Un jeton permet à un programme d'agir en votre nom, dans les limites que vous choisissez.
account-token-new = Créer un jeton
account-token-name = À quoi servira-t-il ?
account-token-span = Durée
account-token-days =
    { $n ->
        [one] { $number } jour
       *[other] { $number } jours
    }
account-token-scopes = Ce qu'il permet
account-token-made = Voici le jeton. Copiez-le maintenant : il ne sera plus jamais montré.
account-token-copy = Copier
account-token-copied = Copié
account-token-end = Retirer
account-token-until = Jusqu'au { $date }
account-token-over = Échu le { $date }
account-token-used = dernier usage le { $date }
account-token-unused = jamais utilisé
account-token-wrong = Nommez le jeton et cochez au moins une permission. Un compte a vingt jetons au plus.
account-data = Mes données
account-data-lead = Vous pouvez obtenir tout ce que le site garde sur vous, ou effacer votre compte (Loi 25).
account-data-get = Télécharger mes données (JSON)
scope-read = Lire mes dépôts
scope-deposit = Déposer
scope-review = Réviser
scope-report = Lire les rapports
role-depositor = Dépôt
role-funder = Organisme de financement
role-curator = Révision
role-administrator = Administration
factor-title = Vérification en deux étapes
factor-lead = À la connexion, le site demandera en plus un code que seul votre appareil connaît.
factor-step-scan = Ouvrez une application de codes (par exemple FreeOTP, Aegis ou celle de votre téléphone) et visez ce carré.
factor-square = Code carré à viser avec l'application
factor-by-hand = Je ne peux pas le viser
factor-on-this-device = Ouvrir l'application sur cet appareil
factor-step-code = Écrivez les six chiffres qu'elle affiche
factor-on-button = Activer
factor-code-wrong = Ce code n'est pas le bon. Vérifiez l'heure de votre appareil, attendez le code suivant, puis réessayez.
factor-codes-new = La vérification en deux étapes est activée.
factor-codes-lead = Gardez ces codes de secours en lieu sûr, hors de votre téléphone. Chacun sert une fois, si vous perdez votre appareil. Ils ne seront plus montrés.
factor-codes-kept = Je les ai notés
factor-is-on = La vérification en deux étapes est activée.
factor-password-help = Votre mot de passe confirme que c'est bien vous.
factor-codes-button = Obtenir de nouveaux codes de secours
factor-off-button = Désactiver
leave-title = Effacer mon compte
leave-lead = Le compte { $email }, ses sessions, ses jetons et ses alertes sont effacés tout de suite et pour de bon.
leave-stays = Les articles publiés restent : ils font partie du savoir commun. L'historique garde ce qui a été fait, sans votre nom.
leave-button = Effacer pour de bon
leave-proof = Ce compte n'a pas de mot de passe. Montrez d'abord que c'est bien vous : connectez-vous encore une fois chez votre fournisseur, puis revenez ici.
leave-proof-button = Confirmer par { $provider }
leave-late = Votre connexion date de plus de dix minutes. Confirmez-la ci-dessous, puis effacez le compte.
people-title = Comptes
people-words = Nom ou courriel
people-role = Rôle
people-all = Tous
people-none = Aucun compte ne correspond.
people-since = depuis le { $date }
people-trusted = Peut publier sans révision
people-close = Compte fermé
people-closed = Fermé
people-own = C'est votre compte : une autre personne de l'administration doit changer vos droits.
people-done = Les droits sont changés. La personne se connectera de nouveau.
mail-account-heading-sign-up = Votre compte
mail-account-lead-sign-up = Quelqu'un, vous sans doute, veut créer un compte sur { $site } avec cette adresse. Le lien sert une fois, pendant deux jours.
mail-account-button-sign-up = Choisir un mot de passe
mail-account-reason-sign-up = Si ce n'était pas vous, ne faites rien : aucun compte ne sera créé.
mail-account-heading-already-here = Vous avez déjà un compte
mail-account-lead-already-here = Quelqu'un, vous sans doute, veut créer un compte sur { $site } avec cette adresse. Il y en a déjà un : connectez-vous, ou demandez un autre mot de passe.
mail-account-button-already-here = Se connecter
mail-account-reason-already-here = Si ce n'était pas vous, ne faites rien : rien ne change.
mail-account-heading-reset = Choisir un autre mot de passe
mail-account-lead-reset = Quelqu'un, vous sans doute, a oublié le mot de passe de votre compte sur { $site }. Le lien sert une fois, pendant une heure.
mail-account-button-reset = Choisir un mot de passe
mail-account-reason-reset = Si ce n'était pas vous, ne faites rien : votre mot de passe reste le même.
mail-account-heading-password-changed = Votre mot de passe a été changé
mail-account-lead-password-changed = Le mot de passe de votre compte sur { $site } vient d'être changé, et les autres sessions ont pris fin. Si ce n'était pas vous, choisissez-en un autre sans attendre.
mail-account-button-password-changed = Ce n'était pas moi
mail-account-reason-password-changed = Ce message est envoyé à chaque changement de mot de passe.
mail-account-heading-password-reset = Votre mot de passe a été choisi de nouveau
mail-account-lead-password-reset = Le mot de passe de votre compte sur { $site } vient d'être changé par le lien d'un courriel. Les sessions, les jetons de programmes et les fournisseurs que vous n'avez pas gardés n'ouvrent plus le compte. Si ce n'était pas vous, choisissez-en un autre sans attendre, et protégez votre boîte de courriel.
mail-account-button-password-reset = Ce n'était pas moi
mail-account-reason-password-reset = Ce message est envoyé à chaque changement de mot de passe.
mail-account-heading-factor-on = Vérification en deux étapes activée
mail-account-lead-factor-on = La connexion à votre compte sur { $site } demande maintenant un code en plus du mot de passe.
mail-account-button-factor-on = Voir mon compte
mail-account-reason-factor-on = Ce message est envoyé à chaque changement de la sécurité d'un compte.
mail-account-heading-factor-off = Vérification en deux étapes désactivée
mail-account-lead-factor-off = La connexion à votre compte sur { $site } ne demande plus que le mot de passe. Si ce n'était pas vous, changez-le sans attendre.
mail-account-button-factor-off = Voir mon compte
mail-account-reason-factor-off = Ce message est envoyé à chaque changement de la sécurité d'un compte.
mail-account-heading-token-made = Un jeton a été créé
mail-account-lead-token-made = Un jeton permet maintenant à un programme d'agir en votre nom sur { $site }. Si ce n'était pas vous, retirez-le et changez de mot de passe.
mail-account-button-token-made = Voir mes jetons
mail-account-reason-token-made = Ce message est envoyé pour chaque jeton créé.
mail-account-heading-erased = Votre compte est effacé
mail-account-lead-erased = Votre compte sur { $site } est effacé, avec ce qui disait qui vous êtes. C'est le dernier message que nous vous envoyons.
mail-account-button-erased = Aller au dépôt
mail-account-reason-erased = Ce message confirme l'effacement que vous avez demandé.

## Révision à plusieurs

review-beside = Le fichier
review-assignee = Responsable
review-nobody = Personne
review-assign = Confier
queue-filters = Choisir les dépôts
queue-state = État
queue-state-attente = En attente d'une décision
queue-state-renvoyes = Renvoyés
queue-state-decides = Décidés
queue-state-retraits = Retraits demandés
queue-state-repris = Repris
queue-owner-tous = Tout le monde
queue-owner-moi = Moi
queue-owner-personne = Personne
queue-words = Titre, auteur ou personne
queue-show = Afficher
queue-none = Aucun dépôt ne correspond.
queue-withdrawals =
    { $n ->
        [one] { $number } retrait demandé attend une décision
       *[other] { $number } retraits demandés attendent une décision
    }
queue-comments =
    { $n ->
        [one] { $number } message
       *[other] { $number } messages
    }
thread-title = Échanges
thread-none = Personne n'a encore rien écrit.
thread-say = Écrire un message
thread-about = À propos de
thread-whole = tout le dépôt
thread-send = Envoyer
thread-gone = Compte effacé
describe-title = Corriger la description
describe-lead = Le fichier reste le même. Corrigez ce qu'il faut, puis renvoyez : une personne vérifie de nouveau.
describe-notes = Ce qui a été demandé
describe-send-title = Renvoyer
describe-answer = Répondre à la personne qui vérifie (facultatif)
describe-send = Enregistrer et renvoyer
describe-publish = Publier maintenant
event-revise = Description corrigée
notice-submit = Reçu
notice-comment = Nouveau message
notice-returned = À corriger
notice-rejected = Refusé
notice-refuse = Le fichier ne se lit pas
notice-publish = Publié
notice-correct = Description corrigée par l'équipe
notice-withdraw = Retiré
notice-take-back = Repris par la personne qui dépose
notice-withdrawal-ask = Retrait demandé
notice-withdrawal-unask = Demande de retrait annulée
notice-withdrawal-decline = Demande de retrait refusée
mail-deposits-heading =
    { $n ->
        [one] Du nouveau dans votre dépôt
       *[other] Du nouveau dans { $number } dépôts
    }
mail-deposits-button = Voir mes dépôts
mail-deposits-reason = Vous recevez ce message parce que vous avez un compte ici.
mail-deposits-stop = Ne plus recevoir ces messages
mail-digest-heading =
    { $n ->
        [one] { $number } dépôt attend une décision
       *[other] { $number } dépôts attendent une décision
    }
mail-digest-button = Ouvrir la révision
mail-digest-reason = Ce message vient chaque matin où des dépôts attendent.

## Copies pendant un embargo

copy-title = Demander une copie
copy-lead = Le fichier est sous embargo. Vous pouvez en demander une copie à la personne qui l'a déposé ; elle est libre d'accepter.
copy-message = Votre message
copy-message-help = Dites qui vous êtes et pourquoi l'article vous intéresse. Cette personne verra votre adresse et votre message.
copy-button = Envoyer la demande
copy-wrong = Donnez une adresse de courriel complète et un message de 2 000 caractères au plus.
copy-sent-title = La demande est envoyée
copy-sent-lead = Si la réponse est oui, vous recevrez un lien par courriel.
copy-answer-title = On vous demande une copie
copy-answer-lead = De { $email } :
copy-answer-help = Si vous acceptez, cette personne reçoit un lien qui donne le fichier trois fois, pendant sept jours. Votre adresse ne lui est pas montrée.
copy-accept = Envoyer une copie
copy-refuse = Refuser
copy-answered-title = La réponse est envoyée
copy-answered-lead = Merci. La demande est close.
copy-fetch-title = Votre copie
copy-fetch-lead = Elle est pour vous seul ou seule. Le lien sert trois fois, pendant sept jours.
copy-fetch = Télécharger
copy-gone-lead = Il a déjà servi, ou son temps est passé.
mail-copy-asked-heading = Demande de copie
mail-copy-asked-lead = { $email } aimerait lire cet article, dont le fichier est encore sous embargo.
mail-copy-asked-words = Son message : { $message }
mail-copy-asked-button = Répondre
mail-copy-asked-reason = Vous recevez ce message parce que vous avez déposé cet article.
mail-copy-heading-granted = Votre copie est prête
mail-copy-lead-granted = La personne qui a déposé cet article accepte de vous en donner une copie. Le lien sert trois fois, pendant sept jours.
mail-copy-button-granted = Obtenir la copie
mail-copy-heading-refused = Pas de copie cette fois
mail-copy-lead-refused = La personne qui a déposé cet article ne peut pas vous en donner une copie. Le fichier s'ouvrira à la fin de l'embargo.
mail-copy-button-refused = Aller au dépôt
mail-copy-reason = Vous recevez ce message parce que vous avez demandé une copie.

## Accueil des dépôts

# Revues : voies de publication
menu-journals = Choisir une revue
journals-title = Publier en libre accès : quelle revue, quelle voie ?
journals-lead = Avant de soumettre un article, voyez de quelles façons il peut respecter la politique de votre octroi dans une revue donnée.
journals-journal = Revue
journals-journal-hint = Son ISSN, comme 0378-5955, ou des mots de son titre.
journals-award = Numéro de l'octroi
journals-award-hint = Il détermine la version de la politique. Facultatif.
journals-more = Autre politique, détails de la lettre
journals-policy = Politique, sans numéro d'octroi
journals-policy-new = Celle des nouveaux concours
journals-article = Titre de l'article
journals-author = Votre nom
journals-button = Voir les voies possibles
journals-none = Aucune revue de nos répertoires ne porte ces mots. Essayez avec son ISSN : la réponse dira au moins ce qui ne peut pas être su.
journals-which = Quelle revue ?
journals-error-issn = « { $value } » n'est pas un ISSN : sa dernière position ne correspond pas. Vérifiez-le sur la page de la revue.
journals-error-award = « { $value } » n'est pas un numéro d'octroi. Écrivez les chiffres seulement, comme 312345.
journals-overall-yes = Au moins une voie est ouverte.
journals-overall-unknown = Aucune voie n'est sûre avec ce que nous savons.
journals-overall-no = D'après nos répertoires, aucune voie n'est ouverte telle quelle.
journals-overall-none = Aucune politique n'exige le libre accès pour cet octroi ; il reste encouragé.
journals-answer-yes = Oui
journals-answer-unknown = On ne sait pas
journals-answer-no = Non
journals-way-journal = Publier dans la revue même
journals-meaning-journal = La revue est entièrement en libre accès, immédiatement et sous une licence admise : rien d'autre n'est à faire.
journals-way-deposit = Déposer le manuscrit accepté ou la version publiée
journals-meaning-deposit = La revue permet un dépôt dans un dépôt institutionnel ou disciplinaire, à temps et sous une licence admise.
journals-way-mixed = Combiner les deux
journals-meaning-mixed = Une copie est libre à temps, une autre copie libre porte la licence : ensemble, elles suffisent.
journals-why = Pourquoi ?
journals-state-note = À savoir :
journals-source = { $source }, données du { $date }
journals-source-none = { $source } : aucune donnée reçue
journals-rules = Règles du { $version }.
journals-data = D'où viennent ces réponses
journals-data-lead = Nous gardons des copies datées de ces répertoires et ne demandons rien à personne pendant votre visite. Le silence d'un répertoire ne prouve rien. La revue elle-même fait foi.
route-step-policy-assumed = Sans numéro d'octroi, la réponse vaut pour les nouveaux concours : { $policy }.
route-step-policy-named = Politique choisie : { $policy }.
route-step-policy-of-award = Le concours de l'octroi { $award } a été lancé le { $launched } : { $policy }.
route-step-policy-likely = La date de lancement du concours de l'octroi { $award } est estimée : { $policy }, sous réserve.
route-step-policy-open = Le registre ne permet pas de choisir la politique de l'octroi { $award }. Une voie n'est sûre que si elle convient à toutes : { $policy }.
route-step-award-unknown = Le registre ne connaît pas l'octroi { $award }. Une voie n'est sûre que si elle convient à toutes les politiques possibles : { $policy }.
route-step-policy-none = Aucune politique ne s'applique à l'octroi { $award }.
route-step-withheld = La voie semble fermée, mais cela reposerait sur une estimation ou sur une règle incertaine.
route-step-policies-disagree = Les politiques possibles ne donnent pas la même réponse.
route-step-no-snapshot = Aucune donnée de ce répertoire n'a été reçue.
route-step-not-listed = Ce répertoire ne dit rien de cette revue.
route-step-no-more-listed = La revue y figurait, mais n'est plus dans les dernières données.
route-step-listed = La revue y figure comme entièrement en libre accès.
route-step-licence-not-required = La politique ne demande pas de licence.
route-step-licence-accepted = Licence admise : { $licences }.
route-step-licence-rejected = Aucune des licences n'est admise : { $licences }.
route-step-licence-review = Une personne doit examiner ces licences : { $licences }.
route-step-licence-unstated = La licence n'est pas indiquée.
route-step-repository-required = La politique demande aussi une copie dans un dépôt.
route-step-no-fee = Les auteurs et autrices ne paient rien.
route-step-fee-possible = Des frais de publication sont possibles. Les règles de votre programme disent s'ils sont admissibles.
route-step-deposit-silent = Ce répertoire ne dit rien des dépôts pour cette revue.
route-step-version-refused = Ni le manuscrit accepté ni la version publiée ne peuvent être déposés.
route-step-version-allowed = Version qui peut être déposée : { $versions }.
route-step-embargo-kept = Embargo de { $months } mois ; la politique en permet { $most }.
route-step-embargo-too-long = Embargo de { $months } mois ; la politique en permet { $most }.
route-step-deposit-fee = Cette permission s'accompagne de frais.
route-step-mixed-in-time = Une copie peut être libre à temps.
route-step-mixed-not-in-time = On ne connaît pas de copie libre à temps.
route-step-mixed-licensed = Une copie libre peut porter une licence admise.
route-step-mixed-not-licensed = On ne connaît pas de copie libre sous une licence admise.
letter-title = Lettre pour garder vos droits
letter-lead = À joindre à la soumission ou à envoyer à la rédaction. C'est un modèle de ce dépôt, pas un texte du Fonds : adaptez-le.
letter-heading-fr = En français
letter-heading-en = En anglais
letter-copy = Copier
letter-copied = Copié
letter-download = Télécharger
letter-place-journal = [titre de la revue]
letter-place-title = [titre de l'article]
letter-place-author = [votre nom]
letter-place-award = [numéro de l'octroi]
letter-greeting = À la rédaction de { $journal },
letter-subject = Je vous soumets l'article « { $title } ».
letter-funding = Cette recherche est financée par le Fonds de recherche du Québec (octroi { $award }). Sa politique demande que l'article soit en libre accès dès sa parution, et qu'au moins une version libre porte la licence CC BY.
letter-request = Je vous demande donc de pouvoir déposer le manuscrit accepté dans un dépôt institutionnel ou disciplinaire dès la parution, sans embargo, et d'y inscrire ceci : « Une licence CC BY s'applique au manuscrit accepté issu de la présente soumission, conformément aux conditions du financement reçu du Fonds de recherche du Québec (octroi { $award }). »
letter-clause = Si votre contrat prévoit autre chose, cette demande l'emporte pour le manuscrit accepté, à moins que vous ne m'écriviez le contraire avant l'évaluation.
letter-answer = Merci de me dire si cela vous convient.

# Listes de travail
desk-title = Liste de suivi
desk-lead = les articles qui demandent quelque chose, chacun avec une seule chose à faire.
desk-funder = Fonds de recherche du Québec
desk-filter-etat = Suivi
desk-filter-action = À faire
desk-filter-resultat = Résultat
desk-filter-politique = Politique
desk-filter-secteur = Secteur
desk-filter-etablissement = Établissement
desk-filter-programme = Programme
desk-filter-octroi = Octroi
desk-filter-titulaire = Titulaire
desk-filter-titulaire-hint = Le nom de famille, puis le prénom.
desk-filter-annee = Année
desk-filter-niveau = Lien avec l'octroi
desk-filter-avant = Échéance avant le
desk-filter-avant-hint = AAAA-MM-JJ
desk-filter-responsable = Responsable
desk-filter-tri = Ordre
desk-state-open = À suivre
desk-state-suivis = Suivis
desk-state-tous = Tous
desk-action-todo = Tout ce qui demande quelque chose
desk-action-all = Tout
desk-order-recents = Dernières arrivées
desk-order-annee = Année de publication
desk-mine = Moi
desk-csv = Exporter cette liste (CSV)
desk-empty = Aucun article ne correspond.
desk-acts = Pour les articles cochés
desk-assignee = Responsable
desk-nobody = Personne
desk-assign = Confier
desk-follow = Marquer comme suivis
desk-reopen = Rouvrir
desk-remind = Envoyer un rappel
desk-exception = Décider d'une exception
desk-export = Exporter (CSV)
desk-tier = Lien
desk-fix = Corriger
desk-assigned = Confié à { $name }
desk-followed = Suivi le { $date }
desk-reminded = Dernier rappel le { $date }
desk-error-none = Cochez au moins un article.
desk-error-act = Cela n'a pas pu être fait. Vérifiez la personne choisie, et que le site envoie des courriels.
desk-error-assignee = Rien n'a été confié : choisissez dans la liste une personne qui travaille ici, ou « Personne ». Les articles restent cochés.
desk-done-assigne =
    { $n ->
        [one] Un article est confié.
       *[other] { $number } articles sont confiés.
    }
desk-done-suivi =
    { $n ->
        [one] Un article est marqué comme suivi ; il reviendra si son résultat change.
       *[other] { $number } articles sont marqués comme suivis ; ils reviendront si leur résultat change.
    }
desk-done-rouvert =
    { $n ->
        [one] Un article est de nouveau à suivre.
       *[other] { $number } articles sont de nouveau à suivre.
    }
desk-done-rappel =
    { $n ->
        [0] Aucun rappel n'est parti.
        [one] Un rappel est en route.
       *[other] { $number } rappels sont en route.
    }
desk-done-trop-tot =
    { $n ->
        [one] Une personne a déjà reçu un rappel récemment.
       *[other] { $number } personnes ont déjà reçu un rappel récemment.
    }
desk-done-refus =
    { $n ->
        [one] Une personne n'en veut pas.
       *[other] { $number } personnes n'en veulent pas.
    }
desk-done-regle =
    { $n ->
        [one] Un article ne demande rien que quelqu'un puisse faire.
       *[other] { $number } articles ne demandent rien que quelqu'un puisse faire.
    }
desk-done-inconnu =
    { $n ->
        [one] Pour un article, nous ne connaissons personne qui ait un compte.
       *[other] Pour { $number } articles, nous ne connaissons personne qui ait un compte.
    }
desk-done-exception =
    { $n ->
        [one] La décision est consignée pour un article.
       *[other] La décision est consignée pour { $number } articles.
    }
desk-exceptions-title = Une décision pour plusieurs articles
desk-exceptions-lead = Le même motif, la même preuve et le même dernier jour pour chacun, pour tous ses octrois. Le résultat selon les règles reste affiché à côté.
desk-exceptions-articles = Articles
desk-exceptions-refused = Pour ces articles, rien n'a été consigné
desk-exception-refused = L'article n'est plus public, ou la décision ne s'y applique pas.
fix-title = Ce qu'il reste à faire
fix-deposit = Commencer le dépôt, déjà rempli
fix-deposit-hint = Le formulaire s'ouvre avec ce que nous savons de l'article ; vous y joignez le texte et complétez ce qui manque.
fix-ask = Écrire à l'équipe
fix-back = Retour à l'article
people-desk = Liste de suivi de l'établissement
people-desk-unknown = Cet établissement n'est pas dans la liste. Choisissez-en un parmi ceux qui sont proposés.

# Titulaires d'octrois
holder-title = Mes octrois
holder-lead = Les articles issus de vos octrois, et ce que chacun demande encore. Vous seul ou seule voyez cette page.
holder-offers = Mes dépôts et les articles qui sont peut-être de moi
holder-state-asked = En attente : une personne de l'équipe compare avec le registre.
holder-state-confirmed = Confirmé
holder-state-refused = Non confirmé. Vérifiez le numéro, ou écrivez à l'équipe.
holder-no-article = Aucun article public ne nomme cet octroi pour l'instant.
holder-confirmed = Vous avez déposé cet article ou dit qu'il est de vous.
holder-forget = Retirer de ma liste
holder-new = Ajouter un octroi
holder-new-hint = Le numéro de dossier ou le DOI. Une personne de l'équipe confirme que vous en êtes titulaire, d'après votre nom, votre établissement et votre ORCID.
holder-button = C'est mon octroi
holder-reminders = Rappels par courriel
holder-reminders-wanted = Me rappeler ce qu'un de mes articles demande
holder-error-unknown = Le registre ne connaît pas cet octroi. Vérifiez le numéro.
holder-error-number = Ce n'est pas un numéro d'octroi. Écrivez les chiffres seulement, comme 312345.
holder-error-many = Votre liste est pleine. Retirez un octroi avant d'en ajouter un.
holder-error-decide = Rien n'a été consigné : quelqu'un d'autre est déjà titulaire de cet octroi, ou il s'agit de votre propre demande.
holder-not-mine = Il ne vient pas de cet octroi
holder-said = Vos réponses
holder-unsay = Reprendre ma réponse
holder-said-yes = Le { $date }, vous avez répondu qu'il vient de cet octroi. L'article le nomme.
holder-said-yes-unlinked = Le { $date }, vous avez répondu qu'il vient de cet octroi, mais l'article ne le nomme plus. Écrivez à l'équipe si c'est une erreur.
holder-said-no = Le { $date }, vous avez répondu qu'il ne vient pas de cet octroi. Aucun rappel ne vous sera envoyé à son sujet.
holder-said-no-linked = Le { $date }, vous avez répondu qu'il ne vient pas de cet octroi. L'article le nomme encore, d'après une autre source ; aucun rappel ne vous sera envoyé à son sujet.
holder-said-withdrawn = Vous avez répondu le { $date }. L'article n'est plus public.
holder-named = Au registre, ces octrois portent votre nom :
holder-error-article = Rien n'a été consigné : l'octroi n'est pas confirmé, ou l'article n'est plus public ou ne s'y rattache plus.
holder-error-decided = Une autre personne vient de décider de cette demande, ou elle a été reprise. Votre choix n'a rien changé ; la liste est à jour.
holders-title = Titulaires d'octrois
holders-lead = Ces personnes disent être titulaires d'un octroi. Comparez avec le registre avant de confirmer : elles verront ensuite ce que demandent les articles de l'octroi.
holders-none = Personne n'attend.
holders-register = Au registre :
holders-taken = Quelqu'un d'autre est confirmé comme titulaire de cet octroi.
holders-own = C'est votre propre demande : une autre personne doit en décider.
holders-confirm = Confirmer
holders-refuse = Refuser
holder-check-name-yes = Le nom est celui du registre.
holder-check-name-no = Le nom n'est pas celui du registre.
holder-check-place-yes = L'établissement est celui du registre.
holder-check-place-no = L'établissement n'est pas celui du registre, ou n'est pas connu.
holder-check-orcid-yes = L'ORCID est prouvé.
holder-check-orcid-no = L'ORCID n'est pas prouvé.

# Rappels
reminders-title = Rappels envoyés
reminders-period =
    { $n ->
        [one] au plus un par personne et par jour.
       *[other] au plus un par personne tous les { $number } jours.
    }
reminders-by-schedule = Ils partent d'eux-mêmes, et à la demande.
reminders-by-hand = Ils partent à la demande seulement.
reminders-none = Aucun rappel n'a été envoyé.
reminders-erased = Compte effacé
reminders-schedule = le calendrier
reminders-asked = demandé par { $name }
reminders-state-pending = en route
reminders-state-sent = envoyé
reminders-state-failed = non remis
reminders-state-past = traité
reminders-articles =
    { $n ->
        [one] Un article
       *[other] { $number } articles
    }
reminders-stop-title = Arrêter les rappels
reminders-stop-lead = Vous ne recevrez plus de rappel au sujet de vos articles. Vous pourrez changer d'avis dans « Mes octrois ».
reminders-stop-button = Ne plus m'écrire
reminders-stopped = C'est fait : vous ne recevrez plus de rappel.
mail-reminder-heading =
    { $n ->
        [one] Un de vos articles demande une précision
       *[other] { $number } de vos articles demandent une précision
    }
mail-reminder-lead = Pour chacun, une seule chose est à faire. Le lien ouvre la page où elle se fait, déjà remplie.
mail-reminder-more =
    { $n ->
        [one] et un autre
       *[other] et { $number } autres
    }
mail-reminder-button = Voir mes octrois
mail-reminder-stop = Ne plus recevoir de rappels
mail-reminder-reason = Vous recevez ce message parce que ces articles nomment un de vos octrois, ou parce que vous les avez écrits ou déposés.

tasks-count =
    { $n ->
        [one] Un article vous attend
       *[other] { $number } articles vous attendent
    }
task-returned-what = La personne qui vérifie demande une correction.
task-returned-button = Corriger la description
task-title-what = Il manque un titre.
task-title-button = Donner le titre
task-authors-what = Il manque les auteurs et autrices.
task-authors-button = Nommer les personnes
task-licence-what = Il manque une licence.
task-licence-button = Choisir la licence
task-version-what = On ne sait pas de quelle version du texte il s'agit.
task-version-button = Choisir la version
task-date-what = Il manque une date.
task-date-button = Donner la date
task-file-what = Le dépôt connaît cet article, mais n'en a pas le texte.
task-file-button = Joindre le manuscrit
offers-title = Est-ce de vous ?
offers-lead = Ces articles viennent d'ailleurs et portent votre ORCID, ou votre nom et votre établissement.
offers-yes = C'est mon article
offers-no = Ce n'est pas moi
declarations-title = Ces articles viennent-ils de vos octrois ?
declarations-lead = Vous avez écrit ces articles, parus pendant un de vos octrois ou dans les trois ans qui ont suivi. Rien n'est compté tant que vous n'avez pas répondu.
declarations-award = Octroi { $award }
declarations-yes = Oui, il en vient
declarations-no = Non
claimed-title = Mes articles venus d'ailleurs
# Preuves, changements et exceptions de la conformité
compliance-award = Octroi
field-octroi = Octroi visé
field-acte = Acte
field-motif = Motif
field-explication = Explication
field-explication-hint = Elle reste au dossier, avec votre nom et la date.
field-preuve = Preuve
field-preuve-hint = Une adresse ou un numéro de dossier. Obligatoire pour accorder.
field-jusqu-au = Dernier jour de l'exception
field-jusqu-au-hint = AAAA-MM-JJ. Obligatoire pour accorder.
exception-title = Exceptions à la politique
exception-done = C'est noté, et l'article est évalué de nouveau.
exception-beside = Ce que disent les règles
exception-computed = Selon les règles
exception-stands = Ce qui vaut
exception-no-award = Cet article ne nomme aucun octroi : aucune règle n'est à écarter.
exception-new = Décider
exception-button = Consigner cette décision
exception-acts = Décisions
exception-none = Aucune décision n'a été prise.
exception-every-award = Tous les octrois
exception-until = jusqu'au { $day }
exception-proof = Preuve : { $proof }
exception-act-grant = Exception accordée
exception-act-refuse = Exception refusée
exception-act-revoke = Exception révoquée
exception-act-appeal = Demande de réexamen
exception-ground-programme = Règles du programme
exception-ground-confidentiality = Confidentialité
exception-ground-patent = Brevet
exception-ground-indigenous-data = Gouvernance autochtone des données
exception-ground-third-party = Droits de tiers
exception-ground-other = Autre motif
exception-error-day = « { $value } » n'est pas un jour. Écrivez AAAA-MM-JJ.
exception-error-proof = Dites où se trouve la preuve.
exception-error-expiry = Donnez le dernier jour de l'exception ; il ne doit pas être passé.
exception-error-revoke = Aucune exception n'est accordée pour cet octroi : il n'y a rien à révoquer.
exception-error-appeal = Rien n'a été refusé ni révoqué pour cet octroi : il n'y a rien à réexaminer.
verdict-without-exception = Sans l'exception : { $outcome }.
observation-title = Ce qui était connu, et quand
observation-lead = Un bilan daté s'appuie sur ces observations ; rien n'y est jamais effacé.
observation-version = Version { $number } publique
observation-withdrawn = Article retiré
changes-title = Ce qui a bougé
changes-lead = Les verdicts qui diffèrent entre la fin de deux jours, et ce qui les a fait changer : un renseignement de l'article, l'octroi, une exception, les règles ou le calendrier.
changes-from = De la fin du
changes-to = À la fin du
changes-button = Comparer
changes-wrong = Choisissez deux jours dans l'ordre, au plus tard aujourd'hui.
changes-none = Aucun verdict n'a changé entre ces deux jours.
changes-total = { $number } changements.
changes-cut = Les premiers sont affichés ; le fichier les contient tous.
changes-article = Article
changes-moved = Verdict
changes-cause = Cause
change-cause-published = Article publié
change-cause-withdrawn = Article retiré
change-cause-link-added = Octroi ajouté
change-cause-link-removed = Octroi enlevé
change-cause-article = Article :
change-cause-award = Registre des octrois :
change-cause-exception = Exception
change-cause-rules = Règles
change-cause-calendar = Calendrier
event-exception-grant = Exception accordée
event-exception-refuse = Exception refusée
event-exception-revoke = Exception révoquée
event-exception-appeal = Réexamen d'une exception demandé
compliance-open-data = Les données ouvertes contiennent tout ce qu'il faut pour refaire ces chiffres soi-même.
compliance-by-programme = Par programme
compliance-by-institution = Par établissement
compliance-by-field = Par domaine
compliance-by-language = Par langue
compliance-by-policy = Par version de la politique
compliance-by-tier = Par sûreté du lien avec l'octroi
compliance-programme = Programme
compliance-institution = Établissement
compliance-field = Domaine
compliance-language = Langue
compliance-policy = Politique
compliance-tier = Lien avec l'octroi
dimension-unknown = Inconnu
indicators-title = Dix indicateurs
indicators-lead = Chacun se lit à part : il n'y a pas de note d'ensemble. Chaque nom mène à la définition et aux chiffres détaillés.
indicator-made-of = { $numerator } sur { $denominator }
indicator-median = médiane de { $number } publications
indicator-share-of = { $share } : { $counts }
indicator-unknown = Inconnu : { $share }
indicator-days = { $number } jours
indicator-quartiles = Un quart au plus tard à { $p25 }, trois quarts à { $p75 }, neuf dixièmes à { $p90 }.
indicator-chart = { $name } : { $from } en { $first }, { $to } en { $last }.
indicator-svg = Télécharger le graphique (SVG)
indicator-shares = Répartition
indicator-share = Part
indicator-value = Valeur
indicator-counts = Sur combien
indicator-unknowns = Inconnu
indicator-few = moins de 5
indicator-targets = Cibles et résultats
indicator-target = Cible (fixée le)
indicator-target-before = Cibles précédentes
indicator-result = Résultat
indicator-days-title = Par jour d'observation
indicator-day = Jour
indicator-definition = Définition
indicator-id = Identifiant
indicator-version = Version de la formule
indicator-formula = Formule
indicator-protected = Par programme, établissement, domaine ou langue, un chiffre qui compte moins de { $number } publications n'est pas montré : il pourrait désigner une personne.
indicator-others = Autres indicateurs
indicator-oa-rate = Taux de libre accès
indicator-oa-rate-what = Part des publications exigibles dont au moins une copie est gratuite à lire, où qu'elle soit et quelle que soit sa version.
indicator-oa-rate-formula = |D_exigibles ayant une copie gratuite à lire à la date t| / |D_exigibles|
indicator-oa-rate-1y = Taux de libre accès à un an
indicator-oa-rate-1y-what = Part des publications d'une année qui étaient gratuites à lire à la fin de l'année suivante, ou à ce jour si elle est en cours.
indicator-oa-rate-1y-formula = publications de l'année Y ouvertes à une date d'observation en Y+1 / publications de l'année Y
indicator-immediate-rate = Taux d'ouverture immédiate
indicator-immediate-rate-what = Part des publications exigibles dont une copie qui compte était ouverte le jour de la publication. Une seconde valeur tolère sept jours ; cette tolérance est la nôtre.
indicator-immediate-rate-formula = |ouverte le ≤ publiée le| / |D_exigibles| ; seconde valeur avec une tolérance de 7 jours
indicator-compliance-rate = Taux de conformité
indicator-compliance-rate-what = Part des publications conformes parmi celles dont l'échéance est passée, sans les exemptées ni les indéterminées.
indicator-compliance-rate-formula = |conformes| / (|D_exigibles| − |exemptées| − |indéterminées|) ; la part indéterminée est toujours publiée à côté
indicator-compliance-rate-bounds = Bornes du taux de conformité
indicator-compliance-rate-bounds-what = Le taux si aucune publication indéterminée n'était conforme, puis si toutes l'étaient.
indicator-compliance-rate-bounds-formula = plancher = conformes / (D_exigibles − exemptées) ; plafond = (conformes + indéterminées) / (D_exigibles − exemptées)
indicator-deposit-lag-days = Délai de dépôt
indicator-deposit-lag-days-what = Jours entre la publication et le dépôt ici ; la médiane. Un nombre négatif veut dire avant la publication. Un mois compte jusqu'à son dernier jour ; une année seule ne donne pas de délai.
indicator-deposit-lag-days-formula = date de dépôt − date de publication ; médiane, 25e, 75e et 90e centiles, part ≤ 0 ; négatif = avant la publication
indicator-open-lag-days = Délai d'ouverture
indicator-open-lag-days-what = Jours entre la publication et la première copie ouverte qui compte ; la médiane. Une année seule ne donne pas de délai.
indicator-open-lag-days-formula = première date d'ouverture − date de publication
indicator-licence-share = Répartition des licences
indicator-licence-share-what = La meilleure licence parmi les copies ouvertes qui comptent de chaque publication exigible.
indicator-licence-share-formula = D_ouvertes par famille de licences {"{"}CC BY, CC BY-ND, CC0, CC BY-NC*, éditeur, aucune{"}"} ; la meilleure licence des copies
indicator-open-licence-rate = Taux de licence acceptée
indicator-open-licence-rate-what = Part des publications ouvertes dont une copie qui compte porte une licence que la politique de 2022 accepte.
indicator-open-licence-rate-formula = |D_ouvertes à licence acceptée| / |D_ouvertes|
indicator-version-share = Répartition des versions
indicator-version-share-what = La meilleure version gratuite à lire de chaque publication exigible.
indicator-version-share-formula = meilleure version ouverte : version publiée / manuscrit accepté / manuscrit soumis / inconnue
indicator-route-share = Voies d'accès
indicator-route-share-what = Où se trouvent les copies gratuites : chez l'éditeur et dans un dépôt, chez l'éditeur seulement, dans un dépôt seulement. L'éditeur n'a pas priorité.
indicator-route-share-formula = éditeur seulement / dépôt seulement / les deux (trois parts, sans priorité à l'éditeur)
indicator-journal-model-share = Modèles de revue
indicator-journal-model-share-what = Comment les revues sont financées, quand la notice le dit.
indicator-journal-model-share-formula = diamant / doré avec frais / hybride / abonnement / inconnu
indicator-award-doi-rate = Citation du DOI de l'octroi
indicator-award-doi-rate-what = Part des publications qui citent le DOI d'un octroi. Les notices ne gardent pas encore cette information : seules les bornes sont connues.
indicator-award-doi-rate-formula = |rang A par le DOI de l'octroi| / |D_toutes|
indicator-pid-rate = Identifiants pérennes
indicator-pid-rate-what = Part des publications qui ont un DOI, l'ORCID d'au moins une personne, le ROR d'au moins un établissement.
indicator-pid-rate-formula = part ayant un DOI, l'ORCID d'au moins une personne, le ROR d'au moins une affiliation
indicator-repository-coverage = Part déposée dans un dépôt
indicator-repository-coverage-what = Part des publications exigibles dont un dépôt garde une copie, ouverte ou sous embargo. Les pages personnelles et les réseaux sociaux n'en sont pas.
indicator-repository-coverage-formula = |D_exigibles ayant une copie dans un dépôt| / |D_exigibles|
indicator-ackn-gap = Écart de déclaration
indicator-ackn-gap-what = Part des publications que seuls les remerciements relient au Fonds de recherche du Québec.
indicator-ackn-gap-formula = |rang C sans rang A ni B| / |A ∪ B ∪ C|
share-rate = Part
share-tolerance = Avec sept jours de tolérance
share-low = Borne inférieure
share-high = Borne supérieure
share-cc-by = CC BY
share-cc0 = CC0 ou domaine public
share-cc-by-nd = CC BY-ND
share-cc-by-nc = CC BY-NC et variantes
share-publisher = Éditeur
share-publisher-only = Éditeur seulement
share-none = Aucune
share-vor = Version publiée
share-am = Manuscrit accepté
share-smur = Manuscrit soumis
share-unknown = Inconnu
share-both = Éditeur et dépôt
share-repository = Dépôt seulement
share-diamond = Diamant
share-gold = Libre accès avec frais
share-hybrid = Hybride
share-subscription = Abonnement
share-doi = DOI
share-orcid = ORCID
share-ror = ROR
list-title = Liste des publications
list-lead = Les publications derrière les chiffres, chacune avec son verdict le plus exigeant et la prochaine chose à faire.
list-total = { $n ->
    [one] { $number } publication
   *[other] { $number } publications
}
list-all = Tout
list-outcome = Résultat
list-action = À faire
list-due = Échéance
list-sort = Ordre
list-sort-latest = Dernières arrivées
list-sort-due = Échéance
list-button = Choisir
list-previous = Page précédente
data-dump-standings = Ce que les indicateurs comptent de chaque publication et octroi
data-dump-figures = Les indicateurs du jour, selon chaque dimension
data-dump-exceptions = Les exceptions, par motif et par acte
data-way-compliance-lines = Conformité de chaque article (une ligne JSON par octroi)
data-way-catalogue = Catalogue (DCAT-AP, JSON-LD)
data-way-dictionary = Dictionnaire des données (Data Package)
column-article-id = Numéro de la publication
column-place = Rang de l'octroi
column-doi = DOI
column-title = Titre
column-year = Année de publication
column-fund = Fonds
column-award-number = Numéro de l'octroi
column-programme = Programme
column-institution = Établissement gestionnaire (ROR)
column-field = Domaine de recherche (CCRD)
column-language = Langue du texte
column-tier = Sûreté du lien, de A à D
column-policy = Politique appliquée
column-rules-version = Version des règles
column-observed-on = Jour d'observation
column-published = Jour de publication
column-due = Échéance
column-due-on = Échéance
column-opened = Première ouverture
column-outcome = Résultat
column-reason-codes = Codes des motifs
column-next-action = Prochaine action
column-is-due = Exigible
column-open-lag-days = Délai d'ouverture, en jours
column-deposit-lag-days = Délai de dépôt, en jours
column-free = Gratuite à lire ; vide si on ne le sait pas
column-free-after-a-year = Gratuite à lire à un an
column-open = Copie ouverte qui compte
column-licence-family = Famille de la meilleure licence
column-licence-accepted = Licence acceptée
column-version = Version de la copie, ou de la formule
column-route = Voie d'accès
column-journal-model = Modèle de la revue
column-has-doi = A un DOI
column-has-orcid = A un ORCID
column-has-ror = A un ROR
column-in-repository = Gratuite dans un dépôt
column-dimension = Dimension
column-value = Valeur de la dimension
column-indicator = Indicateur
column-share = Part
column-protected = Non montré parce que trop petit
column-numerator = Numérateur
column-denominator = Dénominateur
column-unknown = Inconnus
column-unknown-of = Inconnus, sur combien
column-low = Numérateur de la borne inférieure
column-high = Numérateur de la borne supérieure
column-bounds-of = Dénominateur des bornes
column-median-days = Médiane, en jours

## État du service

menu-state = État du service
state-title = État du service
state-what = Ce qui est surveillé
state-state = État
state-when = Date
state-version = Version { $version }.
state-machines = Pour les machines :
state-told = L'équipe du site voit ces signaux. Si quelque chose vous empêche de travailler, écrivez-lui.
state-overall-well = Tout fonctionne.
state-overall-care = Le service fonctionne ; quelque chose est à surveiller.
state-overall-failed = Le service répond, mais un contrôle a échoué ou date trop.
state-word-well = Bien
state-word-care = À surveiller
state-word-failed = En échec
state-service = Service
state-service-well = En marche sans interruption depuis cette date.
state-files = Intégrité des fichiers
state-files-well = Relus et reconnus identiques en { $second } jours : { $first }.
state-files-failed = Absents, abîmés ou pas relus à temps : { $first } sur { $second }.
state-replica = Seconde copie des fichiers
state-replica-well = Fichiers conservés à deux endroits : { $first } ; remis en état depuis leur seconde copie : { $second }.
state-replica-failed = Fichiers sans seconde copie depuis plus d'une heure : { $first } sur { $second }.
state-backup = Sauvegarde
state-backup-well = La dernière sauvegarde a moins de { $second } jours.
state-backup-failed = La dernière sauvegarde a plus de { $second } jours.
state-backup-never = Aucune sauvegarde n'a encore été faite avec « parvis backup ».
state-drill = Essai de restauration
state-drill-well = Une sauvegarde a été relue en entier, sans erreur, depuis moins de { $second } jours.
state-drill-failed = La dernière sauvegarde relue était abîmée, ou date de plus de { $second } jours.
state-drill-never = Aucune sauvegarde n'a encore été relue avec « parvis restore --check ».
state-index = Index de recherche
state-index-well = Articles dans l'index : { $first } ; publics : { $second }.
state-index-care = Articles dans l'index : { $first } ; publics : { $second }. L'index est à refaire avec « parvis reindex ».
state-dump = Données ouvertes du jour
state-dump-well = L'export complet a moins de { $second } jours.
state-dump-failed = L'export complet a plus de { $second } jours.
state-dump-never = Aucun export complet n'a encore été fait.
state-harvests = Moissons d'autres dépôts
state-harvests-well = Sources moissonnées à temps : { $second }.
state-harvests-care = Sources en échec ou en retard : { $first } sur { $second }.
state-jobs = Tâches
state-jobs-well = Aucune tâche abandonnée ; en attente : { $second }.
state-jobs-care = Abandonnées après plusieurs essais : { $first } ; en attente : { $second }.
state-mail = Courriels
state-mail-well = Aucun courriel abandonné ; en attente : { $second }.
state-mail-care = Abandonnés : { $first } ; en attente : { $second }.
state-dois = DOI
state-dois-well = DOI enregistrés par ce dépôt : { $second } ; aucun en échec.
state-dois-never = Aucun DOI n'a encore été enregistré.
state-dois-care = DOI en échec : { $first } sur { $second }. Corrigez ce que dit la tâche, puis reprenez-la, ou lancez « parvis dois mint ».
state-disk = Disque
state-disk-well = { $first } libres.
state-disk-care = { $first } libres : faites de la place.
state-disk-failed = { $first } libres : les dépôts ne tiendront plus. Faites de la place maintenant.
operations-title = État du site
operations-figures = Chiffres
operations-copies = Copies ailleurs, surveillées
operations-copies-open = Copies vues ouvertes
operations-copies-dead = Copies disparues
operations-copies-waiting = Copies à voir une première fois
operations-articles = Articles publics
operations-indexed = Articles dans l'index
operations-files = Fichiers
operations-bytes = Taille des fichiers
operations-jobs = Tâches en attente
operations-mail = Courriels en attente
operations-free = Place libre sur le disque
operations-failed = Tâches abandonnées
operations-no-job = Aucune tâche n'a été abandonnée.
operations-retry = Essayer de nouveau
operations-retried = La tâche sera reprise dans un instant.
operations-damaged = Fichiers absents ou abîmés
operations-no-damage = Aucun fichier n'est absent ni abîmé.
operations-restore = Remettez ces fichiers depuis une sauvegarde ; ils seront relus dans la journée.
# L'interface pour les programmes

api-title = Interface de programmation
api-lead = Chercher, lire et déposer des articles depuis vos propres outils. Rien n'est réservé : ce que fait le site, un programme peut le faire.
api-description = La description OpenAPI 3.1, pour vos outils
api-how = Comment s'en servir
api-how-token = La lecture est ouverte. Pour déposer, créez un jeton avec la portée voulue et envoyez-le dans l'en-tête Authorization : Bearer, puis le jeton.
api-how-problem = Une erreur est un document « problem+json » (RFC 9457). Elle dit dans votre langue (en-tête Accept-Language) ce qui ne va pas, à quel endroit et quoi faire.
api-how-key = Une requête qui crée quelque chose accepte l'en-tête Idempotency-Key : renvoyée dans les 24 heures avec la même clé, elle ne crée rien de plus et reçoit la même réponse.
api-how-pages = Les listes viennent par pages ; « next » et l'en-tête Link donnent l'adresse de la suivante.
api-how-limit = Un fichier peut avoir jusqu'à { $limit }.
api-how-sword = Les revues et les dépôts qui parlent SWORD 2.0 s'adressent ici :
api-token = Votre jeton
api-token-hint = Pour essayer les requêtes de cette page. Il reste dans cette page et n'est pas conservé.
api-tag-articles = Articles
api-tag-awards = Octrois
api-tag-drafts = Brouillons
api-tag-deposits = Dépôts
api-tag-account = Compte et description
api-any-token = Demande un jeton, quelle que soit sa portée.
api-needs = Demande un jeton avec la portée « { $scope } ».
api-open = Ouvert à tout le monde.
api-answers = Répond { $status } quand tout va bien.
api-body = Corps :
api-required = obligatoire
api-json = Corps en JSON
api-file = Fichier (PDF ou XML JATS)
api-send = Envoyer la requête
api-answer = Réponse
api-failed = La requête n'est pas partie :
api-op-listArticles = Cherche parmi les articles publics : titres, descriptions et textes.
api-op-showArticle = Un article.
api-op-listFiles = Les fichiers d'un article.
api-op-showUsage = L'usage d'un article, mois par mois, selon COUNTER 5.1.
api-op-listVerdicts = Ce que disent les règles des Fonds au sujet d'un article, et pourquoi.
api-op-listSuggestions = Ce que veut peut-être dire un début de mot.
api-op-listAwards = Cherche dans le registre des octrois.
api-op-showAward = Un octroi du registre.
api-op-listJournals = Cherche des revues par leur titre.
api-op-listRoutes = De quelles façons un article peut être publié dans une revue selon la politique d'un octroi, et pourquoi.
api-op-createDraft = Commence un dépôt : un fichier, une description, ou les deux. Le fichier est lu en quelques secondes et complète ce que vous n'avez pas dit.
api-op-listDrafts = Vos brouillons, du plus récent au plus ancien.
api-op-showDraft = Un brouillon : où il en est, sa description et ce qui lui manque.
api-op-changeDraft = Change la description d'un brouillon : ce que vous ne nommez pas reste, « null » vide.
api-op-deleteDraft = Supprime un brouillon.
api-op-putDraftFile = Donne son fichier à un brouillon, ou le remplace.
api-op-submitDraft = Dépose un brouillon : une personne de l'équipe le vérifie ensuite.
api-op-listDeposits = Vos dépôts, du plus récent au plus ancien.
api-op-showDeposit = Un dépôt : son état et ce qui en a été dit.
api-op-changeDeposit = Corrige la description d'un dépôt en attente ou renvoyé.
api-op-takeDepositBack = Reprend un dépôt que personne n'a décidé : il redevient un brouillon.
api-op-askWithdrawal = Demande le retrait d'un article public, avec une raison.
api-op-callWithdrawalBack = Annule la demande de retrait.
api-op-showAccount = Pour qui un jeton agit, et ce qu'il permet.
api-op-showDescription = La description de cette interface.
api-param-q = Les mots à chercher.
api-param-limite = Articles par page, de 1 à 100.
api-param-suite = Où commence la page ; « next » donne l'adresse de la suivante.
api-param-tri = Ordre des résultats : pertinence, recents, anciens, ajouts ou titre.
api-param-id = Son numéro.
api-param-number = Le numéro de l'octroi.
api-param-issn = L'ISSN de la revue.
api-param-award = Le numéro de l'octroi, dont la politique s'applique.
api-param-policy = L'identifiant d'une politique, quand aucun octroi n'est nommé.
api-param-limit = Éléments par page, de 1 à 100.
api-param-before = Le numéro avant lequel commence la page.
api-param-idempotency-key = Une clé de votre choix, la même à chaque nouvel essai.
api-param-content-disposition = Le nom du fichier : attachment; filename="article.pdf"
api-param-if-match = L'étiquette (ETag) du brouillon que vous avez lu : s'il a changé depuis, rien n'est écrit.
api-problems = Ce que disent les erreurs
api-states = États d'un dépôt par SWORD
api-not-an-object = La description est un objet JSON, comme {"{"}"title": {"{"}"fr": "…"{"}"}{"}"}.
api-key = Cette clé n'existe pas ou ne se change pas ici. Retirez-la ; la description OpenAPI donne la liste des clés.
api-value = Cette valeur ne convient pas. Corrigez-la ou retirez la clé ; la description OpenAPI dit ce qui est attendu.
api-invalid = Certaines valeurs sont à corriger : chacune est nommée ci-dessous.
api-saying = Le corps est un objet JSON avec les clés « metadata » et « version_of », et aucune autre.
api-no-article = Aucun article public n'a ce numéro.
api-already-yours = C'est déjà fait : ce dépôt est le vôtre, à l'adresse indiquée.
api-duplicate = Un article de Parvis a déjà ce DOI ou ce fichier : voyez l'adresse indiquée, ou dites que c'en est une autre version (version_of).
api-decided = Ce dépôt est décidé : il ne se reprend plus. Demandez le retrait d'un article public à /api/v1/deposits/{"{"}id{"}"}/withdrawal.
api-not-public = L'article n'est pas public : il n'y a rien à retirer. Un dépôt en attente se reprend par DELETE.
api-reason = Un objet JSON avec la clé « reason » : pourquoi retirer l'article, de 1 à 2 000 caractères.
api-rights = Dites que vous avez le droit de déposer ce fichier sous cette licence : "rights_confirmed": true.
api-part = Le formulaire a deux parties : « metadata », puis « file ».
api-key-form = La clé Idempotency-Key a de 1 à 255 caractères visibles, sans espace ni accent.
api-key-underway = La même requête est en cours. Attendez un instant, puis renvoyez-la : vous aurez sa réponse.
api-key-other = Cette clé a déjà servi à une autre requête. Choisissez-en une nouvelle.
problem-400 = Requête illisible
problem-400-detail = Le corps ne se lit pas : vérifiez qu'il est complet et de la forme annoncée par Content-Type.
problem-401 = Jeton manquant ou échu
problem-401-detail = Envoyez un jeton de votre compte dans l'en-tête Authorization. S'il a pris fin, créez-en un autre à la page de votre compte.
problem-403 = Interdit
problem-403-detail = Votre compte ne permet pas cela.
problem-scope = Le jeton n'a pas la portée « { $scope } ». Créez-en un qui l'a, à la page de votre compte.
problem-404 = Introuvable
problem-404-detail = Il n'y a rien à cette adresse, ou rien que votre compte puisse voir.
problem-405 = Méthode impossible ici
problem-405-detail = L'en-tête Allow donne les méthodes possibles.
problem-409 = Conflit
problem-409-detail = L'état actuel ne le permet pas, ou un autre article a ce DOI. Relisez la ressource, puis réessayez.
problem-410 = Retiré
problem-410-detail = Cet article a été retiré. Sa page dit pourquoi.
problem-412 = Changé entre-temps
problem-412-detail = Relisez la ressource, puis refaites le changement sur ce qu'elle est devenue.
problem-413 = Trop grand
problem-413-detail = Le corps dépasse la taille permise.
problem-415 = Type non pris
problem-415-detail = L'en-tête Content-Type nomme un type que cette adresse ne prend pas. La description OpenAPI donne ceux qu'elle prend.
problem-422 = À corriger
problem-422-detail = Ce qui a été envoyé ne convient pas.
problem-429 = Trop de requêtes
problem-429-detail = Attendez le nombre de secondes que donne l'en-tête Retry-After ; l'en-tête RateLimit dit ce qui reste à chaque réponse.
problem-500 = Erreur de notre part
problem-500-detail = Réessayez ; si cela continue, écrivez-nous avec le numéro de la requête.
problem-507 = Plus de place sur le disque
problem-507-detail = Rien de ce qui était déposé n'est perdu, mais rien de nouveau ne peut être gardé. Réessayez dans quelques heures ; l'administration du site doit libérer de la place.
problem-503 = Trop occupé
problem-503-detail = Réessayez dans quelques secondes.

# SWORD

sword-collection = Articles
sword-policy = Une requête sans « In-Progress: true » confirme que vous avez le droit de déposer ce fichier sous la licence indiquée.
sword-abstract = Un dépôt à la fois : un article en PDF ou en XML JATS, seul ou dans un fichier zip, avec sa description en Dublin Core ou en METS.
sword-treatment = Le fichier est lu, sa description complétée, puis une personne de l'équipe la vérifie avant la publication.
sword-mediation = Personne ne dépose ici au nom de quelqu'un d'autre. Utilisez un jeton du compte de cette personne et retirez l'en-tête On-Behalf-Of.
sword-in-progress = L'en-tête In-Progress vaut true ou false.
sword-broken = Le corps n'est pas arrivé au complet. Renvoyez-le.
sword-entry = Une entrée Atom (RFC 4287) est attendue, en UTF-8 et bien formée.
sword-multipart = Un corps multipart/related a deux parties : une entrée Atom, puis le fichier. Vérifiez la limite (boundary) et la fin.
sword-base64 = La partie annoncée en base64 ne l'est pas.
sword-checksum = L'empreinte Content-MD5 ne correspond pas à ce qui est arrivé. Renvoyez le fichier.
sword-packaging = Cet emballage (en-tête Packaging) n'est pas pris. Le document de service donne ceux qui le sont.
sword-not-as-packed = Le fichier n'est pas de l'emballage qu'annonce l'en-tête Packaging.
sword-zip-broken = Le fichier zip ne se lit pas : il est coupé, chiffré ou abîmé.
sword-zip-many = Le fichier zip contient trop de fichiers : 500 au plus.
sword-zip-no-mets = Cet emballage demande un fichier mets.xml, et le zip n'en contient pas.
sword-zip-no-article = Le fichier zip ne contient ni PDF ni fichier XML JATS.
sword-zip-several = Il y a plusieurs articles ici. Faites un dépôt par article.
sword-mets-broken = Le fichier mets.xml ne se lit pas.
sword-one-file = Un article a un seul fichier, et celui-ci en a un. Remplacez-le par PUT à l'adresse EM-IRI.
sword-handed-in = Ce dépôt est fait : il ne se change plus par SWORD. Sa page et l'interface REST permettent de corriger sa description.
sword-decided = Ce dépôt est décidé : SWORD ne le supprime plus. Sa page et l'interface REST permettent de demander le retrait d'un article public.
sword-state-awaiting-file = La description est là, le fichier manque encore.
sword-state-in-progress = Le dépôt est commencé et n'est pas encore remis.
sword-state-draft = Le dépôt est commencé et n'est pas encore remis.
sword-state-submitted = Le fichier est en cours de lecture.
sword-state-in-review = Une personne de l'équipe doit vérifier le dépôt.
sword-state-returned = L'équipe demande des corrections : voyez la page du dépôt.
sword-state-rejected = Le dépôt n'a pas été retenu : la page du dépôt dit pourquoi.
sword-state-accepted = Le dépôt est accepté et va être publié.
sword-state-published = L'article est public.
sword-state-withdrawn = L'article a été retiré.
# Connexion par un fournisseur d'identité.
providers-with = Avec un autre compte
providers-or = Avec votre mot de passe
provider-with = Se connecter avec { $provider }
provider-lead = Vous passez maintenant chez { $provider }, qui vérifie qui vous êtes. Parvis ne voit jamais votre mot de passe de là-bas.
provider-link = Continuer chez { $provider }
provider-unnamed = le fournisseur
provider-since = Lié le { $date }, dernier usage le { $used }
provider-unlink = Délier
provider-link-button = Lier { $provider }
providers-title = Autres façons de se connecter
providers-lead = Un compte lié ouvre celui-ci sans mot de passe. La vérification en deux étapes reste demandée.
provider-refused-broken-off = La connexion a été interrompue chez { $provider }. Rien n'a changé : réessayez, ou prenez une autre façon de vous connecter.
provider-refused-late = Cette connexion a expiré, a déjà servi, ou vient d'un autre navigateur. Recommencez d'ici.
provider-refused-silent = { $provider } ne répond pas comme il faut en ce moment. Réessayez plus tard, ou prenez une autre façon de vous connecter.
provider-refused-proof = La réponse de { $provider } ne prouve pas qui vous êtes : la connexion est refusée. Recommencez ; si cela se répète, écrivez à l'équipe du dépôt.
provider-refused-domain = { $provider } ne donne pas d'adresse vérifiée de son établissement pour ce compte. Prenez votre compte de l'établissement, ou une autre façon de vous connecter.
provider-refused-known-address = Un compte a déjà cette adresse. Connectez-vous avec son mot de passe, puis liez { $provider } dans « Mon compte ».
provider-refused-closed = Ce compte est fermé. Écrivez à l'équipe du dépôt pour le rouvrir.
provider-refused-taken = Ce compte de { $provider } ouvre déjà un autre compte d'ici. Déliez-le d'abord de l'autre.
provider-refused-no-address = { $provider } ne donne pas d'adresse vérifiée, et ce site n'envoie pas de courriel pour en vérifier une. Écrivez à l'équipe du dépôt pour avoir un compte.
provider-refused-last-way = C'est la dernière façon d'entrer dans ce compte. Choisissez d'abord un mot de passe, ou liez un autre fournisseur.
provider-refused-throttled = Trop de connexions sont en cours. Attendez un quart d'heure, puis réessayez.
first-title = Une adresse pour votre compte
first-lead = Nous savons qui vous êtes. Il manque une adresse de courriel : un code y sera envoyé pour vérifier qu'elle est à vous.
first-sent = Si l'adresse { $email } est libre, un code vient d'y être envoyé. Il vaut une demi-heure, dans ce navigateur.
first-send = Envoyer le code
first-again = Rien reçu, ou une autre adresse ?
first-code-help = Les huit chiffres du courriel
first-button = Créer mon compte
first-code-wrong = Ce code n'est pas le bon. Vérifiez-le, puis réessayez.
first-code-tries = Trop d'essais. Demandez un autre code ci-dessous.
account-orcid-proven = Confirmé par ORCID
account-no-password = Ce compte n'a pas de mot de passe. Choisissez-en un par le lien d'un courriel, puis revenez ici.
account-choose-password = Choisir un mot de passe
account-done-fournisseur = Le fournisseur est lié : il ouvre maintenant ce compte.
account-done-delier = Le fournisseur n'ouvre plus ce compte.
mail-account-heading-confirm-address = Votre code
mail-account-lead-confirm-address = Une personne, sans doute vous, veut ouvrir un compte sur { $site } avec cette adresse. Tapez ce code dans le navigateur où elle a commencé. Il vaut une demi-heure.
mail-account-button-confirm-address = Retourner à la page
mail-account-reason-confirm-address = Si ce n'était pas vous, ne faites rien et ne donnez ce code à personne.
mail-account-heading-provider-linked = Une nouvelle façon de se connecter
mail-account-lead-provider-linked = Un fournisseur d'identité ouvre maintenant votre compte sur { $site }. Si ce n'était pas vous, déliez-le et changez votre mot de passe.
mail-account-button-provider-linked = Voir mon compte
mail-account-reason-provider-linked = Ce message est envoyé à chaque changement de la sécurité d'un compte.
mail-account-heading-provider-unlinked = Une façon de se connecter en moins
mail-account-lead-provider-unlinked = Un fournisseur d'identité n'ouvre plus votre compte sur { $site }. Si ce n'était pas vous, changez votre mot de passe.
mail-account-button-provider-unlinked = Voir mon compte
mail-account-reason-provider-unlinked = Ce message est envoyé à chaque changement de la sécurité d'un compte.

# ORCID et les répertoires de revues.
orcid-title = Dans votre dossier ORCID, et pas encore ici
orcid-lead = ORCID vous attribue ces travaux. Un clic commence le dépôt, déjà rempli.
orcid-deposit = Déposer
orcid-asked = Vos travaux sont demandés à ORCID ; rechargez la page dans un instant pour les voir.
orcid-silent = ORCID ne répond pas en ce moment. La liste de vos travaux reviendra d'elle-même.
orcid-more =
    { $n ->
        [one] Votre dossier ORCID en nomme un autre.
       *[other] Votre dossier ORCID en nomme { $number } autres.
    }
journal-from-doaj = d'après le DOAJ
journal-from-open-policy-finder = d'après Open Policy Finder
journal-diamond = Tout est en libre accès, sans frais de publication.
journal-open = Tout est en libre accès.
journal-licences = Licences des articles : { $licences }
journal-at-once = dès la publication
journal-embargo =
    { $n ->
        [one] un mois après la publication
       *[other] { $number } mois après la publication
    }
journal-fee = contre des frais
journal-nothing = Rien n'est dit du dépôt dans un dépôt institutionnel : demandez à la revue.
# Importations en lot
menu-imports = Importations
imports-title = Importations
imports-lead = Versez beaucoup de notices d'un coup. Rien ne change avant que vous ayez vu, ligne par ligne, ce qui arriverait.
imports-history = Importations précédentes
import-files = Fichiers à importer
import-files-hint = CSV, BibTeX, RIS, CSL-JSON ou JATS, avec les PDF qu'ils nomment, ou un ZIP du tout. { $rows } notices au plus.
import-review = Faire relire chaque notice avant sa publication
import-look = Voir ce qui arriverait
import-columns = Colonnes d'un tableau CSV
import-columns-text = Les colonnes vont dans n'importe quel ordre, sous leur nom français ou anglais (titre, auteurs, revue, résumé_fr, fichier…). Le texte est en UTF-8 ou Windows-1252, séparé par des virgules, des points-virgules ou des tabulations.
import-columns-lists = Auteurs : Nom, Prénom [ORCID]; Nom, Prénom. Subventions : frqnt:312345; frqs. Dates : AAAA, AAAA-MM ou AAAA-MM-JJ. La colonne version_of nomme l'article dont le fichier est une nouvelle version.
import-columns-none = Sans fichier, une notice devient un article signalé sans texte : licence, version et embargo, qui sont ceux d'un fichier, sont laissés de côté.
import-discarded = L'importation est abandonnée. Rien n'a été versé.
import-title = Importation : { $name }
import-state-planned = à confirmer
import-state-running = en cours
import-state-done = terminée
import-lead-planned = Voici ce qui arriverait. Rien n'est encore versé.
import-lead-running = Les notices sont versées une à une. Vous pouvez fermer cette page : tout continue.
import-lead-done = Toutes les lignes sont traitées.
import-planner = Préparée par { $name }. En administrant le site, vous pouvez la lancer aussi.
import-planner-only = Préparée par { $name } : cette personne ou l'administration du site peut la lancer ou l'abandonner.
import-stuck = L'importation s'est arrêtée après plusieurs essais.
import-go-on = Reprendre
import-discard = Abandonner
import-button = { $n ->
    [one] Importer { $number } notice
   *[other] Importer { $number } notices
}
import-csv = Télécharger le résultat (CSV)
import-progress = Avancement de l'importation
import-progress-told = { $settled } lignes sur { $total } sont traitées.
import-rows = Ligne par ligne
import-rows-all = Toutes
import-rows-none = Aucune ligne de cette sorte.
import-fate-work = À verser
import-fate-new = Nouvel article
import-fate-version = Version à ajouter
import-fate-here = Déjà ici
import-fate-same = Répétée
import-fate-fault = À corriger
import-outcome-published = Publié
import-outcome-review = En révision
import-outcome-version = Version ajoutée
import-outcome-here = Déjà ici
import-outcome-same = Répétée
import-outcome-reading = En lecture
import-outcome-waiting = En attente
import-outcome-refused = Refusé
import-outcome-fault = À corriger
import-article = article { $number }
import-place-line = { $name }, ligne { $line }
import-place-record = { $name }, notice { $number }
import-column = Colonne { $column } :
import-same = Comme la notice { $number } de cette importation.
import-fault-cell = « { $value } » ne convient pas.
import-fault-line = La ligne n'a pas autant de cellules que l'en-tête : vérifiez les guillemets et les séparateurs.
import-fault-record = La notice est abîmée : vérifiez ses accolades, ses guillemets et sa fin.
import-fault-title = Il n'y a ni titre ni fichier : donnez un titre, ou le PDF.
import-fault-large = La notice est plus longue que toute notice : raccourcissez-la.
import-fault-file = Le fichier « { $value } » n'est pas venu : joignez-le, ou corrigez son nom.
import-fault-filetype = Le fichier « { $value } » n'est ni un PDF ni du JATS, ou il est vide ou trop gros : remplacez-le.
import-fault-article = L'article { $value } n'est pas public ici : corrigez son numéro.
import-fault-versionfile = Une nouvelle version demande son fichier : nommez-le.
import-fault-declined = Une conservatrice ou un conservateur a déjà refusé ce fichier ou cette notice : écrivez à l'équipe.
import-advice-date = Écrivez AAAA, AAAA-MM ou AAAA-MM-JJ.
import-advice-article = Écrivez le numéro ou l'adresse de l'article.
import-advice-authors = Écrivez Nom, Prénom; Nom, Prénom [0000-0000-0000-0000].
import-advice-awards = Écrivez fonds:numéro; fonds, avec frq, frqnt, frqs ou frqsc comme fonds.
import-advice-language = Écrivez un code comme fr ou en.
import-advice-type = Écrivez un code comme journal_article, ou son nom.
import-advice-version = Écrivez AO, SMUR, AM, P, VoR, CVoR, EVoR ou NA.
import-advice-licence = Écrivez un code comme CC-BY-4.0.
import-advice-access = Écrivez open, embargoed, restricted ou metadata_only.
import-advice-doi = Écrivez-le comme 10.5555/suffixe.
import-advice-issn = Vérifiez les huit chiffres, le dernier aussi.
import-advice-field = Écrivez un code de la CRDC comme RDF102.
import-error-none = Choisissez au moins une liste de notices : CSV, BibTeX, RIS, CSL-JSON ou JATS.
import-error-archive = { $name } : l'archive est abîmée, ou un fichier y est trop gros. Refaites-la.
import-error-spreadsheet = { $name } : enregistrez le classeur au format CSV, puis envoyez-le.
import-error-large = { $name } : c'est trop pour une fois. Partagez le fichier en deux.
import-error-empty = { $name } : le fichier ne contient aucune notice.
import-error-unknown = { $name } : ce n'est ni un tableau CSV, ni BibTeX, RIS, CSL-JSON ou JATS.
import-error-form = { $name } : le { $value } ne peut pas être lu. Exportez-le de nouveau.
import-error-column = { $name } : la colonne « { $value } » n'est pas connue. Renommez-la ou retirez-la.
import-error-repeated = { $name } : la colonne { $value } est là deux fois. Gardez-en une.
import-csv-source = Fichier
import-csv-line = Ligne
import-csv-title = Titre
import-csv-outcome = Résultat
import-csv-column = Colonne
import-csv-note = Note
import-csv-article = Article

# Brouillons qui s'effacent
draft-from-article = Fiche de l'article
mail-drafts-heading = { $n ->
    [one] { $number } brouillon sera bientôt effacé
   *[other] { $number } brouillons seront bientôt effacés
}
mail-drafts-lead = Personne n'y a touché depuis longtemps. Ouvrez-les et enregistrez-les pour les garder ; sinon, ils s'effacent le { $date } avec leurs fichiers.
mail-drafts-button = Voir mes brouillons
mail-drafts-reason = Vous recevez ce message parce que vous avez commencé un dépôt.

# Annonces d'autres services
menu-announcements = Annonces
announcements-title = Annonces d'autres services
announcements-lead = D'autres services annoncent ici qu'ils ont évalué, recommandé ou copié un article. Rien ne prouve d'où vient une annonce : ouvrez l'adresse avant de la montrer avec l'article.
announcements-none = Aucune annonce n'attend.
announcements-decided = Annonces décidées
announcements-done = C'est fait.
announcements-show = Montrer
announcements-hide = Ne pas montrer
announcements-article = Voir l'article
announcement-review = Évaluation
announcement-endorsement = Recommandation
announcement-relationship = Copie ou travail lié
article-announcements = Annoncé ailleurs

# Rapports
report-title = Rapports de conformité
report-by = Rapport par
report-by-all = Ensemble
report-by-award = Octroi
report-by-holder = Titulaire
report-by-institution = Établissement
report-by-programme = Programme
report-by-sector = Secteur
report-by-year = Année de publication
report-about-all = Toutes les publications
report-about-award = Octroi { $value }
report-about-holder = Titulaire : { $value }
report-about-institution = Établissement : { $value }
report-about-programme = Programme : { $value }
report-about-sector = Secteur : { $value }
report-about-year = Année de publication { $value }
report-which = Lequel
report-which-help = Numéro d'octroi, nom du registre, nom ou ROR de l'établissement, programme, sigle du secteur ou année ; rien pour l'ensemble.
report-day = État à la fin du
report-button = Afficher le rapport
report-few = Ce rapport compte moins de { $number } publications : il pourrait désigner une personne, donc il n'est montré qu'aux comptes de l'organisme subventionnaire.
report-wrong = Ce rapport n'existe pas. Choisissez un type de rapport, une valeur qui lui convient et un jour qui n'est pas à venir.
report-note = Observé le { $day }, selon les règles du { $rules }. Source : { $site }.
report-lead = Chaque publication compte une fois, avec le verdict le plus exigeant parmi ceux de ses octrois. Le même jour donne toujours les mêmes chiffres.
report-files = Télécharger ce rapport
report-files-lead = Les mêmes chiffres sous toutes les formes. Le rapport d'un jour passé reste le même, à l'octet près.
report-file-page = Page Web
report-file-liste-csv = Liste des verdicts (CSV)
report-file-liste-jsonl = Liste des verdicts (JSON Lines)
report-file-chiffres-csv = Chiffres (CSV)
report-file-chiffres-jsonl = Chiffres (JSON Lines)
report-file-rapport-json = Rapport entier (JSON)
report-file-rapport-xlsx = Rapport entier (classeur XLSX)
report-file-rapport-pdf = Rapport accessible (PDF)
report-figures = Chiffres
report-list = Liste
report-definitions = Définitions
report-address = Adresse
report-median = Médiane, en jours
report-formula = Formule : { $formula }. Identifiant : { $id }, version { $version }.
report-nothing = Aucun verdict à cette date.
report-cut = Les { $shown } premiers verdicts sur { $total }. La liste entière se trouve sous forme de classeur, de CSV et de JSON à l'adresse { $url }.
report-whole = La même liste se trouve sous forme de classeur, de CSV et de JSON à l'adresse { $url }.
report-total = { $n ->
    [one] { $number } verdict.
   *[other] { $number } verdicts.
}
report-follow = Recevoir ce rapport par courriel
report-mail-title = Rapports par courriel
report-mail-lead = À la fin de chaque période, un lien vers le rapport de son dernier jour est envoyé à { $email }.
report-form = Forme
report-period = Chaque
report-period-month = Mois
report-period-quarter = Trimestre
report-period-year = Année financière (au 31 mars)
report-subscribe = S'abonner
report-subscribed = Abonnement ajouté.
report-unsubscribed = Abonnement retiré.
report-subscriptions = Abonnements
report-none = Aucun abonnement.
report-unsubscribe = Retirer
report-stop-title = Ne plus recevoir ce rapport ?
report-stop-button = Ne plus recevoir ce rapport
report-stopped-title = Abonnement terminé
report-stopped-lead = Ce rapport ne sera plus envoyé.
mail-report-heading = Votre rapport est prêt
mail-report-lead = Voici le rapport à la fin du { $date }. Il reste disponible à la même adresse.
mail-report-button = Ouvrir le rapport
mail-report-reason = Vous recevez ce message parce que votre compte est abonné à ce rapport.
mail-report-stop = Ne plus recevoir ce rapport
data-set-publications = Les articles publics et leur description
data-set-liens = Les liens entre articles et octrois
data-set-verdicts = Le verdict de chaque article et octroi, par octroi, établissement et année, et tout ce que les indicateurs en comptent
data-set-usage = Les consultations et lectures par article et par mois
data-set-barometre = Les indicateurs du baromètre, selon chaque dimension
data-set-exceptions = Les exceptions, par motif et par acte
data-way-catalogue-ttl = Catalogue (DCAT-AP, Turtle)
data-way-catalogue-rdf = Catalogue (DCAT-AP, RDF/XML)
column-authors = Auteurs
column-journal = Revue
column-issn = ISSN
column-issued = Date de publication, aussi précise qu'on la connaît
column-type = Type de document
column-licence = Licence
column-access = Droit d'accès
column-url = Adresse permanente
column-updated-on = Jour du dernier changement
column-award-doi = DOI de l'octroi
column-month = Mois
column-investigations = Consultations (COUNTER 5.1)
column-unique-investigations = Consultations, une par visite
column-requests = Lectures (COUNTER 5.1)
column-unique-requests = Lectures, une par visite
column-ground = Motif
column-act = Acte
column-number = Nombre

# Consultations
consultations-title = Consultations
consultations-lead = Ce que devrait compter un indicateur, tout le monde peut en dire son avis pendant une période donnée, sans compte. Les commentaires sont lus avant d'être publiés et reçoivent une réponse.
consultations-none = Aucune consultation pour l'instant.
consultation-days = Du { $from } au { $to }.
consultation-open = ouverte
consultation-open-lead = Donnez votre avis sur cette définition.
consultation-closed = Cette consultation est fermée : elle ne reçoit pas de commentaires.
consultation-done = Merci. Votre commentaire sera public quand il aura été lu.
consultation-indicator = Voir les chiffres de cet indicateur
consultation-say = Donner son avis
consultation-privacy = Ni compte ni courriel : rien n'est gardé qui dise qui vous êtes. N'écrivez rien qui désigne une personne.
consultation-comment = Commentaire
consultation-send = Envoyer le commentaire
consultation-comments = Commentaires
consultation-none = Aucun commentaire public.
consultation-answer = Réponse
consultation-csv = Télécharger les commentaires (CSV)
consultation-atom = Fil des commentaires (Atom)
consultation-stale = Le formulaire a expiré. Votre texte est resté : envoyez-le de nouveau.
consultation-length = Écrivez un commentaire d'un à 5000 caractères.
consultation-many = Trop de commentaires en peu de temps. Votre texte est resté : réessayez dans une heure.
consultations-desk-title = Consultations : ouvrir, lire, répondre
consultations-desk-done = C'est fait.
consultations-desk-wrong = Choisissez un indicateur, un premier jour et un dernier jour qui n'est pas passé.
consultation-from = Du
consultation-to = Au
consultation-begin = Ouvrir la consultation
consultation-end = Fermer
consultation-waiting = À lire
consultation-none-waiting = Aucun commentaire n'attend.
consultation-publish = Publier
consultation-keep = Garder publié
consultation-hide = Ne pas publier
menu-consultations = Consultations

# Suivi du plan de gouvernement ouvert
menu-commitments = Engagements
commitments-title = Suivi des engagements
commitments-intro = Ce qui est promis au plan de gouvernement ouvert, étape par étape : l'échéance, l'avancement, ce qui le montre, et ce que disait le baromètre à cette date.
commitments-none = Aucun engagement pour l'instant.
commitments-csv = Télécharger (CSV)
commitments-json = Télécharger (JSON)
commitments-atom = Fil des changements (Atom)
commitment-status-not-started = Pas commencé
commitment-status-limited = Progrès limités
commitment-status-substantial = Progrès importants
commitment-status-completed = Terminé
commitment-late = échéance dépassée
commitment-withdrawn = Retiré du plan le { $date }
commitment-done-of = { $done } jalons terminés sur { $all }
commitment-until = Échéance : { $date }
commitment-failed-links =
    { $number ->
        [one] { $number } lien ne mène plus nulle part
       *[other] { $number } liens ne mènent plus nulle part
    }
commitment-starts = Début
commitment-due = Échéance
commitment-completed-on = Terminé le
commitment-lead = Responsable
commitment-factors = Ce qui a aidé ou nui
commitment-to-come = La suite
commitment-evidence = Ce qui le montre
commitment-milestones = Jalons
commitment-no-milestones = Aucun jalon pour l'instant.
commitment-history = Historique
commitment-method = Chaque lien est vérifié une fois par jour. La lecture du baromètre est refaite à partir de ce qui était connu à la fin de la journée, avec les règles de cette journée ; elle ne change plus ensuite.
commitment-indicator = Indicateur
commitment-act-added = Engagement ajouté : « { $title } » ({ $status })
commitment-act-changed = Engagement modifié : « { $title } » ({ $status })
commitment-act-withdrawn = Engagement retiré du plan : « { $title } » ({ $status })
commitment-act-restored = Engagement remis au plan : « { $title } » ({ $status })
milestone-act-added = Jalon ajouté : « { $title } » ({ $status })
milestone-act-changed = Jalon modifié : « { $title } » ({ $status })
milestone-act-withdrawn = Jalon retiré du plan : « { $title } » ({ $status })
milestone-act-restored = Jalon remis au plan : « { $title } » ({ $status })
evidence-unchecked = Lien pas encore vérifié.
evidence-found = Lien vérifié le { $date }.
evidence-gone = Rien à cette adresse le { $date }.
evidence-refused = Accès refusé le { $date }.
evidence-silent = Aucune réponse valable le { $date }.
evidence-busy = Site occupé le { $date } : le lien sera vérifié plus tard.
evidence-barred = Le site demande de ne pas vérifier ce lien, ou on ne peut pas le faire ({ $date }).
evidence-last-seen = Vu pour la dernière fois le { $date }.
evidence-never-seen = Jamais vu depuis qu'on le vérifie.
reading-today = Le baromètre aujourd'hui, { $date }
reading-caption = Le baromètre au { $date }
reading-ahead = La lecture sera faite à cette date.
reading-in-making = La lecture de cette journée se prépare : revenez dans quelques minutes.
reading-empty = Aucun article n'était connu de ce site à cette date.
