"""Web pages: what they say of themselves, broken JSON-LD, charsets, pages that are no articles, hostile ones."""

import json
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Confidence, Document
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading
from newsarchive.sniff import decide

from .support import bundled

PROSE = "The harbour wall at Ellery Quay held through the night, although the water stood higher than at any time. "
TEXT = "".join(f"<p>{number}. {PROSE}</p>" for number in range(4))
LINKS = "".join(f'<a href="/{number}">Story {number}</a>' for number in range(12))


def page(head: str = "", body: str = TEXT, root: str = '<html lang="en">', title: str = "A tide") -> bytes:
    return f"<!DOCTYPE html>{root}<head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def linked(**said: Any) -> str:
    said = {"@type": "NewsArticle", "headline": "Harbour wall held", **said}
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


def read(data: bytes, **hints: str) -> Reading:
    return Reader(bundled()).read(Document("page.html", data, hints))


def article(data: bytes, **hints: str) -> Article:
    (found,) = read(data, **hints).found
    assert found.article is not None, found.reasons
    return found.article


def refused(data: bytes) -> str:
    (found,) = read(data).found
    assert found.kind == "ignored"
    return found.reasons[0].reason


def test_a_page_that_says_it_is_an_article_is_likely_one() -> None:
    """Other formats that are HTML have marks of their own, which are certain."""
    offers = {
        offer.source: offer.confidence
        for offer in decide(bundled().sources.values(), Document("", page(linked())).sample()).offers
    }
    other = {
        offer.source: offer.confidence for offer in decide(bundled().sources.values(), Document("", page()).sample()).offers
    }

    assert (Confidence.LIKELY.name, Confidence.POSSIBLE.name) == (offers["web-page"], other["web-page"])


@pytest.mark.parametrize(
    ("block", "headline"),
    [
        ('{"@type": "NewsArticle", "headline": "A"}', "A"),
        ('{"@graph": [{"@type": ["Thing", "http://schema.org/NewsArticle"], "headline": "A"}]}', "A"),
        ('[{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "A"}}]', "A"),
        ('<!-- {"@type": "NewsArticle", "headline": "A"} -->', "A"),
        ('//<![CDATA[\n{"@type": "NewsArticle", "headline": "A"};\n//]]>', "A"),
        ('{"@type": "NewsArticle", "headline": "A\nB"}', "A B"),
        ("{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;A&quot;}", "A"),
        ('{"@type": "NewsArticle", "keywords": ["x",], "headline": "A",}', "A"),
        ('{"@type": "NewsArticle"\n"headline": "A"}', "A"),
        ('{"@type": "Thing"} {"@type": "NewsArticle", "headline": "A"}', "A"),
        ('{"@type": "NewsArticle", "headline": "A", "description": "He said "no""}', "A"),
        ('{"@type": "NewsArticle", "headline": "A &amp;amp; B"}', "A & B"),
    ],
)
def test_json_ld_as_pages_write_it(block: str, headline: str) -> None:
    """In a graph, in a list, within the page's node, wrapped, escaped, with commas too many or too few, several in one."""
    assert (
        headline
        == article(
            page(f'<meta property="og:type" content="article"><script type="application/ld+json">{block}</script>')
        ).headline
    )


def test_a_broken_block_does_not_hide_another() -> None:
    """It is a defect beside the article."""
    reading = read(page('<script type="application/ld+json">{]</script>' + linked()))

    assert (["bad-json-ld"], ["article"]) == (
        [defect.code for defect in reading.defects],
        [found.kind for found in reading.found],
    )


def test_the_node_of_this_page_counts_and_no_teaser() -> None:
    """Of several articles it is the one with the page's address; what a list holds is of other pages."""
    teaser = {"@type": "ItemList", "itemListElement": [{"item": {"@type": "NewsArticle", "headline": "Teaser"}}]}
    graph = [
        teaser,
        {"@type": "NewsArticle", "headline": "Other", "url": "https://a.example/2"},
        {"@type": "NewsArticle", "headline": "This", "url": "https://a.example/1?x"},
    ]
    head = f'<link rel="canonical" href="https://a.example/1"><script type="application/ld+json">{json.dumps(graph)}</script>'

    assert "This" == article(page(head)).headline


@pytest.mark.parametrize(
    ("author", "people", "byline"),
    [
        ({"@type": "Person", "name": "Ada Byrne"}, ["Ada Byrne"], None),
        (
            [{"@type": "Person", "name": "Ada Byrne"}, {"@type": "Person", "name": "C. d'Arcy"}, None],
            ["Ada Byrne", "C. d'Arcy"],
            None,
        ),
        ("By Ada Byrne and Jonas Petersen", ["Ada Byrne", "Jonas Petersen"], None),
        ({"@type": "Person", "name": "Reuters Staff"}, [], "Reuters Staff"),
        ({"@type": "Organization", "name": "Reuters"}, [], "Reuters"),
        ({"@type": "Person", "name": "The Courier"}, [], "The Courier"),
        ({"name": ["Ada Byrne", "Jonas Petersen"]}, ["Ada Byrne", "Jonas Petersen"], None),
        ("https://facebook.com/courier", [], None),
    ],
)
def test_authors_are_people(author: Any, people: list[str], byline: str | None) -> None:
    """Desks, agencies and the site itself sign, but are nobody; addresses are no names."""
    found = article(page(linked(author=author, publisher={"name": "The Courier"})))

    assert (people, byline) == ([each.name for each in found.authors], found.byline)


def test_a_printed_byline_is_kept_as_it_is_printed() -> None:
    """Its names are the authors where nothing else states them."""
    found = article(page(linked(), f'<h1>Harbour wall held</h1><p class="byline">By Ada Byrne, Ellery Quay</p>{TEXT}'))

    assert (["Ada Byrne"], "By Ada Byrne, Ellery Quay") == ([each.name for each in found.authors], found.byline)


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("2024-05-01T10:00:00+0200", "2024-05-01T10:00:00+02:00"),
        ("2024-05-01T10:00Z", "2024-05-01T10:00+00:00"),
        ("2024-05-01T10:00:00.000+01:00", "2024-05-01T10:00:00.000+01:00"),
        ("2024-05-01 10:00:00", "2024-05-01T10:00:00"),
        ("2024-05-01 10:00:00 +0200", "2024-05-01T10:00:00+02:00"),
        ("2024-05-01", "2024-05-01"),
        ("Fri Apr 28 10:00:00 CEST 2023", "2023-04-28T10:00:00+02:00"),
        ("1714557600", "2024-05-01T10:00:00+00:00"),
        ("1714557600000", "2024-05-01T10:00:00+00:00"),
    ],
)
def test_times_keep_their_hour_and_zone(stated: str, published: str) -> None:
    """At the precision in which they stand; none is put into another zone."""
    assert published == str(article(page(linked(datePublished=stated))).published)


def test_a_time_without_zone_is_completed_by_one_that_says_the_same() -> None:
    """`meta` may state the zone that JSON-LD leaves out, or the time; another time does not count."""
    meta = '<meta property="article:published_time" content="2024-05-01T10:00:00+02:00">'

    assert "2024-05-01T10:00:00+02:00" == str(article(page(linked(datePublished="2024-05-01T10:00:00.0") + meta)).published)
    assert "2024-05-01T11:00:00" == str(article(page(linked(datePublished="2024-05-01T11:00:00") + meta)).published)


@pytest.mark.parametrize(
    ("encode", "declared", "hint"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "iso-8859-1", None),
        ("cp1252", "iso-8859-1", None),
        ("cp1252", "utf-8", "windows-1252"),
        ("utf-16", "utf-8", None),
        ("cp1251", "windows-1251", None),
    ],
)
def test_charsets(encode: str, declared: str, hint: str | None) -> None:
    """By mark, as UTF-8 where it is, by HTTP, by `meta`; iso-8859-1 means windows-1252."""
    text = "гавань" if encode == "cp1251" else "Überseehafen – „Möwe“"
    data = page(f'<meta charset="{declared}">' + linked(), TEXT + f"<p>{text}: {PROSE}</p>").decode().encode(encode)
    hints = {"encoding": hint} if hint else {}

    assert article(data, **hints).body[-1].text.startswith(text)


def test_a_damaged_page_is_read_but_for_the_damage() -> None:
    """One byte that is no UTF-8 does not turn the others into another charset; it is a defect."""
    data = page(linked(), TEXT + f"<p>{'Möwe ' * 40}{PROSE}</p>").replace(b"4. The", b"4. \xff")
    reading = read(data.replace(b"0. The", b"0. \xff"))

    assert ["damaged-text"] == [defect.code for defect in reading.defects]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (page(title="404 Not Found", body=f"<h1>Sorry</h1><p>{PROSE}</p>"), "an error page"),
        (page(title="Just a moment...", body=f"<p>{PROSE}</p>"), "a robot"),
        (page(title="Your privacy choices", body=TEXT), "a wall of consent"),
        (page('<link rel="canonical" href="https://a.example/">', body=f"<h1>The Courier</h1>{TEXT}{LINKS}"), "an index page"),
        (page(body="".join(f'<h2><a href="/{n}">Story {n} of the day</a></h2>' for n in range(30))), "states no article"),
    ],
)
def test_pages_that_are_no_articles(data: bytes, reason: str) -> None:
    """They are ignored, with the reason."""
    assert reason in refused(data)


def test_a_page_that_plainly_holds_an_article_is_read() -> None:
    """Though it says nothing of itself."""
    assert 7 == len(
        article(page(body=f"<h1>Harbour wall held</h1>{TEXT}" + TEXT.replace("0.", "9.")[: len(TEXT) // 4 * 3])).body
    )


def test_article_body_is_read_where_the_page_shows_the_beginning_only() -> None:
    """Behind a paywall, where the publisher states the whole text."""
    whole = [f"{number}. {PROSE}" for number in range(9)]
    found = article(page(linked(articleBody="\n".join(whole)), f"<p>{whole[0]}</p><p>{whole[1]}</p>"))

    assert [text.strip() for text in whole] == [block.text for block in found.body]


def test_article_body_tells_the_text_from_what_stands_beside_it() -> None:
    """A paragraph that the stated text does not hold is none of the article."""
    stated = " ".join(f"{number}. {PROSE}" for number in range(4))
    found = article(page(linked(articleBody=stated), f"{TEXT}<p>Follow us wherever you are, and whatever you do there.</p>"))

    assert 4 == len(found.body)


def test_comments_do_not_become_the_article() -> None:
    """However long they are."""
    comments = f'<div class="comments">{"".join(f"<p>I think {PROSE}</p>" for _ in range(6))}</div>'

    assert not any("I think" in block.text for block in article(page(linked(), f"<article>{TEXT}</article>{comments}")).body)


def test_what_surrounds_the_text_is_left_out() -> None:
    """Navigation, hidden elements, teasers, labels, captions."""
    around = (
        f'<nav><p>{PROSE}</p></nav><div hidden><p>{PROSE}</p></div><div style="display: none"><p>{PROSE}</p></div>'
        f'<div><h3><a href="/x">Another story</a></h3><p>It is short.</p></div><div><span>Read more</span></div>'
        f"<figure><img src=x><figcaption>{PROSE}</figcaption></figure><ul><li><a href=/y>One more</a></li></ul>"
    )

    assert [f"{number}. {PROSE.strip()}" for number in range(4)] == [
        block.text
        for block in article(page(linked(), f"<h1>Harbour wall held</h1><article>{TEXT}{around}{TEXT[:0]}</article>")).body
    ]


def test_the_address_is_the_hint_where_the_page_gives_none() -> None:
    """Crawls know it; addresses in the page are made whole by it."""
    found = article(page(linked(image="/a.jpg")), url="https://a.example/x/1")

    assert ("https://a.example/x/1", "https://a.example/a.jpg") == (found.url, found.media[0].url)


def test_without_trafilatura_a_doubtful_page_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is quarantined with the command that helps; a page that is not doubtful is read."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (found,) = read(page(linked(), "<p>Short.</p>")).found

    assert "pip install 'newsarchive[html]'" in found.reasons[0].reason
    assert 4 == len(article(page(linked())).body)


@given(st.permutations(["<p>Short.</p>", TEXT, f"<article>{TEXT}</article>", f"<div>{TEXT}</div><p>More.</p>"]))
def test_pages_are_read_alike_in_any_company(bodies: list[str]) -> None:
    """Nothing of one page is left in the reading of the next."""
    pages = {body: page(linked(), body) for body in bodies}
    alone = {body: read(data).found for body, data in sorted(pages.items())}

    assert alone == {body: read(data).found for body, data in pages.items()}


@pytest.mark.parametrize(
    "flood",
    [
        "<a ",
        "<a>",
        "<a href=x>word</a>",
        "<div>",
        "<p class=related>x</p> tail ",
        "<h2>a</h2><h2><a href=x>b</a></h2>",
        "<ul><li>",
    ],
)
def test_floods_take_linear_time(flood: str) -> None:
    """Eight times as many take not much more than eight times as long."""

    def seconds(times: int) -> float:
        data = page(linked(), TEXT + flood * times)
        start = time.process_time()
        read(data)
        return time.process_time() - start

    seconds(10)

    assert seconds(40_000) < 30 * max(seconds(5_000), 0.01)


@pytest.mark.parametrize(
    ("body", "headline", "text"),
    [
        (f"<h1>Wall held</h1><p>{PROSE}</p>", "Wall held", PROSE),
        ("The wall held.", "The Courier", "The wall held."),
    ],
)
def test_a_page_that_leads_nowhere_is_what_its_text_says(body: str, headline: str, text: str) -> None:
    """A short page without a word about itself is no index if it has no links, whatever its address."""
    found = article(page(title="The Courier", body=body), url="https://a.example/")

    assert (headline, [text.strip()]) == (found.headline, [block.text for block in found.body])
