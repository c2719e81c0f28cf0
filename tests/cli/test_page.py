"""`newsarchive explain --html`: one page that shows the trace in a browser and executes and fetches nothing."""

import colorsys
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest

import newsarchive
from newsarchive.cli import page
from newsarchive.text import lines, terminal_safe
from tests.cli.helpers import TRACED, document, run, traced_plugin
from tests.hostile.corpus import ESCAPES

CHROMIUM = shutil.which("chromium")
STYLE = Path(newsarchive.__file__).parent / "templates" / "trace.css"
SEED = Path(__file__).parents[2] / "seeds" / "000_59bab54dac3cc7ef.txt"
#: What would break out of a text, of an attribute, of the style, or be executed, were it not escaped.
EVIL = (
    "</style></pre><script>alert(1)</script>\"'><img src=x onerror=alert(1)> &lt;b&gt; <!-- ]]> "
    f"<base href=http://evil.example/> {{}} \0 \u202e \u2028 \ufeff {ESCAPES}"
)
MARKUP = "Body of <script>alert(2)</script> &amp; <b onclick=alert(3)>"
#: What a browser would fetch or go to.
_LOADING = {"src", "href", "srcset", "action", "data", "poster", "background", "xlink:href", "http-equiv"}
#: A parser whose every word is hostile.
HOSTILE = TRACED.replace('"head"', "EVIL").replace('"story"', "EVIL").replace('"odd", "an odd line"', "EVIL, EVIL")


@attrs.define
class Element:
    """An element of a page: its name, its attributes and all the text in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""


class Page(HTMLParser):
    """The elements of a page in their order."""

    EMPTY = frozenset({"meta", "img", "base", "link", "input", "br"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in self.EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def find(self, name: str, *classes: str) -> list[Element]:
        """The elements of a name and of all these classes."""
        return [
            each for each in self.elements if each.name == name and {*classes} <= {*each.attributes.get("class", "").split()}
        ]


def in_a_browser(path: Path, folder: Path) -> Page:
    """The page as Chromium has it after loading: what is in its document, scripts run if there are any."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    quiet = ("gpu", "quic", "background-networking", "component-update", "sync", "default-apps", "extensions")
    done = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--no-first-run",
            *(f"--disable-{each}" for each in quiet),
            f"--user-data-dir={folder / 'profile'}",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return Page(done.stdout.decode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hostile document by a hostile plugin, and the pages of it and of a seed, `evil.html` and `seed.html`."""
    folder = tmp_path_factory.mktemp("page")
    traced_plugin(folder / "plugins", HOSTILE, top=f"EVIL = {EVIL!r}")
    document(folder, "acme", f"ACME\nHead\n\n{MARKUP}\nBody {EVIL}.\nodd שלום \n#{EVIL}\n")
    name = "<img src=x onerror=alert(1)>'\"&.own"
    (folder / name).mkdir()
    (folder / "acme.own").rename(folder / name / "acme.own")
    for title, asked in (("evil", f"{name}/acme.own"), ("seed", str(SEED))):
        done = run("explain", "--html", asked, "--plugins-dir", "plugins", cwd=folder)
        assert (0, "") == (done.returncode, done.stderr)
        (folder / f"{title}.html").write_text(done.stdout)
    return folder


@pytest.fixture(scope="module", params=["as it is written", "as a browser has it"])
def pages(request: pytest.FixtureRequest, folder: Path) -> dict[str, Page]:
    """Both pages, parsed here, or by Chromium and then here."""
    paths = {name: folder / f"{name}.html" for name in ("evil", "seed")}
    if request.param == "as it is written":
        return {name: Page(path.read_text()) for name, path in paths.items()}
    return {name: in_a_browser(path, folder / name) for name, path in paths.items()}


def test_the_text_of_the_page_is_the_document(pages: dict[str, Page]) -> None:
    """Line by line, without what the style adds."""
    shown = [line.text for line in pages["seed"].find("span", "line")]

    assert [f"{line.text}\n" for line in lines(SEED.read_text())] == shown


def test_every_field_has_its_span(pages: dict[str, Page]) -> None:
    """With a label, a title that says field, rule and place, and the text that stands there."""
    pieces = pages["seed"].find("span", "piece", "field")
    labelled = {piece.attributes["data-label"]: piece for piece in pieces if "data-label" in piece.attributes}

    assert "Port Ellery votes to rebuild its sea wall" == labelled["1. headline"].text
    assert "1. headline: headline/first-line, codepoints 0-41" == labelled["1. headline"].attributes["title"]
    assert "'A wall for a century'" == labelled["1. body[4]"].text
    assert "O.Byrne" == labelled["1. byline, authors[0].name"].text
    assert [*[f"1. body[{n}]" for n in range(10)]] == [label for label in labelled if label.startswith("1. body")]
    furniture = [piece for piece in pages["seed"].find("span", "piece", "furniture") if "title" in piece.attributes]
    assert ["- ", " -", "- ", " -"] == [piece.text for piece in furniture]


def test_the_legend_leads_to_the_spans(pages: dict[str, Page]) -> None:
    """Each field to the place where it stood; no two elements have the same name."""
    for each_page in pages.values():
        names = [element.attributes["id"] for element in each_page.elements if "id" in element.attributes]
        targets = [element.attributes["href"] for element in each_page.find("a")]

        assert sorted(set(names)) == sorted(names)
        assert targets
        assert {target.removeprefix("#") for target in targets} <= set(names)


def test_hostile_text_is_shown_as_text(pages: dict[str, Page]) -> None:
    """In the document with its escapes, in the legend, in titles, and in the name."""
    evil = pages["evil"]
    safe = terminal_safe(EVIL)
    (missed,) = (each for each in evil.find("span", "piece", "unaccounted") if "title" in each.attributes)

    assert f"{MARKUP}\nBody {safe}.\n" in "".join(line.text for line in evil.find("span", "line"))
    assert f"#{safe}".rstrip() == missed.text
    assert "\\x00" in [mark.text for mark in evil.find("i")]
    assert any(safe in element.attributes.get("title", "") for element in evil.find("span", "piece"))
    assert "<img src=x onerror=alert(1)>'\"&.own/acme.own" == evil.find("h2")[0].text


def test_nothing_is_executed_or_fetched(pages: dict[str, Page]) -> None:
    """No script, no handler, no address but those within the page; and the page forbids them to itself."""
    for each_page in pages.values():
        names = {element.name for element in each_page.elements}
        attributes = {name: value for element in each_page.elements for name, value in element.attributes.items()}
        addresses = [value for element in each_page.elements for name, value in element.attributes.items() if name in _LOADING]

        assert names.isdisjoint({"script", "img", "base", "link", "iframe", "object", "embed", "form", "svg", "b"})
        assert [] == [name for name in attributes if name.startswith("on")]
        assert [] == [each for each in addresses if not each.startswith("#") and each != "Content-Security-Policy"]
        policy = each_page.find("meta")[1].attributes["content"]
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_nothing_that_reorders_or_controls_is_in_the_page(folder: Path) -> None:
    for path in (folder / "evil.html", folder / "seed.html"):
        text = path.read_text()

        assert terminal_safe(text) == text
        assert not re.search(r"url\(|@import|https?:", path.read_text().partition("</style>")[0])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(scheme: str) -> None:
    """WCAG 2.2 AA: a contrast of 4.5 at least, whichever hue a field has."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLE.read_text(), re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): ([^;]+);", light if scheme == "light" else light + dark))
    pairs = [("ink", "paper"), ("faint", "paper"), ("link", "paper"), ("defect-ink", "defect"), ("missed-ink", "missed")]
    pairs += [("ink", "field"), ("tag", "field"), ("link", "field")]
    contrasts = {
        (one, other, hue): contrast(shares(colours[one], hue), shares(colours[other], hue))
        for one, other in pairs
        for hue in range(page._FIRST_HUE, page._FIRST_HUE + page._HUES, 10)
    }

    assert {} == {pair: round(found, 2) for pair, found in contrasts.items() if found < 4.5}


def shares(colour: str, hue: int) -> tuple[float, ...]:
    """Red, green and blue from 0 to 1, of `#rgb`, `#rrggbb`, or saturation and lightness in per cent."""
    if colour.startswith("#"):
        digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
        return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    saturation, lightness = (int(each.removesuffix("%")) / 100 for each in colour.split())
    return colorsys.hls_to_rgb(hue / 360, lightness, saturation)


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2: from 1 to 21."""

    def luminance(colour: tuple[float, ...]) -> float:
        red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
