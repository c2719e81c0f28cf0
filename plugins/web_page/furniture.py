"""What of a page is no text of the article: by its element, and by the words that designers name such things with.

The words are those of class names and ids in general use, not of any site. None of them decides about an element that holds
most of the page's text: articles stand in `with-sidebar`, `has-ads` and whole pages in one `form`.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

#: Elements that hold no prose of the article, unless they hold most of the page.
HEAVY = frozenset(
    """
    nav footer aside form dialog menu noscript iframe button select svg script style template object video audio
    """.split()  # noqa: SIM905  # a list of words is read as one
)
#: Elements that are taken out of the text.
GONE = HEAVY | frozenset("figure figcaption input label textarea picture img ins time amp-ad".split())  # noqa: SIM905  # as above
#: Elements that may be the article whatever they are called.
SAFE = frozenset("html body main article".split())  # noqa: SIM905  # as above

#: These say it wherever they stand in a name.
_ANYWHERE = r"""
    newsletter kommentar recommend recirc breadcrumb cookie consent subscri advert sponsor outbrain taboola sidebar trending
    popular    most-?read read-?more more-?(?:on|from|stor) also-?read read-?also byline copyright caption toolbar sign-?up
    disqus share-
    sharing social promo donat playlist keep-?reading sr-only visually-?hidden screen-?reader publicidad relacionad pagination
    carousel slider skip-?link timestamp mediainfo read(?:ing)?-?time author-?(?:bio|box|card|info|image)
"""
#: These only as a word of it: `ad` stands in `header`, too.
_WORDS = frozenset(
    """
    ad ads adv nav navi navigation menu tag tags taglist topic topics category categories modal overlay banner poll quiz login
    meta cta dateline date label labels footer bio crumb crumbs infobox share credit credits gallery autor author authors
    anzeige werbung related comment comments
    """.split()  # noqa: SIM905  # as above
)
_FURNITURE = re.compile("|".join(_ANYWHERE.split()))
#: What holds prose that is not the article's, often more of it than the article.
_ELSEWHERE_WORDS = frozenset(("comment", "comments", "related"))
_ELSEWHERE = re.compile(
    r"kommentare|recommend|newsletter|community|forum|disqus|discussion|cookie|consent|trending|popular|most-?read|outbrain|taboola"
)
_NOT_LEAD = re.compile(r"caption|credit|byline|author|autor|copyright|social|share|summary-?box|message")
_UNSEEN = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", re.IGNORECASE)
#: A name that begins so says what is beside an element: `with-sidebar`.
_BESIDE = ("with", "has-", "no-", "is-", "not-", "js-")
_LONGEST_NAME = 40


class Traits(NamedTuple):
    """What the attributes of an element say of it."""

    furniture: bool  #: it is no text: navigation, teasers, captions, what asks for a subscription
    elsewhere: bool  #: its prose is somebody else's: comments, related stories, consent
    no_lead: bool  #: what stands between the headline and the text is not the lead
    hidden: bool  #: a reader does not see it


NO_TRAITS = Traits(furniture=False, elsewhere=False, no_lead=False, hidden=False)


def traits_of(element: Any) -> Traits:
    """What the attributes of an element say of it; of names longer than 300 characters the beginning."""
    names = ""
    hidden = False
    for name, value in element.items():
        if name in _NAMES:
            names = f"{names} {value}" if names else value
        elif name == "style":
            hidden = hidden or _UNSEEN.search(value) is not None
        elif name == "hidden" or (name == "aria-hidden" and value == "true"):
            hidden = True
    if hidden:
        return _HIDDEN
    return _meaning(names[:300]) if names else NO_TRAITS


_NAMES = frozenset(("class", "id", "data-testid"))
_HIDDEN = Traits(furniture=True, elsewhere=False, no_lead=True, hidden=True)


@lru_cache(maxsize=8192)
def _meaning(names: str) -> Traits:
    """`hidden md:block` is hidden on small screens only."""
    several = names.split()
    each = [_name(name) for name in several]
    return Traits(
        furniture=any(name.furniture for name in each),
        elsewhere=any(name.elsewhere for name in each),
        no_lead=any(name.no_lead for name in each),
        hidden=":" not in names and "hidden" in several,
    )


@lru_cache(maxsize=16384)
def _name(name: str) -> Traits:
    if len(name) > _LONGEST_NAME or name.startswith(_BESIDE):
        return NO_TRAITS
    name = name.lower()
    words = frozenset(_WORD.split(name))
    furniture = not words.isdisjoint(_WORDS) or _FURNITURE.search(name) is not None
    elsewhere = not words.isdisjoint(_ELSEWHERE_WORDS) or _ELSEWHERE.search(name) is not None
    no_lead = "bio" in words or _NOT_LEAD.search(name) is not None
    return Traits(furniture, elsewhere, no_lead, hidden=False)


_WORD = re.compile("[_-]")
