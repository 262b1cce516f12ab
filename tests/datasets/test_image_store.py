"""Image sets on disk: whole or absent, shared, and what is said where one cannot be read."""

import errno
import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.datasets import image_store
from core.datasets.image_store import PARTS, ImageError, cache, data_folder, read_npz, stored, write


def arrays(n: int = 6, shape: tuple[int, ...] = (5, 4)) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    images = [rng.integers(0, 256, (k, *shape), np.uint8) for k in (n, 3)]
    labels = [np.arange(k, dtype=np.uint8) % 3 for k in (n, 3)]
    return dict(zip(PARTS, (images[0], labels[0], images[1], labels[1]), strict=True))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("HEBB_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "data"


def test_a_set_that_is_not_there_is_absent() -> None:
    with pytest.raises(ImageError) as caught:
        stored("fashion_mnist")
    assert caught.value.id == "absent" and "“Fashion-MNIST”" in str(caught.value), "as people call it"


@pytest.mark.parametrize(("shape", "channels"), [((5, 4), 1), ((5, 4, 3), 3), ((5, 4, 1), 1)])
def test_the_keras_layout_is_read_and_shared(folder: Path, shape: tuple[int, ...], channels: int) -> None:
    original = arrays(shape=shape)
    np.savez_compressed(folder / "mnist.npz", **original)
    found = stored("mnist")
    assert found["x_train"].shape == (6, channels, 5, 4)
    assert np.array_equal(
        found["x_train"].numpy().transpose(0, 2, 3, 1).reshape(6, 5, 4, -1), original["x_train"].reshape(6, 5, 4, -1)
    )
    assert found["y_test"].tolist() == [0, 1, 2]
    assert stored("mnist")["x_train"].data_ptr() == found["x_train"].data_ptr(), "one copy for everybody"


def test_the_channels_of_a_pixel_lie_side_by_side(folder: Path) -> None:
    np.savez(folder / "cifar10.npz", **arrays(shape=(5, 4, 3)))
    assert stored("cifar10")["x_train"].stride() == (5 * 4 * 3, 1, 4 * 3, 3)


def test_pictures_that_lie_plane_by_plane_are_the_same(folder: Path) -> None:
    pixels = arrays(shape=(5, 4, 3))
    planes = {part: np.moveaxis(a, -1, 1) if a.ndim == 4 else a for part, a in pixels.items()}
    write(folder / "cifar10", planes)
    np.savez(folder / "mnist.npz", **planes)
    (folder / "fashion_mnist").mkdir()
    for part, array in planes.items():
        np.save(folder / "fashion_mnist" / f"{part}.npy", array)
    for name in ("cifar10", "mnist", "fashion_mnist"):
        assert np.array_equal(stored(name)["x_test"].numpy(), planes["x_test"]), name


def test_a_newer_file_replaces_the_older(folder: Path) -> None:
    np.savez(folder / "mnist.npz", **arrays())
    stored("mnist")
    np.savez(folder / "mnist.npz", **arrays(9))
    assert len(stored("mnist")["x_train"]) == 9


def test_a_folder_that_cannot_be_written_is_still_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(folder / "cifar10.npz", **arrays(shape=(4, 4, 3)))
    real = image_store.write

    def refuse(target: Path, found: dict) -> Path:
        if target.parent == folder:
            raise PermissionError
        return real(target, found)

    monkeypatch.setattr(image_store, "write", refuse)
    assert stored("cifar10")["x_train"].shape == (6, 3, 4, 4)
    assert any(cache().glob("cifar10-*/y_test.npy"))


BAD = {
    "labels too few": lambda a: a | {"y_train": a["y_train"][:-1]},
    "floats": lambda a: a | {"x_test": a["x_test"].astype(np.float32)},
    "other sizes": lambda a: a | {"x_test": a["x_test"][:, 1:]},
    "a part missing": lambda a: {k: v for k, v in a.items() if k != "y_test"},
    "objects": lambda a: a | {"y_test": np.array([{}, 1, 2], dtype=object)},
    "nothing": lambda a: {k: v[:0] for k, v in a.items()},
    "two channels": lambda a: a | {k: np.stack([a[k]] * 2, -1) for k in ("x_train", "x_test")},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_what_is_not_in_the_layout_is_refused(folder: Path, change: object) -> None:
    np.savez(folder / "mnist.npz", **change(arrays()))  # type: ignore[operator]
    with pytest.raises(ImageError) as caught:
        stored("mnist")
    assert caught.value.id == "npz" and not list(folder.glob("mnist-*"))


def saved(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def claims(shape: str) -> bytes:
    """An archive whose arrays say that they have a shape, and hold nothing."""
    file = io.BytesIO()
    head = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}}}".ljust(117).encode() + b"\n"
    with zipfile.ZipFile(file, "w") as archive:
        for part in PARTS:
            archive.writestr(f"{part}.npy", b"\x93NUMPY\1\0" + len(head).to_bytes(2, "little") + head)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", b"PK\3\4 cut off", saved(np.zeros(3)), claims("(9999999999999, 28, 28)"), claims("(28,")],
    ids=["empty", "text", "cut", "an array alone", "more than there is room for", "a broken head"],
)
def test_a_damaged_file_is_refused(folder: Path, content: bytes) -> None:
    (folder / "mnist.npz").write_bytes(content)
    with pytest.raises(ImageError):
        read_npz(folder / "mnist.npz")


def test_a_cut_file_is_refused(folder: Path) -> None:
    np.savez(folder / "mnist.npz", **arrays(60))
    whole = (folder / "mnist.npz").read_bytes()
    (folder / "mnist.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ImageError):
        stored("mnist")


def test_a_file_with_damaged_pixels_is_refused(folder: Path) -> None:
    np.savez_compressed(folder / "mnist.npz", **arrays(60))
    content = bytearray((folder / "mnist.npz").read_bytes())
    start = 30 + int.from_bytes(content[26:28], "little") + int.from_bytes(content[28:30], "little")
    content[start] = 0xFF  # a kind of block that deflate does not know
    (folder / "mnist.npz").write_bytes(content)
    with pytest.raises(ImageError) as caught:
        stored("mnist")
    assert caught.value.id == "npz"


@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_store_says_which_folder(folder: Path, part: str) -> None:
    write(folder / "mnist", {k: v[:, None] if v.ndim == 3 else v for k, v in arrays().items()})
    (folder / "mnist" / f"{part}.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(ImageError) as caught:
        stored("mnist")
    assert caught.value.id == "stored" and str(folder / "mnist") in str(caught.value)


def test_no_room_anywhere_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, array: np.ndarray) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    np.savez(folder / "mnist.npz", **arrays())
    monkeypatch.setattr(np, "save", refuse)
    with pytest.raises(ImageError, match="No space left") as caught:
        stored("mnist")
    assert caught.value.id == "full" and [path.name for path in folder.iterdir()] == ["mnist.npz"]


def test_a_set_half_written_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = np.save

    def stop(path: Path, array: np.ndarray) -> None:
        if "y_test" in str(path):
            raise OSError("no space left")
        saved(path, array)

    monkeypatch.setattr(np, "save", stop)
    with pytest.raises(OSError):
        write(folder / "mnist", {k: v[:, None] if v.ndim == 3 else v for k, v in arrays().items()})
    assert not list(folder.iterdir())


def test_the_environment_has_to_name_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name in (str(tmp_path / "nowhere"), str(tmp_path / "file"), "~nobody-of-that-name/nowhere"):
        monkeypatch.setenv("HEBB_DATA", name)
        with pytest.raises(ImageError) as caught:
            data_folder()
        assert caught.value.id == "folder" and name in str(caught.value)
    monkeypatch.delenv("HEBB_DATA")
    assert data_folder() == cache() and cache().is_dir()


def test_a_folder_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # whoever runs this test may be allowed everything
    with pytest.raises(ImageError) as caught:
        stored("mnist")
    assert caught.value.id == "folder"


def test_a_cache_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HEBB_DATA")
    (tmp_path / "cache").touch()
    with pytest.raises(ImageError) as caught:
        stored("mnist")
    assert caught.value.id == "cache" and "HEBB_DATA" in str(caught.value)
