"""Digests of BZK with one clipping, as a folder of Notes."""

from html import escape
from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines, paragraphs

from .exports import says_page

_STORIES = st.builds(
    Draft,
    headline=headlines,
    body=st.just([]) | paragraphs.map(lambda texts: [Block("paragraph", texts[0])]),
    publisher=st.none() | st.sampled_from(["De Kustbode", "Het Eiland"]),
    published=st.none() | st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
    page=st.none() | st.sampled_from(["12", "4,5"]),
    identifiers=st.integers(0, 16**32 - 1).map(lambda number: {"notes-unid": f"{number:032X}"}),
    extra=st.sampled_from([{}, {"own-article": "Eigen artikel"}]),
)


def _span(name: str, text: str | None) -> str:
    return f'<span id="{name}">{escape(text)}</span> / ' if text else ""


def _write(story: Draft) -> str:
    date = story.published
    day = f"{date.day:02}-{date.month:02}-{date.year:04}" if isinstance(date, PartialDate) else None
    intro = " ".join(escape(block.text) for block in story.body if isinstance(block, Block))
    return "\n".join(
        [
            '<html><head><title>Werkmap</title><link href="/a/knipsels.nsf/style.css"></head><body><div id="articleTable">',
            f'<DIV  id="r33_1"><input type="checkbox" name="newsel" value="{story.identifiers["notes-unid"]}">',
            f'<span id="articleTitle"><a href="/">{escape(str(story.headline))}</span><br>',
            _span("ownArticle", story.extra.get("own-article")) + _span("sourceTitle", story.publisher),
            _span("articleDate", day) + _span("articlePage", f"pagina {story.page}" if story.page else None),
            f'<p><span id="articleIntro">{intro}</span></p></DIV></div></body></html>\n',
        ]
    )


BZK_HTML = Format(
    source="bzk-html",
    samples=files("newsarchive_plugins") / "samples/bzk-html",
    renderer=Renderer(_STORIES, _write),
    line_ends=("\n", "\r\n"),
    says=says_page,
)
