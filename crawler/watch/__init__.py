"""
`scrapy watch`: one long-lived process that starts a crawl whenever one is due.

It decides when, and nothing else: each crawl is a process of its own, with its lock,
its summary and its exit code, so that memory stays flat for weeks and a crash is a line.
"""
