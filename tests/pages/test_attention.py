"""The attention page as Streamlit runs it without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from core.datasets.sequence_tasks import TASKS
from core.datasets.text import MESSAGES, SHELF, read_text
from core.models.positions import POSITIONS
from core.ui import own_text
from core.ui.player import Player
from core.ui.views.attention.look import AttentionLook
from tests.pages.opened import open_page

SMALL = {"n_layers": "1", "n_heads": "2", "d_model": "16", "d_mlp": "16", "batch_size": "10"}
OWN = "What is mine stays mine; what is yours stays yours. " * 4


def attention(lang: str = "en", **query: str) -> AppTest:
    at = open_page("Networks", "attention", lang, **SMALL | query)
    assert at.get("bidi_component"), "the live view is there"
    return at


def held(at: AppTest) -> Player:
    return at.session_state["players"]["attention"]


def query(at: AppTest) -> dict[str, list[str]]:
    return {name: value for name, value in at.query_params.items() if name not in {"lang", *SMALL}}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"architecture": "encoder", "positions": "rotary", "head": "1.r", "off": "1.2", "masked": "False"},
        {"task": "text", "prompt": "A neuron", "temperature": "0", "top_k": "5"},
        {"task": "dates", "positions": "none", "norm": "post", "positioned": "False"},
    ],
    ids=lambda q: "-".join(q),
)
def test_it_opens_steps_and_explains(query: dict[str, str]) -> None:
    at = attention(**query)
    assert not at.error and not at.warning and not at.info
    at.button(key="step").click().run()
    assert not at.exception and held(at).run.newest.step == 1
    parts, rises, tokens, *more = (frame.value for frame in at.dataframe)
    vectors, encoding = [] if query.get("head") == "1.r" else [(4, 8)], held(at).run.settings.model.positions
    width = {"none": 0, "rotary": 9}.get(encoding, 17)
    assert [found.shape for found in more] == [*vectors, *([(len(more[-1]), width)] if width else [])]
    assert at.latex[0].value.strip("$ \n") == POSITIONS[encoding].formula
    assert (
        len(parts) == 3
        and rises.shape == (1, 2)
        and parts["test loss"][0] == pytest.approx(held(at).run.newest.metrics["test_loss"])
    )
    assert tokens.iloc[:, -1].sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("query", [{}, {"task": "text", "text": "chinese"}], ids=lambda q: "-".join(q))
def test_it_speaks_chinese(query: dict[str, str]) -> None:
    at = attention("zh", **query)
    assert not at.error and not at.warning and "注意力" in at.markdown[0].value
    assert at.dataframe[0].value.iloc[0, 0] == "完整的网络"


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("d_mlp", "7", "8 … 512"),
        ("off", "1-2", "1.1-2.4"),
        ("architecture", "rnn", "decoder"),
        ("head", "0.1", "1.1 … 6.8"),
        ("task", "sines", "reverse"),
        ("temperature", "nan", "0 … 3"),
        ("hidden", "4", "task"),
    ],
)
def test_a_bad_address_is_told_and_the_rest_of_it_counts(name: str, value: str, allowed: str) -> None:
    at = attention(**{name: value, "length": "6"})
    assert len(at.warning) == 1 and name in at.warning[0].value.replace("\\", "") and allowed in at.warning[0].value
    assert at.slider(key="length").value == 6


def test_a_new_task_brings_its_settings_and_the_sidebar_follows() -> None:
    at = attention(length="7")
    assert at.slider(key="length").max == TASKS["reverse"].lengths[2], "the slider offers what the task allows"
    at.selectbox(key="architecture").set_value("encoder").run()
    assert not at.toggle(key="causal").value and held(at).run.learner.data.layout == "aligned"
    at.selectbox(key="task").set_value("depth").run()
    assert held(at).settings.data.task == "depth" and "depth" in str(query(at)["task"])
    at.selectbox(key="task").set_value("names").run()
    assert "length" not in {slider.key for slider in at.slider}
    at.selectbox(key="task").set_value("text").run()
    assert {"text"} <= {box.key for box in at.selectbox} and not at.exception


def test_what_is_looked_at_leaves_the_run_alone() -> None:
    at = attention(length="4")
    at.button(key="step").click().run()
    run, loss = held(at).run, held(at).run.newest.metrics
    at.toggle(key="positioned").set_value(False)
    at.text_input(key="off").set_value("1.1")
    at.slider(key="sample").set_value(3)
    at.run()
    assert held(at).run is run and run.newest.metrics is loss and run.newest.step == 1
    assert {"positioned", "off", "sample"} <= query(at).keys()
    at.slider(key="n_layers").set_value(2).run()
    assert held(at).run is not run


def test_a_click_in_the_view_reaches_the_address() -> None:
    at = attention(length="4")
    AttentionLook.clicked(held(at), {"trace": "switch", "custom": [0, 1]})
    AttentionLook.clicked(held(at), {"trace": "heads", "custom": [0, 2, 0]})
    at.run()
    assert "1.2" in str(query(at)["off"]) and "1.r" in str(query(at)["head"])
    assert at.text_input(key="off").value == "1.2"


def test_a_text_of_ones_own_is_pasted() -> None:
    at = attention(task="text", text="own")
    assert at.info[0].value == own_text.NONE and at.button(key="play").disabled
    at.text_area(key="pasted_text").set_value("short")
    at.button(key="take_text").click().run()
    assert "40" in at.warning[0].value and not at.exception
    at.text_area(key="pasted_text").set_value(OWN)
    at.button(key="take_text").click().run()
    assert not at.info and not at.warning and held(at).run.learner.data.text.characters == OWN
    assert read_text(OWN).id in str(query(at)["file"])


def test_nobody_reads_the_text_of_another_session() -> None:
    text = read_text(OWN)
    SHELF[text.id] = text
    at = attention("en", task="text", text="own", file=text.id)
    assert at.info[0].value == MESSAGES["missing_text"] and held(at).run is None
