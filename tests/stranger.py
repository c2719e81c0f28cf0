"""Commands as a stranger runs them: away from the checkout, with nothing of it in the environment."""

import os
import subprocess
from pathlib import Path


def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a stranger would: nothing of the checkout in its environment, and `variables` beside it."""
    ours = ("PYTHON", "NEWSARCHIVE", "VIRTUAL_ENV", "PYTEST", "COV_", "CI", "BUILD_NUMBER")  # pytest prints more in CI
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | variables
    return subprocess.run(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False
    )
