"""每日经济新闻 (National Business Daily): www.nbd.com.cn."""
