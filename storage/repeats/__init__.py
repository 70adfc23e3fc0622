"""
One story, once: which articles repeat which, and why. Pure: no database, no clock.

`reduced` takes off what says nothing, `fingerprint` finds candidates, `facts`
reads what a text says, `decision` judges two pieces, `families` builds groups.
"""
