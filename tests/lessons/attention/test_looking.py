"""What a page asks of a Transformer: examples, interventions, rollout, the plane of its embedding, generation."""

import math

import pytest
import torch
from torch import Generator

from core.lessons.attention.embedding import principal
from core.lessons.attention.examples import answers, held_out, own, read_prompt
from core.lessons.attention.generation import generate, next_token
from core.lessons.attention.interventions import effect, head_effects, place_accuracy, toggles
from core.lessons.attention.look import LookConfig
from core.lessons.attention.rollout import rollout
from core.models.trace import Without
from tests.lessons.attention.small import learner, trained


@pytest.fixture(scope="module")
def reverser():
    return trained(250, batch_size=32)


def test_an_example_of_a_decoder_in_symbols(reverser) -> None:
    example = held_out(reverser.data, 3)
    question, answer = example.symbols[:5], example.due[5:]
    assert example.symbols[5] == "→" and answer == question[::-1] and example.due[:5] == ("",) * 5
    assert example.symbols[6:] == answer[:-1]
    found = answers(reverser.data, example, reverser.model.trace(example.tokens))
    assert (
        found.symbols[5:] == answer and found.right.tolist() == [False] * 5 + [True] * 5 and (found.p[5:] > 0.5).all()
    )
    assert held_out(reverser.data, 3 + len(reverser.data.held)).symbols == example.symbols


def test_a_question_of_ones_own_is_answered_by_the_network_itself(reverser) -> None:
    prompt = read_prompt(reverser.data, "Badge!")
    assert prompt.unknown == ("!",) and prompt.n_cut == 0 and prompt.usual == 5
    example = own(reverser.data, prompt, reverser.model)
    assert "".join(example.symbols) == "badge→egda" and "".join(example.due) == "egdab"
    assert read_prompt(reverser.data, "abcdefgh").n_cut == 3
    assert own(reverser.data, read_prompt(reverser.data, ""), reverser.model).symbols[0] == "a"


@pytest.mark.parametrize(
    ("task", "architecture", "typed", "symbols", "due"),
    [
        ("modular", "encoder", "17, 25 3 x", ["17", "25", "3"], ["17", "13", "16"]),
        ("depth", "encoder", "(()))(", list("(()))("), ["1", "2", "1", "0", "", "0"]),
        ("parity", "decoder", "1101", ["1", "1", "0", "1", "→"], ["", "", "", "", "1"]),
        ("depth", "encoder", "5", ["5"], [""]),
    ],
)
def test_questions_of_other_tasks(task: str, architecture: str, typed: str, symbols: list, due: list) -> None:
    subject = learner(task=task, architecture=architecture, length=6)
    example = own(subject.data, read_prompt(subject.data, typed), subject.model)
    assert list(example.symbols) == symbols and list(example.due) == due


def test_what_is_padded_stays_padded_and_a_text_names_what_follows() -> None:
    subject = learner(task="names", architecture="encoder")
    example = own(subject.data, read_prompt(subject.data, "Lettland"), subject.model)
    assert "".join(example.symbols).lstrip("·") == "lettland" and len(example.symbols) == subject.data.steps
    subject = learner(task="text", length=8)
    prompt = read_prompt(subject.data, "A neuron \u202e😀")
    assert prompt.unknown == ("\u202e", "😀") and prompt.n_cut == 1
    example = own(subject.data, prompt, subject.model)
    assert example.symbols == tuple(" neuron ".replace(" ", "␣")) and example.due == (*"neuron␣", "")


def test_effects_by_hand(reverser) -> None:
    model, held = reverser.model, reverser.held
    found = head_effects(model, held)
    assert found.shape == (2, 2)
    one = effect(model, held, Without(heads=frozenset({(1, 0)})))
    assert one.change == pytest.approx(found[1, 0].item(), abs=1e-6)
    logits = model(held.x, without=Without(heads=frozenset({(1, 0)})))
    by_hand = torch.nn.functional.cross_entropy(logits[held.mask], held.y[held.mask]).item()
    assert one.loss == pytest.approx(by_hand, rel=1e-5)
    assert one.whole_loss == pytest.approx(reverser.frame().metrics["test_loss"], rel=1e-6)
    toggled = toggles(model, held)
    assert toggled["positions"].change > 1 and toggled["positions"].accuracy < 0.5


def test_accuracy_of_each_place(reverser) -> None:
    places = place_accuracy(reverser.model, reverser.held)
    assert places[:5].isnan().all()
    assert places[5:].mean().item() == pytest.approx(reverser.frame().metrics["test_accuracy"], abs=1e-6)
    assert place_accuracy(reverser.model, reverser.held, Without(positions=True))[5:].max() < 0.9


def test_rollout_by_hand() -> None:
    """Two tokens, two layers: a uniform one, then one in which both look at the first token."""
    maps = torch.tensor([[[[0.5, 0.5], [0.5, 0.5]]], [[[1.0, 0.0], [1.0, 0.0]]]])
    found = rollout(maps)
    assert found[0].tolist() == [[0.75, 0.25], [0.25, 0.75]]
    assert found[1].tolist() == [[0.75, 0.25], [0.5, 0.5]]
    random = torch.rand(4, 3, 6, 6, generator=Generator().manual_seed(0)).softmax(-1)
    assert torch.allclose(rollout(random).sum(-1), torch.ones(4, 6))


def test_the_plane_is_that_of_scikit_learn() -> None:
    from sklearn.decomposition import PCA

    vectors = torch.randn(12, 5, generator=Generator().manual_seed(2))
    plane, theirs = principal(vectors), PCA(2).fit(vectors.double().numpy())
    expected = torch.tensor(theirs.transform(vectors.double().numpy()))
    assert torch.allclose(plane.points.abs(), expected.abs(), atol=1e-6)
    assert plane.shares == pytest.approx(theirs.explained_variance_ratio_, abs=1e-6)
    turned = principal(vectors, like=-plane.points)
    assert torch.allclose(turned.points, -plane.points)
    assert principal(torch.ones(3, 4)).points.abs().max() == 0 and principal(torch.rand(2, 1)).points.shape == (2, 2)


def test_temperature_top_k_and_top_p_by_hand() -> None:
    logits = torch.tensor([0.5, 0.3, 0.15, 0.05]).log()
    p, q = next_token(logits, LookConfig(temperature=1.0))
    assert p.tolist() == pytest.approx([0.5, 0.3, 0.15, 0.05]) and torch.allclose(p, q)
    assert next_token(logits, LookConfig(temperature=1.0, top_k=2))[1].tolist() == pytest.approx([0.625, 0.375, 0, 0])
    assert next_token(logits, LookConfig(temperature=1.0, top_p=0.6))[1].tolist() == pytest.approx([0.625, 0.375, 0, 0])
    assert next_token(logits, LookConfig(temperature=1.0, top_p=0.05))[1].tolist() == [1, 0, 0, 0]
    assert next_token(logits, LookConfig(temperature=0.0))[1].tolist() == [1, 0, 0, 0]
    squared = [0.25, 0.09, 0.0225, 0.0025]
    cold = next_token(logits, LookConfig(temperature=0.5))[1].tolist()
    assert cold == pytest.approx([value / sum(squared) for value in squared], rel=1e-4)


def test_generation_is_drawn_from_the_generator_alone(reverser) -> None:
    prompt = read_prompt(reverser.data, "badge").tokens
    asked = torch.cat([prompt, torch.tensor([8])])  # the arrow
    greedy = generate(reverser.model, asked, 5, LookConfig(temperature=0.0), Generator())
    assert "".join(reverser.data.symbols(greedy.tokens)) == "egdab" and (greedy.q == 1).all()
    hot = LookConfig(temperature=3.0)
    runs = [generate(reverser.model, prompt[:1], 20, hot, Generator().manual_seed(seed)).tokens for seed in (1, 1, 2)]
    assert torch.equal(runs[0], runs[1]) and not torch.equal(runs[0], runs[2])  # longer than what the network can read
    assert len(generate(reverser.model, prompt[:0], 3, hot, Generator()).tokens) == 3


def test_drawing_follows_the_distribution() -> None:
    subject = learner()
    look = LookConfig(temperature=1.5, top_k=3)
    _, q = next_token(subject.model(torch.tensor([[2]]))[0, -1], look)
    generator = Generator().manual_seed(0)
    drawn = torch.cat([generate(subject.model, torch.tensor([2]), 1, look, generator).tokens for _ in range(1500)])
    shares = torch.bincount(drawn, minlength=len(q)) / len(drawn)
    assert (q > 0).sum() == 3 and (shares - q).abs().max() < 4 * math.sqrt(0.25 / 1500)
