"""Turns a site's state into answers, and keeps what it rendered."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.sample_site import boards, pages, rows
from tests.sample_site.boards import Board
from tests.sample_site.channels import CHANNELS
from tests.sample_site.items import BEIJING, Item

if TYPE_CHECKING:
    from tests.sample_site.site import SampleSite

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=UTF-8"
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer before the network has it."""

    body: bytes
    content_type: str = HTML
    status: int = 200


@lru_cache(maxsize=8)
def not_found(status: int, text: str = "页面没有找到") -> Answer:
    """The page for what is not there; with 200 it is a soft 404 (section d)."""
    return Answer(pages.notice_page(text, f"抱歉，{text}").encode(), HTML, status)


class Renderer:
    """Renders pages; an answer that was rendered once is sent as it is."""

    def __init__(self, site: "SampleSite") -> None:
        """A renderer of this site's pages."""
        self._site = site
        self._kept: dict[Any, Answer] = {}
        self._pieces: dict[Any, str] = {}

    def forget(self) -> None:
        """The lists have changed; what was rendered of them is no longer so."""
        self._kept.clear()

    def _keep(self, key: Any, answer: Answer) -> Answer:
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[key] = answer
        return answer

    def _state(self, board: Board, at: datetime) -> tuple[Any, ...]:
        """What a list's answer depends on, beside its address."""
        site = self._site
        local = at.astimezone(BEIJING).date()
        return (board.shown(int(at.timestamp())), local, site.epoch, site.year_turn)

    def board_page(self, channel_id: str, at: datetime, *, empty: bool = False) -> Answer:
        """A board's HTML page; that of kx has no entries (section b)."""
        site, channel = self._site, CHANNELS[channel_id]
        board = site.boards[channel_id]
        bare = empty or channel_id == "kx"
        key = ("page", channel_id, bare, *self._state(board, at))
        if key in self._kept:
            return self._kept[key]
        stamp = int(at.timestamp())
        shown = [] if bare else board.window(stamp, boards.HTML_PAGE)
        alone = site.headlines_of(channel_id)
        top = boards.headlines(board, alone, stamp, channel_id) if channel.headline else []
        html = pages.list_page(
            channel,
            "".join(self._entry(item, at) for item in shown),
            top,
            site.epoch,
            page_time=not channel.headline and len(channel_id) != 3,
        )
        return self._keep(key, Answer(html.encode()))

    def _entry(self, item: Item, at: datetime) -> str:
        time = boards.list_time(item.moment, at, self._site.year_turn)
        key = ("li", item.native_id, item.revision, time, self._site.epoch)
        if key not in self._pieces:
            if len(self._pieces) >= 5 * _KEPT:
                self._pieces.clear()
            self._pieces[key] = pages.entry(item, time, self._site.epoch)
        return self._pieces[key]

    def terminal(self) -> Answer:
        """The end of a list, or the answer to empty cursors (section c.1)."""
        data = "[]" if self._site.end_data == [] else '""'
        return Answer(rows.envelope(data, None, None).encode(), JSON)

    def data(self, channel_id: str, at: datetime, page: int, before: int | None) -> Answer:
        """An answer of the data endpoint: page one, or what lies before the cursor."""
        site = self._site
        board = site.boards[channel_id]
        key = ("data", channel_id, page, before, site.list_data, *self._state(board, at))
        if key in self._kept:
            return self._kept[key]
        made = self._kx if channel_id == "kx" else self._list
        data, last = made(board, at, before)
        if last is None:
            return self.terminal()
        return self._keep(key, Answer(rows.envelope(data, page + 1, last).encode(), JSON))

    def kx_cursor(self, at: datetime) -> int:
        """The cursor that page one of kx gives."""
        return self._kx(self._site.boards["kx"], at, None)[1] or 0

    def _kx(self, board: Board, at: datetime, before: int | None) -> tuple[str, int | None]:
        stamp, size = int(at.timestamp()), boards.KX_PAGE
        if before is not None:
            shown = board.window(stamp, size, before)
            lines = [self._row(item, pinned=item.story.pinned) for item in shown]
            return _array(lines), shown[-1].stamp if shown else None
        top = board.pinned(stamp)
        elsewhere = sum(item not in board.window(stamp, size - 1) for item in top)
        chosen = board.window(stamp, size - 1 - elsewhere)
        if not chosen:
            return "[]", None
        rest = [item for item in chosen if item not in top]
        lines = [self._row(item, pinned=True) for item in top]
        lines += [self._row(item, pinned=False) for item in rest]
        sold = rows.advertisement(
            self._site.advertisement_id, chosen[0].stamp + 1852, self._site.epoch
        )
        lines.insert(min(len(top) + 2, len(lines)), rows.dump(sold))
        return _array(lines), chosen[-1].stamp

    def _row(self, item: Item, *, pinned: bool) -> str:
        key = ("row", item.native_id, item.revision, pinned)
        if key not in self._pieces:
            self._pieces[key] = rows.dump(rows.row(item, pinned=pinned))
        return self._pieces[key]

    def _list(
        self, board: Board, at: datetime, before: int | None
    ) -> tuple[str, int | None]:
        shown = board.window(int(at.timestamp()), boards.HTML_PAGE, before)
        if not shown:
            return '""', None
        if self._site.list_data == "rows":
            return _array([self._row(item, pinned=False) for item in shown]), shown[
                -1
            ].stamp
        return rows.dump("".join(self._entry(item, at) for item in shown)), shown[-1].stamp

    def rank(self, channel_id: str, at: datetime) -> Answer:
        """The ten most read of a board (section c.3)."""
        shown = self._site.boards[channel_id].window(int(at.timestamp()), 30)[::3]
        articles = [item for item in shown if item.kind != "video"]
        data = [rows.rank_row(item, place) for place, item in enumerate(articles[:10])]
        body = rows.dump({"state": 1, "msg": "操作成功", "data": data})
        return Answer(body.encode(), JSON)

    def detail(self, native_id: str, at: datetime) -> Answer:
        """An article's page, or one of the ways to say that there is none (section d)."""
        site = self._site
        item = site.find(native_id)
        if item is None or item.moment > at:
            return not_found(200)
        if item.answer == "404":
            return not_found(404, "页面不存在")
        if item.answer == "soft":
            return not_found(200)
        if item.answer == "shell":
            return self.home(at)
        key = ("detail", native_id, item.revision, site.epoch)
        if key not in self._kept:
            html = pages.detail_page(item, site.recommended(item), site.epoch)
            self._keep(key, Answer(html.encode()))
        return self._kept[key]

    def video(self, number: str, at: datetime) -> Answer:
        """A video's page."""
        item = self._site.find(f"video-{number}")
        if item is None or item.moment > at:
            return not_found(200)
        return Answer(pages.video_page(item).encode())

    def home(self, at: datetime) -> Answer:
        """The front page."""
        site, stamp = self._site, int(at.timestamp())
        key = (
            "home",
            *self._state(site.boards["kx"], at),
            *self._state(site.boards["yw"], at),
        )
        if key not in self._kept:
            html = pages.home_page(
                site.boards["kx"].window(stamp, 12),
                site.boards["yw"].window(stamp, 10),
                site.epoch,
            )
            self._keep(key, Answer(html.encode()))
        return self._kept[key]


def _array(lines: list[str]) -> str:
    return f"[{','.join(lines)}]"
