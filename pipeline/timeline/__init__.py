"""Events merged across articles: one decision however many reports tell it, and what is in force for whom.

Flow: records → parties (who is the same across articles) → reports → decisions → history and state of each target. The
state is derived here and nowhere read: an article says what happens to a measure, not what follows from it.
"""
