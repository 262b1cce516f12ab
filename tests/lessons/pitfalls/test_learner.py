"""The pair of a page: which side is which, and what its settings allow."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lessons.pitfalls.learner import PitfallPair, PitfallSettings
from core.lessons.pitfalls.pitfall import lines
from core.lessons.pitfalls.script import HOOKS
from core.lessons.pitfalls.table import PITFALLS
from core.settings import SettingError, choices


def test_every_mistake_of_the_syllabus_is_there() -> None:
    numbers = {entry.title.split(" · ")[0] for entry in PITFALLS.values()}
    assert numbers == {f"M{n}" for n in range(1, 13)}
    assert choices(PitfallSettings.model_fields["pitfall"]) == tuple(PITFALLS)


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_sides_follow_from_the_seed_and_differ_between_seeds(pitfall: str) -> None:
    wrong = [PitfallPair(PitfallSettings(pitfall=pitfall, seed=seed)).wrong for seed in range(8)]
    assert wrong == [PitfallPair(PitfallSettings(pitfall=pitfall, seed=seed)).wrong for seed in range(8)]
    assert set(wrong) == {"a", "b"}


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_the_lines_shown_differ_and_are_all_that_differs(pitfall: str) -> None:
    entry = PITFALLS[pitfall]
    assert lines(entry.mistake) != lines(entry.cure) and len(lines(entry.mistake)) <= 8
    own = [{n for n in vars(p) if not n.startswith("__")} for p in (entry.mistake, entry.cure)]
    assert own[0] == own[1] and own[0] <= {*HOOKS, "sizes", "gradient", "slope", "back"}
    assert entry.mistake.__bases__ == entry.cure.__bases__


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_every_number_of_a_symptom_is_measured(pitfall: str) -> None:
    pair = PitfallPair(PitfallSettings(pitfall=pitfall))
    pair.step()
    names = {name for _, name, _, _ in string.Formatter().parse(PITFALLS[pitfall].symptom) if name}
    assert names <= set(pair.symptom(pair.frame()))


def test_settings_belong_to_fields() -> None:
    fields = PitfallSettings().fields()
    assert all(name in fields for entry in PITFALLS.values() for name in entry.settings)


@given(st.text(max_size=20), st.text(max_size=20))
def test_an_address_never_breaks_the_settings(name: str, value: str) -> None:
    settings, errors = PitfallSettings().from_query({name: value})
    assert isinstance(settings, PitfallSettings) and all(isinstance(error, SettingError) for error in errors)
