"""Every number the formulas read, as it was understood, and whose number it is."""

from model.comparison import Case, Input, Run
from model.decision.pair.groups import cancelling_places
from model.decision.records.analysis import EventRow, InputRow, WhoseNumbers
from model.decision.records.option_records import source_row
from model.decision.wording.input_names import titled
from model.decision.wording.sentences import whose_numbers as whose_sentence

OWN_BASES = frozenset({"contract", "measured"})


def input_rows(run: Run, deciding: frozenset[str]) -> tuple[InputRow, ...]:
    """The inputs in the order of the profile; `deciding` are the keys that alone can move the difference."""
    return tuple(_row(run.case, found, found.key in deciding) for found in run.case.inputs.values())


def _row(case: Case, found: Input, decides: bool) -> InputRow:
    quantity, declared = found.quantity, found.declared
    learn = declared.learn if declared else None
    return InputRow(
        key=found.key,
        title=found.title,
        label=titled(case, found.key),
        text=quantity.text,
        unit=declared.spec.unit.value if declared and declared.spec else "",
        shape=quantity.shape.value,
        p5=quantity.p5,
        median=quantity.median,
        mean=quantity.mean,
        p95=quantity.p95,
        basis=found.basis,
        source=found.source.title if found.source else "",
        note=found.note,
        file=found.file,
        given=found.given,
        uncertain=quantity.is_range,
        decides=decides,
        one_sided=is_one_sided(case, found.key),
        learn=learn.when if learn else None,
        learn_how=learn.how if learn else None,
        learn_how_long=learn.how_long if learn else None,
        page=source_row(found.source),
    )


def is_one_sided(case: Case, key: str) -> bool:
    """Whether the profile gives a number for one option of the pair and nothing of the kind for the other."""
    if not key.startswith("options."):
        return False
    option, _, path = key.removeprefix("options.").partition(".")
    if option not in case.pair or not case.inputs[key].given:
        return False
    other = case.pair[1] if option == case.pair[0] else case.pair[0]
    twin = case.inputs.get(f"options.{other}.{path}")
    return twin is None or not twin.given


def deciding_keys(run: Run) -> frozenset[str]:
    """The inputs read by lines of the pair that differ between the two: what they read on one side or the other, unless
    everything that reads it cancels."""
    a, b = (run.option(option) for option in run.case.pair)
    keys: set[str] = set()
    for ours, theirs in ((a, b), (b, a)):
        places = cancelling_places(ours.lines, theirs.lines)
        for place, line in enumerate(ours.lines):
            if place not in places and line.present_value_usd.any():
                keys.update(line.reads)
    return frozenset(keys)


def whose(rows: tuple[InputRow, ...]) -> WhoseNumbers:
    """How many of the numbers that decide are the team's own: typed ones and ranges, list prices of the book left out."""
    counted = [row for row in rows if row.decides and (row.given or row.uncertain)]
    by_basis = {basis: sum(row.basis == basis for row in counted) for basis in ("measured", "contract", "published")}
    typed = len(counted) - sum(by_basis.values())
    return WhoseNumbers(
        deciding=len(counted),
        own=by_basis["measured"] + by_basis["contract"],
        typed=typed,
        **by_basis,
        not_own=tuple(row.key for row in counted if row.basis not in OWN_BASES),
        sentence=whose_sentence(typed, **by_basis),
    )


def event_rows(case: Case) -> tuple[EventRow, ...]:
    """The price changes the team expects or fears."""
    found = []
    for event in case.events:
        factor = case.inputs[f"events.{event.id}.factor"].quantity
        probability = case.inputs[f"events.{event.id}.probability"].quantity.median
        found.append(
            EventRow(
                id=event.id,
                title=event.title,
                month=event.month,
                key=event.key,
                factor_text=factor.text,
                probability=probability,
                happens_in_middle_case=probability >= 0.5,
            )
        )
    return tuple(found)
