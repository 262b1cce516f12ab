"""A person's own pictures: what is taken, and what is refused with which sentence."""

import contextlib
import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from core.datasets import image_zip
from core.datasets.image_zip import ImageZipError, read_zip, split


def png(colour: tuple[int, ...] = (200, 30, 30), size: tuple[int, int] = (20, 12), form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour).save(file, form)
    return file.getvalue()


def pack(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


GOOD = {f"pets/{kind}/{i}.png": png((i, 0, 0)) for kind in ("cat", "dog") for i in range(3)}


def refused(content: bytes) -> str:
    with pytest.raises(ImageZipError) as caught:
        read_zip(content, 16, colour=True)
    return caught.value.id


def test_folders_are_classes() -> None:
    x, y, names = read_zip(pack(GOOD), 16, colour=True)
    assert names == ("cat", "dog") and y.tolist() == [0, 0, 0, 1, 1, 1]
    assert x.shape == (6, 3, 16, 16) and x.dtype == np.uint8
    assert [int(image[0].mean()) for image in x] == [0, 1, 2, 0, 1, 2]


def test_greys_shapes_and_transparency() -> None:
    tall = Image.new("RGB", (10, 40), (0, 0, 0))
    tall.putpixel((5, 20), (255, 255, 255))
    file = io.BytesIO()
    tall.save(file, "PNG")
    files = GOOD | {"pets/cat/tall.png": file.getvalue(), "pets/dog/glass.png": png((0, 0, 0, 0))}
    x, y, _ = read_zip(pack(files), 20, colour=False)
    assert x.shape == (8, 1, 20, 20)
    assert x[3].max() > 20 and x[3][0, :, :6].max() == 0, "the tall one is in the middle"
    assert (x[y == 1][-1] == 255).all(), "what is transparent is white"


@pytest.mark.parametrize("form", ["JPEG", "BMP", "GIF", "WEBP"])
def test_usual_formats(form: str) -> None:
    x, _, _ = read_zip(pack({name: png(form=form) for name in GOOD}), 8, colour=True)
    assert abs(int(x[0, 0].mean()) - 200) < 8


def test_a_photo_that_lies_on_its_side_is_turned() -> None:
    image, file = Image.new("RGB", (20, 10), (0, 0, 0)), io.BytesIO()
    exif = Image.Exif()
    exif[274] = 6
    image.save(file, "JPEG", exif=exif)
    image.paste((255, 255, 255), (0, 0, 10, 10))
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    x, _, _ = read_zip(pack(GOOD | {"pets/cat/0.jpg": file.getvalue()}), 16, colour=False)
    photo = max(x, key=lambda picture: int(picture.max()))
    assert photo[0, :6].mean() > 150 > photo[0, 10:].mean()


def test_what_no_picture_is_beside_them_is_left_out() -> None:
    files = GOOD | {"pets/cat/notes.txt": b"hello", "__MACOSX/pets/cat/._0.png": b"x", "pets/.DS_Store": b"x"}
    assert len(read_zip(pack(files), 8, colour=True)[0]) == 6


@pytest.mark.parametrize(
    ("content", "id"),
    [
        (b"", "not_zip"),
        (b"PK\x03\x04 nonsense", "not_zip"),
        (pack({}), "classes"),
        (pack({"a/1.png": png(), "a/2.png": png()}), "classes"),
        (pack({"a/1.png": png(), "b/1.png": png(), "b/2.png": png()}), "too_few"),
        (pack(GOOD | {"../evil.png": png()}), "path"),
        (pack(GOOD | {"/etc/evil.png": png()}), "path"),
        (pack(GOOD | {"a\\..\\..\\evil.png": png()}), "path"),
        (pack(GOOD | {"C:/evil.png": png()}), "path"),
        (pack(GOOD | {"pets/cat/x.png": b"not a picture"}), "picture"),
        (pack(GOOD | {"pets/cat/x.png": png()[:40]}), "picture"),
        (pack(GOOD | {"pets/cat/x.png": b"\0" * 30_000_000}, zipfile.ZIP_DEFLATED), "bomb"),
        (pack(GOOD)[:-30], "not_zip"),
        (
            pack({k.replace("pets/cat", "小猫"): v for k, v in GOOD.items()}).replace(b"\xe5\xb0\x8f", b"\xff" * 3),
            "not_zip",
        ),
        (pack(GOOD | {"stray.png": png()}), "loose"),
    ],
)
def test_what_is_refused(content: bytes, id: str) -> None:
    assert refused(content) == id


def encoded(image: Image.Image, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    grey = np.linspace(0, 65535, 16 * 16).reshape(16, 16).astype(np.uint16)
    x, _, _ = read_zip(pack(GOOD | {"pets/cat/z.png": encoded(Image.fromarray(grey))}), 16, colour=False)
    assert np.abs(x[3, 0].astype(int) - grey // 256).max() <= 1


@pytest.mark.parametrize("size", [(2000, 1), (1, 3000), (1, 1)])
def test_a_thin_picture_keeps_a_line_of_pixels(size: tuple[int, int]) -> None:
    x, _, _ = read_zip(pack(GOOD | {"pets/cat/z.png": png((250, 0, 0), size)}), 16, colour=True)
    assert x[3, 0].max() == 250


def test_an_entry_for_the_archive_itself_does_no_harm() -> None:
    for name in (".", "./"):
        assert len(read_zip(pack({name: b""} | GOOD), 8, colour=True)[0]) == 6


@pytest.mark.parametrize(
    ("encoding", "classes"),
    [("utf-8", ("小狗", "小猫")), ("gb2312", ("小狗", "小猫")), ("cp437", ("café", "thé"))],
)
def test_names_whose_encoding_is_not_told(encoding: str, classes: tuple[str, str]) -> None:
    raw = [name.encode(encoding) for name in classes]
    content = pack({f"{place}" * len(name) + f"/{i}.png": png() for place, name in enumerate(raw) for i in range(2)})
    for place, name in enumerate(raw):
        content = content.replace(f"{place}".encode() * len(name) + b"/", name + b"/")
    assert read_zip(content, 8, colour=True)[2] == classes


def test_a_damaged_archive_is_refused_whatever_is_damaged() -> None:
    rng = np.random.default_rng(0)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA):
        whole = pack(GOOD, method)
        for _ in range(60):
            content = np.frombuffer(whole, np.uint8).copy()
            content[rng.integers(0, len(content), 3)] = rng.integers(0, 256, 3)
            with contextlib.suppress(ImageZipError):
                read_zip(content.tobytes(), 8, colour=True)


def test_a_locked_archive() -> None:
    content = bytearray(pack(GOOD))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + place] |= 1
    assert refused(bytes(content)) == "encrypted"


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value, id in (
        ("MAX_IMAGES", 5, "too_many"),
        ("MAX_CLASSES", 1, "classes"),
        ("MAX_BYTES", 9, "too_large"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(image_zip, name, value)
            assert refused(pack(GOOD)) == id
    for name, value, id in (("MAX_PIXELS", 100, "large"), ("MAX_DECODED", 5 * 20 * 12, "bomb")):
        with monkeypatch.context() as patch:
            patch.setattr(image_zip, name, value)
            assert refused(pack(GOOD)) == id


def test_a_split_leaves_something_of_every_class_on_both_sides() -> None:
    labels = np.array([0] * 10 + [1] * 2 + [2] * 33)
    train, test = split(labels, 0)
    assert sorted([*train, *test]) == list(range(45))
    assert np.bincount(labels[test]).tolist() == [2, 1, 7]
    assert np.array_equal(split(labels, 0)[1], test) and not np.array_equal(split(labels, 1)[1], test)
