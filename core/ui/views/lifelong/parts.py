"""Parts: the table of the page's parts, and the buttons that choose between them."""

from core.lessons.lifelong.settings import LEARNERS, PARTS
from core.ui import scenes
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.lifelong import errors, few, tasks
from core.ui.views.lifelong.part import Part

VIEWS: dict[str, Part] = {"tasks": tasks.PART, "few": few.PART, "errors": errors.PART}


def choose(page: str, held: Player) -> None:
    """The parts as a row of buttons."""
    assert PARTS.keys() == LEARNERS.keys() == VIEWS.keys()
    scenes.choose(page, held, "part", t("Part"), PARTS)
