"""JSON Schema of what the archive writes, generated from the attrs classes that write it.

`python -m newsarchive.schemas schemas/` writes the files anew; a test holds files and classes together.
"""

import inspect
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from . import fields, model
from .entries import LINES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: What the classes check beyond the types of their fields, by the name of the class.
RULES: dict[str, dict[str, Any]] = {
    "Record": {"anyOf": [{"required": ["headline"]}, {"required": ["body"]}]},
    "Subject": {"anyOf": [{"required": ["code"]}, {"required": ["name"]}]},
}
#: `extra`, below the name of its source: JSON without nulls and floats.
_PORTABLE = {
    "anyOf": [
        {"type": "string"},
        {"type": "boolean"},
        {"type": "integer", "minimum": 1 - 2**53, "maximum": 2**53 - 1},
        {"type": "array", "items": {"$ref": "#/$defs/Portable"}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/Portable"}},
    ]
}


def schema_of(name: str, title: str, kinds: Sequence[Any], also: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The schema of documents that are one of `kinds`, each of which holds the properties `also` besides its own."""
    heads, definitions = msgspec.json.schema_components(kinds, schema_hook=fields.special_schema)
    found = {key: _closed(key, definition) for key, definition in definitions.items()}
    for head in heads if also else ():
        definition = found[head["$ref"].rpartition("/")[2]]
        definition["properties"] |= also
        definition["required"] = sorted({*definition["required"], *(also or {})})
    if "#/$defs/Portable" in json.dumps(found):
        found["Portable"] = _PORTABLE
    choice = dict(heads[0]) if len(heads) == 1 else {"oneOf": list(heads)}
    return {"$schema": DIALECT, "$id": f"urn:newsarchive:{name}", "title": title, "$defs": found, **choice}


def article_schema() -> dict[str, Any]:
    """The schema of a record."""
    return schema_of("article-1", "An article in a newsarchive: one record", [model.Record])


def ledger_schema() -> dict[str, Any]:
    """The schema of a line of the ledger. The digests that chain it are its last keys."""
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256, 64 hex digits"}
    return schema_of("ledger-1", "A line of a newsarchive's ledger", list(LINES.values()), {"prev": digest, "this": digest})


def documents() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file."""
    return {"article-1.schema.json": article_schema(), "ledger-1.schema.json": ledger_schema()}


def text(schema: Mapping[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _closed(name: str, definition: dict[str, Any]) -> dict[str, Any]:
    """A class as it is written: nothing unknown, and what is empty is absent. What has another default is always there."""
    required = set(definition["required"])
    properties = {}
    for key, told in definition["properties"].items():
        optional = key not in required and told.get("default") in (None, (), [], {})
        if not optional:
            required.add(key)
        properties[key] = _present(told, optional)
    described = {"description": inspect.cleandoc(definition["description"]).replace("\n", " ").replace("  ", " ")}
    rest = {"type": "object", "properties": properties, "required": sorted(required), "additionalProperties": False}
    return described | rest | RULES.get(name, {})


def _present(told: dict[str, Any], optional: bool) -> dict[str, Any]:
    """The schema of a property where it is there: never null, and never empty if it could be absent."""
    told = {key: value for key, value in told.items() if key != "default"}
    choices = [choice for choice in told.pop("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        told |= choices[0]
    elif choices:
        told["anyOf"] = choices
    for free in (told, told.get("additionalProperties")):
        if isinstance(free, dict) and free.get("type") == "object" and "additionalProperties" not in free:
            free["additionalProperties"] = {"$ref": "#/$defs/Portable"}
    smallest = {"array": "minItems", "object": "minProperties"}.get(told.get("type", "")) if optional else None
    return told | ({smallest: 1} if smallest else {})


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Write every schema into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in documents().items():
        (folder / name).write_text(text(schema), "utf-8")


if __name__ == "__main__":
    main()
