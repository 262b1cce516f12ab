"""Downloads from a server of our own with real archives: checked, whole or not used at all."""

import errno
import gzip
import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from core.datasets import download as module
from core.datasets.download import Remote, download, remotes
from core.datasets.image_store import ImageError, stored

RNG = np.random.default_rng(0)
IMAGES = {part: RNG.integers(0, 256, (n, 28, 28), np.uint8) for part, n in (("train", 7), ("t10k", 4))}
LABELS = {part: RNG.integers(0, 10, n, np.uint8) for part, n in (("train", 7), ("t10k", 4))}


def idx(array: np.ndarray) -> bytes:
    head = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    return gzip.compress(head + array.tobytes())


def cifar() -> bytes:
    """Five batches of two images and a test batch of three, as the archive for C programs holds them."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, n in [*((f"data_batch_{i}.bin", 2) for i in range(1, 6)), ("test_batch.bin", 3)]:
            content = b"".join(bytes([i % 10]) + bytes([i]) * 3072 for i in range(n))
            info = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


FILES = {
    "train-images-idx3-ubyte.gz": idx(IMAGES["train"]),
    "train-labels-idx1-ubyte.gz": idx(LABELS["train"]),
    "t10k-images-idx3-ubyte.gz": idx(IMAGES["t10k"]),
    "t10k-labels-idx1-ubyte.gz": idx(LABELS["t10k"]),
    "cifar.tar.gz": cifar(),
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Serves `FILES` under /whole/, the first half of each and then hangs up under /cut/, and 404 elsewhere."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, kind, name = self.path.split("/")
            if kind not in ("whole", "cut"):
                return self.send_error(404)
            content = FILES[name]
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content if kind == "whole" else content[: len(content) // 2])

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEBB_DATA", str(tmp_path))
    return tmp_path


def files(server: str, *kinds: str, names: tuple[str, ...] = tuple(FILES)[:4]) -> list[Remote]:
    sums = [hashlib.md5(FILES[name]).hexdigest() for name in names]
    return [Remote(tuple(f"{server}/{k}/{name}" for k in kinds), md5) for name, md5 in zip(names, sums, strict=True)]


def test_mnist_arrives_as_it_was_sent_and_tells_how_far_it_is(server: str, folder: Path) -> None:
    shares: list[float] = []
    download("mnist", shares.append, files(server, "whole"))
    found = stored("mnist")
    assert np.array_equal(found["x_train"][:, 0].numpy(), IMAGES["train"])
    assert np.array_equal(found["y_test"].numpy(), LABELS["t10k"])
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert [path.name for path in folder.iterdir()] == ["mnist"], "nothing else is left"


def test_cifar10_arrives_from_its_archive(server: str) -> None:
    download("cifar10", lambda share: None, files(server, "whole", names=("cifar.tar.gz",)))
    found = stored("cifar10")
    assert found["x_train"].shape == (10, 3, 32, 32) and found["y_train"].tolist() == [0, 1] * 5
    assert found["x_test"][2].eq(2).all() and found["y_test"].tolist() == [0, 1, 2]


def test_a_second_address_is_tried(server: str) -> None:
    download("mnist", lambda share: None, files(server, "gone", "cut", "whole"))
    assert len(stored("mnist")["x_train"]) == 7


@pytest.mark.parametrize(("kind", "id"), [("cut", "damaged"), ("gone", "offline")])
def test_what_does_not_arrive_whole_is_never_used(server: str, folder: Path, kind: str, id: str) -> None:
    with pytest.raises(ImageError) as caught:
        download("mnist", lambda share: None, files(server, kind))
    assert caught.value.id == id and not list(folder.iterdir())


def test_no_room_is_not_taken_for_a_damaged_download(
    server: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, array: np.ndarray) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "save", refuse)
    with pytest.raises(ImageError, match="No space left") as caught:
        download("mnist", lambda share: None, files(server, "whole"))
    assert caught.value.id == "full" and not list(folder.iterdir())


def test_nobody_answers(folder: Path) -> None:
    with pytest.raises(ImageError) as caught:
        download("mnist", lambda share: None, [Remote(("http://127.0.0.1:9/x.gz",), "0" * 32)] * 4)
    assert caught.value.id == "offline" and not list(folder.iterdir())
    assert caught.value.values["reason"] == os.strerror(errno.ECONNREFUSED)


@pytest.mark.parametrize(
    "content",
    [b"", b"text", gzip.compress(b""), gzip.compress(b"\0\0\x08\x03" + b"\0" * 8), gzip.compress(b"x" * 99)],
    ids=["empty", "text", "gzip_of_nothing", "gzip_of_a_head", "gzip_of_text"],  # gzip notes the time
)
def test_a_file_with_the_right_sum_and_the_wrong_content(
    server: str, folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FILES, "train-images-idx3-ubyte.gz", content)
    with pytest.raises(ImageError):
        download("mnist", lambda share: None, files(server, "whole"))
    assert not list(folder.iterdir())


def test_the_addresses_are_those_of_torchvision() -> None:
    from torchvision import datasets

    for name, source in (("mnist", datasets.MNIST), ("fashion_mnist", datasets.FashionMNIST)):
        assert [remote.md5 for remote in remotes(name)] == [md5 for _, md5 in source.resources]
        assert all(remote.urls[0].startswith(source.mirrors[0]) for remote in remotes(name))
    (archive,) = remotes("cifar10")
    assert archive.urls[0].rpartition("/")[0] == datasets.CIFAR10.url.rpartition("/")[0]
    assert archive.md5 == module.CIFAR10_BINARY_MD5
