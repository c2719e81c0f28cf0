"""The faults of the mutants: what a parser does wrong, the test of the kit that is expected to see it, and the changes.

A change is an old text and a new one. The new texts are code as people write it who do not think of the case.
"""

from textwrap import dedent, indent

LOST, EVIDENT = "test_nothing_is_lost", "test_evidence_points_at_what_it_says"
DATES, NAMES = "test_dates_are_no_more_precise_than_the_text", "test_names_are_as_printed"
TOTAL, BOUNDS = "test_reading_is_total", "test_reading_stays_within_bounds"
ALONE, WRITTEN = "test_reading_depends_on_the_bytes_alone", "test_written_and_read_back"
SEVERAL, DRESS = "test_several_in_one_document", "test_a_sample_says_the_same_in_every_dress"
CLAIMED, OTHERS = "test_own_documents_are_claimed", "test_samples_of_others_are_left_alone"
SNIFFS = "test_sniffing_is_total"

Change = tuple[str, str]
Fault = tuple[str, str, tuple[Change, ...]]


def _fault(name: str, expected: str, *changes: Change) -> Fault:
    return name, expected, changes


def _code(text: str) -> str:
    return dedent(text).strip()


def _before(old: str, code: str) -> Change:
    """More code before a line of a function."""
    depth = old[: len(old) - len(old.lstrip())]
    return old, indent(_code(code), depth) + "\n" + old


def _instead(old: str, code: str) -> Change:
    """Other code in the place of a stretch, which begins where the code is indented."""
    depth = old[: len(old) - len(old.lstrip())]
    return old, indent(_code(code), depth) + "\n" * old.endswith("\n")


def _of_its_own(code: str) -> Change:
    """More code of the module's own."""
    return "@hookimpl\n", _code(code) + "\n\n@hookimpl\n"


# Plain text ----------------------------------------------------------------------------------------------------------

_READ = "    yield read_prose(document.decoded().text)\n"


def _draft(code: str) -> Change:
    """`draft` is what the sound source yields for `text`."""
    return _instead(_READ, f"text = document.decoded().text\ndraft = read_prose(text)\n{_code(code)}\nyield draft")


def _text(text: str) -> Change:
    """Another text in the place of the document's `text`."""
    return _instead(_READ, f"text = document.decoded().text\nyield read_prose({text})")


_SNIFFED = "    ends = text_ends(sample)\n"
PLAIN_TEXT = (
    _fault("drops the last paragraph", WRITTEN, _draft("draft.body = draft.body[:-1]")),
    _fault("drops the first paragraph", WRITTEN, _draft("draft.body = draft.body[1:]")),
    _fault("removes paragraphs that stand there twice", WRITTEN, _draft("draft.body = list(dict.fromkeys(draft.body))")),
    _fault("keeps three paragraphs", WRITTEN, _draft("draft.body = draft.body[:3]")),
    _fault("trims the last line", LOST, _text(r'text.rstrip().rpartition("\n")[0] or text')),
    _fault("trims a last line that is short", LOST, _text(r're.sub(r"\n.{1,20}\s*\Z", "", text)')),
    _fault("stops at a NUL", LOST, _text(r'text.partition("\0")[0] or text')),
    _fault("drops what is not ASCII", LOST, _text('text.encode("ascii", "ignore").decode() or text')),
    _fault("decodes everything as Latin-1", LOST, _instead(_READ, 'yield read_prose(document.data.decode("latin-1"))')),
    _fault("decodes everything as UTF-8", TOTAL, _instead(_READ, 'yield read_prose(document.data.decode("utf-8"))')),
    _fault("counts in the text with mended line ends", EVIDENT, _instead(_READ, "yield read_prose(document.text())")),
    _fault(
        "counts bytes of UTF-8 as code points",
        EVIDENT,
        _draft("""
            for key, each in draft.evidence.items():
                (span,) = each.span
                start, end = len(text[: span.start].encode()), len(text[: span.end].encode())
                draft.evidence[key] = type(each)(each.rule, (type(span)("codepoint", start, end),))
        """),
    ),
    _fault(
        "mends quotation marks",
        EVIDENT,
        _draft("""draft.body = [type(each)(each.kind, each.text.replace("’", "'")) for each in draft.body]"""),
    ),
    _fault(
        "composes characters (NFC)",
        EVIDENT,
        _draft("""
            import unicodedata
            draft.body = [type(each)(each.kind, unicodedata.normalize("NFC", each.text)) for each in draft.body]
        """),
    ),
    _fault("adds a summary of its own", WRITTEN, _draft("draft.summary = draft.body[0].text[:20]")),
    _fault("takes everything for English", WRITTEN, _draft('draft.language = "en"')),
    _fault("loses the marks of lists and crossheads", LOST, ("furniture.extend(piece.marks)", "pass")),
    _fault("yields the text instead of a draft", TOTAL, _instead(_READ, "yield document.decoded().text")),
    _fault("returns nothing instead of yielding", TOTAL, _instead(_READ, "return None")),
    _fault(
        "remembers texts by the document's name", ALONE, _of_its_own("_K = {}"), _text("_K.setdefault(document.name, text)")
    ),
    _fault(
        "reads character by character from the front",
        BOUNDS,
        _of_its_own("""
            def _slowly(text):
                rest, read = text, ""
                while rest:
                    read, rest = read + rest[0], rest[1:]
                return read
        """),
        _text("_slowly(text)"),
    ),
    _fault(
        "claims every .txt",
        OTHERS,
        _before(_SNIFFED, 'if sample.suffix == ".txt":\n    return Bid(Confidence.CERTAIN, "its name ends so")'),
    ),
    _fault("cannot sniff white space", SNIFFS, _before(_SNIFFED, "sample.head.split()[0]")),
    _fault("answers a sniff with True", SNIFFS, ('return Bid(Confidence.FALLBACK, "it is text")', "return True")),
)

# Signed text ---------------------------------------------------------------------------------------------------------

_NAMED = "authors.append(Author(name.text,"
_CREDITED = "    draft.credit = signatures[-1].credit.text\n"


def _name(text: str) -> Change:
    """Another name in the place of an author's."""
    return _NAMED, f"authors.append(Author({text},"


SIGNED_TEXT = (
    _fault(
        "mistakes `--` in a sentence for a signature",
        WRITTEN,
        (' or not _is_credit(match["credit"])', ""),
        ("(?P<credit>[^{WHITE_SPACE}–—]+?)", "(?P<credit>[^–—]+?)"),
        ("if not all(_is_name(name.text) for name in names):", "if False:"),
    ),
    _fault("cuts names at By", NAMES, _name('name.text.partition("By")[0] or name.text')),
    _fault("writes names in title case", NAMES, _name("name.text.title()")),
    _fault("puts a space behind initials", NAMES, _name(r're.sub(r"(?<=\.)(?=\w)", " ", name.text)')),
    _fault("drops particles of names", NAMES, _name(r're.sub(r"\b(van|der|de|la|von|bin|di) ", "", name.text)')),
    _fault("keeps family names only", NAMES, _name(r"re.split(r'[ .]', name.text)[-1] or name.text")),
    _fault("gives the whole line as evidence of a name", EVIDENT, ("(name.span,))", "(signature.line.span,))")),
    _fault("takes By off the byline", EVIDENT, ("signature.line.text for", 'signature.line.text.removeprefix("By ") for')),
    _fault("writes agencies in capitals", EVIDENT, _instead(_CREDITED, "draft.credit = signatures[-1].credit.text.upper()")),
    _fault("keeps one of several signatures", LOST, ("    sign(draft, signatures)\n", "    sign(draft, signatures[-1:])\n")),
    _fault("lists authors in the order of a set", ALONE, _before(_CREDITED, "draft.authors = list(set(authors))")),
)

# Dated text ----------------------------------------------------------------------------------------------------------

_DATED = '        published = PartialDate.parse(match["date"])\n'


def _date(code: str) -> Change:
    """`date` is the text of the date, `published` what it is read as."""
    return _instead(_DATED, f'date = match["date"]\npublished = PartialDate.parse(date)\n{_code(code)}')


DATED_TEXT = (
    _fault("fills in the first of January", DATES, _date('published = PartialDate.parse(date + "-01-01"[len(date) - 4 :])')),
    _fault(
        "takes a missing zone for UTC",
        DATES,
        _date('published = PartialDate.parse(date + "Z" if date[-3:-2] == ":" else date)'),
    ),
    _fault(
        "takes the month for the day",
        WRITTEN,
        _date(r'published = PartialDate.parse(re.sub(r"-(0\d|1[0-2])-(0\d|1[0-2])", r"-\2-\1", date))'),
    ),
    _fault("drops the zone", WRITTEN, _date(r'published = PartialDate.parse(re.sub(r"(T[\d:.,]+).*", r"\1", date))')),
    _fault(
        "turns times into UTC",
        WRITTEN,
        _date("""
            import datetime
            if published.zone:
                time = datetime.datetime.fromisoformat(str(published)[:19]) - datetime.timedelta(minutes=published.zone)
                published = PartialDate.parse(time.isoformat() + "Z")
        """),
    ),
    _fault(
        "turns times into those of the machine's place",
        ALONE,
        _date("""
            import datetime
            if published.hour is not None and published.year > 1970:
                published = PartialDate.parse(datetime.datetime.fromisoformat(str(published)[:16]).astimezone().isoformat())
        """),
    ),
    _fault("keeps two digits of the year", WRITTEN, _date('published = PartialDate.parse("00" + date[2:])')),
    _fault(
        "says nothing of an impossible date", LOST, ('yield Defect("impossible-date",', 'str("impossible-date") or Defect("",')
    ),
    _fault("raises at an impossible date", TOTAL, ("except NewsarchiveError as error:", "except KeyError as error:")),
    _fault(
        "loses a digit of the date's evidence",
        DATES,
        _before("    if published is not None:\n", "span = Span(span.unit, start, end - 1)"),
    ),
    _fault(
        "forgets the label before the date", LOST, ("[*draft.furniture, *_round(text, start, end, after)]", "draft.furniture")
    ),
    _fault(
        "dates by the clock what has no date",
        DATES,
        _instead(
            "        yield read_prose(text, signed=True)\n        return\n",
            """
            import datetime
            draft = read_prose(text, signed=True)
            draft.published = str(datetime.date.today())
            yield draft
            return
            """,
        ),
    ),
)

# Bulletin in XML -----------------------------------------------------------------------------------------------------

_ITEM = "    draft.authors, draft.body, draft.evidence = authors, body, evidence\n"
_ALL_TEXT = '"".join(element.itertext())'
_FOUND = "if _BEGINNING.match(head) else None"
BULLETIN = (
    _fault("reads the first item only", SEVERAL, ("enumerate(root, 1)", "enumerate(root[:1], 1)")),
    _fault("keeps three paragraphs of each item", WRITTEN, _before(_ITEM, "body = body[:3]")),
    _fault("loses what stands within inline markup", WRITTEN, (_ALL_TEXT, '(element.text or "")')),
    _fault("resolves escapes twice", EVIDENT, (_ALL_TEXT, f'__import__("html").unescape({_ALL_TEXT})')),
    _fault("calls nobody Unknown", EVIDENT, _before(_ITEM, 'authors = authors or [Author("Unknown")]')),
    _fault("writes identifiers in small letters", EVIDENT, ('{"bulletin": value}', '{"bulletin": value.lower()}')),
    _fault("drops items without a paragraph", WRITTEN, _before("    yield draft\n", "if not body:\n    return")),
    _fault("asks for a headline in each item", TOTAL, _before("    yield draft\n", "draft.headline.strip()")),
    _fault("raises what lxml raises", TOTAL, ("(etree.XMLSyntaxError, LookupError, ValueError)", "LookupError")),
    _fault("reads UTF-8 only", DRESS, ("etree.fromstring(data,", 'etree.fromstring(data.decode(errors="ignore").encode(),')),
    _fault(
        "takes today for a missing date",
        DATES,
        _before(_ITEM, "import datetime\ndraft.published = draft.published or str(datetime.date.today())"),
    ),
    _fault(
        "walks deep trees by recursion",
        BOUNDS,
        _of_its_own("""
            def _walk(element):
                return (element.text or "") + "".join(_walk(child) + (child.tail or "") for child in element)
        """),
        ("huge_tree=False", "huge_tree=True"),
        (_ALL_TEXT, "_walk(element)"),
    ),
    _fault("claims every name that ends in .txt", OTHERS, (_FOUND, 'if head and sample.suffix in (".txt", ".xml") else None')),
    _fault("does not know a byte order mark", CLAIMED, ("sample.head.lstrip(_BYTE_ORDER_MARKS)", "sample.head")),
)

# Feed in JSON --------------------------------------------------------------------------------------------------------

_FEED = "    draft.extra, draft.evidence = extra, evidence\n"
_KEYWORDS = "draft.keywords = list(said.values())"
FEED = (
    _fault("asks for keys that may be missing", TOTAL, _before(_FEED, 'evidence["headline"]')),
    _fault("loses keys that it does not know", WRITTEN, ("            extra[key] = value\n", "            pass\n")),
    _fault("sorts keywords", WRITTEN, (_KEYWORDS, "draft.keywords = sorted(said.values())")),
    _fault("lists keywords in the order of a set", ALONE, (_KEYWORDS, "draft.keywords = list(set(said.values()))")),
    _fault("swaps byline and headline", WRITTEN, _before(_FEED, "draft.byline, draft.headline = draft.headline, draft.byline")),
    _fault("fills in a byline", WRITTEN, _before(_FEED, 'draft.byline = draft.byline or "Unknown"')),
    _fault("yields None at its end", TOTAL, ("    yield draft\n", "    yield draft\n    yield None\n")),
    _fault(
        "reads JSON by the standard library alone",
        TOTAL,
        ("orjson.loads(data)", "json.loads(data)"),
        ("orjson.JSONDecodeError", "json.JSONDecodeError"),
    ),
    _fault(
        "hangs on deep nesting", BOUNDS, _before("    if _depth(value) > _DEPTH:\n", "while _depth(value) > _DEPTH:\n    pass")
    ),
    _fault("numbers stories at random", ALONE, _before(_FEED, 'import random\nextra["number"] = random.randrange(1 << 40)')),
    _fault("numbers stories by Python's hash", ALONE, _before(_FEED, 'extra["number"] = hash(draft.headline) >> 20')),
    _fault("says when it read", ALONE, _before(_FEED, 'import time\nextra["read"] = time.ctime()')),
    _fault(
        "counts what it read before",
        ALONE,
        _of_its_own("_SEEN = []"),
        _before(_FEED, '_SEEN.append(1)\nextra["n"] = len(_SEEN)'),
    ),
    _fault("looks at the environment", ALONE, _before(_FEED, 'import os\nextra["zone"] = os.environ.get("TZ", "")')),
    _fault("writes times in the machine's zone", ALONE, _before(_FEED, "import time\nextra['zone'] = time.tzname[0]")),
    _fault("reads a file", ALONE, _before(_FEED, 'import pathlib\npathlib.Path("/proc/version").read_bytes()')),
    _fault("opens a socket", ALONE, _before(_FEED, "import socket\nsocket.socket().close()")),
    _fault("starts a process", ALONE, _before(_FEED, 'import subprocess\nsubprocess.run(["true"], check=False)')),
)

# Export of many articles ---------------------------------------------------------------------------------------------

_STARTS = "if _SEPARATOR.fullmatch(line.text)]"
_LOOP = "    for start, end in zip(starts, [*starts[1:], len(found)], strict=True):\n"
_YIELDED = "    yield Draft(**fields, body=body, extra=extra,"
_WHERE = 'where = Span("codepoint", line.start + match.start("value"), line.end)'
EXPORT = (
    _fault("stops after the first item", LOST, _before(_LOOP, "found, starts = found[: [*starts, len(found)][1]], starts[:1]")),
    _fault("splits at a separator within a line", WRITTEN, (_STARTS, "if _SEPARATOR.search(line.text)]")),
    _fault("joins the last two items", SEVERAL, (_STARTS, f"{_STARTS}\n    starts = starts[:-1] or starts")),
    _fault(
        "believes the declared count",
        LOST,
        _before(
            _LOOP,
            """
            count = int(_SEPARATOR.fullmatch(found[starts[0]].text)["count"])
            found, starts = found[: [*starts, *[len(found)] * count][count]], starts[:count]
            """,
        ),
        ("found[starts[0]].span)", 'Span("codepoint", 0, 0))'),
    ),
    _fault("drops items without text", WRITTEN, (_YIELDED, "    if not body:\n        return\n" + _YIELDED)),
    _fault(
        "carries paragraphs into the next item", SEVERAL, _of_its_own("_BODY = []"), ("    body = []\n", "    body = _BODY\n")
    ),
    _fault(
        "assumes the current year",
        DATES,
        ("(?P<month>{'|'.join(MONTHS)}) )?(?P<year>", "(?P<month>{'|'.join(MONTHS)})(?: |$))?(?P<year>"),
        (r"\d{{4}})", r"\d{{4}})?"),
        ('int(match["year"])', 'int(match["year"] or __import__("datetime").date.today().year)'),
    ),
    _fault(
        "takes a month for its first day", DATES, (' if match["day"] else None)', ' if match["day"] else 1 if month else None)')
    ),
    _fault(
        "reads months by the machine's locale",
        ALONE,
        _instead(
            '    month = MONTHS.index(match["month"]) + 1 if match["month"] else None\n',
            """
            import locale, time
            locale.setlocale(locale.LC_TIME, "")
            month = time.strptime(match["month"], "%B").tm_mon if match["month"] else None
            """,
        ),
    ),
    _fault("takes the label into the evidence", EVIDENT, (_WHERE, 'where = Span("codepoint", line.start, line.end)')),
    _fault(
        "gives the label as evidence of the value",
        EVIDENT,
        (_WHERE, 'where, furniture[-1] = furniture[-1], Span("codepoint", line.start, line.end)'),
    ),
    _fault("counts CRLF as one", EVIDENT, ("lines(document.decoded().text)", "lines(document.text())")),
    _fault("glues the lines of a paragraph", WRITTEN, ('" ".join(line.text for', '"".join(line.text for')),
    _fault("forgets what stands before the first item", LOST, ("    if before:\n", "    if False:\n")),
    _fault("forgets lines of the head without a label", LOST, ('yield Defect("no-label",', 'str("no-label") or Defect("",')),
    _fault(
        "takes an empty value for a text",
        TOTAL,
        ('        if match["value"] is None:\n            continue\n', ""),
        ('line.start + match.start("value")', 'line.start + line.text.index(match["value"])'),
    ),
    _fault("looks for labels in a way that backtracks", TOTAL, ("(?P<label>[A-Z]{{1,20}}):", r"(?P<label>(?:\w+ ?)+):")),
    _fault("claims every .txt by its name", OTHERS, (_FOUND, 'if head and sample.suffix == ".txt" else None')),
    _fault("claims only what is called .export", CLAIMED, (_FOUND, 'if head and sample.suffix == ".export" else None')),
)

# Framed articles -----------------------------------------------------------------------------------------------------

_CUT_OFF = "        if end > len(data):\n"
_PAYLOAD = "data[start:end].decode(), Span("
FRAMED = (
    _fault("sets aside as many bytes as a frame says", BOUNDS, _before(_CUT_OFF, "space = bytearray(length)")),
    _fault("takes every frame for whole", TOTAL, ("if place + HEAD.size > len(data):", "if False:")),
    _fault("takes all payloads for UTF-8", TOTAL, ("(UnicodeDecodeError, NewsarchiveError)", "NewsarchiveError")),
    _fault("waits for a type that it knows", TOTAL, _before(_CUT_OFF, "while kind > PARAGRAPH:\n    pass")),
    _fault("drops what is not UTF-8", EVIDENT, (_PAYLOAD, 'data[start:end].decode(errors="ignore"), Span(')),
    _fault("decodes as Latin-1", EVIDENT, (_PAYLOAD, 'data[start:end].decode("latin-1"), Span(')),
    _fault(
        "counts code points as bytes",
        EVIDENT,
        ('decode(), Span("byte", start, end))', 'decode(), Span("byte", start, start + len(data[start:end].decode())))'),
    ),
    _fault(
        "points one byte too far",
        EVIDENT,
        ('decode(), Span("byte", start, end))', 'decode(), Span("byte", start + 1, end + 1))'),
    ),
    _fault("swallows an exception", LOST, ('yield Defect("bad-frame",', 'str("bad-frame") or Defect("",')),
    _fault(
        "says nothing of the rest that is cut off", LOST, ('yield Defect("truncated", reason,', 'str(reason) or Defect("", "",')
    ),
    _fault("leaves out an article without an end", LOST, ("    if article.start < place:\n", "    if False:\n")),
    _fault(
        "keeps the first of several authors",
        WRITTEN,
        ("if kind == AUTHOR and said:", "if kind == AUTHOR and said and not self.authors:"),
    ),
    _fault(
        "ignores the year where it stands alone",
        WRITTEN,
        ("PartialDate.parse(text)\n", "PartialDate.parse(text) if text[4:] else None\n"),
    ),
)

FAULTS: dict[str, tuple[Fault, ...]] = {
    "plain-text": PLAIN_TEXT,
    "signed-text": SIGNED_TEXT,
    "dated-text": DATED_TEXT,
    "bulletin-xml": BULLETIN,
    "feed-json": FEED,
    "many-text": EXPORT,
    "framed": FRAMED,
}
