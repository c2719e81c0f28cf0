"""WordPress exports: editors, statuses, times, authors, pictures, and exports that broke off."""

import pytest

from newsarchive import Document
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import bundled

_ROOT = (
    '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>C</title>'
)
_END = "</channel></rss>"


def read(data: str) -> Reading:
    return Reader(bundled()).read(Document("export.xml", data.encode()))


def item(content: str = "Text.", more: str = "") -> str:
    return f"<item><title>T</title><content:encoded><![CDATA[{content}]]></content:encoded>{more}</item>"


def post(content: str = "Text.", more: str = "", before: str = "") -> Article:
    (found, *_) = read(f"{_ROOT}{before}{item(content, more)}{_END}").found
    assert found.article is not None
    return found.article


@pytest.mark.parametrize(
    ("content", "blocks"),
    [
        ("One\n\nTwo\nlines", ["One", "Two\nlines"]),
        ("One  \n   \n  Two", ["One", "Two"]),
        ("One\r\n\r\nTwo", ["One", "Two"]),
        ("<p>One</p>\n<p>Two</p>", ["One", "Two"]),
        ("One\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nTwo", ["One", "a", "b", "Two"]),
        ("<blockquote>One\n\nTwo</blockquote>", ["One", "Two"]),
        ("<pre>a  b\n\nc</pre>", ["a  b\n\nc"]),
        ('<a\nhref="x">One</a>', ["One"]),
        ("One<!--more-->\n\nTwo", ["One", "Two"]),
        ("<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->", ["One two"]),
        ('It\\\'s \\"so\\"', ['It\\\'s \\"so\\"']),
        ('[caption id="a"]<img src="a.jpg"/> The wall[/caption]', ["The wall"]),
        ('[caption caption="The wall"]<img src="a.jpg"/>[/caption]', ["The wall"]),
        ('One [gallery ids="1,2"] [map id="3"] [[map]]', ['One [map id="3"] [map]']),
        ("[embed]https://a.invalid/v[/embed]", ["https://a.invalid/v"]),
    ],
)
def test_the_text_of_both_editors(content: str, blocks: list[str]) -> None:
    """With marks of the block editor it is HTML; without, blank lines part paragraphs and line ends are line ends."""
    assert blocks == [block.text for block in post(content).body]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("publish", None),
        ("draft", "withheld"),
        ("private", "withheld"),
        ("pending", "withheld"),
        ("trash", "canceled"),
        ("future", None),
    ],
)
def test_the_status(status: str, expected: str | None) -> None:
    """What a site has not published is withheld; what lies in its bin is canceled; what waits for its day is under embargo."""
    dated = "<wp:post_date>2030-06-05 16:00:00</wp:post_date><wp:post_date_gmt>2030-06-05 15:00:00</wp:post_date_gmt>"
    found = post(more=f"<wp:status>{status}</wp:status>{dated}")

    assert expected == found.status
    assert ("2030-06-05T16:00:00+01:00" if status == "future" else None) == (found.embargoed and str(found.embargoed))


def test_a_password_withholds_and_is_not_kept() -> None:
    """Nobody was to read the text without it."""
    found = post(more="<wp:post_password>hush</wp:post_password>")

    assert "withheld" == found.status
    assert "hush" not in str(found.extra)


@pytest.mark.parametrize(
    ("local", "utc", "published"),
    [
        ("2024-06-05 16:04:48", "2024-06-05 15:04:48", "2024-06-05T16:04:48+01:00"),
        ("2024-06-05 09:34:48", "2024-06-05 04:04:48", "2024-06-05T09:34:48+05:30"),
        ("2024-01-01 00:30:00", "2023-12-31 23:30:00", "2024-01-01T00:30:00+01:00"),
        ("2024-06-05 16:04:48", "0000-00-00 00:00:00", "2024-06-05T16:04:48"),
        ("0000-00-00 00:00:00", "2024-06-05 15:04:48", "2024-06-05T15:04:48+00:00"),
        ("2024-06-09 16:04:48", "2024-06-05 15:04:11", "2024-06-05T15:04:11+00:00"),
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", None),
    ],
)
def test_two_times_state_the_offset(local: str, utc: str, published: str | None) -> None:
    """The site's time and Greenwich's; if they are no offset apart, the latter stands."""
    found = post(more=f"<wp:post_date>{local}</wp:post_date><wp:post_date_gmt>{utc}</wp:post_date_gmt>").published

    assert published == (found and str(found))


def test_logins_are_names_where_the_site_tells_them() -> None:
    """`wp:author` has the name; co-authors come before the creator; an unknown login stands for itself."""
    known = (
        "<wp:author><wp:author_login>ab</wp:author_login><wp:author_display_name>Ada Byrne</wp:author_display_name></wp:author>"
    )
    coauthor = '<category domain="author" nicename="cap-jane"><![CDATA[Jane Roe]]></category>'

    assert "Ada Byrne" == post(more="<dc:creator>ab</dc:creator>", before=known).byline
    assert "gone" == post(more="<dc:creator>gone</dc:creator>", before=known).byline
    assert "Jane Roe" == post(more=f"<dc:creator>ab</dc:creator>{coauthor}", before=known).byline


def test_pictures_are_found_by_their_numbers() -> None:
    """The featured one first, then those of galleries, of the text, and those attached to the post."""
    attachment = (
        "<item><title>x</title><wp:post_type>attachment</wp:post_type><wp:post_id>{0}</wp:post_id><wp:post_parent>{1}</wp:post_parent>"
        "<wp:attachment_url>https://a.invalid/{0}.jpg</wp:attachment_url><excerpt:encoded>No. {0}</excerpt:encoded></item>"
    )
    meta = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>3</wp:meta_value></wp:postmeta>"
    data = item('[gallery ids="2"]<img src="https://a.invalid/t.jpg">', f"<wp:post_id>9</wp:post_id>{meta}")
    reading = read(_ROOT + data + attachment.format(1, 9) + attachment.format(2, 0) + attachment.format(3, 0) + _END)
    found, ignored = reading.found

    assert found.article is not None
    assert ["3", "2", "t", "1"] == [(each.url or "")[18:-4] for each in found.article.media]
    assert "No. 3" == found.article.media[0].caption
    assert "not an article: 3 items of the type 'attachment', which is no text" == ignored.reasons[0].reason


def test_an_export_that_broke_off_has_what_was_written() -> None:
    """Whole posts are read exactly, the last one as far as it goes; comments and CDATA may say `</item>`."""
    data = _ROOT + item("One &amp; two </item>") + item("Three") + item("Four &amp; more")[:-30]
    reading = read(data)
    articles = [found.article for found in reading.found if found.article]

    assert ["One & two", "Three", "Four & mo"] == [each.body[0].text for each in articles]
    assert {"bad-xml"} == {defect.code for defect in reading.defects}


def test_a_control_character_costs_nothing() -> None:
    """It is no character of XML; exports have them all the same."""
    reading = read(_ROOT + item("One\x0b & two") + _END)

    assert ["bad-xml"] == [defect.code for defect in reading.defects]
    assert reading.found[0].article is not None
    assert "One & two" == reading.found[0].article.body[0].text


def test_a_feed_that_wordpress_wrote_is_a_feed() -> None:
    """Only the namespace of exports tells."""
    data = b"<rss><channel><generator>https://wordpress.org/?v=6</generator><item><title>T</title></item></channel></rss>"

    assert bundled().sources["wxr"].sniff(Document("feed.xml", data).sample()) is None


def test_the_root_may_stand_behind_long_comments() -> None:
    """WordPress explains itself at length."""
    data = f'<?xml version="1.0"?><!-- {"x" * 9000} -->{_ROOT}{item()}{_END}'

    assert "wxr" == read(data).source
