"""Live view: one component on the page that redraws its figures in place, picture after picture."""

import hashlib
import importlib.util
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

FRONTEND = Path(__file__).parent / "frontend"
PLOTLY = Path(importlib.util.find_spec("plotly").origin).parent / "package_data"  # type: ignore[union-attr,arg-type]
VERSION = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(FRONTEND.glob("*.js")))).hexdigest()[:12]
NARROW = {"f8": "f4", "i8": "i4", "u8": "u4", "b1": "u1", "f2": "f4"}

FOLDERS = {"live": FRONTEND, "plotly": PLOTLY}  # what the server serves beside Streamlit's own files


def address(folder: str) -> str:
    """The path under which the server serves one of the folders."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"{'/' + base if base else ''}/hebb/{folder}"


def run_url(token: str) -> str:
    """Where a live view asks for the next picture of a run."""
    return f"{address('run')}/{token}"


def plotly_url() -> str:
    return f"{address('plotly')}/plotly.min.js?v={version('plotly')}"


def loader() -> str:
    return f"""
const here = window.location.origin
const live = import(here + "{address("live")}/live.js?v={VERSION}")
export default async (component) => (await live).default(component, here + "{plotly_url()}")
"""


def pack(message: dict[str, Any]) -> bytes:
    """The length of the JSON (4 bytes), the JSON, and at the next multiple of 8 the arrays one after the other.

    In the JSON an array stands as {"$": [type, offset from the first array, shape]}.
    """
    arrays: list[bytes] = []
    offset = 0

    def reference(value: Any) -> Any:
        nonlocal offset
        if isinstance(value, np.generic):
            return value.item()
        if not isinstance(value, np.ndarray):
            raise TypeError(f"{type(value).__name__} cannot be sent to the live view")
        kind = value.dtype.str[1:]
        value = np.ascontiguousarray(value, dtype=NARROW.get(kind, kind))
        here, offset = offset, aligned(offset + value.nbytes)
        arrays.append(value.tobytes() + bytes(offset - here - value.nbytes))
        return {"$": [value.dtype.str[1:], here, list(value.shape)]}

    text = json.dumps(message, default=reference, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    return b"".join([len(text).to_bytes(4, "little"), text, bytes(aligned(4 + len(text)) - 4 - len(text)), *arrays])


def aligned(n: int) -> int:
    return -(-n // 8) * 8


def mount(message: dict[str, Any], on_event: Callable[[], None]) -> None:
    """Show a message in the page's live view; `on_event` runs when the person did something in it."""
    component = st.components.v2.component("live", js=loader(), isolate_styles=False)
    component(key="live", data=pack(message), on_event_change=on_event)
