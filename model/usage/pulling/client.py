"""The official client, and what went wrong in one line. The key is read by the client itself, never here, and no message of
the API is repeated: it may hold what was sent."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import DecodeError, json

PAGE = 100
ROWS = 1_000
RETRIES = 6
"""The client's own: 429, 408, 409 and 5xx, with the wait that the API asks for."""
NO_KEY = "no key: set ANTHROPIC_API_KEY, or sign in with the official client"
EXTRA = "pull needs the official client: pip install 'switchpoint[pull]'"


class Stopped(Exception):  # noqa: N818 - a reason, told in one line
    """Fetching cannot go on: why, in one line, without the key and without anything the API said of a session."""


class Gone(Stopped):
    """One session is not there any more."""


class CredentialRefused(Stopped):
    """The credential may not read this."""


_STATUS: Mapping[int, str] = {
    400: "the API refuses the request (400)",
    401: "the API does not know this key (401): set ANTHROPIC_API_KEY to one that is valid",
    402: "the account has to be paid first (402)",
    403: "this key may not read that (403)",
    404: "not found (404)",
    408: "the API took too long (408); run the same command again, it goes on where it stopped",
    409: "the API reports a conflict (409); run the same command again",
    413: "the request is too large (413)",
    429: "too many requests (429) after all retries; run the same command again later, it goes on where it stopped",
    529: "the API is overloaded (529) after all retries; run the same command again later, it goes on where it stopped",
}


class Client:
    """Reads pages. Raises `Stopped` and its kinds."""

    def __init__(self) -> None:
        try:
            self._sdk: Any = importlib.import_module("anthropic")
        except ImportError:
            raise Stopped(EXTRA) from None
        try:
            self._client: Any = self._sdk.Anthropic(max_retries=RETRIES, open_telemetry=False)
        except self._sdk.CredentialsError:
            raise Stopped(NO_KEY) from None
        except Exception as error:
            raise Stopped(f"the client could not be started ({type(error).__name__})") from None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def sessions(self, since: str, page: str | None) -> dict[str, Any]:
        """A page of sessions, oldest first, archived ones too."""
        resource = self._client.beta.sessions.with_raw_response
        return self._page(resource.list, page, created_at_gte=since, include_archived=True, order="asc", limit=PAGE)

    def threads(self, session: str) -> Iterator[dict[str, Any]]:
        """Every page of a session's threads."""
        return self._pages(self._client.beta.sessions.threads.with_raw_response.list, session_id=session)

    def events(self, session: str) -> Iterator[dict[str, Any]]:
        """Every page of a session's events."""
        return self._pages(self._client.beta.sessions.events.with_raw_response.list, session_id=session)

    def cost(self, starting_at: str, ending_at: str, page: str | None) -> dict[str, Any]:
        """A page of cost by day, agent, model and kind."""
        resource = self._client.beta.organization.analytics.cost.with_raw_response
        return self._page(
            resource.list, page, starting_at=starting_at, ending_at=ending_at, time_bucket_width="1d", limit=ROWS,
            group_by=["agent_id", "model", "cost_type", "token_type"],
        )  # fmt: skip

    def _pages(self, call: Any, **asked: Any) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        cursor: str | None = None
        while True:
            page = self._page(call, cursor, **asked)
            yield page
            cursor = next_of(page)
            if cursor is None:
                return
            if cursor in seen:
                raise Stopped("the API names a next page that it named before: the chain of pages never ends")
            seen.add(cursor)

    def _page(self, call: Any, page: str | None, **asked: Any) -> dict[str, Any]:
        if page is not None:
            asked["page"] = page
        try:
            found = json.decode(call(**asked).read())
        except (DecodeError, RecursionError):
            raise Stopped("the API answered with something that is no JSON") from None
        except TypeError as error:
            if "authentication" in str(error).lower() or "api_key" in str(error):
                raise Stopped(NO_KEY) from None
            raise
        except self._sdk.CredentialsError:
            raise Stopped(NO_KEY) from None
        except self._sdk.AnthropicError as error:
            raise self._named(error) from None
        if not isinstance(found, dict) or not isinstance(found.get("data"), list):
            raise Stopped("the API answered with something that is no page")
        return found

    def _named(self, error: Any) -> Stopped:
        if isinstance(error, self._sdk.APITimeoutError):
            return Stopped("the API did not answer in time; run the same command again, it goes on where it stopped")
        if isinstance(error, self._sdk.APIConnectionError):
            return Stopped("the API cannot be reached: check the network, a proxy, ANTHROPIC_BASE_URL")
        status = getattr(error, "status_code", None)
        if not isinstance(status, int):
            return Stopped(f"the client gave up ({type(error).__name__})")
        said = _STATUS.get(
            status, f"the API failed ({status}); run the same command again, it goes on where it stopped"
        )
        number = getattr(error, "request_id", None)
        kind = Gone if status == 404 else CredentialRefused if status == 403 else Stopped
        return kind(
            f"{said}; request {number}" if isinstance(number, str) and number.isascii() and len(number) < 80 else said
        )


def next_of(page: Mapping[str, Any]) -> str | None:
    """The cursor of the page after; None at the end."""
    found = page.get("next_page")
    return found if isinstance(found, str) and found else None
