"""
Writes articles and flashes: first what they say, then the mark-up they wear.

The mark-up's peculiarities follow the site notes, sections (d) and (h); which
story has which of them is `oddities`' business.
"""

# ruff: noqa: E501 - the house's sentences are not cut

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tests.sample_site import markup
from tests.sample_site import vocabulary as words
from tests.sample_site.flash_recipes import LONGER, FlashRecipe
from tests.sample_site.markup import Block, Cell, HotWord
from tests.sample_site.pen import Pen
from tests.sample_site.recipes import Recipe
from tests.sample_site.vocabulary import Company

STATEMENT = "声明：证券时报力求信息真实、准确，文章提及内容仅供参考，不构成实质性投资建议，据此操作风险自担"
DOWNLOAD = "下载“证券时报”官方APP，或关注官方微信公众号，即可随时了解股市动态，洞察政策信息，把握财富机会。"
COPYRIGHT = (
    "版权声明：证券时报所有平台原创内容，未经书面授权，任何单位及个人不得转载。"
    "我社保留追究相关行为主体法律责任的权利。"
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_CAPTIONS = (
    "图为企业生产车间。受访者供图",
    "工作人员在智能产线旁巡检　摄影/证券时报记者",
    "图源：公司官网",
    "数据来源：Wind　制图：图表部",
)
_STATIC = "https://static-web.stcn.com"


@dataclass(frozen=True, slots=True)
class Topic:
    """A flash's topic tag (section c.1)."""

    name: str
    tag_id: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What one article or flash says and how the site shows it."""

    title: str
    """As a right reader must have it."""
    title_raw: str
    """As printed, invisible characters and all."""
    blocks: tuple[Block, ...]
    bold: bool = False
    abstract: str | None = None
    source: str | None = "证券时报网"
    print_issue: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    editor_in_body: bool = False
    tags: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    stocks: tuple[Company, ...] = ()
    symbols: frozenset[str] = frozenset()
    cover: str | None = None
    """None: no `div.side`; empty: an image without an address."""
    list_tags: bool = True
    images: tuple[str, ...] = ()
    red: bool = False
    pinned: bool = False
    content: str = ""
    """What the list interface gives of a flash."""

    @property
    def body(self) -> str:
        """The body as a right reader must extract it."""
        return markup.body_text(self.blocks)


@dataclass(slots=True)
class Draft:
    """What an article says, before any mark-up."""

    title: str
    parts: list[tuple[str, str]]
    tags: tuple[str, ...]
    cast: tuple[Company, ...]
    printed: set[str]
    tables: dict[str, list[list[Cell]]] = field(default_factory=dict)
    stocks: bool = True


def draft_article(pen: Pen, recipe: Recipe) -> Draft:
    """An article's words by its recipe."""
    title = pen.pick(recipe.titles)
    parts = [("p", pen.pick(recipe.leads))]
    low, high = recipe.length
    count = min(pen.rng.randint(low, high), len(recipe.pool))
    chosen = pen.rng.sample(recipe.pool, count)
    if recipe.entries:
        parts += [("p", pen.fill(entry)) for entry in _entries(pen, recipe)]
    if recipe.ordered:
        chosen.sort(key=recipe.pool.index)
    said = [pen.fill(text) for text in chosen]
    parts += _with_headings(pen, recipe, _joined(pen, said) if recipe.dense else said)
    draft = Draft(
        title,
        parts,
        tuple(dict.fromkeys(pen.fill(tag) for tag in recipe.tags)),
        tuple(pen.cast.values()),
        pen.printed,
        stocks=recipe.stocks,
    )
    if recipe.table and pen.rng.random() < 0.6:
        draft.tables["main"] = _TABLES[recipe.table](pen)
        draft.parts.insert(min(2, len(draft.parts)), ("table", "main"))
        draft.cast = tuple(pen.cast.values())
    return draft


def _entries(pen: Pen, recipe: Recipe) -> list[str]:
    return pen.rng.choices(recipe.entries, k=pen.rng.randint(5, 14))


def _joined(pen: Pen, sentences: list[str]) -> list[str]:
    """Paragraphs of one to three sentences."""
    paragraphs: list[str] = []
    rest = list(sentences)
    while rest:
        size = pen.rng.choice((1, 1, 2, 2, 3))
        paragraphs.append("".join(rest[:size]))
        rest = rest[size:]
    return paragraphs


def _with_headings(pen: Pen, recipe: Recipe, texts: list[str]) -> list[tuple[str, str]]:
    """Paragraphs with a subheading before every third or so, in long articles."""
    parts: list[tuple[str, str]] = []
    headings = pen.rng.sample(recipe.headings, len(recipe.headings))
    step = pen.rng.randint(2, 4)
    for place, text in enumerate(texts):
        if headings and len(texts) >= 5 and place % step == 0:
            parts.append(("h", pen.fill(headings.pop())))
        parts.append(("p", text))
    return parts


def _head(*texts: str) -> list[Cell]:
    return [Cell(text, head=True) for text in texts]


def _results_table(pen: Pen) -> list[list[Cell]]:
    names = ("营业收入", "归母净利润", "扣非净利润", "经营活动现金流净额", "研发费用")
    rows = [_head("项目", "本报告期", "上年同期", "变动")]
    rows += [
        [Cell(name), *(Cell(pen.fill(slot)) for slot in ("{amt}", "{amt}", "{pct}"))]
        for name in names[: pen.rng.randint(3, 5)]
    ]
    return rows


def _macro_table(pen: Pen) -> list[list[Cell]]:
    rows = [_head("指标", "当月同比", "累计同比")]
    rows += [
        [Cell(name), Cell(pen.fill("{rise}")), Cell(pen.fill("{rise}"))]
        for name in (
            "社会消费品零售总额",
            "固定资产投资",
            "出口（人民币计价）",
            "工业增加值",
        )
    ]
    rows.append([Cell("注：数据为初步核算数", columns=3)])
    return rows


def _sector_table(pen: Pen) -> list[list[Cell]]:
    rows = [_head("板块", "个股", "涨幅")]
    for sector in pen.rng.sample(words.SECTORS, 3):
        size = pen.rng.randint(2, 3)
        for place in range(size):
            row = [Cell(pen.company().name), Cell(pen.fill("{pct}"))]
            rows.append([Cell(sector, rows=size), *row] if place == 0 else row)
    return rows


def _flow_table(pen: Pen) -> list[list[Cell]]:
    rows = [
        [Cell("证券简称", rows=2, head=True), Cell("主力资金", columns=2, head=True)],
        _head("净流入", "净流入率"),
    ]
    rows += [
        [Cell(pen.company().name), Cell(pen.fill("{amt}")), Cell(pen.fill("{pct}"))]
        for _ in range(pen.rng.randint(3, 7))
    ]
    return rows


_TABLES = {
    "results": _results_table,
    "macro": _macro_table,
    "sectors": _sector_table,
    "flows": _flow_table,
}


def reprint(draft: Draft, rng: random.Random, source: str, day: datetime) -> Draft:
    """The same story as another medium brings it: another credit line before it."""
    date = f"{day.month}月{day.day}日"
    openings = (
        f"{source}{rng.choice(words.CITIES)}{date}电（记者 {words.person(rng)}）",
        f"据{source}消息，",
        f"{source}{date}电，",
    )
    kind, first = draft.parts[0]
    title = draft.title if rng.random() < 0.5 else f"{source}：{draft.title}"
    return replace(
        draft,
        title=title,
        parts=[(kind, rng.choice(openings) + first), *draft.parts[1:]],
    )


def dress_article(
    draft: Draft, rng: random.Random, odd: frozenset[str], day: datetime
) -> Story:
    """An article as the site shows it."""
    title, raw = _titles(draft.title, rng, odd)
    hot, marked = _hot_words(draft, rng, odd)
    issue = _issue(rng, day) if "print_issue" in odd else None
    editor = None if "no_editor" in odd else words.person(rng)
    blocks = [] if "empty_body" in odd else _dressed_parts(draft, rng, odd, hot, day)
    if "empty_body" in odd:
        marked = set()
    else:
        blocks += _tail(rng, odd, editor)
    stocks = (
        ()
        if "no_stock_tags" in odd or not draft.stocks
        else draft.cast[: rng.randint(1, 3)]
    )
    printed = set() if "empty_body" in odd else draft.printed
    return Story(
        title=title,
        title_raw=raw,
        blocks=tuple(blocks),
        bold="bold_title" in odd,
        abstract=None if "no_abstract" in odd else _abstract(draft),
        source="证券时报" if issue else words.weighted(rng, words.MEDIA),
        print_issue=issue,
        authors=_authors(rng, odd),
        editor=editor,
        editor_in_body="editor_in_body" in odd and "empty_body" not in odd,
        tags=draft.tags,
        stocks=stocks,
        symbols=frozenset(printed | marked | {company.symbol for company in stocks}),
        cover=_cover(rng, odd, day),
        list_tags="no_list_tags" not in odd,
    )


def _titles(title: str, rng: random.Random, odd: frozenset[str]) -> tuple[str, str]:
    """A title as it must be read and as it is printed (section b, details)."""
    if "full_width_title" in odd:
        title = title.translate(_FULL_WIDTH)
    if "ellipsis_title" in odd:
        title += "……"
    raw = title
    if "invisible_title" in odd:
        place = rng.randrange(1, len(title))
        mark = rng.choice("\u200b\u200c")
        raw = rng.choice(
            (
                title + "\u202c",
                "\u202a" + title + "\u202c",
                title[:place] + mark + title[place:],
                "\xa0" + title + "\xa0",
            )
        )
        raw = raw.replace(" ", "\xa0")
    return markup.clean(title), raw


def _hot_words(
    draft: Draft, rng: random.Random, odd: frozenset[str]
) -> tuple[dict[int, list[HotWord]], set[str]]:
    """Links of the word list by part, and the symbols that they prove."""
    texts = [(n, text) for n, (kind, text) in enumerate(draft.parts) if kind == "p"]
    found: dict[int, list[HotWord]] = {}
    symbols: set[str] = set()
    if "hot_company" in odd:
        for number, text in texts:
            named = [company for company in draft.cast if company.name in text]
            if named:
                found[number] = [hot_company(named[0])]
                symbols.add(named[0].symbol)
                break
    if "hot_word" in odd:
        for number, text in texts:
            word = next((word for word in words.HOT_WORDS if word in text), None)
            if word and number not in found:
                found[number] = [hot_word(word, rng)]
                break
    return found, symbols


def hot_company(company: Company) -> HotWord:
    """The word list's link on a company's name."""
    stock = f"{'SS' if company.exchange == 'SH' else company.exchange}{company.code}"
    href = f"http://info.stcn.com/dc/stock/?stockcode={stock}"
    return HotWord(company.name, href, company.code)


def hot_word(word: str, rng: random.Random) -> HotWord:
    """The word list's link on an ordinary word, which may be half of a longer one."""
    return HotWord(word, rng.choice(words.HOT_LINKS).format(word=word))


def _dressed_parts(
    draft: Draft,
    rng: random.Random,
    odd: frozenset[str],
    hot: dict[int, list[HotWord]],
    day: datetime,
) -> list[Block]:
    base = (
        "wechat"
        if "wechat" in odd
        else rng.choice(("plain", "plain", "indent", "nbsp", "span"))
    )
    form = "item" if "list_items" in odd else base
    last = len(draft.parts) - 1
    loose = min(1, last) if "loose_text" in odd else -1
    blocks: list[Block] = []
    for number, (kind, text) in enumerate(draft.parts):
        if kind == "h":
            blocks.append(markup.heading(text, _heading_form(base, rng)))
        elif kind == "table":
            blocks.append(
                markup.table(draft.tables[text], wrapped=base in ("wechat", "span"))
            )
        else:
            odd_one = number in (0, last) and number not in hot
            said = _with_oddities(text, number, odd) if odd_one else text
            shape = "loose" if number == loose else base if number == 0 else form
            bold = draft.cast[0].name if draft.cast and rng.random() < 0.08 else None
            blocks.append(markup.paragraph(said, shape, hot.get(number, ()), bold))
        if rng.random() < 0.07:
            blocks.append(rng.choice(markup.EMPTY_BLOCKS))
    picture = _picture(rng, odd, day)
    if picture:
        blocks.insert(rng.randint(0, 1), picture)
    return blocks


def _heading_form(base: str, rng: random.Random) -> str:
    return "wechat" if base == "wechat" else rng.choice(("plain", "plain", "centre"))


def _with_oddities(text: str, number: int, odd: frozenset[str]) -> str:
    """A line break after the first sentence, a zero-width character inside a word."""
    if "line_break" in odd and number > 0 and "。" in text[:-1]:
        text = text.replace("。", "。\n　　", 1)
    if "zero_width" in odd:
        middle = len(text) // 2
        text = "\ufeff" + text[:middle] + "\u200b" + text[middle:]
    return text


def _picture(rng: random.Random, odd: frozenset[str], day: datetime) -> Block | None:
    caption = rng.choice(_CAPTIONS) if "caption" in odd else None
    name = f"{rng.getrandbits(52):013x}"
    if "relative_image" in odd:
        return markup.picture(f"/upload/wechat/{day:%Y%m%d}/{name}.png", caption=caption)
    if "lazy_image" in odd:
        path = f"{_STATIC}/upload/wechat/{day:%Y%m%d}/{name}.png"
        return markup.picture(path, lazy=True, caption=caption)
    if caption:
        return markup.picture(
            f"{_STATIC}/upload/{day:%Y/%m%d/%H}/{name}.jpg", caption=caption
        )
    return None


def _tail(rng: random.Random, odd: frozenset[str], editor: str | None) -> list[Block]:
    """What the house adds to a body and a reader must leave out (section h)."""
    texts = []
    if "boilerplate" in odd:
        texts += [STATEMENT + rng.choice(("", "。")), DOWNLOAD]
    if "copyright" in odd:
        texts.append(COPYRIGHT)
    if "editor_in_body" in odd and editor:
        texts.append(f"{rng.choice(('责编：', '责任编辑：', '责任编辑： '))}{editor}")
    if "proof_reader" in odd:
        texts.append(f"校对：{words.person(rng)}")
    return [markup.boilerplate(*texts, joined=rng.random() < 0.3)] if texts else []


def _issue(rng: random.Random, day: datetime) -> str:
    return f"{day:%Y-%m-%d} {rng.choice('AAB')}{rng.randint(1, 12):03d}版"


def _authors(rng: random.Random, odd: frozenset[str]) -> tuple[str, ...]:
    count = 0 if "no_author" in odd else 2 if "two_authors" in odd else 1
    if "three_authors" in odd:
        count = 3
    names: dict[str, None] = {}
    while len(names) < count:
        names[words.person(rng)] = None
    return tuple(names)


def _cover(rng: random.Random, odd: frozenset[str], day: datetime) -> str | None:
    if "no_cover" in odd:
        return None
    if "empty_cover" in odd:
        return ""
    if rng.random() < 0.5:
        return f"{_STATIC}/upload/wechat/{day:%Y%m%d}/{rng.getrandbits(52):013x}.png"
    return f"{_STATIC}/upload/{day:%Y/%m%d/%H}/{rng.getrandbits(80):020x}.jpg"


def _abstract(draft: Draft) -> str:
    text = markup.clean(draft.parts[0][1])
    return text if len(text) <= 72 else text[:72] + "..."


def write_flash(pen: Pen, recipe: FlashRecipe, odd: frozenset[str]) -> Story:
    """A flash as the list interface and its page show it (sections c.1 and d)."""
    rng = pen.rng
    pattern, sentence = rng.choice(recipe.pairs)
    title, raw = _titles(pen.fill(pattern), rng, odd)
    source = words.weighted(rng, words.FLASH_MEDIA)
    text = _opening(source, rng, pen) + pen.fill(sentence)
    if recipe.credit:
        text += recipe.credit
    lines = [text]
    if odd & {"content_cut", "content_empty"}:
        lines += [pen.fill(more) for more in rng.sample(LONGER, rng.randint(2, 3))]
    cast = tuple(pen.cast.values())
    stocks = () if "no_stock_tags" in odd else cast[: rng.randint(1, 2)]
    blocks, marked = _flash_blocks(lines, rng, odd, stocks)
    return Story(
        title=title,
        title_raw=raw,
        blocks=blocks,
        bold="bold_title" in odd,
        abstract=lines[0][:72],
        source=None if "no_source" in odd else source,
        editor=None if "no_editor" in odd else words.person(rng),
        topics=_topics(pen, recipe),
        stocks=stocks,
        symbols=frozenset(pen.printed | marked | {company.symbol for company in stocks}),
        list_tags=False,
        images=_flash_images(rng, odd),
        red="red" in odd,
        pinned="pinned" in odd,
        content=_content(lines, odd),
    )


def _opening(source: str, rng: random.Random, pen: Pen) -> str:
    date = pen.fill("{today}")
    if source == "新华社":
        return f"新华社{rng.choice(words.CITIES)}{date}电，"
    if source == "央视新闻":
        return "据央视新闻报道，"
    return "e公司讯，" if source == "e公司" else f"人民财讯{date}电，"


def _content(lines: Sequence[str], odd: frozenset[str]) -> str:
    if "content_empty" in odd:
        return ""
    return lines[0][:60] + "..." if "content_cut" in odd else lines[0]


def _flash_blocks(
    lines: Sequence[str], rng: random.Random, odd: frozenset[str], stocks: Sequence[Company]
) -> tuple[tuple[Block, ...], set[str]]:
    hot: list[HotWord] = []
    marked = set()
    named = [company for company in stocks if company.name in lines[0]]
    word = next((word for word in words.HOT_WORDS if word in lines[0]), None)
    if "hot_company" in odd and named:
        hot = [hot_company(named[0])]
        marked = {named[0].symbol}
    elif "hot_word" in odd and word:
        hot = [hot_word(word, rng)]
    first = markup.flash_paragraph(lines[0], script="no_script" not in odd, hot=hot)
    blocks = [first, *(markup.paragraph(line) for line in lines[1:])]
    if "image" in odd:
        blocks.append(markup.picture(f"{_STATIC}/upload/kx/{rng.getrandbits(52):013x}.png"))
    return tuple(blocks), marked


def _flash_images(rng: random.Random, odd: frozenset[str]) -> tuple[str, ...]:
    return (
        (f"{_STATIC}/upload/kx/{rng.getrandbits(52):013x}.png",) if "image" in odd else ()
    )


def _topics(pen: Pen, recipe: FlashRecipe) -> tuple[Topic, ...]:
    names = dict.fromkeys(pen.fill(name) for name in recipe.topics)
    chosen = pen.rng.sample(list(names), pen.rng.randint(1, len(names)))
    return tuple(topic(name) for name in chosen)


def topic(name: str) -> Topic:
    """A topic; the same name has the same number and code everywhere."""
    rng = random.Random(f"topic/{name}")
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
    return Topic(name, rng.randint(4000, 599999), "".join(rng.choices(letters, k=12)))


def credited_to(story: Story, source: str) -> Story:
    """The story under another medium's name, which has no newspaper page here."""
    return replace(story, source=source, print_issue=None)
