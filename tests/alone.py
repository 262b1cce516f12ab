"""Scripts run by themselves, as a person runs them who has PyTorch and nothing of this project."""

import atexit
import functools
import json
import subprocess
import sys
from pathlib import Path

# Importing torch takes longer than any of the scripts: an interpreter does so once, and each script gets a fork of it.
INTERPRETER = """
import json, os, runpy, sys, traceback
import torch
for line in sys.stdin:
    folder, *sys.argv = json.loads(line)
    child = os.fork()
    if child:
        print(os.waitpid(child, 0)[1], flush=True)
        continue
    failed = True
    try:
        os.chdir(folder)
        for number, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        runpy.run_path(sys.argv[0], run_name="__main__")
        failed = False
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(failed)
"""


@functools.cache
def interpreter() -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-I", "-c", INTERPRETER], stdin=pipe, stdout=pipe, text=True)
    atexit.register(process.kill)
    return process


def printed_alone(code: str, folder: Path, *arguments: str) -> str:
    """What the script prints, run in this folder; fails where it fails, or says anything else."""
    (folder / "script.py").write_text(code, encoding="utf-8")
    process = interpreter()
    assert process.stdin and process.stdout
    print(json.dumps([str(folder), "script.py", *arguments]), file=process.stdin, flush=True)
    status, said = process.stdout.readline(), (folder / "stderr").read_text("utf-8")
    assert not int(status) and not said, said
    return (folder / "stdout").read_text("utf-8")
