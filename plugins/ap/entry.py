"""An entry of AP WebFeeds: Atom with the management (`apnm`) and the metadata (`apcm`) of the story, and its text in NITF."""

from collections.abc import Iterator
from typing import Any

from newsarchive import Author, Dateline, Defect, Draft, NotArticle, Notice, Subject
from newsarchive.text import said

from .._atom import AtomEntry, blocks_of_content
from .._iptc import STATUS, urgency_of
from .._names import signers
from .._nitf import Nitf

_MANAGEMENT = "NewsManagement"
_METADATA = "ContentMetadata"
#: apcm, `EntityClassification/@Authority`.
_ENTITIES = {
    "ap party": "people",
    "ap person": "people",
    "ap organization": "organisations",
    "ap company": "organisations",
    "ap geography": "places",
}
_CATEGORY = "ap category code"
#: What is read of the two; the rest is kept.
_READ = {
    _MANAGEMENT: frozenset(
        (
            *("ManagementId", "ManagementSequenceNumber", "PublishingReleaseDateTime", "PublishingStatus"),
            *("PublishingSpecialInstructions", "Instruction"),
        )
    ),
    _METADATA: frozenset(
        (
            *(
                "HeadLine",
                "SlugLine",
                "CopyrightLine",
                "Provider",
                "CreditLine",
                "Keywords",
                "Priority",
                "ByLine",
                "ByLineTitle",
            ),
            *("DateLine", "SubjectClassification", "EntityClassification"),
        )
    ),
}


def read_entry(element: Any) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """What an entry holds."""
    yield from _Entry(element).found("an entry with neither a title nor a text")


class _Entry(AtomEntry):
    """One entry."""

    def __init__(self, element: Any) -> None:
        super().__init__("ap-atom", element)
        self._management()
        self._words()
        self._signed()
        self._subjects()
        self._content()
        self.one_date()
        for path, read in _READ.items():
            self.keep_rest(path, read)

    def _management(self) -> None:
        identifier = self.text(f"{_MANAGEMENT}/ManagementId")
        identifiers = {**({"ManagementId": identifier} if identifier else {}), **(self.get("identifiers") or {})}
        self.set("identifiers", identifiers, "ManagementId", f"{_MANAGEMENT}/ManagementId")
        self.take("version", f"{_MANAGEMENT}/ManagementSequenceNumber")
        self.date("embargoed", f"{_MANAGEMENT}/PublishingReleaseDateTime")
        if "embargoed" in self and "published" in self and not self.values["embargoed"] > self.values["published"]:
            self.drop("embargoed")
        word = self.text(f"{_MANAGEMENT}/PublishingStatus")
        status = STATUS.get(word.lower()) if word else None
        if word and word.lower() == "embargoed":
            status = "usable" if "embargoed" in self else "withheld"
        elif word and status is None:
            self.keep("PublishingStatus", word)
            self.defect("unknown-status", f"PublishingStatus is {word!r:.60}, which is none of AP's")
        if (self.text(f"{_MANAGEMENT}/ManagementType") or "").lower() in ("cancel", "delete", "kill"):
            status = "canceled"
        self.set("status", status, "PublishingStatus", f"{_MANAGEMENT}/PublishingStatus")
        notes = self.all(f"{_MANAGEMENT}/PublishingSpecialInstructions") + self.all(f"{_MANAGEMENT}/Instruction")
        self.set("note", "\n".join(filter(None, map(said, notes))), "Instruction", f"{_MANAGEMENT}/Instruction")

    def _words(self) -> None:
        for field, name in (
            ("headline", "HeadLine"),
            ("slugline", "SlugLine"),
            ("copyright", "CopyrightLine"),
            ("publisher", "Provider"),
            ("credit", "Source"),
            ("credit", "CreditLine"),
        ):
            self.take(field, f"{_METADATA}/{name}")
        if "summary" not in self:
            self.take("summary", f"{_METADATA}/ExtendedHeadLine")
        keywords = [*map(said, self.all(f"{_METADATA}/Keywords")), *(self.get("keywords") or [])]
        self.set("keywords", list(dict.fromkeys(filter(None, keywords))), "Keywords", f"{_METADATA}/Keywords")
        rank = self.attribute(f"{_METADATA}/Priority", "Numeric") or self.text(f"{_METADATA}/Priority") or ""
        if (urgency := urgency_of(rank)) is not None:
            self.set("urgency", urgency, "Priority", f"{_METADATA}/Priority/@Numeric")
        else:
            self.keep("Priority", rank)
        self.keep("Priority.Legacy", self.attribute(f"{_METADATA}/Priority", "Legacy"))

    def _signed(self) -> None:
        bylines = [each for each in self.all(f"{_METADATA}/ByLine") if said(each)]
        title = self.text(f"{_METADATA}/ByLineTitle")
        self.set("byline", "\n".join(map(said, bylines)), "ByLine", f"{_METADATA}/ByLine")
        named = [(name, each.get("Title") or title) for each in bylines for name in signers(said(each))]
        self.set("authors", [Author(name, role=role) for name, role in named], "ByLine", f"{_METADATA}/ByLine")
        if text := self.text(f"{_METADATA}/DateLine"):
            city = self.text(f"{_METADATA}/DateLineLocation/City") or text.partition(",")[0].strip()
            self.set("dateline", Dateline(text, place=city or None), "DateLine", f"{_METADATA}/DateLine")

    def _subjects(self) -> None:
        subjects: list[Subject] = []
        named: dict[str, list[str]] = {}
        for kind in ("SubjectClassification", "EntityClassification"):
            for each in self.all(f"{_METADATA}/{kind}"):
                code, name, authority = (each.get(attribute) or None for attribute in ("Id", "Value", "Authority"))
                field = _ENTITIES.get((authority or "").lower())
                if field is not None and name:
                    named.setdefault(field, []).append(name)
                    if code:
                        self.extra.setdefault(kind, []).append(dict(each.attrib))
                elif code or name:
                    category = (authority or "").lower() == _CATEGORY
                    code, name = (code or name, name if code and name != code else None) if category else (code, name)
                    subjects.append(Subject(scheme=authority, code=code, name=name))
        self.set("subjects", list(dict.fromkeys(subjects)), "SubjectClassification", f"{_METADATA}/SubjectClassification")
        for field, names in named.items():
            self.set(field, list(dict.fromkeys(names)), "EntityClassification", f"{_METADATA}/EntityClassification")

    def _content(self) -> None:
        """NITF in no namespace or in Atom's, XHTML, or text."""
        content = self.one("content")
        story = next(content.iter("{*}nitf"), None) if content is not None else None
        if story is not None:
            self.fill(Nitf(story))
        else:
            self.set("body", blocks_of_content(content), "content", "content")
