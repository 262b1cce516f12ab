from typing import Any


def script(run: Any) -> str:
    return ""
