"""The generated client `columba_client`, with what a document cannot describe: one call to begin, and events as they come."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
from columba_client import AuthenticatedClient
from columba_client.models.problem import Problem

__all__ = ["ColumbaError", "connect", "events", "ok"]

_CLOSED = (429, 503)
_LONGEST_PAUSE = 30.0


class ColumbaError(Exception):
    """What the server refused; decide by `code`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.code: str = problem.code


def ok(answer: Any) -> Any:
    """The answer of a call, or a ColumbaError in place of a problem."""
    if isinstance(answer, Problem):
        raise ColumbaError(answer)
    return answer


class _Patient(httpx.HTTPTransport):
    """Tries again what met a closed door, with the same key: nothing is done twice."""

    def __init__(self, retries: int) -> None:
        super().__init__()
        self._times = retries

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method not in ("GET", "HEAD"):
            request.headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
        pause = 0.25
        for left in range(self._times, -1, -1):
            try:
                response = super().handle_request(request)
                if left == 0 or response.status_code not in _CLOSED:
                    return response
                response.close()
                after = response.headers.get("Retry-After", "")
                time.sleep(min(float(after) if after.isdigit() else pause, _LONGEST_PAUSE))
            except httpx.TransportError:
                if left == 0:
                    raise
                time.sleep(pause)
            pause *= 2
        raise AssertionError("the last try answers or raises")


def connect(url: str, token: str, *, retries: int = 3, timeout: float = 70.0) -> AuthenticatedClient:
    """A client of one Columba, for all functions below `columba_client.api`."""
    return AuthenticatedClient(
        base_url=url.rstrip("/"),
        token=token,
        prefix="",
        auth_header_name="X-Api-Key",
        timeout=httpx.Timeout(timeout),
        httpx_args={"transport": _Patient(retries)},
    )


def events(
    client: AuthenticatedClient, *, cursor: str | None = None, types: list[str] | None = None
) -> Iterator[tuple[dict[str, Any], str]]:
    """Everything that happens, in order, each with the cursor to go on behind it. Without a cursor: from now on.

    Events are plain dictionaries: types that this client does not know yet pass as well.
    """
    http = client.get_httpx_client()
    query: dict[str, Any] = {"waitSeconds": 0, "limit": 1, **({"types": ",".join(types)} if types else {})}
    if cursor is None:
        cursor = str(_page(http, {**query, "from": "now"})["nextCursor"])
    while True:
        page = _page(http, {**query, "cursor": cursor, "waitSeconds": 30})
        cursor = str(page["nextCursor"])
        for event in page["data"]:
            yield event, cursor


def _page(http: httpx.Client, query: dict[str, Any]) -> dict[str, Any]:
    response = http.get("/v1/events", params=query)
    if response.status_code >= 400:
        raise ColumbaError(Problem.from_dict(response.json()))
    return response.json()
