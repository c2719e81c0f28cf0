"""The tree of NewsComponents of a NewsItem: which texts it has, in which languages, and which pictures with which captions.

NewsML 1.2, NewsComponent: contains NewsItems and NewsItemRefs, or NewsComponents, or ContentItems, which are equivalent to one
another where it says `EquivalentsList="yes"`, and else complement each other. Role says what each is for. All that is inherited
goes from the outside in.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import cycle
from typing import Any

import attrs

from newsarchive.text import said

from .content import Content, Picture
from .values import XML_LANG, Parts, first, folded, formal, language_of, parts_of

#: Roles of the IPTC's set (Main, Supporting, Caption, …) and of agencies. What is none of them is `other`.
_ROLES = {
    **dict.fromkeys(("", "main", "maintext", "text", "body", "story", "article", "content", "maincontent"), "main"),
    **dict.fromkeys(("lead", "lede", "intro"), "lead"),
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("subtitle", "subheadline", "subhead"), "subtitle"),
    **dict.fromkeys(("abstract", "summary", "synopsis", "teaser"), "summary"),
    **dict.fromkeys(("caption", "photocaption", "picturecaption", "legend"), "caption"),
    **dict.fromkeys(("supporting", "supplementary", "supplement", "sidebar", "background", "box", "annotation"), "beside"),
    **dict.fromkeys(("stylesheet", "thumbnail", "preview", "quicklook", "icon", "metadata"), "none"),
    **dict.fromkeys(("photo", "picture", "mainpicture", "image", "graphic", "video", "audio", "animation", "logo"), "media"),
}
#: Texts that tell the story; others stand with it.
_STORY = frozenset(("main", "lead", "beside", "other"))
#: Nobody writes an item in more languages: then they mean nothing.
_LANGUAGES = 64
_CAPTIONS = ("caption", "photocaption", "picturecaption", "legend")


@attrs.define(eq=False)
class Text:
    """A text: what role it plays, in which language, and where it stands."""

    content: Content
    component: "Component"
    role: str
    language: str | None
    branch: object = None  #: what holds it among the contents of the component that is looked at


@attrs.define(eq=False)
class Component:
    """A NewsComponent, and what is gathered within it."""

    above: "Component | None"
    parts: Parts
    role: str
    language: str | None
    equivalents: bool
    texts: list[Text] = attrs.Factory(list)
    captions: list[Text] = attrs.Factory(list)
    pictures: list[Picture] = attrs.Factory(list)
    spare: list[Text] = attrs.Factory(list)  #: captions beyond those of its pictures, in other languages mostly
    _lines: Parts | None = None

    @property
    def pictured(self) -> bool:
        """Whether it stands within a picture."""
        return self.above is not None and _ROLES.get(self.above.role) == "media"

    @property
    def lines(self) -> Parts:
        """Its NewsLines."""
        if self._lines is None:
            self._lines = parts_of(*self.parts.get("newslines", ()))
        return self._lines

    def path(self) -> Iterator["Component"]:
        """From this one outwards."""
        found: Component | None = self
        while found is not None:
            yield found
            found = found.above

    def typed_lines(self) -> Iterator[tuple[str, list[Any]]]:
        """NewsLines of types of the provider's own, each with its texts."""
        for line in self.lines.get("newsline", ()):
            parts = parts_of(line)
            yield first(parts, "newslinetype"), parts.get("newslinetext", [])

    def gather(self) -> None:
        """Its own contents, in front of what its components hold; then what belongs together."""
        role = _ROLES.get(self.role, "other")
        for several in (self.texts, self.captions, self.pictures, self.spare):
            several.reverse()
        own = [Content(element) for element in self.parts.get("contentitem", ())]
        texts = [Text(content, self, role, self.language, content) for content in own if content.kind == "text"]
        if len(texts) > 1 and len({text.content.rank for text in texts}) > 1:
            texts = _best(texts)  # one text in several formats, whether it says so or not
        if role in ("caption", "media"):
            self.captions = [*texts, *self.captions]
        elif role != "none":
            self.texts = [*texts, *self.texts]
        self.pictures = [
            *(each.picture(self.role, self.language) for each in own if each.kind not in ("text", "")),
            *self.pictures,
        ]
        if self.equivalents:
            self.texts = _best(self.texts)
        if self.equivalents or role == "media" or own:
            self.pictures = _largest(self.pictures)
        self._caption()
        if self.above is not None:
            self.above._take(self)

    def _take(self, below: "Component") -> None:
        """What a component holds that is gathered before those in front of it: so all stands there backwards."""
        for text in below.texts:
            text.branch = below
        self.texts += reversed(below.texts)
        self.captions += reversed(below.captions)
        self.pictures += reversed(below.pictures)
        self.spare += reversed(below.spare)

    def _caption(self) -> None:
        """Captions go to the pictures beside them: one to each, or one to all. NewsLines of a picture are its own."""
        bare = [picture for picture in self.pictures if picture.caption is None]
        if bare and self.captions:
            for picture, text in zip(bare, self.captions if len(self.captions) > 1 else cycle(self.captions), strict=False):
                picture.caption = text.content.said.text or None
            self.spare += self.captions[len(bare) :]
            self.captions = []
        if not self.pictures or any(text.role in _STORY for text in self.texts):
            return
        said_of = [text for kind, texts in self.typed_lines() if folded(kind) in _CAPTIONS for text in texts]
        if self.above is not None:  # else it is the headline of an item that is a picture
            said_of += self.lines.get("headline", ())
        caption = next(filter(None, map(said, said_of)), None)
        credit = next(filter(None, map(said, [*self.lines.get("creditline", ()), *self.lines.get("byline", ())])), None)
        for picture in self.pictures:
            picture.caption = picture.caption or caption
            picture.credit = picture.credit or credit


@attrs.define(eq=False)
class Item:
    """A NewsItem: its own parts, its components in the document's order, the items that it refers to."""

    element: Any
    parts: Parts
    language: str | None
    components: list[Component] = attrs.Factory(list)
    references: list["str | Item"] = attrs.Factory(list)

    def gather(self) -> None:
        """What its components hold, from the inside out."""
        for component in reversed(self.components):
            component.gather()

    @cached_property
    def tops(self) -> list[Component]:
        return [component for component in self.components if component.above is None]

    @property
    def texts(self) -> list[Text]:
        return [text for top in self.tops for text in top.texts]

    @property
    def captions(self) -> list[Text]:
        return [text for top in self.tops for text in top.captions]

    @property
    def spare(self) -> list[Text]:
        return [text for top in self.tops for text in top.spare]

    @property
    def pictures(self) -> list[Picture]:
        return [picture for top in self.tops for picture in top.pictures]

    def versions(self) -> list[list[Text]]:
        """The texts of the story, once for each language; an empty list if it has none.

        What has no language goes with the first that has one. Where one text is the main one, others stand beside it.
        """
        told = [text for text in self.texts if text.role in _STORY]
        spoken: dict[str | None, list[Text]] = {text.language: [] for text in told if text.language}
        otherwise = next(iter(spoken), None)
        for text in told:
            spoken.setdefault(text.language or otherwise, []).append(text)
        if len(spoken) > _LANGUAGES:
            spoken = {otherwise: told}
        for texts in spoken.values():
            if not any(text.role == "main" for text in texts):
                for text in texts:
                    text.role = "main" if text.role in ("other", "beside") else text.role
        return list(spoken.values())


def items_of(root: Any) -> list[Item]:
    """The NewsItems of a document, also those within others, with what their components hold."""
    known: dict[Any, Item | Component] = {}
    owners: dict[Component, Item] = {}
    found: list[Item] = []
    for element in root.iter("{*}NewsItem", "{*}NewsComponent"):
        above = element.getparent()
        while above is not None and above not in known:
            above = above.getparent()
        holder = known.get(above)
        owner = owners[holder] if isinstance(holder, Component) else holder
        parts = parts_of(element)
        if element.tag.endswith("NewsItem"):
            item = Item(element, parts, language_of(element.get(XML_LANG)))
            if owner is not None:
                owner.references.append(item)
            managed = parts_of(*parts.get("newsmanagement", ()))
            item.references += [each.get("NewsItem") or "" for each in managed.get("associatedwith", ())]
            found.append(item)
            known[element] = item
        elif owner is not None and holder is not None:
            component = _component(element, parts, holder)
            owner.components.append(component)
            owner.references += [each.get("NewsItem") or "" for each in parts.get("newsitemref", ())]
            known[element] = component
            owners[component] = owner
    for item in found:
        item.gather()
    return found


def _component(element: Any, parts: Parts, holder: Item | Component) -> Component:
    """A component with the role and the language that it has or inherits."""
    above = holder if isinstance(holder, Component) else None
    role = folded(first(parts, "role")) or (above.role if above is not None else "")
    language = language_of(element.get(XML_LANG))
    if language is None:
        described = parts_of(*parts.get("descriptivemetadata", ())).get("language", ())
        language = next(filter(None, (language_of(formal(each)) for each in described)), holder.language)
    return Component(above, parts, role, language, (element.get("EquivalentsList") or "").strip().lower() == "yes")


def _best(texts: list[Text]) -> list[Text]:
    """Of equivalents the one that says most, in each language."""
    ranks: dict[str | None, tuple[int, object]] = {}
    for text in texts:
        if text.role in _STORY and text.content.rank < ranks.get(text.language, (9, None))[0]:
            ranks[text.language] = (text.content.rank, text.branch)
    return [text for text in texts if text.role not in _STORY or ranks[text.language][1] is text.branch]


def _largest(pictures: list[Picture]) -> list[Picture]:
    """The largest rendition of each kind."""
    largest: dict[str, Picture] = {}
    for picture in pictures:
        if picture.kind not in largest or picture.size > largest[picture.kind].size:
            largest[picture.kind] = picture
    return list(largest.values())
