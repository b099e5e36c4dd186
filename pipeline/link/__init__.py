"""Link: the names of a run ↔ the rows of watch-lists that users have.

``lists`` reads the rows as a stream, ``blocking`` finds the few names that a row can be, ``names`` and ``compare`` say
how well they fit and why, ``linking`` writes records with their matches filled.
"""
