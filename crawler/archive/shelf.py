"""The files of one writer, one after another: what is written where."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.archive.digest import sha1
from crawler.archive.exchange import Exchange, Original, RawRef
from crawler.archive.names import day_folder, file_name
from crawler.archive.revisits import Revisits
from crawler.archive.serializing import Draft, Serializer
from crawler.archive.volume import Volume


class Shelf:
    """Knows the file that is being written; for one thread."""

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str,
        max_bytes: int,
        clock: Callable[[], datetime],
        revisits: Revisits,
        about: Mapping[str, str],
    ) -> None:
        """Open nothing yet."""
        self._folder, self._prefix, self._max_bytes = folder, prefix, max_bytes
        self._clock, self._revisits, self._about = clock, revisits, about
        self._serializer = Serializer()
        self._volume: Volume | None = None
        self._day = date.min
        self._serial = 0
        self._unsynced: OSError | None = None

    def archive(self, exchange: Exchange) -> RawRef:
        """
        Write an answer and its question, both or none.

        Raises:
            OSError: the disk does not take them.
        """
        digest = sha1(exchange.body)
        original = self._revisits.original(exchange, digest)
        volume = self._current()
        answer, data = self._drafts(exchange, digest, original, volume)
        if volume.full_with(len(data), self._max_bytes):
            volume = self._turn()
            answer, data = self._drafts(exchange, digest, original, volume)
        offset, length = volume.append(data), len(answer.data)
        place = volume.path.relative_to(self._folder).as_posix()
        ref = RawRef(place, offset, length, digest, answer.record_id, exchange.fetched_at)
        if original is None:
            self._revisits.remember(exchange.url, digest, Original(exchange.url, ref))
        return ref

    def sync(self) -> None:
        """
        See all that was written onto the disk.

        Raises:
            OSError: some of it may not be there.
        """
        if self._volume is not None and not self._volume.broken:
            self._volume.sync()
        error, self._unsynced = self._unsynced, None
        if error is not None:
            raise error

    def close(self) -> None:
        """
        Sync and close.

        Raises:
            OSError: as in `sync`.
        """
        self._retire()
        self.sync()

    def _drafts(
        self, exchange: Exchange, digest: str, original: Original | None, volume: Volume
    ) -> tuple[Draft, bytes]:
        """The answer's record, and its bytes and its question's, if that says anything."""
        serializer, warcinfo = self._serializer, volume.warcinfo_id
        if original is None:
            answer = serializer.response(exchange, digest, warcinfo)
        else:
            answer = serializer.revisit(exchange, digest, original, warcinfo)
        if exchange.method == "GET" and not exchange.request_headers:
            return answer, answer.data
        question = serializer.request(exchange, answer.record_id, warcinfo)
        return answer, answer.data + question.data

    def _current(self) -> Volume:
        """The file to write to: a new one on a new day of UTC, or after a fault."""
        volume, today = self._volume, self._clock().astimezone(UTC).date()
        if volume is None or volume.broken or today != self._day:
            volume = self._turn()
        return volume

    def _turn(self) -> Volume:
        """Close the file and begin the next one."""
        self._retire()
        now = self._clock().astimezone(UTC)
        name = file_name(self._prefix, now.date(), self._serial)
        warcinfo = self._serializer.warcinfo(name, self._about, now)
        volume = Volume(self._folder / day_folder(name) / name, warcinfo, self._folder)
        self._volume, self._day = volume, now.date()
        self._serial += 1
        return volume

    def _retire(self) -> None:
        """Close the file; that it could not be synced is told at the next sync."""
        volume, self._volume = self._volume, None
        if volume is None:
            return
        try:
            volume.close()
        except OSError as error:
            self._unsynced = error
