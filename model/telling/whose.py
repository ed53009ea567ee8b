"""Whose numbers these are: one count of the numbers that decide, by basis, and what they are, the strongest first."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, InputRow
from model.quantities import figures
from model.telling.record import Said, told

WORDS = {"guess": "yours (guess)", "measured": "measured", "contract": "contract", "published": "published"}


class Number(Struct, frozen=True, kw_only=True):
    """One number that decides: what it is called, its value as it was written, whose it is."""

    key: str
    label: str
    text: str
    unit: str
    whose: str


class Whose(Struct, frozen=True, kw_only=True):
    """How many numbers decide and whose they are; the four counts add up to `deciding`, which is `len(rows)`."""

    deciding: int
    typed: int
    measured: int
    contract: int
    published: int
    said: Said
    rows: tuple[Number, ...]


def whose_word(row: InputRow) -> str:
    """Whose one number is, in a word or two."""
    return WORDS.get(row.basis, row.basis) if row.given or row.basis == "published" else "book"


@told
def whose(analysis: Analysis) -> Whose:
    """The numbers that decide, those that move the answer most first."""
    counts = analysis.whose_numbers
    parts = [
        f"{counts.typed} typed by you ({'guess' if counts.typed == 1 else 'guesses'})",
        f"{counts.measured} measured",
    ]
    parts += [f"{counts.contract} from contracts"] if counts.contract else []
    cell = ", ".join([*parts, f"{counts.published} published"]) if counts.deciding else "no number decides"
    weight = {row.key: place for place, row in enumerate(analysis.sensitivity)}
    rows = [row for row in analysis.inputs if row.decides and (row.given or row.uncertain)]
    rows.sort(key=lambda row: weight.get(row.key, len(weight)))
    return Whose(
        deciding=counts.deciding,
        typed=counts.typed,
        measured=counts.measured,
        contract=counts.contract,
        published=counts.published,
        said=Said(figures.plural(counts.deciding, "number") + " decide", counts.sentence, cell),
        rows=tuple(
            Number(key=row.key, label=row.label, text=row.text, unit=row.unit, whose=whose_word(row)) for row in rows
        ),
    )
