"""The table of what survives a round trip is what the renderers draw."""

from . import carried


def test_the_table_is_what_the_renderers_draw() -> None:
    """docs/reference/round-trips.md names each format that can be written, and every field that it carries."""
    assert carried.page() == carried.PAGE.read_text("utf-8")
