"""What can go wrong with a database; every message says what would be right."""


class StorageError(Exception):
    """Root of this package's errors; never raised itself."""


class CannotOpenError(StorageError):
    """The file or server cannot be reached, read or written."""


class UnreachableError(CannotOpenError):
    """The server does not answer, now or any more."""


class UnfinishedCopyError(StorageError):
    """The database is a copy that was stopped; `shibao db copy` goes on with it."""


class ForeignDatabaseError(StorageError):
    """The database is somebody else's."""


class NewerSchemaError(StorageError):
    """The database was written by a newer Shibao than this one."""


class OlderSchemaError(StorageError):
    """The database waits for `shibao db upgrade`."""


class LockedError(StorageError):
    """Another run of the same spider holds the lock on this database."""
