"""What single values of ninjs say: subjects and pictures."""

import re
from typing import Any

from newsarchive import Media, Subject

from .._json_values import names_of, texts_of, widest

#: `subj:15000000`, `category:planning`: a code with its scheme.
_QCODE = re.compile(r"(?P<scheme>[A-Za-z][\w-]*):(?P<code>(?!//).+)", re.DOTALL)


def subjects_of(value: Any) -> list[Subject]:
    """Subjects by scheme, code and name."""
    found = []
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            continue
        code = next((texts_of(each.get(name))[0] for name in ("code", "qcode", "uri") if texts_of(each.get(name))), None)
        named = texts_of(each.get("name"))
        if code is None and named:  # 3.1: a `literal` is a code; where it stands alone, agencies write names there
            code = next(iter(texts_of(each.get("literal"))), None)
        scheme = texts_of(each.get("scheme"))[0] if texts_of(each.get("scheme")) else None
        match = _QCODE.fullmatch(code) if code and scheme is None else None
        if match is not None:
            scheme, code = match["scheme"], match["code"]
        name = names_of(each)
        if code or name:
            found.append(Subject(scheme=scheme, code=code, name=name[0] if name else None))
    return found


def media_of(item: dict[str, Any]) -> Media | None:
    """A picture, film or sound: the largest of its renditions."""
    url = widest(item.get("renditions"))
    described = item.get("descriptions")
    stated = [each.get("value") for each in described if isinstance(each, dict)] if isinstance(described, list) else []
    stated += [value for name, value in item.items() if name.startswith("description_")]
    captions = [text for each in stated for text in texts_of(each)]
    signed = [text for name in ("byline", "by", "copyrightholder") for text in texts_of(item.get(name))]
    if url is None and not captions:
        return None
    return Media(str(item.get("type") or "other"), url, next(iter(captions), None), next(iter(signed), None))
