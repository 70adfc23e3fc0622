"""
Articles in the formats of other programs, written row by row as they come.

Modules here write to streams and read what they need; which file a stream is, and
when it counts as finished, is the command line's business.
"""
