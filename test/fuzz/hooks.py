"""What the fuzzer has to know: names that exist, so that requests come past the first 404; and what must never be answered.

`npm run test:fuzz` sets the names, which belong to a simulated WhatsApp, and reads the answers kept here.
"""

import json
import os
import random
from collections import Counter

import schemathesis

NAMES: dict[str, list[str]] = json.loads(os.environ["FUZZ_NAMES"])
#: The session that stays linked whatever is asked, and the one on which that would end a link is tried.
HOME, SPARE = NAMES["session"][0], NAMES["spare"][0]
#: Ends the link of a session, or its life: `/v1/sessions/{session}` and what follows.
ENDING = ("/stop", "/restart", "/logout", "/pairing", "/start", "/engine")
ENDING_FLAT = ("/session", "/session/start", "/session/pair")
#: With these fields a flat body names its session and its chat.
CHAT_FIELDS = ("chatId", "number", "to", "id", "jid")

answers: Counter[str] = Counter()


@schemathesis.hook
def before_call(context, case, kwargs) -> None:
    """Mostly what is there; now and then what was made up. In every phase, right before the request leaves."""
    ends = _ends_a_link(case)
    for name in case.path_parameters or {}:
        if name == "session":
            case.path_parameters[name] = SPARE if ends else _mostly(NAMES["session"], case.path_parameters[name])
        elif name in NAMES:
            case.path_parameters[name] = _mostly(NAMES[name], case.path_parameters[name])
    _name_flat_session(case)
    _no_waiting(case)
    _people_who_are_there(case)


def _ends_a_link(case) -> bool:
    method, path = case.method.upper(), case.operation.path
    if path in ENDING_FLAT:
        return True
    if not path.startswith("/v1/sessions/{session}"):
        return False
    rest = path.removeprefix("/v1/sessions/{session}")
    return rest.startswith(ENDING) or (rest == "" and method in ("DELETE", "PATCH", "PUT"))


def _mostly(known: list[str], made_up):
    return random.choice(known) if random.random() < 0.85 or made_up == HOME else made_up


def _name_flat_session(case) -> None:
    """The flat API takes the session from query, body or header: one of them, and the one that was meant."""
    if not case.operation.path.startswith("/v1/") and (case.query or {}).get("session_id") == SPARE:
        # The fuzzer tries again what it once saw answered.
        case.query = {**case.query, "session_id": HOME}
    if case.operation.path not in ENDING_FLAT:
        return
    case.query = {"session_id": SPARE}
    case.headers = {name: value for name, value in (case.headers or {}).items() if name.lower() != "x-session-id"}
    if isinstance(case.body, dict):
        case.body = {name: value for name, value in case.body.items() if name != "session_id"}


def _no_waiting(case) -> None:
    """Nobody waits for what will not come."""
    if case.query and str(case.query.get("waitSeconds", "")).isdigit():
        case.query["waitSeconds"] = 0


def _people_who_are_there(case) -> None:
    if not isinstance(case.body, dict) or random.random() >= 0.7:
        return
    known = {field: random.choice(NAMES["chatId"]) for field in CHAT_FIELDS if isinstance(case.body.get(field), str)}
    case.body = {**case.body, **known}


@schemathesis.check
def no_fault(ctx, response, case) -> None:
    """No request, however odd, makes the server stumble."""
    answers[f"{response.status_code // 100}xx"] += 1
    if response.status_code >= 500:
        reason = _reason(response, case)
        answers[f"{response.status_code} {reason}"] += 1
    with open(os.environ["FUZZ_ANSWERS"], "w", encoding="utf-8") as file:
        json.dump(answers, file)
    if response.status_code >= 500 and reason is None:
        raise AssertionError(f"{response.status_code}: {response.text[:300]}")


def _reason(response, case) -> str | None:
    """Why a 5xx is right here, and nobody's fault; each is documented for its operation."""
    status, path = response.status_code, case.operation.path
    body = case.body if isinstance(case.body, dict) else {}
    flat_session = (case.query or {}).get("session_id") or body.get("session_id") or (case.headers or {}).get("x-session-id")
    if status == 501 and ("send.buttons" in response.text or "send.list" in response.text):
        return "WhatsApp shows these to nobody"
    if status == 503 and path.startswith("/v1/home-assistant/"):
        return "there is no Home Assistant here"
    if status == 503 and not path.startswith(("/v1/", "/api/")) and (flat_session or HOME) != HOME:
        return "the session that was named is not linked"
    if status == 504 and path == "/v1/sessions/{session}/pairing" and f"/sessions/{SPARE}/" in response.request.url:
        return "the spare session is started and stopped all the time, and may have no QR in time"
    if status == 502 and path == "/api/chats/{id}/messages" and "url" in body:
        return "nothing can be fetched from the made-up address"
    return None
