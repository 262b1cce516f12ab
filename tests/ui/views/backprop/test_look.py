"""What the page of backpropagation shows of a pass, and says of it."""

from typing import Any

import numpy as np
import pytest

from core.figures.matrices import Matrix
from core.figures.theme import LIGHT
from core.learning.passes import Phase
from core.lessons.backprop.passes import Passes
from core.lessons.backprop.settings import PassSettings
from core.run import Run
from core.ui.language import speaking
from core.ui.live import pack
from core.ui.views.backprop.look import PassLook, PassPicture, apart
from core.ui.views.backprop.panels import DEEP, PANELS, panels
from core.ui.views.backprop.pass_numbers import block, playground, side_by_side, updates
from core.ui.views.backprop.terms import BLANK
from core.ui.views.backprop.text import EPSILON, chain_blocks, difference_block, now_lines

ENDS = 100


def look(at: int = 0, weight: str = "1-1-1", width: int = 900, **values: Any) -> PassLook:
    """A pass after `at` phases, or at the end of it."""
    run = Run(Passes(PassSettings().replace(**values)))
    if at == ENDS:
        run.finish_epoch()
    else:
        run.advance(60, at) if at else None
    picture = PassPicture(weight=weight)
    return PassLook(run.settings, run, run.newest, run.frames(), LIGHT, picture, None, None, {}, width)


@pytest.fixture(autouse=True)
def english() -> Any:
    with speaking("en"):
        yield


CASES: list[dict[str, Any]] = [
    {},
    {"hidden": "", "dataset": "plane"},
    {"hidden": "4-4-4", "dataset": "pinwheel4", "feed": "batch", "batch_size": 8, "sample": 7},
    {"hidden": "2", "activation": "step", "loss": "hinge"},
    {"hidden": "3", "dataset": "multi_gauss", "feed": "batch", "loss": "mae", "batch_size": 1},
]


@pytest.mark.parametrize("values", CASES)
@pytest.mark.parametrize("width", [330, 900])
def test_every_panel_of_every_phase_can_be_sent(values: dict[str, Any], width: int) -> None:
    run = Run(Passes(PassSettings().replace(**values)))
    for _ in run.learner.order:
        seen = PassLook(run.settings, run, run.newest, run.frames(), LIGHT, PassPicture(), None, None, {}, width)
        table = panels(run.settings)
        assert pack({id: panel.figure(seen) for id, panel in table.items()})
        assert seen.readout()[0] == ("pass", "1") and len(seen.notes()) == 1
        run.step()


def test_only_a_deep_network_takes_the_whole_width() -> None:
    assert set(DEEP) == set(PANELS) and DEEP["network"].span == 12 and PANELS["network"].span == 9
    assert panels(PassSettings().replace(hidden="2-2-2")) is DEEP


def test_a_loss_is_told_only_once_it_is_computed() -> None:
    seen = look(0)
    assert [value for _, value in seen.readout()[2:]] == [BLANK, BLANK]
    at = seen.learner.order.index(Phase("loss"))
    assert look(at).readout()[2][1] == "0.562096" and look(at).readout()[3][1] == BLANK
    assert look(ENDS).readout()[3][1] == "0.465618"


def test_a_loss_that_rises_is_named() -> None:
    assert "It rose" in look(ENDS, dataset="plane", hidden="2", x1=3, x2=2, target=-1, lr=1).notes()[0]
    assert "It rose" not in look(ENDS).notes()[0]


def test_two_losses_that_differ_are_told_apart() -> None:
    first, second = look(ENDS, lr=1e-4).notes()[0].split(" to ")[:2]
    assert first.split()[-1] != second.split(". ")[0]
    assert apart(1.5, 1.5) == 4 and apart(1.32604, 1.32603) == 6


def test_the_weight_of_the_address_is_followed_and_one_that_is_gone_gives_the_first() -> None:
    assert look(weight="2-2-b").choice() == "2-2-b"
    assert look(weight="3-4-4").choice() == "1-1-1"
    seen = look(hidden="2")
    ids = [id for id, _ in seen.choices()]
    assert ids == ["1-1-1", "1-1-2", "1-2-1", "1-2-2", "1-1-b", "1-2-b", "2-1-1", "2-1-2", "2-1-b"]


def test_an_earlier_frame_shows_its_own_pass() -> None:
    run = Run(Passes(PassSettings()))
    run.finish_epoch()
    run.finish_epoch()
    early = run.frames()[3]
    run.change(x1=-4.0)
    args: Any = (LIGHT, PassPicture(), None, None, {}, 900)
    then = PassLook(run.settings, run, early, run.frames(), *args)
    now = PassLook(run.settings, run, run.newest, run.frames(), *args)
    assert (then.n_passes, now.n_passes) == (0, 1)
    assert then.record.x[0, 0] == 1 and now.record.x[0, 0] == -4


def test_the_phase_is_written_out_neuron_by_neuron() -> None:
    order = look().learner.order
    z = now_lines(look(order.index(Phase("z", 2))))
    assert [line[:6] for line in z] == ["z₁⁽²⁾ ", "z₂⁽²⁾ "] and BLANK not in "".join(z)
    gradient = now_lines(look(order.index(Phase("gradient", 2))))
    assert len(gradient) == 2 * 3 + 2
    update = now_lines(look(order.index(Phase("update")), weight="2-1-3"))
    assert len(update) == 9 + 8 + 3 and update[0].startswith("w₁₃⁽²⁾ ← ")


def test_the_loss_of_a_batch_is_the_mean_of_its_samples() -> None:
    seen = look(0, feed="batch", batch_size=3)
    at = seen.learner.order.index(Phase("loss"))
    lines = now_lines(look(at, feed="batch", batch_size=3))
    each = [float(line.rsplit(" = ", 1)[1]) for line in lines[:3]]
    assert float(lines[3].rsplit(" = ", 1)[1]) == pytest.approx(sum(each) / 3, rel=1e-5)
    assert lines[3].startswith("L = (") and lines[3].split(" = ")[1].endswith(")/3")


def test_the_chain_of_a_batch_tells_the_mean_too() -> None:
    titles = [title for title, _ in chain_blocks(look(ENDS, feed="batch"))]
    assert "4 samples alone" in titles[1] and "sample 1" in titles[-1]
    assert len(chain_blocks(look(ENDS))) == 2


@pytest.mark.parametrize(
    ("values", "weight", "word"),
    [
        ({}, "1-1-1", "They agree best"),
        ({"activation": "relu", "hidden": "2", "x1": 0, "x2": 0}, "1-1-b", "A kink lies between"),
        ({"activation": "step", "hidden": "2", "x1": 0, "x2": 0}, "1-1-b", "A neuron jumps"),
        ({"activation": "relu", "hidden": "4"}, "1-1-1", "Both are exactly 0"),
        ({"init": "too_large", "x1": 3, "x2": 2}, "1-1-1", "Both are exactly 0"),
    ],
)
def test_the_check_says_why_it_agrees_or_not(values: dict[str, Any], weight: str, word: str) -> None:
    _, lines = difference_block(look(ENDS, weight=weight, **values))
    assert any(word in line for line in lines)
    if word.startswith("They"):
        assert float(lines[2].strip("= ")) == pytest.approx(float(lines[3].split(" = ")[1]), rel=1e-7)


def test_the_check_waits_for_its_gradient() -> None:
    seen = look(3)
    assert difference_block(seen)[1] == ["The gradient of this weight is not computed yet."]
    assert round(-np.log10(look(ENDS).check.epsilons[EPSILON])) == 5


def test_matrices_stand_side_by_side() -> None:
    left, right = Matrix("W", np.array([[1.0, -2.5], [3.0, 4.0]]), (2, 2)), Matrix("b", None, (1, 1))
    assert [line.rstrip() for line in block(left)] == ["W  2 × 2", "   1  −2.5", "   3     4"]
    lines = side_by_side([left, right]).split("\n")
    assert lines[0].endswith("b  1 × 1") and BLANK in lines[1] and lines[2].rstrip() == "   3     4"


def test_the_table_of_updates_has_a_row_for_each_parameter() -> None:
    table = updates(look(ENDS))
    assert len(table) == 20 and not (table == BLANK).any(axis=None)
    half = updates(look(look().learner.order.index(Phase("gradient", 3))))
    assert (half["∂L/∂w"] == BLANK).sum() == 17 and (half["after"] == BLANK).all()


def test_the_playground_gets_the_same_network() -> None:
    seen = look(feed="batch", dataset="xor", hidden="4", lr=0.3, batch_size=8, seed=4)
    query = playground(seen.learner)
    assert query == "dataset=xor&n_samples=100&hidden=4&lr=0.3&batch_size=8&seed=4"
