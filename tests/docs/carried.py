"""Which fields each format can carry: the table of docs/reference/round-trips.md, out of what the renderers draw.

`python -m tests.docs.carried` writes it anew. That what is written is read back is held by the conformance kit.
"""

from collections.abc import Iterable
from functools import cache

import attrs
from hypothesis import HealthCheck, Phase, given, settings

from newsarchive import Draft, NotArticle, Notice, Part
from newsarchive.testing import Renderer, formats

from .support import DOCS

PAGE = DOCS / "reference" / "round-trips.md"
_MARK = "<!-- the table: python -m tests.docs.carried -->\n"
_NOT_FIELDS = ("evidence", "furniture", "span", "extra")
_OTHERS = {Notice: "notices", NotArticle: "what is no article", Part: "documents"}


@cache
def carried(renderer: Renderer) -> tuple[set[str], set[str]]:
    """The fields that some of the drawn items state, and what else than drafts is drawn."""
    found: set[str] = set()
    others: set[str] = set()

    @settings(
        max_examples=100, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(renderer.items)
    def gather(item: object) -> None:
        if isinstance(item, Draft):
            stated = {field.name: getattr(item, field.name) for field in attrs.fields(Draft)}
            found.update(name for name, value in stated.items() if value and name not in _NOT_FIELDS)
        else:
            others.update(name for kind, name in _OTHERS.items() if isinstance(item, kind))

    gather()
    return found, others


def table() -> str:
    """A row a format that is written; fields in the order of the record."""
    order = [field.name for field in attrs.fields(Draft)]
    rows = ["| source | fields |", "|---|---|"]
    for source, format_ in sorted(formats().items()):
        if format_.renderer is None:
            continue
        found, others = carried(format_.renderer)
        rows.append(f"| `{source}` | {_listed([*sorted(found, key=order.index)], sorted(others))} |")
    return "\n".join(rows) + "\n"


def _listed(fields: Iterable[str], others: Iterable[str]) -> str:
    return ", ".join([*(f"`{name}`" for name in fields), *others])


def page() -> str:
    """The page with its table as it is now."""
    before, mark, _ = PAGE.read_text("utf-8").partition(_MARK)
    assert mark, f"{PAGE} has lost the line {_MARK!r}"
    return f"{before}{mark}\n{table()}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(table(), end="")
