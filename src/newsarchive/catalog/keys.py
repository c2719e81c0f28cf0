"""What articles are linked by: identifiers, scheme by scheme. Design section 4."""

from collections.abc import Mapping
from typing import Any

#: Identifiers that mean the same whoever publishes them; others count within one publisher.
_GLOBAL_SCHEMES = frozenset({"doi", "urn", "tag"})


def identifier_keys(identifiers: Mapping[str, str], publisher: str | None) -> list[str]:
    """What an article's identifiers are looked up by: globally, or within its publisher. Design section 4.

    A URL counts only if it has a path; without one it names a site and not an article.
    """
    keys = []
    for scheme, value in sorted(identifiers.items()):
        if scheme == "url" or value.startswith(("http://", "https://")):
            if value.split("://", 1)[-1].partition("/")[2].strip("/"):
                keys.append(f"{scheme}\0{value}\0")
        elif scheme in _GLOBAL_SCHEMES or value.startswith(("urn:", "tag:", "doi:")):
            keys.append(f"{scheme}\0{value}\0")
        else:
            keys.append(f"{scheme}\0{value}\0{publisher or ''}")
    return keys


def article_keys(article: Mapping[str, Any]) -> list[str]:
    """The keys of an article's plain fields, its URL among them."""
    identifiers = dict(article.get("identifiers", {}))
    if "url" in article:
        identifiers.setdefault("url", article["url"])
    return identifier_keys(identifiers, article.get("publisher"))
