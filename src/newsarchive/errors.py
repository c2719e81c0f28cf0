"""Every error that newsarchive raises on purpose.

An error says what failed, where, why, and (in `help`) the command or change that mends it.
"""


class NewsarchiveError(Exception):
    """The root: catch this to catch whatever newsarchive declares.

    `help` is one sentence or command for the person who sees the message, or empty.
    """

    def __init__(self, message: str, *, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help

    def __str__(self) -> str:
        return f"{self.message}\n{self.help}" if self.help else self.message


class RecordError(NewsarchiveError, ValueError):
    """A value does not fit the record's schema; the message begins with its place (`$.body[3].text: …`)."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class DateError(NewsarchiveError, ValueError):
    """A text is not a date of the standard that was asked for."""


class Unreadable(NewsarchiveError):  # noqa: N818  # "raise Unreadable" is what a parser says
    """The one error that a parser may raise: this document cannot be read, and why.

    `code` is a short stable word for the ledger, `span` an optional place in the document.
    """

    def __init__(self, reason: str, *, code: str = "unreadable", span: object = None) -> None:
        super().__init__(reason)
        self.code = code
        self.span = span


class UndecodableText(Unreadable):
    """The bytes are no text in any encoding that can be told apart."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, code="undecodable")


class PluginError(NewsarchiveError):
    """A plugin could not be loaded or registered."""


class ArchiveError(NewsarchiveError):
    """The archive cannot be opened or written as asked."""


class ChangedError(ArchiveError):
    """A file is not what it was a moment ago: it is left for the next run."""


class FormatVersionError(ArchiveError):
    """The archive was written in a format that this newsarchive does not know."""


class LockedError(ArchiveError):
    """Another process is writing to the archive."""


class DamageError(ArchiveError):
    """What is on disk is not what was written: nothing further is done to it.

    `path` is the file, `what` is wrong with it, and `line` its number where there is one.
    """

    def __init__(self, path: str, what: str, line: int | None = None) -> None:
        where = f"{path}:{line}" if line else path
        remedy = "Nothing was changed. `newsarchive verify` names all that does not match; restore the file from a backup."
        super().__init__(f"{where}: damaged: {what}", help=remedy)
        self.path = path
        self.what = what
        self.line = line


#: What foreign code may raise when it is called. The fences around plugins catch these, and nothing else does.
PLUGIN_FAULTS = (Exception, SystemExit)


def told(error: BaseException) -> str:
    """`KeyError: 'x'`: what foreign code raised, in words that can be written down whatever it says."""
    try:
        words = str(error)
    except PLUGIN_FAULTS:
        words = "(it cannot say what)"
    return writable(f"{type(error).__name__}: {words}")


def writable(text: str) -> str:
    r"""A text as UTF-8 can hold it: half a surrogate pair as `\udXXX`."""
    return text.encode(errors="backslashreplace").decode()
