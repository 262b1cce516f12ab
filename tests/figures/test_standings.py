import numpy as np

from core.figures.runners import Runner
from core.figures.standings import Standing, standings
from core.figures.theme import LIGHT


def rows(n: int) -> list[Standing]:
    return [Standing(Runner(f"r{i}", i, np.empty((0, 2)), lost=i == 1), f"{i}.5", f"words {i}") for i in range(n)]


def test_every_runner_has_its_row_within_the_panel() -> None:
    for n in (1, 4, 7):
        whole = standings(rows(n), theme=LIGHT, title="t", loss_title="loss", selected=0)["drawing"]
        symbols = [item for item in whole["items"] if item.get("name") == "runner"]
        assert [item["data"][0, 0] for item in symbols] == list(range(n))
        heights = np.array([item["xy"][0, 1] for item in symbols])
        assert (np.diff(heights) > 25).all() and heights[-1] < whole["height"] - 10
        texts = [word for item in whole["items"] if item["kind"] == "words" for word in item["text"]]
        assert {f"r{n - 1}", f"{n - 1}.5", f"words {n - 1}", "loss"} <= set(texts)
        assert sum(item.get("shape") == "strike" for item in whole["items"]) == (n > 1)


def test_no_rows_at_all() -> None:
    assert standings([], theme=LIGHT)["drawing"]["items"]
