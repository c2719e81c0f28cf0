"""Exports of Europresse as HTML with one article, in the layout of 2014."""

from html import escape
from importlib.resources import files

from hypothesis import strategies as st

from newsarchive import Block, Draft, PartialDate
from newsarchive.testing import Format, Renderer
from newsarchive.testing.strategies import headlines

from .exports import captioned, says_page, signed

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
    *("août", "septembre", "octobre", "novembre", "décembre"),
)
_SIGNED = st.sampled_from(
    [None, ("Ada Byrne", ["Ada Byrne"]), ("Ada Byrne et Jean d'Arcy", ["Ada Byrne", "Jean d'Arcy"]), ("AB", [])]
)
_BODIES = captioned("La digue en mars.")


_STORIES = st.builds(
    signed,
    st.builds(
        Draft,
        headline=headlines,
        body=_BODIES,
        publisher=st.sampled_from(["Le Courrier des Îles", "Island Courier (web)"]),
        published=st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
        section=st.none() | st.just("Ports, quais et digues"),
        page=st.none() | st.sampled_from(["16", "MDE6"]),
        note=st.none() | st.just("(Lire page 3.)"),
        copyright=st.none() | st.just("© 2024 Le Courrier. Tous droits réservés."),
        identifiers=st.just({}) | st.just({"europresse": "news·20241205·CI·0q15_12"}),
        url=st.none() | st.just("https://courier.example/wall"),
        extra=st.fixed_dictionaries(
            {},
            optional={
                "issue": st.just("no. 18959"),
                "rubric": st.just("LITTORAL"),
                "kicker": st.just("Lune"),
                "sourcecode": st.just("CI"),
                "export-date": st.just("2025-01-07"),
            },
        ),
    ),
    _SIGNED,
)


def _write(story: Draft) -> str:
    date = story.published
    assert isinstance(date, PartialDate)
    header = [story.section, f"mardi {date.day} {_MONTHS[(date.month or 1) - 1]} {date.year:04}"]
    header += [f"p. {story.page}"] if story.page else []
    name = ", ".join(filter(None, [story.publisher, story.extra.get("issue")]))
    blocks = [block for block in story.body if isinstance(block, Block)]
    texts = "".join(f"<p>{escape(block.text)}</p>" for block in blocks if block.kind == "paragraph")
    captions = "".join(f"<p>{block.text}</p>" for block in blocks if block.kind == "caption")
    extra = story.extra
    lines = [
        "<!DOCTYPE html><html><head><style>.DocPublicationName{background:url('http://nouveau.eureka.cc/a')}</style></head><body>",
        "<article><header>",
        f'<img sourcecode="{extra["sourcecode"]}" src="a.gif"/>' if "sourcecode" in extra else "",
        f'<div><span class="DocPublicationName">{name}</span></div>',
        f'<div><span class="DocHeader">{", ".join(filter(None, header))}</span></div>',
        f"<div><p>{extra['rubric']}</p></div>" if "rubric" in extra else "",
        '<div class="titreArticle">',
        f"<p class='sm-margin-bottom'>{extra['kicker']}</p>" if "kicker" in extra else "",
        f'<p class="titreArticleVisu">{escape(str(story.headline))}</p></div>',
        f"<div>{escape(story.byline)}</div>" if story.byline else "",
        f"</header><section><div class='docOcurrContainer'>{texts}</div></section><aside>",
        f"<div><p><b>Illustration(s) : </b></p>{captions}</div>" if captions else "",
        f"<div><b>Note(s) : </b><p>{story.note}</p></div>" if story.note else "",
        f'<div class="Doc-UrlRef"><a href="{story.url}"></a></div>' if story.url else "",
        "</aside><footer>",
        f"<small>{story.copyright}</small>" if story.copyright else "",
        "".join(f"<p>Numéro de document : {number}</p>" for number in story.identifiers.values()),
        f'<span id="PubliC_lblEndDate">{extra["export-date"]}</span>' if "export-date" in extra else "",
        "</footer></article></body></html>",
    ]
    return "\n".join(filter(None, lines)) + "\n"


EUROPRESSE_HTML = Format(
    source="europresse-html",
    samples=files("newsarchive_plugins") / "samples/europresse-html",
    renderer=Renderer(_STORIES, _write),
    join=b"\n".join,
    line_ends=("\n", "\r\n"),
    byte_order_mark=True,
    says=says_page,
    derived={"page", "section"},  # of several elements, in the old layout
)
