"""Patterns of flashes: one title and one sentence or two, by kind of event."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FlashRecipe:
    """Patterns for one kind of flash; the same figures stand in title and text."""

    name: str
    channels: tuple[str, ...]
    """Boards beside kx that may show it."""
    pairs: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    weight: int = 2
    credit: str | None = None


LONGER = (
    "业内人士表示，{input}供需格局正在改善，预计{next}年价格中枢上移。",
    "{broker}认为，此举有望提振{ind}板块情绪，相关公司包括{co}、{co}等。",
    "截至发稿，{co1}股价涨{rise}，成交额{amt}。",
    "数据显示，{year}年以来相关品种累计上涨{pct}，持仓量升至{num}万手。",
    "{agency}有关负责人此前表示，将加强监测预警，做好保供稳价。",
    "公开资料显示，{univ}长期跟踪该领域，{person}为课题负责人。",
)
"""Sentences for flashes that go on: those the list interface cuts short."""

FLASH_RECIPES = (
    FlashRecipe(
        "announcement",
        ("gd", "company", "gsdt"),
        (
            (
                "{co1}：拟{amt1}投建{prod1}项目",
                "{co1#}公告，公司拟投资{amt1}建设{prod1}项目，建设周期{few}个月。",
            ),
            (
                "{co1}：控股股东增持{shares1}",
                "{co1#}公告，控股股东{date}通过集中竞价增持公司股份{shares1}，占总股本的{rise}。",
            ),
            (
                "{co1}：{prod1}获批上市",
                "{co1}公告，子公司{prod1}近日获得国家药监局批准上市，累计研发投入{amt}。",
            ),
            (
                "{co1}：{month1}销售额同比增长{pct1}",
                "{co1}{today}公告，{month1}实现销售额{amt}，同比增长{pct1}。",
            ),
            (
                "{co1}：收到{amt1}政府补助",
                "{co1#}公告，公司及子公司收到政府补助{amt1}，占最近一期净利润的{pct}。",
            ),
            (
                "{co1}：与{car1}签署战略合作协议",
                "{co1}公告，与{car1}签署战略合作协议，双方将在{prod}领域开展合作。",
            ),
            (
                "{co1}：股票交易异常波动",
                "{co1#}公告，公司股票连续{few}个交易日收盘价格涨幅偏离值累计超过20%，经核查不存在应披露而未披露的重大事项。",
            ),
            (
                "{co1}：中标{amt1}{prod1}项目",
                "{co1#}公告，公司中标{prov}{prod1}采购项目，中标金额{amt1}。",
            ),
            (
                "{co1}：{quarter1}净利润{amt1}，同比增长{pct1}",
                "{co1}披露业绩公告，{quarter1}净利润{amt1}，同比增长{pct1}；营业收入{amt}，同比增长{pct}。",
            ),
            (
                "{co1}：拟{amt1}收购{co2}{pct1}股权",
                "{co1#}公告，拟以现金{amt1}收购{co2#}{pct1}股权，本次交易不构成重大资产重组。",
            ),
            (
                "{co1}：{person1}辞去董事职务",
                "{co1}公告，董事会近日收到{person1}的书面辞职报告，{person1}因个人原因申请辞去公司董事职务。",
            ),
            (
                "{co1}：终止发行H股并在港上市",
                "{co1}公告，综合考虑市场环境，决定终止发行H股并在港交所上市事项。",
            ),
        ),
        ("{ind}", "{topic}", "上市公司公告"),
        weight=7,
    ),
    FlashRecipe(
        "commodity",
        ("gd",),
        (
            (
                "{mat1}主力合约日内涨超{rise1}",
                "{mat1}期货主力合约日内涨超{rise1}，现报{num}7元/吨。",
            ),
            ("碳酸锂现货均价下跌{num1}元", "{today}，{goods}，较上一工作日下跌{num1}元。"),
            (
                "国际油价上涨 布油涨{rise1}",
                "国际油价{date}上涨。截至当天收盘，纽约商品交易所轻质原油期货价格收于每桶{usd}，涨幅为{rise}；伦敦布伦特原油期货收于每桶{usd}，涨幅为{rise1}。",
            ),
            (
                "现货黄金站上{num1}0美元/盎司",
                "现货黄金站上{num1}0美元/盎司，日内涨{rise}。",
            ),
        ),
        ("纽约商品交易所", "轻质原油期货", "国际油价", "大宗商品"),
    ),
    FlashRecipe(
        "market",
        ("gd", "gs"),
        (
            (
                "{sector1}板块震荡走强 {co1}涨停",
                "{sector1}板块震荡走强，{co1}涨停，{co2}、{co3}涨超{rise}。",
            ),
            (
                "{idx1}涨幅扩大至{rise1}",
                "{idx1}涨幅扩大至{rise1}，{sector}、{sector}板块领涨，上涨个股超{num}0只。",
            ),
            (
                "沪深两市成交额突破{big1}",
                "截至{clock}，沪深两市成交额突破{big1}，较昨日同期放量{amt}。",
            ),
            ("{co1}跌停 成交额{amt1}", "{co1#}跌停，成交额{amt1}，封单超{num}万手。"),
        ),
        ("A股市场", "{sector}", "沪深300指数成份股"),
        weight=4,
    ),
    FlashRecipe(
        "central bank",
        ("gd", "yw", "finance"),
        (
            (
                "央行今日净投放{num1}亿元",
                "央行今日开展{num}5亿元7天期逆回购操作，操作利率为1.40%，与此前持平。Wind数据显示，今日有{num}亿元逆回购到期，净投放{num1}亿元。",
            ),
            (
                "人民币兑美元中间价报7.0{num1}",
                "人民币兑美元中间价报7.0{num1}，调升{num}个基点。",
            ),
            (
                "{bank1}获准发行{amt1}二级资本债",
                "金融监管总局批复，同意{bank1}发行不超过{amt1}的二级资本债券。",
            ),
        ),
        ("中国人民银行公开市场操作", "逆回购", "人民币汇率"),
    ),
    FlashRecipe(
        "ministry",
        ("gd", "yw"),
        (
            (
                "{agency1}：加快{ind1}标准体系建设",
                "{agency1}{today}表示，将加快{ind1}标准体系建设，年内发布国家标准{num}项以上。",
            ),
            (
                "{agency1}约谈{few1}家平台企业",
                "{agency1}网站消息，{today}就促销行为约谈{few1}家平台企业，要求限期整改。",
            ),
            (
                "{prov1}：对{ind1}项目最高补助{num1}万元",
                "{prov1}印发若干措施，对符合条件的{ind1}项目给予最高{num1}万元补助，执行期至{next}年底。",
            ),
            (
                "前{few1}月全社会用电量同比增长{rise1}",
                "国家能源局{today}发布数据，1至{few1}月全社会用电量累计同比增长{rise1}。",
            ),
        ),
        ("{agency}", "{topic}", "政策"),
    ),
    FlashRecipe(
        "overseas",
        ("gd",),
        (
            (
                "美股三大指数收盘涨跌不一 纳指涨{rise1}",
                "美东时间周{few}，美股三大指数收盘涨跌不一，道指跌{rise}，纳指涨{rise1}，标普500指数涨{rise}。",
            ),
            (
                "{country1}央行降息{bp1}",
                "{country1}央行{today}宣布降息{bp1}，符合市场预期。",
            ),
            (
                "{country1}{month1}通胀率为{rise1}",
                "{country1}统计局数据显示，{month1}通胀率同比为{rise1}，低于预期的{rise}。",
            ),
            (
                "欧洲主要股指收盘多数上涨",
                "欧洲主要股指收盘多数上涨，德国DAX指数涨{rise}，英国富时100指数涨{rise}，法国CAC40指数跌{rise}。",
            ),
        ),
        ("美国联邦公开市场委员会", "美股", "全球央行"),
    ),
    FlashRecipe(
        "fund flash",
        ("gd", "fund"),
        (
            (
                "{house1}：自购旗下基金{amt1}",
                "{house1}公告，运用固有资金{amt1}申购旗下{ind}主题基金，持有期限不少于{few}年。",
            ),
            (
                "今日{few1}只新基金发行",
                "今日共有{few1}只新基金发行，其中股票型{few}只，{house}、{house}等参与。",
            ),
            (
                "{broker1}：看好{sector1}配置机会",
                "{broker1}研报表示，{sector1}板块估值分位已降至{pct}，建议逢低布局。",
            ),
        ),
        ("公募基金", "ETF", "基金经理变更公告"),
    ),
    FlashRecipe(
        "listing",
        ("gd", "kcb"),
        (
            (
                "{co1}科创板IPO注册生效",
                "证监会官网显示，同意{co1}首次公开发行股票注册申请，公司拟募资{amt}。",
            ),
            (
                "下周可申购{few1}只新股",
                "下周共有{few1}只新股可申购，其中{co1}预计发行市盈率{times}。",
            ),
            (
                "又一家{ind1}企业通过港交所聆讯",
                "港交所文件显示，{hk}的子公司通过上市聆讯，联席保荐人为{broker}、{broker}。",
            ),
        ),
        ("IPO", "新股申购", "科创板上市委员会"),
    ),
    FlashRecipe(
        "news agency",
        ("gd",),
        (
            (
                "{prov1}发生{few1}.{few2}级地震",
                "据中国地震台网测定，{today}{clock}在{prov1}境内发生{few1}.{few2}级地震，震源深度{num}千米。",
            ),
            (
                "国产大型船用吊机在{city1}下线",
                "记者{today}获悉，国产{num}吨级大型船用吊机在{city1}下线，整机国产化率达{pct}。",
            ),
            (
                "第{num1}届进博会签约企业超{num2}家",
                "记者从{city}获悉，第{num1}届进博会签约参展企业超{num2}家，展览面积超过{num}万平方米。",
            ),
            (
                "{univ1}研究团队在{prod1}上取得突破",
                "{univ1}{person}教授团队在{prod1}研究上取得突破，R&D周期缩短{pct}，失效率<0.{few}%。",
            ),
        ),
        ("科技创新", "{prov}", "国产化"),
        credit="（央视新闻）",
    ),
)
