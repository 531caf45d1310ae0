/** The script that makes sending an action with a form and an answer; it fires the command and waits for its result. */
export const SCRIPT_ID = 'whatsapp_send_message';

const template = (name: string, otherwise: string) => `{{ ${name} | default(${otherwise}) }}`;

export const SCRIPT = {
  alias: 'WhatsApp: send message',
  description:
    'Made by Columba. Sends a text, a picture, a file or a voice message, and answers with what became of it.',
  icon: 'mdi:whatsapp',
  mode: 'parallel',
  max: 20,
  fields: {
    to: {
      name: 'To',
      description: 'A number with its country code, or the name of a contact or group.',
      required: true,
      example: '34600111222',
      selector: { text: {} },
    },
    message: { name: 'Message', selector: { text: { multiline: true } } },
    camera: { name: 'Picture of a camera', selector: { entity: { domain: ['camera', 'image'] } } },
    media: {
      name: 'File or media id',
      description: 'A path below /media or /share, a media-source id, or an address.',
      selector: { text: {} },
    },
    tts: { name: 'Speak as a voice message', selector: { boolean: {} } },
    session: { name: 'Session', description: 'Where there are several accounts.', selector: { text: {} } },
  },
  sequence: [
    { variables: { rid: '{{ this.entity_id }}-{{ now().timestamp() }}-{{ range(1000, 9999) | random }}' } },
    {
      event: 'whatsapp_send_message',
      event_data: {
        request_id: '{{ rid }}',
        to: '{{ to }}',
        message: template('message', "''"),
        camera: template('camera', "''"),
        media: template('media', "''"),
        tts: template('tts', 'false'),
        session_id: template('session', "''"),
      },
    },
    {
      wait_for_trigger: [
        { trigger: 'event', event_type: 'whatsapp_message_result', event_data: { request_id: '{{ rid }}' } },
      ],
      timeout: '00:00:30',
      continue_on_timeout: true,
    },
    {
      variables: {
        result: "{{ dict(wait.trigger.event.data) if wait.trigger else {'status': 'timeout', 'request_id': rid} }}",
      },
    },
    { stop: 'done', response_variable: 'result' },
  ],
};
