"""
PostgreSQL: everything that is not as in SQLite stands in this package.

The tables, the rules and the questions are the same. What SQLite calls otherwise
(`functions`, `spelling`), reads otherwise (`reading`, `as_of`), finds words by
(`words`) or locks otherwise (`engine`, `locking`) has one module each.
"""
