"""Which column of a table is which field: the names that tools give them, and what the user's rules say."""

import re
from collections.abc import Mapping
from functools import lru_cache

import attrs

from newsarchive import Draft

#: Fields, each with the names of columns that hold it, the best first. Names are compared in small letters, parted by `_`.
#: `author` is one text that names who signs, `authors` a list of names.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "headline": ("headline", "title", "heading", "article_title", "news_title", "headline_main", "title_rss", "title_page"),
    "body": (
        *("maintext", "body", "text", "content", "article", "article_text", "article_body", "body_text", "full_text"),
        *("fulltext", "plain_text", "plaintext", "cleaned_text", "story", "story_text", "document", "news_text"),
    ),
    "summary": (
        *("summary", "description", "highlights", "short_description", "abstract", "excerpt", "lead", "deck", "standfirst"),
        *("subtitle", "meta_description", "snippet", "lead_paragraph"),
    ),
    "byline": ("byline", "by_line"),
    "authors": ("authors",),
    "author": ("author", "author_name", "author_names", "writer", "journalist"),
    "published": (
        *("published", "date_publish", "date_published", "publish_date", "published_date", "publishing_date", "published_at"),
        *("publication_date", "pub_date", "pubdate", "publish_time", "published_time"),
        *("article_date", "date", "datetime"),
    ),
    "modified": ("modified", "date_modify", "date_modified", "modified_date", "updated_at", "updated", "last_modified"),
    "url": (
        *("canonical_link", "canonical_url", "url", "link", "article_url", "article_link", "web_url", "story_url", "permalink"),
        *("responded_url", "requested_url", "source_url", "news_url"),
    ),
    "publisher": (
        *("publisher", "publication", "newspaper", "outlet", "media_name", "source_name", "sitename", "site_name"),
        *("meta_site_name", "source_domain", "source", "domain", "hostname", "website", "news_source"),
    ),
    "credit": ("credit", "agency", "news_agency"),
    "language": ("language", "lang", "meta_lang"),
    "section": ("section", "section_name", "news_desk", "category", "label_text"),
    "edition": ("edition",),
    "page": ("page", "page_number"),
    "keywords": ("keywords", "keyword", "tags", "topics", "meta_keywords", "categories"),
    "people": ("people", "persons"),
    "places": ("places", "locations"),
    "organisations": ("organisations", "organizations", "orgs"),
    "copyright": ("copyright",),
    "usage_terms": ("license", "licence", "usage_terms"),
    "media": ("image_url", "top_image", "top_img", "image", "url_to_image", "socialimage", "meta_img", "images"),
    "identifiers": (
        *("guid", "uuid", "doi", "docno", "doc_id", "docid", "document_id", "article_id", "story_id", "accession", "id"),
    ),
}
#: Fields of which one column after the other adds to what there is; of others the first that says something counts.
ADDING = frozenset({"keywords", "media", "identifiers"})
_NAMED = frozenset(attrs.fields_dict(Draft)) - {"extra", "evidence", "furniture", "span"}
_PARTS = re.compile(r"[^\w]+|(?<=[a-z])(?=[A-Z][a-z])")


@attrs.frozen
class Tool:
    """A tool whose tables have these columns (`marks`), and what it means by others: column → field, or None for `extra`.

    `left_out` are columns that name a file on somebody's computer.
    """

    name: str
    marks: frozenset[str]
    means: Mapping[str, str | None]
    left_out: frozenset[str] = frozenset()


#: The surest first.
TOOLS = (
    Tool(
        "news-please",
        frozenset({"maintext", "source_domain"}),
        # `text` is the page's HTML, or nothing (NewsArticle.py).
        {"text": None},
        frozenset({"localpath", "local_path"}),
    ),
    Tool(
        "newspaper4k",
        frozenset({"top_image", "meta_favicon", "canonical_link"}),
        # Both are worked out by its own language processing, not stated by the page; `meta_lang` is (article.py).
        {"keywords": None, "summary": None, "meta_description": "summary", "images": None, "meta_lang": "language"},
    ),
    Tool(
        "trafilatura",
        frozenset({"source_hostname", "fingerprint"}),
        # `source` is the address and `source-hostname` the name of the site; `author` is a list that trafilatura wrote.
        {
            "source": "url",
            "source_hostname": "publisher",
            "hostname": None,
            "author": "authors",
            "id": None,
            "raw_text": None,
            "fingerprint": None,
            "excerpt": "summary",
        },
    ),
    Tool("fundus", frozenset({"publishing_date", "body", "topics"}), {"plaintext": "body"}),
    Tool("gdelt-doc", frozenset({"seendate", "sourcecountry"}), {"seendate": None, "url_mobile": None}),
    Tool("mediacloud", frozenset({"stories_id", "media_id"}), {"stories_id": "identifiers", "media_id": None}),
    Tool("mediacloud", frozenset({"indexed_date", "media_name"}), {"id": "identifiers"}),
    Tool("cc-news", frozenset({"title", "text", "domain", "date", "description", "url", "image_url"}), {}),
    Tool("reuters21578", frozenset({"lewis_split", "old_id", "new_id"}), {"new_id": "identifiers", "topics": "subjects"}),
    Tool("newsapi", frozenset({"url_to_image", "published_at"}), {}),
)


@attrs.frozen
class Plan:
    """What the columns of a row are: (field, column) in the order in which they are asked, and the tool, if it is known."""

    columns: tuple[tuple[str, str], ...]
    tool: str | None = None
    left_out: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()  #: columns that rules name and the table does not have
    ruled: bool = False

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(field for field, _ in self.columns)

    @property
    def is_news(self) -> bool:
        """Whether these are columns of articles: those of a tool, or a headline, and a text or an address."""
        if self.ruled:
            return not self.missing
        return self.tool is not None or ("headline" in self.fields and bool(self.fields & {"body", "url"}))

    @property
    def says_anything(self) -> bool:
        """Whether a row may be an article, or be about one."""
        return self.ruled or bool(self.fields & {"headline", "body", "url"})


def rules_of(hints: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What `[source.columns]` says: pairs of a field and a column. What names no field is left out; `unknown` tells it."""
    return tuple((field, column) for field, column in _said(hints) if field in _NAMED)


def unknown(hints: Mapping[str, str]) -> list[str]:
    """Fields that rules name and that there are not."""
    return [field for field, _ in _said(hints) if field not in _NAMED]


def _said(hints: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key.removeprefix("columns."), value) for key, value in hints.items() if key.startswith("columns.")]


@lru_cache(maxsize=512)
def plan_of(names: tuple[str, ...], rules: tuple[tuple[str, str], ...] = ()) -> Plan:
    """What the columns with these names are. `rules` count more than names; a column is one field."""
    plain = {_plain(name): name for name in reversed(names)}
    tool = next((tool for tool in TOOLS if tool.marks <= plain.keys()), None)
    meant = dict(tool.means) if tool else {}
    ruled = {column for _, column in rules}
    found = [(field, column) for field, column in rules if _stands(column, names)]
    found += [(field, plain[name]) for name, field in meant.items() if field and name in plain and plain[name] not in ruled]
    found += [
        (field, plain[name])
        for field, known in KNOWN.items()
        for name in known
        if name in plain and name not in meant and plain[name] not in ruled
    ]
    missing = tuple(column for _, column in rules if not _stands(column, names))
    left_out = frozenset(plain[name] for name in tool.left_out if name in plain) if tool else frozenset()
    return Plan(tuple(found), tool.name if tool else None, left_out, missing, bool(rules))


def _stands(column: str, names: tuple[str, ...]) -> bool:
    """Whether there is such a column, or one whose parts a rule names: `meta.title`."""
    return column in names or column.partition(".")[0] in names


def _plain(name: str) -> str:
    """`Publication Date`, `publicationDate` and `publication-date` as one."""
    return _PARTS.sub("_", name.strip(" \t\ufeff")).strip("_").lower()
