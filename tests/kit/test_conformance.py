"""The sound sources do what every source has to do."""

from newsarchive.testing import Conformance

from .formats import BULLETIN, EXPORT, FEED, FRAMED, SOURCES


class TestBulletin(Conformance):
    format = BULLETIN
    plugin = SOURCES / "bulletin_xml.py"


class TestFeed(Conformance):
    format = FEED
    plugin = SOURCES / "feed_json.py"


class TestExport(Conformance):
    format = EXPORT
    plugin = SOURCES / "many_text.py"


class TestFramed(Conformance):
    format = FRAMED
    plugin = SOURCES / "framed.py"
