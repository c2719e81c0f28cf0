"""Originals: any bytes come back from any place of a tar that everybody can read."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.errors import ArchiveError, DamageError
from newsarchive.store import originals as module
from newsarchive.store.originals import Member, Originals


def _append(originals: Originals, data: bytes) -> Member:
    return originals.append(hashlib.sha256(data).hexdigest(), len(data), (data,))


@given(st.lists(st.binary(max_size=1500), max_size=6, unique=True))
def test_what_is_appended_is_read_back_by_place_and_by_scan(
    tmp_path_factory: pytest.TempPathFactory, datas: list[bytes]
) -> None:
    """Random access, a scan of the headers, and GNU tar see the same members."""
    folder = tmp_path_factory.mktemp("tars")
    originals = Originals(folder)

    members = [_append(originals, data) for data in datas]
    originals.close()

    assert datas == [originals.read(member) for member in members]
    assert members == [member for name in originals.tars() for member, _ in originals.members(name)]
    if datas:
        listed = subprocess.run(["tar", "-tf", folder / "000.tar"], capture_output=True, text=True, check=True)
        assert [member.digest for member in members] == listed.stdout.split()


def test_pieces_are_checked_as_they_are_copied(tmp_path: Path) -> None:
    """A large file that is not what was hashed leaves the tar as it was."""
    originals = Originals(tmp_path)
    _append(originals, b"first")
    before = (tmp_path / "000.tar").read_bytes()

    for pieces in ([b"other"], [b"seco"], [b"second", b"more"]):
        with pytest.raises(ArchiveError, match="changed while it was copied"):
            originals.append(hashlib.sha256(b"second").hexdigest(), 6, iter(pieces))

    assert before == (tmp_path / "000.tar").read_bytes()
    good = originals.append(hashlib.sha256(b"second").hexdigest(), 6, iter([b"sec", b"ond"]))
    assert b"second" == originals.read(good)


def test_a_full_tar_is_followed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many bytes a new tar is begun, and recovery knows the last one."""
    monkeypatch.setattr(module, "TAR_BYTES", 2048)
    originals = Originals(tmp_path)

    members = [_append(originals, bytes([number]) * 600) for number in range(5)]
    lengths = originals.lengths()
    (tmp_path / "009.tar").write_bytes(b"never acknowledged")
    originals.recover(lengths)

    assert ["000.tar", "000.tar", "001.tar", "001.tar", "002.tar"] == [member.tar for member in members]
    assert {"000.tar", "001.tar", "002.tar"} == set(originals.tars()) == set(lengths)
    assert "002.tar" == _append(originals, b"more").tar


def test_a_changed_original_is_never_given_out(tmp_path: Path) -> None:
    """Reading verifies."""
    originals = Originals(tmp_path)
    member = _append(originals, b"the text")
    originals.close()
    path = tmp_path / "000.tar"
    path.write_bytes(path.read_bytes().replace(b"the text", b"a lie --"))

    with pytest.raises(DamageError, match="another digest"):
        originals.read(member)


@given(st.binary(max_size=2000))
def test_a_tar_that_is_none_is_damage(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Arbitrary bytes raise the declared error and no other."""
    folder = tmp_path_factory.mktemp("tars")
    (folder / "000.tar").write_bytes(data)

    if data:
        with pytest.raises(DamageError):
            list(Originals(folder).members("000.tar"))
    else:
        assert [] == list(Originals(folder).members("000.tar"))
