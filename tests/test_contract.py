"""The JSON contract: what compare, check, diff and measure print validates strictly against the published models, and every
key says what it means."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from generated import profile_text
from plain_profile import plain
from pydantic import BaseModel
from usage import SAMPLES

from model.contract import DOCUMENTS
from model.contract.check_json import CheckDocument
from model.contract.compare_json import CompareDocument, VerdictJson
from model.contract.diff_json import DiffDocument
from model.contract.json_base import Contract
from model.contract.options_json import LineJson, OptionJson
from model.decision.records.analysis import Analysis, LineRow, OptionRow, Verdict
from model.usage.told import reconcile_json, track_json
from model.usage.told.measure_json import MeasureDocument
from tui.command_line import main

STARTERS = sorted(path.stem for path in (Path(__file__).parents[1] / "profiles").glob("*.toml"))
FEW = ["--draws", "60"]
CONTRACT = {
    "schema", "tool", "book", "seed", "draws", "profile", "scenario", "as_of", "horizon_months", "pair", "verdict", "inputs", "options",
    "gaps", "one_sided", "break_even", "switching_values", "nearest_flip", "sensitivity", "evpi_usd", "wrong_when", "mixed_homes",
    "attribution", "levers", "warnings",
}  # fmt: skip
OPTION = {
    "id", "kind", "title", "complete", "eligible", "why_not", "must_haves", "month_1_usd", "total_usd", "present_value_usd",
    "middle_usd", "p10_usd", "p50_usd", "p90_usd", "probability_best", "expected_regret_usd", "build_usd", "invoices_usd",
    "people_usd", "elsewhere_usd", "people_fte", "per_session_usd", "per_agent_outcome_usd", "per_resolved_usd", "live_month",
    "hosts_month_1", "axes", "lines", "years", "unpriced", "invoices_month_1_usd", "people_month_1_usd", "elsewhere_month_1_usd",
}  # fmt: skip


def _models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model and everything it is made of."""
    found: set[type[BaseModel]] = set()
    waiting: list[object] = [model]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel) and each not in found:
            found.add(each)
            waiting += [field.annotation for field in each.model_fields.values()]
        waiting += get_args(each)
    return found


ALL = {
    "measure": MeasureDocument,
    "reconcile": reconcile_json.ReconcileDocument,
    "track": track_json.TrackDocument,
    **DOCUMENTS,
}


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_key_says_what_it_means_and_nothing_else_is_let_in(name: str) -> None:
    for model in _models(ALL[name]):
        assert issubclass(model, Contract)
        assert model.model_config.get("extra") == "forbid"
        assert model.__doc__
        for key, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{key}"
            if key.endswith("_usd") and field.annotation is not None:
                assert "US dollars" in field.description, f"{model.__name__}.{key} has no unit"


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_schema_is_published(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--of", name]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert all("description" in each for each in schema["properties"].values())


def test_the_models_have_the_keys_of_the_contract_and_of_the_records() -> None:
    """A key that a record gains has to be declared, and a declared one has to be written."""
    said = {field.alias or key for key, field in CompareDocument.model_fields.items()}
    assert said >= CONTRACT
    assert said - {"tool"} == set(Analysis.__struct_fields__) - {"case"}
    assert set(OptionJson.model_fields) >= OPTION
    assert set(OptionJson.model_fields) == set(OptionRow.__struct_fields__)
    assert set(LineJson.model_fields) == set(LineRow.__struct_fields__)
    assert set(VerdictJson.model_fields) == set(Verdict.__struct_fields__)


@pytest.mark.parametrize("name", STARTERS)
def test_what_compare_prints_of_a_starter_validates(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", name, "--json", *FEW]) in (0, 3)
    out = capsys.readouterr().out
    found = CompareDocument.model_validate_json(out)
    jsonschema.validate(json.loads(out), CompareDocument.model_json_schema(by_alias=True))
    for option in found.options:
        assert option.invoices_usd + option.people_usd + option.elsewhere_usd == pytest.approx(option.total_usd)
        assert sum(year.total_usd for year in option.years) == pytest.approx(option.total_usd)
    assert json.loads(found.model_dump_json(by_alias=True, exclude_unset=True)) == json.loads(out)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_printed_of_a_generated_profile_validates(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, other = tmp_path / "a.toml", tmp_path / "b.toml"
    path.write_text(profile_text(seed))
    other.write_text(profile_text(seed) + '[decision]\noption = "o-managed"\ndate = "2026-11-01"\nby = "us"\n')
    main(["compare", str(path), "--json", *FEW])
    CompareDocument.model_validate_json(capsys.readouterr().out)
    assert main(["check", str(path), "--min-probability", "0.5", "--json", *FEW]) in (0, 1, 3)
    CheckDocument.model_validate_json(capsys.readouterr().out)
    assert main(["diff", str(path), str(other), "--json", *FEW]) in (0, 2)
    out = capsys.readouterr().out
    if out:
        DiffDocument.model_validate_json(out)


@pytest.mark.parametrize("name", STARTERS)
def test_what_check_prints_of_a_starter_validates(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    limits = [
        "--expect",
        "managed",
        "--min-probability",
        "50%",
        "--max-monthly-usd",
        "50k",
        "--max-per-outcome-usd",
        "2",
    ]
    code = main(["check", name, "--json", *limits, *FEW])
    found = CheckDocument.model_validate_json(capsys.readouterr().out)
    assert found.exit == code
    assert {row.limit for row in found.limits} <= {
        "expect", "min-probability", "max-monthly-usd", "max-per-outcome-usd", "complete",
    }  # fmt: skip
    assert (code == 0) == (found.status == "fine") == all(row.holds for row in found.limits)


def test_check_says_by_what_margin_a_limit_is_kept_or_missed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["compare", "support-desk", "--json", *FEW])
    managed = CompareDocument.model_validate_json(capsys.readouterr().out).options[0]
    main(["check", "support-desk", "--json", "--min-probability", "0.25", "--max-monthly-usd", "100", *FEW])
    found = CheckDocument.model_validate_json(capsys.readouterr().out)
    chance, month = found.limits
    assert chance.holds
    assert chance.margin == pytest.approx(managed.probability_best - 0.25)
    assert (month.holds, month.asked, month.found) == (False, 100.0, managed.month_1_usd)
    assert month.margin == pytest.approx(100.0 - managed.month_1_usd)
    assert (found.status, found.exit) == ("limit missed", 1)


def test_check_says_what_is_wrong_of_each_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a profile: a wrong one does not keep the others from being checked, and the exit code is the worst."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("schema = 1\nhorizon_month = 3\n")
    assert main(["check", "support-desk", str(wrong), "--expect", "nobody", "--json", *FEW]) == 2
    first, second = [CheckDocument.model_validate_json(line) for line in capsys.readouterr().out.splitlines()]
    assert first.problems[0].key == "--expect"
    assert "managed" in first.problems[0].allowed
    assert "horizon_months" in {row.nearest for row in second.problems}
    assert (first.status, second.status) == ("wrong input", "wrong input")


def test_an_option_without_a_price_has_no_amount_to_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A lower bound under a limit is no amount under it: `complete` is missed and names what to write."""
    path = tmp_path / "unpriced.toml"
    path.write_text(plain() + '[options.server]\nkind = "managed-own-server"\n')
    code = main(["check", str(path), "--expect", "server", "--max-monthly-usd", "1M", "--json", *FEW])
    found = CheckDocument.model_validate_json(capsys.readouterr().out)
    assert code == 1
    assert [row.limit for row in found.limits if not row.holds] == ["expect", "complete"]
    assert "options.server.runtime_usd_per_hour" in {row.write for row in found.unpriced}


def test_what_measure_prints_validates(capsys: pytest.CaptureFixture[str]) -> None:
    sessions = [str(SAMPLES / "managed-agents" / f"sessions-page-{number}.json") for number in (1, 2)]
    assert main(["measure", *sessions, "--json"]) == 0
    out = capsys.readouterr().out
    assert MeasureDocument.model_validate_json(out).totals.sessions > 0
    jsonschema.validate(json.loads(out), MeasureDocument.model_json_schema(by_alias=True, mode="serialization"))


def test_what_reconcile_prints_validates(capsys: pytest.CaptureFixture[str]) -> None:
    main(["reconcile", str(SAMPLES / "managed-agents" / "sessions-page-1.json"), "--json"])
    out = capsys.readouterr().out
    assert reconcile_json.ReconcileDocument.model_validate_json(out).sessions
    jsonschema.validate(
        json.loads(out), reconcile_json.ReconcileDocument.model_json_schema(by_alias=True, mode="serialization")
    )


def test_a_key_nobody_declared_and_a_wrong_type_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The strictness that the tests above rely on."""
    main(["compare", "coding-session", "--json", *FEW])
    said = json.loads(capsys.readouterr().out)
    for change in ({"more": 1}, {"seed": "1"}, {"evpi_usd": None}, {"pair": ["managed"]}):
        with pytest.raises(ValueError, match="validation error"):
            CompareDocument.model_validate_json(json.dumps(said | change))


@pytest.mark.parametrize(
    "arguments", [["compare", "coding-session", *FEW, "--json"], ["check", "coding-session", *FEW]]
)
def test_the_models_are_imported_only_when_asked_for(arguments: list[str]) -> None:
    program = (
        "import sys; from tui.command_line import main; main(sys.argv[1:]); "
        "print([name for name in sys.modules if name.startswith(('model.contract', 'pydantic'))], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
