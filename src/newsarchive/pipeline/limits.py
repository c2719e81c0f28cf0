"""What one document may use: CPU time and not time by the clock, so that the outcome does not depend on the load."""

import resource

#: Seconds of CPU time for one document.
CPU_SECONDS = 10
#: Bytes of address space: a base, and so many times the document's size.
MEMORY_BYTES = 1 << 30
MEMORY_TIMES = 12


def limit(size: int) -> None:
    """Set what this process may use from now on for a document of `size` bytes.

    Beyond the CPU limit the kernel ends the process, beyond that of memory Python raises MemoryError.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    memory = MEMORY_BYTES + MEMORY_TIMES * size
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
