"""
Every setting of the crawl, with its reason; the parts are bound by name only.

Override one for a single run with `-s NAME=VALUE`.
"""

import os
from importlib.metadata import version

BOT_NAME = "shibao"
SPIDER_MODULES = ["crawler.sites"]
COMMANDS_MODULE = "crawler.commands"

# --- what we keep ---------------------------------------------------------------
DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///news.db")
ARCHIVE_DIR = os.environ.get("ARCHIVE_DIR", "archive/")
"""Where every response that the crawl uses is kept, as WARC; empty = nowhere."""
DOWNLOADER_MIDDLEWARES = {
    "crawler.archiving.Archiving": 50,
    # Scrapy's own, each in its place and with the rules of docs/faults.md.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.retrying.Retrying": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.unpacking.Unpacking": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.staying.Staying": 600,
}
STORE_BATCH = 100
"""Records a transaction; also written when the oldest has waited a second."""
REPEAT_WINDOW_DAYS = 90
"""
How far apart in time similar articles may be to be repeats; equal ones always.

Below zero, none are looked for: `shibao db rebuild-repeats` does it afterwards, in
slices, which many workers share.
"""

# From what the page says to what we keep, top to bottom.
ITEM_PIPELINES = {
    "pipelines.require_fields.RequireFieldsPipeline": 100,
    "pipelines.clean_body.CleanBodyPipeline": 200,
    "pipelines.normalize_text.NormalizeTextPipeline": 300,
    "pipelines.normalize_dates.NormalizeDatesPipeline": 400,
    "pipelines.credit_people.CreditPeoplePipeline": 500,
    "pipelines.find_symbols.FindSymbolsPipeline": 600,
    "pipelines.store_articles.StoreArticlesPipeline": 900,
}
CORRECT_MISLABELLED_ZONES = True
"""Read the GMT of publishers known to print Beijing time under it as Beijing's."""

# --- politeness -------------------------------------------------------------------
CONTACT = os.environ.get("SHIBAO_CONTACT", "set SHIBAO_CONTACT to your address")
"""Who runs this crawler, from SHIBAO_CONTACT in the environment; a site's operator
reads it in the User-Agent."""
USER_AGENT = f"shibao/{version('shibao')} (financial news archive; {CONTACT})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "shibao"
DOWNLOAD_DELAY = 1
DOWNLOAD_DELAY_JITTER = 0
"""One request a second means one: no burst of half-second gaps."""
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 8
REFERRER_POLICY = "same-origin"
"""The site has answered 403 to foreign ones (site notes, section f)."""
COOKIES_ENABLED = False
"""The site asks for none (site notes, section c.1), and Scrapy's cookie jar
fetches a list of domain suffixes from a third party at its first cookie."""

# --- what a crawl of lists and pages has no use for --------------------------------
CONCURRENT_ITEMS = 1
"""The stages are plain functions: more would be a hundred idle tasks a response,
and items keep the order in which they were found."""
METAREFRESH_ENABLED = False
WARN_ON_GENERATOR_RETURN_VALUE = False
"""Scrapy reads the source of a callback anew for every response to warn of it;
the linter says the same once."""
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

# --- limits -----------------------------------------------------------------------
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
"""No article of this field comes near it; a larger page is refused."""
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
"""The closing summary tells what was given up."""
RETRY_HTTP_CODES = [403, 408, 429, 500, 502, 503, 504, 522, 524]
RETRY_PRIORITY_ADJUST = 1
"""A retry comes before what was not asked yet: that the site has shut its door is known
after one page, not after all of them."""
RETRY_PAUSE = 1
"""Seconds before the first retry of a request; twice as many before each further one."""
RETRY_PAUSE_MAX = 30
RETRY_AFTER_MAX = 60
"""A site may ask for so many seconds of silence (`Retry-After`), and they are kept. One
that asks for more is left alone for the rest of the run."""
REDIRECT_MAX_TIMES = 5
DOWNLOAD_VERIFY_CERTIFICATES = True
"""What is quoted as the site's words must have come from the site. Scrapy's own
default believes anybody."""

# --- doors that stay shut -----------------------------------------------------------
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# --- what one sees ------------------------------------------------------------------
LOG_LEVEL = "WARNING"
"""The progress lines say what a person wants to know; `-L INFO` says the rest."""
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
EXTENSIONS = {
    "crawler.pace.CrawlDelay": 100,
    "crawler.progress.Progress": 200,
    "crawler.alarm.Alarm": 300,
    "crawler.watch.telling.Telling": 400,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.corestats.CoreStats": 0,
}
REPORT_FILE = os.environ.get("REPORT_FILE", "")
"""Where each run leaves its report as JSON; - is standard output, empty nowhere."""
ALARM_WEBHOOK = os.environ.get("ALARM_WEBHOOK", "")
"""Who is sent the report of a run that is not well; empty = nobody. An address with
a secret in it belongs into the environment: others see a command line."""
WATCH_TIMETABLE = "pipelines.watch_timetable.StoreTimetable"
"""Who tells `scrapy watch` of each channel's past; empty = nobody."""
WATCH_TOLD = ""
"""Where a crawl leaves word for the watch that has started it."""
STATS_DUMP = False
FEED_EXPORT_ENCODING = "utf-8"
