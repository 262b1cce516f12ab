"""Memory that a step gives back is found again by the next."""

import platform
import subprocess
import sys

import pytest

STEPS = """
import resource, sys
from core import memory
if sys.argv[1] == "kept":
    assert memory.keep_freed()
for step in range(21):
    if step == 1:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    blocks = [bytearray(b"x") * (size << 20) for size in (3, 8, 5, 9)]
    del blocks
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's allocator can be told")
def test_pages_are_not_mapped_anew():
    faults = {
        name: int(
            subprocess.run([sys.executable, "-c", STEPS, name], capture_output=True, check=True, text=True).stdout
        )
        for name in ("given back", "kept")
    }
    assert faults["kept"] < faults["given back"] / 10, faults


def test_other_allocators_are_left_alone(monkeypatch):
    from core import memory

    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert memory.keep_freed() is False
