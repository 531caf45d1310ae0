import { useState } from 'preact/hooks';
import type { ApiKey } from '../model.js';
import { useWorld } from '../state.js';
import { Act, ago, Card, Copyable, Form, type Field } from './ui.js';

const RIGHTS = { send: 'read and send', read: 'read only', admin: 'everything' };

export function ApiKeys() {
  const { api, keys, refresh } = useWorld();
  const [made, setMade] = useState<string>();
  const create = async (field: Field, form: HTMLFormElement): Promise<void> => {
    const body = { name: field('name'), scopes: [field('scope')] };
    const { key } = await api.call<{ key: string }>('POST', 'v1/api-keys', body);
    setMade(key);
    form.reset();
    refresh();
  };
  const remove = (keyId: string) => async () => {
    await api.call('DELETE', `v1/api-keys/${keyId}`);
    refresh();
  };
  return (
    <Card title="API keys">
      <p class="quiet">For automations and programs: one for each, so that you can take back one of them.</p>
      {made !== undefined && (
        <div class="note good" role="status">
          <p>
            <strong>Your new key.</strong> It is shown only now: copy it.
          </p>
          <Copyable label="New API key" text={made} />
          <button type="button" onClick={() => setMade(undefined)}>
            I have it
          </button>
        </div>
      )}
      <ul class="rows" aria-label="API keys" hidden={keys.length === 0}>
        {keys.map((key) => (
          <li key={key.keyId}>
            <span class="who">{key.name}</span>
            <span class="quiet">
              {rightsOf(key)}, used {ago(key.lastUsedAt)}
            </span>
            <Act does={remove(key.keyId)} confirm="Take it back?">
              Remove
            </Act>
          </li>
        ))}
      </ul>
      <Form label="Make an API key" submit="Make a key" onSubmit={create}>
        <label>
          What it is for
          <input name="name" required maxLength={100} placeholder="Home Assistant" />
        </label>
        <label>
          It may
          <select name="scope">
            {Object.entries(RIGHTS).map(([scope, words]) => (
              <option key={scope} value={scope}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </Form>
    </Card>
  );
}

function rightsOf({ scopes }: ApiKey): string {
  const highest = (['admin', 'send', 'read'] as const).find((scope) => scopes.includes(scope));
  return highest ? RIGHTS[highest] : 'nothing';
}
