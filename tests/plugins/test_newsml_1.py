"""NewsML 1: components, languages, forms of content, status and revisions, agencies' habits, hostile input."""

import base64

import pytest

from newsarchive import Author, Dateline, Document, Media, PartialDate, Subject
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.reading import Reading

from .support import body, bundled

IDENTITY = "<ProviderId>ip.example</ProviderId><DateId>20241009</DateId><NewsItemId>WALL</NewsItemId>"
REVISION = '<RevisionId PreviousRevision="0" Update="{}">2</RevisionId>'
PUBLIC = "<PublicIdentifier>urn:newsml:ip.example:20241009:WALL:2{}</PublicIdentifier>"
HEADLINE = "<NewsLines><HeadLine>Head</HeadLine></NewsLines>"


def item(inside: str, management: str = "", update: str = "N", attributes: str = "") -> str:
    identifier = IDENTITY + REVISION.format(update) + PUBLIC.format("" if update == "N" else update)
    identification = f"<Identification><NewsIdentifier>{identifier}</NewsIdentifier></Identification>"
    return f"<NewsItem {attributes}>{identification}<NewsManagement>{management}</NewsManagement>{inside}</NewsItem>"


def read(*items: str, root: str = "<NewsML>") -> Reading:
    return Reader(bundled()).read(Document("story.xml", f"{root}{''.join(items)}</NewsML>".encode()))


def article(*components: str, management: str = "", attributes: str = "") -> Article:
    """The one article of an item, which is read without a defect."""
    reading = read(item(f"<NewsComponent>{''.join(components)}</NewsComponent>", management, attributes=attributes))
    (found,) = reading.found
    assert reading.defects == ()
    assert found.article is not None, found
    return found.article


def content(data: str, kind: str = '<MediaType FormalName="Text"/>') -> str:
    return f"<ContentItem>{kind}<DataContent>{data}</DataContent></ContentItem>"


def component(role: str, *inside: str, attributes: str = "") -> str:
    return f'<NewsComponent {attributes}><Role FormalName="{role}"/>{"".join(inside)}</NewsComponent>'


NITF = "<nitf><body><body.content><p>One.</p><hl2>Two</hl2></body.content></body></nitf>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (content(NITF), [("paragraph", "One."), ("crosshead", "Two")]),
        (
            content(f"<![CDATA[<?xml version='1.0' encoding='utf-16'?>\n{NITF}]]>"),
            [("paragraph", "One."), ("crosshead", "Two")],
        ),
        (content("&lt;p&gt;One.&lt;/p&gt;&lt;h2&gt;Two&lt;/h2&gt;"), [("paragraph", "One."), ("crosshead", "Two")]),
        (content("<body.content><p>One.</p><hl2>Two</hl2></body.content>"), [("paragraph", "One."), ("crosshead", "Two")]),
        (content("<html><head><title>No</title></head><body><p>One.</p></body></html>"), [("paragraph", "One.")]),
        (content("One.\n\nTwo."), [("paragraph", "One."), ("paragraph", "Two.")]),
        (content("a < b".replace("<", "&lt;")), [("paragraph", "a < b")]),
        (content(".p {}", '<MimeType FormalName="text/css"/>') + content("One."), [("paragraph", "One.")]),
    ],
)
def test_forms_of_content(inside: str, expected: list[tuple[str, str]]) -> None:
    """NITF, XHTML and text, as elements, in CDATA or escaped."""
    assert expected == body(article(HEADLINE, inside))


@pytest.mark.parametrize("data", [NITF, "<p>One.</p><h2>Two</h2>"])
def test_base64(data: str) -> None:
    """What is encoded is read as if it were not."""
    encoded = base64.encodebytes(data.encode()).decode()
    inside = f'<ContentItem><Encoding Notation="Base64"><DataContent>{encoded}</DataContent></Encoding></ContentItem>'

    assert [("paragraph", "One."), ("crosshead", "Two")] == body(article(HEADLINE, inside))


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<Encoding Notation="Base64"><DataContent>A</DataContent></Encoding>', "bad-encoding"),
        ('<Encoding Notation="Base64"><DataContent>PG5pdGY+</DataContent></Encoding>', "bad-content"),
        ('<Encoding Notation="uuencode"><DataContent>A</DataContent></Encoding>', "unread-encoding"),
        ('<MimeType FormalName="text/rtf"/><DataContent>{\\rtf1 A}</DataContent>', "unread-format"),
        ("<DataContent>&lt;nitf&gt;&lt;p&gt;A.</DataContent>", "bad-content"),
    ],
)
def test_what_cannot_be_read_is_a_defect(inside: str, code: str) -> None:
    """A text that cannot be read costs itself and not the item."""
    reading = read(item(f"<NewsComponent>{HEADLINE}<ContentItem>{inside}</ContentItem></NewsComponent>"))

    assert [code] == [defect.code for defect in reading.defects]
    assert ["article"] == [found.kind for found in reading.found]


def test_a_text_in_several_formats_is_read_once() -> None:
    """The best of them, whether they are called equivalents or not."""
    several = content("<p>One, two.</p>") + content(NITF) + content("One; two.")

    assert [("paragraph", "One."), ("crosshead", "Two")] == body(article(HEADLINE, several))


def test_equivalent_components_are_read_once() -> None:
    """Of components that are equivalent, the one with the best format."""
    several = component("Main", content("One, two.")) + component("Main", content(NITF))
    equivalents = f'<NewsComponent EquivalentsList="yes">{several}</NewsComponent>'

    assert [("paragraph", "One."), ("crosshead", "Two")] == body(article(HEADLINE, equivalents))


def test_parts_of_a_text_by_their_roles() -> None:
    """Title, lead and body make one story; a sidebar stands behind it, under its headline; contacts are a note."""
    found = article(
        component("Contact", content("Press office")),
        component("Sidebar", "<NewsLines><HeadLine>Figures</HeadLine></NewsLines>", content("400 metres.")),
        component("Body", content("Body text.")),
        component("Lead", content("Lead text.")),
        component("Title", content("The title")),
        component("SubHeadLine", content("Below it")),
    )

    assert found.headline == "The title"
    assert {"SubHeadLine": ("Below it",)} == found.extra["newsml-1"]
    assert [
        ("paragraph", "Lead text."),
        ("paragraph", "Body text."),
        ("crosshead", "Figures"),
        ("paragraph", "400 metres."),
        ("note", "Press office"),
    ] == body(found)


def test_each_language_is_an_article() -> None:
    """Languages are never put together; each has its lines and pictures, and what stands above them."""
    above = "<NewsLines><CopyrightLine>IP</CopyrightLine></NewsLines>"
    versions = [
        component("Text", f"<NewsLines><HeadLine>Head {language}</HeadLine></NewsLines>", text, photo, attributes=attribute)
        for language in ("fr", "nl")
        for text in [component("Body", content(f"Text {language}."))]
        for photo in [component("Photo", f'<ContentItem Href="{language}.jpg"/>')]
        for attribute in [f'xml:lang="{language}"']
    ]
    reading = read(item(f"<NewsComponent>{above}{''.join(versions)}</NewsComponent>"))
    found = [each.article for each in reading.found if each.article]

    assert [("fr", "Head fr", "IP", "fr.jpg"), ("nl", "Head nl", "IP", "nl.jpg")] == [
        (each.language, each.headline, each.copyright, each.media[0].url) for each in found
    ]
    assert found[0].identifiers == found[1].identifiers


def test_lines_in_several_languages() -> None:
    """The line in the language of the story."""
    lines = '<NewsLines><HeadLine xml:lang="en">Wall</HeadLine><HeadLine xml:lang="de">Mauer</HeadLine></NewsLines>'
    language = '<DescriptiveMetadata><Language FormalName="de_AT"/></DescriptiveMetadata>'
    found = article(lines, language, content("Text."))

    assert ("de-AT", "Mauer") == (found.language, found.headline)


@pytest.mark.parametrize("language", ["x-default", "English", "", "??"])
def test_what_is_no_language_is_none(language: str) -> None:
    """No language is made up of a word that is none."""
    described = f'<DescriptiveMetadata><Language FormalName="{language}"/></DescriptiveMetadata>'

    assert article(HEADLINE, described, content("Text."), attributes=f'xml:lang="{language}"').language is None


@pytest.mark.parametrize(
    ("management", "expected"),
    [
        ('<Status FormalName="Usable"/>', ("usable", None)),
        ("<Status>WITHHELD</Status>", ("withheld", None)),
        ('<Status FormalName="Canceled"/>', ("canceled", None)),
        ('<Status FormalName="Embargoed"/>', ("withheld", None)),
        (
            '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="usable"/>'
            "<DateAndTime>20241010T060000Z</DateAndTime></StatusWillChange>",
            ("usable", "2024-10-10T06:00:00+00:00"),
        ),
        (
            '<Status FormalName="Usable"/><StatusWillChange><FutureStatus FormalName="Canceled"/>'
            "<DateAndTime>20241010T060000Z</DateAndTime></StatusWillChange>",
            ("usable", None),
        ),
    ],
)
def test_status_and_embargo(management: str, expected: tuple[str, str | None]) -> None:
    """An embargo with an end is one; without an end it is a hold; an expiry is none."""
    found = article(HEADLINE, management=management)

    assert expected == (found.status, str(found.embargoed) if found.embargoed else None)


@pytest.mark.parametrize(("status", "expected"), [("Canceled", "canceled"), ("Withheld", "withheld"), ("Usable", "usable")])
def test_management_alone_is_a_notice(status: str, expected: str) -> None:
    """An item of revision `A` has no text: it gives another status to the item of all revisions."""
    (found,) = read(item("", f'<Status FormalName="{status}"/>', update="A")).found

    assert found.message is not None
    assert (expected, "urn:newsml:ip.example:20241009:WALL") == (found.message.status, found.message.identifiers["newsml"])


def test_a_change_of_parts_is_a_defect() -> None:
    """What says only what to change in another revision cannot be read without that."""
    (found,) = read(item('<Update><Replace DuidRef="a"><HeadLine>New</HeadLine></Replace></Update>', update="U")).found

    assert ("quarantined", "update") == (found.kind, found.reasons[0].code)


def test_revisions_share_an_identifier() -> None:
    """The public identifier names a revision, `newsml` the item; without it the item is named as the specification says."""
    expected = {"newsml": "urn:newsml:ip.example:20241009:WALL"}
    identifier = f"<Identification><NewsIdentifier>{IDENTITY}</NewsIdentifier></Identification>"
    (bare,) = read(f"<NewsItem>{identifier}<NewsComponent>{HEADLINE}</NewsComponent></NewsItem>").found

    assert expected | {"PublicIdentifier": "urn:newsml:ip.example:20241009:WALL:2"} == article(HEADLINE).identifiers
    assert bare.article is not None
    assert expected == bare.article.identifiers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20190121T104234Z", "2019-01-21T10:42:34+00:00"),
        ("20180404T175903+0300", "2018-04-04T17:59:03+03:00"),
        ("20190121T102708", "2019-01-21T10:27:08"),
        ("2019-01-21 10:27:08 +01:00", "2019-01-21T10:27:08+01:00"),
        ("20180404", "2018-04-04"),
        ("20180404T000000", "2018-04-04T00:00:00"),
        ("20180404T240000+0100", "2018-04-04"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    """Basic and extended format at their own precision; the midnight that ends a day is the day."""
    found = article(HEADLINE, management=f"<FirstCreated>{text}</FirstCreated>")

    assert PartialDate.parse(expected) == found.published


def test_the_time_of_the_transmission_is_the_last_resort() -> None:
    """It counts where neither the item nor its NITF has a date, and is said to be what it is."""
    envelope = "<NewsML><NewsEnvelope><DateAndTime>20241009</DateAndTime></NewsEnvelope>"
    dated = '<nitf><head><docdata><date.issue norm="20241008"/></docdata></head></nitf>'
    (first,) = read(item(f"<NewsComponent>{HEADLINE}{content(dated)}</NewsComponent>"), root=envelope).found
    (second,) = read(item(f"<NewsComponent>{HEADLINE}</NewsComponent>"), root=envelope).found

    assert first.article is not None
    assert second.article is not None
    assert ["2024-10-08", "2024-10-09"] == [str(first.article.published), str(second.article.published)]
    assert {"DateAndTime": "20241009"} == second.article.extra["newsml-1"]


def test_who_signs_and_where() -> None:
    """A name with its title; the town from the location; agencies are nobody's names."""
    lines = (
        "<NewsLines><HeadLine>Head</HeadLine><ByLine>By O. Byrne</ByLine><ByLineTitle>Correspondent</ByLineTitle>"
        "<DateLine>Port Ellery, Oct 9 (IP)</DateLine></NewsLines>"
    )
    parties = '<AdministrativeMetadata><Creator><Party FormalName="Island Press"/></Creator></AdministrativeMetadata>'
    origin = (
        '<DescriptiveMetadata><DateLineDate>20241009</DateLineDate><Location HowPresent="Origin">'
        '<Property FormalName="City" Value="Port Ellery"/></Location></DescriptiveMetadata>'
    )
    found = article(lines, parties, origin)

    assert (Author("O. Byrne", role="Correspondent"),) == found.authors
    assert Dateline("Port Ellery, Oct 9 (IP)", "Port Ellery", PartialDate(2024, 10, 9)) == found.dateline


def test_subjects_are_called_what_the_document_calls_them() -> None:
    """Codes by the names of a TopicSet, in the language of the story; occurrences by what they are."""
    topics = (
        '<TopicSet><Topic><TopicType FormalName="SubjectMatter"/><FormalName>11006000</FormalName>'
        '<Description xml:lang="fr">Gouvernement</Description><Description xml:lang="en">Government</Description></Topic>'
        '<Topic Duid="q"><TopicType FormalName="Person"/><Description>Marta Quill</Description></Topic></TopicSet>'
    )
    described = (
        '<DescriptiveMetadata><Language FormalName="en"/><SubjectCode><SubjectMatter FormalName="11006000"/>'
        '<SubjectQualifier FormalName="Final"/></SubjectCode><TopicOccurrence Topic="#q"/><TopicOccurrence Topic="#no"/>'
        "</DescriptiveMetadata>"
    )
    found = article(topics, HEADLINE, described)

    assert (Subject("iptc-subject", "11006000", "Government"),) == found.subjects
    assert ("Marta Quill",) == found.people
    assert {"SubjectQualifier": ("Final",)} == found.extra["newsml-1"]


def test_pictures_and_captions() -> None:
    """The largest rendition of each, with the caption beside it; a caption in another language stays in `extra`."""
    photos = [
        component(
            "Photo",
            f'<NewsComponent><Role FormalName="Thumbnail"/><ContentItem Href="{name}-t.jpg"/></NewsComponent>',
            f'<NewsComponent><ContentItem Href="{name}.jpg"><MimeType FormalName="image/jpeg"/></ContentItem></NewsComponent>',
            component("Caption", content(f"Caption {name}.")),
            component("Caption", content(f"Légende {name}."), attributes='xml:lang="fr"'),
        )
        for name in ("a", "b")
    ]
    found = article(HEADLINE, component("Main", content("Text.")), *photos)

    assert (Media("image", "a.jpg", "Caption a."), Media("image", "b.jpg", "Caption b.")) == found.media
    assert {"Caption": ("Légende a.", "Légende b.")} == found.extra["newsml-1"]
    assert [("paragraph", "Text.")] == body(found)


def test_an_item_that_is_a_picture() -> None:
    """Its body is its caption; a story that refers to it shows the picture."""
    photo = component("Photo", '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>')
    caption = component("Caption", content("The wall."))
    picture = item(f"<NewsComponent>{HEADLINE}{photo}{caption}</NewsComponent>", attributes='Duid="p"')
    story = item(f'<NewsComponent>{HEADLINE}<NewsItemRef NewsItem="#p"/>{content("Text.")}</NewsComponent>')
    articles = [found.article for found in read(story, picture).found if found.article]

    assert [[("paragraph", "Text.")], [("caption", "The wall.")]] == [body(each) for each in articles]
    assert [(Media("image", "a.jpg", "The wall."),)] * 2 == [each.media for each in articles]


def test_an_item_within_an_item_is_one_of_its_own() -> None:
    """A package has the items that it holds beside it."""
    inner = item(f"<NewsComponent><NewsLines><HeadLine>Inner</HeadLine></NewsLines>{content('Text.')}</NewsComponent>")
    articles = [found.article for found in read(item(f"<NewsComponent>{HEADLINE}{inner}</NewsComponent>")).found]

    assert ["Head", "Inner"] == [each.headline for each in articles if each]


def test_the_envelope_and_its_nitf_say_one_story() -> None:
    """The envelope counts; what only the NITF says is filled in, and what it says otherwise is kept."""
    nitf = (
        '<nitf><head><docdata><du-key version="9"/><key-list><keyword key="tide"/></key-list></docdata></head><body><body.head>'
        "<hedline><hl1>Other</hl1></hedline><distributor>IP</distributor></body.head>"
        "<body.content><p>Text.</p></body.content></body></nitf>"
    )
    lines = "<NewsLines><HeadLine>Head</HeadLine><KeywordLine>wall; sea</KeywordLine></NewsLines>"
    found = article(lines, content(nitf))

    assert ("Head", "IP", "2", ("wall", "sea", "tide")) == (found.headline, found.credit, found.version, found.keywords)
    assert {"headline": "Other", "version": "9"} == found.extra["newsml-1"]["nitf"]


def test_tass() -> None:
    """A misspelt element, keywords and a guid of its own, white space round names, urgency as text."""
    identifier = "<NewsIdentifier><ProviderId>\nwire.example\n</ProviderId></NewsIdentifier>"
    inside = (
        '<NewsComponent xml:lang="en"><NewsLines><HeadLine>Head</HeadLine></NewsLines>'
        "<DescriptiveMetada><guid>16AA</guid></DescriptiveMetada>"
        "<item_keywords><item_keyword>rubric</item_keyword></item_keywords></NewsComponent>"
    )
    management = "<NewsManagement><Urgency>2</Urgency></NewsManagement>"
    (found,) = read(f"<NewsItem><Identification>{identifier}</Identification>{management}{inside}</NewsItem>").found

    assert found.article is not None
    assert ("wire.example", {"guid": "16AA"}, ("rubric",), 2) == (
        found.article.publisher,
        found.article.identifiers,
        found.article.keywords,
        found.article.urgency,
    )


def test_an_encoding_that_the_declaration_names() -> None:
    """ISO 8859-1, which older feeds write."""
    data = '<?xml version="1.0" encoding="iso-8859-1"?><NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Órla</HeadLine>'
    data += "</NewsLines></NewsComponent></NewsItem></NewsML>"
    (found,) = Reader(bundled()).read(Document("story.xml", data.encode("iso-8859-1"))).found

    assert found.article is not None
    assert found.article.headline == "Órla"


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("", "a NewsML document without a NewsItem"),
        ("<NewsItem/>", "a NewsItem with neither a headline nor a body"),
        (
            '<NewsItem><NewsManagement><NewsItemType FormalName="TopicSet"/></NewsManagement><TopicSet/></NewsItem>',
            "a NewsItem of type 'TopicSet' with neither a headline nor a body",
        ),
    ],
)
def test_what_is_no_article(inside: str, reason: str) -> None:
    """Vocabularies and empty items are ignored, with the reason."""
    (found,) = read(inside).found

    assert ("ignored", f"not an article: {reason}") == (found.kind, found.reasons[0].reason)


def test_namesakes_are_declined() -> None:
    """NewsML-G2 and RCV1 have roots of their own."""
    sniff = bundled().sources["newsml-1"].sniff
    others = [b"<newsMessage/>", b"<newsItem/>", b'<newsitem itemid="1"/>', b"<rss><NewsML/></rss>", b"NewsML"]

    assert [None] * len(others) == [sniff(Document("x.xml", data).sample()) for data in others]


def test_thousands_of_components_are_read_in_time() -> None:
    """Neither many languages nor many pictures multiply: so many languages are none."""
    texts = "".join(f"<NewsComponent xml:lang='aa-{n:04}'>{content(f'Text {n}.')}</NewsComponent>" for n in range(2000))
    photos = "".join(component("Photo", f'<ContentItem Href="{n}.jpg"/>') for n in range(2000))
    (found,) = read(item(f"<NewsComponent>{HEADLINE}{texts}{photos}</NewsComponent>")).found

    assert found.article is not None
    assert (2000, 2000) == (len(found.article.body), len(found.article.media))
