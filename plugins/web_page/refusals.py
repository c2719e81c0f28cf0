"""Pages that are no articles."""

from typing import Any


def refusal(found: Any) -> str | None:
    return None
