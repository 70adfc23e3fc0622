"""
Serves a site over HTTP, in a thread of its own or for good.

The handler is one function over aiohttp's bare server: a benchmark's opponent
must not be the slower side. Section numbers are those of the site notes.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from tests.sample_site import broken_lines, control, doors, pages, refusals
from tests.sample_site.channels import CHANNELS
from tests.sample_site.renderer import HTML, JSON, Answer, not_found
from tests.sample_site.site import SampleSite
from tests.sample_site.skews import skewed

_HUGE_PIECES, _HUGE_PIECE = 30, 1_000_000
_OWN_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@lru_cache(maxsize=50_000)
def _parsed(path_qs: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(path_qs)
    query = parse_qs(parts.query, keep_blank_values=True)
    return parts.path, {name: values[-1] for name, values in query.items()}


@lru_cache(maxsize=64)
def _http_date(stamp: int) -> str:
    return format_datetime(datetime.fromtimestamp(stamp, UTC), usegmt=True)


class Handler:
    """Answers requests for one site."""

    def __init__(self, site: SampleSite) -> None:
        """A handler for this site."""
        self.site = site
        self._modified: dict[str, tuple[str, str]] = {}

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request."""
        path_qs = request.raw_path
        if path_qs.startswith("/_sample/"):
            return await control.answer(self.site, request)
        site, faults = self.site, self.site.faults
        site.requests.append((request.method, path_qs, dict(request.headers)))
        faults.draw(path_qs)
        delay = faults.take("slow", path_qs)
        if delay:
            await asyncio.sleep(delay)
        if faults.take("drop_connection", path_qs) is not None:
            return _dropped(request)
        if faults.take("huge", path_qs) is not None:
            return await self._huge(request)
        with site.lock:
            answer = self._answer(request, path_qs)
        response = self._response(request, answer)
        for name in broken_lines.FAULTS:
            value = faults.take(name, path_qs)
            if value is not None:
                return await broken_lines.send(name, value, request, response)
        return response

    def _answer(self, request: web.BaseRequest, path_qs: str) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return not_found(405, "请求方式不支持")
        path, query = _parsed(path_qs)
        refused = self._refusal(request, path_qs)
        if refused:
            return refused
        xhr = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        answer = self._page(path, query, path_qs, xhr=xhr)
        answer = skewed(answer, path, self.site.faults.skews)
        return self._spoiled(answer, path_qs)

    def _refusal(self, request: web.BaseRequest, path_qs: str) -> Answer | None:
        """Refusals of section f, real ones and armed ones."""
        faults = self.site.faults
        if _foreign(request):
            return not_found(403, "禁止访问")
        blocked = faults.take("block", path_qs)
        if blocked is not None:
            return not_found(int(blocked), "访问过于频繁，请稍后再试")
        if faults.take("captcha", path_qs) is not None:
            return Answer(pages.captcha_page().encode())
        for name, page in refusals.PAGES.items():
            status = faults.take(name, path_qs)
            if status is not None:
                return Answer(page.encode(), HTML, int(status))
        status = faults.take("status", path_qs)
        return not_found(int(status), f"错误 {int(status)}") if status is not None else None

    def _page(self, path: str, query: dict[str, str], path_qs: str, *, xhr: bool) -> Answer:
        site = self.site
        at = site.age(site.faults.age_seconds)
        folder, _, name = path.rpartition("/")
        number, suffix, _ = name.partition(".html")
        if not suffix:
            folder = ""
        if folder == "/article/detail":
            answer = site.renderer.detail(number, at)
            return _renamed(answer) if site.faults.renamed else answer
        if path == "/article/list.html":
            return self._board(query.get("type", ""), query, path_qs, xhr=xhr)
        if folder == "/article/list":
            return self._board(number, query, path_qs, xhr=xhr)
        if path == "/article/category-news-rank.html":
            return self._rank(query.get("type", ""), path_qs)
        if path in ("/", "/index.html", "/article/index.html"):
            return site.renderer.home(at)
        if folder == "/live/video-detail":
            return site.renderer.video(number, at)
        if path == "/robots.txt":
            return Answer(_robots(site.crawl_delay), "text/plain; charset=utf-8")
        return self._door(path, query, path_qs) or not_found(404, "页面不存在")

    def _door(self, path: str, query: dict[str, str], path_qs: str) -> Answer | None:
        """What other hosts of the live site answer; None if it is nothing of theirs."""
        site, at = self.site, self.site.age(self.site.faults.age_seconds)
        if path == "/api/transform":
            return self._busy(path_qs, "status") or doors.gateway(site, query, at)
        if path == "/news/intelligence.html":
            return self._busy(path_qs) or doors.egs_list(site, query, at)
        return doors.egs_page(site, path, at) if path.startswith("/news/detail/") else None

    def _board(
        self, channel: str, query: dict[str, str], path_qs: str, *, xhr: bool
    ) -> Answer:
        site, faults = self.site, self.site.faults
        if channel not in CHANNELS:
            return not_found(404, "页面不存在")
        at = site.age(faults.age_seconds)
        if xhr:
            return self._data(channel, query, path_qs)
        if faults.take("error_shell", path_qs) is not None:
            return Answer(pages.notice_page("维护中", "系统维护中，请稍后访问").encode())
        empty = faults.take("empty_list", path_qs) is not None
        return site.renderer.board_page(channel, at, empty=empty)

    def _data(self, channel: str, query: dict[str, str], path_qs: str) -> Answer:
        """The paging protocol of section c.1, the same for every board."""
        site, faults = self.site, self.site.faults
        busy = self._busy(path_qs)
        if busy:
            return busy
        at = site.age(faults.age_seconds)
        cursors = query.get("page_time"), query.get("last_time")
        if cursors == (None, None):
            answer = site.renderer.data(channel, at, 1, None)
        elif cursors[0] and cursors[1] and cursors[0].isdigit() and cursors[1].isdigit():
            page, before = int(cursors[0]), int(cursors[1])
            answer = site.renderer.data(channel, at, page, before)
        else:
            answer = site.renderer.terminal()
        if channel == "kx" and faults.looping:
            answer = _looped(answer, site.renderer.kx_cursor(at))
        if faults.take("bad_json", path_qs) is not None:
            return Answer(answer.body[: len(answer.body) // 2], JSON)
        return answer

    def _busy(self, path_qs: str, flag: str = "state") -> Answer | None:
        """What an interface says that has too much to do."""
        if self.site.faults.take("busy", path_qs) is None:
            return None
        return Answer(f'{{"{flag}":0,"msg":"系统繁忙"}}'.encode(), JSON)

    def _rank(self, channel: str, path_qs: str) -> Answer:
        if channel not in CHANNELS:
            return not_found(404, "页面不存在")
        at = self.site.age(self.site.faults.age_seconds)
        return self._busy(path_qs) or self.site.renderer.rank(channel, at)

    def _spoiled(self, answer: Answer, path_qs: str) -> Answer:
        """Faults of the bytes, whatever they say."""
        take = self.site.faults.take
        if answer.content_type == HTML and take("truncated", path_qs) is not None:
            return Answer(_cut(answer.body), HTML, answer.status)
        if take("gbk", path_qs) is not None:
            return Answer(_as_gbk(answer), answer.content_type, answer.status)
        if take("utf8_as_gbk", path_qs) is not None:
            said = answer.content_type.split(";")[0] + "; charset=gbk"
            body = answer.body.replace(b'<meta charset="utf-8">', b'<meta charset="gbk">')
            return Answer(body, said, answer.status)
        return answer

    def _headers(self, content_type: str) -> dict[str, str]:
        headers = {
            "Content-Type": content_type,
            "Date": _http_date(int(self.site.now.timestamp())),
            "Server": "nginx",
        }
        if self.site.faults.age_seconds:
            headers["Age"] = str(int(self.site.faults.age_seconds))
        return headers

    def _response(self, request: web.BaseRequest, answer: Answer) -> web.Response:
        headers = self._headers(answer.content_type)
        response = web.Response(body=answer.body, status=answer.status, headers=headers)
        if self.site.validators and answer.status == 200:
            self._validate(request, response, answer.body)
        self._divert(request.raw_path, response)
        cookies = request.headers.get("Cookie", "")
        if "advanced-stcn_web" not in cookies:
            value = f"s{self.site.seed:x}e{self.site.epoch:x}"
            response.set_cookie("advanced-stcn_web", value, httponly=True)
            response.set_cookie("acw_tc", f"0a{value}", max_age=1800, httponly=True)
        return response

    def _validate(
        self, request: web.BaseRequest, response: web.Response, body: bytes
    ) -> None:
        """Give a validator; to one who has the page already, nothing else."""
        digest = sha256(body).hexdigest()[:16]
        kept = self._modified.get(request.raw_path)
        if kept is None or kept[0] != digest:
            changed = _http_date(int(self.site.now.timestamp()))
            kept = self._modified[request.raw_path] = digest, changed
        if self.site.validators == "ETag":
            value, asked = f'"{digest}"', request.headers.get("If-None-Match")
        else:
            value, asked = kept[1], request.headers.get("If-Modified-Since")
        response.headers[self.site.validators] = value
        if asked == value:
            response.set_status(304)
            response.body = None

    def _divert(self, path_qs: str, response: web.Response) -> None:
        """Put a visitor off, or send them elsewhere."""
        take, now = self.site.faults.take, self.site.now
        told = take("retry_after", path_qs)
        if told is not None:
            wait, status, as_date = told
            date = _http_date(int(now.timestamp() + wait)) if as_date else str(wait)
            response.set_status(status)
            response.headers["Retry-After"] = date
        sent = take("redirect", path_qs)
        growing = take("redirect_loop", path_qs)
        if growing is not None:
            join = "&" if "?" in path_qs else "?"
            sent = (f"{path_qs}{join}again" if growing else path_qs), 302
        if sent is not None:
            response.set_status(sent[1])
            response.headers["Location"] = sent[0]

    async def _huge(self, request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers=self._headers(HTML))
        await response.prepare(request)
        await response.write(b'<!DOCTYPE html><html><head><meta charset="utf-8"></head>')
        piece = ("<p>" + "长" * ((_HUGE_PIECE - 7) // 3) + "</p>").encode()
        try:
            for _ in range(_HUGE_PIECES):
                await response.write(piece)
            await response.write_eof()
        except ConnectionError:
            pass
        return response


def _dropped(request: web.BaseRequest) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _foreign(request: web.BaseRequest) -> bool:
    """Whether another site sent this visitor: such requests were refused (section f)."""
    referer = request.headers.get("Referer")
    if not referer:
        return False
    host = urlsplit(referer).hostname or ""
    own = request.host.partition(":")[0]
    return not (
        host == own
        or host in _OWN_HOSTS
        or host == "stcn.com"
        or host.endswith(".stcn.com")
    )


def _renamed(answer: Answer) -> Answer:
    body = answer.body.replace(b'class="detail-', b'class="article-v4-')
    return Answer(body, answer.content_type, answer.status)


def _looped(answer: Answer, last: int) -> Answer:
    head, found, _ = answer.body.rpartition(b',"page_time":')
    if not found or b'"page_time":null' in answer.body:
        return answer
    return Answer(head + f',"page_time":2,"last_time":{last}}}'.encode(), JSON)


def _cut(body: bytes) -> bytes:
    """Half a page, that ends with a whole character."""
    return body[: len(body) // 2].decode(errors="ignore").encode()


def _as_gbk(answer: Answer) -> bytes:
    text = answer.body.decode()
    if answer.content_type == HTML:
        return text.encode("gbk", "xmlcharrefreplace")
    return text.encode("gb18030")


def _robots(delay: float | None) -> bytes:
    lines = ["User-agent: *", "Disallow: /operation/", "Disallow: /user/"]
    if delay is not None:
        lines.append(f"Crawl-delay: {delay:g}")
    return ("\n".join(lines) + "\n").encode()


async def start(site: SampleSite, host: str, port: int) -> tuple[web.ServerRunner, str]:
    """Begin to serve in the running loop; the address comes with the runner."""
    server = web.Server(Handler(site), access_log=None, keepalive_timeout=75)
    runner = web.ServerRunner(server, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    address = runner.addresses[0]
    return runner, f"http://{host}:{address[1]}"


class ThreadedServer:
    """A site served from a thread, for tests."""

    def __init__(self, site: SampleSite, host: str = "127.0.0.1", port: int = 0) -> None:
        """A server that is not running yet; port 0 takes a free one."""
        self.site = site
        self.base_url = ""
        self._where = host, port
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="sample-site", daemon=True)

    def start(self) -> str:
        """Serve; returns the address."""
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure
        return self.base_url

    def stop(self) -> None:
        """Stop and wait until the port is free again."""
        if self._loop and self._stop:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        try:
            runner, self.base_url = await start(self.site, *self._where)
        except BaseException as problem:  # noqa: BLE001 - told to the thread that waits
            self._failure = problem
            return
        finally:
            self._ready.set()
        await self._stop.wait()
        await runner.cleanup()


@contextmanager
def serve(site: SampleSite, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """The site's address, for as long as the block runs."""
    server = ThreadedServer(site, host, port)
    address = server.start()
    try:
        yield address
    finally:
        server.stop()
