import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from core.datasets.sequence_tasks import TASKS
from core.lessons.sequences.learner import SequencePair
from core.lessons.sequences.settings import OWN, SequenceSettings, own
from core.settings import SettingError

DEFAULT = SequenceSettings()


def test_every_task_has_settings_of_its_own_and_the_first_is_the_default() -> None:
    assert OWN.keys() == TASKS.keys()
    assert {name: DEFAULT.values()[name] for name in own("adding")} == own("adding")
    for task in TASKS:
        found = DEFAULT.replace(task=task)
        assert {name: found.values()[name] for name in own(task)} == own(task)
        assert found.to_query(DEFAULT) == ({} if task == "adding" else {"task": task})


def test_a_new_task_leaves_what_was_chosen() -> None:
    chosen = DEFAULT.replace(cell="gru", lr=0.002, length=30)
    found = chosen.replace(task="modular")
    assert (found.model.cell, found.training.lr) == ("gru", 0.002), "chosen before"
    assert (found.data.length, found.model.hidden_size) == (4, 64), "a length belongs to its task"
    assert DEFAULT.replace(task="modular", hidden_size=20).model.hidden_size == 20, "chosen with it"


def test_two_cells_that_would_be_the_same_change_places() -> None:
    found = DEFAULT.replace(cell="rnn")
    assert (found.model.cell, found.versus) == ("rnn", "lstm")
    assert DEFAULT.replace(versus="none").replace(cell="rnn").versus == "none"
    assert "lstm" not in DEFAULT.offered("versus", DEFAULT.values())
    assert {name: side.model.cell for name, side in found.sides.items()} == {"a": "rnn", "b": "lstm"}
    assert list(DEFAULT.replace(versus="none").sides) == ["a"]


@pytest.mark.parametrize(
    ("name", "value"), [("length", 3), ("cell", "perceptron"), ("clip", -1), ("bptt", 200), ("hidden_size", 0)]
)
def test_what_is_not_possible_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(SettingError) as error:
        DEFAULT.replace(**{name: value})
    assert error.value.name == name


@profile(max_examples=25, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(TASKS)),
    st.fixed_dictionaries(
        {},
        optional={
            "cell": st.sampled_from(["rnn", "lstm", "gru"]),
            "versus": st.sampled_from(["rnn", "lstm", "gru", "none"]),
            "hidden_size": st.integers(1, 6),
            "n_layers": st.integers(1, 2),
            "activation": st.sampled_from(["tanh", "relu"]),
            "forget_bias": st.floats(-3, 6),
            "optimizer": st.sampled_from(["sgd", "adam", "adamw"]),
            "lr": st.sampled_from([0.001, 0.005, 0.01]),
            "batch_size": st.integers(1, 4),
            "clip": st.sampled_from([0.0, 0.5, 1.0]),
            "bptt": st.integers(0, 20),
        },
    ),
)
def test_any_setting_goes_through_an_address_and_trains(task: str, values: dict) -> None:
    lengths = TASKS[task].lengths
    small = {"length": lengths[0]} if lengths else {}
    found = DEFAULT.replace(task=task).replace(**small).replace(**values)
    again, errors = DEFAULT.from_query(found.to_query(DEFAULT))
    assert again == found and not errors
    pair = SequencePair(found)
    pair.step()
    assert not pair.errors and all(side.step_count == 1 for side in pair.sides.values())
