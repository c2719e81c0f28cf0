"""Pages that Safari saved, as property lists in both forms."""

import plistlib
from importlib.resources import files

import attrs
from hypothesis import strategies as st

from newsarchive import Part
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines


@attrs.frozen
class Saved(Part):
    """A page and the form of its property list."""

    form: plistlib.PlistFormat = plistlib.FMT_BINARY


def _page(title: str, form: plistlib.PlistFormat) -> Saved:
    return Saved("page.html", f"<html><body><p>{title}</p></body></html>".encode(), "text/html", form=form)


def _write(page: Saved) -> bytes:
    main = {
        "WebResourceData": page.data,
        "WebResourceMIMEType": page.media_type,
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": "https://news.example/wall",
        "WebResourceFrameName": "",
    }
    return plistlib.dumps({"WebMainResource": main}, fmt=page.form)


SAFARI_WEBARCHIVE = Format(
    source="safari-webarchive",
    samples=files("newsarchive_plugins") / "samples/safari-webarchive",
    renderer=Renderer(st.builds(_page, headlines, st.sampled_from(plistlib.PlistFormat)), _write),
    says=None,
)
