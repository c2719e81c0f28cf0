"""Who a NewsItem is, and what became of it: its Identification and its NewsManagement."""

import re

from newsarchive import PartialDate
from newsarchive.text import said

from .._iptc import STATUS, urgency_of
from .._xml_fields import XmlFields
from .components import Item
from .values import Parts, date_of, first, formal, parts_of, properties_of, single

# NewsML 1.2, PublicIdentifier: urn:newsml:{ProviderId}:{DateId}:{NewsItemId}:{RevisionId}{RevisionId@Update}
URN = re.compile(r"(?P<item>urn:newsml:[^:\s]+:[^:\s]+:\S+):\d{1,9}[NUA]?", re.IGNORECASE)
#: `Status`, and what agencies write there.
_STATUS = {
    **STATUS,
    "embargoed": "usable",
    "held": "withheld",
    **dict.fromkeys(("kill", "recalled", "retracted"), "canceled"),
}


class Managed(XmlFields):
    """The fields that a NewsItem states about itself, whatever its components are."""

    def __init__(self, item: Item, envelope: Parts) -> None:
        super().__init__("newsml-1", item.element)
        self.item, self.envelope = item, envelope
        self._identification()
        self._management()

    def date_of(self, text: str) -> PartialDate | None:
        return date_of(text)

    @property
    def label(self) -> str:
        """How it is called in a reason."""
        return next(iter((self.get("identifiers") or {}).values()), "a NewsItem")

    def _identification(self) -> None:
        """The identity that all revisions share, and that of this one."""
        path = "Identification/NewsIdentifier"
        parts = parts_of(self.one(path)) if self.one(path) is not None else {}
        provider, date, name = (first(parts, each) for each in ("providerid", "dateid", "newsitemid"))
        identifiers = {}
        public = first(parts, "publicidentifier")
        if (match := URN.fullmatch(public)) is not None:
            identifiers["newsml"] = match["item"]
        elif provider and date and name:
            identifiers["newsml"] = f"urn:newsml:{provider}:{date}:{name}"
        elif name:
            identifiers["NewsItemId"] = name
        if public:
            identifiers["PublicIdentifier"] = public
        self.set("identifiers", identifiers, "NewsIdentifier", path)
        revisions = parts.get("revisionid", ())
        self.revision = (revisions[0].get("Update") or "").strip().upper() if revisions else ""
        self.set("version", said(revisions[0]) if revisions else None, "RevisionId", f"{path}/RevisionId")
        self.set("publisher", provider, "ProviderId", f"{path}/ProviderId")
        self.take("slugline", "Identification/NameLabel")
        self.keep("DateLabel", self.text("Identification/DateLabel"))
        for label in self.all("Identification/Label"):
            parts = parts_of(label)
            self.extra.setdefault("Label", {})[first(parts, "labeltype") or "Label"] = first(parts, "labeltext")

    def _management(self) -> None:
        parts = parts_of(*self.item.parts.get("newsmanagement", ()))
        self.date("published", "NewsManagement/FirstCreated")
        self.date("modified", "NewsManagement/ThisRevisionCreated")
        if "published" not in self and "modified" in self:
            self.values["published"], self.evidence["published"] = self.values["modified"], self.evidence["modified"]
            self.drop("modified")
        self._status(parts)
        urgency = first(parts, "urgency")
        if (rank := urgency_of(urgency)) is not None:
            self.set("urgency", rank, "Urgency", "NewsManagement/Urgency")
        else:
            self.keep("Urgency", urgency)
        self.keep("NewsItemType", first(parts, "newsitemtype"))
        for name in ("DerivedFrom", "AssociatedWith"):
            told = [each.get("NewsItem") or formal(each) for each in parts.get(name.lower(), ())]
            self.keep(name, list(dict.fromkeys(filter(None, told))))
        instructions = []
        for each in parts.get("instruction", ()):
            revisions = [(status.getparent().get("Revision") or "", formal(status)) for status in each.iter("{*}Status")]
            instructions += [f"{revision} {status}".strip() for revision, status in revisions] or [formal(each)]
        self.keep("Instruction", list(filter(None, instructions)))
        managed = properties_of(parts.get("property", ()))
        self.keep("Property", {name: single(values) for name, values in managed.items()})

    def _status(self, parts: Parts) -> None:
        """An embargo that ends is one; without an end it is a hold."""
        word = first(parts, "status")
        status = _STATUS.get(word.lower())
        changes = []
        for change in map(parts_of, parts.get("statuswillchange", ())):
            future, at = first(change, "futurestatus"), first(change, "dateandtime")
            if _STATUS.get(future.lower()) == "usable" and (date := date_of(at)) is not None:
                self.set("embargoed", date, "StatusWillChange", "NewsManagement/StatusWillChange/DateAndTime")
            elif future or at:
                changes.append({name: text for name, text in (("FutureStatus", future), ("DateAndTime", at)) if text})
        self.keep("StatusWillChange", changes)
        if status is None and word:
            self.extra["Status"] = word
            self.defect("unknown-status", f"NewsManagement/Status {word!r:.60} is none of NewsML's")
        elif word.lower() == "embargoed" and "embargoed" not in self:
            status = "withheld"
        elif status == "usable" and word.lower() != "embargoed":
            self.drop("embargoed")
        self.set("status", status, "Status", "NewsManagement/Status/@FormalName")
