"""What is of tar alone; what it shares with other containers is in tests/hostile/test_containers.py."""

import io
import tarfile

import pytest

from newsarchive import Document

from .support import bundled


@pytest.mark.parametrize("layout", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("locale", ["utf-8", "latin-1", "ascii"])
def test_names_are_read_alike_in_every_locale(layout: int, locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member's name is UTF-8, whatever encoding the locale has, which is what tarfile takes where nothing is said."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=layout, encoding="utf-8") as tar:
        tar.addfile(tarfile.TarInfo("café.txt"))
    monkeypatch.setattr(tarfile.TarFile, "encoding", locale)

    parts = bundled().sources["tar-container"].parse(Document("some.tar", file.getvalue()))

    assert ["café.txt"] == [part.name for part in parts if hasattr(part, "name")]
