"""A server and a Chromium for the tests that need eyes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).parents[2]
PATIENCE = 60_000  # ms until what does not come is missed, on a machine that is busy with other things
Scheme = Literal["light", "dark"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not Path(CHROMIUM).exists():
        for item in items:
            if item.path.parent == Path(__file__).parent:
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}"))


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a free port; yields its address, and fails if its log holds a traceback."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1"]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            break
        except OSError:
            time.sleep(0.25)
    yield address
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for all these tests; Playwright keeps an event loop running as long as it lives."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def windows() -> list[Page]:
    """The window that one test leaves to the next: opening another is half the time of a visit."""
    return []


class Live:
    """A page with a live view, and what its browser complained of."""

    def __init__(self, page: Page) -> None:
        self.page, self.complaints = page, []
        page.on("console", self.hear)
        page.on("pageerror", self.complain)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def complain(self, error: Error) -> None:
        self.complaints.append(str(error))

    def leave(self, elsewhere: str) -> None:
        """Go to an address where nothing runs, forget what was stored, and let go of the mouse."""
        self.page.remove_listener("console", self.hear)
        self.page.remove_listener("pageerror", self.complain)
        self.page.evaluate("() => localStorage.clear()")
        self.page.context.clear_cookies()
        self.page.mouse.up()
        self.page.mouse.move(0, 0)
        self.page.goto(elsewhere)

    def data(self) -> dict[str, str]:
        return self.page.evaluate("() => ({...document.querySelector('[data-testid=live]').dataset})")

    def until(self, condition: str, timeout: float = PATIENCE) -> dict[str, str]:
        """Wait for a condition on `d`, the data of the live view."""
        script = (
            f"() => {{ const d = document.querySelector('[data-testid=live]')?.dataset; return d && ({condition}) }}"
        )
        self.page.wait_for_function(script, timeout=timeout)
        return self.data()

    def fits(self) -> None:
        """Nothing is wider than the window, once all is drawn."""
        panels = "[...document.querySelectorAll('[data-testid=live] .panel')]"
        self.page.wait_for_function(
            f"""() => {panels}.length && document.documentElement.scrollWidth <= innerWidth
                && {panels}.every((p) => p.children.length && p.getBoundingClientRect().right <= innerWidth + 1)"""
        )

    def changed(self, panel: str, before: str) -> str:
        """Wait until a panel says something else than before; returns that."""
        said = "document.querySelector(`[data-panel=${id}]`)?.innerText"
        self.page.wait_for_function(f"([id, before]) => ![undefined, before].includes({said})", arg=[panel, before])
        return self.page.locator(f"[data-panel={panel}]").inner_text()

    def press(self, key: str) -> None:
        self.page.locator(f".st-key-{key} button").first.click()


@pytest.fixture
def visit(server: str, chromium: Browser, windows: list[Page]) -> Iterator[Callable[..., Live]]:
    """Opens a path of the app as a new visitor; fails the test on anything the console complained of.

    Every visit takes the same window and so ends the one before; options, such as a locale, open a window of their own.
    """
    opened: list[Live] = []
    shared = windows.pop() if windows else chromium.new_context().new_page()

    def leave() -> None:
        while opened:
            live = opened.pop()
            if live.page is shared:
                live.leave(f"{server}/_stcore/health")
            else:
                live.page.context.close()
            assert not live.complaints

    def go(path: str, width: int = 1280, scheme: Scheme = "light", height: int = 800, **options: Any) -> Live:
        leave()
        page = chromium.new_context(**options).new_page() if options else shared
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.set_default_timeout(PATIENCE)
        opened.append(Live(page))
        page.goto(f"{server}/{path}")
        page.wait_for_selector("[data-testid=live]")
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        return opened[-1]

    yield go
    leave()
    windows.append(shared)
