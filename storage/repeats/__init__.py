"""
Repeats: one story, once. Linked, never deleted, always with the reasons.

`decision` and its neighbours judge two texts and know no database; `families`
makes families of verdicts; `linking` does both for articles as they arrive,
inside the batch's transaction.
"""
