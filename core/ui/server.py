"""Server: what Hebb adds around Streamlit's own."""

import json

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.ui.live import FOLDERS, address, plotly_url, run_url
from core.ui.player import PLAYERS
from core.ui.stage import next_picture

LONGEST_EVENT = 10_000  # bytes


def routes() -> list[BaseRoute]:
    """The runs that live views watch, and the folders of their JavaScript: our own, and Plotly's from its package."""
    folders = [Mount(address(name), StaticFiles(directory=folder)) for name, folder in FOLDERS.items()]
    return [Route(run_url("{token}"), picture, methods=["GET", "POST"]), *folders]


async def picture(request: Request) -> Response:
    """The next picture of a run; the body of a POST says what the person did in the view.

    Only who holds a run's token, which is drawn at random for each session and page, can ask for it.
    """
    held = PLAYERS.get(request.path_params["token"])
    if held is None or held.scene is None:
        return Response(status_code=410)
    try:
        if request.method == "POST" and int(request.headers["content-length"]) > LONGEST_EVENT:
            raise ValueError
        event = json.loads(await request.body()) if request.method == "POST" else None
        content = await run_in_threadpool(next_picture, held, event)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError):
        return Response(status_code=400)
    return Response(content, media_type="application/octet-stream", headers={"cache-control": "no-store"})


def head() -> str:
    """What every page's head holds: where the server is, and Plotly, to be read while the page is still being made.

    Without the address, the client of a page opened as /playground looks for the server below it first, and fails.
    """
    base = st.get_option("server.baseUrlPath").strip("/")
    address = f"location.origin+{'/' + base + '/' if base else '/'!r}"
    return (
        f"<script>window.__streamlit={{BACKEND_BASE_URL:{address}}}</script>"
        f'<script async src="{plotly_url()}"></script>'
    )


class Head:
    """ASGI middleware that puts `head()` into every HTML page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "." in scope["path"].rpartition("/")[2]:
            return await self.app(scope, receive, send)
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message | None = None
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                if not MutableHeaders(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    start = None
                    await send(message)
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    body = body.replace(b"<head>", b"<head>" + head().encode(), 1)
                    MutableHeaders(raw=start["headers"])["content-length"] = str(len(body))
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        await self.app({**scope, "headers": plain}, receive, collect)
