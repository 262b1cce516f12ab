"""The page of losses, in both languages, as Streamlit runs it without a browser."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.lessons.losses.settings import SCENES, LossSettings
from core.ui.language import TEXT
from tests.pages.opened import open_page

LINKS = re.findall(r"\]\(\?([^)]*)\)", (TEXT / "en" / "losses_try.md").read_text("utf-8"))


def losses(lang: str = "en", **query: str) -> AppTest:
    return open_page("Foundations", "losses", lang, **query)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_opens_in_both_languages(scene: str, lang: str) -> None:
    at = losses(lang, scene=scene)
    assert not at.warning and not at.error
    assert at.get("bidi_component"), "the live view is there"
    assert at.dataframe, "the numbers are there"
    assert ("损失函数" if lang == "zh" else "Losses") in at.markdown[0].value


def test_only_the_race_is_played() -> None:
    assert [button.key for button in losses(scene="race").button] == ["play", "step", "reset"]
    assert not losses(scene="rows").button


@pytest.mark.parametrize("link", LINKS)
def test_every_experiment_opens_with_its_settings(link: str) -> None:
    query = dict(pair.split("=") for pair in link.split("&"))
    settings, errors = LossSettings().from_query({k: v for k, v in query.items() if k != "speed"})
    assert not errors
    at = losses(**query)
    assert not at.warning
    found = {name: value for name, value in at.query_params.items() if name != "lang"}
    assert found == settings.to_query(LossSettings()) | {k: v for k, v in query.items() if k == "speed"}


def test_a_bad_address_is_told_and_the_rest_counts() -> None:
    at = losses(z="99", truth="0")
    assert len(at.warning) == 1
    assert "z = 99" in at.warning[0].value
    assert at.selectbox(key="truth").value == "0"


def test_settings_reach_the_address() -> None:
    at = losses()
    at.slider(key="z").set_value(2.5)
    at.selectbox(key="loss").set_value("huber").run()
    found = {name: value for name, value in at.query_params.items() if name != "lang"}
    assert found == {"z": "2.5", "loss": "huber"}
    assert at.select_slider(key="delta").value == 1


def test_controls_follow_the_kind_of_answer() -> None:
    at = losses(loss="bce")
    assert [slider.key for slider in at.slider] == ["z"]
    at.selectbox(key="answer").set_value("number").run()
    assert {slider.key for slider in at.slider} == {"target", "prediction"}
    assert at.selectbox(key="loss").options == ["Mean squared error", "Mean absolute error", "Huber"]
    assert at.selectbox(key="loss").value == "mse"
    assert not at.exception and not at.warning


def test_a_loss_that_does_not_fit_makes_room_when_the_scene_changes() -> None:
    at = losses(loss="bce")
    at.segmented_control(key="scene").set_value("rows").run()
    assert at.selectbox(key="loss").value == "mse"
    assert not at.exception and not at.warning
    at.selectbox(key="rows").set_value("iris").run()
    at.selectbox(key="loss").set_value("bce").run()
    assert not at.exception and not at.warning
    at.selectbox(key="rows").set_value("diabetes").run()
    assert at.selectbox(key="loss").value == "mse"
    assert not at.exception and not at.warning


def test_a_line_has_a_slope() -> None:
    at = losses(scene="rows")
    assert "slope" not in {slider.key for slider in at.slider}
    at.selectbox(key="shape").set_value("line").run()
    assert "slope" in {slider.key for slider in at.slider}


def test_the_race_steps_and_starts_again() -> None:
    at = losses(scene="race")
    for _ in range(3):
        at.button(key="step").click().run()
    assert list(at.dataframe[0].value["step"]) == [0, 1, 2, 3]
    at.button(key="reset").click().run()
    assert list(at.dataframe[0].value["step"]) == [0]
    at.slider(key="start").set_value(-6.0).run()
    assert at.dataframe[0].value.iloc[0, 1] == -6


def test_the_table_holds_every_loss() -> None:
    table = losses(z="-4").dataframe[0].value
    assert len(table) == 6
    assert table["dL/dz"].iloc[0] == pytest.approx(-0.03469, abs=1e-5)
    assert table["dL/dz"].iloc[3] == pytest.approx(-0.982014, abs=1e-6)
