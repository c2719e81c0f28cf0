"""Factiva's pages: one article, as a table of its fields or with its header line by line."""

import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

from newsarchive.testing import Format, Renderer

from .factiva import STORIES, Page, rows, says

_HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"/>
<title>Factiva</title>
</head>
<body class=''><div id="navcontainer" class="fcpNavContainer"><h1>Factiva</h1></div>
<form name="PageBaseForm"><div id="contentLeft"><span></span>"""
_FOOT = """</div><div id="pageFooter"><span class="copyright">&copy; 2021 Factiva, Inc. All rights reserved.</span></div></form>
</body>
</html>
"""
_ARTICLE = re.compile(rb'<div class="article .*(?=<div id="pageFooter">)', re.DOTALL)


def _cell(code: str, value: Any) -> str:
    if code == "HD":
        value = f"<b class='enHeadline'>{escape(value)}</b>\n"
    elif code in ("LP", "TD"):
        value = "\n".join(f'<p class="articleParagraph enarticleParagraph">{escape(text)}</p>' for text in value)
    else:
        value = f"<br/>{escape(value)}"
    return f'<tr><td align="right" valign="top" class="index"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>'


def _line(code: str, value: Any) -> str:
    if code == "HD":
        return f'<div id="hd" ><b class="enHeadline">{escape(value)}</b>\n</div>'
    if code in ("LP", "TD"):
        return "</p>" + "\n".join(f'<p class="articleParagraph enarticleParagraph">{escape(text)}</p>' for text in value)
    if code == "BY":
        return f'<div class="author">{escape(value)}   </div>'
    return f"<p>{escape(value)}</p>" if code in ("PUB", "AN") else f"<div>{escape(value)}</div>"


def _write(page: Page) -> str:
    shown = "".join((_cell if page.indexed else _line)(code, value) for code, value in rows(page))
    inside = f'<table cellpadding="1">{shown}</table><br/>' if page.indexed else f"<p>\n{shown}"
    return f'{_HEAD}<div class="article {page.language}Article">{inside}</div><br/>{_FOOT}'


def _joined(documents: Sequence[bytes]) -> bytes:
    """One page with the articles of all."""
    articles = [match[0].rstrip().removesuffix(b"</div>") for data in documents if (match := _ARTICLE.search(data))]
    return _HEAD.encode() + b"<span></span>".join(articles) + _FOOT.encode()


FACTIVA_HTML = Format(
    source="factiva-html",
    samples=files("newsarchive_plugins") / "samples/factiva-html",
    renderer=Renderer(STORIES, _write),
    join=_joined,
    encodings=("utf-8", "utf-16"),
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=says,
)
