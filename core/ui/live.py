"""Live view: one component on the page that redraws its figures in place, frame after frame."""

import hashlib
import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
import streamlit.components.v1

FRONTEND = Path(__file__).parent / "frontend"
PLOTLY = Path(importlib.util.find_spec("plotly").origin).parent / "package_data"  # type: ignore[union-attr,arg-type]
VERSION = hashlib.sha256((FRONTEND / "live.js").read_bytes()).hexdigest()[:12]
NARROW = {"f8": "f4", "i8": "i4", "u8": "u4", "b1": "u1", "f2": "f4"}

# Streamlit serves the two folders as they are; the component itself is the small loader below.
streamlit.components.v1.declare_component("frontend", path=str(FRONTEND))
streamlit.components.v1.declare_component("plotly", path=str(PLOTLY))


def loader() -> str:
    base = "/" + st.get_option("server.baseUrlPath").strip("/")
    folder = f"{base.rstrip('/')}/component/{__name__}"
    return f"""
const here = window.location.origin
const live = import(here + "{folder}.frontend/live.js?v={VERSION}")
export default async (component) => (await live).default(component, here + "{folder}.plotly/plotly.min.js")
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
