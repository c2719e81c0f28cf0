"""The kit for people who write source plugins. It needs Hypothesis and pytest: `pip install 'newsarchive[test]'`."""

from .conformance import Conformance
from .failure import ConformanceError
from .format import Format, Renderer, as_it_stands, formats

__all__ = ["Conformance", "ConformanceError", "Format", "Renderer", "as_it_stands", "formats"]
