"""Rules: what an entry may say, what it gives as hints, and what is wrong with it, by file and entry."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.errors import NewsarchiveError
from newsarchive.globs import Glob
from newsarchive.rules import Entry, Rules, read_rules

FULL = """\
[archive]
format = 1

[[source]]
path = "afp/**/*.xml"
source = "nitf"
publisher = "Agence France-Presse"
language = "fr"
languages = ["fr", "pt-BR"]
time_zone = "Europe/Paris"
date_order = "DMY"
encoding = "windows-1252"

[source.columns]
headline = "title"
"identifiers.docno" = "id"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text)
    return path


def test_an_entry_gives_flat_hints(tmp_path: Path) -> None:
    rules = read_rules(written(tmp_path, FULL))

    assert {
        "source": "nitf",
        "publisher": "Agence France-Presse",
        "language": "fr",
        "languages": "fr pt-BR",
        "time_zone": "Europe/Paris",
        "date_order": "DMY",
        "encoding": "windows-1252",
        "columns.headline": "title",
        "columns.identifiers.docno": "id",
    } == rules.match("afp/sport/a.xml").hints
    assert {} == rules.match("ap/a.xml").hints
    assert ["[[source]] entry 1 (line 4)"] == [entry.label for entry in rules.entries]
    assert {"nitf": f"{tmp_path}/rules.toml: [[source]] entry 1 (line 4)"} == rules.sources


@pytest.mark.parametrize(
    ("said", "why", "help"),
    [
        ('publisher = "A"', "it has no `path`", "path ="),
        ('path = "a"', "it says nothing", "say-what"),
        ('path = "a"\nlangauge = "fr"', "there is no `langauge`", "Did you mean `language`?"),
        ('path = "a"\nfoo = 1', "there is no `foo`", "columns, date_order, encoding"),
        ('path = "a//b"\nlanguage = "fr"', "path: 'a//b' is no path", "say-what"),
        ('path = "a"\nlanguage = "french!"', "language = 'french!' is no language", "say-what"),
        ('path = "a"\nlanguages = "fr"', "is no list of languages", 'languages = ["de", "fr"]'),
        ('path = "a"\nlanguages = ["f r"]', "'f r' is no language", "say-what"),
        ('path = "a"\ntime_zone = "Europe/Pari"', "there is no time zone 'Europe/Pari'", "Europe/Paris"),
        ('path = "a"\ntime_zone = "../../etc/passwd"', "there is no time zone", "IANA"),
        ('path = "a"\ndate_order = "DYM"', "is none of DMY, MDY, YMD", "say-what"),
        ('path = "a"\nencoding = "rot13"', "there is no encoding 'rot13'", "windows-1252"),
        ('path = "a"\nsource = "No Name"', "is no name of a source", "say-what"),
        ('path = "a"\npublisher = " "', "is no text", "say-what"),
        ('path = "a"\ncolumns = "b"', "is no table", "[source.columns]"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_entry(tmp_path: Path, said: str, why: str, help: str) -> None:
    path = written(tmp_path, f'[[source]]\npath = "ok"\nlanguage = "en"\n\n[[source]]\n{said}\n')

    with pytest.raises(NewsarchiveError) as raised:
        read_rules(path)
    assert raised.value.message.startswith(f"{path}: [[source]] entry 2 (line 5): ")
    assert why in raised.value.message
    assert help in raised.value.help


@pytest.mark.parametrize("text", ['[source]\npath = "a"', "source = 1", "[[source]", "\xff"])
def test_a_file_that_holds_no_entries_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(text.encode("latin-1"))

    with pytest.raises(NewsarchiveError, match=r"rules\.toml"):
        read_rules(path)


keys = st.sampled_from(["language", "publisher", "encoding"])
entries = st.builds(
    lambda path, hints: (path, hints),
    st.sampled_from(["a/*", "a/**", "**", "b/x", "a/x"]),
    st.dictionaries(keys, st.sampled_from(["1", "2"]), min_size=1),
)


@given(st.lists(entries, max_size=4), st.sampled_from(["a/x", "b/x", "c"]))
def test_all_that_match_hold_or_none(said: list[tuple[str, dict[str, str]]], name: str) -> None:
    """What two entries say alike is said; what they say otherwise is a conflict that names both."""
    rules = Rules("r.toml", tuple(Entry(number, None, Glob.parse(path), hints) for number, (path, hints) in enumerate(said, 1)))
    found = rules.match(name)
    matching = [(number, hints) for number, (path, hints) in enumerate(said, 1) if Glob.parse(path).matches(name)]
    values = {key: {hints[key] for _, hints in matching if key in hints} for _, hints in matching for key in hints}

    assert [number for number, _ in matching] == [entry.number for entry in found.entries]
    if any(len(each) > 1 for each in values.values()):
        assert {} == found.hints
        assert found.conflict is not None
        assert 2 == found.conflict.count("[[source]] entry")
    else:
        assert (None, {key: value for key, (value,) in values.items()}) == (found.conflict, found.hints)
