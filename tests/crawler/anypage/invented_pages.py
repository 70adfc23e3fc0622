"""Small pages of invented sites, in the shapes that Chinese news sites have."""

PARAGRAPH = (
    "<p>　　云岭股份公告，公司拟以自有资金回购股份，回购价格不超过每股12.50元，"
    "用于员工持股计划。</p>"
)
STORY = PARAGRAPH * 4
RELATED = (
    "<div class='recommend'><h3>相关新闻</h3><ul>"
    + "".join(
        f"<li><a href='/a{day}.html'>澜江科技前三季度净利润同比增长{day}成，机构看好</a>"
        f"<span>2026-09-{day} 07:11</span></li>"
        for day in range(11, 17)
    )
    + "</ul></div>"
)
SUMMARIES = "".join(
    f"<div class='it'><h3><a href='/{day}'>澜江科技前三季度净利润同比增长{day}成</a></h3>"
    "<p>澜江科技披露季报，公司前三季度实现营收十亿元，同比增长，净利润三亿元，"
    f"多家券商给予买入评级，机构看好其表现。</p><span>2026-09-{day} 07:11</span></div>"
    for day in range(11, 17)
)
_MENU = "<div class='nav'>" + "".join(f"<a href='/{n}'>栏目{n}</a>" for n in range(9))
_FOOT = (
    "<div class='footer'><p>Copyright © 2008-2026 云岭时报社有限公司 版权所有，"
    "未经书面授权不得复制。</p></div>"
)


def page(title: str, content: str, *, after: str = RELATED, head: str = "") -> str:
    """A whole page: menu, content, what sites put behind it, and the foot."""
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title>{head}"
        f"</head><body>{_MENU}</div>{content}{after}{_FOOT}</body></html>"
    )


def simple(info: str, *, title: str = "云岭股份签约大单", body: str = STORY) -> str:
    """A heading, a line of credits, a text."""
    return page(
        f"{title}_云岭网",
        f"<h1>{title}</h1><div class='info'>{info}</div><div class='content'>{body}</div>",
    )
