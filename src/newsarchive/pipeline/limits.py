"""What one document may use: CPU time and not time by the clock, so that the outcome does not depend on the load."""

import resource

#: Seconds of CPU time for one document, the begun one included, and bytes of it or of its parts that give one second more.
CPU_SECONDS = 10
CPU_BYTES = 1 << 20
#: Bytes of address space: a base, so many times the document's size (which may be packed), and the end of it.
MEMORY_BYTES = 480 << 20
MEMORY_TIMES = 128
MEMORY_MOST = 4 << 30
#: Bytes of an answer: a base, and so many times the document's size.
ANSWER_BYTES = 128 << 20
ANSWER_TIMES = 4
#: What may be found in a document, defects included: a base, one for so many bytes of it, and the end of it.
FOUND = 10_000
FOUND_BYTES = 16
FOUND_MOST = 250_000
#: Processes of a worker and of whatever it started.
PROCESSES = 64
#: Seconds in which a worker's processes all sleep, after which it is given up.
IDLE_SECONDS = 10
#: Seconds by the clock that a worker is waited for where nobody can say what it does (no /proc).
PATIENCE = 120


def cpu_seconds(size: int) -> int:
    """Seconds of CPU time for a document of `size` bytes."""
    return CPU_SECONDS + size // CPU_BYTES


def extend(seconds: int) -> None:
    """Give this process so many seconds of CPU time more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft + seconds, hard))


def answer_bytes(size: int) -> int:
    """The largest answer to a document of `size` bytes."""
    return ANSWER_BYTES + ANSWER_TIMES * size


def most_found(size: int) -> int:
    """How much may be found in a document of `size` bytes."""
    return min(FOUND_MOST, FOUND + size // FOUND_BYTES)


def limit(size: int) -> None:
    """Set what this process may use from now on for a document of `size` bytes.

    Beyond the CPU limit the kernel ends the process, beyond that of memory Python raises MemoryError.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + cpu_seconds(size)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    memory = min(MEMORY_BYTES + MEMORY_TIMES * size, MEMORY_MOST)
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
