"""Settings: a page's whole set of settings as one flat table, to and from JSON and a query string."""

from collections.abc import Iterator, Mapping
from typing import Any, Self, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from core.config import Config, extra


class SettingError(ValueError):
    """A setting that is not possible: names the field, the value and what is allowed."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        self.name, self.value, self.allowed = name, shorten(value), allowed
        super().__init__(f"{name} = {self.value} is not possible; allowed is {allowed}.")


class Settings(Config):
    """Settings in fields of their own, or grouped in parts (fields that hold a `Config`), or both.

    Field names are unique over all parts, so that the whole is one flat table from names to values; `kind`, which tells
    the members of a union of configs apart, is none of them. Validators may raise `SettingError`.
    """

    def parts(self) -> dict[str, Config]:
        """The parts by name; "" holds the fields that stand in none."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {"": self} | {name: value for name, value in found.items() if isinstance(value, Config)}

    def owners(self) -> dict[str, str]:
        """Setting → name of the part it stands in."""
        parts = self.parts()
        return {
            name: owner
            for owner, part in parts.items()
            for name in type(part).model_fields
            if name != "kind" and (owner or name not in parts)
        }

    def fields(self) -> dict[str, FieldInfo]:
        """Setting → its declaration."""
        parts = self.parts()
        return {name: type(parts[owner]).model_fields[name] for name, owner in self.owners().items()}

    def values(self) -> dict[str, Any]:
        """Setting → its value."""
        parts = self.parts()
        return {name: getattr(parts[owner], name) for name, owner in self.owners().items()}

    def replace(self, /, **values: Any) -> Self:
        """A copy with some settings changed; raises `SettingError` for an unknown name or a value out of range."""
        owners = self.owners()
        table = {name: part.model_dump() for name, part in self.parts().items() if name}
        table |= {name: value for name, value in self.values().items() if not owners[name]}
        for name, value in values.items():
            if name not in owners:
                raise SettingError(name, value, ", ".join(owners))
            (table[owners[name]] if owners[name] else table)[name] = value
        try:
            return type(self).model_validate(table)
        except ValidationError as error:
            raise explain(error, self.fields()) from None

    def differences(self, other: "Settings") -> dict[str, Any]:
        """The settings that differ from another's, or that it lacks."""
        theirs = other.values()
        return {name: value for name, value in self.values().items() if name not in theirs or value != theirs[name]}

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The ids of a choice that make sense beside the other settings' values."""
        return choices(self.fields()[name])

    def to_query(self, default: "Settings") -> dict[str, str]:
        """The settings that differ from a page's default, as text for its address."""
        return {name: to_text(value) for name, value in self.differences(default).items()}

    def from_query(self, query: Mapping[str, str]) -> tuple[Self, list[SettingError]]:
        """This, a page's default, with the settings of an address; what is not possible is left out and returned."""
        try:
            return self.replace(**query), []
        except SettingError:
            pass
        settings = self
        pending = {name: query[name] for name in (*self.owners(), *query) if name in query}
        while True:  # once more as long as it helps: a setting may be possible only after another
            errors: dict[str, SettingError] = {}
            for name, text in pending.items():
                try:
                    settings = settings.replace(**{name: text})
                except SettingError as error:
                    errors[name] = error
            if len(errors) == len(pending):
                return settings, list(errors.values())
            pending = {name: pending[name] for name in errors}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Raises `SettingError` where the value is none of these settings."""
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            raise explain(error, dict(declared(cls))) from None


def declared(cls: type[Config]) -> Iterator[tuple[str, FieldInfo]]:
    """Every setting that a class can have, with those of all members of its unions."""
    for name, field in cls.model_fields.items():
        configs = [c for c in (field.annotation, *get_args(field.annotation)) if isinstance(c, type)]
        configs = [c for c in configs if issubclass(c, Config)]
        if name != "kind" and not configs:
            yield name, field
        for config in configs:
            yield from declared(config)


def to_text(value: Any) -> str:
    """A setting as an address writes it; tuples are joined by "-"."""
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


def shorten(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def bounds(field: FieldInfo) -> tuple[Any, Any]:
    """Least and greatest value that a field allows (None where there is none)."""
    return tuple(next((getattr(m, k) for m in field.metadata if hasattr(m, k)), None) for k in ("ge", "le"))  # type: ignore[return-value]


def lengths(field: FieldInfo) -> tuple[float, float]:
    """How few and how many values a field that lists some allows."""
    found = {k: getattr(m, k) for m in field.metadata for k in ("min_length", "max_length") if hasattr(m, k)}
    return found.get("min_length", 0), found.get("max_length", float("inf"))


def choices(field: FieldInfo) -> tuple[str, ...]:
    """The ids that a choice field allows (empty for other fields)."""
    return tuple(choice for choice in get_args(field.annotation) if isinstance(choice, str))


def allowed(field: FieldInfo) -> str:
    """What a field allows, in symbols and ids."""
    low, high = bounds(field)
    if low is not None:
        return f"{low} … {high}"
    if field.annotation is bool:
        return "True, False"
    pattern = next((entry.pattern for entry in field.metadata if getattr(entry, "pattern", None)), "")
    return ", ".join(choices(field)) or extra(field, "allowed") or str(pattern).strip("^$")


def explain(error: ValidationError, fields: Mapping[str, FieldInfo]) -> SettingError:
    """The first complaint of pydantic as a `SettingError`."""
    first = error.errors()[0]
    raised = first.get("ctx", {}).get("error")
    if isinstance(raised, SettingError):
        return raised
    name = next((str(part) for part in reversed(first["loc"]) if part in fields), "")
    if name:
        value = to_text(tuple(first["input"])) if isinstance(first["input"], list) else first["input"]
        return SettingError(name, value, allowed(fields[name]) or first["msg"])
    place = ".".join(map(str, first["loc"]))
    return SettingError(place or "settings", first["input"], ", ".join(fields))
