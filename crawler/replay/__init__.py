"""
Reading archived responses again, as if the site had just sent them.

The site's own spider does the reading. Its requests are not sent: each waits
for the response that the archive has of it, and the responses come in the
order in which they came at the time. So today's reader sees what the readers
of then saw, run by run.
"""

from crawler.replay.selection import Wanted, archived_files, foreign_file
from crawler.replay.spider import ReplaySpider, replay_of

__all__ = ["ReplaySpider", "Wanted", "archived_files", "foreign_file", "replay_of"]
