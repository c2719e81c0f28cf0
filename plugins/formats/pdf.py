"""PDF: a page with a headline and paragraphs, set in lines."""

import textwrap

from hypothesis import strategies as st

from newsarchive import Block, Draft
from newsarchive.testing import Format, Renderer

from .office import SAMPLES, blocks

_COLUMNS = 60
_WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8)
_SENTENCES = st.lists(_WORD, min_size=3, max_size=40).map(lambda words: " ".join(words).capitalize() + ".")
_HEADLINES = st.lists(_WORD, min_size=2, max_size=5).map(lambda words: " ".join(words).capitalize())
_STORIES = st.builds(
    Draft,
    headline=_HEADLINES,
    body=st.lists(_SENTENCES.map(lambda text: Block("paragraph", text)), min_size=1, max_size=5),
    keywords=st.lists(_WORD, max_size=2, unique=True),
    extra=st.just({}) | _HEADLINES.map(lambda name: {"creator": name}),
)


def _content(story: Draft) -> str:
    """Operators (ISO 32000-1, 9.4): each line at its place, 12 points below the one before, 24 after a paragraph."""
    y = 760
    shown = [f"BT /F1 24 Tf 1 0 0 1 72 {y} Tm ({story.headline}) Tj ET"]
    for block in blocks(story):
        y -= 12
        for line in textwrap.wrap(block.text, _COLUMNS):
            y -= 12
            shown.append(f"BT /F1 10 Tf 1 0 0 1 72 {y} Tm ({line}) Tj ET")
    return "\n".join(shown)


def _write(story: Draft) -> bytes:
    content = _content(story)
    info = f"/Keywords ({', '.join(story.keywords)})" if story.keywords else ""
    info += f"/Author ({story.extra['creator']})" if story.extra else ""
    objects = [
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
        f"<<{info}>>",
    ]
    data = "%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n"
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
    trailer = f"trailer\n<</Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return (data + table + trailer).encode("ascii")


PDF = Format(source="pdf", samples=SAMPLES / "pdf", renderer=Renderer(_STORIES, _write), says=None)
