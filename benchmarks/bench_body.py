"""
How many bodies one core cleans per second, against nh3 alone.

The bodies are invented but shaped like the stored ones: plain paragraphs with
hot words and lazy images (stcn.com), a `<font>` per character (sina.com.cn), a
table of figures (数据宝). Run: `python -m benchmarks.bench_body`.
"""

import random
import time
from collections.abc import Callable

import nh3

from pipelines.body import clean_body

_BASE = "https://www.stcn.com/article/detail/1.html"
_WORDS = (
    "公司",
    "预计",
    "营业收入",
    "同比增长",
    "机构调研",
    "表示",
    "产能",
    "释放",
    "需求",
    "回暖",
)
_TAIL = (
    "<p>责任编辑：甲某某 XX000</p>"
    "<p>声明：证券时报力求信息真实、准确，文章提及内容仅供参考，"
    "不构成实质性投资建议，据此操作风险自担</p>"
)
_SITE = "https://static-web.stcn.com"
_SECONDS = 2.0


def sentence(draw: random.Random, words: int = 20) -> str:
    """An invented sentence of some fifty characters."""
    return "".join(draw.choices(_WORDS, k=words)) + f"{draw.randint(1, 99)}.5%。"


def plain(draw: random.Random) -> str:
    """About 6 KB: thirteen paragraphs, hot words, three lazy images."""
    paragraphs = []
    for number in range(13):
        link = f'<a class="trsHotWords" href="{_SITE}/dc/?s=1" code="000001">某某</a>'
        image = f'<img src="data:image/gif;base64,R0" data-src="{_SITE}/{number}.png">'
        extra = f"<p>{image}</p>" if number % 5 == 0 else ""
        paragraphs.append(f"<p>　　{sentence(draw)}{link}{sentence(draw)}</p>{extra}")
    return f"<div>{''.join(paragraphs)}{_TAIL}</div>"


def per_character(draw: random.Random) -> str:
    """About 10 KB: two hundred fonts, as a copied WeChat story."""
    pieces = [f'<font cms-style="font-L">{draw.choice(_WORDS)}</font>' for _ in range(200)]
    story = "".join(f"<p>　　{sentence(draw)}</p>" for _ in range(10))
    return f"<div><p>{''.join(pieces)}</p>{story}{_TAIL}</div>"


def table(draw: random.Random) -> str:
    """About 3 KB: thirty rows of six cells."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{draw.randint(1, 9999)}</td>" for _ in range(6)) + "</tr>"
        for _ in range(30)
    )
    before, after = sentence(draw), sentence(draw)
    return f"<div><p>{before}</p><table>{rows}</table><p>{after}</p>{_TAIL}</div>"


def rate(work: Callable[[str], object], bodies: list[str]) -> float:
    """Bodies per second over about two seconds."""
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < _SECONDS:
        for body in bodies:
            work(body)
        done += len(bodies)
    return done / (time.perf_counter() - start)


def main() -> None:
    """Print one row per shape of body."""
    print(f"{'shape':16}{'bytes':>8}{'clean_body/s':>14}{'nh3.clean/s':>14}{'ratio':>8}")
    for shape in (plain, per_character, table):
        bodies = [shape(random.Random(seed)) for seed in range(50)]
        size = sum(len(body.encode()) for body in bodies) // len(bodies)
        ours = rate(lambda body: clean_body(body, _BASE), bodies)
        alone = rate(nh3.clean, bodies)
        print(f"{shape.__name__:16}{size:8}{ours:14.0f}{alone:14.0f}{ours / alone:8.2f}")


if __name__ == "__main__":
    main()
