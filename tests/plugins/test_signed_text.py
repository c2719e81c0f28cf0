"""Text signed at its end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Author, Document, Sample
from newsarchive.testing.strategies import agencies, headlines, names, paragraphs

from .support import body, bundled, check, dashes, line_ends, read, read_article

STORY = "The wall is to be rebuilt.\nWork begins in May.\n"

#: Last lines that sign, with whom and for whom.
SIGNATURES = [
    ("O.Byrne--IP", ["O.Byrne"], "IP"),
    ("J.R.R.Tolkien--AFP", ["J.R.R.Tolkien"], "AFP"),
    ("A. B. de la Cruz—EFE/EPA", ["A. B. de la Cruz"], "EFE/EPA"),
    ("M. van den Berg-O’Neill – dpa", ["M. van den Berg-O’Neill"], "dpa"),
    ("Khalid bin Rashid al-Sayed -- NWA", ["Khalid bin Rashid al-Sayed"], "NWA"),
    ("山田太郎--共同", ["山田太郎"], "共同"),
    ("И.Петрова--ТАСС", ["И.Петрова"], "ТАСС"),
    ("أحمد المصري--واس", ["أحمد المصري"], "واس"),
    ("राम शर्मा -- पीटीआई", ["राम शर्मा"], "पीटीआई"),
    ("A.Roe, B.Doe and C. d'Arcy--IP", ["A.Roe", "B.Doe", "C. d'Arcy"], "IP"),
    ("A. B. C. van der Ó Briain--IP", ["A. B. C. van der Ó Briain"], "IP"),
    ("A.Roe/B.Doe--IP", ["A.Roe", "B.Doe"], "IP"),
    ("A.Roe & B.Doe--IP", ["A.Roe", "B.Doe"], "IP"),
    ("J. Roe, Jr.--IP", ["J. Roe, Jr."], "IP"),
    ("By Jane Roe--A.P.", ["Jane Roe"], "A.P."),
    ("ANNA VAN DER BERG--NWA", ["ANNA VAN DER BERG"], "NWA"),
    ("Jane Roe -- Reuters", ["Jane Roe"], "Reuters"),
    ("José-María Núñez--EFE", ["José-María Núñez"], "EFE"),
]

#: Last lines that do not.
SENTENCES = [
    '"But we have no illusions -- none"',
    "But we have no illusions -- none",
    "But we have no illusions -- there are some sceptical countries,",
    "Six Words That Are No Name--IP",
    "Nothing -- none",
    "Arsenal – Chelsea",
    "The years 2019–2024",
    "The score was 3--2",
    "He had left Washington.--IP",
    "The Board Of The Harbour Of Port Ellery In Winter--IP",
    "Anne--a member of the board",
    "--IP",
    "O.Byrne--",
    "O.Byrne-IP",
    "O.Byrne--INTERNATIONALPRESS",
    "O.Byrne--IP.",
    "O.Byrne--2024",
    "of the--IP",
    "- Boots on ground? -",
    "Anneliese " * 7 + "--IP",
]


@pytest.mark.parametrize(("line", "authors", "credit"), SIGNATURES)
def test_signatures(line: str, authors: list[str], credit: str) -> None:
    """A signature names its authors and their agency as printed."""
    article = read_article(STORY + line)

    assert article.provenance.source == "signed-text"
    assert (article.byline, article.authors, article.credit) == (line, tuple(map(Author, authors)), credit)
    assert [text for _, text in body(article)] == STORY.splitlines()


@pytest.mark.parametrize("line", SENTENCES)
def test_sentences_sign_nothing(line: str) -> None:
    """A dash within a sentence is no signature: the line stays in the body."""
    article = read_article(STORY + line)

    assert (article.provenance.source, article.byline) == ("plain-text", None)
    assert len(article.body) == 3


@given(
    headline=st.none() | headlines,
    story=paragraphs,
    signers=st.lists(names, min_size=1, max_size=3),
    joiner=st.sampled_from([", ", " and ", "/", " & "]),
    dash=dashes,
    agency=agencies,
    line_end=line_ends,
    behind=st.sampled_from(["", "\n", "\r\n \r\n\t\n", "\n\n\n", "\n\x1a"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_written_and_read_back(
    headline: str | None,
    story: list[str],
    signers: list[str],
    joiner: str,
    dash: str,
    agency: str,
    line_end: str,
    behind: str,
    encoding: str,
) -> None:
    """A story written in this format is read back the same, whatever its line ends, encoding and names."""
    byline = joiner.join(signers) + dash + agency
    text = line_end.join([*([headline] if headline else []), *story, byline]) + behind
    data = text.encode(encoding)

    article = read_article(data)

    assert article.provenance.source == "signed-text"
    assert article.headline == headline
    assert [text for _, text in body(article)] == story
    assert (article.byline, article.credit) == (byline, agency)
    assert [author.name for author in article.authors] == signers


def test_crossheads() -> None:
    """A line between dashes is a crosshead; the dashes are furniture."""
    article = read_article(
        "The wall\nThe wall is to be rebuilt.\n- 'Good deal' -\nWork begins.\n – Boots on ground? – \nNo.\nO.Byrne--IP"
    )

    assert article.headline == "The wall"
    assert body(article) == [
        ("paragraph", "The wall is to be rebuilt."),
        ("crosshead", "'Good deal'"),
        ("paragraph", "Work begins."),
        ("crosshead", "Boots on ground?"),
        ("paragraph", "No."),
    ]


def test_two_signatures() -> None:
    """All signatures at the end are read; where their agencies differ each author keeps the one that was signed for."""
    article = read_article(STORY + "A.Roe--IP\n\nB.Doe, C.Poe--NWA\n")

    assert article.byline == "A.Roe--IP\nB.Doe, C.Poe--NWA"
    assert article.credit == "NWA"
    assert article.authors == (
        Author("A.Roe", organisation="IP"),
        Author("B.Doe", organisation="NWA"),
        Author("C.Poe", organisation="NWA"),
    )


def test_two_signatures_for_one_agency() -> None:
    """One agency is the article's credit and not said again of each author."""
    article = read_article(STORY + "A.Roe--IP\nB.Doe--IP\n")

    assert (article.credit, article.authors) == ("IP", (Author("A.Roe"), Author("B.Doe")))


def test_a_signature_within_the_text_is_text() -> None:
    """A signature that other text follows signs nothing, and is not lost."""
    article = read_article(STORY + "A.Roe--IP\nThe board meets again.\nB.Doe--NWA")

    assert (article.byline, article.credit) == ("B.Doe--NWA", "NWA")
    assert body(article)[2:] == [("paragraph", "A.Roe--IP"), ("paragraph", "The board meets again.")]


@pytest.mark.parametrize("text", ["O.Byrne--IP", "\n\nO.Byrne--IP\n", "A.Roe--IP\nB.Doe--NWA\n"])
def test_only_signatures(text: str) -> None:
    """Signatures without a text above are no signed text; plain text keeps them."""
    article = read_article(text)

    assert (article.provenance.source, article.byline) == ("plain-text", None)
    check(text, read(text, only="signed-text"))


def test_a_long_story() -> None:
    """The signature is told from the tail alone, which may begin within a character, and white space behind it."""
    for shift in range(4):
        data = ("a" * shift + "Дамба. " * 20_000 + "\nO.Byrne--IP\n" + " \n" * 100).encode()
        assert Document("x", data).sample().whole is False
        assert read_article(data).byline == "O.Byrne--IP"


def test_a_long_story_in_utf_16() -> None:
    """The tail of UTF-16 is read by its code units, also where a byte is missing, which the parser then says."""
    data = ("Дамба. " * 20_000 + "\nO.Byrne--IP\n").encode("utf-16")
    assert read_article(data).byline == "O.Byrne--IP"

    (found,) = read(data[:50_001] + data[50_002:]).found
    assert (found.source, found.reasons[0].code) in [("signed-text", "undecodable"), ("plain-text", "undecodable")]


def test_a_tail_cut_within_a_line() -> None:
    """What is left of a line that the sample cuts is not taken for a signature."""
    sniff = bundled().sources["signed-text"].sniff

    assert sniff(Sample("x", 100_000, b"It was said by ", b"O.Byrne--IP")) is None
    assert sniff(Sample("x", 100_000, b"It was said by ", b"men.\nO.Byrne--IP")) is not None


def test_legacy_cyrillic() -> None:
    """A signature in a legacy encoding is told as well."""
    text = "Портовый совет проголосовал во вторник за восстановление дамбы.\nРаботы начнутся в мае.\nИ.Петрова--ТАСС\n"
    article = read_article(text.encode("cp1251"))

    assert (article.byline, article.credit, article.provenance.encoding) == ("И.Петрова--ТАСС", "ТАСС", "windows-1251")
