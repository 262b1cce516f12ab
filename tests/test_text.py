"""Every string on a page exists in both languages, and no translation is left over."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from core.activations import ACTIVATIONS
from core.datasets.points import DATASETS, TOO_FEW
from core.datasets.points_csv import MESSAGES as CSV_MESSAGES
from core.diagnosis import FINDINGS, OUTCOMES
from core.experiment import FIELDS
from core.initializations import INITIALIZATIONS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.run_file import MESSAGES as RUN_MESSAGES
from core.ui.controls import GROUPS, TITLES
from core.ui.language import LANGUAGES
from core.ui.panels import PANELS
from core.ui.picture import Picture
from core.ui.player import BUTTONS
from core.ui.shell import PAGES, PITCHES
from core.ui.stage import SCORES

ROOT = Path(__file__).parents[1]
TEXT = ROOT / "core" / "text"
SOURCES = [ROOT / "app.py", *sorted((ROOT / "core").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]
SYMBOLS = {"x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂", "cos x₁", "cos x₂"}  # the same in every language


def in_code() -> set[str]:
    """The literals of every t("…") in the source, and those of the tables that pages translate."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
                leaves = ast.walk(node.args[0]) if isinstance(node.args[0], ast.Constant | ast.IfExp) else ()
                found |= {leaf.value for leaf in leaves if isinstance(leaf, ast.Constant)}
    return found - {""}


def in_tables() -> set[str]:
    fields = [*FIELDS.values(), *Picture.model_fields.values()]
    return {
        *(field.title for field in fields),
        *(field.description for field in fields),
        *(title for titles in TITLES.values() for title in titles.values()),
        *CSV_MESSAGES.values(),
        *RUN_MESSAGES.values(),
        *OUTCOMES.values(),
        *FINDINGS.values(),
        *(panel.alt for panel in PANELS.values()),
        TOO_FEW,
        *GROUPS,
        *(label for label, _ in SCORES.values()),
        *(words for label, tip, _ in BUTTONS.values() for words in (label, tip)),
        *PAGES,
        *(title for pages in PAGES.values() for title, _ in pages.values()),
        *PITCHES.values(),
    } - SYMBOLS


def catalogue() -> dict[str, str]:
    with (TEXT / "zh.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="zh") if message.id}


def test_every_string_is_translated_and_no_translation_is_orphaned() -> None:
    needed, had = in_code() | in_tables(), catalogue()
    missing = sorted(text for text in needed if not had.get(text))
    orphaned = sorted(set(had) - needed)
    assert not missing, f"missing in zh.po: {missing}"
    assert not orphaned, f"orphaned in zh.po: {orphaned}"


def test_translations_name_the_same_values() -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert not [text for text, translated in catalogue().items() if names(text) != names(translated)]


def test_prose_has_the_same_files_links_and_headings_in_both_languages() -> None:
    prose = {lang: {path.name: path.read_text("utf-8") for path in (TEXT / lang).glob("*.md")} for lang in LANGUAGES}
    english, chinese = prose["en"], prose["zh"]
    assert set(english) == set(chinese)
    for name in english:
        assert chinese[name].strip() and english[name].strip()
        for pattern in (r"\]\(([^)]*)\)", r"^(#+) ", r"^(\d+)\. "):
            found = [re.findall(pattern, text[name], re.M) for text in (english, chinese)]
            assert found[0] == found[1], f"{name}: {pattern} differs"


@pytest.mark.parametrize("table", [ACTIVATIONS, DATASETS, INITIALIZATIONS, LOSSES, OPTIMIZERS])
def test_every_entry_has_a_title_to_show(table: dict) -> None:
    assert all(entry.title for entry in table.values())
