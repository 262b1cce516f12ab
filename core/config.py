"""Config: the frozen, validated base of every settings class.

A field declares its bounds, default, title and description once; the widget, the URL, the JSON file, the validator and
the tests all read that declaration. `json_schema_extra` may add `widget` ("log" for a logarithmic slider) and `hot`
(True where the field may change while a run goes on).
"""

from pydantic import BaseModel, ConfigDict


class Config(BaseModel):
    """Settings that never change after they were checked; a wrong name, type or value raises `ValueError`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
