"""prctl(2): what a Linux process asks of the kernel for itself. Elsewhere nothing happens."""

import ctypes

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def prctl(option: int, value: int) -> None:
    """Ask; a kernel that refuses is as one that does not know."""
    if hasattr(libc := ctypes.CDLL(None), "prctl"):
        libc.prctl(option, value)
