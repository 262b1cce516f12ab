"""Part: what a part of the page needs around its learner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.diagnosis import OUTCOMES
from core.ui.look import Look, Panel
from core.ui.player import Player


@dataclass(frozen=True)
class Part:
    """What is seen of a part, which settings stand beside it, its numbers and its code.

    `caption` stands over the picture and `text` names its prose, `<text>.md` and `<text>_try.md`; `panels` and `groups`
    are functions of the settings; `numbers` draws its tab; `script` gives a program for a learner's first n steps;
    `ended` is said at the end of its run.
    """

    caption: str
    text: str
    look: type[Look]
    panels: Callable[[Any], Mapping[str, Panel]]
    groups: Callable[[Any], Mapping[str, tuple[str, ...]]]
    numbers: Callable[[Player], None]
    script: Callable[[Any, int], str]
    ended: str = OUTCOMES["done"]
