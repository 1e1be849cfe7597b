"""No search for cycles while a document is read. In: nothing. Out: a context, also a decorator. It frees nothing.

The stages make a great many small records and no cycle among them: looking for one costs a tenth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """The collector is off inside; afterwards it is what it was before."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
