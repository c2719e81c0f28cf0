"""Press reviews of the APA-OnlineManager with one article."""

from collections.abc import Sequence
from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, paragraphs

from .exports import TIMES, captioned, rtf_text, signed

_BODIES = captioned("Die Mole im März.")


_STORIES = st.builds(
    signed,
    st.builds(
        Draft,
        headline=headlines,
        summary=st.none() | paragraphs.map(lambda texts: texts[0]),
        body=_BODIES,
        publisher=st.sampled_from(["Lünehafner Bote", "Österreich"]),
        published=TIMES,
        section=st.none() | st.just("Seite 1"),
        page=st.none() | st.sampled_from(["29", "L4"]),
        edition=st.none() | st.just("Bgld, Ktn, Wi"),
        extra=st.sampled_from([{}, {"kicker": "Der Rat stimmte ab"}, {"issue": "246"}]),
    ),
    st.sampled_from([None, ("Von Ada Birne", ["Ada Birne"]), ("pö", [])]),
)
_TOP = b"{\\rtf1\n{\\info{\\title RTF Datei}{\\author AOMweb}}\n"


def _write(story: Draft) -> bytes:
    date = story.published
    assert isinstance(date, PartialDate)
    time = f" {date.hour:02}:{date.minute:02} Uhr" if date.hour is not None else ""
    issue = f" Nr. {story.extra['issue']}" if "issue" in story.extra else ""
    page = f" Seite: {story.page}" if story.page else ""
    blocks = [block for block in story.body if isinstance(block, Block)]
    above = [(f'"{story.publisher}"{issue} vom {date.day:02}.{date.month:02}.{date.year:04}{time}{page}', "i")]
    above += [(f"Ressort: {story.section}", "i")] if story.section else []
    above += [(text, "i") for text in (story.edition, story.byline) if text]
    above += [(story.extra["kicker"], "i0")] if "kicker" in story.extra else []
    above += [(str(story.headline), "b")]
    above += [(story.summary, "b")] if story.summary else []
    lines = [*above, *((block.text, "i" if block.kind == "caption" else "i0") for block in blocks)]
    said = "".join(f"{{\\{look} {rtf_text(text)}\\par}}\\par\n" for text, look in lines)
    return _TOP + said.encode("ascii") + b"}\n"


def _joined(several: Sequence[bytes]) -> bytes:
    """Sections of one file."""
    groups = [data.strip().removeprefix(b"{\\rtf1").removesuffix(b"}") for data in several]
    return b"{\\rtf1" + b"\\sect\n".join(groups) + b"}\n"


APA_RTF = Format(
    source="apa-rtf",
    samples=files("newsarchive_plugins") / "samples/apa-rtf",
    renderer=Renderer(_STORIES, _write),
    join=_joined,
    says=None,  # what a stretch says depends on the groups around it
)
