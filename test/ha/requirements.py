"""Prints what a headless Home Assistant needs beyond its own package: the requirements of the integrations that are
always loaded and of those that the tests use, along their dependencies; first the file of constraints."""

import json
import pathlib

import homeassistant
from homeassistant.bootstrap import DEFAULT_INTEGRATIONS

COMPONENTS = pathlib.Path(homeassistant.__file__).parent / "components"
USED = {
    *("frontend", "mqtt", "api", "websocket_api", "config", "onboarding"),
    *("image", "event", "notify", "button", "camera", "media_source", "tts"),
}
# Loaded only where asked for, or needing what a test machine has not.
LEFT_OUT = {"recorder", "history", "energy", "bluetooth", "cloud", "stream", "go2rtc", "assist_pipeline", "conversation"}

seen: set[str] = set()
requirements: set[str] = set()
todo = sorted(USED | set(DEFAULT_INTEGRATIONS))
while todo:
    name = todo.pop()
    if name in seen or name in LEFT_OUT:
        continue
    seen.add(name)
    path = COMPONENTS / name / "manifest.json"
    if not path.exists():
        continue
    manifest = json.loads(path.read_text())
    requirements.update(manifest.get("requirements", []))
    todo += manifest.get("dependencies", [])

print(COMPONENTS.parent / "package_constraints.txt")
print("\n".join(sorted(requirements)))
