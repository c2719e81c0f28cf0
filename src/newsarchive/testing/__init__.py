"""The kit for people who write source plugins. It needs Hypothesis and pytest: `pip install 'newsarchive[test]'`."""

from .format import Format, Renderer, formats

__all__ = ["Format", "Renderer", "formats"]
