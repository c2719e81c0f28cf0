"""The process between the archive and a worker, with which all that a worker started ends.

On Linux it adopts what a worker's children leave behind (`PR_SET_CHILD_SUBREAPER`), so that no daemon escapes it. It
ends as its worker did, and when the archive's process ends or asks for it, everything below it ends.
"""

import os
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from .family import end
from .prctl import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl


def main(arguments: Sequence[str]) -> None:
    """Fork a worker with these arguments, wait for its end, end its descendants, and end in the same way."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    worker = os.fork()
    if worker == 0:
        os.setsid()
        from .worker import main as work

        work(arguments)
        return

    def dismiss(_number: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(worker, signal.SIGKILL)

    signal.signal(signal.SIGTERM, dismiss)
    os.closerange(0, 2)  # whoever waits for the worker's answers is to see their end
    _, status = os.waitpid(worker, 0)
    signal.signal(signal.SIGTERM, lambda _number, _frame: None)  # SIG_IGN would make an error of one that just came
    _end_all()
    _end_like(status)


def _end_all() -> None:
    """End the worker's descendants. Those of each one that dies come here in turn."""
    while True:
        end(os.getpid())
        try:
            os.waitpid(-1, 0)
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return


def _end_like(status: int) -> None:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(sys.argv[1:])
