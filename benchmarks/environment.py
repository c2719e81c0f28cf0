"""The programs that newsarchive is compared with, in a virtual environment of their own."""

import subprocess
import sys
from pathlib import Path

PLACE = Path("/var/tmp/newsarchive-bench-venv")
# datatrove names only a part of what its deduplication imports.
REQUIREMENTS = ["datatrove==0.10.*", "orjson", "polars>=1", "py-spy", "regex", "tokenizers", "xxhash"]
VERSIONS = (
    "import importlib.metadata as m, json; print(json.dumps({n: m.version(n) for n in ('datatrove', 'polars', 'xxhash')}))"
)


def python(place: Path) -> Path:
    """The environment's interpreter; makes the environment on first use. Raises subprocess.CalledProcessError."""
    interpreter, mark = place / "bin" / "python", place / "installed.txt"
    wanted = "\n".join(REQUIREMENTS)
    if mark.exists() and mark.read_text() == wanted:
        return interpreter
    print(f"installing {', '.join(REQUIREMENTS)} into {place}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    subprocess.run([interpreter, "-m", "pip", "install", "-q", *REQUIREMENTS], check=True)
    mark.write_text(wanted)
    return interpreter


def versions(interpreter: Path) -> str:
    """The versions of what is compared, as JSON."""
    return subprocess.run([interpreter, "-c", VERSIONS], check=True, capture_output=True, text=True).stdout
