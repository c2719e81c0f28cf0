"""Every bundled source does what every source has to do."""

from pathlib import Path

from newsarchive.testing import Conformance, formats

#: What `make fuzz` found.
REGRESSIONS = Path(__file__).parents[1] / "kit/regressions"


class TestPlainText(Conformance):
    format = formats()["plain-text"]
    regressions = REGRESSIONS / "plain-text"


class TestDatedText(Conformance):
    format = formats()["dated-text"]
    regressions = REGRESSIONS / "dated-text"


class TestSignedText(Conformance):
    format = formats()["signed-text"]
    regressions = REGRESSIONS / "signed-text"


class TestGzip(Conformance):
    format = formats()["gzip"]


class TestBzip2(Conformance):
    format = formats()["bzip2"]


class TestXz(Conformance):
    format = formats()["xz"]


class TestZstd(Conformance):
    format = formats()["zstd"]


class TestZip(Conformance):
    format = formats()["zip-container"]


class TestTar(Conformance):
    format = formats()["tar-container"]


class TestNitf(Conformance):
    format = formats()["nitf"]


class TestNinjs(Conformance):
    format = formats()["ninjs"]


class TestWebPage(Conformance):
    format = formats()["web-page"]
