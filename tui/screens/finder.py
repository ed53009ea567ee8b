"""The pictures of the work screen in the command palette, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.picturing import available

if TYPE_CHECKING:
    from tui.pictures import PictureKind
    from tui.screens.work import WorkScreen

START = "Picture: "


class PictureProvider(Provider):
    """What can be shown on the right side now."""

    @property
    def _work(self) -> WorkScreen:
        return cast("WorkScreen", self.screen)

    def _kinds(self) -> list[PictureKind]:
        answer = self._work.bench.answer
        return available(answer.analysis) if answer is not None and answer.analysis is not None else []

    async def discover(self) -> Hits:
        """All of them."""
        for kind in self._kinds():
            yield DiscoveryHit(f"{START}{kind.title}", partial(self._work.show_picture, kind.id))

    async def search(self, query: str) -> Hits:
        """Those whose names match."""
        matcher = self.matcher(query)
        for kind in self._kinds():
            score = matcher.match(f"{START}{kind.title}")
            if score > 0:
                yield Hit(score, matcher.highlight(f"{START}{kind.title}"), partial(self._work.show_picture, kind.id))
