"""Packages of crawls: which members are read, and what the package says of them."""

import io
import json
import zipfile

from newsarchive import Bid, Defect, Document, NotArticle, Part

from .support import bundled

CRAWL = b"WARC/1.1\r\n"


def package(members: dict[str, bytes], digest: str = "") -> Document:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        resources = [{"path": name, "hash": digest} for name in members]
        archive.writestr("datapackage.json", json.dumps({"resources": resources}))
    return Document("a", file.getvalue())


def found(document: Document) -> list[object]:
    return list(bundled().sources["wacz"].parse(document))


def test_what_describes_the_crawl_is_left_and_all_else_is_a_part() -> None:
    """Nothing in a package goes without a word that is no index, list or log."""
    names = ["archive/a.warc.gz", "indexes/index.cdx", "pages/pages.jsonl", "logs/x.log", "story.txt"]
    parts = found(package(dict.fromkeys(names, CRAWL)))

    assert ["archive/a.warc.gz", "story.txt"] == [part.name for part in parts if isinstance(part, Part)]
    assert 2 == len(parts)


def test_another_digest_than_stated_is_a_defect() -> None:
    """The crawl is read all the same."""
    defect, part = found(package({"archive/a.warc": CRAWL}, "sha256:00"))

    assert isinstance(defect, Defect)
    assert isinstance(part, Part)
    assert "digest" == defect.code


def test_without_a_crawl() -> None:
    """It says so."""
    (said,) = found(package({"pages/pages.jsonl": b"{}"}))

    assert isinstance(said, NotArticle)


def test_any_other_zip_is_none() -> None:
    """Neither an archive of files nor one folder's name alone."""
    sniff = bundled().sources["wacz"].sniff
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/a.txt", b"x")

    assert sniff(Document("a", file.getvalue()).sample()) is None
    assert isinstance(sniff(package({"archive/a.warc": CRAWL, "pages/pages.jsonl": b""}).sample()), Bid)
