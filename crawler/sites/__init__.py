"""One file, or one small package, per site; Scrapy finds them by itself."""
