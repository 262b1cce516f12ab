"""What holds for all tests."""

import functools
import gc
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # two processes of tests and their servers share the cores

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from xdist.scheduler import LoadFileScheduling

settings.register_profile("patient", deadline=None)  # how long an example takes says nothing about it
settings.load_profile("patient")

# Every AppTest asks anew what is installed, which takes longer than the page.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


class OneBrowser(LoadFileScheduling):
    """File by file to the next free process, but the browser tests together: one server, one Chromium."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/browser" if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling | None:
    return OneBrowser(config, log) if config.getoption("dist") == "loadfile" else None  # type: ignore[arg-type]


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what all tests share lives as long as the process: no collection has to visit it again
