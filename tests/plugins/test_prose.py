"""The layout of prose: headlines, hard wraps, lists; and what `newsarchive.text` decides for it."""

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.decoding import decode
from newsarchive.text import blocks, hard_wrapped, lines, unwrap

from .support import body, read_article

PARAGRAPHS = [
    "The harbour board in Port Ellery voted on Tuesday to rebuild the sea wall that collapsed in last month's storm, ending a"
    " dispute that had split the town for the better part of three years.",
    '"We have waited long enough," said Marta Quill, who chairs the board. She said that a well-known contractor would begin'
    " in May and that pre- and post-war plans had been compared.",
    "Opponents, led by the association of those who fish there, said that they would ask the district court to stop the work.",
]
VERSE = """The lamp is lit upon the farther shore,
And all the boats are counted, row by row;
The keeper climbs the stair and shuts the door
And hears the tide that turns and turns below.
The town has gone to sleep behind the wall
"""
TICKER = """HARBOUR BOARD VOTES TO REBUILD SEA WALL
TRAINS TO ELLERY LATE BECAUSE OF THE ICE
MUSEUM OPENS NEW WING AFTER LONG DELAYS
SCHOOLS IN VALLEY CLOSED TILL WEDNESDAY
"""
TABLE = """Team              Played   Won   Points
Port Ellery           12     9       27
Saltmarsh United      12     8       25
Low Valley Rovers     12     2        8
"""
ADDRESS = "Marta Quill\nHarbour Board\n12 Quay Street\nPort Ellery\n"
SENTENCES = """The harbour board voted on Tuesday to rebuild the sea wall after a three-year dispute.
"We have waited long enough," said Marta Quill, who chairs the board of the harbour.
Opponents said that they would ask the district court to stop the work for a study.
The work is to begin in May, the contractor said, and to end before the winter storms.
"""
URDU = """وزیراعظم نے منگل کے روز کہا کہ بندرگاہ کی دیوار دوبارہ تعمیر کی جائے گی۔
بورڈ نے سات کے مقابلے میں چار ووٹوں سے منصوبہ منظور کیا اور کام شروع ہو گا۔
مخالفین نے کہا ہے کہ وہ اس فیصلے کے خلاف ضلعی عدالت میں اپیل دائر کریں گے۔
"""
CHINESE = "港务局星期二投票决定重建上个月倒塌的海堤，结束了分裂该镇近三年的争端。主席说，他们等得够久了。承包商五月开工。"


def wrapped(paragraphs: list[str], width: int, gap: str = "\n\n", indent: str = "") -> str:
    return gap.join(textwrap.fill(text, width, initial_indent=indent) for text in paragraphs) + "\n"


@given(
    width=st.integers(50, 100),
    paragraphs=st.lists(st.sampled_from(PARAGRAPHS), min_size=2, max_size=5),
    layout=st.sampled_from([("\n\n", ""), ("\n\n", "  "), ("\n", "   ")]),
)
def test_wrapped_text_is_joined(width: int, paragraphs: list[str], layout: tuple[str, str]) -> None:
    """Whatever the margin, text wrapped by a program is read as it was before, and the paragraph's place is kept."""
    text = wrapped(paragraphs, width, *layout)
    article = read_article("Port Ellery rebuilds\n\n" + text)

    assert article.headline == "Port Ellery rebuilds"
    assert body(article) == [("paragraph", each) for each in paragraphs]
    places = [article.evidence[f"body[{n}]"].span for n in range(len(paragraphs))]
    there = "Port Ellery rebuilds\n\n" + text
    standing = [there[span.start : span.end] for (span,) in places]
    assert ["".join(text.split()) for text in paragraphs] == ["".join(text.split()) for text in standing]


@pytest.mark.parametrize(
    "text", [VERSE, TICKER, TABLE, ADDRESS, SENTENCES, URDU, "One\nTwo\nThree\n", CHINESE.replace("。", "。\n")]
)
def test_line_ends_that_mean_something(text: str) -> None:
    """Verse, tickers, tables, addresses and one paragraph a line are not hard-wrapped."""
    assert hard_wrapped(blocks(lines(text))) is None
    article = read_article(text)
    assert [article.headline, *(text for _, text in body(article))][article.headline is None :] == [
        line.strip() for line in text.splitlines()
    ]


@pytest.mark.parametrize("aside", [TABLE, ADDRESS, "See https://example.invalid/" + "long/" * 30 + "\nfor more.\n"])
def test_asides_in_wrapped_text(aside: str) -> None:
    """A table, an address or an overlong line keeps its lines and does not keep the text around it from being joined."""
    text = wrapped([*PARAGRAPHS, *PARAGRAPHS], 72) + "\n" + aside
    article = read_article(text)

    assert [text for _, text in body(article)][:6] == PARAGRAPHS * 2
    assert len(article.body) >= 6 + (aside in (TABLE, ADDRESS)) * 4


def test_wrapped_capitals() -> None:
    """Teleprinters knew no small letters."""
    text = wrapped([each.upper() for each in PARAGRAPHS], 69)

    assert [text for _, text in body(read_article(text))] == [each.upper() for each in PARAGRAPHS]


def test_wrapped_chinese() -> None:
    """Scripts without spaces are joined without any."""
    text = "\n".join(textwrap.wrap(CHINESE, 24))

    assert body(read_article(text)) == [("paragraph", CHINESE)]


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("a well-\nknown man", "a well-known man"),
        ("pre-\nand post-war", "pre- and post-war"),
        ("a wall --\nhigh", "a wall -- high"),
        ("govern\u00ad\nment", "govern\u00adment"),
        ("海堤\n倒塌", "海堤倒塌"),
        ("NATO\n海堤", "NATO 海堤"),
        ("one\r\n  two", "one two"),
    ],
)
def test_unwrap(broken: str, joined: str) -> None:
    """Lines are joined by a space, but not after a hyphen or between scripts that use none."""
    assert unwrap(lines(broken)) == joined


HEADLINES = [
    ("Port Ellery rebuilds\n\nThe wall is to be rebuilt.", True),
    ("Port Ellery rebuilds\nThe wall is to be rebuilt.", True),
    ("Is the wall worth it?\nThe wall is to be rebuilt.", True),
    ("'No illusions'\nThe wall is to be rebuilt.", True),
    ("Wall to be paid for by the U.S.\nThe wall is to be rebuilt and the harbour made deeper.", True),
    ("And then there was one...\nThe wall is to be rebuilt and the harbour made deeper.", True),
    ("Things to know today\n\n- The wall\n- The ice", True),
    ("The wall is down.\n\nThe wall is to be rebuilt, says the board.", False),
    ("“The wall is down.”\n\nThe wall is to be rebuilt, says the board.", False),
    ("海堤倒塌。\n港务局星期二投票决定重建上个月倒塌的海堤", False),
    ("The wall is to be rebuilt, the board has decided\n\nIt was time.", False),
    ("The wall is to be\nrebuilt, the board has decided", False),
    ("Port Ellery rebuilds", False),
    ("Port Ellery rebuilds\n\nSource: EFE/EPA", False),
    ("Source: EFE\nThe wall is to be rebuilt, says the board.", False),
    ("- One -\nThe wall is to be rebuilt, says the board.", False),
    ("O.Byrne--IP\nThe wall is to be rebuilt, says the board.", False),
    ("The wall that stands " * 8 + "\n\n" + "The wall is to be rebuilt. " * 10, False),
]


@pytest.mark.parametrize(("text", "expected"), HEADLINES)
def test_headlines(text: str, expected: bool) -> None:
    """The first line is the headline if it is shorter than what follows and does not end as a sentence does."""
    article = read_article(text)

    assert article.headline == (text.partition("\n")[0] if expected else None)


def test_lists() -> None:
    """Two marked lines that follow each other are a list; one is not."""
    article = read_article("Port Ellery rebuilds\n - The wall\n\n - The quay\nThe rest has to wait.\n* Not one")

    assert body(article) == [
        ("list_item", "The wall"),
        ("list_item", "The quay"),
        ("paragraph", "The rest has to wait."),
        ("paragraph", "* Not one"),
    ]


def test_wrapped_lists() -> None:
    """In wrapped text an item takes the lines up to the next."""
    items = ["- " + PARAGRAPHS[0], "- " + PARAGRAPHS[2]]
    text = "\n\n".join(textwrap.fill(each, 72) for each in PARAGRAPHS)
    text += "\n\n" + "\n".join(textwrap.fill(each, 72, subsequent_indent="  ") for each in items)

    assert body(read_article(text))[3:] == [("list_item", PARAGRAPHS[0]), ("list_item", PARAGRAPHS[2])]


LEGACY = {
    "cp1252": ["It’s a deal, the minister said. He left at once.", "The bridge cost £3m – twice the estimate."],
    "iso-8859-1": [
        "Kaupunginjohtaja sanoi tiistaina, että silta suljetaan. Päätöksestä äänestettiin yöllä.",
        "La tour, haute de trente mètres, avait été fermée il y a déjà vingt ans. « C'était la dernière où l'on montait à"
        " pied », a déclaré Gaëlle Quéméneur.",
    ],
    "cp1250": ["Burmistrz miasta powiedział we wtorek, że most zostanie zamknięty do końca lata. Mieszkańcy są źli."],
    "cp1254": ["Belediye başkanı salı günü köprünün yaz sonuna kadar kapatılacağını açıkladı. Işıklar söndü."],
    "cp1251": ["Министр сообщил о новых правилах. Они вступят в силу в январе."],
    "koi8-r": ["Мэр города заявил во вторник, что мост будет закрыт до конца лета. Жители выразили недовольство."],
    "cp866": ["Министр сообщил о новых правилах. Они вступят в силу в январе."],
    "shift_jis": ["市長は火曜日、橋を夏の終わりまで閉鎖すると発表した。住民からは不満の声が上がっている。"],
    "big5": ["市長星期二表示，這座橋將關閉到夏末。居民們表示不滿。維修費用預計為三百萬元。"],
    "mac_roman": ["Le président du conseil régional a déclaré mardi que la réforme serait adoptée à l’été."],
}


@pytest.mark.parametrize(("encoding", "text"), [(encoding, text) for encoding, texts in LEGACY.items() for text in texts])
def test_legacy_encodings(encoding: str, text: str) -> None:
    """A few sentences of news are enough to tell the encodings that news was written in."""
    assert decode(text.encode(encoding)).text == text


def test_paragraphs_keep_their_order() -> None:
    """Evidence of the body rises from block to block."""
    article = read_article(wrapped(PARAGRAPHS, 60) + "\n- Crosshead -\n\nSource: EFE\n" + VERSE)
    starts = [article.evidence[f"body[{n}]"].span[0].start for n in range(len(article.body))]

    assert all(earlier < later for earlier, later in pairwise(starts))
