"""Who reads a document is decided by bids, refinement and preference, and never by who was registered first."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive import Bid, Confidence, Document, Source
from newsarchive.errors import RecordError
from newsarchive.sniff import Decision, decide

SAMPLE = Document("a.txt", b"some text").sample()
CONFIDENCES = st.sampled_from([None, *Confidence])
NAMES = ["nitf", "atom", "ninjs", "rss"]


class Sour(Exception):
    """An error that cannot even be printed."""

    def __str__(self) -> str:
        raise ValueError("no")


def source(name: str, bid: Any, refines: Sequence[str] = ()) -> Source:
    """A source that always answers the same, or raises it."""

    def sniff(sample: object) -> Any:
        if isinstance(bid, BaseException):
            raise bid
        return bid

    return Source(name, sniff=sniff, parse=lambda document: [], refines=tuple(refines))


def name(decision: Decision) -> str | None:
    return decision.winner.name if decision.winner else None


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


@st.composite
def markets(draw: st.DrawFn) -> list[Source]:
    """Some sources with bids, refinements, and failures."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    bids = CONFIDENCES | CONFIDENCES.filter(bool).map(lambda confidence: Bid(confidence, "why")) | st.just(ValueError("no"))
    return [source(each, draw(bids), draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2))) for each in names]


@given(markets(), st.lists(st.sampled_from(NAMES), unique=True))
def test_the_order_of_registration_never_decides(market: list[Source], prefer: list[str]) -> None:
    """Every permutation of the sources gives the same decision, offers and reasons included."""
    decisions = [decide(each, SAMPLE, prefer) for each in permutations(market)]

    assert [decisions[0]] * len(decisions) == decisions


@given(markets(), st.lists(st.sampled_from(NAMES), unique=True))
def test_a_winner_bid_the_highest_or_there_is_a_reason(market: list[Source], prefer: list[str]) -> None:
    """Nobody wins who was outbid, and where nobody wins it is said why."""
    decision = decide(market, SAMPLE, prefer)
    bids = {offer.source: Confidence[offer.confidence] for offer in decision.offers if offer.confidence}

    assert (decision.winner is None) == bool(decision.reasons)
    assert sorted(each.name for each in market) == sorted(offer.source for offer in decision.offers)
    assert decision.winner is None or bids[decision.winner.name] == max(bids.values())


def test_the_highest_bid_wins() -> None:
    """CERTAIN is more than LIKELY, LIKELY than POSSIBLE, POSSIBLE than FALLBACK, FALLBACK than nothing."""
    ladder = [source(f"s{level}", level) for level in Confidence]

    assert ["s4", "s3", "s2", "s1"] == [name(decide([source("none", None), *ladder[:top]], SAMPLE)) for top in (4, 3, 2, 1)]


def test_a_bid_carries_its_reason() -> None:
    """What a source says for itself is in its offer."""
    [offer] = decide([source("rss", Bid(Confidence.CERTAIN, "it begins with <rss>"))], SAMPLE).offers

    assert ("rss", "CERTAIN", "it begins with <rss>", None) == (offer.source, offer.confidence, offer.reason, offer.error)


def test_at_a_tie_the_refinement_wins() -> None:
    """A source beats those that it refines, over a chain too, and whatever the user prefers."""
    general, special = source("nitf", Confidence.LIKELY), source("nitf-afp", Confidence.LIKELY, ["nitf"])
    most = source("nitf-afp-sport", Confidence.LIKELY, ["nitf-afp"])

    assert "nitf-afp" == name(decide([general, special], SAMPLE, ["nitf"]))
    assert "nitf-afp-sport" == name(decide([general, special, most], SAMPLE))


def test_refinement_counts_at_a_tie_only() -> None:
    """A lower bid does not win because it refines the higher one."""
    decision = decide([source("nitf", Confidence.CERTAIN), source("nitf-afp", Confidence.LIKELY, ["nitf"])], SAMPLE)

    assert "nitf" == name(decision)


def test_at_a_tie_the_preference_decides() -> None:
    """The user's first choice among those at the tie wins."""
    tied = [source(each, Confidence.LIKELY) for each in ("a", "b", "c")]

    assert "b" == name(decide(tied, SAMPLE, ["nobody", "b", "a"]))


@pytest.mark.parametrize("refines", [[[], []], [["b"], ["a"]]])
def test_a_tie_that_nothing_decides_names_both(refines: list[list[str]]) -> None:
    """Two equal bids, also of two that refine each other, are ambiguous; the reason names both."""
    decision = decide([source("a", Confidence.LIKELY, refines[0]), source("b", Confidence.LIKELY, refines[1])], SAMPLE)

    assert decision.winner is None
    assert ["ambiguous"] == codes(decision)
    assert "a and b both claim it as LIKELY" in decision.reasons[0].reason


@pytest.mark.parametrize(
    ("bid", "why"),
    [
        (ValueError("odd"), "sniff raised ValueError: odd"),
        (SystemExit(3), "sniff raised SystemExit: 3"),
        (RecursionError("deep"), "sniff raised RecursionError: deep"),
        (Sour(), "sniff raised Sour: (it cannot say what)"),
        (KeyError("\ud800"), "sniff raised KeyError: '\\ud800'"),
        (UnicodeError("\udfff"), "sniff raised UnicodeError: \\udfff"),
        ("yes", "sniff raised ValueError: 'yes'"),
        (7, "sniff raised ValueError: 7"),
        (Bid("sure", "why"), "sniff raised ValueError: 'sure'"),  # type: ignore[arg-type]
    ],
    ids=repr,
)
def test_a_sniff_that_fails_stops_nobody(bid: Any, why: str) -> None:
    """Whatever sniff raises or answers, the others are asked, and the failure is reported with the source's name."""
    decision = decide([source("odd", bid), source("rss", Confidence.POSSIBLE)], SAMPLE)
    [failed] = [offer for offer in decision.offers if offer.error]

    assert "rss" == name(decision)
    assert (failed.error or "").startswith("odd: " + why)
    assert (failed.error or "").encode()


def test_a_failed_sniff_leaves_the_last_resort_out() -> None:
    """If only the fallback bids beside a failure, the document waits for `retry` rather than be read wrongly."""
    decision = decide([source("odd", ValueError("x")), source("plain-text", Confidence.FALLBACK)], SAMPLE)

    assert decision.winner is None
    assert [("sniff-failed", "odd")] == [(reason.code, reason.source) for reason in decision.reasons]


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\0" * 99, "nothing but NUL bytes"),
        (b"ab\0cd", "binary data"),
        (b"\xef\xbb\xbf <?xml?>", "markup"),
        (b"[1]", "JSON"),
        (b"%PDF-1.7", "a PDF"),
        (b"word", "it begins with b'word'"),
    ],
)
def test_what_nobody_claims_is_described(data: bytes, looks: str) -> None:
    """A document that no source claims has a reason that a person understands."""
    decision = decide([source("rss", None)], Document("a", data).sample())

    assert ["unclaimed"] == codes(decision)
    assert looks in decision.reasons[0].reason


def test_a_sample_is_the_ends_of_a_document() -> None:
    """`sniff` sees the first 64 KiB, the last 4 KiB, the size, and a suffix in lower case."""
    data = bytes(range(256)) * 400
    sample = Document("folder/Story.TXT", data).sample()

    assert (data[: 64 * 1024], data[-4096:], len(data)) == (sample.head, sample.tail, sample.size)
    assert ".txt" == sample.suffix
    assert not sample.whole
    assert SAMPLE.whole


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": "Not A Name"}, r"\$\.name"),
        ({"refines": "nitf"}, r"\$\.refines"),
        ({"libraries": ["lxml", 5]}, r"\$\.libraries\[1\]"),
        ({"version": 2}, r"\$\.version"),
        ({"lossless": "yes"}, r"\$\.lossless"),
    ],
)
def test_a_source_says_what_is_wrong_with_it(change: dict[str, Any], path: str) -> None:
    """A mistake of a plugin's author is named where it is made, not where it hurts."""
    sound: dict[str, Any] = {"name": "rss", "sniff": lambda sample: None, "parse": lambda document: []}
    Source(**sound)

    with pytest.raises(RecordError, match=path):
        Source(**sound | change)


@pytest.mark.parametrize("field", ["sniff", "parse"])
def test_a_source_has_two_functions(field: str) -> None:
    """`sniff` and `parse` can be called."""
    sound: dict[str, Any] = {"name": "rss", "sniff": lambda sample: None, "parse": lambda document: []}

    with pytest.raises(TypeError, match=f"{field}' must be callable"):
        Source(**sound | {field: None})


@pytest.mark.parametrize("answer", [True, False])
def test_yes_and_no_are_no_bids(answer: bool) -> None:
    """A sniff that answers True would else be the last resort, without having said so."""
    decision = decide([source("eager", answer)], SAMPLE)

    assert decision.winner is None
    assert ["sniff-failed"] == codes(decision)
