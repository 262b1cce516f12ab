"""Download: MNIST, Fashion-MNIST and CIFAR-10 from where torchvision takes them, checked before they are used.

torchvision names the addresses and the checksums; the labels and pixels are read from the files' plain formats, so
nothing is unpickled.
"""

import errno
import gzip
import hashlib
import http.client
import tarfile
import tempfile
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.datasets.image_store import Arrays, ImageError, checked, data_folder, write

CHUNK = 1 << 18  # bytes
TIMEOUT = 20  # seconds without a byte
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
Progress = Callable[[float], None]  # is told the share that is done, 0…1


@dataclass(frozen=True)
class Remote:
    """A file: its addresses in the order to try, its MD5 sum."""

    urls: tuple[str, ...]
    md5: str

    @property
    def name(self) -> str:
        return self.urls[0].rpartition("/")[2]


def remotes(name: str) -> list[Remote]:
    """The files of a set: images and labels to train and to test on for the MNISTs, an archive for CIFAR-10."""
    from torchvision import datasets

    if name == "cifar10":
        return [Remote((CIFAR10_BINARY,), CIFAR10_BINARY_MD5)]
    source = {"mnist": datasets.MNIST, "fashion_mnist": datasets.FashionMNIST}[name]
    return [Remote(tuple(mirror + file for mirror in source.mirrors), md5) for file, md5 in source.resources]


# The archive for programs in C, from the page of torchvision's; its own is a pickle.
CIFAR10_BINARY = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
CIFAR10_BINARY_MD5 = "c32a1d4ab5d03f1284b67883e8d87530"


def download(name: str, progress: Progress, files: list[Remote] | None = None) -> Path:
    """Fetch, check and store a set; returns its folder. Raises `ImageError`, and then leaves nothing behind."""
    target = data_folder() / name
    files = remotes(name) if files is None else files
    try:
        with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=data_folder()) as folder:
            paths = []
            for i, remote in enumerate(files):
                share = partial(_tell, progress, i, len(files))
                paths.append(fetch(remote, Path(folder), name, share))
            return write(target, checked(cifar(paths[0]) if len(paths) == 1 else idx(paths), name))
    except ImageError:
        raise
    except (OSError, EOFError, ValueError, zlib.error, tarfile.TarError) as error:
        if isinstance(error, OSError) and error.errno:  # of the disk; gzip's own have none
            raise ImageError("full", name=name, path=data_folder(), reason=error.strerror) from None
        raise ImageError("damaged", name=name) from None


def _tell(progress: Progress, done: int, n: int, share: float) -> None:
    progress((done + share) / n)


def fetch(remote: Remote, folder: Path, name: str, progress: Progress) -> Path:
    """One file from the first address that has it whole."""
    problem = ImageError("offline", name=name, reason="")
    for url in remote.urls:
        try:
            return receive(url, remote.md5, folder / remote.name, name, progress)
        except ImageError as error:
            problem = error
    raise problem


def reason(error: object) -> str:
    """What the system says of an error, without its number."""
    return getattr(error, "strerror", None) or str(error)


def receive(url: str, md5: str, path: Path, name: str, progress: Progress) -> Path:
    """Write what an address answers, and compare its sum; raises `ImageError`."""
    digest, done = hashlib.md5(usedforsecurity=False), 0
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "hebb"})
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer, path.open("wb") as file:
            size = int(answer.headers.get("Content-Length") or 0)
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                progress(min(done / size, 1.0) if size > 0 else 0.0)
    except urllib.error.HTTPError as error:
        raise ImageError("offline", name=name, reason=f"{error.code} {error.reason}") from None
    except urllib.error.URLError as error:
        raise ImageError("offline", name=name, reason=reason(error.reason)) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        raise ImageError("offline", name=name, reason=reason(error) or type(error).__name__) from None
    if digest.hexdigest() != md5:
        raise ImageError("damaged", name=name)
    return path


def idx(paths: list[Path]) -> Arrays:
    """The arrays of four gzipped IDX files (LeCun et al. 1998): magic number, sizes, then bytes."""
    x_train, y_train, x_test, y_test = (read_idx(path) for path in paths)
    return {"x_train": x_train[:, None], "y_train": y_train, "x_test": x_test[:, None], "y_test": y_test}


def read_idx(path: Path) -> NDArray[np.uint8]:
    with gzip.open(path) as file:
        content = file.read()
    if content[:4] not in (b"\0\0\x08\x01", b"\0\0\x08\x03"):
        raise ValueError
    n_axes = content[3]
    shape = np.frombuffer(content, ">u4", n_axes, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * n_axes).reshape(shape)


def cifar(path: Path) -> Arrays:
    """The arrays of CIFAR-10's binary archive (Krizhevsky 2009): rows of a label and 3 × 32 × 32 bytes."""
    parts = {"train": [f"data_batch_{i}.bin" for i in range(1, 6)], "test": ["test_batch.bin"]}
    arrays: Arrays = {}
    with tarfile.open(path) as archive:
        members = {member.name.rpartition("/")[2]: member for member in archive.getmembers() if member.isfile()}
        for part, names in parts.items():
            files = [archive.extractfile(members[name]) if name in members else None for name in names]
            rows = np.concatenate([np.frombuffer(file.read() if file else b"", np.uint8) for file in files])
            rows = rows.reshape(-1, 1 + 3 * 32 * 32)
            arrays |= {f"x_{part}": rows[:, 1:].reshape(-1, 3, 32, 32), f"y_{part}": rows[:, 0]}
    return arrays
