"""Saved pages: written by the library `email`."""

import email.policy
from email.message import EmailMessage
from importlib.resources import files

import attrs
from hypothesis import strategies as st

from newsarchive import Part
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines


@attrs.frozen
class Page(Part):
    """A page, the encoding of its text, and whether a picture is saved with it."""

    how: str = "quoted-printable"
    picture: bool = True


def _page(title: str, how: str, picture: bool) -> Page:
    html = f"<html><head><title>{title}</title></head><body><p>{title}</p></body></html>\n"
    return Page("page.html", html.encode(), how=how, picture=picture)


def _write(page: Page) -> bytes:
    message = EmailMessage(policy=email.policy.default)
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://news.example.org/wall"
    message.set_content(page.data.decode(), subtype="html", cte=page.how)
    if page.picture:
        message.add_related(b"GIF89a", "image", "gif")
    else:
        message.make_related()
    message.set_boundary("----MultipartBoundary--ab12----")
    return message.as_bytes()


MHTML = Format(
    source="mhtml",
    samples=files("newsarchive_plugins") / "samples/mhtml",
    renderer=Renderer(
        st.builds(_page, headlines, st.sampled_from(["quoted-printable", "base64", "8bit"]), st.booleans()), _write
    ),
    says=None,
)
