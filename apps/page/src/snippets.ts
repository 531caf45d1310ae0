export interface Snippet {
  title: string;
  where: string;
  text: string;
}

interface Installation {
  address: string;
  session: string;
  /** Whether Home Assistant's own events are listened to. */
  takesCommands: boolean;
  /** Whether messages reach Home Assistant under the names that automations listen to. */
  firesMessages: boolean;
}

/** What people do first, ready to be pasted. */
export function snippets({ address, session, takesCommands, firesMessages }: Installation): Snippet[] {
  return [
    ...(takesCommands ? [DOORBELL] : []),
    ...(firesMessages ? [REPLY] : []),
    {
      title: 'rest_command',
      where:
        'In configuration.yaml; the key goes into secrets.yaml as columba_key. Then call rest_command.whatsapp_send.',
      text: restCommand(address, session),
    },
    { title: 'curl', where: 'In any terminal that reaches Columba; KEY is an API key.', text: curl(address, session) },
  ];
}

const DOORBELL: Snippet = {
  title: 'Doorbell photo',
  where: 'A new automation, as YAML. It needs no key: Columba listens to this event.',
  text: `alias: Doorbell photo on WhatsApp
triggers:
  - trigger: state
    entity_id: binary_sensor.doorbell
    to: "on"
actions:
  - event: whatsapp_send_message
    event_data:
      to: "+49 151 23456789"
      message: Somebody is at the door
      camera: camera.front_door`,
};

const REPLY: Snippet = {
  title: 'React to a message',
  where: 'A new automation, as YAML. Name the numbers that may command your house; everybody else is ignored.',
  text: `alias: Lights by WhatsApp
triggers:
  - trigger: event
    event_type: whatsapp_message_received
conditions:
  - condition: template
    value_template: >-
      {{ trigger.event.data.from in ['4915123456789@c.us']
         and trigger.event.data.body | lower == 'lights on'
         and not trigger.event.data.replayed }}
actions:
  - action: light.turn_on
    target:
      area_id: living_room`,
};

const restCommand = (address: string, session: string): string => `rest_command:
  whatsapp_send:
    url: ${address}/v1/sessions/${session}/messages
    method: POST
    headers:
      X-Api-Key: !secret columba_key
    content_type: application/json
    payload: >-
      {{ {"chatId": to, "content": {"kind": "text", "text": message}} | to_json }}`;

const curl = (address: string, session: string): string => `curl ${address}/v1/sessions/${session}/messages \\
  -H "X-Api-Key: $KEY" -H "Content-Type: application/json" \\
  -d '{"chatId": "+4915123456789", "content": {"kind": "text", "text": "Hello"}}'`;
