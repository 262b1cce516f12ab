"""Config: the frozen, validated base of every settings class.

A field declares its bounds, default, title and description once; the widget, the URL, the JSON file, the validator and
the tests all read that declaration. `json_schema_extra` may add `titles` (what a choice field's ids are called),
`widget` ("log" for a logarithmic slider, "number" for a box), `step`, `hot` (True where the field may change while a
run goes on, "look" where the run does not mind it at all), `allowed` (what to say of a field without bounds or
choices) and, for hidden layers, `widest` and `deepest`.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

SEEDS = 1_000_000  # seeds there are


class Config(BaseModel):
    """Settings that never change after they were checked; a wrong name, type or value raises `ValueError`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def titles(table: Mapping[str, Any]) -> dict[str, Any]:
    """What a table's entries are called, as the `json_schema_extra` of the field that chooses between them."""
    return {"titles": {id: entry.title for id, entry in table.items()}}


def extra(field: FieldInfo, name: str) -> Any:
    """One of the additions listed above, None where a field has none of it."""
    return field.json_schema_extra.get(name) if isinstance(field.json_schema_extra, dict) else None


def seed(description: str, title: str = "Seed") -> Any:
    """The field that decides all chance of a run."""
    return Field(
        0, ge=0, le=SEEDS - 1, title=title, description=description, json_schema_extra={"widget": "number", "step": 1}
    )
