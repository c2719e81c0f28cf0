"""RSS and Atom: what strays from them, dates, and what is no XML."""

import pytest

from newsarchive import Document, PartialDate
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled

_MODULES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
)


def read(data: str | bytes, name: str = "feed.xml") -> Reading:
    return Reader(bundled()).read(Document(name, data.encode() if isinstance(data, str) else data))


def rss(item: str, channel: str = "<title>The Courier</title>") -> Reading:
    return read(f'<rss version="2.0" {_MODULES}><channel>{channel}<item><title>T</title>{item}</item></channel></rss>')


def atom(entry: str, feed: str = "") -> Reading:
    return read(f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}<entry><title>T</title>{entry}</entry></feed>')


def article(reading: Reading) -> Article:
    (found,) = reading.found
    assert found.article is not None
    return found.article


def blocks(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in article(reading).body]


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("Wed, 05 Jun 2024 16:04:48 +0200", "2024-06-05T16:04:48+02:00"),
        ("Wed, 5 Jun 24 16:04 GMT", "2024-06-05T16:04+00:00"),
        ("5 June 1999 06:04:48 PDT", "1999-06-05T06:04:48-07:00"),
        ("Wed, 05 Jun 2024 16:04:48 -0000", "2024-06-05T16:04:48+00:00"),
        ("Wed, 05 Jun 2024 16:04:48 BST", "2024-06-05T16:04:48"),
        ("Wed, 05 Jun 2024 16:04:48 K", "2024-06-05T16:04:48"),
        ("mer., 05 juin 2024 16:04:48 +0200", "2024-06-05T16:04:48+02:00"),
        ("Mo, 04 März 2024 08:00:00 +0100", "2024-03-04T08:00:00+01:00"),
        ("05 Jun 2024", "2024-06-05"),
        ("2024-06-05 16:04:48", "2024-06-05T16:04:48"),
        ("2024-06-05 16:04:48 +0200", "2024-06-05T16:04:48+02:00"),
        ("2024-06", "2024-06"),
        ("2024-06-05T16:04:48.250Z", "2024-06-05T16:04:48.250+00:00"),
    ],
)
def test_dates_as_feeds_write_them(stated: str, published: str) -> None:
    """RFC 822 or ISO 8601, at their own precision; a zone that has several meanings has none."""
    assert PartialDate.parse(published) == article(rss(f"<pubDate>{stated}</pubDate>")).published


@pytest.mark.parametrize("stated", ["05/06/2024", "yesterday", "Wed, 31 Jun 2024 10:00 GMT", "5 Jun 2024 09:30 PM", "9" * 5000])
def test_what_is_no_date_costs_itself_only(stated: str) -> None:
    """It stays in `extra`, with a defect."""
    reading = rss(f"<pubDate>{stated}</pubDate>")

    assert ["no-date"] == [defect.code for defect in reading.defects]
    assert article(reading).published is None
    assert stated == article(reading).extra["feed"]["pubDate"]


@pytest.mark.parametrize(
    ("description", "field"),
    [
        ("Short.", "summary"),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "body"),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two […]&lt;/p&gt;", "summary"),
        ("Words. " * 100, "body"),
        ("&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two.&amp;lt;/p&amp;gt;", "body"),
    ],
)
def test_a_description_is_a_synopsis_or_the_whole(description: str, field: str) -> None:
    """Several paragraphs, or a long one, that nothing cuts off: that is the text itself."""
    found = article(rss(f"<description>{description}</description>"))

    assert ("body" if found.body else "summary") == field
    assert (found.summary is None) == (field == "body")


def test_a_description_without_title_is_the_text() -> None:
    """RSS 2.0: an item has a title or a description; microblogs have the latter."""
    reading = read("<rss><channel><item><description>Low water.</description></item></channel></rss>")

    assert [("paragraph", "Low water.")] == blocks(reading)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<content>1 &lt; 2 &amp;amp; 3</content>", [("paragraph", "1 < 2 &amp; 3")]),
        ('<content type="html">a &amp;amp; b&lt;h2&gt;c&lt;/h2&gt;</content>', [("paragraph", "a & b"), ("crosshead", "c")]),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a<br/>b</p></div></content>',
            [("paragraph", "a\nb")],
        ),
        ('<content type="text/plain">a\n\nb</content>', [("paragraph", "a"), ("paragraph", "b")]),
        ('<content type="text/html" mode="escaped">&lt;p&gt;a&lt;/p&gt;</content>', [("paragraph", "a")]),
        ('<content type="application/octet-stream">YQ==</content>', [("paragraph", "a")]),
        ('<content type="image/png" src="https://a.invalid/b.png"/>', []),
    ],
)
def test_contents_of_atom(content: str, expected: list[tuple[str, str]]) -> None:
    """RFC 4287, 4.1.3.3: a text is text, HTML, XHTML, or whatever its media type says."""
    assert expected == blocks(atom(content))


def test_people_of_a_feed_sign_entries_that_have_none() -> None:
    """RFC 4287, 4.2.1; a source's come before the feed's."""
    feed = "<title>Planet</title><author><name>Feed</name></author>"
    source = "<source><title>Tides</title><author><name>Source</name></author></source>"

    assert "Feed" == article(atom("", feed)).byline
    assert ("Source", "Tides") == (article(atom(source, feed)).byline, article(atom(source, feed)).publisher)
    assert "Own" == article(atom(f"<author><name>Own</name></author>{source}", feed)).byline


def test_a_deleted_entry_cancels_it() -> None:
    """RFC 6721: a tombstone is a notice; one that names nothing is a defect."""
    tombstone = '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" {}/>'
    feed = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
    (found,) = read(feed.format(tombstone.format('ref="tag:a,2024:1"'))).found
    nameless = read(feed.format(tombstone.format("")))

    assert found.message is not None
    assert ({"id": "tag:a,2024:1"}, "canceled") == (found.message.identifiers, found.message.status)
    assert ["no-identifier"] == [reason.code for reason in nameless.found[0].reasons]


def test_a_group_of_media_is_one_medium() -> None:
    """The largest of its sizes, with the group's caption."""
    sizes = '<media:content url="s.jpg" width="100"/><media:content url="l.jpg" width="900" medium="image"/>'
    found = article(rss(f"<media:group>{sizes}<media:title>The wall</media:title></media:group><media:thumbnail url='t.jpg'/>"))

    assert [("picture", "l.jpg", "The wall")] == [(each.kind, each.url, each.caption) for each in found.media]


@pytest.mark.parametrize(
    ("damage", "headline"),
    [
        ((b"Fish", b"Fish & chips"), "Fish & chips"),
        ((b"Fish", b"Fi\x0b\x1fsh"), "Fish"),
        ((b"Fish", b"Fish&#x1F;&nbsp;&foo;"), "Fish &foo;"),
        ((b"<?xml", b"\n\n <?xml"), "Fish"),
        ((b'encoding="utf-8"', b'encoding="utf-16"'), "Fish"),
        ((b"Fish", b"Fisch mit So\xdfe"), "Fisch mit Soße"),
        ((b"Fish", b"Fish < chips"), "Fish < chips"),
        ((b"</item></channel></rss>", b""), "Fish"),
        ((b"<link>", b"<b><link>"), "Fish"),
        ((b"<link>", b"<dc:creator>A</dc:creator><link>"), "Fish"),
    ],
)
def test_what_is_no_xml_is_read_all_the_same(damage: tuple[bytes, bytes], headline: str) -> None:
    """Entries of damaged feeds are read, and the damage is told."""
    data = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>C</title><item><title>Fish</title>
    <link>https://a.invalid/1</link><description>Text of it.</description></item></channel></rss>"""
    reading = read(data.replace(*damage))

    assert headline == article(reading).headline
    assert ["bad-xml"] == [defect.code for defect in reading.defects]
    assert "https://a.invalid/1" == article(reading).url


def test_latin_1_has_the_punctuation_of_windows() -> None:
    """Who says ISO-8859-1 and writes 0x92 means an apostrophe."""
    data = b'<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><item><title>It\x92s</title></item></channel></rss>'

    assert "It’s" == article(read(data)).headline


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>&lt;rss&gt;</body></html>",
        b'<opml version="2.0"><body/></opml>',
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        b"The <rss> element",
    ],
)
def test_what_is_no_feed_is_declined(data: bytes) -> None:
    """Pages, sitemaps, lists of feeds and other RDF are none, whatever their name."""
    assert bundled().sources["feed"].sniff(Document("feed.rss", data).sample()) is None


def test_an_empty_feed_is_no_article() -> None:
    """It is valid, and says so."""
    (found,) = read("<rss><channel><title>C</title></channel></rss>").found

    assert "ignored" == found.kind


def test_addresses_are_resolved_against_the_feed() -> None:
    """xml:base, then the feed's link."""
    found = article(rss('<link>/a</link><enclosure url="b.mp3" type="audio/mpeg"/>', "<link>https://c.invalid/d/</link>"))

    assert ("https://c.invalid/a", "https://c.invalid/d/b.mp3") == (found.url, found.media[0].url)


def test_an_entity_of_the_document_is_not_expanded() -> None:
    """Billions of laughs are a defect, not an article of gigabytes."""
    data = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><title>x&b;</title></item></channel></rss>'
    reading = read(data)

    assert ["entity"] == [defect.code for defect in reading.defects]
    assert "x" == article(reading).headline
