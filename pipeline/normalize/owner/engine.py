"""spaCy, imported without its command line. In: nothing. Out: the classes the lexer is made of.

`import spacy` imports spacy.cli as well, and with it web clients and a project manager: over a quarter of what the
import takes, in every start of this program, and nothing of it is used here. Empty modules stand in for it meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_UNUSED = ("spacy.cli", "spacy.cli.info")


def spacy_classes() -> tuple[Any, Any, Any]:
    """Vocab, Tokenizer, PhraseMatcher."""
    if "spacy" not in sys.modules:
        try:
            with _stand_ins():
                import spacy  # noqa: F401
        except ImportError:  # a version of spaCy that wants more of its command line: then all of it
            pass
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer
    from spacy.vocab import Vocab

    return Vocab, Tokenizer, PhraseMatcher


@contextmanager
def _stand_ins() -> Iterator[None]:
    for name in _UNUSED:
        sys.modules[name] = ModuleType(name)
    vars(sys.modules[_UNUSED[-1]])["info"] = None
    try:
        yield
    finally:
        for name in _UNUSED:
            sys.modules.pop(name, None)
