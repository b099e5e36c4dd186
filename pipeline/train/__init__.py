"""Train: the gold set → the trained parts in ``models/``. Nothing here runs when articles are read."""
