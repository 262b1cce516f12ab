import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.lessons.inference.analogies import MOST, analogies, solve
from core.lessons.inference.facts import WORLDS, order
from core.lessons.inference.family import COUPLES, PEOPLE, RELATIONS, TWINS


@pytest.mark.parametrize("id", WORLDS)
@given(data=st.data(), held_out=st.floats(0, 0.6), seed=st.integers(0, 99))
def test_every_world_has_answers_told_and_not(id, data, held_out, seed):
    world = WORLDS[id]
    n = data.draw(st.integers(*world.limits))
    facts = world.facts(n, True, held_out, seed)
    shape = (len(facts.a_names), len(facts.b_names))
    assert facts.told.shape == shape and facts.targets.shape == (*shape, len(facts.outputs))
    sums = facts.targets.sum(-1)
    assert ((sums - 1).abs() < 1e-6)[facts.told].all()
    assert {*map(tuple, sums.nonzero().tolist())} == facts.answers.keys()
    assert facts.told.any(1).sum() == (sums > 0).any(1).sum(), "every thing stands in a fact that is told"
    if "held_out" in world.reads:
        n_held = len(facts.answers) - int(facts.told.sum())
        assert n_held <= held_out * len(facts.answers)


def test_an_order_tells_neighbours_both_ways():
    facts = order(4, linked=True)
    assert facts.told.nonzero().tolist() == [[0, 1], [1, 0], [1, 2], [2, 1], [2, 3], [3, 2]]
    assert (
        facts.outputs[next(iter(facts.answers[0, 3]))] == ">" and facts.outputs[next(iter(facts.answers[3, 0]))] == "<"
    )
    assert order(4, linked=False).told.nonzero().tolist() == [[0, 1], [1, 0], [2, 3], [3, 2]]


def test_a_circle_has_no_answer_but_for_neighbours():
    facts = order(5, linked=True, circle=True)
    assert facts.answers.keys() == {*map(tuple, facts.told.nonzero().tolist())}
    assert facts.answers[4, 0] == {1} and facts.answers[0, 4] == {0} and len(facts.answers) == 10


def test_hintons_families():
    facts = WORLDS["family"].facts(0, True, 0.0, 0)
    assert len(PEOPLE) == 24 and len(facts.answers) == 104
    kin = {(r, a): set(RELATIONS[r](a)) for r in RELATIONS for a in PEOPLE}
    assert kin["aunt", "Colin"] == {"Jennifer", "Margaret"} and kin["uncle", "Charlotte"] == {"Arthur", "Charles"}
    assert kin["nephew", "Margaret"] == {"Colin"} and kin["brother", "Victoria"] == {"Arthur"}
    assert kin["wife", "Tomaso"] == {"Angela"} and kin["daughter", "Pierro"] == {"Angela"}
    for a, b in TWINS.items():  # the families have one shape
        for relation in RELATIONS:
            assert {TWINS[c] for c in kin[relation, a]} == kin[relation, b]
    assert len(COUPLES) == 2


@pytest.mark.parametrize(("id", "n"), [("order", 7), ("sum", 20), ("maximum", 12), ("modular", 23)])
def test_analogies_keep_the_step(id, n):
    asked = analogies(id, n)
    a, b, c, d = asked.T
    assert 0 < len(asked) <= MOST
    assert ((b - a) % n == (d - c) % n).all()
    assert all(len({*row}) == 4 for row in asked.tolist())


def test_analogies_on_a_line_come_out_and_neighbours_alone_do_not():
    asked = analogies("order", 9)
    line = torch.arange(9.0)[:, None].numpy()
    assert (solve(line, asked) == asked[:, 3]).all()
    assert (solve(line, asked, moved=False) == asked[:, 3]).mean() < 0.7


def test_worlds_without_analogies():
    assert all(analogies(id, 8).shape == (0, 4) for id in ("both", "same", "circle"))
