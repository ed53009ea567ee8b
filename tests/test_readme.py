"""What the README says is true: its worked comparison to the cent, its commands as they are."""

from pathlib import Path

import numpy as np
import pytest
from cases import DAY, starter

from model.comparison import evaluate, middle, resolve
from model.decision import analyse
from model.profile import Problems, load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def months(option: str) -> dict[str, float]:
    """Month 1 of the coding session by line key, middle case."""
    profile = load(ROOT / "profiles" / "coding-session.toml")
    assert not isinstance(profile, Problems)
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems)
    return {
        line.key: float(np.squeeze(line.month_1_usd))
        for line in evaluate(case, middle(case)).option(option).lines
        if line.bridge is None
    }


@pytest.mark.parametrize(
    ("key", "quantity", "rate", "printed"),
    [
        ("tokens.input", 100, 5.0, "$500.00"),
        ("tokens.cache_read", 400, 0.5, "$200.00"),
        ("tokens.output", 150, 25.0, "$3,750.00"),
        ("runtime.session", 10_000, 0.08, "$800.00"),
    ],
)
def test_the_worked_comparison_is_true_to_the_cent(key: str, quantity: float, rate: float, printed: str) -> None:
    """Every row of the table is quantity × rate, and what the model says."""
    assert months("managed")[key] == pytest.approx(quantity * rate)
    assert f"{quantity * rate:,.2f}" == printed.removeprefix("$")
    assert f"| {printed} |" in README


def test_the_sandbox_of_the_own_stack_is_true_to_the_cent() -> None:
    """20,000 vCPU-hours × $0.0504 + 40,000 GiB-hours × $0.0162 = $1,656.00."""
    own = months("own")
    assert own["sandbox.vcpu"] + own["sandbox.memory"] == pytest.approx(20_000 * 0.0504 + 40_000 * 0.0162)
    assert "$1,656.00" in README


def test_ci_calls_the_commands_of_the_readme() -> None:
    """The script of the continuous integration runs the two commands that the README gives."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [block.strip() for block in README.split("```")[1::2]]
    assert len(commands) == 2
    for command in commands:
        assert command in script


def test_what_would_flip_the_worked_example_is_what_the_product_says() -> None:
    """The README names the nearest flip and the volume with their figures; both are the bounds of today's analysis."""
    rows = {row.key: row for row in analyse(starter("coding-session"), 2000).switching_values}
    price = next(row for key, row in rows.items() if key.endswith("token_price_factor"))
    said = " ".join(README.split())
    assert f"{price.value:.1f} times their price" in said
    assert f"about {round(rows['workloads.coding.sessions_per_month'].value, -3):,.0f} sessions a month" in said
