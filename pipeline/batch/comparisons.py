"""The comparisons of a run: which plan follows which, and diff/<old>--<new>/ with the record in every form.

In: the outcomes and sources of a run, whose plan.json lie in the output folder. Out: `Comparison`s, files. A comparison
whose two plans were recalled is recalled too; one that fails is named and the others go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import rulebook
from ..errors import KehoachError
from ..export import plan_json
from ..files import write
from ..model import Finding, Plan
from ..report import REPORTS
from ..rulebook import RuleBook
from ..run import compare
from .diff_folders import name_of, prune
from .engine import Options, Outcome
from .inputs import Source

FORMS = {"json": "diff.json", "html": "diff.html", "xlsx": "diff.xlsx", "docx": "diff.docx"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans of the run. folder: below the output folder; counts: changes of each kind; reason: why it failed."""

    old: str
    new: str
    folder: str
    because: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Comparisons:
    """All of a run. findings: documents that could not be paired because several suit equally well."""

    made: tuple[Comparison, ...] = ()
    findings: tuple[Finding, ...] = ()


def compare_all(
    outcomes: Sequence[Outcome], plans: Sequence[Plan], sources: Sequence[Source], out: Path, options: Options
) -> Comparisons:
    """Consecutive plans of one issuer and subject, and the pair a person asked for.

    plans: those of the outcomes that have one, as `without_values` leaves them.
    """
    from ..diff.documents import pair_documents

    book = rulebook.load(options.rules)
    read = [outcome for outcome in outcomes if outcome.folder]
    pairing = pair_documents(plans, book)
    pairs = [(read[p.old], read[p.new], p.reasons) for p in pairing.pairs]
    findings = pairing.findings
    if asked := _asked(outcomes, sources, options):
        pairs = [p for p in pairs if p[0] != asked[0] and p[1] != asked[1]] + [(*asked, ())]
        findings = tuple(f for f in findings if asked[1].name not in f.message)
    made = tuple(_one(old, new, why, out, options, book) for old, new, why in pairs)
    prune(out, {outcome.folder or "" for outcome in read}, {each.folder for each in made})
    return Comparisons(made, findings)


def _one(
    old: Outcome, new: Outcome, because: tuple[str, ...], out: Path, options: Options, book: RuleBook
) -> Comparison:
    made = Comparison(old.shown, new.shown, name_of(old.folder or "", new.folder or ""), because)
    if not (old.fresh or new.fresh or options.force or options.pairs) and (known := _known(out / made.folder)):
        return replace(made, counts=known)
    try:
        compared = compare(plan_of(old, out), plan_of(new, out), book, options.pairs)
        for form, name in FORMS.items():
            if form in REPORTS:
                write(out / made.folder / name, REPORTS[form](compared, book))
    except KehoachError as error:
        return replace(made, reason=" ".join(str(error).split()))
    except OSError:  # the disk: nothing more can be written
        raise
    except Exception as error:  # a bug of one comparison is told, and the others go on
        return replace(made, reason=f"Lỗi của chương trình: {type(error).__name__}: {error}"[:300])
    return replace(made, counts=_counts(compared.diff.summary))


def _counts(summary: object) -> dict[str, int]:
    return {kind: getattr(summary, kind) for kind in ("new", "dropped", "matched", "split", "merged")}


def _known(folder: Path) -> dict[str, int] | None:
    """The counts of a comparison that an earlier run left whole."""
    from ..report.diff_json import load

    if not all((folder / name).is_file() for form, name in FORMS.items() if form in REPORTS):
        return None
    diff = load((folder / FORMS["json"]).read_bytes())
    return _counts(diff.summary) if diff else None


def plan_of(outcome: Outcome, out: Path) -> Plan:
    """The plan that a run left of a document."""
    path = out / (outcome.folder or "") / "plan.json"
    return plan_json.load(path.read_bytes(), path.name)


def without_values(plan: Plan) -> Plan:
    """What pairing asks of a plan, so that those of a large archive stand in memory together."""
    tasks = tuple(replace(t, cells=(), targets=(), deadline=None, owners=(), findings=()) for t in plan.tasks)
    return replace(plan, tasks=tasks, findings=())


def _asked(outcomes: Sequence[Outcome], sources: Sequence[Source], options: Options) -> tuple[Outcome, Outcome] | None:
    """The outcomes of --old and --new; None where none were asked for, or one of them could not be read."""
    if not options.pair:
        return None
    found = [_of(path, outcomes, sources) for path in options.pair]
    return (found[0], found[1]) if found[0] and found[1] else None


def _of(path: Path, outcomes: Sequence[Outcome], sources: Sequence[Source]) -> Outcome | None:
    source = next((s for s in sources if s.path.resolve() == path.resolve()), None)
    name = (source.same_as or source.shown) if source else None
    return next((o for o in outcomes if o.shown == name and o.folder), None)
