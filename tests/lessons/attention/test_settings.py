"""Settings of /attention: what a task brings with it, what an address says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.sequence_tasks import TASKS
from core.lessons.attention.settings import LAYOUTS, OWN, AttentionSettings, fitting
from core.models.trace import NOTHING, Without
from core.settings import SettingError

DEFAULT = AttentionSettings()


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(OWN)),
    st.sampled_from([None, "decoder", "encoder"]),
    st.fixed_dictionaries({}, optional={
        "n_layers": st.integers(1, 6), "causal": st.booleans(), "lr": st.sampled_from([0.001, 0.01]),
        "optimizer": st.sampled_from(["adam", "adamw"]), "dropout": st.sampled_from([0.0, 0.5]),
        "length": st.integers(8, 32), "off": st.sampled_from(["", "1.1", "2.4-1.3"]), "masked": st.booleans(),
    }),
)  # fmt: skip
def test_an_address_says_all_that_differs(task: str, architecture: str | None, chosen: dict) -> None:
    made = DEFAULT.replace(task=task)
    if architecture in fitting(task):
        made = made.replace(architecture=architecture)
    made = made.replace(**chosen)
    found, errors = DEFAULT.from_query(made.to_query(DEFAULT))
    assert found == made and not errors


@pytest.mark.parametrize("task", sorted(OWN))
def test_a_task_brings_its_own_where_nothing_was_chosen(task: str) -> None:
    made = DEFAULT.replace(task=task)
    assert all(made.values()[name] == value for name, value in OWN[task].items())
    assert made.to_query(DEFAULT) == ({} if task == DEFAULT.data.task else {"task": task})
    assert made.layout in TASKS[task].layouts and TASKS[task].title
    assert DEFAULT.replace(n_layers=5).replace(task=task).model.n_layers == 5  # a person's choice stays
    assert made.replace(task=DEFAULT.data.task) == DEFAULT
    encoder = DEFAULT.replace(architecture="encoder").replace(task=task)
    assert encoder.model.architecture == ("encoder" if "encoder" in fitting(task) else "decoder")


def test_an_encoder_needs_no_mask_unless_one_asks_for_it() -> None:
    encoder = DEFAULT.replace(architecture="encoder")
    assert not encoder.model.causal and encoder.layout == LAYOUTS["encoder"] == "aligned"
    assert encoder.replace(causal=True).replace(d_model=32).model.causal
    assert encoder.replace(architecture="decoder").model.causal
    assert encoder.to_query(DEFAULT) == {"architecture": "encoder"}


def test_what_a_task_is_not_laid_out_for_is_refused() -> None:
    with pytest.raises(SettingError, match="architecture = encoder is not possible; allowed is decoder"):
        DEFAULT.replace(task="text", architecture="encoder")
    with pytest.raises(SettingError, match="task = sines"):
        DEFAULT.replace(task="sines")
    with pytest.raises(SettingError, match="length = 100 is not possible; allowed is 2 … 48"):
        DEFAULT.replace(length=100)
    assert DEFAULT.offered("architecture", DEFAULT.values() | {"task": "dates"}) == ("decoder",)


def test_what_is_taken_away_while_one_looks() -> None:
    assert DEFAULT.without == NOTHING
    made = DEFAULT.replace(off="1.2-2.4", masked=False, positioned=False)
    assert made.without == Without(frozenset({(0, 1), (1, 3)}), positions=True, causal=False)
    assert DEFAULT.replace(architecture="encoder", masked=False).without.causal is True
    for text in ("1", "1.2-", "a.b", "1.2;2.1"):
        with pytest.raises(SettingError, match="off"):
            DEFAULT.replace(off=text)


def test_what_is_only_looked_at_is_declared_so() -> None:
    look = [field for name, field in DEFAULT.fields().items() if name in DEFAULT.look.model_dump()]
    assert all(field.json_schema_extra["hot"] == "look" for field in look)
