"""NITF 2.5 to 3.6 (IPTC): one story, as a document of its own or within NewsML and Atom. Names in any namespace."""

from collections.abc import Iterator
from typing import Any

from newsarchive import Block, Defect, Draft, Evidence, NotArticle, Notice
from newsarchive.text import KINDS, markup_blocks, said

from ._iptc import STATUS, urgency_of
from ._nitf_values import authors_of, classifier_of, date_of, dateline_of, descendants, distinct, media_of, place_of, subject_of

#: What the elements of `body.content` are, beside those of XHTML.
_KINDS = {
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
    """What a `nitf` element holds: an article or a notice, and what of it cannot be kept."""
    reader = _Nitf(root)
    yield from reader.read()


class _Nitf:
    """One story; fields gather with their evidence."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.fields: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.evidence: dict[str, Evidence] = {}
        self.defects: list[Defect] = []

    def read(self) -> Iterator[Draft | Notice | NotArticle | Defect]:
        self._docdata()
        self._subjects()
        self._rights()
        self._head()
        self._publication()
        self._body_head()
        self._body()
        identifiers, status = self.fields.get("identifiers", {}), self.fields.get("status")
        yield from self.defects
        if self.fields.get("headline") or self.fields.get("body"):
            yield Draft(**self.fields, extra=self.extra, evidence=self.evidence)
        elif identifiers and status in ("canceled", "withheld"):
            yield Notice(identifiers, status, publisher=self.fields.get("publisher"), version=self.fields.get("version"))
        elif not self._refers():
            yield NotArticle("it has neither a headline nor a body")
        if refers := self._refers():
            yield refers

    def _refers(self) -> Notice | None:
        """What this document says of another one."""
        docdata = self._one("head/docdata")
        target = docdata.get("management-doc-idref") if docdata is not None else None
        status = _STATUS.get((docdata.get("management-idref-status") or "").lower()) if target else None
        if target and status in ("canceled", "withheld"):
            return Notice({"doc-id": target}, status, publisher=self.fields.get("publisher"))  # type: ignore[arg-type]  # both are a Status
        return None

    def _docdata(self) -> None:
        self._take("headline", "head/title", "nitf/title")
        for number, meta in enumerate(self._all("head/meta")):
            if meta.get("name") and meta.get("content"):
                self.extra.setdefault(meta.get("name"), meta.get("content"))
                self._evident(f"extra.{meta.get('name')}", "nitf/meta", f"head/meta[{number + 1}]/@content")
        docdata = self._one("head/docdata")
        if docdata is not None and (word := docdata.get("management-status")):
            status = _STATUS.get(word.lower())
            if status is None:
                self.extra["management-status"] = word
                self.defects.append(Defect("unknown-status", f"management-status {word!r} is none of NITF's"))
            elif word.lower() == "embargoed" and self._one("head/docdata/date.release") is None:
                status = "withheld"
            self._set("status", status, "nitf/management-status", "head/docdata/@management-status")
        if (identifier := self._attribute("head/docdata/doc-id", "id-string")) is not None:
            self._set("identifiers", {"doc-id": identifier}, "nitf/doc-id", "head/docdata/doc-id/@id-string")
        self._keep("doc-id.regsrc", self._attribute("head/docdata/doc-id", "regsrc"))
        urgency = self._attribute("head/docdata/urgency", "ed-urg")
        if (rank := urgency_of(urgency or "")) is not None:
            self._set("urgency", rank, "nitf/urgency", "head/docdata/urgency/@ed-urg")
        else:
            self._keep("urgency", urgency)
        self._take_attribute("slugline", "head/docdata/du-key", "key")
        self._take_attribute("version", "head/docdata/du-key", "version")
        for field, path in (("published", "date.issue"), ("embargoed", "date.release")):
            self._date(field, f"head/docdata/{path}", "norm")
        if "published" not in self.fields and "embargoed" in self.fields:
            self.fields["published"], self.evidence["published"] = self.fields["embargoed"], self.evidence["embargoed"]
        if "embargoed" in self.fields and not self.fields["embargoed"] > self.fields["published"]:
            del self.fields["embargoed"], self.evidence["embargoed"]
        self._keep("date.expire", self._attribute("head/docdata/date.expire", "norm"))
        notes = [self._attribute("head/docdata/ed-msg", "info"), self._attribute("head/docdata/correction", "info")]
        self._set("note", "\n".join(filter(None, notes)), "nitf/ed-msg", "head/docdata/ed-msg/@info")
        self._keep("correction", self._attribute("head/docdata/correction", "id-string"))
        self._keep("fixture", self._attribute("head/docdata/fixture", "fix-id"))
        scopes = [each.get("scope") for each in self._all("head/docdata/doc-scope")]
        self._keep("doc-scope", list(filter(None, scopes)))
        series = self._one("head/docdata/series")
        self._keep("series", dict(series.attrib) if series is not None else None)

    def _subjects(self) -> None:
        keywords = [each.get("key") or said(each) for each in self._all("head/docdata/key-list/keyword")]
        self._set("keywords", distinct(keywords), "nitf/keyword", "head/docdata/key-list")
        tobject = self._one("head/tobject")
        self._keep("tobject.type", tobject.get("tobject.type") if tobject is not None else None)
        types = [each.get("tobject.property.type") for each in self._all("head/tobject/tobject.property")]
        self._keep("tobject.property", list(filter(None, types)))
        subjects = [subject_of(each) for each in self._all("head/tobject/tobject.subject")]
        classified = self._all("head/docdata/identified-content/classifier")
        subjects += [classifier_of(each) for each in classified if each.get("type") or each.get("idsrc")]
        self._set("subjects", [each for each in subjects if each], "nitf/tobject.subject", "head/tobject")
        for field, name in (("people", "person"), ("organisations", "org"), ("places", "location")):
            identified = [each.get("value") or said(each) for each in self._all(f"head/docdata/identified-content/{name}")]
            within = map(said, self._all(f"body/body.content//{name}"))
            scenes = map(place_of, self._all("head/docdata/evloc")) if field == "places" else ()
            self._set(field, distinct([*scenes, *identified, *within]), f"nitf/{name}", f"//{name}")

    def _rights(self) -> None:
        copyright_ = self._one("head/docdata/doc.copyright")
        if copyright_ is not None:
            stated = " ".join(filter(None, [copyright_.get("year"), copyright_.get("holder")]))
            self._set("copyright", stated, "nitf/doc.copyright", "head/docdata/doc.copyright")
        else:
            self._take("copyright", "body/body.head/rights", "nitf/rights")
        rights = self._one("head/docdata/doc.rights")
        if rights is not None:
            terms = filter(None, map(rights.get, _TERMS))
            self._set("usage_terms", "\n".join(terms), "nitf/doc.rights", "head/docdata/doc.rights")
            self._keep("doc.rights", {name: value for name, value in rights.attrib.items() if name not in _TERMS})

    def _head(self) -> None:
        language = self.root.get("baselang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang")
        self._set("language", language, "nitf/baselang", "@baselang")
        dates = []
        for each in self._all("head/revision-history"):
            if (norm := each.get("norm")) and (date := date_of(norm)):
                dates.append(date)
        if dates:
            self._set("modified", max(dates), "nitf/revision-history", "head/revision-history/@norm")

    def _publication(self) -> None:
        pubdata = self._one("head/pubdata")
        if pubdata is None:
            return
        if "published" not in self.fields:
            self._date("published", "head/pubdata", "date.publication")
        for field, name in (("publisher", "name"), ("edition", "edition.name"), ("section", "position.section")):
            self._take_attribute(field, "head/pubdata", name)
        self._take_attribute("page", "head/pubdata", "position.sequence")
        self._take_attribute("url", "head/pubdata", "ex-ref")
        taken = {"date.publication", "name", "edition.name", "position.section", "position.sequence", "ex-ref"}
        self._keep("pubdata", {name: value for name, value in pubdata.attrib.items() if name not in taken})

    def _body_head(self) -> None:
        self._take("headline", "body/body.head/hedline/hl1", "nitf/hl1")
        self._keep("hl2", [text for each in self._all("body/body.head/hedline/hl2") if (text := said(each))])
        bylines = [each for each in self._all("body/body.head/byline") if said(each)]
        if bylines:
            printed = next((each for each in bylines if each.get("class") == "print_byline"), bylines[0])
            self._set("byline", said(printed), "nitf/byline", "body/body.head/byline")
            self._set("authors", authors_of(printed), "nitf/byline", "body/body.head/byline")
        self._take("credit", "body/body.head/distributor", "nitf/distributor")
        dateline = self._one("body/body.head/dateline")
        if dateline is not None:
            self._set("dateline", dateline_of(dateline), "nitf/dateline", "body/body.head/dateline")
        abstract = self._one("body/body.head/abstract")
        if abstract is not None:
            text = "\n".join(block.text for block in markup_blocks(abstract, _KINDS))
            self._set("summary", text, "nitf/abstract", "body/body.head/abstract")
        notes = [text for each in self._all("body/body.head/note") if (text := said(each))]
        if notes:
            self._set("note", "\n".join(filter(None, [self.fields.get("note"), *notes])), "nitf/note", "body/body.head/note")

    def _body(self) -> None:
        """NYT's corpus gives the lead twice; the block `full_text` is the whole."""
        contents = self._all("body/body.content")
        full = [block for block in self._all("body/body.content/block") if block.get("class") == "full_text"]
        blocks = [block for each in full or contents for block in markup_blocks(each, _KINDS)]
        blocks += [Block("credit", text) for each in self._all("body/body.end/tagline") if (text := said(each))]
        self._set("body", blocks, "nitf/body.content", "body/body.content")
        media = [media_of(each) for content in contents for each in descendants(content, "media")]
        self._set("media", media, "nitf/media", "//media")

    def _one(self, path: str) -> Any:
        return self.root.find("/".join(f"{{*}}{step}" for step in path.split("/")))

    def _all(self, path: str) -> list[Any]:
        steps = [f"{{*}}{step}" if step else "" for step in path.split("/")]
        return self.root.findall("/".join(steps))  # type: ignore[no-any-return]  # lxml's elements

    def _attribute(self, path: str, name: str) -> str | None:
        element = self._one(path)
        return (element.get(name) or "").strip() or None if element is not None else None

    def _set(self, field: str, value: Any, rule: str, path: str) -> None:
        if value is None or value in ("", [], {}, ()):
            return
        self.fields[field] = value
        self._evident(field, rule, path)

    def _evident(self, field: str, rule: str, path: str) -> None:
        self.evidence[field] = Evidence(rule, path=path)

    def _keep(self, name: str, value: Any) -> None:
        """What has no field of its own."""
        if value:
            self.extra[name] = value

    def _take(self, field: str, path: str, rule: str) -> None:
        self._set(field, said(self._one(path)), rule, path)

    def _take_attribute(self, field: str, path: str, name: str) -> None:
        self._set(field, self._attribute(path, name), f"nitf/{path.rpartition('/')[2]}", f"{path}/@{name}")

    def _date(self, field: str, path: str, name: str) -> None:
        text = self._attribute(path, name)
        if text is None:
            return
        date = date_of(text)
        if date is None:
            self.defects.append(Defect("no-date", f"{path}/@{name} is {text!r:.60}, which is no date of ISO 8601"))
        else:
            self._set(field, date, f"nitf/{path.rpartition('/')[2]}", f"{path}/@{name}")
