"""
Words of an invented financial press: companies, people, media, goods, places.

Every company, fund house, broker and person is made up. Codes lie in the ranges
that the exchanges use, so that a reader can tell the exchange from the digits.
"""

# ruff: noqa: E501 - a list of words breaks where it will

import random
import re
from dataclasses import dataclass


def _words(text: str) -> list[str]:
    return text.split()


PREFIXES = _words(
    "澜溪 衡岳 朔望 青岚 鹿鸣 砚山 沐川 柏舟 岱屿 汀州 苍梧 霁月 临沧江 扶风 栖霞岭 云麓 北芷 "
    "南棠 松涛 远岫 金穗河 白鹭洲 龙潭湾 凤梧 海棠湾 玉衡 天枢湖 开阳 摇光 长庚 启明岭 望舒 "
    "羲和谷 素问 采薇 蒹葭 子衿 伐檀 鸿渐 谦益 咸临 大畜 同泽 既济 中孚 小满屯 谷雨 芒种 白露原 "
    "惊蛰 寒江 竹溪里 石鼓 雁荡峰 黛眉 赤霞 紫荆坡 碧湖 银杏林 丹枫"
)

EXCHANGE_RANGES = (
    ("SH", ("600", "601", "603", "605", "688")),
    ("SZ", ("000", "001", "002", "003", "300", "301")),
    ("BJ", ("920", "83", "87")),
)

SURNAMES = (
    "沈陆韩秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳"
)
GIVEN = _words(
    "若溪 明远 嘉禾 书衡 景行 亦舟 思齐 望 北辰 慕白 之恒 静姝 安澜 云深 子墨 清和 岚 知微 "
    "一诺 修远 立夏 牧 晓枫 承泽 昭 令仪 未央 长风 怀瑾 沛然"
)

MEDIA = (
    ("证券时报网", 34),
    ("证券时报·e公司", 16),
    ("证券时报", 8),
    ("券商中国", 14),
    ("中国基金报", 7),
    ("数据宝", 7),
    ("人民财讯", 8),
    ("e公司", 4),
)
REPRINT_MEDIA = ("新华社", "第一财经", "央视新闻", "中国基金报", "e公司")
FLASH_MEDIA = (("人民财讯", 82), ("新华社", 6), ("央视新闻", 6), ("e公司", 6))

CITIES = _words(
    "深圳 上海 北京 广州 杭州 苏州 成都 武汉 合肥 南京 西安 长沙 重庆 青岛 宁波 厦门 郑州 佛山 "
    "无锡 东莞 常州 南通 珠海 芜湖 赣州 宜昌 襄阳 洛阳"
)
PROVINCES = _words("广东 浙江 江苏 安徽 湖北 四川 山东 湖南 福建 江西 河南 陕西 重庆 上海")
COUNTRIES = [
    "德国",
    "法国",
    "泰国",
    "越南",
    "墨西哥",
    "巴西",
    "沙特",
    "匈牙利",
    "印度尼西亚",
    "西班牙",
    "哈萨克斯坦",
    "智利",
]
BROKERS = _words(
    "华岭证券 东岱证券 南渡证券 江澄证券 远洲证券 金陵湾证券 北辰证券 湘麓证券 海砚证券 中泽证券"
)
FUND_HOUSES = _words(
    "澄明基金 恒岳基金 朴石基金 云帆基金 嘉穗基金 长屿基金 鹏霄基金 景润基金 汇砚基金 博衡基金"
)
BANKS = _words("南江银行 临海银行 岭东银行 华澄银行 西岳农商行 北湾银行 江左银行 汀江银行")
INSURERS = _words("同泽人寿 安澜财险 长屿人寿 中孚保险 谦益再保险")
CARMAKERS = _words("凌岳汽车 驰野汽车 极曜汽车 澜途汽车 云驭汽车 北冥新能源")
UNIVERSITIES = [
    "江澄大学",
    "南岭财经大学",
    "东湖理工大学",
    "岱岳大学",
    "华洲经济研究院",
    "海砚金融研究院",
]
FORUMS = _words(
    "2026中国产融发展大会 第十七届上市公司高质量发展论坛 先进制造业投资峰会 大湾区金融科技周 "
    "全球能源转型圆桌会 中国上市公司ESG实践研讨会"
)
AGENCIES = _words(
    "国家发展改革委 工业和信息化部 财政部 商务部 中国人民银行 金融监管总局 中国证监会 "
    "国家能源局 国家数据局 国家药监局 市场监管总局 农业农村部"
)
EXCHANGES = _words("上交所 深交所 北交所 港交所")
INDICES = _words(
    "上证指数 深证成指 创业板指 科创50指数 北证50指数 沪深300指数 中证1000指数"
)
SECTORS = _words(
    "半导体 固态电池 CPO概念 创新药 白酒 煤炭 券商 房地产 光伏设备 军工电子 低空经济 人形机器人 "
    "贵金属 电力 游戏 农业种植 航运 稀土永磁 算力租赁 油气开采"
)
COMMODITIES = (
    ("碳酸锂", "元/吨"),
    ("螺纹钢", "元/吨"),
    ("多晶硅", "元/千克"),
    ("生猪", "元/公斤"),
    ("沪铜", "元/吨"),
    ("焦煤", "元/吨"),
    ("工业硅", "元/吨"),
    ("甲醇", "元/吨"),
    ("纯碱", "元/吨"),
    ("豆粕", "元/吨"),
    ("黄金", "美元/盎司"),
    ("氧化铝", "元/吨"),
)
TITLES_OF_OFFICE = _words("董事长 总经理 董事会秘书 财务总监 首席技术官 副总裁 研究院院长")
HOT_WORDS = _words("能源 司法 技术 市场 资本 人工智能 数据 创新 消费 出口 基金 银行")
HOT_LINKS = (
    "http://info.stcn.com/dc/topic/?word={word}",
    "https://www.stcn.com/article/search.html?keyword={word}",
)


@dataclass(frozen=True, slots=True)
class Industry:
    """A trade with what it makes, what it needs and what is said of it."""

    name: str
    products: tuple[str, ...]
    inputs: tuple[str, ...]
    endings: tuple[str, ...]
    topics: tuple[str, ...]


def _industry(name: str, products: str, inputs: str, endings: str, topics: str) -> Industry:
    lists = (products, inputs, endings, topics)
    parts = (tuple(word.replace("_", " ") for word in text.split()) for text in lists)
    return Industry(name, *parts)


INDUSTRIES = (
    _industry(
        "新能源材料",
        "磷酸铁锂正极材料 复合集流体 湿法隔膜 固态电解质 硅碳负极",
        "碳酸锂 石墨 铜箔 针状焦",
        "新材 锂能 材料",
        "固态电池 储能 锂电池产业链",
    ),
    _industry(
        "半导体",
        "功率器件 存储控制芯片 薄膜沉积设备 光刻胶 先进封装基板",
        "硅片 特种气体 靶材 高纯石英",
        "微电 芯源 半导",
        "芯片 国产替代 先进封装产业联盟",
    ),
    _industry(
        "医药生物",
        "GLP-1类似物 双特异性抗体 小核酸药物 血液制品 心脏介入器械",
        "培养基 多肽原料 药用玻璃 血浆",
        "药业 生物 医疗",
        "创新药 集采 药品审评审批制度改革",
    ),
    _industry(
        "高端装备",
        "五轴数控机床 谐波减速器 行星滚柱丝杠 海工起重机 盾构机主轴承",
        "特种钢 轴承钢 稀土永磁 伺服电机",
        "精工 重工 智控",
        "人形机器人 工业母机 智能制造示范工厂",
    ),
    _industry(
        "食品饮料",
        "酱香型白酒 低温酸奶 预制菜 功能饮料 复合调味品",
        "高粱 生鲜乳 包材 白砂糖",
        "食品 酒业 乳业",
        "消费 提振消费专项行动 白酒",
    ),
    _industry(
        "汽车零部件",
        "一体化压铸车身 线控制动系统 激光雷达 热管理集成模块 空气悬架",
        "铝合金 芯片 橡胶 冷轧板",
        "汽配 智驾 传动",
        "汽车产业链 智能驾驶 新能源汽车下乡",
    ),
    _industry(
        "电力设备",
        "特高压换流阀 海上风电塔筒 储能变流器 智能电表 氢能电解槽",
        "硅钢片 铜材 绝缘油 IGBT模块",
        "电气 能源 电力",
        "特高压 储能 新型电力系统建设",
    ),
    _industry(
        "信息技术",
        "工业软件 数据治理平台 行业大模型 信创服务器 AI_Agent开发套件",
        "算力 高端GPU 存储颗粒 云资源",
        "软件 数科 信息",
        "人工智能 数据要素 行业大模型应用",
    ),
    _industry(
        "化工",
        "聚酰亚胺薄膜 电子级氢氟酸 生物基尼龙 草铵膦 制冷剂",
        "原盐 萤石 纯苯 丁二烯",
        "化学 化工 股份",
        "化工涨价 农药 新材料首批次应用",
    ),
    _industry(
        "交通物流",
        "跨境电商专线 冷链仓储 LNG运输船 无人机配送 多式联运",
        "航空煤油 船用燃料 柴油 集装箱",
        "物流 航运 港务",
        "航运 低空经济 国家物流枢纽",
    ),
)


@dataclass(frozen=True, slots=True)
class Company:
    """An invented listed company."""

    name: str
    code: str
    exchange: str
    industry: Industry

    @property
    def symbol(self) -> str:
        """Code and exchange, `002458.SZ`."""
        return f"{self.code}.{self.exchange}"

    @property
    def quote_id(self) -> str:
        """Code as the API and the quote pages write it, `sz002458`."""
        return f"{self.exchange.lower()}{self.code}"


def _codes(rng: random.Random) -> list[tuple[str, str]]:
    """Two hundred and more different codes with their exchanges, all boards mixed."""
    found: dict[str, str] = {}
    for exchange, heads in EXCHANGE_RANGES:
        for head in heads:
            share = 8 if exchange == "BJ" else 22
            for _ in range(share):
                digits = 6 - len(head)
                code = head + str(rng.randrange(10**digits)).zfill(digits)
                found[code] = exchange
    codes = list(found.items())
    rng.shuffle(codes)
    return codes


def invent_companies(rng: random.Random) -> tuple[list[Company], list[Company]]:
    """The listed companies of one site: those of the mainland and those of Hong Kong."""
    names = [
        (prefix + ending, trade)
        for prefix in PREFIXES
        for trade in INDUSTRIES
        for ending in (rng.choice(trade.endings),)
    ]
    rng.shuffle(names)
    codes = _codes(rng)
    mainland = [
        Company(name, code, exchange, trade)
        for (name, trade), (code, exchange) in zip(names, codes, strict=False)
    ]
    rest = names[len(mainland) : len(mainland) + 24]
    numbers = rng.sample(range(1, 9999), len(rest))
    hong_kong = [
        Company(name + "控股", str(number).zfill(5), "HK", trade)
        for (name, trade), number in zip(rest, numbers, strict=True)
    ]
    return mainland, hong_kong


def exchange_of(code: str) -> str | None:
    """The exchange that six digits belong to, or None if they are no share's code."""
    for exchange, heads in EXCHANGE_RANGES:
        if code.startswith(heads):
            return exchange
    return None


_PRINTED_CODE = re.compile(
    r"(?<![0-9A-Za-z])(\d{6}\.(?:SH|SZ|BJ)|\d{5}\.HK)(?![0-9A-Za-z])|[（(](\d{6})[)）]"
)


def codes_in(text: str) -> set[str]:
    """Symbols printed in a text that was handed to the site from outside."""
    found = set()
    for full, bare in _PRINTED_CODE.findall(text):
        exchange = exchange_of(bare) if bare else None
        if full:
            found.add(full)
        elif exchange:
            found.add(f"{bare}.{exchange}")
    return found


def person(rng: random.Random) -> str:
    """An invented person's name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def weighted(rng: random.Random, pairs: tuple[tuple[str, int], ...]) -> str:
    """One of several words, by weight."""
    words, weights = zip(*pairs, strict=True)
    return str(rng.choices(words, weights)[0])
