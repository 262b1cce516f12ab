"""Each task's generator against an answer worked out by hand, symbol by symbol."""

from datetime import date

import pytest
import torch
from torch import Generator

from core.datasets import dates, names
from core.datasets.own_prompt import SHOWN, own_prompt, such_as
from core.datasets.sequence_tasks import TASKS
from core.datasets.sequences import ARROW, Batch, Sequences, SequencesConfig
from core.settings import SettingError


def n_open(brackets: str) -> list[str]:
    return [str(brackets[: t + 1].count("(") - brackets[: t + 1].count(")")) for t in range(len(brackets))]


BRUTE = {  # task → symbols of the prompt → answer to say after it
    "remember": lambda p: p[:1],
    "parity": lambda p: [str(p.count("1") % 2)],
    "copy": list,
    "reverse": lambda p: p[::-1],
    "sort": sorted,
    "depth": lambda p: n_open("".join(p))[-1:],
    "modular": lambda p: [str(sum(map(int, p)) % 29)],
}
SO_FAR = {  # task → symbols of the prompt → answer at every place
    "parity": lambda p: [str(p[: t + 1].count("1") % 2) for t in range(len(p))],
    "copy": list,
    "reverse": lambda p: p[::-1],
    "sort": sorted,
    "depth": lambda p: n_open("".join(p)),
    "modular": lambda p: [str(sum(map(int, p[: t + 1])) % 29) for t in range(len(p))],
}


def config(task: str, length: int | None = None) -> SequencesConfig:
    usual = TASKS[task].lengths
    return SequencesConfig(task=task, length=length or (usual[1] if usual else 40))


def drawn(task: str, layout: str, length: int | None = None, part: str = "train") -> tuple[Sequences, Batch]:
    found = config(task, length).load(layout)
    return found, found.sample(50, Generator().manual_seed(3), part)


@pytest.mark.parametrize("task", BRUTE)
@pytest.mark.parametrize("length", ["least", "usual", "greatest"])
def test_after_the_prompt_comes_the_right_answer(task: str, length: str) -> None:
    steps = dict(zip(("least", "usual", "greatest"), TASKS[task].lengths, strict=True))[length]
    found, batch = drawn(task, "causal", steps)
    for x, y, mask in zip(batch.x, batch.y, batch.mask, strict=True):
        symbols, said = found.symbols(x), found.symbols(y)
        prompt = symbols[: symbols.index(ARROW)]
        answer = BRUTE[task](prompt)
        assert len(prompt) == steps + (task == "remember")
        assert symbols == [*prompt, ARROW, *answer[:-1]] and said == [*prompt[1:], ARROW, *answer]
        assert mask.tolist() == [False] * len(prompt) + [True] * len(answer)


@pytest.mark.parametrize("task", SO_FAR)
def test_at_each_place_the_right_answer_is_due(task: str) -> None:
    found, batch = drawn(task, "aligned")
    assert batch.mask.all()
    for x, y in zip(batch.x, batch.y, strict=True):
        assert found.symbols(y) == SO_FAR[task](found.symbols(x))


def test_of_a_bit_only_the_end_counts_where_answers_are_aligned() -> None:
    found, batch = drawn("remember", "aligned")
    assert (batch.y[:, -1] == batch.x[:, 0]).all() and batch.mask.sum(1).eq(1).all() and batch.mask[:, -1].all()
    assert set(found.symbols(batch.x[:, 1:].flatten())) == set("abcd")


@pytest.mark.parametrize("length", [4, 5, 40])
def test_the_two_marked_numbers_add_up(length: int) -> None:
    _, batch = drawn("adding", "aligned", length)
    assert batch.mask.sum(1).eq(1).all() and batch.mask[:, -1].all()
    for x, y in zip(batch.x, batch.y, strict=True):
        marked = [t for t in range(length) if x[t, 1] == 1]
        assert len(marked) == 2 and marked[0] < length // 2 <= marked[1]
        assert y[-1].item() == pytest.approx(sum(x[t, 0].item() for t in marked))
        assert x[:, 0].min() >= 0 and x[:, 0].max() < 1


def test_a_mixture_of_sines_is_what_three_recurrences_give() -> None:
    """A sum of three sines fulfils x_{t+3} + x_{t−3} = a (x_{t+2} + x_{t−2}) + b (x_{t+1} + x_{t−1}) + c x_t."""
    _, batch = drawn("sines", "aligned", 60)
    assert batch.x.abs().max() <= 1 and not batch.mask[:, :15].any() and batch.mask[:, 15:].all()
    for x, y in zip(batch.x[:10, :, 0].double(), batch.y[:10], strict=True):
        torch.testing.assert_close(y[15:-1].double(), x[16:])
        pairs = [x[3 + k : len(x) - 3 + k] + x[3 - k : len(x) - 3 - k] for k in (3, 2, 1)]
        known = torch.stack([pairs[1], pairs[2], x[3:-3]], 1)
        solved = torch.linalg.lstsq(known, pairs[0]).solution
        assert (known @ solved - pairs[0]).abs().max() < 1e-4


@pytest.mark.parametrize("part", ["train", "test"])
def test_a_date_is_the_same_day_in_both_forms(part: str) -> None:
    found, batch = drawn("dates", "causal", part=part)
    every = {}
    for x, y in zip(batch.x, batch.y, strict=True):
        symbols = "".join(found.symbols(x)).split(ARROW)[0].strip(dates.PAD)
        day = date.fromisoformat("".join(found.symbols(y[-10:])))
        every[symbols] = day
        assert symbols in {dates.written(day, way) for way in range(len(dates.WRITTEN))}
        assert dates.is_test(day.toordinal()) == (part == "test")
    assert batch.mask.sum(1).eq(10).all() and len(every) > 45


@pytest.mark.parametrize("part", ["train", "test"])
def test_a_name_belongs_to_its_language_alone(part: str) -> None:
    found, batch = drawn("names", "causal", part=part)
    for x, y in zip(batch.x, batch.y, strict=True):
        name = "".join(found.symbols(x)).rstrip(ARROW).strip(names.PAD)
        language = found.symbols(y)[-1]
        assert [k for k, every in names.table().items() if name in every] == [language]
        assert names.is_test(name) == (part == "test")
    assert batch.mask.sum(1).eq(1).all()


def test_pairs_of_the_test_are_never_trained_on() -> None:
    found = config("modular", 2).load()
    parts = [found.sample(20_000, Generator().manual_seed(1), part).x for part in ("train", "test")]
    train, test = ({tuple(row.tolist()) for row in part} for part in parts)
    assert not train & test and len(train) + len(test) == 29**2 and len(test) == 29**2 // 5


@pytest.mark.parametrize("task", TASKS)
def test_the_same_generator_draws_the_same(task: str) -> None:
    for layout in TASKS[task].layouts:
        first, second = (drawn(task, layout)[1] for _ in range(2))
        assert torch.equal(first.x, second.x) and torch.equal(first.y, second.y) and first.mask.any(1).all()
        found, batch = drawn(task, layout)
        assert found.steps == batch.x.shape[1] and found.held.mask.any(1).all()
        if found.discrete:
            assert batch.x.max() < found.n_inputs and batch.y.max() < found.n_outputs == found.n_inputs
        else:
            assert batch.x.shape[2] == found.n_inputs and found.n_outputs == 1


@pytest.mark.parametrize("task", [task for task, entry in TASKS.items() if entry.typed])
def test_what_may_be_typed_is_read_as_a_sequence(task: str) -> None:
    entry = TASKS[task]
    for layout in entry.layouts:
        found = config(task).load(layout)
        batch = own_prompt(found, entry.typed)
        shown = "".join(found.symbols(batch.x[0])).strip(names.PAD)
        assert shown.startswith(entry.typed.replace(" ", "") if task == "modular" else entry.typed)
        due = [symbol for symbol, counts in zip(found.symbols(batch.y[0]), batch.mask[0], strict=True) if counts]
        if task in BRUTE:
            prompt = entry.typed.split() if task == "modular" else list(entry.typed)
            aligned = [prompt[0]] if task == "remember" else SO_FAR[task](prompt) if layout == "aligned" else None
            assert due == (aligned or BRUTE[task](prompt))
        else:
            assert due == (list(entry.typed[1:]) if task == "text" else [])
        for wrong in ("", "Ω", entry.typed * 99):
            with pytest.raises(SettingError) as error:
                own_prompt(found, wrong)
            assert error.value.name == "prompt"


def test_a_text_proposes_its_own_beginning_and_names_what_it_lacks() -> None:
    found = SequencesConfig(task="text", text="chinese", length=16).load()
    assert own_prompt(found, such_as(found)).x.shape == (1, SHOWN // 2)
    with pytest.raises(SettingError) as error:
        own_prompt(found, "神经 ab 元 b")
    assert error.value.value.split() == ["a", "b"] and such_as(found) in error.value.allowed


def test_below_no_bracket_nothing_is_due() -> None:
    batch = own_prompt(config("depth").load("aligned"), "())(")
    assert batch.mask.tolist() == [[True, True, False, True]]
    assert not own_prompt(config("depth").load("causal"), "())").mask.any()


@pytest.mark.parametrize(("task", "length"), [("remember", 4), ("adding", 101), ("reverse", 49), ("text", 129)])
def test_a_length_that_a_task_has_not_is_refused(task: str, length: int) -> None:
    with pytest.raises(ValueError, match="length"):
        SequencesConfig(task=task, length=length)
