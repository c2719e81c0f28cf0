"""NITF 2.5 to 3.6 (IPTC): one story, as a document of its own or within NewsML and Atom. Names in any namespace."""

from collections.abc import Iterator
from typing import Any

from newsarchive import Block, Defect, Draft, NotArticle, Notice, PartialDate
from newsarchive.text import KINDS, markup_blocks, said

from ._iptc import STATUS, urgency_of
from ._nitf_values import authors_of, classifier_of, date_of, dateline_of, descendants, distinct, media_of, place_of, subject_of
from ._xml_fields import XmlFields

#: What the elements of `body.content` are, beside those of XHTML.
NITF_KINDS = {
    **KINDS,
    "hl1": "crosshead",
    "hl2": "crosshead",
    "bq": "quote",
    "media-caption": "caption",
    "media-producer": "credit",
    "note": "note",
    "fn": "note",
    "credit": "credit",
    "tagline": "credit",
}
#: `docdata/@management-status` and `@management-idref-status`, and what agencies write there.
_STATUS = {
    **STATUS,
    "embargoed": "usable",
    "held": "withheld",
    "kill": "canceled",
}
_TERMS = ("type", "limitations")


def read_nitf(root: Any) -> Iterator[Draft | Notice | NotArticle | Defect]:
    """What a `nitf` element holds: an article or a notice, what of it cannot be read, and what it says of another story."""
    nitf = Nitf(root)
    of_another = nitf.of_another()
    for each in nitf.found("it has neither a headline nor a body"):
        if of_another is None or not isinstance(each, NotArticle):
            yield each
    if of_another is not None:
        yield of_another


class Nitf(XmlFields):
    """One story: what the element `nitf` states, for NITF and for formats that hold it."""

    def __init__(self, root: Any) -> None:
        super().__init__("nitf", root)
        self._docdata()
        self._subjects()
        self._rights()
        self._head()
        self._publication()
        self._body_head()
        self._body()

    def date_of(self, text: str) -> PartialDate | None:
        return date_of(text)

    def of_another(self) -> Notice | None:
        """The kill or the hold of another document, or None."""
        docdata = self.one("head/docdata")
        target = docdata.get("management-doc-idref") if docdata is not None else None
        status = _STATUS.get((docdata.get("management-idref-status") or "").lower()) if target else None
        if target and status in ("canceled", "withheld"):
            return Notice({"doc-id": target}, status, publisher=self.get("publisher"))  # type: ignore[arg-type]  # both are a Status
        return None

    def _docdata(self) -> None:
        self.take("headline", "head/title")
        for number, meta in enumerate(self.all("head/meta")):
            if meta.get("name") and meta.get("content"):
                self.extra.setdefault(meta.get("name"), meta.get("content"))
                self.evident(f"extra.{meta.get('name')}", "meta", f"head/meta[{number + 1}]/@content")
        docdata = self.one("head/docdata")
        if docdata is not None and (word := docdata.get("management-status")):
            status = _STATUS.get(word.lower())
            if status is None:
                self.extra["management-status"] = word
                self.defect("unknown-status", f"management-status {word!r} is none of NITF's")
            elif word.lower() == "embargoed" and self.one("head/docdata/date.release") is None:
                status = "withheld"
            self.set("status", status, "management-status", "head/docdata/@management-status")
        if (identifier := self.attribute("head/docdata/doc-id", "id-string")) is not None:
            self.set("identifiers", {"doc-id": identifier}, "doc-id", "head/docdata/doc-id/@id-string")
        self.keep("doc-id.regsrc", self.attribute("head/docdata/doc-id", "regsrc"))
        urgency = self.attribute("head/docdata/urgency", "ed-urg")
        if (rank := urgency_of(urgency or "")) is not None:
            self.set("urgency", rank, "urgency", "head/docdata/urgency/@ed-urg")
        else:
            self.keep("urgency", urgency)
        self.take_attribute("slugline", "head/docdata/du-key", "key")
        self.take_attribute("version", "head/docdata/du-key", "version")
        for field, path in (("published", "date.issue"), ("embargoed", "date.release")):
            self.date(field, f"head/docdata/{path}", "norm")
        if "published" not in self and "embargoed" in self:
            self.values["published"], self.evidence["published"] = self.values["embargoed"], self.evidence["embargoed"]
        if "embargoed" in self and not self.values["embargoed"] > self.values["published"]:
            self.drop("embargoed")
        self.keep("date.expire", self.attribute("head/docdata/date.expire", "norm"))
        notes = [self.attribute("head/docdata/ed-msg", "info"), self.attribute("head/docdata/correction", "info")]
        self.set("note", "\n".join(filter(None, notes)), "ed-msg", "head/docdata/ed-msg/@info")
        self.keep("correction", self.attribute("head/docdata/correction", "id-string"))
        self.keep("fixture", self.attribute("head/docdata/fixture", "fix-id"))
        scopes = [each.get("scope") for each in self.all("head/docdata/doc-scope")]
        self.keep("doc-scope", list(filter(None, scopes)))
        series = self.one("head/docdata/series")
        self.keep("series", dict(series.attrib) if series is not None else None)

    def _subjects(self) -> None:
        keywords = [each.get("key") or said(each) for each in self.all("head/docdata/key-list/keyword")]
        self.set("keywords", distinct(keywords), "keyword", "head/docdata/key-list")
        tobject = self.one("head/tobject")
        self.keep("tobject.type", tobject.get("tobject.type") if tobject is not None else None)
        types = [each.get("tobject.property.type") for each in self.all("head/tobject/tobject.property")]
        self.keep("tobject.property", list(filter(None, types)))
        subjects = [subject_of(each) for each in self.all("head/tobject/tobject.subject")]
        classified = self.all("head/docdata/identified-content/classifier")
        subjects += [classifier_of(each) for each in classified if each.get("type") or each.get("idsrc")]
        self.set("subjects", [each for each in subjects if each], "tobject.subject", "head/tobject")
        for field, name in (("people", "person"), ("organisations", "org"), ("places", "location")):
            identified = [each.get("value") or said(each) for each in self.all(f"head/docdata/identified-content/{name}")]
            within = map(said, self.all(f"body/body.content//{name}"))
            scenes = map(place_of, self.all("head/docdata/evloc")) if field == "places" else ()
            self.set(field, distinct([*scenes, *identified, *within]), name, f"//{name}")

    def _rights(self) -> None:
        copyright_ = self.one("head/docdata/doc.copyright")
        if copyright_ is not None:
            stated = " ".join(filter(None, [copyright_.get("year"), copyright_.get("holder")]))
            self.set("copyright", stated, "doc.copyright", "head/docdata/doc.copyright")
        else:
            self.take("copyright", "body/body.head/rights")
        rights = self.one("head/docdata/doc.rights")
        if rights is not None:
            terms = filter(None, map(rights.get, _TERMS))
            self.set("usage_terms", "\n".join(terms), "doc.rights", "head/docdata/doc.rights")
            self.keep("doc.rights", {name: value for name, value in rights.attrib.items() if name not in _TERMS})

    def _head(self) -> None:
        language = self.root.get("baselang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang")
        self.set("language", language, "baselang", "@baselang")
        dates = []
        for each in self.all("head/revision-history"):
            if (norm := each.get("norm")) and (date := date_of(norm)):
                dates.append(date)
        if dates:
            self.set("modified", max(dates), "revision-history", "head/revision-history/@norm")

    def _publication(self) -> None:
        pubdata = self.one("head/pubdata")
        if pubdata is None:
            return
        if "published" not in self:
            self.date("published", "head/pubdata", "date.publication")
        for field, name in (("publisher", "name"), ("edition", "edition.name"), ("section", "position.section")):
            self.take_attribute(field, "head/pubdata", name)
        self.take_attribute("page", "head/pubdata", "position.sequence")
        self.take_attribute("url", "head/pubdata", "ex-ref")
        taken = {"date.publication", "name", "edition.name", "position.section", "position.sequence", "ex-ref"}
        self.keep("pubdata", {name: value for name, value in pubdata.attrib.items() if name not in taken})

    def _body_head(self) -> None:
        self.take("headline", "body/body.head/hedline/hl1")
        self.keep("hl2", [text for each in self.all("body/body.head/hedline/hl2") if (text := said(each))])
        bylines = [each for each in self.all("body/body.head/byline") if said(each)]
        if bylines:
            printed = next((each for each in bylines if each.get("class") == "print_byline"), bylines[0])
            self.set("byline", said(printed), "byline", "body/body.head/byline")
            self.set("authors", authors_of(printed), "byline", "body/body.head/byline")
        self.take("credit", "body/body.head/distributor")
        dateline = self.one("body/body.head/dateline")
        if dateline is not None:
            self.set("dateline", dateline_of(dateline), "dateline", "body/body.head/dateline")
        abstract = self.one("body/body.head/abstract")
        if abstract is not None:
            text = "\n".join(block.text for block in markup_blocks(abstract, NITF_KINDS))
            self.set("summary", text, "abstract", "body/body.head/abstract")
        notes = [text for each in self.all("body/body.head/note") if (text := said(each))]
        if notes:
            self.set("note", "\n".join(filter(None, [self.get("note"), *notes])), "note", "body/body.head/note")

    def _body(self) -> None:
        """NYT's corpus gives the lead twice; the block `full_text` is the whole."""
        contents = self.all("body/body.content")
        full = [block for block in self.all("body/body.content/block") if block.get("class") == "full_text"]
        blocks = [block for each in full or contents for block in markup_blocks(each, NITF_KINDS)]
        blocks += [Block("credit", text) for each in self.all("body/body.end/tagline") if (text := said(each))]
        self.set("body", blocks, "body.content", "body/body.content")
        media = [media_of(each) for content in contents for each in descendants(content, "media")]
        self.set("media", media, "media", "//media")
