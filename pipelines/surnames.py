"""
Chinese names: which strings are one, and where an unspaced row of names splits.

Written for bylines, where a wrong name is worse than a missing one.
"""

import re
from functools import cache
from typing import Final

from pipelines.wordlist import words

_COMMON: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜"
    "叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶"
    "贺毛郝顾龚邵万覃武钱戴"
)
"""About the hundred most frequent surnames (公安部《二〇二〇年全国姓名报告》)."""
_RARER: Final = frozenset(
    "严莫孔向常汤康易乔赖文施洪季鲁章葛牛樊庞欧耿阮俞霍翟申关柯颜齐祝尚童毕聂梅焦温裴连左"
    "单包纪卓苗凌翁蓝盛喻邢骆安倪甘席路柳岳阎殷柴管涂鲍华游费辛滕宁屈隋冉闵尤项穆池简解卫"
    "牟窦甄詹古苑佟茅房艾凤匡卜祁商佘米敖桂臧计成车符储全时边卞景谷宫冷宗虞应娄褚靳晏缪柏"
    "蒲瞿阚仇明丛官习雍沙仲伍兰党巩竺茹荆麻桑占巫乐麦封芦苟鞠迟栗揭鄢郎戚鄂禹戎狄伏戈庄谈"
    "屠狐闻莘谌贡劳逄姬扶堵宰郦璩濮寿扈燕冀郏浦农别慕宦鱼慎庾暨衡步弘寇广阙沃利蔚越夔隆师"
    "晁勾融訾饶乜养须丰巢蒯查权逯盖桓咸籍卿练蔺苍邝银幸亓税佴禤楼危舒鹿辜皮亢闪肇樵佀伊鲜"
    "雒漆宿折郄芮羿汲邴糜松井富乌巴弓牧隗山宓蓬印夙钮蓟薄尉昌双冼岑庹刁惠甫凡奚敬粟揣曲初"
    "青衣才邸"
)
"""
百家姓 and the surnames met in present-day bylines. Left out are those that news
prose uses as plain words right after 记者: 从 和 在 后 都 终 有 等 能 国 公 经 将.
"""
_COMPOUND: Final = words(
    """
    欧阳 上官 皇甫 令狐 诸葛 司徒 司马 申屠 夏侯 东方 尉迟 公孙 慕容 长孙 宇文 鲜于 闾丘
    司空 轩辕 端木 淳于 单于 太史 公冶 宗政 濮阳 澹台 赫连 万俟 闻人 钟离 呼延 独孤 南宫
    西门 百里 东郭 拓跋 第五 完颜 纳兰 叶赫 爱新觉罗
    """
)
"""复姓 of 百家姓 that are still met."""

_NOT_NAMES: Final = words(
    """
    查询 查阅 查看 查证 计算 统计 连线 连日 连续 安排 应邀 于是 关注 关于 安全 成为 解读
    解释 明确 明显 强调 支付 计划 全程 全面 许多 许可 任务 万元 金额 金融 时报 时间 时评
    时值 常年 曾经 曾在 曾就 曾向 向来 简单 温馨 华夏 华尔街 高度 高级 高层 高管 方面 方案
    平安 古城 项目 项下 单位 章程 管理 管理层 路演 路透 路透社 房产 房企 车企 车展 商务
    商务部 商报 宣布 石油 石化 黄金 白银 白酒 钱江 易观 文章 文件 文化 文汇报 景气 顾问
    顾客 段落 温度 成交 成立 成功 成果 信息 信用 信托 原文 原标题 相关 相关人士 资料 资本
    资金 资讯 资产 海外 海关 司法 来源 来自 来到 图片 图文 图表 问及 问询 巴西 元旦 年报
    年底 展开 展会 库存 门店 广告 山东 山西 江苏 江西 安徽 云南 贵州 海南 成都 武汉 郑州
    苏州 常州 徐州 温州 金华 宁波 宁夏 南京 东京 华盛顿 柏林 卢森堡 伊朗 伊拉克 乌克兰
    马来西亚 满洲里 广州 广东 广西 长沙 石家庄 高雄 黄山 黄石 连云港 许昌 莫斯科 温哥华
    华东 华南 华北 华中 马上 余额 任何 何时 何处 何种 何以 万科 方正 石墨 包括 包含 习惯
    全国 全球 全部 全年 明年 明日 时任 时代 利润 利率 利好 强势 应对 应该 通讯 通讯员 解除
    解放 鲜明 松绑 富豪 项目部 党员 党建 关税 关键 温州市 陆续 沙特 丰富 权威 权益 边境
    代表 代码 符合 师傅 银行 祖国 信心 位于 原因 原油 原则 商业 车辆 车型 房价 路径 方向
    方式 方法 施工 施行 易主 毕竟 解决 谈判 谈及 谈到 申请 申报 申购 关系 查处 毛利 毛利率
    白皮书
    """
)
"""Words that begin with a surname and stand where a name might: never names."""
_NEVER_GIVEN: Final = frozenset(
    "了从的被把将称获悉讯报社网您我他她它这该此吗呢吧啊就也却或摄证询访问说"
)
"""Characters of prose that given names do not hold."""

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
_DOTTED: Final = re.compile(r"[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8})+")


def is_chinese(text: str) -> bool:
    """Whether the text is Chinese characters and nothing else."""
    return bool(_CHINESE.fullmatch(text))


@cache
def is_name(text: str) -> bool:
    """
    Whether the string can be one person's name.

    A surname with one or two characters after it, a compound surname likewise,
    or a transcription with a dot (`安妮·李`).
    """
    if _DOTTED.fullmatch(text):
        return True
    if not is_chinese(text) or text in _NOT_NAMES:
        return False
    if _NEVER_GIVEN.intersection(text[1:]):
        return False
    if text[:2] in _COMPOUND:
        return 3 <= len(text) <= 4
    return 2 <= len(text) <= 3 and (text[0] in _COMMON or text[0] in _RARER)


def split_names(run: str) -> tuple[str, ...]:
    """
    The names in a row of characters without spaces; empty if none is certain.

    Fewest names first, then fewest rare surnames. Two readings that are equally
    good are no reading: 张明方圆 splits in one way only, 张明王方圆 in two.
    """
    if is_name(run):
        return (run,)
    readings = (
        sorted(_readings(run), key=_cost) if is_chinese(run) and len(run) <= 16 else []
    )
    if not readings or (len(readings) > 1 and _cost(readings[0]) == _cost(readings[1])):
        return ()
    return readings[0]


def _readings(run: str) -> list[tuple[str, ...]]:
    """Every way to cut the run into names."""
    if not run:
        return [()]
    return [
        (run[:size], *rest)
        for size in (2, 3, 4)
        if len(run) >= size and is_name(run[:size])
        for rest in _readings(run[size:])
    ]


def _cost(names: tuple[str, ...]) -> tuple[int, int]:
    """How far-fetched a reading is: its number of names and of rare surnames."""
    rare = sum(name[0] not in _COMMON and name[:2] not in _COMPOUND for name in names)
    return len(names), rare
