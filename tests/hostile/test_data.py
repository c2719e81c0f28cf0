"""XML and JSON that mean harm, through the helpers that sources read them with."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsarchive_plugins._json import read_json
from newsarchive_plugins._xml import read_xml, unresolved

from newsarchive import Document, Unreadable

from . import corpus

XML = {name: data for name, data in corpus.markup().items() if name.endswith(".xml")}
JSON = corpus.data()
#: What is said of each; documents that are not here are sound.
OF_XML = {
    "depth 100,000.xml": "depth",
    "billion laughs.xml": "amplification",
    "quadratic.xml": "amplification",
    "never closed.xml": "line 1",
    "comment without end.xml": "Comment",
    "cdata without end.xml": "CDATA",
}
OF_JSON = {
    "depth 100,000.json": "line 1, column 101: nested deeper than 100 levels",
    "depth of objects.json": "nested deeper than 100 levels",
    "the same key twice.json": "the key 'headline' stands twice",
    "no numbers.json": "NaN is no number",
    "half a surrogate.json": "half a surrogate pair",
    "a huge integer.json": "line 1, column 7: a number of more than 100 digits",
    "several values.json": "line 1, column 10: Extra data",
    "cut off.json": "line 1, column 14: Unterminated string",
    "lines.jsonl": "line 2, column 1: Extra data",
}


def said(read: Callable[[], object]) -> str:
    """Why a document cannot be read, or nothing."""
    try:
        read()
    except Unreadable as error:
        return error.message
    return ""


@pytest.mark.parametrize("name", OF_XML)
def test_xml_that_is_refused(name: str) -> None:
    """The reason says where and why."""
    assert OF_XML[name].lower() in said(lambda: read_xml(XML[name])).lower()


def test_entities_are_neither_fetched_nor_expanded() -> None:
    """/etc/passwd stays unread, and the entity is named."""
    root = read_xml(XML["xxe.xml"])

    assert ["&x;"] == list(root.itertext())
    assert ["line 1: the entity &x; is not resolved, and left out"] == [defect.reason for defect in unresolved(root)]


def test_nothing_is_included() -> None:
    """XInclude and external parameter entities are left alone."""
    assert "" == "".join(read_xml(XML["xinclude.xml"]).itertext())
    assert "r" == read_xml(XML["xxe parameter.xml"]).tag


@pytest.mark.parametrize("name", XML)
def test_every_xml_is_read_or_refused_in_time(name: str) -> None:
    """No document takes more than seconds, and none raises anything else."""
    began = time.process_time()
    said(lambda: read_xml(XML[name]))

    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", JSON)
def test_json(name: str) -> None:
    """What is refused is refused with its place; the rest is read."""
    told = said(lambda: read_json(Document(name, JSON[name])))

    assert OF_JSON.get(name, "") in told
    assert (name in OF_JSON) == bool(told)


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:\\u0129d8nulfase. \n', max_size=60).map(str.encode))
def test_json_is_total(data: bytes) -> None:
    """Any bytes are a value or Unreadable."""
    said(lambda: read_json(Document("x", data)))


@given(st.binary(max_size=60) | st.text(alphabet="<>/?![]&;#=\"'ax ", max_size=60).map(str.encode))
def test_xml_is_total(data: bytes) -> None:
    """Any bytes are a document or Unreadable."""
    said(lambda: list(unresolved(read_xml(data))))
