"""Image store: image sets on disk as plain uint8 arrays, mapped into memory once for everybody.

A set is a folder of `x_train.npy` (n, h, w, c), `y_train.npy` (n,), `x_test.npy`, `y_test.npy`, all uint8: the channels
of a pixel lie side by side, as networks read them. It is written under another name and renamed when whole, so that a
set is there completely or not at all.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.explained import Explained

PARTS = ("x_train", "y_train", "x_test", "y_test")
Arrays = dict[str, NDArray[np.uint8]]
TITLES = {"mnist": "MNIST", "fashion_mnist": "Fashion-MNIST", "cifar10": "CIFAR-10"}  # what people call the sets

MESSAGES: dict[str, str] = {
    "folder": "HEBB_DATA names “{path}”, which is no folder that can be read.",
    "npz": "“{path}” is not in the Keras layout (x_train, y_train, x_test, y_test as uint8), or is damaged.",
    "cache": "“{path}” cannot be made: {reason}. HEBB_DATA can name another folder.",
    "stored": "“{path}” is damaged or cannot be read. Where it is deleted, the pictures are fetched anew.",
    "full": "“{name}” cannot be kept in “{path}”: {reason}.",
    "offline": "“{name}” could not be downloaded: {reason}. The digits that come with Hebb are shown instead.",
    "damaged": "The download of “{name}” was damaged or cut off and is not used. The digits that come with Hebb are "
    "shown instead.",
    "absent": "“{name}” is not on this machine yet.",
    "missing_file": "This link belongs to an archive that is not here: files never leave the session they were uploaded"
    " in. Upload the same archive to go on with its settings.",
    "no_file": "Upload an archive of pictures, or choose one of the well-known sets.",
}


class ImageError(Explained):
    """Why a set cannot be had; `name` is its id."""

    messages = MESSAGES

    def __init__(self, id: str, **values: object) -> None:
        if "name" in values:
            values["name"] = TITLES.get(str(values["name"]), values["name"])
        super().__init__(id, **values)


def cache() -> Path:
    """The user's cache folder for Hebb."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "hebb"


def data_folder() -> Path:
    """Where sets are kept: `HEBB_DATA`, else the cache; raises `ImageError` where that is no folder."""
    named = os.environ.get("HEBB_DATA")
    if not named:
        try:
            cache().mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImageError("cache", path=cache(), reason=error.strerror) from None
        return cache()
    path = Path(os.path.expanduser(named))  # Path's own fails where there is no such user
    if not os.path.isdir(path) or not os.access(path, os.R_OK | os.X_OK):
        raise ImageError("folder", path=path)
    return path


def whole(folder: Path) -> bool:
    """Whether a set is there: its last part is."""
    return os.path.exists(folder / "y_test.npy")  # False, too, where nobody may look; Path's own fails there


_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
_mapped: dict[Path, dict[str, Tensor]] = {}


def stored(name: str) -> dict[str, Tensor]:
    """A set from the store, or from `<name>.npz` beside it, mapped into memory; raises `ImageError` if it is absent."""
    with _locks[name]:
        source = data_folder() / f"{name}.npz"
        if whole(data_folder() / name):
            return mapped(data_folder() / name)
        if not os.path.exists(source):
            raise ImageError("absent", name=name)
        return mapped(unpacked(name, source))


def unpacked(name: str, source: Path) -> Path:
    """The arrays of a Keras file in the store; kept in the cache where its own folder cannot be written."""
    facts = source.stat()
    folder = f"{name}-{facts.st_size:x}-{facts.st_mtime_ns:x}"
    for place in (data_folder(), cache()):
        if whole(place / folder):
            return place / folder
    arrays, reason = read_npz(source), ""
    for place in (data_folder(), cache()):
        try:
            place.mkdir(parents=True, exist_ok=True)
            return write(place / folder, arrays)
        except OSError as error:
            reason = str(error.strerror)
    raise ImageError("full", name=name, path=cache(), reason=reason)


def read_npz(path: Path) -> Arrays:
    """The arrays of a file in the Keras layout: images (n, h, w) or (n, h, w, c), labels (n,) or (n, 1)."""
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {part: file[part] for part in PARTS}
    except Exception:  # zipfile, its codecs and numpy tell of damage in a dozen ways
        raise ImageError("npz", path=path.name) from None
    return checked({part: channels_first(part, array) for part, array in found.items()}, path.name)


def channels_first(part: str, array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images (n, h, w), (n, h, w, c) or (n, c, h, w) as (n, c, h, w), labels as (n,)."""
    if part.startswith("y"):
        return array.reshape(-1)
    if array.ndim == 4 and array.shape[-1] in (1, 3):
        return np.moveaxis(array, -1, 1)
    return array[:, None] if array.ndim == 3 else array


def checked(arrays: Arrays, name: str) -> Arrays:
    """Arrays that fit each other; raises `ImageError` otherwise."""
    x_train, y_train, x_test, y_test = (arrays[part] for part in PARTS)
    whole = (
        all(array.dtype == np.uint8 for array in arrays.values())
        and x_train.ndim == x_test.ndim == 4
        and x_train.shape[1:] == x_test.shape[1:]
        and x_train.shape[1] in (1, 3)
        and len(x_train) == len(y_train) > 0
        and len(x_test) == len(y_test) > 0
    )
    if not whole:
        raise ImageError("npz", path=name)
    return arrays


def write(folder: Path, arrays: Arrays) -> Path:
    """Write a set so that it is there completely or not at all."""
    with building(folder) as unfinished:
        for part, array in arrays.items():
            rows = np.moveaxis(array, 1, -1) if part.startswith("x") else array
            np.save(unfinished / f"{part}.npy", np.ascontiguousarray(rows))
    return folder


@contextlib.contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder` that takes its name when nothing went wrong, and else disappears."""
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield unfinished
        unfinished.chmod(0o755)
        try:
            unfinished.rename(folder)
        except OSError:
            if not whole(folder):  # else somebody else was faster
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def mapped(folder: Path) -> dict[str, Tensor]:
    """The arrays of a folder as tensors that share the pages of the file with everybody, writable by none of them."""
    if folder not in _mapped:
        try:
            arrays = {part: channels_first(part, np.load(folder / f"{part}.npy", mmap_mode="c")) for part in PARTS}
        except Exception:  # numpy tells of damage in as many
            raise ImageError("stored", path=folder) from None
        checked(arrays, folder.name)
        _mapped[folder] = {part: torch.from_numpy(array) for part, array in arrays.items()}
    return _mapped[folder]
