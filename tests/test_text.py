"""Every string on a page exists in both languages, and no translation is left over."""

import ast
import importlib
import pkgutil
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from core.activations import ACTIVATIONS
from core.config import extra
from core.datasets import line
from core.datasets.gates import GATES
from core.datasets.image_store import MESSAGES as STORE_MESSAGES
from core.datasets.image_zip import MESSAGES as ZIP_MESSAGES
from core.datasets.images import IMAGE_SETS
from core.datasets.points import DATASETS, TOO_FEW
from core.datasets.points_csv import MESSAGES as CSV_MESSAGES
from core.datasets.profile import REASONS
from core.datasets.raw_table import MESSAGES as TABLE_MESSAGES
from core.datasets.rows import ROWS
from core.datasets.sequence_tasks import TASKS
from core.datasets.text import MESSAGES as TEXT_MESSAGES
from core.diagnosis import FINDINGS, OUTCOMES
from core.evaluation.caveats import CAVEATS
from core.evaluation.measures import CLASSIFICATION, REGRESSION
from core.evaluation.report import NOT_FINITE
from core.initializations import INITIALIZATIONS
from core.learning.error_signals import ERROR_SIGNALS
from core.lessons.cell.dale import LAWS
from core.lessons.cell.settings import CellSettings
from core.lessons.compare.claims import CLAIMS, WIRING
from core.lessons.compare.quantities import BRAINS, MACHINES, QUANTITIES, own
from core.lessons.images.settings import ARCHITECTURES
from core.lessons.inference.facts import COLOURS, SHAPES, WORLDS
from core.lessons.inference.family import RELATIONS
from core.lessons.lifelong.settings import LifelongSettings
from core.lessons.lifelong.transfer import MEASURES
from core.lessons.pitfalls.messages import CASES, READINGS
from core.lessons.pitfalls.table import PITFALLS
from core.lessons.plasticity.selectivity import NAMES as ORIENTATIONS
from core.lessons.spiking.operations import Spikes, ordinary, spiking
from core.lessons.table.prediction import REMARKS
from core.losses import LOSSES
from core.models.layer_table import MESSAGES as LAYER_MESSAGES
from core.optimizers import OPTIMIZERS
from core.run_format import MESSAGES as RUN_MESSAGES
from core.settings import Settings, declared
from core.ui import own_text, views
from core.ui.controls import GROUPS, WIDTHS
from core.ui.language import LANGUAGES
from core.ui.look import SCORES, Panel
from core.ui.shell import PAGES, PITCHES
from core.ui.transport import BUTTONS
from core.ui.views.attention import attention_tabs
from core.ui.views.backprop.panels import BUTTONS as PASS_BUTTONS
from core.ui.views.cell import cell_tabs
from core.ui.views.convolution.kernel_table import CHANNELS
from core.ui.views.convolution.panels import TOOLS
from core.ui.views.images import before, rates, words
from core.ui.views.inference.look import WORDS
from core.ui.views.lifelong.parts import VIEWS as LIFELONG
from core.ui.views.losses import loss_scene
from core.ui.views.losses.rows import BEST
from core.ui.views.losses.same import NAMES
from core.ui.views.neuron.tools import BUTTONS as NEURON_BUTTONS
from core.ui.views.optimizers.panels import BUTTONS as RACE_BUTTONS
from core.ui.views.optimizers.race_numbers import MARKS
from core.ui.views.pitfalls import panels as pitfalls
from core.ui.views.plasticity import scene as plasticity
from core.ui.views.regression.look import NOTES
from core.ui.views.sequences import measured, sequence_tabs
from core.ui.views.spiking.groups import GROUPS as SPIKING_GROUPS
from core.ui.views.table import table_controls, table_numbers, table_view, uploads


def is_panels(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(panel, Panel) for panel in value.values())


ROOT = Path(__file__).parents[1]
TEXT = ROOT / "core" / "text"
SOURCES = [ROOT / "app.py", *sorted((ROOT / "core").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]
MODULES = [importlib.import_module(m.name) for m in pkgutil.walk_packages(views.__path__, "core.ui.views.")]
PANELS = [table.values() for m in MODULES for name, table in vars(m).items() if name.isupper() and is_panels(table)]
TABLE_WORDS = (
    REASONS,
    table_view.KINDS,
    table_view.USES,
    table_numbers.SCALES,
    uploads.SEPARATOR_NAMES,
    uploads.HEADERS,
)
INPUTS = {"x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂", "cos x₁", "cos x₂"}
SYMBOLS = INPUTS | {"x₃", "w₁", "w₂", "w₃", *ORIENTATIONS.values(), *string.digits}  # the same in every language


def in_code() -> set[str]:
    """The literals of every t("…") in the source, and those of the tables that pages translate."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
                leaves = ast.walk(node.args[0]) if isinstance(node.args[0], ast.Constant | ast.IfExp) else ()
                found |= {leaf.value for leaf in leaves if isinstance(leaf, ast.Constant)}
    return found - {""}


def subclasses(cls: type) -> list[type]:
    return [found for child in cls.__subclasses__() for found in (child, *subclasses(child))]


SIDES = (*BRAINS.values(), *MACHINES.values(), own(64, 64, 10))


def in_tables() -> set[str]:
    ours = [cls for cls in subclasses(Settings) if cls.__module__.startswith("core.")]
    fields = [field for cls in ours for _, field in declared(cls)]
    return {
        *(field.title for field in fields),
        *(field.description for field in fields),
        *(title for field in fields for title in (extra(field, "titles") or {}).values()),
        *CSV_MESSAGES.values(),
        *RUN_MESSAGES.values(),
        *OUTCOMES.values(),
        *FINDINGS.values(),
        *CAVEATS.values(),
        *TABLE_MESSAGES.values(),
        *TEXT_MESSAGES.values(),
        *(text for task in TASKS.values() for text in (task.description, task.length_title)),
        *measured.CONCLUSIONS,
        *sequence_tabs.MARKS.values(),
        own_text.NONE,
        *(text for pair in attention_tabs.PARTS.values() for text in pair),
        attention_tabs.AWAY,
        attention_tabs.NEXT,
        *(text for table in TABLE_WORDS for text in table.values()),
        *table_controls.groups({"source": "upload", "augment": "noise"}),
        *REMARKS.values(),
        *(measure.title for measure in (*CLASSIFICATION.values(), *REGRESSION.values())),
        NOT_FINITE,
        *(panel.alt for panels in PANELS for panel in panels),
        *(text for entry in PITFALLS.values() for text in (entry.title, entry.watch, entry.symptom, entry.why)),
        *(title for entry in PITFALLS.values() for title, _, _ in entry.curves),
        *(case.change for cases in CASES.values() for case in cases),
        *(text for _, text in READINGS),
        *(words for label, tip, _ in pitfalls.BUTTONS.values() for words in (label, tip)),
        TOO_FEW,
        *line.TOO_FEW.values(),
        line.OUTSIDE,
        *NOTES.values(),
        *GROUPS,
        *WIDTHS.values(),
        *(label for label, _ in SCORES.values()),
        *(name for entry in ROWS.values() for name in entry.names),
        *(world.question for world in WORLDS.values() if world.question[0].isalpha() or "which" in world.question),
        *RELATIONS,
        *SPIKING_GROUPS,
        *(part.title for part in (*ordinary((1, 1, 1), 1, 1), *spiking((1, 1, 1), 1, Spikes(1, 1, 1)))),
        *(text for said, known, _ in CLAIMS for text in (said, known)),
        *(text for row in WIRING for text in row),
        *QUANTITIES.values(),
        *(rule.needs for rule in ERROR_SIGNALS.values()),
        *(side.title for side in SIDES),
        *(value.source for side in SIDES for value in side.values.values()),
        *COLOURS,
        *SHAPES,
        *WORDS.values(),
        *(name for names in BEST.values() for name in names if name),
        *(name for name, _ in NAMES.values()),
        *loss_scene.CAPTIONS.values(),
        *plasticity.CAPTIONS.values(),
        *(text for part in LIFELONG.values() for text in (part.caption, part.ended, *part.groups(LifelongSettings()))),
        *(measure.title for measure in MEASURES.values()),
        *(words for label, tip, _ in loss_scene.TRANSPORT.values() for words in (label, tip)),
        *(
            words
            for table in (
                BUTTONS,
                NEURON_BUTTONS,
                PASS_BUTTONS,
                RACE_BUTTONS,
                TOOLS,
                cell_tabs.BUTTONS,
                plasticity.TOOLS,
            )
            for label, tip, _ in table.values()
            for words in (label, tip)
        ),
        *MARKS.values(),
        *(text for table in (STORE_MESSAGES, ZIP_MESSAGES, LAYER_MESSAGES) for text in table.values()),
        *(name for id in ("fashion_mnist", "cifar10") for name in IMAGE_SETS[id].classes),
        *(entry.title for entry in ARCHITECTURES.values()),
        *CHANNELS,
        *before.HEADS,
        *rates.MARKS.values(),
        *words.KINDS.values(),
        *CellSettings().shown(),
        *LAWS.values(),
        cell_tabs.BROKEN,
        *PAGES,
        *(title for pages in PAGES.values() for title, _ in pages.values()),
        *PITCHES.values(),
    } - SYMBOLS


FILES = [TEXT / "zh.po", *sorted((TEXT / "zh").glob("*.po"))]


def read(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="zh") if message.id}


def catalogue() -> dict[str, str]:
    return {id: text for path in FILES for id, text in read(path).items()}


def test_each_string_is_translated_in_one_file_only() -> None:
    counts = Counter(id for path in FILES for id in read(path))
    assert not [id for id, n in counts.items() if n > 1]


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


@pytest.mark.parametrize("table", [ACTIVATIONS, DATASETS, GATES, INITIALIZATIONS, LOSSES, OPTIMIZERS])
def test_every_entry_has_a_title_to_show(table: dict) -> None:
    assert all(entry.title for entry in table.values())


def test_a_percentage_is_a_number_and_its_sign() -> None:
    """As Python and Plotly write it: 14.5%, in prose as in figures and in both languages."""
    prose = [path.read_text("utf-8") for path in (*TEXT.rglob("*.md"), *FILES)]
    assert not [found for text in prose for found in re.findall(r"[0-9}]\s\\?%", text)]
    code = [path.read_text("utf-8") for path in SOURCES]
    assert not [found for text in code for found in re.findall(r"[0-9}]\s%[\"',.·)]", text)]
