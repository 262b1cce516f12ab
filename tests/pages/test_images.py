"""The page on images without a browser."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.datasets import image_store
from core.datasets.image_store import ImageError
from core.ui.views.images import sources
from tests.pages.opened import open_page


@pytest.fixture(autouse=True)
def nothing_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has the embedded digits alone."""
    monkeypatch.setenv("HEBB_DATA", str(tmp_path))


def page(lang: str = "en", **query: str) -> AppTest:
    return open_page("Networks", "images", lang, n_train="300", **query)


def player(at: AppTest):
    return at.session_state["players"]["images"]


def picture(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind)
    return file.getvalue()


def test_a_network_of_the_textbook_is_taken_by_name_and_its_set_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    at = page()
    assert at.selectbox(key="architecture").value == "small"
    at.selectbox(key="architecture").set_value("lenet").run()
    query = at.query_params
    assert (query["channels"], query["kernel"], query["hidden"], query["dataset"]) == ("6-16", "5", "120-84", "cifar10")
    assert at.selectbox(key="architecture").value == "lenet" and at.button(key="play").disabled
    assert "CIFAR-10" in at.button(key="download").label and not at.exception

    def offline(name: str, progress: object) -> None:
        raise ImageError("offline", name=name, reason="no route to host")

    monkeypatch.setattr(sources, "download", offline)
    at.button(key="download").click().run()
    assert "no route to host" in at.warning[0].value and "dataset" not in at.query_params
    assert not at.button(key="play").disabled and not at.exception


def test_a_download_tells_how_far_it_is_and_is_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    rng, told = np.random.default_rng(0), []

    def local(name: str, progress) -> None:
        for share in (0.0, 0.5, 1.0):
            progress(share)
            told.append(share)
        x = rng.integers(0, 256, (120, 1, 28, 28)).astype(np.uint8)
        y = np.arange(120, dtype=np.uint8) % 10
        image_store.write(image_store.data_folder() / name, {"x_train": x, "y_train": y, "x_test": x, "y_test": y})

    monkeypatch.setattr(sources, "download", local)
    assert "下载" in page("zh", dataset="mnist").button(key="download").label
    at = page(dataset="mnist")
    at.button(key="download").click().run()
    assert told == [0.0, 0.5, 1.0] and not at.button(key="play").disabled and not at.exception
    assert player(at).run.learner.data.x_train.shape == (120, 1, 28, 28)


def test_a_set_that_cannot_be_read_leaves_the_digits(tmp_path: Path) -> None:
    (tmp_path / "mnist.npz").write_bytes(b"no archive")
    at = page(dataset="mnist")
    assert "mnist.npz" in at.info[0].value and "download" not in {button.key for button in at.button}
    at.button(key="digits").click().run()
    assert "dataset" not in at.query_params and player(at).run and not at.info and not at.exception


def test_an_impossible_network_is_explained_and_can_be_saved() -> None:
    at = page(channels="8-8-8-8", view="layers")
    assert at.button(key="play").disabled and not at.info and not at.error
    at.selectbox(key="pool").set_value("none").run()
    assert not at.button(key="play").disabled and player(at).run is not None


def test_what_means_nothing_without_convolution_is_not_offered() -> None:
    at = page()
    assert at.slider(key="kernel").value == 3
    at.slider(key="channels").set_value(0).run()
    assert at.query_params["channels"] == "" and "kernel" not in {slider.key for slider in at.slider}
    at.slider(key="channels").set_value(2).run()
    at.number_input(key="channels_2").set_value(5).run()
    assert at.query_params["channels"] == "4-5" and not at.exception


def test_the_view_and_the_picture_are_in_the_address() -> None:
    at = page(view="answers", sample="12")
    assert at.number_input(key="sample").value == 12
    at.number_input(key="sample").set_value(13).run()
    assert at.query_params["sample"] == "13" and at.query_params["view"] == "answers"
    player(at).picked["sample"] = 40  # as a click on a picture does
    at.run()
    assert at.number_input(key="sample").value == 40 and at.query_params["sample"] == "40"
    beyond = page(sample="99999")
    assert beyond.number_input(key="sample").value == len(player(beyond).run.learner.data.x_test)


def test_two_runs_are_compared() -> None:
    at = page()
    at.button(key="step").click().run()
    at.button(key="keep").click().run()
    kept = player(at).picked["kept"]
    assert kept.step == 1 and len(kept.progress) == len(kept.metrics["test_loss"]) == 2
    at.slider(key="channels").set_value(1).run()
    table = at.dataframe[0].value
    assert table.iloc[0].tolist() == ["Convolution blocks", "8-16", "8"]
    at.button(key="forget").click().run()
    assert "kept" not in player(at).picked and not at.exception


def test_a_photo_is_followed_and_what_is_none_is_refused() -> None:
    at = page()
    paper = np.full((60, 40), 230, np.uint8)
    paper[10:50, 18:23] = 20  # a one
    at.file_uploader(key="photo").set_value(("one.png", picture(paper), "image/png")).run()
    source, image = player(at).picked["photo"]
    assert source == ("digits", (1, 8, 8)) and image.shape == (1, 8, 8) and image[0, 4].argmax() in (3, 4)
    at.file_uploader(key="photo").set_value(("two.png", b"\x89PNG nothing", "image/png")).run()
    assert "two" in at.warning[0].value and (player(at).picked["photo"][1] == image).all() and not at.exception


def two_classes() -> bytes:
    """An archive of ten dark and ten bright pictures."""
    file, rng = io.BytesIO(), np.random.default_rng(0)
    with zipfile.ZipFile(file, "w") as archive:
        for name, shade in (("dark", 30), ("bright", 220)):
            for i in range(10):
                pixels = np.clip(rng.normal(shade, 20, (20, 30, 3)), 0, 255).astype(np.uint8)
                archive.writestr(f"all/{name}/{i}.png", picture(pixels))
    return file.getvalue()


def upload(at: AppTest, content: bytes) -> None:
    at.file_uploader(key="archive").set_value(("mine.zip", content, "application/zip")).run()


def test_an_archive_of_ones_own_is_learned_and_a_bad_one_refused() -> None:
    at = page(dataset="own")
    assert at.info and at.button(key="play").disabled
    at.file_uploader(key="archive").set_value(("x.zip", b"no archive", "application/zip")).run()
    assert "zip" in at.warning[0].value
    upload(at, two_classes())
    assert player(at).run.learner.data.class_names == ("bright", "dark") and not at.warning and not at.exception
    at.button(key="epoch").click().run()
    assert player(at).run.newest.epoch == 0 and player(at).run.newest.step == 1


def test_a_learning_rate_is_found_and_taken() -> None:
    def tab() -> None:
        import streamlit as st

        from core.lessons.images.settings import ImagesExperiment
        from core.ui.picture import ImagesPicture
        from core.ui.views.images.rates import finder

        settings = ImagesExperiment().replace(n_train=300, channels=(4,))
        st.session_state.setdefault("settings", {"images": (settings, ImagesPicture())})
        finder("images", settings)

    at = AppTest.from_function(tab, default_timeout=60).run()
    at.button(key="find_rate").click().run()
    rate = at.button(key="take_rate").label.split()[-1]
    at.button(key="take_rate").click().run()
    assert at.session_state["settings"]["images"][0].training.lr == float(rate) > 0.001 and not at.exception


def test_an_archive_stays_in_the_session_it_was_uploaded_in() -> None:
    at, content = page(dataset="own"), two_classes()
    upload(at, content)
    other = page(dataset="own", file=at.query_params["file"])
    assert "session" in other.info[0].value and player(other).run is None and other.button(key="play").disabled
    upload(other, content)
    assert player(other).run.settings == player(at).run.settings and not other.info and not other.exception
