"""Reading with the bundled sources, and what every source must hold to whatever it reads."""

from functools import cache

from hypothesis import strategies as st

from newsarchive import Document, PartialDate, Span
from newsarchive.conservation import unaccounted
from newsarchive.model import Article
from newsarchive.pipeline.reader import Reader
from newsarchive.plugins import Plugins, load
from newsarchive.reading import Reading
from newsarchive.text import WHITE_SPACE

BUNDLED = ("dated-text", "plain-text", "signed-text")


@cache
def bundled() -> Plugins:
    return load()


def read(data: bytes | str, only: str | None = None) -> Reading:
    """What the sources find in a document, or the one that is named."""
    data = data.encode() if isinstance(data, str) else data
    return Reader(bundled(), only=only).read(Document("story.txt", data), tracing=True)


def read_article(data: bytes | str, only: str | None = None) -> Article:
    """The one article of a document that is read without a defect, after a check of its evidence."""
    reading = read(data, only)
    check(data, reading)
    (found,) = reading.found
    assert found.article is not None, found.reasons
    assert reading.defects == ()
    return found.article


def body(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in article.body]


def check(data: bytes | str, reading: Reading) -> None:
    """No fault of the parser's; no character lost; evidence points at what it says."""
    reasons = [*reading.defects, *(reason for found in reading.found for reason in found.reasons)]
    faults = {"parse-failed", "sniff-failed", "unaccounted", "bad-value", "bad-evidence"}
    assert not faults & {reason.code for reason in reasons}
    articles = [found.article for found in reading.found if found.article]
    if not articles:
        return
    (article,) = articles
    document = Document("story.txt", data.encode() if isinstance(data, str) else data)
    text = document.decoded().text
    spans = [span for evidence in article.evidence.values() for span in evidence.span]
    defective = [span for defect in reading.defects for span in defect.span]
    assert unaccounted(text, [*spans, *defective, *reading.furniture]) == []
    stated = {f"body[{number}]": block.text for number, block in enumerate(article.body)}
    for number, author in enumerate(article.authors):
        stated[f"authors[{number}].name"] = author.name
        if author.organisation:
            stated[f"authors[{number}].organisation"] = author.organisation
    stated |= {key: getattr(article, key) for key in ("headline", "byline", "credit") if getattr(article, key)}
    pointed = {key: at(text, evidence.span) for key, evidence in article.evidence.items()}
    if article.published:
        assert PartialDate.parse(pointed.pop("published")) == article.published
    assert {key: squeezed(value) for key, value in stated.items()} == pointed


def at(text: str, spans: tuple[Span, ...]) -> str:
    return squeezed("".join(text[span.start : span.end] for span in spans))


def squeezed(text: str) -> str:
    return "".join(character for character in text if character not in WHITE_SPACE)


_FAMILY = st.sampled_from(
    ["Byrne", "O'Byrne", "D’Arcy", "Quill-Marsh", "al-Sayed", "Müller", "Ďurišová", "Петрова", "Τσάκος", "Ó Briain"]
)
_PARTICLES = st.sampled_from(["", "", "", "van ", "van der ", "de la ", "von der ", "bin ", "di ", "dos "])
_INITIALS = st.lists(st.sampled_from("ABDJORÉЖ"), min_size=1, max_size=3)
_OTHER_SCRIPTS = st.sampled_from(["山田太郎", "김민수", "أحمد المصري", "דנה לוי", "राम शर्मा", "アンナ・ペトロワ", "สมชาย ใจดี"])
#: Names as they are printed: initials close together or apart, or a given name; particles; scripts without case.
names = st.one_of(
    st.builds(lambda initials, family: "".join(f"{each}." for each in initials) + family, _INITIALS, _FAMILY),
    st.builds(lambda i, p, family: " ".join(f"{each}." for each in i) + " " + p + family, _INITIALS, _PARTICLES, _FAMILY),
    st.builds(lambda p, family: f"Anne-Marie {p}{family}", _PARTICLES, _FAMILY),
    _OTHER_SCRIPTS,
)
agencies = st.sampled_from(["IP", "NWA", "dpa", "EFE/EPA", "ТАСС", "共同", "A.P.", "AT&T", "Reuters", "IP-24"])
dashes = st.sampled_from(["--", "–", "—", " -- ", " – ", " — "])
line_ends = st.sampled_from(["\n", "\r\n"])
#: Sentences that are a paragraph each, longer than any headline below.
paragraphs = st.lists(
    st.sampled_from(
        [
            "The harbour board voted on Tuesday to rebuild the sea wall, ending a dispute of three years.",
            '"But we have no illusions -- there are some sceptical members," she said of the vote on the wall.',
            "Портовый совет проголосовал во вторник за восстановление дамбы, которая рухнула месяц назад.",
            "Opponents – led by the fishermen’s association – said that they would go to the district court.",
            "“It is time,” said Marta Quill, who chairs the board; nobody on the benches behind her disagreed.",
            "港务局星期二投票决定重建上个月在暴风雨中倒塌的海堤，结束了分裂该镇近三年的争端，主席说，他们已经等得够久了。",
            "The café on the quay stays open. Its owner, who lost two tables to the storm, asked for no help.",
        ]
    ),
    min_size=1,
    max_size=5,
)
headlines = st.sampled_from(["Port Ellery to rebuild sea wall", "Is the wall worth it?", "Дамбу восстановят", "‘No illusions’"])
#: Pieces of the shapes that the sources look for, put together at random.
_pieces = st.sampled_from(
    [
        *("date ", " date: ", "2024-12-03", "2024-13-45", "T09:30", "+02:00", "Z", "\n", "\r\n", "\r", "\n\n", " "),
        *("- ", " -", "* ", "• ", "--", "–", "—", "IP", "O.Byrne", "van der ", "A. B. ", ", ", " and ", "/", "Source: "),
        *("no illusions", ".", "?", "“", "”", "\ufeff", "\x1a", "\x1b", "\f", "\v", "\x85", "\u2028", "\u200f"),
        *("山田太郎", "。", "a" * 70, "the wall that ", "\x00", "{", "<p>"),
    ]
)
_texts = st.lists(st.one_of(_pieces, st.text(max_size=5)), max_size=25).map("".join)
_encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "koi8-r", "shift_jis"])
_encoded = st.builds(lambda text, encoding: text.encode(encoding, "ignore"), _texts, _encodings)


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    """A document with its ends cut off and one bit turned round."""
    data = bytearray(draw(_encoded))
    if data:
        data[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))
    return bytes(data[draw(st.integers(0, 3)) : len(data) - draw(st.integers(0, 3))])


#: Documents of every kind: of the right shapes, damaged, arbitrary bytes.
documents = st.one_of(_encoded, _damaged(), st.binary(max_size=80))
