"""The site's HTML (site notes, sections b and d, and the saved samples)."""

# ruff: noqa: E501 - mark-up stands in the lines of the samples

import base64
from html import escape
from urllib.parse import quote

from tests.sample_site import markup
from tests.sample_site.boards import cut_title
from tests.sample_site.channels import CHANNELS, NAVIGATION, Channel
from tests.sample_site.items import BEIJING, Item
from tests.sample_site.rows import share_url
from tests.sample_site.stories import DOWNLOAD, STATEMENT

HOME_TITLE = "证券时报官方网站-中国资本市场信息披露平台"

_STYLE = """
body{margin:0;font:16px/1.7 "PingFang SC","Microsoft YaHei",sans-serif;color:#222;background:#f6f6f4}
a{color:inherit;text-decoration:none}a:hover{color:#c8102e}
.header{background:#c8102e;color:#fff;padding:10px 24px}.header a{margin-right:18px}
.main{max-width:860px;margin:16px auto;background:#fff;padding:20px 32px;border-radius:6px}
.breadcrumb,.detail-info,.info,.detail-content-statement,.footer,.comment{color:#888;font-size:13px}
.breadcrumb a:after{content:" > "}.info span,.detail-info span{margin-right:14px}
ul.list{list-style:none;padding:0}ul.list>li{display:flex;border-bottom:1px solid #eee;padding:12px 0}
.content{flex:1}.tt{font-size:18px}.text{color:#666;font-size:14px}.side img{width:150px;height:90px;
object-fit:cover;background:#eee}.detail-title{font-size:26px;font-weight:bold;margin:12px 0}
.detail-content table{border-collapse:collapse}.detail-content td,.detail-content th{padding:4px 12px}
.detail-content-tags div,.stock-tags div,.tags a,.tags span{display:inline-block;background:#f3f3f3;
margin:4px 8px 4px 0;padding:0 8px;font-size:13px}.footer{text-align:center;padding:24px}
.hidden,.share-popup{display:none}.swiper-images img{height:60px;background:#eee}
.channels a{display:inline-block;width:110px}.trsHotWords{border-bottom:1px dotted #c8102e}
"""
_FOOTER = (
    '<div class="footer"><div>关于我们|服务条例|联系我们|版权声明|网站地图|线索提交</div>'
    "<div>备案号：粤ICP备09109218号-7|增值电信业务经营许可证：粤B2-20080118|互联网新闻信息服务许可证"
    "10120170066|粤公网安备44030002008846号</div>"
    "<div>违法和不良信息举报电话：0755-83514034 邮箱：bwb@stcn.com</div>"
    "<div>Copyright © 2008-2026 Shenzhen Securities Times Co., Ltd. All Rights Reserved.</div></div>"
)


def _header() -> str:
    links = "".join(
        f'<a href="/article/list/{name}.html">{CHANNELS[name].name}</a>'
        for name in NAVIGATION
    )
    return f'<div class="header"><a href="/">证券时报网</a>{links}</div>'


def frame(title: str, keywords: str, description: str, body: str, epoch: int) -> str:
    """A whole page."""
    token = base64.b64encode(f"csrf-{epoch}-{title}"[:30].encode()).decode()
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
    <meta charset="utf-8">
    <meta http-equiv="X-UA-Compatible" content="IE=edge">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="csrf-param" content="_csrf-frontend">
    <meta name="csrf-token" content="{token}">
    <title>{escape(title)}</title>
    <meta name="keywords" content="{escape(keywords)}">
    <meta name="description" content="{escape(description)}">
    <style>{_STYLE}</style>
    <script src="https://static-web.stcn.com/static/v3/scripts/common.js?v=20260623"></script>
</head>
<body>
{_header()}
<div class="main">
{body}
</div>
{_FOOTER}
</body>
</html>
"""


def _advertisement(epoch: int) -> str:
    number = 241 + epoch
    goto = base64.b64encode(f"https://www.stcn.com/zt/{number}.html".encode()).decode()
    return (
        f'<div class="swiper-images"><a href="https://www.stcn.com/ad/track.html?id={number}'
        f'&goto={goto}"><img src="https://static-web.stcn.com/upload/ad{number}.png"></a></div>'
    )


def _title_html(item: Item) -> str:
    text = escape(item.story.title_raw, quote=False).replace("\xa0", "&nbsp;")
    return f"<b>{text}</b>" if item.story.bold else text


def _spans(item: Item, time: str) -> str:
    """Two or three spans; a missing author leaves its indentation behind (section b)."""
    story = item.story
    gap = "\n                            "
    source = f"<span>{story.source}</span>" if story.source else ""
    author = f"<span>{' '.join(story.authors)}</span>" if story.authors else ""
    return f"{gap}{source}{gap}{author}{gap}<span>{time}</span>\n                        "


def entry(item: Item, time: str, epoch: int, *, full: bool = True) -> str:
    """One `<li>` of a list, or of the recommendations if not `full`."""
    story, href = item.story, item.path
    abstract = tags = ""
    if full and story.abstract:
        text = escape(story.abstract, quote=False)
        abstract = f'<div class="text ellipsis-2"><a href="{href}">{text}</a></div>'
    if full and story.list_tags and story.tags:
        tags = f'<div class="tags">{_list_tags(story.tags)}</div>'
    low = "" if abstract else "mt-60"
    return f"""
                <li class="{"" if tags else "no-tag "}">
                    <div class="content">
                        <div class="tt">
                            <a href="{href}" target="_blank">
                            {_title_html(item)}                            </a>
                        </div>
                        {abstract}
                        {tags}
                        <div class="info {low}">{_spans(item, time)}</div>
                    </div>
                    {_side(item, epoch)}
                </li>"""


def _list_tags(tags: tuple[str, ...]) -> str:
    links = [
        f'<a href="/article/search.html?keyword={quote(tag)}">{escape(tag)}</a>'
        for tag in tags[:2]
    ]
    return "".join(links) + "".join(f"<span>{escape(tag)}</span>" for tag in tags[2:3])


def _side(item: Item, epoch: int) -> str:
    cover = item.story.cover
    if cover is None:
        return ""
    if cover:
        cover += "?x-oss-process=image/resize,m_fill,h_116,w_150"
        cover += f"&v={epoch}" if epoch else ""
    return (
        f'<div class="side"><a href="{item.path}" target="_blank">'
        f'<img src="{escape(cover)}" alt=""></a></div>'
    )


def list_page(
    channel: Channel, entries: str, top: list[Item], epoch: int, *, page_time: bool
) -> str:
    """A board's page."""
    box = _advertisement(epoch)
    if channel.headline:
        box = f'<div class="list-page-left-top">{box}<div class="top-news-box">{_box(top)}</div></div>'
    paging = ' data-pagetime="2"' if page_time else ""
    body = f"""<div class="breadcrumb"><a href="/">首页</a><a href="/article/list/{channel.id}.html">{channel.name}</a></div>
{box}
<ul class="list infinite-list" data-url="/article/list.html?type={channel.id}"{paging}>{entries}
</ul>"""
    keywords = f"{channel.name},证券时报,{channel.name}新闻,股票,财经"
    description = f"证券时报网{channel.name}栏目，提供{channel.name}相关资讯。"
    return frame(channel.page_title, keywords, description, body, epoch)


def _box(top: list[Item]) -> str:
    return "".join(
        f'<div class="top-news"><div class="top ellipsis-2"><a href="{item.path}">'
        f"{escape(cut_title(item.story.title), quote=False)}</a></div></div>"
        for item in top
    )


def detail_page(item: Item, others: list[Item], epoch: int) -> str:
    """An article's or a flash's page."""
    story = item.story
    channel = CHANNELS[item.channels[0]]
    body = f"""<div class="breadcrumb"><a href="/">首页</a><a href="/article/list/{channel.id}.html">{channel.name}</a></div>
<div class="detail-title">{escape(story.title_raw, quote=False).replace(chr(160), "&nbsp;")}</div>
<div class="detail-info">{_detail_info(item)}
</div>
<div class="detail-content-wrapper">
            {_social_bar(item)}
            <div class="detail-content">
                {markup.render(story.blocks, epoch)}
            </div>
            {_editor(item)}
            <div class="detail-content-tags">
                <!--普通文章标签-->
                {"".join(f"<div>{escape(tag)}</div>" for tag in story.tags)}
                <!--快讯标签-->
            </div>
            <div class="stock-tags">{_stock_tags(item)}
            </div>
            <div class="detail-content-statement">
                <div>{STATEMENT}</div>
                <div>{DOWNLOAD}</div>
            </div>
            {_comments(item, epoch)}
            <div class="list-page-tab black">
                <div class="active">为你推荐</div>
            </div>
            <ul class="list" data-fetch="true" data-url="">{_recommended(others, epoch)}
            </ul>
</div>"""
    keywords = ",".join(
        (*story.tags, *(company.name for company in story.stocks), "证券时报")
    )
    return frame(f"{story.title}_证券时报网", keywords, story.abstract or "", body, epoch)


def _detail_info(item: Item) -> str:
    story = item.story
    gap = "\n   "
    source = " ".join(part for part in (story.source, story.print_issue) if part)
    spans = f"{gap}<span>来源：{source}</span>" if source else ""
    if story.authors:
        spans += f"{gap}<span>作者：{' '.join(story.authors)}</span>"
    return f"{spans}{gap}<span>{item.moment.astimezone(BEIJING):%Y-%m-%d %H:%M}</span>"


def _social_bar(item: Item) -> str:
    title, number = escape(item.story.title), item.native_id
    return f"""<div class="social-bar">
              <div class="tt">点赞</div>
              <div class="like like-btn " data-id="{number}" data-url="/operation/like.html"></div>
              <div class="fav post-btn " data-id="{number}" data-url="/operation/collect.html"></div>
              <a class="comment" href="#comment"></a>
              <div class="tt">分享</div>
              <div class="share-popup social-share" data-title="{title}" data-description="{title}" data-image="" data-url="{escape(share_url(item))}">
                <a class="social-share-icon icon-wechat wx"></a>
                <a class="social-share-icon icon-qzone qq"></a>
                <a class="social-share-icon icon-weibo wb"></a>
              </div>
            </div>"""


def _editor(item: Item) -> str:
    story = item.story
    if story.editor is None or story.editor_in_body:
        return ""
    return f'<div class="detail-content-editor">责任编辑： {story.editor}</div>'


def _stock_tags(item: Item) -> str:
    return "".join(
        f"""
                <div>
                  <a href="/quotes/index/{company.quote_id}.html" target="_blank">
                  <span>{company.exchange}</span>
                  <span>{company.name}</span>
                  <span class="red fetch-stock-tag-data" data-code="{company.code}"></span>
                  </a>
                </div>"""
        for company in item.story.stocks
    )


def _comments(item: Item, epoch: int) -> str:
    count = f" {epoch}" if epoch else ""
    return f"""<div class="comment" id="comment">
                <div class="comment-tt">网友评论{count}</div>
                <div class="comment-input">
                    <div class="ds-tip"><span login-btn="">登录</span>后可以发言</div>
                    <textarea name="content" placeholder="请输入内容" class="hidden"></textarea>
                    <div class="btn send-comment-btn" data-url="/operation/submit-comment.html?table=news&amp;id={item.native_id}" data-id="{item.native_id}">发送</div>
                </div>
                <div class="comment-tip">网友评论仅供其表达个人看法，并不表明证券时报立场</div>
                <div class="comment-list">
                    <div class="empty comment text-center" style="display: block">
                      暂无评论
                    </div>
                </div>
            </div>"""


def _recommended(others: list[Item], epoch: int) -> str:
    """Recommendations print full dates (section b)."""
    return "".join(
        entry(item, f"{item.moment.astimezone(BEIJING):%Y-%m-%d %H:%M}", epoch, full=False)
        for item in others
    )


def home_page(flashes: list[Item], news: list[Item], epoch: int) -> str:
    """The front page: boards, quick news and what is read most."""
    boards = "".join(
        f'<a href="/article/list/{channel.id}.html">{channel.name}</a>'
        for channel in CHANNELS.values()
    )
    quick, top = (
        "".join(f'<li><a href="{item.path}">{_title_html(item)}</a></li>' for item in items)
        for items in (flashes, news)
    )
    body = f"""<div class="channels">{boards}</div>
<h3>快讯</h3><ul class="index-quick-news-list">{quick}</ul>
<h3>要闻</h3><ul class="under-line top-news">{top}</ul>"""
    return frame(HOME_TITLE, "证券时报,股票,财经", "证券时报官方网站", body, epoch)


def notice_page(title: str, text: str) -> str:
    """A shell without content: missing page, maintenance, refusal."""
    return frame(
        title, "证券时报", title, f'<div class="error-page"><p>{text}</p></div>', 0
    )


def captcha_page() -> str:
    """The check that Aliyun's firewall sends in the page's place (section f)."""
    return """<!DOCTYPE html><html><head><meta charset="utf-8"><title>访问验证</title>
<script src="https://o.alicdn.com/captcha-frontend/aliyunCaptcha/AliyunCaptcha.js"></script></head>
<body><div id="captcha-element"></div><p>为保证您的正常访问，请完成安全验证</p>
<script>window.AliyunCaptchaConfig={region:"cn",prefix:"stcn"};</script></body></html>"""


def video_page(item: Item) -> str:
    """An entry that is no article: none of an article's elements (section d)."""
    title = escape(item.story.title)
    body = f'<div class="video-box" data-id="{item.native_id}"><h1>{title}</h1><video></video></div>'
    return frame(item.story.title, "视频", item.story.title, body, 0)
