"""The page on convolution without a browser."""

from tests.pages.opened import open_page


def test_only_what_counts_is_offered() -> None:
    at = open_page("Foundations", "convolution")
    assert {s.key for s in at.slider} >= {"size", "stride", "padding", "dilation", "bias", "digit"}
    assert "red" not in {s.key for s in at.slider}
    at.selectbox(key="picture").set_value("photo").run()
    at.run()
    assert "red" in {s.key for s in at.slider} and "digit" not in {s.key for s in at.slider}
    at.selectbox(key="operation").set_value("max").run()
    at.run()
    assert "bias" not in {s.key for s in at.slider} and not at.exception


def test_steps_and_rows() -> None:
    at = open_page("Foundations", "convolution")
    held = at.session_state["players"]["convolution"]
    at.button(key="step").click().run()
    assert held.run.newest.step == 1
    at.button(key="epoch").click().run()
    assert held.run.newest.step == 5 and not at.exception
    assert "speed" not in at.query_params


def test_a_kernel_of_ones_own_begins_with_the_one_that_was_there() -> None:
    at = open_page("Foundations", "convolution", kernel="identity")
    at.selectbox(key="kernel").set_value("own").run()
    assert "0_0_0_0_1_0_0_0_0" in at.query_params["own"] and not at.exception


def test_a_bad_kernel_in_the_address_is_told() -> None:
    at = open_page("Foundations", "convolution", own="1_x", stride="2")
    assert "own" in at.warning[0].value and at.slider(key="stride").value == 2
