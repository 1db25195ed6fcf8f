"""Words that tell a name from a number, and a view from a claim, by language."""

from __future__ import annotations

MONTHS = {
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
# Words after which a number is a name: of a figure, a paragraph of law, a wave, an hour.
NAMED = {
    "da": "figur|figurer|fig|tabel|tabeller|tab|bilag|afsnit|kapitel|kapitler|kap|side|sider|s|nr|nummer|stk|"
    "artikel|art|punkt|pkt|trin|fase|boks|note|fodnote|måling|målinger|kl|klokken|uge|runde|bølge|spørgeskema|survey|niveau|"
    "version|model|scenarie|isbn|iso|issn|doi|lov|lbk|bek",
    "en": "week|figure|figures|fig|table|tables|appendix|section|sections|chapter|page|pages|p|pp|no|number|"
    "article|art|step|phase|box|note|footnote|wave|waves|round|survey|level|version|model|scenario|"
    "isbn|iso|issn|doi|act",
}
OUT_OF = {"da": r"ud\s+af", "en": r"out\s+of"}
# A view that somebody holds, a question, a denial: none of them claims the effect.
ATTRIBUTED = {
    "da": r"\b(?:ifølge|oplever|oplevede|oplevelse\w*|fortæller|fortalte|vurderer|vurderede|vurdering\w*|"
    r"mener|mente|beskriver|beskrev|peger på|siger|giver udtryk|"
    r"har indtryk|tilskriver|forventer|forventede|forventning\w*|"
    r"antager|antagelse\w*|hypotese\w*|forandringsteori\w*)\b",
    "en": r"\b(?:according to|experiences?|experienced|reports?|reported|tells?|told|believes?|thinks?|"
    r"describes?|says?|expects?|expected|expectation|assumes?|assumption|hypothesis)\b",
}
DENIED = {
    "da": r"\b(?:ikke|hverken|uden|næppe|umuligt|om|hvad|hvordan|hvilke\w*)\b",
    "en": r"\b(?:not|cannot|neither|without|hardly|impossible|whether|what|how|which)\b",
}
# Besides the wording's own list.
MORE_CAUSAL = {
    "da": ("ført til", "skabt", "løftet", "på grund af indsatsen", "effekten af", "indsatsen virker"),
    "en": ("has worked", "have worked"),
}
