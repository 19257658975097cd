"""What can keep the embedded stack from starting, said so that a person can act on it."""

from domain.shared.values import BilingualText


class StackError(Exception):
    """The stack cannot start or go on. The words are for people: what is wrong, what to do, what was kept.

    Misuse by our own code, which no person should ever read, has no Japanese words.
    """

    def __init__(self, en: str, ja: str | None = None) -> None:
        self.words = BilingualText(ja=ja or en, en=en)
        super().__init__(en)


class DataDirectoryError(StackError):
    """The data directory is not ours, of another version, or cannot be used."""


class AlreadyRunningError(StackError):
    """Somebody else holds the data directory."""


class DiskFullError(StackError):
    """Too little free space to start safely."""


class PortTakenError(StackError):
    """Another program listens where one of our servers should."""


class PostgresError(StackError):
    """The embedded PostgreSQL cannot start."""


class TemporalError(StackError):
    """The embedded Temporal server cannot be found or started."""


class TestServerError(StackError):
    """The time-skipping test server cannot be obtained."""

    __test__ = False  # not a test class, though its name begins like one


class ChildError(StackError):
    """One of our own processes does not become healthy."""
