"""
Many workers: campaigns of jobs on Dramatiq over Redis. Needs the extra `cluster`.

A job is one command line of ours, which a worker runs as a child process; what it
does, the commands do: they are the same as by hand. Redis holds who does what;
articles are in the database alone. A job may run twice, and its second run finds
everything stored.
"""

from storage.cluster.jobs import Job, Queue

__all__ = ["Job", "Queue"]
