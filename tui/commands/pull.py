"""`switchpoint pull --since DATE --out FOLDER`: sessions, threads, events and cost through the official client, contents dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from model.usage.pulling.client import Client, Stopped
from model.usage.pulling.fetching import pull
from model.usage.pulling.folder import Folder
from tui.command_line import FINE, WRONG_INPUT
from tui.commands.arguments import Parser, day, parsed
from tui.commands.narration import note, progress

if TYPE_CHECKING:
    from model.usage.pulling.fetching import Pulled


def run(arguments: Sequence[str], today: date) -> int:
    """Fetch, and say in a line what there is now and how to read it; exit 2 where the API stopped it."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE

    if chosen.since > today:
        note(f"pull: {chosen.since} is still to come")
        return WRONG_INPUT
    folder = Folder(Path(chosen.out))
    earlier = folder.since()
    if earlier is not None and earlier != str(chosen.since):
        note(f"pull: {chosen.out} holds sessions since {earlier}; name that day again, or another folder")
        return WRONG_INPUT
    try:
        client = Client()
        folder.make()
        with progress() as say:
            found = pull(client, folder, chosen.since, today, say, chosen.events)
    except Stopped as error:
        note(f"pull: {error}")
        return WRONG_INPUT
    _told(found, chosen.out)
    return FINE


def _parser() -> Parser:
    parser = Parser(
        "pull",
        "Sessions, threads, events and cost from the API, contents dropped. The key is read by the official client "
        "(ANTHROPIC_API_KEY or a sign-in) and never printed or stored; interrupted, the same command goes on.",
    )
    parser.add_argument(
        "--since", metavar="DATE", type=day, required=True, help="sessions that began on this day or later"
    )
    parser.add_argument(
        "--out", metavar="FOLDER", required=True, help="where the pages go; measure, reconcile and track read it"
    )
    parser.add_argument(
        "--no-events", dest="events", action="store_false", help="sessions and threads only: faster, no pauses"
    )
    return parser


def _told(found: Pulled, out: str) -> None:
    note(
        f"pull: {found.sessions:,} sessions, {found.looked_into:,} looked into, {found.up_to_date:,} up to date, "
        f"{found.running:,} still running, {found.cost_rows:,} rows of cost"
    )
    if found.gone:
        note(f"pull: {found.gone:,} sessions are gone since they were listed")
    if found.strange:
        note(f"pull: {found.strange:,} objects of the list are no sessions and were left alone")
    if found.no_cost:
        note(f"pull: no cost: {found.no_cost}; cost needs a key of the organization")
    if found.dropped:
        names = ", ".join(name[:40] for name, _ in found.dropped.most_common(8))
        note(f"pull: texts under keys not known here were dropped: {ascii(names)[1:-1]}")
    note(f"pull: now switchpoint measure {quote(out)}, or reconcile {quote(out)}, or track PROFILE {quote(out)}")
