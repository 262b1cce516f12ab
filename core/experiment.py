"""Experiment: everything that decides a run, validated, to and from JSON and a query string."""

from collections.abc import Mapping
from typing import Any, Self, get_args

from pydantic import ValidationError, model_validator
from pydantic.fields import FieldInfo

from core.config import Config
from core.datasets.points import FEATURES, PointsConfig
from core.learning.backprop import BackpropConfig
from core.losses import resolve
from core.models.mlp import MLPConfig

PARTS = ("data", "model", "training")


class SettingError(ValueError):
    """A setting that is not possible: names the field, the value and what is allowed."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        self.name, self.value, self.allowed = name, shorten(value), allowed
        super().__init__(f"{name} = {self.value} is not possible; allowed is {allowed}.")


class Experiment(Config):
    """Data, model and training; two equal experiments give the same run to the last digit.

    Field names are unique over the three parts, so that an experiment is also one flat table of settings.
    """

    data: PointsConfig = PointsConfig()
    model: MLPConfig = MLPConfig()
    training: BackpropConfig = BackpropConfig()

    @model_validator(mode="after")
    def loss_fits_task(self) -> Self:
        resolve(self.training.loss, self.data.n_classes)
        return self

    @property
    def loss(self) -> str:
        """The loss in use, where "auto" is resolved."""
        return resolve(self.training.loss, self.data.n_classes)

    def settings(self) -> dict[str, Any]:
        """Every setting by its field's name."""
        return {name: getattr(getattr(self, part), name) for name, part in PART_OF.items()}

    def replace(self, /, **settings: Any) -> "Experiment":
        """A copy with some settings changed; raises `SettingError` for an unknown name or a value out of range."""
        parts: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
        for name, value in settings.items():
            if name not in PART_OF:
                raise SettingError(name, value, ", ".join(PART_OF))
            parts[PART_OF[name]][name] = value
        try:
            return Experiment.model_validate(
                {part: getattr(self, part).model_dump() | changed for part, changed in parts.items()}
            )
        except ValidationError as error:
            raise explain(error) from None

    def differences(self, other: "Experiment") -> dict[str, Any]:
        """The settings of this experiment that differ from another's."""
        theirs = other.settings()
        return {name: value for name, value in self.settings().items() if value != theirs[name]}

    def to_query(self, default: "Experiment") -> dict[str, str]:
        """The settings that differ from a page's default, as text for its address."""
        return {name: to_text(value) for name, value in self.differences(default).items()}

    @classmethod
    def from_query(cls, query: Mapping[str, str], default: "Experiment") -> tuple["Experiment", list[SettingError]]:
        """A page's default with the settings of an address; what is not possible is left out and returned."""
        try:
            return default.replace(**query), []
        except SettingError:
            pass
        experiment = default
        pending = {name: query[name] for name in (*FIELDS, *query) if name in query}
        while True:  # once more as long as it helps: a setting may be possible only after another
            errors: dict[str, SettingError] = {}
            for name, text in pending.items():
                try:
                    experiment = experiment.replace(**{name: text})
                except SettingError as error:
                    errors[name] = error
            if len(errors) == len(pending):
                return experiment, list(errors.values())
            pending = {name: pending[name] for name in errors}

    @classmethod
    def from_json(cls, value: Any) -> "Experiment":
        """Raises `SettingError` where the value is no experiment."""
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            raise explain(error) from None


def to_text(value: Any) -> str:
    """A setting as an address writes it; tuples are joined by "-"."""
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


def shorten(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


FIELDS: dict[str, FieldInfo] = {}
PART_OF: dict[str, str] = {}
for _part in PARTS:
    for _name, _field in type(getattr(Experiment(), _part)).model_fields.items():
        if _name != "kind":
            FIELDS[_name], PART_OF[_name] = _field, _part


def bounds(field: FieldInfo) -> tuple[Any, Any]:
    """Least and greatest value that a field allows (None where there is none)."""
    return tuple(next((getattr(m, k) for m in field.metadata if hasattr(m, k)), None) for k in ("ge", "le"))  # type: ignore[return-value]


def choices(field: FieldInfo) -> tuple[str, ...]:
    """The ids that a choice field allows (empty for other fields)."""
    return tuple(choice for choice in get_args(field.annotation) if isinstance(choice, str))


def allowed(name: str) -> str:
    """What a field allows, in symbols and ids."""
    field = FIELDS[name]
    low, high = bounds(field)
    if low is not None:
        return f"{low} … {high}"
    if choices(field):
        return ", ".join(choices(field))
    written = {"hidden": "0 … 8 × 1 … 32 (8-8-8)", "features": "-".join(FEATURES), "points": "base64url"}
    return written.get(name, "")


def explain(error: ValidationError) -> SettingError:
    """The first complaint of pydantic as a `SettingError`."""
    first = error.errors()[0]
    name = next((str(part) for part in first["loc"] if part in FIELDS), "")
    if name:
        return SettingError(name, first["input"], allowed(name) or first["msg"])
    if not first["loc"] and first["type"] == "value_error":
        return SettingError("loss", first["input"]["training"].get("loss"), "auto, mse, mae, huber")
    return SettingError(".".join(map(str, first["loc"])) or "experiment", first["input"], ", ".join(PARTS))
