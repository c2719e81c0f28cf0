"""ninjs 3.1 (IPTC, News in JSON): one item a line, which the bundled source of that name reads again.

What the standard's schema has no place for is left out, and nothing is made up to fill one: a date of ninjs is a `date-time`
of RFC 3339, so one without a time, its seconds or its zone is counted in `unsaid` instead.
"""

import base64
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import orjson

from ..model import SCHEMA
from .markup import body_html, text_form

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
# RFC 3339, 5.6. A leap second is one at the end of a day in UTC only: it is left to the formats that take any.
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(?:\.\d+)?[+-]\d\d:\d\d")
# RFC 3986, 3 and appendix A: a scheme, and the characters that the rest is made of.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:(?=.)")
_URI = re.compile(
    _SCHEME.pattern
    + r"(?://(?:[\w.~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*+(?:@[\w.~-]++)?(?=[/?#]|$))?"
    + r"(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*+(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*+)?",
    re.ASCII,
)
_RESERVED = "!#$&'()*+,/:;=?@~%"
_ADDRESS = ("http://", "https://")
#: `newsObjectType`, of what is not text.
_TYPES = frozenset(("audio", "video", "picture", "graphic", "composite", "component", "event", "planning"))
#: Fields that are one text or number in both.
_SAME = {
    "language": "language",
    "version": "version",
    "urgency": "urgency",
    "slugline": "slugline",
    "note": "edNote",
    "copyright": "copyrightNotice",
    "usage_terms": "usageTerms",
}
_DATES = {"published": "firstCreated", "modified": "versionCreated", "embargoed": "embargoedUntil"}
_NAMED = ("people", "organisations", "places")


def lines(rows: Iterable[Mapping[str, Any]], unsaid: Counter[str] | None = None) -> Iterator[bytes]:
    """The file, item by item. `unsaid` gets how many dates of each field ninjs cannot hold."""
    for row in rows:
        yield orjson.dumps(item(row, unsaid if unsaid is not None else Counter())) + b"\n"


def item(row: Mapping[str, Any], unsaid: Counter[str]) -> dict[str, Any]:
    """One row as an item. `profile` says that `altIds` are our identifiers under their own schemes."""
    uri = _uri_of(row)
    dates = {name: _date(row, field, unsaid) for field, name in _DATES.items()}
    found: dict[str, Any] = {
        "uri": uri,
        "standard": _STANDARD,
        "profile": SCHEMA,
        "type": "text",
        **dates,
        "pubStatus": _status(row, dates["embargoedUntil"]),
        **{name: row[field] for field, name in _SAME.items()},
        "headlines": [{"role": "main", **text_form(row["headline"])}] if row["headline"] else None,
        "by": row["byline"] or " and ".join(author["name"] for author in row["authors"]),
        "located": row["dateline"]["place"] or row["dateline"]["text"],
        "infoSources": _sources(row),
        "descriptions": [{"role": "summary", **text_form(row["summary"])}] if row["summary"] else None,
        "bodies": [{"role": "main", "contentType": "text/html", "value": body_html(row["body"])}] if row["body"] else None,
        **{name: [{"name": each} for each in row[name]] for name in _NAMED},
        "subjects": [_subject(each) for each in row["subjects"]],
        "altIds": [{"role": each["scheme"], "value": each["value"]} for each in row["identifiers"]],
        "associations": [_association(each, f"media-{number}", uri) for number, each in enumerate(row["media"], 1)],
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _uri_of(row: Mapping[str, Any]) -> str:
    """The article's address, else an identifier that is a URI and no address, else the name of its content hash (RFC 6920)."""
    address = uri_form(row["url"]) if row["url"] else None
    if address is not None and address.startswith(_ADDRESS):
        return address
    stated: dict[str, str] = {each["scheme"]: each["value"] for each in row["identifiers"]}
    for value in (stated.get("uri", ""), stated.get("guid", ""), *stated.values()):
        if uri_form(value) == value and not value.startswith(_ADDRESS):
            return value
    digest = bytes.fromhex(row["content_hash"].removeprefix("sha256:"))
    return f"ni:///sha-256;{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def uri_form(text: str) -> str | None:
    """An absolute URI as it is, an IRI as the URI that it stands for (RFC 3987, 3.1); None for what is neither."""
    if _SCHEME.match(text) is None:
        return None
    uri = quote(text, safe=_RESERVED)
    return uri if _URI.fullmatch(uri) else None


def _date(row: Mapping[str, Any], field: str, unsaid: Counter[str]) -> str | None:
    date: str | None = row[field]
    if date is not None and _DATE_TIME.fullmatch(date) is None:
        unsaid[field] += 1
        return None
    return date


def _status(row: Mapping[str, Any], embargo: str | None) -> str | None:
    """What may be done with it now: what came later counts, and an embargo that ninjs cannot hold withholds."""
    standing = row["standing"]
    if standing == "usable" or (standing == "embargoed" and embargo is not None):
        status: str | None = row["status"]
        return status
    return "canceled" if standing == "canceled" else "withheld"


def _sources(row: Mapping[str, Any]) -> list[dict[str, str]]:
    credit = [{"name": row["credit"]}] if row["credit"] else []
    return [*credit, {"name": row["publisher"], "role": "publisher"}] if row["publisher"] else credit


def _subject(subject: Mapping[str, Any]) -> dict[str, str]:
    """The code is a URI, alone or with its scheme before it (`medtop:20000822`); any other is a `literal`."""
    found = {"name": subject["name"]} if subject["name"] else {}
    if subject["code"]:
        code = f"{subject['scheme']}:{subject['code']}" if subject["scheme"] else subject["code"]
        found["uri" if uri_form(code) == code else "literal"] = code
    return found


def _association(media: Mapping[str, Any], name: str, uri: str) -> dict[str, Any]:
    """A picture, film or sound. It needs a URI of its own: its address, else a fragment of the article's."""
    address = uri_form(media["url"]) if media["url"] else None
    found = {
        "name": name,
        "uri": address or f"{uri.partition('#')[0]}#{name}",
        "type": media["kind"] if media["kind"] in _TYPES else None,
        "renditions": [{"name": "main", "href": address}] if address else None,
        "descriptions": [{"value": media["caption"]}] if media["caption"] else None,
        "by": media["credit"],
    }
    return {name: value for name, value in found.items() if value is not None}
