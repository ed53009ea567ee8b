"""All the tools: those that compare, and those that find profiles, read prices and use, and write a new profile."""

from __future__ import annotations

from collections import Counter
from datetime import date

from model.prices import BeforeFirstDay, open_book
from model.profile import Problems, load, profiles
from tui.agents.answers import MeasureAnswer, NewAnswer, PricesAnswer, ProfileAnswer, ProfilesAnswer
from tui.agents.asking import COLUMNS, FEW, Refused, inert, read, refuse, typed
from tui.agents.comparing import Comparing
from tui.agents.wanted import NO_CHANGES, Changes, Day, Entry, Format, Full, NewName, Sources, Starter
from tui.agents.write_profile import write_profile
from tui.commands import arguments
from tui.commands.gathering import own_folder
from tui.commands.measure import format_name
from tui.commands.profiles import PLACES


class Tools(Comparing):
    """The tools of one server."""

    def profiles(self) -> ProfilesAnswer:
        """List the profiles: each compares ways to host one team's agents (Claude Managed Agents, an own stack, …). Begin here to find the name."""
        every = profiles(own_folder())
        if self._write is not None:
            written = [each for each in profiles(None, self._write) if each.place == "here"]
            every = (
                *written,
                *(each for each in every if each.path.resolve() not in {w.path.resolve() for w in written}),
            )
        rows = []
        for each in every:
            found = load(each.path)
            if isinstance(found, Problems):
                if each.place != "here":
                    rows.append(_row(each.name, PLACES[each.place], "", "cannot be read: tool check says why"))
                continue
            writable = self._write is not None and each.path.parent.resolve() == self._write
            rows.append(
                _row(each.name, "writable" if writable else PLACES[each.place], found.name, found.text("summary") or "")
            )
        return ProfilesAnswer(
            profiles=rows,
            writes=self._write is not None,
            more="compare(profile) answers which option; flips(profile) what would change that",
        )

    def prices(
        self,
        name: Entry = None,
        as_of: Day = None,
        full: Full = False,
    ) -> PricesAnswer:
        """The dated book of prices and rules: token rates, runtime, sandboxes, machines, each with its source and the day it was checked."""
        from model.report.book_text import chosen_entries, listed

        today = self._today or date.today()
        book = open_book(read(arguments.day, as_of, "as_of") if as_of is not None else today)
        if isinstance(book, BeforeFirstDay):
            raise Refused(f"as_of: prices begin on {book.first_day.isoformat()}")
        every, found = chosen_entries(book, None), chosen_entries(book, name)
        if isinstance(every, Problems) or isinstance(found, Problems):
            refuse([each for part in (every, found) if isinstance(part, Problems) for each in part.items])
        return typed(
            PricesAnswer,
            {
                "book": {
                    "as_of": book.as_of.isoformat(),
                    "oldest_checked": book.oldest_checked.isoformat(),
                    "sha256": book.sha256,
                },
                "groups": dict(Counter(entry.group for entry in every)),
                "more": "name: a model, a preset or one of the groups; full: the whole book",
            },
            text=inert(listed(book, found, today, COLUMNS)) if full or name is not None else "",
        )

    def measure(
        self,
        sources: Sources,
        format: Format = None,
        as_of: Day = None,
        full: Full = False,
    ) -> MeasureAnswer:
        """Who causes the bill, from what really ran, and what that gives for a profile. Counts only: no prompts, no names."""
        from model.usage.into_profile import placed
        from model.usage.measuring import measure
        from model.usage.told import measure_json, measure_text

        if not sources or any(each.strip() in ("", "-") or each.startswith(("/dev/", "/proc/")) for each in sources):
            raise Refused("sources: name files or folders")
        day = read(arguments.day, as_of, "as_of") if as_of is not None else self._today or date.today()
        known = read(format_name, format, "format") if format is not None else None
        found = measure(sources, day, known)
        if found.is_empty:
            raise Refused("\n".join(["nothing could be read", *(inert(each.sentence()) for each in found.refused)]))
        inputs = placed(found.estimates, None, {}).inputs
        document = measure_json.document(found, inputs).model_dump(mode="json", by_alias=True)
        return typed(
            MeasureAnswer,
            {
                **{key: document[key] for key in ("window", "totals")},
                "inputs": {each.key: each.text for each in inputs},
                "profile": document["profile"] if full else {},
                "agents": document["agents"] if full else document["agents"][:FEW],
                "warnings": [*document["warnings"], *document["refused"]],
                "more": "full: all agents and the whole report; what_if(profile, changes) takes these inputs",
            },
            text=inert(measure_text.as_text(found, inputs)) if full else "",
        )

    def new(
        self,
        name: NewName,
        starter: Starter = None,
        changes: Changes = NO_CHANGES,
    ) -> NewAnswer:
        """Write a new profile, from a starter with inputs changed, never over a file. Only where the server was started with --write FOLDER."""
        path = write_profile(self._write, name, starter, changes)
        return NewAnswer(profile=path.stem, path=str(path), more=f"compare(profile={path.stem!r}) answers it")


def _row(name: str, place: str, title: str, summary: str) -> ProfileAnswer:
    return typed(ProfileAnswer, {"name": name, "place": place, "title": title, "summary": summary})
