"""
证券时报 (Securities Times), the printed paper, as epaper.stcn.com shows it.

Nothing here has been seen on the live site. The addresses, `#webtree`, `#listWrap`,
`td.default a#pageLink`, `td.font01`, `#mainTiile h2`, `#ozoom` and founder-content
are from the site notes, section c.9 (marked C there: read off others' crawlers). Read
off further public crawlers of this paper, 2012-2026: a tree is `dl` after `dl`, with
the page in its `dt` and the articles in its `dd`, all pages of the day on each page; a
day without a paper answered with a script that leads to the newest issue; the column of
statutory announcements is called 信息披露; since July 2016 an article is a bare window,
`body > div > p` its title; the numbers of articles count on through the years (142007 in
December 2009, 1066059 in November 2017, 2557440 in November 2023, 2942851 in June 2026).
`enpproperty`, `.newsdetatit`, `.intro` and `.sub` are what the same vendor's system
(方正 Founder) writes for other papers. `scrapy doctor zqsb` must confirm all of it.
"""
