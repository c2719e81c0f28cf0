"""NewsML-G2: codes and names, statuses, agencies' habits, messages, and what is not an article."""

import base64
import time
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Confidence, Dateline, Document, Subject, Unreadable
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading
from newsarchive.testing.strategies import xml_text

from .support import body, bundled

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


HEAD = "<headline>Wall</headline>"


def item(item_meta: str = "", content_meta: str = HEAD, content: str = "", more: str = "", name: str = "newsItem") -> str:
    return (
        f'<{name} {NAR} guid="urn:ip:1" version="2" xml:lang="en">{more}'
        f'<itemMeta><itemClass qcode="ninat:text"/>{item_meta}</itemMeta>'
        f"<contentMeta>{content_meta}</contentMeta><contentSet>{content}</contentSet></{name}>"
    )


def read(data: str | bytes) -> Reading:
    return Reader(bundled()).read(Document("item.xml", data.encode() if isinstance(data, str) else data))


def article(*parts: str, **named: str) -> Article:
    """The one article of an item that is read without a defect."""
    reading = read(item(*parts, **named))
    (found,) = reading.found
    assert found.article is not None
    assert reading.defects == ()
    return found.article


def extra(story: Article) -> dict[str, Any]:
    return story.extra["newsml-g2"]


@pytest.mark.parametrize(
    ("head", "confidence"),
    [
        (f"<newsItem {NAR}>", Confidence.CERTAIN),
        (f'<?xml version="1.0"?>\n<!-- SUMMARY: -->\n<n:newsMessage {NAR.replace("xmlns", "xmlns:n")}>', Confidence.CERTAIN),
        ("<newsMessage><itemSet><newsItem><itemMeta/>", Confidence.LIKELY),
        ('<newsItem guid="1" standard="NewsML-G2">', Confidence.CERTAIN),
        (f"<catalog {NAR}>", Confidence.CERTAIN),
        ('<newsitem itemid="2286" id="root">', None),
        ("<newsItem><title/>", None),
        (f'<feed xmlns:nar="{NAR}">', None),
        ("<NewsML/>", None),
        ("no xml", None),
    ],
)
def test_it_is_known_by_its_root(head: str, confidence: Confidence | None) -> None:
    """The root element and its namespace say what it is, in any encoding, and under any name."""
    for encoding in ("utf-8", "utf-16"):
        bid = bundled().sources["newsml-g2"].sniff(Document("x.txt", head.encode(encoding)).sample())

        assert confidence == (bid.confidence if bid is not None else None)  # type: ignore[union-attr]  # it answers a Bid


@pytest.mark.parametrize(
    ("pub_status", "expected"),
    [
        ('<pubStatus qcode="stat:usable"/>', "usable"),
        ('<pubStatus qcode="ps:canceled"/>', "canceled"),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"/>', "withheld"),
        ('<pubStatus qcode=""/>', None),
        ("", None),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:kill"/>', "canceled"),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:correction"/>', "usable"),
        ('<embargoed/><pubStatus qcode="stat:usable"/>', "withheld"),
        ('<embargoed/><pubStatus qcode="stat:canceled"/>', "canceled"),
    ],
)
def test_the_strictest_status_counts(pub_status: str, expected: str | None) -> None:
    """By code, whatever its alias; an embargo without an end is a hold."""
    assert expected == article(pub_status).status


def test_an_unknown_status_is_a_defect() -> None:
    """It stays in `extra`, and the story is usable."""
    reading = read(item('<pubStatus qcode="stat:pondered"/>'))
    (found,) = reading.found

    assert ["unknown-status"] == [defect.code for defect in reading.defects]
    assert found.article is not None
    assert ("stat:pondered", None) == (extra(found.article)["pubStatus"], found.article.status)


def test_a_kill_without_text_is_a_notice() -> None:
    """It names the story by its guid."""
    (found,) = read(item('<pubStatus qcode="stat:canceled"/>', "<headline/>")).found

    assert found.message is not None
    assert ({"guid": "urn:ip:1"}, "canceled", "2") == (found.message.identifiers, found.message.status, found.message.version)


@pytest.mark.parametrize("name", ["conceptItem", "knowledgeItem", "planningItem", "catalogItem"])
def test_vocabularies_and_plans_are_no_articles(name: str) -> None:
    """They are ignored, with the reason, also where they have a headline."""
    (found,) = read(item(name=name)).found

    assert "ignored" == found.kind
    assert name in found.reasons[0].reason


def test_what_is_no_item_is_a_defect() -> None:
    """It costs itself, and not the items beside it."""
    reading = read(f"<newsMessage {NAR}><itemSet><foo/>{item()}</itemSet></newsMessage>")

    assert ["no-item"] == [defect.code for defect in reading.defects]
    assert ["article"] == [found.kind for found in reading.found]


@pytest.mark.parametrize(
    ("first", "version", "published", "modified"),
    [
        ("2024-10-09T08:00:00Z", " 2024-10-10T08:00:00.5Z ", "2024-10-09T08:00:00+00:00", "2024-10-10T08:00:00.5+00:00"),
        ("", "2024-10-09", "2024-10-09", "None"),
        ("", "", "2024-10", "None"),
    ],
)
def test_dates(first: str, version: str, published: str, modified: str) -> None:
    """The item's own come first; those of its content stand in where it has none."""
    meta = f"<firstCreated>{first}</firstCreated><versionCreated>{version}</versionCreated>"
    story = article(meta, f"{HEAD}<contentCreated>2024-10</contentCreated>")

    assert (published, modified) == (str(story.published), str(story.modified))


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ('<subject qcode="medtop:20000593"/>', Subject("medtop", "20000593")),
        ('<subject qcode="a:b:c"><name>N</name></subject>', Subject("a", "b:c", "N")),
        ('<subject qcode="ips:wall"/>', Subject("http://codes.example/", "wall")),
        ('<subject uri="http://cv.example/topic/1"/>', Subject("http://cv.example/topic/", "1")),
        ('<subject uri="http://cv.example"/>', Subject(None, "http://cv.example")),
        ('<subject qcode="http://cv.example/topic/1"/>', Subject("http://cv.example/topic/", "1")),
        ('<subject literal="Walls"/>', Subject(None, None, "Walls")),
        ('<subject literal="w1"/>', Subject(None, None, "The wall")),
        ('<subject type="cpnat:person" qcode="p:1"/>', Subject("p", "1")),
    ],
)
def test_subjects_by_code_uri_and_literal(subject: str, expected: Subject) -> None:
    """The catalogue gives the scheme's URI; a name may stand in an assertion alone."""
    catalog = '<catalog><scheme alias="ips" uri="http://codes.example/"/></catalog>'
    asserted = '<assert literal="w1"><name>The wall</name></assert>'

    assert (expected,) == article("", f"<headline>Wall</headline>{subject}", more=catalog + asserted).subjects


def test_a_subject_without_anything_says_nothing() -> None:
    """No subject is made of a relevance."""
    assert () == article("", '<headline>Wall</headline><subject relevance="1"/><subject qcode=""/>').subjects


def test_persons_organisations_and_places_by_type() -> None:
    """With names from assertions, in the item's language, and with the larger places."""
    subjects = """<headline>Wall</headline>
      <subject typeuri="http://cv.iptc.org/newscodes/cpnature/person" qcode="p:1"/>
      <subject type="x:organisation"><name part="nprt:nickname">HB</name><name>Harbour Board</name></subject>
      <subject type="cpnat:geoArea"><name xml:lang="de">Küste</name><name xml:lang="en">Coast</name>
        <broader><name>Island</name></broader></subject>
      <subject type="cpnatexp:geoAreaCity"><name>Port Ellery</name></subject>"""
    story = article("", subjects, more='<assert qcode="p:1"><name>Marta Quill</name></assert>')

    assert (("Marta Quill",), ("Harbour Board",), ("Coast", "Island", "Port Ellery")) == (
        story.people,
        story.organisations,
        story.places,
    )


@pytest.mark.parametrize(
    ("made", "authors"),
    [
        ("<by>By Ada Byrne and C. d'Arcy</by>", ["Ada Byrne", "C. d'Arcy"]),
        ("<by>Von dpa</by>", []),
        ('<creator><name>Ada Byrne</name></creator><creator literal="Island Press"/>', ["Ada Byrne"]),
        ("<creator><name>The Sports Wire</name></creator><creator><name>byrne.ada</name></creator>", []),
        ("<creator><name>Zweites Programm</name><organisationDetails/></creator>", []),
        ('<creator type="cpnat:person" literal="Sappho"/>', ["Sappho"]),
        ("<creditline>Coast Pool</creditline><creator><name>Coast Pool</name></creator>", []),
        ("<by>By Ada Byrne</by><creator><name>Ada Byrne</name></creator>", ["Ada Byrne"]),
    ],
)
def test_who_signs(made: str, authors: list[str]) -> None:
    """Persons by their type, their details or their names; agencies and systems are none."""
    assert authors == [each.name for each in article("", f"<headline>Wall</headline>{made}").authors]


def test_an_author_has_a_title_and_an_affiliation() -> None:
    """`related` gives the job, `personDetails` the organisation."""
    creator = (
        '<creator role="crol:photographer"><name>Ada Byrne</name><related rel="crel:jobtitle"><name>Staff</name></related>'
        "<personDetails><affiliation><name>Coast Pool</name></affiliation></personDetails></creator>"
    )
    (author,) = article("", f"<headline>Wall</headline>{creator}").authors

    assert ("Ada Byrne", "Staff", "Coast Pool") == (author.name, author.role, author.organisation)


@pytest.mark.parametrize(
    ("line", "located", "place"),
    [
        ("PORT ELLERY, Coast (IP) -", "", "PORT ELLERY"),
        ("Berlin (dpa) -", "", "Berlin"),
        ("IP TEST - ROMA, 01 LUG -", "Roma", "ROMA"),
        ("Tel Aviv/Beirut (dpa)", "", "Tel Aviv/Beirut"),
        ("At sea on 9 October", "", None),
    ],
)
def test_the_dateline_is_as_printed(line: str, located: str, place: str | None) -> None:
    """Its place is where the item is located, else what stands first in it."""
    story = article("", f"{HEAD}<dateline>{line}</dateline><located><name>{located}</name></located>")

    assert Dateline(line, place=place) == story.dateline


def test_what_is_located_has_a_dateline() -> None:
    """Also where the line itself is missing; a time of transmission is none."""
    located = article("", f"{HEAD}<dateline/><located literal='Port Ellery'/>")
    sent = article("", f"{HEAD}<dateline>2024-10-09 08:00:00 GMT+00:00</dateline>")

    assert Dateline("Port Ellery", place="Port Ellery") == located.dateline
    assert sent.dateline is None


def test_the_main_headline_is_the_one_without_a_role() -> None:
    """By role, language and rank; the others are kept."""
    story = article(
        "",
        '<headline role="hld:subHeadline">Sub</headline><headline rank="3">Kicker</headline>'
        '<headline xml:lang="fr">Mur</headline><headline rank="1">Wall</headline>',
    )

    assert "Wall" == story.headline
    assert ["Kicker", "Mur", "Sub"] == [each["text"] for each in extra(story)["headline"]]


XHTML = '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html></inlineXML>'
TYPED = """<p>(Adds detail)
    * One point
    * Another

    By Ada Byrne
    Oct 9 (IP) - The harbour board voted to rebuild the sea
wall, after a night of talks.
    Work begins in May.
Name       Votes
Quill          7

 (Reporting by Ada Byrne; editing
by C. d'Arcy)</p>"""


@pytest.mark.parametrize(
    ("content", "blocks"),
    [
        (XHTML.format("<header><time>9.10.</time><h1>Wall</h1></header><p>One.</p>tail"), ["One.", "tail"]),
        (XHTML.format("<header><p>Another</p></header>text"), ["Another", "text"]),
        (XHTML.format("<h1>Wall</h1><p>One\n   of two.</p>"), ["One of two."]),
        ('<inlineXML contenttype="xhtml/xml"><html><body><p>One.</p><p/></body></html></inlineXML>', ["One."]),
        ("<inlineXML>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</inlineXML>", ["One.", "Two."]),
        ('<inlineData contenttype="text/plain">One.\n\nTwo.</inlineData>', ["One.", "Two."]),
        ('<inlineData contenttype="text/html"><![CDATA[<?xml version="1.0"?><p>A &amp; B</p>]]></inlineData>', ["A & B"]),
        (f'<inlineData encoding="encd:base64">{base64.b64encode("Zwölf.".encode()).decode()}</inlineData>', ["Zwölf."]),
        ("<inlineXML><nitf><body><body.content><p>One.</p></body.content></body></nitf></inlineXML>", ["One."]),
        ("<inlineXML><sports-content><name>Gannets</name>\n<name>Terns</name></sports-content></inlineXML>", ["Gannets Terns"]),
        (
            XHTML.format(TYPED),
            [
                "(Adds detail)",
                "* One point",
                "* Another",
                "By Ada Byrne",
                "Oct 9 (IP) - The harbour board voted to rebuild the sea wall, after a night of talks.",
                "Work begins in May.",
                "Name       Votes",
                "Quill          7",
                "(Reporting by Ada Byrne; editing by C. d'Arcy)",
            ],
        ),
    ],
)
def test_the_body_in_each_of_its_forms(content: str, blocks: list[str]) -> None:
    """XHTML, NITF, other markup, and data that is plain, escaped or packed; typescript by its indents."""
    assert blocks == [text for _, text in body(article("", HEAD, content))]


def test_renditions_are_one_text() -> None:
    """The first in the item's language is the body; what another says is kept."""
    content = "<inlineData xml:lang='fr'>Le mur.</inlineData><inlineData xml:lang='en'>The wall.</inlineData>"
    story = article("", HEAD, content)

    assert [("paragraph", "The wall.")] == body(story)
    assert ("Le mur.",) == extra(story)["contentSet"]


@pytest.mark.parametrize(("encoding", "data"), [("base64", "?"), ("base64", "/w=="), ("gzip", "eA==")])
def test_data_that_cannot_be_unpacked_is_a_defect(encoding: str, data: str) -> None:
    """It costs the body and not the story."""
    reading = read(item("", HEAD, f'<inlineData encoding="encd:{encoding}">{data}</inlineData>'))

    assert ["bad-data"] == [defect.code for defect in reading.defects]
    assert ["article"] == [found.kind for found in reading.found]


def test_a_picture_is_an_article_with_a_caption() -> None:
    """Its renditions are one medium, the widest; what it shows is its text."""
    content = (
        '<remoteContent href="small.jpg" contenttype="image/jpeg" width="80"/>'
        '<remoteContent href="large.jpg" contenttype="image/jpeg" width="4000"/>'
    )
    story = article("", '<creditline>IP</creditline><description role="drol:caption">The wall.</description>', content)
    (medium,) = story.media

    assert [("caption", "The wall.")] == body(story)
    assert ("picture", "large.jpg", "The wall.", "IP") == (medium.kind, medium.url, medium.caption, medium.credit)
    assert story.headline is None


def test_a_text_has_the_pictures_that_it_links_and_holds() -> None:
    """`link` to a picture, `img` in the text; other links are kept only."""
    links = '<link href="a.jpg"><itemClass qcode="ninat:picture"/><title>A</title></link><link rel="x:y" href="b.html"/>'
    figure = XHTML.format('<figure><img src="c.jpg"/><figcaption>C</figcaption></figure><p>One.</p>')

    assert [("a.jpg", "A"), ("c.jpg", "C")] == [(each.url, each.caption) for each in article(links, content=figure).media]


def test_a_package_is_a_list_of_titles() -> None:
    """With a headline or titles it is an article; its groups are kept. Without, it is none."""
    groups = '<groupSet root="r"><group id="r"><itemRef residref="urn:ip:2"><title>One</title></itemRef></group></groupSet>'
    story = article(more=groups, name="packageItem")
    (empty,) = read(f"<packageItem {NAR}/>").found

    assert [("list_item", "One")] == body(story)
    assert "urn:ip:2" == extra(story)["groupSet"][0]["group"]["itemRef"]["residref"]
    assert "ignored" == empty.kind


def test_a_message_has_the_articles_of_its_items() -> None:
    """In their order; evidence says which item; the header is kept with the first."""
    header = "<header><sender>ip.example</sender></header>"
    reading = read(f"<newsMessage {NAR}>{header}<itemSet>{item()}{item()}</itemSet></newsMessage>")
    stories = [found.article for found in reading.found if found.article]

    assert ["itemSet[1]/newsItem[1]/contentMeta/headline", "itemSet[1]/newsItem[2]/contentMeta/headline"] == [
        story.evidence["headline"].path for story in stories
    ]
    assert [{"sender": "ip.example"}, None] == [extra(story).get("header") for story in stories]


def test_several_documents_in_one_file() -> None:
    """Each by itself; one that is broken costs itself."""
    one = '<?xml version="1.0"?>' + item()
    reading = read("\n".join([one, one.replace("</contentMeta>", ""), one]))

    assert ["article", "article"] == [found.kind for found in reading.found]
    assert ["bad-xml"] == [defect.code for defect in reading.defects]


def test_a_torn_document_is_refused() -> None:
    """No half article is made of it."""
    with pytest.raises(Unreadable, match="line 1"):
        list(bundled().sources["newsml-g2"].parse(Document("x", item()[:-20].encode())))


def test_an_identifier_of_one_desk_is_no_identifier() -> None:
    """With an environment it is known there alone, and would link stories that have nothing in common."""
    story = article("", f'{HEAD}<altId type="t:a">W1</altId><altId type="t:b" environment="e:daily">7</altId>')

    assert {"guid": "urn:ip:1", "altid.t:a": "W1"} == story.identifiers
    assert {"text": "7", "type": "t:b", "environment": "e:daily"} == extra(story)["altId"]


@given(st.lists(st.tuples(st.sampled_from(["itemMeta", "contentMeta", "rightsInfo"]), xml_text), min_size=1, max_size=4))
def test_what_nobody_knows_is_kept(unknown: list[tuple[str, str]]) -> None:
    """An element of whatever name, in whatever section, is in `extra` with its text and its attributes."""
    more = "".join(f"<{section}><novelty a='b'>{escape(text)}</novelty></{section}>" for section, text in unknown)
    found = extra(article(more=more))["novelty"]
    several = found if isinstance(found, tuple) else (found,)

    assert sorted((text, "b") for _, text in unknown) == sorted((each["text"], each["a"]) for each in several)


@pytest.mark.parametrize(
    "meta",
    [
        "<by>By Ada Byrne" + ",a" * 100_000 + " and B. Doe</by>",
        "<dateline>" + "A " * 100_000 + "</dateline><located><name>b</name></located>",
        "<subject type='x:person' qcode='p:1'/>" * 5_000,
        "<urgency>" + "9" * 5_000 + "</urgency>",
        "<headline rank='" + "9" * 5_000 + "'>x</headline>",
        "<description>" + "<a>" * 200 + "</a>" * 200 + "</description>",
    ],
)
def test_reading_is_linear(meta: str) -> None:
    """What is long, or repeated, takes a second or so where the square of it would take minutes."""
    began = time.process_time()
    names = '<assert qcode="p:1">' + "<name>n</name>" * 5_000 + "</assert>"
    reading = read(item("", f"<headline>Wall</headline>{meta}", more=names))

    assert ["article"] == [found.kind for found in reading.found]
    assert time.process_time() - began < 10
