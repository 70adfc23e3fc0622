"""
Fetch and read: from a site to an `Article`, exactly as its pages print it.

Page objects answer questions about one response; spiders walk from list to
page; items travel. Nothing here knows what is done with an item afterwards:
this package imports neither `pipelines` nor `storage`.
"""
