"""Older forms of the profile, made current by pure steps on the TOML tables, one step for each version.

Schema 0 was the draft: the engineers stood in `[team]` and the horizon was given in years.
"""

from collections.abc import Callable, Mapping

Tree = dict[str, object]
CURRENT = 1


def _from_draft(tree: Mapping[str, object]) -> Tree:
    """Schema 0 to 1: `[team]` becomes `[engineering]`, `horizon_years` becomes `horizon_months`."""
    new: Tree = {}
    for name, value in tree.items():
        if name == "team" and "engineering" not in tree:
            new["engineering"] = value
        elif name == "horizon_years" and "horizon_months" not in tree and type(value) in (int, float):
            new["horizon_months"] = _months(value)
        else:
            new[name] = value
    return new


def _months(years: object) -> object:
    months = 12 * years if isinstance(years, int | float) else 0
    return int(months) if abs(months) < 1e9 and months == int(months) else months


STEPS: Mapping[int, Callable[[Mapping[str, object]], Tree]] = {0: _from_draft}


def migrated(tree: Mapping[str, object], schema: int) -> Tree:
    """The tables in the current form; those of the current form unchanged."""
    new = dict(tree)
    for step in range(schema, CURRENT):
        new = {**STEPS[step](new), "schema": step + 1}
    return new
