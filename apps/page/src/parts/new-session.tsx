import { useWorld } from '../state.js';
import { engineName } from './engines.js';
import { Form, type Field } from './ui.js';

export function NewSession() {
  const { api, engines, sessions, refresh } = useWorld();
  const create = async (field: Field, form: HTMLFormElement): Promise<void> => {
    await api.call('POST', 'v1/sessions', { name: field('name'), engine: field('engine') });
    form.reset();
    refresh();
  };
  return (
    <details class="more" open={sessions.length === 0}>
      <summary>Add another account</summary>
      <Form label="Add another account" submit="Add" onSubmit={create}>
        <label>
          Name
          <input
            name="name"
            required
            pattern="[a-z0-9][a-z0-9_\-]{0,63}"
            placeholder="office"
            title="Small letters, digits, _ and -"
          />
        </label>
        <label>
          Engine
          <select name="engine">
            {engines.map((engine) => (
              <option key={engine} value={engine}>
                {engineName(engine)}
              </option>
            ))}
          </select>
        </label>
      </Form>
    </details>
  );
}
