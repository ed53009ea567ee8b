"""What people call things is understood or offered: models, kinds, bases, options, keys without their table, scenarios by title."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.decision.warnings.doubts import doubts
from model.prices import ModelPrices, UnpricedName, open_book
from model.prices.claude import catalogue, identify
from model.profile import Problems, Profile, loads
from tests.cases import CODING, DAY, case_of
from tui.command_line import main

BOOK = open_book(date(2026, 11, 28))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Claude Opus 4.8", "claude-opus-4-8"),
        ("Opus 4.8", "claude-opus-4-8"),
        ("claude-opus-4.8", "claude-opus-4-8"),
        ("anthropic/claude-opus-4-8", "claude-opus-4-8"),
        ("anthropic/claude-opus-4.8", "claude-opus-4-8"),
        ("openrouter/anthropic/claude-sonnet-4.6", "claude-sonnet-4-6"),
        ("anthropic.claude-opus-4-8-v1:0", "claude-opus-4-8"),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
        ("global.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5"),
        ("bedrock/anthropic.claude-opus-4-8-v1:0", "claude-opus-4-8"),
        ("claude-opus-4-8@20260528", "claude-opus-4-8"),
        ("vertex_ai/claude-opus-4-8@20260528", "claude-opus-4-8"),
        ("publishers/anthropic/models/claude-opus-4-8", "claude-opus-4-8"),
        ("arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-8-v1:0", "claude-opus-4-8"),
        ("claude-opus-4-8-20260528", "claude-opus-4-8"),
    ],
)
def test_a_model_by_the_names_people_write(name: str, known: str) -> None:
    """Titles, prefixes of providers, names of clouds, dates."""
    found = BOOK.model(name)
    assert isinstance(found, ModelPrices)
    assert found.id == known


def test_every_title_that_is_printed_is_read() -> None:
    """Whatever the book calls a model leads back to it."""
    for model in catalogue().values():
        for name in (model.title, model.title.upper(), f"anthropic/{model.id}", f"eu.anthropic.{model.id}-v1:0"):
            assert identify(name) == model.id, name


def test_a_family_offers_its_newest_first() -> None:
    """`sonnet` is several models; the refusal begins with what is wrong, not with an order."""
    found = BOOK.model("sonnet")
    assert isinstance(found, UnpricedName)
    assert found.nearest == ("claude-sonnet-5-5", "claude-sonnet-5", "claude-sonnet-4-6")
    said = loads(CODING.replace("claude-opus-4-8", "sonnet"))
    assert isinstance(said, Profile)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="claudeopsntkify.-/@:_ 0123456789v", max_size=60))
def test_any_claude_like_name_is_known_or_refused(name: str) -> None:
    """Nothing raises, and no other model is meant by half a name."""
    known = identify(name)
    assert known is None or known in catalogue()


def test_a_cloud_s_name_says_what_it_is_priced_as(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Accepted, with a word on the route; a family is refused in one line."""
    case = case_of(CODING.replace("claude-opus-4-8", "us.anthropic.claude-opus-4-8-v1:0"))
    assert any("is a name of Amazon Bedrock; it is priced at the API's list price" in w.sentence for w in doubts(case))
    path = tmp_path / "desk.toml"
    path.write_text(CODING.replace("claude-opus-4-8", "sonnet"))
    assert main(["compare", str(path), "--as-of", DAY.isoformat()]) == 2
    said = capsys.readouterr().err
    assert "workloads.coding.model: 'sonnet' is not in the price book; nearest: claude-sonnet-5-5" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "own-stack"', 'kind = "aws"', "nearest: own-stack"),
        ('kind = "own-stack"', 'kind = "self-hosted"', "nearest: own-stack"),
        ('kind = "own-stack"', 'kind = "Self hosted"', "nearest: own-stack"),
        ('kind = "own-stack"', 'kind = "anthropic"', "nearest: managed"),
        ('name = "Coding session"', 'name = "x"\ntoday = "own-stack"', "nearest: own"),
        ('name = "Coding session"', 'name = "x"\ntoday = "self-hosted"', "nearest: own"),
        ('name = "Coding session"', 'name = "x"\ntoday = "nothing"', "nearest: none"),
        ("active_minutes = 60", 'active_minutes = { value = 60, basis = "estimate" }', "estimate is called guess here"),
        ("active_minutes = 60", 'active_minutes = { value = 60, basis = "invoice" }', "nearest: contract"),
    ],
)
def test_other_words_lead_to_ours(old: str, new: str, said: str) -> None:
    """The obvious ones are mapped, not compared letter by letter."""
    found = loads(CODING.replace(old, new))
    assert isinstance(found, Problems)
    assert said in " ".join(found.sentences())


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("upkeep", "options.managed.upkeep_fte or options.own.upkeep_fte"),
        ("upkeep_fte", "options.managed.upkeep_fte or options.own.upkeep_fte"),
        ("own.upkeep_fte", "options.own.upkeep_fte"),
        ("own.upkeep", "options.own.upkeep_fte"),
        ("coding.active_minutes", "workloads.coding.active_minutes"),
        ("options.own.upkeep", "options.own.upkeep_fte"),
        ("sessions_per_month", "workloads.coding.sessions_per_month"),
        ("options.own.model", "workloads.coding.model; for this option alone options.own.workloads.coding.model"),
        (
            "options.own.tokens.input",
            "workloads.coding.tokens.input; for this option alone options.own.workloads.coding.tokens.input",
        ),
        ("options.own.sessions_per_month", "workloads.coding.sessions_per_month"),
        ("tokens.input", "workloads.coding.tokens.input"),
        ("workloads.coding.upkeep_fte", "options.managed.upkeep_fte or options.own.upkeep_fte"),
    ],
)
def test_a_key_without_its_table_is_completed(key: str, near: str) -> None:
    """With the ids of the profile, ready to be copied."""
    profile = loads(CODING)
    assert isinstance(profile, Profile)
    found = profile.changed({key: "0.3"})
    assert isinstance(found, Problems)
    assert found.items[0].nearest == near


def test_a_key_in_the_wrong_table_of_a_file_is_completed_alike() -> None:
    """The same hint as on the command line, with the line of the file."""
    found = loads(CODING.replace('kind = "own-stack"', 'kind = "own-stack"\nmodel = "claude-opus-4-8"'))
    assert isinstance(found, Problems)
    assert found.items[0].nearest == "workloads.coding.model; for this option alone options.own.workloads.coding.model"


def test_a_scenario_by_its_title(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name its author gave it, in any case; a slip names the nearest title."""
    path = tmp_path / "desk.toml"
    path.write_text(
        CODING + '[scenarios.shared]\ntitle = "Upkeep shared with platform"\nset = { "options.own.upkeep_fte" = 0.1 }\n'
    )
    for name in ("shared", "Upkeep shared with platform", "upkeep  shared with Platform"):
        assert main(["compare", str(path), "--scenario", name, "--json", "--draws", "50"]) == 0
        assert '"scenario":"shared"' in capsys.readouterr().out.replace(": ", ":")
    assert main(["compare", str(path), "--scenario", "Upkeep shared with platfrom"]) == 2
    assert "nearest: shared (Upkeep shared with platform)" in capsys.readouterr().err


def test_impossible_correlations_are_refused_by_check_and_compare_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Naming the pair and the bound; the same pair twice with two ranks as well."""
    a, b, c = "workloads.coding.active_minutes", "options.own.upkeep_fte", "options.managed.upkeep_fte"
    table = '[correlations.{}]\nbetween = ["{}", "{}"]\nrank = {}\n'
    tables = table.format("one", a, b, 0.9) + table.format("two", b, c, 0.9) + table.format("three", a, c, -0.9)
    path = tmp_path / "desk.toml"
    path.write_text(CODING + tables)
    for command in (["check"], ["compare", "--draws", "50"], ["check", "--expect", "own"], ["explain"]):
        arguments = [command[0], str(path), *command[1:]] + ([b] if command == ["explain"] else [])
        assert main(arguments) == 2
        said = capsys.readouterr().err
        assert "correlations.two.rank" in said
        assert f"{c} and {b}: a rank of 0.9 cannot hold together with the others: at most -0.64 is possible" in said
    path.write_text(CODING + table.format("one", a, b, 0.9) + table.format("two", b, a, 0.5))
    assert main(["check", str(path)]) == 2
    assert "correlations.one says 0.9" in capsys.readouterr().err
