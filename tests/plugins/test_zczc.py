"""ZCZC … NNNN."""

import pytest

from newsarchive.model import Article

from .support import body, read


def one(text: str) -> Article:
    reading = read(text)
    (found,) = reading.found
    assert found.article is not None, found.reasons
    assert found.source == "zczc"
    assert reading.defects == ()
    return found.article


@pytest.mark.parametrize("front", ["", "   ", "\r", "\n\n\t"])
@pytest.mark.parametrize("end", ["NNNN", "NNNN\r\n", "\tNNNN\n\n", ""])
def test_the_frame(front: str, end: str) -> None:
    """Blanks in front of ZCZC and around NNNN, and a missing NNNN, change nothing."""
    article = one(f"{front}ZCZC ABC123\nWall to be rebuilt\n\nThe wall is to be rebuilt.\n\n{end}")

    assert (article.headline, body(article)) == ("Wall to be rebuilt", [("paragraph", "The wall is to be rebuilt.")])
    assert (article.extra["zczc"], article.identifiers) == ({"opening": "ABC123"}, {})


def test_lone_carriage_returns() -> None:
    """A file may have no line feed at all."""
    article = one("ZCZC AAP\r$T\r:Ferry\r^Ferry sails\r+15043000\rELLERY, Dec 3 AAP - It sails.\r\r   Yes.\r   AAP\rNNNN")

    assert (article.headline, article.section, article.publisher, article.credit) == ("Ferry sails", "T", "AAP", "AAP")
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.date) == ("ELLERY", None)
    assert body(article) == [("paragraph", "It sails."), ("paragraph", "Yes.")]


def test_the_marks_of_each_service() -> None:
    """A dollar sign is a category before a letter and a headline before words; a colon is a title where only venues are."""
    general = one("ZCZC AAP\n$J\n^Ferry\n:Key\nIt sails.\nNNNN")
    radio = one("ZCZC AAP\n#Key\n$Ferry sails today\n:(ELLERY)\nIt sails.\nNNNN")
    racing = one("ZCZC\n#Ellery Dogs\n:Dividends\nRace 1: 3 4.\nNNNN")

    assert (general.section, general.headline, general.slugline) == ("J", "Ferry", "Key")
    assert radio.dateline is not None
    assert (radio.headline, radio.slugline, radio.dateline.text) == ("Ferry sails today", "Key", "ELLERY")
    assert (racing.headline, racing.slugline) == ("Dividends", "Ellery Dogs")


def test_several_messages() -> None:
    """Each is read; what stands between them is a defect, and a kill is a notice about what it names."""
    reading = read("ZCZC A12\nFirst\n\nText.\nNNNN\nnoise\nZCZC A13\nKILL A12\nNNNN\nZCZC A14\nThird\n\nText.\nNNNN\n")

    assert [found.kind for found in reading.found] == ["article", "notice", "article"]
    assert reading.found[1].message is not None
    assert reading.found[1].message.identifiers == {"zczc": "A12"}
    assert [defect.code for defect in reading.defects] == ["stray-text"]


def test_quads_and_rails() -> None:
    """Marks of typesetting at the ends of lines are furniture; a full stop is not."""
    article = one(
        "ZCZC FMG000\nYY TDA\nWeights<!\n(All weights)=!\nHANDICAP .=!\nIt ends.=!\nOne 58.0\x0f\n\x19\nAAP RESULTS\nNNNN"
    )

    assert article.headline == "Weights"
    assert [text for _, text in body(article)] == ["(All weights)", "HANDICAP", "It ends.", "One 58.0"]
    assert (article.credit, article.extra["zczc"]["routing"]) == ("AAP RESULTS", "YY TDA")


@pytest.mark.parametrize(
    "text",
    [
        "zczc\r\nAN#26945219\r\nTI#Wall\r\nTX#\r\nText.\r\n",
        "ZCZC IA76\nNAVAREA FOUR 123/24\nBUOY UNLIT\nNNNN\n",
        "ZCZC was how telegrams began, and nobody knows why.\n\nThe end.\n",
        "The word ZCZC began a telegram.\n\nZCZC ABC123\nIt ended with NNNN.\n",
    ],
)
def test_others_are_not_claimed(text: str) -> None:
    """NewsBites, NAVTEX and prose about telex are no messages of this format."""
    assert "zczc" not in {found.source for found in read(text).found}
