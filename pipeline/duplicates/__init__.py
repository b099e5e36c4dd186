"""Near-duplicates of a run: workers sign each article, the end of the run finds the earliest that is like it.

The signature (a digest of the words, and a MinHash of their triples) depends on the article alone, and the search on
the order of the input alone: processes, kills and resumed runs change nothing. The search holds some 100 bytes an
article in memory; the signatures themselves stay on disk.
"""

from pipeline.duplicates.search import earliest
from pipeline.duplicates.signature import SIZE, signature

__all__ = ["SIZE", "earliest", "signature"]
"""``SIZE`` is the number of bytes of a signature."""
