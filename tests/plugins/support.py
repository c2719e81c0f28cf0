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


dashes = st.sampled_from(["--", "–", "—", " -- ", " – ", " — "])
line_ends = st.sampled_from(["\n", "\r\n"])
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
