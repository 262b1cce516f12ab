"""The exported data of every task draws what the task draws."""

import pytest
import torch
from torch import Generator

from core.datasets.sequence_code import sequence_code
from core.datasets.sequence_tasks import TASKS
from core.datasets.sequences import SequencesConfig
from core.datasets.text import SHELF, read_text
from core.source import import_lines


@pytest.mark.parametrize(("task", "layout"), [(task, layout) for task in TASKS for layout in TASKS[task].layouts])
def test_the_code_draws_the_same_batches(task: str, layout: str) -> None:
    lengths = TASKS[task].lengths
    check(SequencesConfig(task=task, length=max(lengths[0], 6) if lengths else 16).load(layout))


@pytest.mark.parametrize("characters", ["日本\n語 \"'\\" * 30, "ab\u2028c\x85😀\t" * 20, "a\nb" * 9000])
def test_the_code_of_an_own_text(characters: str, tmp_path, monkeypatch) -> None:
    kept = SHELF["0" * 16] = read_text(characters)
    (tmp_path / "text.txt").write_text(kept.characters, "utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    check(SequencesConfig(task="text", length=9, text="own", file="0" * 16).load())


def check(sequences) -> None:
    code = sequence_code(sequences)
    names: dict = {}
    exec(f"{import_lines(code.imports)}\n\n{code.body}\n", names)
    held = sequences.held
    theirs = names["x_held"], names["y_held"], names["mask_held"]
    for part in ("train", "test"):
        ours = sequences.sample(5, Generator().manual_seed(3), part)
        pairs = [*zip((ours.x, ours.y, ours.mask), names["sample"](5, Generator().manual_seed(3), part), strict=True)]
        pairs += zip((held.x, held.y, held.mask), theirs, strict=True)
        assert all(torch.equal(a, b) for a, b in pairs)
    assert tuple(names.get("vocabulary", ())) == sequences.vocabulary
