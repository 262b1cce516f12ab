"""Server: what Hebb adds around Streamlit's own."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ADDRESS = b'<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"%s/"}</script>'


class KnownAddress:
    """Tells a page that is opened by its own address (/playground) where the server is.

    Without it Streamlit's client first looks for the server under that address, fails, and tries again one level up.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app, self.script = app, ADDRESS % base.rstrip("/").encode()

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
                kind = MutableHeaders(raw=message["headers"]).get("content-type", "")
                if not kind.startswith("text/html"):
                    start = None
                    await send(message)
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    body = body.replace(b"<head>", b"<head>" + self.script, 1)
                    MutableHeaders(raw=start["headers"])["content-length"] = str(len(body))
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        await self.app(scope | {"headers": plain}, receive, collect)
