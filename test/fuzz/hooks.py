"""What the fuzzer has to know: names that exist, so that requests come past the first 404; and what must never be answered.

`npm run test:fuzz` sets the names; they belong to a simulated WhatsApp.
"""

import json
import os
import random

import schemathesis

NAMES: dict[str, list[str]] = json.loads(os.environ["FUZZ_NAMES"])
#: What of the linked session would be gone afterwards is tried on another one.
DESTRUCTIVE = ("/stop", "/restart", "/logout", "/pairing", "/start")
#: 501, 503 and 504 are answers, with a code, to what an engine cannot do now; these are our faults.
FAULTS = (500, 502, 507)


@schemathesis.check
def no_fault(ctx, response, case) -> None:
    """No request, however odd, makes the server stumble."""
    if response.status_code in FAULTS:
        raise AssertionError(f"{response.status_code}: {response.text[:300]}")


def _is_destructive(operation) -> bool:
    path = operation.path
    if operation.method.upper() == "DELETE" and path == "/v1/sessions/{session}":
        return True
    return path.startswith("/v1/sessions/{session}/") and path.removeprefix("/v1/sessions/{session}").startswith(DESTRUCTIVE)


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Mostly what is there; now and then what was made up."""
    for name in path_parameters or {}:
        destructive = name == "session" and _is_destructive(context.operation)
        known = NAMES.get("spare" if destructive else name)
        if known and (random.random() < 0.85 or (destructive and path_parameters[name] in NAMES["session"])):
            path_parameters[name] = random.choice(known)
    return path_parameters


@schemathesis.hook
def map_query(context, query):
    """Nobody waits for what will not come."""
    if query and str(query.get("waitSeconds", "")).isdigit():
        query["waitSeconds"] = 0
    return query


@schemathesis.hook
def map_body(context, body):
    """Messages go to people who are there."""
    if isinstance(body, dict) and random.random() < 0.7:
        for field in ("chatId", "number", "to", "id"):
            if isinstance(body.get(field), str):
                body[field] = random.choice(NAMES["chatId"])
    return body
