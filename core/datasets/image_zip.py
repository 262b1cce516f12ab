"""Image zip: a person's own pictures from an archive of folders, one a class."""

import contextlib
import io
import lzma
import warnings
import zipfile
import zlib
from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.explained import Explained

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 50_000_000  # of the archive
MAX_UNPACKED = 400_000_000  # of all pictures in it as files
MAX_RATIO = 200  # of a picture's size to its packed size: pictures hardly pack, bombs do
MAX_PIXELS = 40_000_000  # of one picture
MAX_DECODED = 1_000_000_000  # pixels of all pictures together: flat ones pack a thousandfold inside their own format
MAX_IMAGES = 5_000
MAX_CLASSES = 100
SUFFIXES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"}
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")

MESSAGES: dict[str, str] = {
    "too_large": "The archive is larger than {size} MB.",
    "not_zip": "The file is not a zip archive, or is damaged.",
    "encrypted": "The archive is locked by a password.",
    "bomb": "The archive unpacks to far more than it holds; it is not read.",
    "path": "The archive holds the path “{path}”, which leads out of it; it is not read.",
    "too_many": "The archive holds {n} pictures; at most {most} are taken.",
    "loose": "“{path}” lies in no folder; every picture needs one that is named after its class.",
    "classes": "Folders with pictures: {n}. 2 to {most} are needed, one for each class.",
    "too_few": "Pictures of the class “{name}”: {n}. At least {least} are needed, one of them to test on.",
    "large": "“{path}” has more than {n} pixels.",
    "picture": "“{path}” is not a picture that can be read.",
}
LEAST = 2


class ImageZipError(Explained):
    """What is wrong with an archive."""

    messages = MESSAGES


def read_zip(
    content: bytes, side: int, *, colour: bool
) -> tuple[NDArray[np.uint8], NDArray[np.int64], tuple[str, ...]]:
    """Pictures (n, 3 or 1, side, side), their classes (n,), and the folders' names, sorted; raises `ImageZipError`.

    The longer side is scaled to `side`, the rest filled with the mean colour of the rim; transparency becomes white.
    """
    if len(content) > MAX_BYTES:
        raise ImageZipError("too_large", size=MAX_BYTES // 1_000_000)
    try:
        with archive_of(content) as archive:
            members = listed(archive)
            names = tuple(sorted({name for name, _ in members}))
            images = pictures(archive, [info for _, info in members], side, colour)
    except ImageZipError:
        raise
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, lzma.LZMAError, zlib.error):
        raise ImageZipError("not_zip") from None
    labels = np.array([names.index(name) for name, _ in members], np.int64)
    return np.stack(images), labels, names


def archive_of(content: bytes) -> zipfile.ZipFile:
    """An archive with its names as their writer meant them: where it does not say how they are written they are UTF-8,
    GB 2312 (Windows in China) or, as the format has it, code page 437."""
    for encoding in ("utf-8", "gb2312"):
        with contextlib.suppress(UnicodeDecodeError):
            return zipfile.ZipFile(io.BytesIO(content), metadata_encoding=encoding)
    return zipfile.ZipFile(io.BytesIO(content))


def listed(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """Class and entry of every picture, sorted by path, after everything that can be refused without unpacking."""
    members, unpacked = [], 0
    for info in archive.infolist():
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
            raise ImageZipError("path", path=info.filename[:60])
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        if info.is_dir() or hidden or path.suffix.lower() not in SUFFIXES:
            continue
        if info.flag_bits & 1:
            raise ImageZipError("encrypted")
        if len(path.parts) < 2:
            raise ImageZipError("loose", path=path.name[-60:])
        unpacked += info.file_size
        if unpacked > MAX_UNPACKED or info.file_size > MAX_RATIO * max(info.compress_size, 1000):
            raise ImageZipError("bomb")
        members.append((path.parts, info))
    if len(members) > MAX_IMAGES:
        raise ImageZipError("too_many", n=len(members), most=MAX_IMAGES)
    named = [(parts[-2], info) for parts, info in sorted(members, key=lambda m: m[0])]
    counts = Counter(name for name, _ in named)
    if not 2 <= len(counts) <= MAX_CLASSES:
        raise ImageZipError("classes", n=len(counts), most=MAX_CLASSES)
    for name, n in counts.items():
        if n < LEAST:
            raise ImageZipError("too_few", name=name[:40], n=n, least=LEAST)
    return named


def pictures(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], side: int, colour: bool
) -> list[NDArray[np.uint8]]:
    """Pictures (channels, side, side) of an archive; raises `ImageZipError` where one is none or all are too large."""
    made, decoded = [], 0
    for info in entries:
        with archive.open(info) as file:
            plain = opened(file.read(info.file_size), info.filename, 2 * side)
        decoded += plain.width * plain.height
        if decoded > MAX_DECODED:
            raise ImageZipError("bomb")
        made.append(fitted(plain, side, colour))
    return made


def opened(content: bytes, path: str, side: int = 400) -> "Image":
    """A file as a picture in RGB on white, read no larger than its use for `side` needs; raises `ImageZipError`."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    problem = ImageZipError("picture", path=path[-60:])
    large = ImageZipError("large", path=path[-60:], n=f"{MAX_PIXELS:,}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as file:
                if file.width * file.height > MAX_PIXELS:
                    raise large
                file.draft("RGB", (side, side))
                turned = ImageOps.exif_transpose(file)
        if turned.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut off at 255
            turned = Image.fromarray((np.asarray(turned) // 256).astype(np.uint8))
        turned = turned.convert("RGBA")
    except (ImageZipError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise large from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise problem from None
    plain = Image.new("RGB", turned.size, "white")
    plain.paste(turned, mask=turned.getchannel("A"))
    return plain


def fitted(plain: "Image", side: int, colour: bool) -> NDArray[np.uint8]:
    """A picture as (channels, side, side): its longer side is scaled, the rest filled with the rim's mean colour."""
    from PIL import Image

    width, height = (max(1, round(side * n / max(plain.size))) for n in plain.size)
    pixels = np.asarray(plain.resize((width, height)))  # (h, w, 3)
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).mean(0)
    square = np.broadcast_to(np.rint(rim).astype(np.uint8), (side, side, 3)).copy()
    top, left = (side - pixels.shape[0]) // 2, (side - pixels.shape[1]) // 2
    square[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    if not colour:
        return np.asarray(Image.fromarray(square).convert("L"))[None]
    return np.ascontiguousarray(np.moveaxis(square, -1, 0))


def split(labels: NDArray[np.int64], seed: int, share: float = 0.2) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places to train and to test on: of every class that share, at least one, is tested on."""
    rng, of_class = np.random.default_rng(seed), defaultdict(list)
    for place in rng.permutation(len(labels)):
        of_class[int(labels[place])].append(int(place))
    n_test = {k: max(1, round(share * len(places))) for k, places in of_class.items()}
    test = [place for k, places in sorted(of_class.items()) for place in places[: n_test[k]]]
    train = [place for k, places in sorted(of_class.items()) for place in places[n_test[k] :]]
    return np.array(sorted(train)), np.array(sorted(test))
