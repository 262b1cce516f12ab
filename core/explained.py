"""Explained: an error that a page can say in its reader's language."""

from collections.abc import Mapping
from typing import ClassVar


class Explained(ValueError):
    """`id` is a key of the class's `messages`, `values` fill that template."""

    messages: ClassVar[Mapping[str, str]]

    def __init__(self, id: str, **values: object) -> None:
        super().__init__(self.messages[id].format(**values))
        self.id, self.values = id, values

    @property
    def template(self) -> str:
        return self.messages[self.id]
