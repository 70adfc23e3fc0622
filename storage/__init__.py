"""Keep: the database, and the doors for reading it; knows nothing of Scrapy."""
