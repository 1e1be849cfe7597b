"""What the rule files hold, as text for a person. In: RuleBook. Out: str."""

from __future__ import annotations

from collections.abc import Iterator

from ..rulebook import RuleBook


def listing(book: RuleBook) -> str:
    """Each file with its rules (id, meaning, first example) and each list with its number of lines."""
    return "\n".join(_lines(book)) + "\n"


def _lines(book: RuleBook) -> Iterator[str]:
    for name in sorted(book.files):
        yield f"{name}.toml"
        for kind, value in book.table(name).items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                for rule in book.rules(name, kind):
                    example = f'  ví dụ: "{rule.examples[0].text}"' if rule.examples else ""
                    told = "; ".join(rule.extra[k] for k in ("level", "title") if k in rule.extra)
                    means = f"{told}. {rule.means}" if told else rule.means
                    yield f"  [{kind}] {rule.id:<32} {means}{example}".rstrip()
            else:
                yield f"  {kind}: {len(value) if hasattr(value, '__len__') else value}"
    for name in sorted(book.lists):
        yield f"{name}.csv: {len(book.rows(name))} dòng"
