import pytest

from core.figures.theme import DARK
from core.lessons.plasticity.settings import SCENES
from core.ui import live
from core.ui.language import LANGUAGES, speaking
from core.ui.views.plasticity.scene import CAPTIONS, GROUPS, LOOKS, PANELS
from tests.ui.views.plasticity.test_looks import hold, look


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("steps", [0, 23])
@pytest.mark.parametrize("scene", SCENES)
def test_every_panel_can_be_sent_and_is_small(scene: str, steps: int, lang: str) -> None:
    with speaking(lang):
        seen = look(hold(scene, steps, n_neurons=50, stored="0-1-2-3-4-5-6-7-8-9"), DARK)
        sent = live.pack({id: panel.figure(seen) for id, panel in PANELS[scene].items()})
        assert 1000 < len(sent) < 40_000
        assert all(isinstance(word, str) for pair in seen.readout() for word in pair)


def test_every_scene_has_its_parts() -> None:
    assert SCENES.keys() == PANELS.keys() == LOOKS.keys() == CAPTIONS.keys() == GROUPS.keys()


@pytest.mark.parametrize("scene", SCENES)
def test_panels_fill_rows_of_twelve_columns(scene: str) -> None:
    spans = [panel.span for panel in PANELS[scene].values()]
    assert sum(spans) == 24
