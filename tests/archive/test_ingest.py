"""`newsarchive ingest`, as people run it: real files, real processes."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from .support import (
    PROGRAM,
    STORY,
    contents,
    drop_of,
    ingest,
    lines,
    plugin_folder,
    records,
    run,
    story,
    write_fields,
)


def test_the_real_seeds_become_two_records(shared: Path, tmp_path: Path) -> None:
    """The two texts that the project was created from give two new records with all that they state and no more."""
    archive = tmp_path / "A"

    report = ingest(archive, shared / "seeds")

    assert (2, 2, 0) == (report["found"], report["new"], report["quarantined"])
    (first_path, first), (second_path, second) = records(archive).items()
    assert first_path == f"000/000_{first['content_hash'][7:23]}.json"
    assert second_path == f"000/001_{second['content_hash'][7:23]}.json"
    assert first["headline"] == "Ukraine pushes NATO for invite as Trump looms"
    assert 2 == sum(block["kind"] == "crosshead" for block in first["body"])
    assert ("O.Byrne--IP", [{"name": "O.Byrne"}], "IP") == (first["byline"], first["authors"], first["credit"])
    assert "published" not in first
    assert second["published"] == "2024-12-03"
    assert "Source: EFE/EPA" in [block["text"] for block in second["body"]]


def test_the_same_again_adds_nothing(tmp_path: Path) -> None:
    """A second run over an unchanged folder finds nothing, changes no byte, leaves no trace and exits 0."""
    drop, archive = drop_of(tmp_path / "drop", 5), tmp_path / "A"
    ingest(archive, drop)
    before, ledger = contents(archive), lines(archive)

    again = run("ingest", drop, "-a", archive)

    assert 0 == again.returncode
    assert "5 unchanged" in again.stdout
    assert "nothing was added" in again.stdout
    assert before == contents(archive)
    assert ledger == lines(archive)


def test_the_archive_does_not_depend_on_the_circumstances(tmp_path: Path) -> None:
    """Workers, time zone, locale, and the order in which files were made change no byte of records, manifests, originals."""
    names = [f"story-{number:03}.txt" for number in range(12)]
    for folder, order in (("one", names), ("two", names[::-1])):
        (tmp_path / folder).mkdir()
        for name in order:
            (tmp_path / folder / name).write_text(story(int(name[6:9])))

    plain = run("ingest", tmp_path / "one", "-a", tmp_path / "A", "--workers", "1")
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    other = run("ingest", tmp_path / "two", "-a", tmp_path / "B", "--workers", "2", env=elsewhere)

    assert (0, 0) == (plain.returncode, other.returncode)
    assert contents(tmp_path / "A") == contents(tmp_path / "B")


def test_any_order_of_files_gives_the_same_articles(tmp_path: Path) -> None:
    """Names decide the numbers of the records, and never which articles there are."""
    for folder, shift in (("one", 0), ("two", 5)):
        (tmp_path / folder).mkdir()
        for number in range(8):
            (tmp_path / folder / f"{(number + shift) % 8}.txt").write_text(story(number % 6))
        ingest(tmp_path / f"archive-{folder}", tmp_path / folder)

    one, two = (
        {record["content_hash"] for record in records(tmp_path / f"archive-{name}").values()} for name in ("one", "two")
    )

    assert one == two
    assert 6 == len(one)


def test_ten_files_with_one_article_are_one_record(tmp_path: Path) -> None:
    """The same article in ten files is one record and ten sightings."""
    drop = tmp_path / "drop"
    drop.mkdir()
    for number in range(10):
        (drop / f"{number}.txt").write_text(story(1) + f"\nA.Writer--AG{number}\n")

    report = ingest(tmp_path / "A", drop)

    assert (10, 1, 9) == (report["found"], report["new"], report["duplicate"])
    assert 1 == len(records(tmp_path / "A"))
    sightings = [found for line in lines(tmp_path / "A") if line["event"] == "document" for found in line["found"]]
    assert [f"A.Writer--AG{number}" for number in range(10)] == [found["article"]["byline"] for found in sightings]


def test_articles_whose_short_hashes_collide_are_both_archived(shared: Path, tmp_path: Path) -> None:
    """Identity is decided on all 64 digits: two texts that share the first 16 are two records."""
    pair = json.loads((shared / "collision.json").read_text())["articles"]
    for number, article in enumerate(pair):
        write_fields(tmp_path / "drop" / f"{number}.fields", {"headline": article["headline"], "body": article["body"]})

    report = ingest(tmp_path / "A", tmp_path / "drop", options=["--plugins-dir", plugin_folder(tmp_path / "p")])

    assert (2, 2) == (report["found"], report["new"])
    assert ["000/000_6b3a327773354b3d.json", "000/001_6b3a327773354b3d.json"] == list(records(tmp_path / "A"))


def test_a_known_identifier_with_another_text_is_a_version(tmp_path: Path) -> None:
    """Global identifiers link everywhere, others within a publisher, a bare site never, and two chains are not joined."""
    first = {"headline": "One", "body": STORY, "identifiers": {"guid": "urn:x:1"}, "publisher": "P"}
    items: list[dict[str, Any]] = [
        first,
        first | {"headline": "One, corrected", "publisher": "Q"},
        {"headline": "Local", "body": STORY, "identifiers": {"docno": "7"}, "publisher": "P"},
        {"headline": "Local elsewhere", "body": STORY, "identifiers": {"docno": "7"}, "publisher": "Q"},
        {"headline": "Local again", "body": STORY, "identifiers": {"docno": "7"}, "publisher": "P"},
        {"headline": "Site", "body": STORY, "url": "https://example.org/"},
        {"headline": "Site too", "body": STORY, "url": "https://example.org/"},
        {"headline": "Both", "body": STORY, "identifiers": {"guid": "urn:x:1", "docno": "7"}, "publisher": "P"},
    ]
    write_fields(tmp_path / "drop" / "all.fields", *items)

    ingest(tmp_path / "A", tmp_path / "drop", options=["--plugins-dir", plugin_folder(tmp_path / "p")])

    (document,) = [line for line in lines(tmp_path / "A") if line["event"] == "document"]
    outcomes = [(found["outcome"], found.get("follows")) for found in document["found"]]
    assert [
        ("new", None),
        ("version", 0),
        ("new", None),
        ("new", None),
        ("version", 2),
        ("new", None),
        ("new", None),
        ("new", None),
    ] == outcomes


def test_versions_are_linked_across_runs_and_batches(tmp_path: Path) -> None:
    """What the batch knows and what the catalog knows are the same."""
    items = [{"headline": f"Take {number}", "body": STORY, "identifiers": {"guid": "urn:x:1"}} for number in range(3)]
    plugins = plugin_folder(tmp_path / "p")
    for number, item in enumerate(items):
        write_fields(tmp_path / "drop" / f"{number}.fields", item)
        ingest(tmp_path / "A", tmp_path / "drop", options=["--plugins-dir", plugins])
    ingest(tmp_path / "B", tmp_path / "drop", options=["--plugins-dir", plugins])

    found = [
        [(each["outcome"], each.get("follows")) for line in lines(tmp_path / name) for each in line.get("found", [])]
        for name in ("A", "B")
    ]

    assert [[("new", None), ("version", 0), ("version", 0)]] * 2 == found


def test_every_outcome_is_counted_once(tmp_path: Path) -> None:
    """found = new + version + duplicate + notice + quarantined + ignored, and every one is in the ledger."""
    item = {"headline": "One", "body": STORY, "identifiers": {"guid": "urn:x:1"}}
    write_fields(
        tmp_path / "drop" / "all.fields",
        item,
        item,
        item | {"headline": "Two"},
        {"notice": {"identifiers": {"guid": "urn:x:1"}, "status": "canceled"}},
        {"ignored": "a calendar entry"},
        {"defect": {"code": "odd", "reason": "one line was unreadable"}},
        {"part": {"name": "blob", "text": "\x00\x00"}},
    )

    report = ingest(tmp_path / "A", tmp_path / "drop", options=["--plugins-dir", plugin_folder(tmp_path / "p")])

    outcomes = ("new", "version", "duplicate", "notice", "quarantined", "ignored")
    assert [1] * 6 == [report[name] for name in outcomes]
    assert (6, 1) == (report["found"], report["defects"])
    (document,) = [line for line in lines(tmp_path / "A") if line["event"] == "document"]
    assert ["new", "duplicate", "version", "notice", "ignored", "quarantined"] == [
        each["outcome"] for each in document["found"]
    ]
    assert "not an article: a calendar entry" == document["found"][4]["reasons"][0]["reason"]
    assert "blob" == document["found"][5]["member"]


def test_a_document_with_many_articles_takes_several_lines(tmp_path: Path) -> None:
    """Lines of the ledger stay bounded, and nothing of a large document is lost between them."""
    items = [{"headline": f"Story {number}", "body": STORY} for number in range(250)]
    write_fields(tmp_path / "drop" / "all.fields", *items)

    report = ingest(tmp_path / "A", tmp_path / "drop", options=["--plugins-dir", plugin_folder(tmp_path / "p")])

    documents = [line for line in lines(tmp_path / "A") if line["event"] == "document"]
    assert 250 == report["new"]
    assert [(100, True), (100, True), (50, None)] == [(len(line["found"]), line.get("more") or None) for line in documents]


def test_a_volume_holds_a_thousand_records(tmp_path: Path) -> None:
    """Record 1,000 opens the next volume with a manifest of its own."""
    items = [{"headline": f"Story {number}", "body": STORY} for number in range(1002)]
    write_fields(tmp_path / "drop" / "all.fields", *items)

    ingest(tmp_path / "A", tmp_path / "drop", options=["--plugins-dir", plugin_folder(tmp_path / "p")])

    paths = list(records(tmp_path / "A"))
    assert "000/999_" == paths[999][:8]
    assert ["001/000_", "001/001_"] == [path[:8] for path in paths[1000:]]
    assert 2 == len((tmp_path / "A/manifests/001.sha256").read_text().splitlines())
    assert 0 == run("verify", "-a", tmp_path / "A").returncode


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    """`--dry-run` says what would happen, with and without an archive, and leaves the disk as it was."""
    drop, archive = drop_of(tmp_path / "drop", 3), tmp_path / "A"

    first = ingest(archive, drop, options=["--dry-run"])
    existed = archive.exists()
    ingest(archive, drop)
    (drop / "more.txt").write_text(story(77))
    (drop / "same.txt").write_text(story(1))
    before = {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()}
    second = ingest(archive, drop, options=["--dry-run"])

    assert (3, False) == (first["new"], existed)
    assert (1, 1, 3) == (second["new"], second["duplicate"], second["unchanged"])
    assert before == {path: path.read_bytes() for path in archive.rglob("*") if path.is_file() and "sqlite-" not in path.name}


def test_a_dry_run_of_many_batches_counts_like_a_real_one(tmp_path: Path) -> None:
    """What an earlier batch of the rehearsal held is known to the later ones, with and without an archive."""
    drop, archive = drop_of(tmp_path / "drop", 520), tmp_path / "A"
    (drop / "zz.txt").write_text(story(1))

    first = ingest(archive, drop, options=["--dry-run"])
    ingest(archive, drop_of(tmp_path / "other", 1))
    second = ingest(archive, drop, options=["--dry-run"])

    assert (520, 1) == (first["new"], first["duplicate"])
    assert (519, 2) == (second["new"], second["duplicate"])


def test_a_changed_file_is_read_again_and_rehash_reads_all(tmp_path: Path) -> None:
    """Size, time and inode decide what is read, and its bytes whether it is taken in again; `--rehash` reads all."""
    drop, archive = drop_of(tmp_path / "drop", 2), tmp_path / "A"
    ingest(archive, drop)
    (drop / "story-000.txt").write_text(story(40))

    changed = ingest(archive, drop)
    (drop / "story-001.txt").touch()
    touched = ingest(archive, drop)
    status = (drop / "story-001.txt").stat()
    (drop / "story-001.txt").write_text(story(1).replace("Crane", "Crank"))
    os.utime(drop / "story-001.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    unseen = ingest(archive, drop)
    rehashed = ingest(archive, drop, options=["--rehash"])

    assert (1, 1) == (changed["new"], changed["unchanged"])
    assert (0, 2) == (touched["found"], touched["unchanged"])
    assert (0, 2) == (unseen["found"], unseen["unchanged"])
    assert (1, 1) == (rehashed["new"], rehashed["unchanged"])


@pytest.mark.parametrize("then", ["move", "delete"])
def test_inputs_leave_the_drop_folder_once_they_are_safe(tmp_path: Path, then: str) -> None:
    """`--then` takes out what is in the archive, and leaves what was quarantined where it is."""
    drop = drop_of(tmp_path / "drop", 3)
    (drop / "blob.bin").write_bytes(b"\0\1\2")
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "story-001.txt").write_text("already there")
    options = ["--then", then, *(["--done", str(tmp_path / "done")] if then == "move" else [])]

    ingest(tmp_path / "A", drop, options=options)

    moved = ["story-000.txt", "story-001.txt", "story-001.txt.1", "story-002.txt"] if then == "move" else ["story-001.txt"]
    assert ["blob.bin"] == [path.name for path in drop.iterdir()]
    assert moved == sorted(path.name for path in (tmp_path / "done").iterdir())
    assert "already there" == (tmp_path / "done" / "story-001.txt").read_text()


def test_inputs_that_an_earlier_run_took_in_leave_too(tmp_path: Path) -> None:
    """A file that is known and safe is taken out; one whose bytes the archive does not hold stays."""
    drop = drop_of(tmp_path / "drop", 2)
    ingest(tmp_path / "A", drop, options=["--originals", "reference"])
    (drop / "new.txt").write_text(story(7))
    ingest(tmp_path / "A", drop)
    (drop / "blob.bin").write_bytes(b"\0")
    ingest(tmp_path / "A", drop)

    report = ingest(tmp_path / "A", drop, options=["--then", "delete"])

    assert 4 == report["unchanged"]
    assert ["blob.bin", "story-000.txt", "story-001.txt"] == sorted(path.name for path in drop.iterdir())


def test_what_would_lose_the_only_copy_is_refused(tmp_path: Path) -> None:
    """Deleting inputs whose bytes are not kept is a usage error."""
    done = run("ingest", drop_of(tmp_path / "drop", 1), "-a", tmp_path / "A", "--then", "delete", "--originals", "reference")

    assert 2 == done.returncode
    assert "only copy" in done.stderr
    assert not (tmp_path / "A").exists()


def test_originals_can_be_referenced_only(tmp_path: Path) -> None:
    """With `--originals reference` nothing is copied, and the ledger has the digest all the same."""
    ingest(tmp_path / "A", drop_of(tmp_path / "drop", 2), options=["--originals", "reference"])

    documents = [line for line in lines(tmp_path / "A") if line["event"] == "document"]
    assert [] == list((tmp_path / "A" / "originals").iterdir())
    assert all("kept" not in line and len(line["original"]) == 64 for line in documents)
    assert 0 == run("verify", "-a", tmp_path / "A").returncode


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    """Ten copies of a file are one member of the tar, which plain tar unpacks."""
    drop = tmp_path / "drop"
    drop.mkdir()
    for number in range(10):
        (drop / f"{number}.txt").write_text(story(1))

    ingest(tmp_path / "A", drop)
    (tmp_path / "out").mkdir()
    tar = tmp_path / "A" / "originals" / "000.tar"
    subprocess.run(["tar", "-xf", tar, "-C", tmp_path / "out"], check=True)

    listed = subprocess.run(["tar", "-tf", tar], capture_output=True, text=True, check=True)
    assert 1 == len(listed.stdout.split())
    (unpacked,) = (tmp_path / "out").iterdir()
    assert story(1) == unpacked.read_text()


def test_an_archive_within_its_own_drop_folder_is_left_out(tmp_path: Path) -> None:
    """`newsarchive ingest .` with ./archive below it does not eat itself."""
    drop = drop_of(tmp_path, 2)

    first = run("ingest", ".", cwd=drop)
    second = run("ingest", ".", cwd=drop)

    assert (0, 0) == (first.returncode, second.returncode)
    assert "seen 2 = 2 unchanged" in second.stdout


def test_one_file_can_be_ingested_and_its_folder_later(tmp_path: Path) -> None:
    """A DROP may be a file; the folder's run then knows it."""
    drop = drop_of(tmp_path / "drop", 2)

    one = ingest(tmp_path / "A", drop / "story-001.txt")
    all_of_it = ingest(tmp_path / "A", drop)

    assert 1 == one["new"]
    assert (1, 1) == (all_of_it["new"], all_of_it["unchanged"])
    assert {"story-000.txt", "story-001.txt"} == {record["provenance"]["name"] for record in records(tmp_path / "A").values()}


def test_drops_that_hold_each_other_are_a_usage_error(tmp_path: Path) -> None:
    """Nothing is counted twice: neither a folder and its own file, nor the same folder by another way."""
    drop = drop_of(tmp_path / "drop", 1)
    (tmp_path / "link").symlink_to(drop)

    for other in (drop / "story-000.txt", tmp_path / "link"):
        done = run("ingest", other, drop, "-a", tmp_path / "A")
        assert 2 == done.returncode
        assert f"{other} lies within {drop}" in done.stderr


def test_a_foreign_folder_is_no_archive(tmp_path: Path) -> None:
    """Nothing is written into a folder that holds something else."""
    (tmp_path / "A").mkdir()
    (tmp_path / "A" / "thesis.odt").write_text("mine")

    done = run("ingest", drop_of(tmp_path / "drop", 1), "-a", tmp_path / "A")

    assert 1 == done.returncode
    assert "is no archive" in done.stderr
    assert not (tmp_path / "A" / "records").exists()


def test_an_interrupted_run_is_gone_on_with(tmp_path: Path) -> None:
    """Ctrl-C ends in order with exit 130, and the same command goes on to the archive of an undisturbed run."""
    drop = drop_of(tmp_path / "drop", 3000)
    process = subprocess.Popen(
        [PROGRAM, "ingest", drop, "-a", tmp_path / "A"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 30
    while not list((tmp_path / "A" / "originals").glob("*")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)

    go_on = run("ingest", drop, "-a", tmp_path / "A")
    ingest(tmp_path / "B", drop)

    assert 130 == process.returncode, errors
    assert "interrupted" in output
    assert 0 == go_on.returncode
    assert contents(tmp_path / "A") == contents(tmp_path / "B")
    assert 0 == run("verify", "-a", tmp_path / "A").returncode


def test_a_second_writer_waits_or_says_who_is_there(tmp_path: Path) -> None:
    """Under the lock a second `ingest --no-wait` names the process that holds it."""
    from newsarchive.store.lock import locked

    drop, archive = drop_of(tmp_path / "drop", 1), tmp_path / "A"
    ingest(archive, drop)

    with locked(archive / ".lock"):
        second = run("ingest", drop, "-a", archive, "--no-wait")

    assert 1 == second.returncode
    assert f"process {os.getpid()} is writing" in second.stderr
