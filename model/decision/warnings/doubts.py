"""What a profile says that is allowed and yet most likely not meant: told before anything is computed.

None of it is wrong, so nothing is refused: a must-have may be the team's own word, a count may have decimals, a team may
keep ten people on a stack, and an event may lie behind the horizon of one scenario.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod

from msgspec import Struct

from model.comparison import Case, Input, Warned
from model.comparison.case.inputs import model_keys
from model.decision.wording.input_names import amount, titled
from model.prices.claude import cloud_of
from model.profile.registry import nearest
from model.quantities import Unit, figures
from model.quantities.written_numbers import as_thousands

_COMMA = re.compile(r"(?<![\d.,])\d+,\d+(?![\d.,])")
_GROUPED = re.compile(r"[1-9]\d{0,2},\d{3}\Z")
LOADED = "engineering.loaded_usd_per_year"
_WHOLE = ("sessions_per_month", "sessions_at_most")


class PlausibleRange(Struct, frozen=True):
    """Between which middles a number of this name is plausible, ends included; 0 is always meant. `asks` is put to
    somebody whose number is below or above."""

    below: float
    above: float
    asks_below: str = ""
    asks_above: str = ""


SCALES = {
    "input": PlausibleRange(0.0, 1e8, asks_above="are these the tokens of one run?"),
    "output": PlausibleRange(0.0, 5e6, asks_above="are these the tokens of one run?"),
    "upkeep_fte": PlausibleRange(0.0, 5.0, asks_above="is it hours a week?"),
    "cached_share": PlausibleRange(0.02, 1.0, asks_below="is a percentage a hundred times as large meant?"),
    "success_rate": PlausibleRange(0.02, 1.0, asks_below="is a percentage a hundred times as large meant?"),
    "active_minutes": PlausibleRange(0.005, 20_000.0, "are these minutes?", "are these minutes of one run?"),
    "oncall_usd_per_week": PlausibleRange(5.0, 20_000.0, "is a k missing?", "is it a year's?"),
    "build_engineer_weeks": PlausibleRange(0.0, 1_000.0, asks_above="are these weeks of one engineer?"),
}
"""Published figures with room around them: the largest measured run reads tens of millions of tokens, upkeep of an agent
stack with models of its own takes 1 to 1.5 engineers, weekly stipends run to a few thousand dollars."""
ENGINEER = PlausibleRange(10_000.0, 1_500_000.0, "is a k missing?", "is it for one engineer?")


def doubts(case: Case) -> tuple[Warned, ...]:
    """Each doubt with the field it is about, in the order of the file."""
    return (
        *_must_haves(case),
        *_engineer(case),
        *(warned for key, found in case.inputs.items() if found.given for warned in _written(case, key, found)),
        *_models(case),
        *_events(case),
    )


def _must_haves(case: Case) -> Iterator[Warned]:
    """Names that neither the book knows nor anything else in the profile repeats."""
    known = [must.key for must in case.book.must_haves()]
    asked = case.profile.list("requirements.must")
    paths = [(plan, path) for plan in case.servers for path in ("meets", "fails")]
    told = {name for plan, path in paths for name in case.profile.list(f"options.{plan.id}.{path}")}
    for name in asked:
        if name not in known and name not in told:
            near = f"; nearest: {found}" if (found := nearest(name, known)) else ""
            said = f"must have {name}: nothing is known of it, and no option says whether it meets it{near}"
            yield Warned("requirements.must", said)
    for plan, path in paths:
        for name in case.profile.list(f"options.{plan.id}.{path}"):
            if name not in known and name not in asked:
                near = f"; nearest: {found}" if (found := nearest(name, [*asked, *known])) else ""
                yield Warned(f"options.{plan.id}.{path}", f"{plan.title} {path} {name}, which is not asked for{near}")


def _engineer(case: Case) -> Iterator[Warned]:
    """A year of an engineer for what a week costs at most, or for what ten cost."""
    paths = ("loaded_usd_per_year",) if LOADED in case.inputs else ("salary_usd_per_year", "load_factor")
    usd = prod(case.inputs[f"engineering.{path}"].quantity.median for path in paths)
    if asked := _asks(ENGINEER, usd):
        shown = figures.dollars(usd, 0 if usd >= 1.0 else 2)
        yield Warned(f"engineering.{paths[0]}", f"An engineer costs {shown} a year in the middle; {asked}")


def _asks(scale: PlausibleRange, middle: float) -> str:
    """What to ask of a number of this size; nothing where it is plausible or 0."""
    if middle == 0.0:
        return ""
    return scale.asks_below if middle < scale.below else scale.asks_above if middle > scale.above else ""


def _written(case: Case, key: str, found: Input) -> Iterator[Warned]:
    """How one typed number may have been misread, or is far from anything published."""
    spec, text = found.declared.spec if found.declared else None, found.quantity.text
    if spec is None:
        return
    unit, name = spec.unit, key.rpartition(".")[2]
    if key.endswith(_WHOLE) or unit is Unit.TOKENS:
        for written in _COMMA.findall(text):
            if not _GROUPED.match(written):
                yield Warned(key, f"{titled(case, key)}: {written} was read as {written.replace(',', '.')}")
    if meant := _thousands(case, key, unit):
        said = f"{figures.number(found.quantity.median)}; is {meant} meant?"
        yield Warned(key, f"{titled(case, key)}: {meant.replace(',', '.')} was read as {said}")
    if asked := _asks(SCALES.get(name, PlausibleRange(0.0, float("inf"))), found.quantity.median):
        yield Warned(key, f"{titled(case, key)}: {amount(found.quantity.median, unit)} in the middle; {asked}")


def _thousands(case: Case, key: str, unit: Unit) -> str:
    """What a number may have been meant as that stands without quotes as 30.000: to TOML it is thirty."""
    leaf = case.profile.leaves.get(key)
    raw = leaf.raw.get("value") if leaf is not None and isinstance(leaf.raw, dict) else leaf.raw if leaf else None
    return as_thousands(case.profile.as_typed(key), unit) if isinstance(raw, float) and 1.0 <= raw < 1000.0 else ""


def _models(case: Case) -> Iterator[Warned]:
    """Names that a cloud gives a model: its tokens are priced as the vendor's own API prices them."""
    for key, name in model_keys(case.profile).items():
        if cloud := cloud_of(name):
            said = f"{name} is a name of {cloud}; it is priced at the API's list price, and managed runs use that API"
            yield Warned(key, f"{titled(case, key)}: {said}; token_price_factor holds what a cloud charges on top")


def _events(case: Case) -> Iterator[Warned]:
    """Events that begin after everything is over, and those that multiply nothing."""
    for event in case.events:
        found = case.inputs.get(event.key)
        if found is not None and not found.quantity.is_range and found.quantity.median == 0.0:
            said = f"{event.title}: multiplies {titled(case, event.key)}, which is 0, so it changes nothing"
            yield Warned(f"events.{event.id}.key", said)
        if event.month > case.horizon_months:
            months = figures.plural(case.horizon_months, "month")
            said = f"{event.title}: begins in month {event.month}, after the {months} that are compared, and changes nothing"
            yield Warned(f"events.{event.id}.month", said)
