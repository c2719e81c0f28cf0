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


class TestNewsmlG2(Conformance):
    format = formats()["newsml-g2"]


class TestIptc7901(Conformance):
    format = formats()["iptc-7901"]


class TestAnpa1312(Conformance):
    format = formats()["anpa-1312"]


class TestZczc(Conformance):
    format = formats()["zczc"]


class TestApMedia(Conformance):
    format = formats()["ap-media"]


class TestApAtom(Conformance):
    format = formats()["ap-atom"]


class TestDpaDigitalwires(Conformance):
    format = formats()["dpa-digitalwires"]


class TestRitzauXml(Conformance):
    format = formats()["ritzau-xml"]


class TestAtomWenn(Conformance):
    format = formats()["atom-wenn"]


class TestFeed(Conformance):
    format = formats()["feed"]


class TestJsonFeed(Conformance):
    format = formats()["json-feed"]


class TestWxr(Conformance):
    format = formats()["wxr"]


class TestNewsgroup(Conformance):
    format = formats()["newsgroup"]


class TestMail(Conformance):
    format = formats()["mail"]


class TestMbox(Conformance):
    format = formats()["mbox"]


class TestMhtml(Conformance):
    format = formats()["mhtml"]


class TestNewsml1(Conformance):
    format = formats()["newsml-1"]


class TestAsianet(Conformance):
    format = formats()["asianet"]


class TestBomText(Conformance):
    format = formats()["bom-text"]


class TestAapResults(Conformance):
    format = formats()["aap-results"]


class TestNewsbitesTagged(Conformance):
    format = formats()["newsbites-tagged"]


class TestMediargusTxt(Conformance):
    format = formats()["mediargus-txt"]


class TestTrecSgml(Conformance):
    format = formats()["trec-sgml"]


class TestReuters21578(Conformance):
    format = formats()["reuters-21578"]


class TestGigaword(Conformance):
    format = formats()["gigaword"]


class TestWarc(Conformance):
    format = formats()["warc"]


class TestArc(Conformance):
    format = formats()["arc"]


class TestWacz(Conformance):
    format = formats()["wacz"]


class TestSafariWebarchive(Conformance):
    format = formats()["safari-webarchive"]


class TestApaRtf(Conformance):
    format = formats()["apa-rtf"]


class TestBzkHtml(Conformance):
    format = formats()["bzk-html"]


class TestDefactoHtml(Conformance):
    format = formats()["defacto-html"]


class TestEuropresseHtml(Conformance):
    format = formats()["europresse-html"]


class TestProquestEml(Conformance):
    format = formats()["proquest-eml"]


class TestProquestHtml(Conformance):
    format = formats()["proquest-html"]


class TestProquestRtf(Conformance):
    format = formats()["proquest-rtf"]


class TestProquestTxt(Conformance):
    format = formats()["proquest-txt"]


class TestJsonTable(Conformance):
    format = formats()["json-table"]


class TestCsvTable(Conformance):
    format = formats()["csv-table"]


class TestParquetTable(Conformance):
    format = formats()["parquet-table"]


class TestWapoJsonl(Conformance):
    format = formats()["wapo-jsonl"]


class TestTrafilaturaXml(Conformance):
    format = formats()["trafilatura-xml"]


class TestGdeltGkg(Conformance):
    format = formats()["gdelt-gkg"]


class TestFactivaHtml(Conformance):
    format = formats()["factiva-html"]


class TestFactivaXml(Conformance):
    format = formats()["factiva-xml"]


class TestFactivaTxt(Conformance):
    format = formats()["factiva-txt"]


class TestFactivaRtf(Conformance):
    format = formats()["factiva-rtf"]


class TestCnnDailymailStory(Conformance):
    format = formats()["cnn-dailymail-story"]


class TestRcv1Xml(Conformance):
    format = formats()["rcv1-xml"]


class TestDocx(Conformance):
    format = formats()["docx"]


class TestOdt(Conformance):
    format = formats()["odt"]


class TestRtf(Conformance):
    format = formats()["rtf"]


class TestEpub(Conformance):
    format = formats()["epub"]


class TestPdf(Conformance):
    format = formats()["pdf"]


class TestNexisTxt(Conformance):
    format = formats()["nexis-txt"]


class TestLexisnexisHtml(Conformance):
    format = formats()["lexisnexis-html"]


class TestNexisUni(Conformance):
    format = formats()["nexis-uni"]


class TestWebPage(Conformance):
    format = formats()["web-page"]
