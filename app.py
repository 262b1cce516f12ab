"""Hebb: watch networks learn. `streamlit run app.py` starts the server; `core/ui/shell.py` draws every page.

The server imports this file when it starts, so PyTorch and the pages' tools are there before the first person comes.
"""

import gc
import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # a thread that waits for others leaves its core to whom needs it

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core import memory
from core.ui import numbers, own_points, share, weights  # noqa: F401
from core.ui.server import Head, routes
from core.ui.shell import draw

memory.keep_freed()
gc.collect()
gc.freeze()  # what was imported lives as long as the process: no collection has to visit it again

app = st.App("core/ui/shell.py", routes=routes(), middleware=[Middleware(Head)])

if get_script_run_ctx() is not None:  # run as a script, as tests do
    draw()
