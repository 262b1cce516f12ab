"""PNG: a palette image written by hand, small and quick enough for every frame."""

import base64
import struct
import zlib

import numpy as np

from core.figures.figure import Array


def _chunk(kind: bytes, data: bytes) -> bytes:
    """One PNG chunk: length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def encode(indices: Array, palette: Array) -> bytes:
    """PNG of palette indices uint8 (height, width), first row on top, and a palette uint8 (≤ 256, 3 or 4)."""
    if indices.ndim != 2 or indices.dtype != np.uint8:
        raise ValueError(f"indices must be uint8 (height, width), not {indices.dtype} {indices.shape}")
    height, width = indices.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each row starts with its filter, 0 = none
    rows[:, 1:] = indices
    colours = np.ascontiguousarray(palette, dtype=np.uint8)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
    png += _chunk(b"PLTE", colours[:, :3].tobytes())
    if colours.shape[1] == 4:
        png += _chunk(b"tRNS", colours[:, 3].tobytes())
    return png + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 1)) + _chunk(b"IEND", b"")


def data_url(png: bytes) -> str:
    """PNG bytes → `data:image/png;base64,…`."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
