"""What a live view asks of the server between two runs of its page."""

import asyncio
import gc
import json

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.experiment import Experiment
from core.figures.theme import LIGHT
from core.run_file import from_json, to_json
from core.trainer import Trainer
from core.ui.language import catalogue
from core.ui.look import Look
from core.ui.picture import PlanePicture
from core.ui.player import PLAYERS, Player
from core.ui.server import Head, picture
from core.ui.stage import Scene
from core.ui.views.network.look import NetworkLook
from core.ui.views.network.panels import PANELS
from tests.ui.test_live import unpack


@pytest.fixture
def held() -> Player:
    held = Player(Trainer)
    held.hold(Experiment().replace(hidden="4-3", n_samples=60))
    held.scene = Scene("zh", LIGHT, PlanePicture(speed="epoch"), PANELS, NetworkLook, None, "")
    return held


def ask(token: str, event: object = None) -> Response:
    """A GET, or a POST of an event, as the view sends it."""
    body = b"" if event is None else event if isinstance(event, bytes) else json.dumps(event).encode()

    async def receive() -> dict:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {
        "type": "http",
        "method": "GET" if event is None else "POST",
        "path_params": {"token": token},
        "headers": [(b"content-length", str(len(body)).encode())],
    }
    return asyncio.run(picture(Request(scope, receive)))


def test_each_picture_of_a_playing_run_is_further_on(held: Player) -> None:
    held.play()
    first, second = (unpack(bytes(ask(held.token).body)) for _ in range(2))
    assert first["attributes"]["state"] == "running"
    assert (first["attributes"]["step"], second["attributes"]["step"]) == (3, 6)
    assert second["serial"] > first["serial"]
    assert first["readout"][0][0] == catalogue("zh")["step"] != "step", "in the page's language"


def test_a_pause_is_answered_at_once_and_stays_one_when_the_page_hears_it_too(held: Player) -> None:
    held.play()
    moving = unpack(bytes(ask(held.token).body))
    message = unpack(bytes(ask(held.token, {"kind": "pause", "serial": moving["serial"]}).body))
    assert message["attributes"] == moving["attributes"] | {"state": "paused"}
    assert message["figures"].keys() == moving["figures"].keys(), "the page brings the others"
    held.play(False)
    assert held.state == "paused"


def test_a_pause_that_comes_late_does_not_end_what_was_played_since(held: Player) -> None:
    held.play()
    serial = unpack(bytes(ask(held.token).body))["serial"]
    held.play(False)
    held.play()
    for late in (0, serial):
        assert (
            unpack(bytes(ask(held.token, {"kind": "pause", "serial": late}).body))["attributes"]["state"] == "running"
        )
    serial = unpack(bytes(ask(held.token).body))["serial"]
    assert unpack(bytes(ask(held.token, {"kind": "pause", "serial": serial}).body))["attributes"]["state"] == "paused"


def test_a_paused_run_stands_still_and_shows_everything(held: Player) -> None:
    message = unpack(bytes(ask(held.token).body))
    assert message["attributes"]["step"] == 0 and set(message["figures"]) == set(PANELS)


def test_what_the_person_does_in_the_view(held: Player) -> None:
    for _ in range(5):
        held.epoch()
    message = unpack(bytes(ask(held.token, {"kind": "scrub", "index": 2}).body))
    assert message["attributes"]["step"] == 2 and message["scrub"]["value"] == 2
    assert unpack(bytes(ask(held.token, {"kind": "select", "unit": "1-2"}).body))["choice"] == "1-2"
    ask(held.token, {"kind": "click", "trace": "units", "custom": [2, 1]})
    assert held.selected == (2, 1)
    ask(held.token, {"kind": "click", "trace": "test", "custom": [4, 0]})
    assert held.point == ("test", 4)
    ask(held.token, {"kind": "width", "width": 350})
    assert held.width == 350


@pytest.mark.parametrize(
    "event",
    [
        b"",
        b"{",
        b"[]",
        b"3",
        {"kind": "scrub"},
        {"kind": "select", "unit": 3},
        {"kind": "width", "width": "wide"},
        b"x" * 20_000,
    ],
)
def test_what_no_view_sends_is_refused_and_changes_nothing(held: Player, event: object) -> None:
    assert ask(held.token, event).status_code == 400
    assert held.selected is None and held.index is None


def test_only_a_token_opens_a_run_and_it_ends_with_its_session(held: Player) -> None:
    other = Player(Trainer)
    assert held.token != other.token and len(held.token) > 20
    assert ask("guess").status_code == 410
    token = other.token
    del other
    gc.collect()
    assert token not in PLAYERS and ask(token).status_code == 410


def test_an_ended_run_asks_the_page_to_follow(held: Player) -> None:
    held.hold(Experiment().replace(hidden="4-3", n_samples=60, stop="epochs", stop_value=1))
    held.play()
    message = unpack(bytes(ask(held.token).body))
    assert message["refresh"] and message["attributes"]["state"] == "done"


def test_every_page_knows_its_server_and_loads_plotly_early() -> None:
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/playground", "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(Head(HTMLResponse("<html><head></head></html>"))(scope, receive, send))  # type: ignore[arg-type]
    body = b"".join(message.get("body", b"") for message in sent)
    assert b"BACKEND_BASE_URL" in body and b"plotly.min.js" in body
    assert dict(sent[0]["headers"])[b"content-length"] == str(len(body)).encode()


def test_a_run_that_broke_can_be_saved_loaded_and_shown(held: Player) -> None:
    held.hold(Experiment().replace(dataset="plane", activation="linear", lr=10))
    held.play()
    assert unpack(bytes(ask(held.token).body))["attributes"]["state"] == "diverged"
    held.take(from_json(to_json(held.run)))
    message = unpack(bytes(ask(held.token).body))
    assert message["attributes"]["state"] == "diverged" and set(message["figures"]) == set(PANELS)
    held.hold(Experiment().replace(dataset="plane", activation="linear", lr=0.005))
    assert held.state == "idle" and not held.ended, "a smaller rate starts anew"


def test_a_stop_condition_chosen_while_looking_back_loses_nothing(held: Player) -> None:
    for _ in range(5):
        held.epoch()
    held.scrub(2)
    held.hold(held.run.settings.replace(stop="test_loss"))
    assert held.run.newest.step == 15 and held.frame().step == 2


class Dial(Look):
    """Hears a drag as a new noise."""

    @classmethod
    def dragged(cls, held: Player, event: dict) -> None:
        held.propose(noise=event["x"])


def test_a_drag_changes_the_settings_and_the_page_follows_when_it_ends(held: Player) -> None:
    held.scene = Scene("en", LIGHT, PlanePicture(), {}, Dial, None, "")
    first = unpack(bytes(ask(held.token, {"kind": "drag", "panel": "p", "x": 0.3, "y": 0}).body))
    assert held.settings.data.noise == 0.3 == held.run.settings.data.noise and not first["refresh"]
    last = unpack(bytes(ask(held.token, {"kind": "drop", "panel": "p"}).body))
    assert last["refresh"] and held.asked
    assert ask(held.token, {"kind": "drag", "panel": "p", "x": 40, "y": 0}).status_code == 400
    assert held.settings.data.noise == 0.3


def moved(name: str, value: str, text: str = "") -> dict[str, str]:
    return {"kind": "set", "name": name, "value": value, "text": text}


def test_a_slider_of_the_sidebar_counts_while_it_is_moved(held: Player) -> None:
    ask(held.token, moved("noise", "0.4"))
    assert held.run.settings.data.noise == 0.4 and not held.asked
    ask(held.token, moved("lr", "21", "0.5"))
    assert held.run.settings.training.lr == 0.5, "named stops count by what stands over them"
    for name, value in [("noise", "40"), ("noise", "much"), ("colour", "1")]:
        assert ask(held.token, moved(name, value)).status_code == 200
        assert held.settings.data.noise == 0.4


def test_a_moved_slider_never_ends_a_run_that_has_learned(held: Player) -> None:
    held.step()
    run = held.run
    ask(held.token, moved("noise", "0.4"))
    assert held.run is run and held.settings.data.noise == 0.1
    ask(held.token, moved("lr", "0", "0.5"))
    assert held.run is run and run.settings.training.lr == 0.5


def test_the_number_of_layers_counts_while_its_slider_is_moved(held: Player) -> None:
    for n, widths in (("3", (4, 3, 3)), ("1", (4,)), ("0", ()), ("2", (4, 4))):
        ask(held.token, moved("hidden", n))
        assert held.run.settings.model.hidden == widths
