"""An archive that holds something of everything that readers must know about."""

import json
from pathlib import Path
from typing import Any

from ..archive.support import ingest, plugin_folder, run, write_fields

Item = dict[str, Any]

HARBOUR = "The harbour of Vellmar was closed on Monday after a crane fell into the basin, the port authority said."
REOPENED = "The harbour of Vellmar was opened again on Tuesday after a crane fell into the basin, the port authority said."
FERRY = "A ferry of the southern line ran aground near Orsund in the night; all two hundred passengers are safe."
BUDGET = "The minister of finance, Zoë O’Brien, presented a post-war budget of coöperation to the naïve assembly."
SECRET = "The board of Tarn Steel has chosen its new chairman, who will take up office in the spring of next year."
WRONG = "The mayor of Quell has resigned after a quarrel about the new bridge, according to two of her advisers."
HELD = "An outbreak of fever in the barracks of Lune is being looked into by the doctors of the garrison there."
CHINESE = "中国经济在第三季度增长了百分之五，国家统计局周五在北京宣布了这一消息。专家认为出口是主要原因。"


def build(folder: Path, *runs: dict[str, list[Item]]) -> Path:
    """An archive made by the real program in so many runs, each over files of drafts and notices by name."""
    plugins = plugin_folder(folder / "plugins")
    archive = folder / "archive"
    for number, files in enumerate(runs, 1):
        drop = folder / f"drop{number}"
        for name, items in files.items():
            write_fields(drop / name, *items)
        ingest(archive, drop, options=("--plugins-dir", plugins))
    return archive


def world(folder: Path) -> Path:
    """Records 0 to 8 in two runs; see each line for what it is there for."""
    first: dict[str, list[Item]] = {
        "a-harbour.fields": [  # 0: version 1 of a story
            {
                "headline": "Harbour closed",
                "body": HARBOUR,
                "byline": "By R. Ames",
                "publisher": "Orsund Post",
                "published": "2024-12-02T09:30:00+01:00",
                "language": "en-GB",
                "identifiers": {"guid": "post-1"},
            }
        ],
        "b-ferry.fields": [  # 1: knows little; later sightings know more
            {
                "headline": "Ferry aground",
                "body": [
                    {"kind": "paragraph", "text": FERRY},
                    {"kind": "crosshead", "text": "All safe"},
                    {"kind": "caption", "text": "The ferry at dawn"},
                ],
            }
        ],
        "c-budget.fields": [  # 2: a date that is a month
            {
                "headline": "Budget “presented”",
                "body": BUDGET,
                "published": "2019-03",
                "publisher": "Assembly Wire",
                "language": "en",
            }
        ],
        "d-secret.fields": [
            {"headline": "New chairman", "body": SECRET, "embargoed": "2999-01-01", "published": "2024-12-03"}
        ],  # 3
        "e-wrong.fields": [{"headline": "Mayor resigns", "body": WRONG, "identifiers": {"urn": "urn:x:mayor"}}],  # 4: killed
        "f-held.fields": [{"headline": "Fever in Lune", "body": HELD, "status": "withheld"}],  # 5
        "g-chinese.fields": [{"headline": "三季度经济", "body": CHINESE, "language": "zh", "published": "2023"}],  # 6
        "h-empty.fields": [{"headline": "=cmd|' /C calc'!A0", "keywords": ["-x", "port"]}],  # 7: a headline only
    }
    second: dict[str, list[Item]] = {
        "a-harbour.fields": [  # 8: version 2 of record 0
            {
                "headline": "Harbour open again",
                "body": REOPENED,
                "byline": "By R. Ames",
                "publisher": "Orsund Post",
                "published": "2024-12-02T09:30:00+01:00",
                "modified": "2024-12-03T08:00:00+01:00",
                "identifiers": {"guid": "post-1"},
            }
        ],
        "b-ferry-1.fields": [  # more about record 1
            {"headline": "Ferry aground", "body": f"{FERRY}\n\nAll safe", "published": "2024-11-30", "publisher": "Orsund Post"}
        ],
        "b-ferry-2.fields": [
            {
                "headline": "Ferry aground",
                "body": f"{FERRY}\n\nAll safe",
                "published": "2024-12-01",
                "publisher": "Lune Daily",
                "url": "https://lune.example/ferry",
            }
        ],
        "e-kill.fields": [{"notice": {"identifiers": {"urn": "urn:x:mayor"}, "status": "canceled", "reason": "she has not"}}],
    }
    return build(folder, first, second)


def answer(archive: Path, *arguments: str) -> str:
    """What a command prints; exit 0."""
    done = run(*arguments, "-a", archive)
    assert done.returncode == 0, done.stderr
    return done.stdout


def answer_json(archive: Path, *arguments: str) -> Any:
    """What a command prints with `--json`."""
    return json.loads(answer(archive, *arguments, "--json"))


def hits(archive: Path, *arguments: str) -> list[int]:
    """The accessions that a search finds, in its order."""
    return [json.loads(line)["accession"] for line in answer(archive, "search", *arguments, "--json").splitlines()]
