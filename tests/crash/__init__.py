"""The archive survives kills, errors and power cuts: real archives, real processes, `strace` between them and the system.

`make test` runs a sample that is the same each time, `make crash` all of it (`--full`). How to add a command: `scenarios`.
"""
