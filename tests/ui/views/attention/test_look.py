"""What is looked at in a Transformer, what is switched off, and what it writes."""

import numpy as np
import pytest

from core.datasets.text import SHELF, read_text
from core.lessons.attention.interventions import head_effects, scores
from core.models.trace import Without
from core.ui.language import speaking
from core.ui.live import pack
from core.ui.player import Player
from core.ui.views.attention.look import AttentionLook
from core.ui.views.attention.panels import panels
from core.ui.views.attention.worth import EVERY, tried, worth
from core.ui.views.attention.writing import LEAST, LINES, PACE, STEP, WIDE, Writing, width, write
from tests.ui.views.attention.seen import look, started


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"task": "depth", "positions": "none"},
        {"task": "names", "positions": "rotary"},
        {"task": "modular"},
        {"task": "text", "text": "chinese", "positions": "sinusoidal"},
        {"prompt": "abc"},
        {"off": "2.2", "n_layers": 3},
    ],
    ids=str,
)
def test_every_panel_can_be_sent(settings: dict, lang: str) -> None:
    run = started(1, **settings)
    with speaking(lang):
        for head in ("1.2", "2.r"):
            seen = look(run, head=head)
            for panel in panels(run.settings).values():
                pack(panel.figure(seen))
            assert seen.readout() and len(seen.choices()) == seen.n_layers * 3


def test_a_narrow_view_has_the_same_panels() -> None:
    seen = look(started())
    seen.width = 350
    for panel in panels(seen.settings).values():
        assert panel.figure(seen).get("drawing", {"width": 338})["width"] <= 351


def test_pointer_and_clicks() -> None:
    held = Player(lambda settings: started().learner)
    held.hold(started().settings)
    AttentionLook.hovered(held, {"panel": "map", "x": 2.7, "y": 7.2})
    assert held.picked["at"] == (7, 2)
    AttentionLook.hovered(held, {"panel": "answer", "x": 5.4, "y": 1})
    assert held.picked["at"] == (4, None)
    AttentionLook.hovered(held, {"panel": "encoding", "x": 9, "y": 2.6})
    assert held.picked["at"] == (3, None)
    click = {"panel": "heads", "trace": "switch", "x": 0, "y": 0, "custom": [1, 0]}
    AttentionLook.clicked(held, click)
    assert held.asked and held.settings.look.off == "2.1" and held.run.settings.look.off == "2.1"
    AttentionLook.clicked(held, click | {"custom": [0, 1]})
    assert held.settings.look.off == "1.2-2.1"
    AttentionLook.clicked(held, click)
    assert held.settings.look.off == "1.2"
    AttentionLook.clicked(held, click | {"trace": "heads", "custom": [1, 2, 5]})
    assert held.picked["head"] == "2.r" and held.refresh
    with pytest.raises(ValueError, match="head"):
        AttentionLook.chosen(held, "9.9.9")


def test_what_is_not_there_is_not_looked_at() -> None:
    run = started(n_layers=1, n_heads=1)
    assert look(run, head="3.2").head == (0, 0)
    seen = look(run, picked={"at": (50, 50)})
    assert seen.at[0] == len(seen.tokens) - 1 and seen.at[1] == seen.map[-1].argmax()
    assert look(run).at[0] == 5, "the arrow, from which the answer begins"
    run.learner.change(off="2.1")
    (told,) = look(run).notes()
    assert "2.1" in told and look(run).effect is None


def test_what_is_switched_off_is_told_with_its_price() -> None:
    run = started()
    assert look(run).notes() == []
    run.learner.change(off="1.2", positioned=False, masked=False)
    seen = look(run)
    without = Without(frozenset({(0, 1)}), positions=True, causal=False)
    loss, accuracy = scores(seen.model, run.learner.held, without)
    (note,) = seen.notes()
    assert f"{loss:.4f}" in note and f"{run.newest.metrics['test_loss']:.4f}" in note and f"{accuracy:.1%}" in note
    assert "without head 1.2, without the causal mask, without the encoding" in note
    assert seen.mask is None and look(started()).mask is not None


def test_an_own_input_is_read_and_what_is_unknown_is_told() -> None:
    run = started()
    run.learner.change(prompt="ab?c")
    seen = look(run)
    assert seen.tokens[:4] == ("a", "b", "c", "→") and seen.at[0] == 3
    unknown, short = seen.notes()
    assert "?" in unknown and "5 symbols" in short
    run.learner.change(prompt="abcdefgh")
    (cut,) = look(run).notes()
    assert "cut" in cut and look(run).tokens[:6] == tuple("defgh→")
    for empty in ("", "   "):
        padded = started(task="dates", prompt=empty)
        assert any(look(padded).example.due) and not look(padded).own and not look(padded).notes()
    dated = look(started(task="dates", prompt="3. Mai 2021"))
    said = dated.counts.tolist()
    assert dated.own and dated.tokens[said.index(True)] == "→" and not any(said[: said.index(True)])


def test_what_a_head_is_worth() -> None:
    run, picked = started(), dict[str, object]()
    batch = tried(look(run))
    np.testing.assert_allclose(worth(look(run, picked=picked)), head_effects(look(run).model, batch), atol=1e-6)
    run.learner.change(off="2.1")
    seen = look(run, picked=picked)
    whole, _ = scores(seen.model, batch)
    off, _ = scores(seen.model, batch, seen.without)
    assert worth(seen)[1, 0] == pytest.approx(off - whole, abs=1e-6), "what it would bring back"


def test_while_it_plays_the_heads_are_tried_in_turn() -> None:
    run, picked = started(), dict[str, object]()
    for count in range(1, 5):
        for _ in range(EVERY):
            run.step()
            rises = worth(look(run, picked=picked, playing=True))
        assert np.isfinite(rises).sum() == count


def test_a_text_is_written_while_it_learns() -> None:
    run, picked = started(task="text", temperature=1.0), dict[str, object]()
    writing = Writing()
    picked["writing"] = writing
    begun = write(look(run, picked=picked))
    assert len(begun) == 1 and begun[0].split()[0] == str(run.newest.step)
    whole = len(writing.lines[0][1])
    for _ in range(2):
        run.step()
        write(look(run, picked=picked, playing=True))
    assert [len(tokens) for _, tokens in writing.lines] == [whole, 2 * PACE], "a full line is followed by a new one"
    assert write(look(run, picked=picked, playing=True)) == write(look(run, picked=picked, playing=True))
    for _ in range(3 * LINES):
        run.step()
        write(look(run, picked=picked))
    assert len(writing.lines) == LINES
    again: dict[str, object] = {}
    assert write(look(run, picked=again))[-1] == write(look(run, picked=picked))[-1], "seed and step decide"


def test_a_line_is_as_wide_as_its_letters_and_is_cut_where_the_view_narrows() -> None:
    text = read_text("the brain 大脑 e\u0301\u0323 שלום " * 8)
    SHELF[text.id] = text
    run, picked = started(task="text", text="own", file=text.id, temperature=3.0), dict[str, object]()
    wide, narrow = look(run, picked=picked), look(run, picked=picked)
    narrow.width = 400
    for seen in (wide, narrow):
        (line,) = write(seen)
        widths = [width(symbol) for symbol in line[9:]]
        assert len(widths) >= LEAST and seen.span(7) - STEP - 2 * WIDE < sum(widths) <= seen.span(7) - STEP
    assert width("a") < width("ש") < width("大") and width("\u0323") == 0


def test_writing_goes_on_from_the_prompt() -> None:
    run = started(task="text", prompt="The ")
    assert write(look(run))[0].lstrip().startswith("2  The ")


def test_a_text_of_ones_own() -> None:
    text = read_text("abracadabra 🙂 " * 8)
    SHELF[text.id] = text
    run = started(task="text", text="own", file=text.id)
    seen = look(run)
    assert "🙂" in seen.vocabulary and "␣" in seen.vocabulary
    for panel in panels(run.settings).values():
        pack(panel.figure(seen))
