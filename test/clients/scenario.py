"""A whole course through the Python client, as a user of the package would write it. See `npm run test:clients`."""

import base64
import json
import os
import urllib.request
from io import BytesIO

from columba import ColumbaError, connect, events, ok
from columba_client.api.chats import list_chats
from columba_client.api.events import list_events
from columba_client.api.media import download_media, upload_media
from columba_client.api.messages import list_messages, send_message
from columba_client.api.pairing import start_pairing
from columba_client.api.sessions import create_session, get_session
from columba_client.models import (
    CreateSessionRequest,
    OutgoingDocument,
    OutgoingText,
    SendMessageRequest,
    StartPairingRequest,
    TextContent,
    UploadMediaSource,
)
from columba_client.types import File

SESSION = "third"
OWNER = "15550100010"
BRUNO = "15550100002"


def people(operation: str, **given: object) -> None:
    """What people of the simulated WhatsApp do."""
    request = urllib.request.Request(
        f"{os.environ['SIM_CONTROL'].rstrip('/')}/control/{operation}",
        data=json.dumps(given).encode(),
        headers={"Authorization": f"Bearer {os.environ['SIM_TOKEN']}", "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request).read()


client = connect(os.environ["COLUMBA_URL"], os.environ["COLUMBA_TOKEN"])
place = ok(list_events.sync(client=client, from_="now")).next_cursor

ok(create_session.sync(client=client, body=CreateSessionRequest(name=SESSION, auto_start=False)))
pairing = ok(start_pairing.sync(SESSION, client=client, body=StartPairingRequest(method="qr")))
assert pairing.kind == "qr", pairing
people("account.add", pn=OWNER, name="Third owner")
people("device.scan", qr=pairing.text, pn=OWNER)
for event, cursor in events(client, cursor=place, types=["session.state_changed"]):
    if event["session"] == SESSION and event["data"]["state"] == "connected":
        break
print("linked")

text = SendMessageRequest(chat_id="+1 555 010 0001", content=OutgoingText(kind="text", text="Hello Ada"))
sent = ok(send_message.sync(SESSION, client=client, body=text, idempotency_key="scenario-1"))
again = ok(send_message.sync(SESSION, client=client, body=text, idempotency_key="scenario-1"))
assert sent.status != "failed" and again.message_id == sent.message_id, (sent, again)
for event, cursor in events(client, cursor=cursor, types=["message.received"]):
    if event["session"] == SESSION:
        break
print(f"sent and answered: {event['data']['message']['content']['text']}")

note = b"The washing machine is done.\n"
media = ok(upload_media.sync(SESSION, client=client, body=File(payload=BytesIO(note)), x_file_name="note.txt"))
source = UploadMediaSource(kind="upload", media_id=media.media_id, file_name="note.txt")
document = OutgoingDocument(kind="document", media=source)
ok(send_message.sync(SESSION, client=client, body=SendMessageRequest(chat_id=BRUNO, content=document)))
reply = {"kind": "document", "bytes": base64.b64encode(note).decode(), "mimeType": "text/plain", "fileName": "reply.txt"}
people("send", **{"from": BRUNO, "to": OWNER, "content": reply})
for event, cursor in events(client, cursor=cursor, types=["media.changed"]):
    if event["session"] == SESSION and event["data"]["media"]["state"] == "ready":
        break
received = download_media.sync_detailed(SESSION, event["data"]["media"]["mediaId"], client=client)
assert received.status_code == 200 and received.content == note, received
print(f"a file of {len(received.content)} bytes came in")

page = ok(list_chats.sync(SESSION, client=client, limit=1))
assert len(page.data) == 1
messages = ok(list_messages.sync(SESSION, "15550100001", client=client)).data
assert any(isinstance(one.content, TextContent) and one.content.text == "Hello Ada" for one in messages), messages
try:
    ok(get_session.sync("nobody", client=client))
    raise AssertionError("a problem was expected")
except ColumbaError as error:
    assert error.code == "not_found", error.code
stranger = connect(os.environ["COLUMBA_URL"], "nobody-knows-this-token-0123456789")
try:
    ok(get_session.sync(SESSION, client=stranger))
    raise AssertionError("a problem was expected")
except ColumbaError as error:
    assert error.code == "unauthorized", error.code
print("refusals have their codes")
