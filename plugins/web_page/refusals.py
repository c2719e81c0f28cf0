"""Pages that are no articles: indexes, walls of consent, errors, and what asks whether one is a robot."""

import re
from urllib.parse import urlsplit

from .text import Found

#: Titles of pages that a server sends instead of the one that was asked for.
_ERROR = re.compile(
    r"\A\W*(?:(?:error|fehler|erreur|errore?)\W*)?(?:40[0134]|410|429|50[0234])\b|"
    r"page (?:not|cannot be|could not be) found|not found\b|"
    r"page (?:no longer|doesn.t|does not) exist|seite (?:wurde )?nicht gefunden|page introuvable|p[áa]gina no encontrada|"
    r"pagina non trovata|p[áa]gina n[ãa]o encontrada|pagina niet gevonden|"
    r"service unavailable|bad gateway|internal server error|"
    r"forbidden|too many requests|gateway time-?out",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"just a moment|attention required|are you (?:a )?(?:human|robot)|not a robot|captcha|access denied|security check|"
    r"checking your browser|verify(?:ing)? (?:you|that you) are|enable javascript|pardon our interruption|zugriff verweigert",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|your (?:privacy|data|choices)|privacy (?:choices|settings|center)|cookies?\b|consent|einwilligung|"
    r"datenschutz|zustimm|vie priv[ée]e|consentement|privacidad|consentimiento|privacy-?instellingen|"
    r"informativa|samtycke|samtykke",
    re.IGNORECASE,
)
#: Letters of a page that could be nothing but such a message.
_MESSAGE = 2500
#: What a page has to hold to be an article although it does not say so: paragraphs, letters, the share of the page's prose.
_PARAGRAPHS, _LETTERS, _SHARE = 3, 600, 0.4
_PARAGRAPH = 80
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "۔", "”", '"', "»", "’", ")")


def refusal(found: Found) -> str | None:
    """Why a page is no article, or None if it is one."""
    story = found.story
    letters = sum(len(block.text) for block in found.blocks)
    if letters <= _MESSAGE and not story.node:
        shown = (story.head.title, found.main.heading if found.main else "", story.get("headline") or "")
        if any(map(_ERROR.search, shown)):
            return f"it is an error page ({_shortened(shown)})"
        if any(map(_ROBOT.search, shown)):
            return f"it is the question whether one is a robot ({_shortened(shown)})"
        if not story.is_article and any(map(_CONSENT.search, shown)):
            return f"it is a wall of consent ({_shortened(shown)})"
    if not story.node and not found.leads_nowhere and _is_front(story.get("url")):
        return "it is an index page: its address is that of the site"
    if story.is_article or _is_plain(found) or (found.leads_nowhere and found.blocks):
        return None
    if not found.blocks:
        return "it states no article, and has no text"
    return "it states no article, and most of it is no text of one: an index page"


def _shortened(shown: tuple[str, ...]) -> str:
    title = next((text for text in shown if text), "")
    return f"“{title[:60]}”"


def _is_front(url: str | None) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url or "/?")
    return bool(url) and not parts.query and parts.path.strip("/") in ("", "index.html", "index.php")


def _is_plain(found: Found) -> bool:
    """Whether the page holds an article by its look: a heading, several paragraphs of sentences, little prose beside them."""
    if found.main is None or not found.main.heading:
        return False
    long = [block.text for block in found.blocks if len(block.text) >= _PARAGRAPH and block.text.endswith(_SENTENCE_ENDS)]
    share = found.main.weight / found.main.total
    return len(long) >= _PARAGRAPHS and sum(map(len, long)) >= _LETTERS and share >= _SHARE
