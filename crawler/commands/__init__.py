"""Commands that this project adds to `scrapy`, or makes stricter."""
