"""Factiva: pages, answers in XML, text and RTF."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsarchive_plugins.factiva.codes import count_of
from newsarchive_plugins.factiva.header import kinds

from newsarchive.model import Article
from newsarchive.reading import Reading

from .support import body, read

HEAD = "<html><head><title>Factiva</title></head><body><div class='fcpNavContainer'></div>"
INDEXED = """HD  Port votes for a wall
WC  204 words
PD  3 March 2021
SN  The Harbour Echo
LA  English
LP  The board voted on Tuesday.
AN  Document HARBEC0020210304eh340001r
"""
BARE = """Port votes for a wall
204 words
3 March 2021
The Harbour Echo
HARBEC
English

The board voted on Tuesday.

Document HARBEC0020210304eh340001r
"""
ANSWER = """<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="{count}">
{articles}</ppsarticleResultSet></ppsArticleResponse></PPSResponse>"""
ARTICLE = """<ppsarticle><article><accessionNo>{number}</accessionNo><headline><paragraph>Wall {number}</paragraph></headline>
<leadParagraph><paragraph>The board voted.</paragraph></leadParagraph></article></ppsarticle>
"""


def page(*articles: str, behind: str = "") -> Reading:
    found = read(f"{HEAD}{'<span></span>'.join(articles)}{behind}</body></html>")
    assert found.source == "factiva-html"
    return found


def table(**rows: str) -> str:
    cells = "".join(f"<tr><td class='index'><b>{code}</b>&nbsp;</td><td>{value}</td></tr>" for code, value in rows.items())
    return f'<div class="article enArticle"><table>{cells}</table></div>'


def articles(reading: Reading) -> list[Article]:
    return [found.article for found in reading.found if found.article is not None]


def only(reading: Reading) -> Article:
    (article,) = articles(reading)
    return article


def codes(reading: Reading) -> list[str]:
    return [defect.code for defect in reading.defects]


def text(data: str) -> Reading:
    found = read(data)
    assert found.source == "factiva-txt"
    return found


FULL = {"HD": "<b class='enHeadline'>Wall</b>", "PD": "3 March 2021", "TD": "<p class='articleParagraph'>The board voted.</p>"}
NUMBER = "Document HARBEC0020210304eh340001r"


def test_the_last_article_counts_whatever_its_attributes() -> None:
    """`id="lastArticle"` stands before the class."""
    last = table(**FULL, AN=NUMBER).replace("<div class", '<div id="lastArticle" class')

    assert 2 == len(articles(page(table(**FULL, AN=NUMBER), last)))


def test_an_article_that_is_not_closed_costs_no_other() -> None:
    """Each is read by itself, as far as the next one."""
    cut = table(**FULL, AN=NUMBER).partition("</table>")[0].replace("</p>", "")

    assert ["Wall", "Wall"] == [each.headline for each in articles(page(cut, table(**FULL, AN=NUMBER)))]


def test_a_page_that_is_cut_off_says_so() -> None:
    """The article is kept; its defect says where it is."""
    reading = page(table(**FULL, AN=NUMBER), table(**FULL))

    assert 2 == len(articles(reading))
    assert ["incomplete"] == codes(reading)
    assert reading.defects[0].span


def test_the_number_of_results_is_compared() -> None:
    """What the search found is more than a page holds, often; the page says nothing of it where it is the same."""
    summary = "<table class='searchPreview'><tr><td class='label'>Results Found</td><td>{}</td></tr></table>"

    assert ["count"] == codes(page(table(**FULL, AN=NUMBER), behind=summary.format("1,342")))
    assert [] == codes(page(table(**FULL, AN=NUMBER), behind=summary.format("1")))


def test_a_list_of_headlines_is_no_article() -> None:
    """Headlines alone are not what they stand for."""
    (found,) = page("<div class='headline'><a href='#'>Wall</a></div>").found

    assert "ignored" == found.kind


def test_a_table_in_the_text_is_kept() -> None:
    """Its rows are rows, where they stand; so is what stands behind the fields."""
    rows = {**FULL, "TD": "<p>Votes:</p><table><tr><td>For</td><td>9</td></tr></table><p>Work begins.</p>", "AN": NUMBER}

    assert [("paragraph", "Votes:"), ("table_row", "For\t9"), ("paragraph", "Work begins."), ("paragraph", "More.")] == body(
        only(page(table(**rows).replace("</table></div>", "</table><p>More.</p></div>")))
    )


def test_codes_are_subjects_and_their_names_are_places_and_organisations() -> None:
    """A company without a code is an organisation, and no subject."""
    article = only(page(table(**FULL, CO="quillm : Quill : Marsh plc | Ateliers", RE="eurz : Europe", AN=NUMBER)))

    assert ["Quill : Marsh plc", "Ateliers"] == list(article.organisations)
    assert ["Europe"] == list(article.places)
    assert [("factiva:company", "quillm"), ("factiva:region", "eurz")] == [
        (each.scheme, each.code) for each in article.subjects
    ]


def test_what_has_no_field_is_kept() -> None:
    """Unknown codes, a second row of one, and a language that nobody knows."""
    reading = page(table(**FULL, ZQ="seven", LA="Klingon", AN=NUMBER))

    assert {"ZQ": "seven", "LA": "Klingon"} == only(reading).extra["factiva-html"]
    assert ("en", ["unknown-language"]) == (only(reading).language, codes(reading))


@pytest.mark.parametrize(
    ("day", "hour", "published"),
    [
        ("29 décembre 2011", "15:32", "2011-12-29T15:32"),
        ("19. März 2013", "03:32 PM", "2013-03-19T15:32"),
        ("19 de noviembre de 2013", "soon", "2013-11-19"),
        ("2013年11月19日", "", "2013-11-19"),
        ("last week", "15:32", None),
    ],
)
def test_dates_of_all_interfaces(day: str, hour: str, published: str | None) -> None:
    """A time that is none stays beside the day; a day that is none is a defect."""
    reading = page(table(**FULL | {"PD": day}, ET=hour, AN=NUMBER))
    date = only(reading).published

    assert published == (str(date) if date else None)
    assert ([] if published else ["no-date"]) == codes(reading)


def test_a_header_is_told_by_its_lines_and_not_by_their_order() -> None:
    """Time, edition, page and code may be missing; a section may stand in front."""
    lines = [
        "Inland",
        "Wall",
        "By Ada Byrne",
        "1.204 Wörter",
        "3 March 2021",
        "15:32",
        "Echo",
        "Evening",
        "B1, B4",
        "Deutsch",
        "(c) E",
    ]

    assert ["SE", "HD", "BY", "WC", "PD", "ET", "SN", "ED", "PG", "LA", "CY"] == kinds(lines, {1: "HD"})
    assert ["HD", "WC", "PD", "SN", "LA"] == kinds(["Wall", "9 mots", "3 mars 2021", "Echo", "Anglais"], {0: "HD"})


def test_entities_of_html_in_an_answer() -> None:
    """`&nbsp;` stands there without being declared."""
    answer = ANSWER.format(count=1, articles=ARTICLE.format(number=1).replace("board", "board&nbsp;of <hlt>nine</hlt>"))

    assert [("paragraph", "The board of nine voted.")] == body(only(read(answer)))


def test_an_article_that_is_no_xml_costs_itself_only() -> None:
    """The others are read one by one; where it stood is in the defect."""
    several = [ARTICLE.format(number=number) for number in (1, 2, 3)]
    several[1] = several[1].replace("</headline>", "</head>")
    reading = read(ANSWER.format(count=3, articles="".join(several)))

    assert ["Wall 1", "Wall 3"] == [each.headline for each in articles(reading)]
    assert ["bad-xml", "bad-xml"] == codes(reading)
    assert reading.defects[-1].span


def test_several_answers_in_one_file() -> None:
    """Scripts write one behind the other, each with its declaration."""
    answer = '<?xml version="1.0"?>\n' + ANSWER.format(count=1, articles=ARTICLE.format(number=1))

    assert 2 == len(articles(read(answer + answer)))


def test_an_answer_without_articles_says_why() -> None:
    """An error has the same root."""
    (found,) = read("<PPSResponse><ErrorResponse><text>Session expired</text></ErrorResponse></PPSResponse>").found

    assert "ignored" == found.kind
    assert "Session expired" in found.reasons[0].reason


def test_a_reference_stands_for_a_missing_number() -> None:
    """Its last step is the accession number."""
    article = ARTICLE.format(number=7).replace(
        "<accessionNo>7</accessionNo>", "<reference>distdoc:archive/X::Article/A7</reference>"
    )

    assert {"factiva": "A7"} == only(read(ANSWER.format(count=1, articles=article))).identifiers


@pytest.mark.parametrize("story", [INDEXED, BARE])
def test_text_is_read_with_and_without_codes(story: str) -> None:
    """The same article in both displays."""
    article = only(text(story))

    assert ("Port votes for a wall", "The Harbour Echo", "2021-03-03") == (
        article.headline,
        article.publisher,
        str(article.published),
    )
    assert [("paragraph", "The board voted on Tuesday.")] == body(article)
    assert {"factiva": "HARBEC0020210304eh340001r"} == article.identifiers


@given(st.integers(1, 6), st.sampled_from([INDEXED, BARE]))
def test_no_article_vanishes(count: int, story: str) -> None:
    """However many there are; the last one also without its number."""
    reading = text((story + "\n") * count + INDEXED.partition("AN  ")[0])

    assert count + 1 == len(articles(reading))
    assert ["incomplete"] == codes(reading)


def test_a_number_that_is_missing_between_two_articles_joins_nothing() -> None:
    """The next headline begins the next article."""
    reading = text(INDEXED.partition("AN  ")[0] + INDEXED)

    assert ["incomplete"] == codes(reading)
    assert 2 == len(articles(reading))


def test_lines_of_the_text_that_look_like_codes() -> None:
    """A code stands once, in its place, and before a list of its kind."""
    prose = "TD  The end.\n\nIN  the end nine voted.\n\nHD  is a code.\n\nPUB quizzes are over.\n\nIN  i79 : Ports\n"
    article = only(text(INDEXED.replace("AN  ", prose + "AN  ")))

    assert [
        "The board voted on Tuesday.",
        "The end.",
        "IN  the end nine voted.",
        "HD  is a code.",
        "PUB quizzes are over.",
    ] == [said for _, said in body(article)]
    assert ["i79"] == [each.code for each in article.subjects]


def test_what_stands_round_the_articles_is_no_article() -> None:
    """A table of contents, and the summary of the search, whose count is compared."""
    reading = text(f"Port votes for a wall\n\n{INDEXED}\nSearch Summary\nText  wall\nResults Found  2\n")

    assert ["ignored", "article", "ignored"] == [found.kind for found in reading.found]
    assert ["count"] == codes(reading)


def test_a_section_above_a_headline_without_codes() -> None:
    """A few words above a longer line."""
    article = only(text("Local News\n" + BARE.replace("Port votes", "Port Ellery votes")))

    assert ("Local News", "Port Ellery votes for a wall") == (article.section, article.headline)


def test_codes_of_other_databases_are_not_claimed() -> None:
    """RIS has tags of two letters, too, and goes on with a dash."""
    ris = "TY  - NEWS\nHD  - x\nPD  - 2021\nSN  - 0000-0000\nLA  - en\nCY  - Ellery\nAN  - 7\n"

    assert "factiva-txt" != read(ris).source


def test_rtf_with_a_code_before_a_tab() -> None:
    """Not every export has a table."""
    lines = "".join(rf"\pard\b {line[:2]}\b0\tab {line[4:]}\par" + "\n" for line in INDEXED.splitlines())
    reading = read(r"{\rtf1\ansi " + lines + "}")

    assert "factiva-rtf" == reading.source
    assert [("paragraph", "The board voted on Tuesday.")] == body(only(reading))


@given(st.integers(0, 10**8), st.sampled_from(["{:,}", "{}"]))
def test_numbers_with_separators(number: int, form: str) -> None:
    """1,342 and 1342 are one number."""
    assert number == count_of(form.format(number) + " words")
