import { Form } from './ui.js';

export function Login({ trouble, onKey }: { trouble?: string | undefined; onKey: (key: string) => void }) {
  return (
    <main class="login">
      <img src="./icon.svg" alt="" width="72" height="72" />
      <h1>Columba</h1>
      <p>
        Give an API key. The first one was shown in the terminal at the first start, and stands in the file{' '}
        <code>first-token</code> in the data folder.
      </p>
      <Form label="Log in" submit="Open" onSubmit={async (field) => onKey(field('key').trim())}>
        <label>
          API key
          <input name="key" type="password" autocomplete="off" required />
        </label>
      </Form>
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <p class="quiet">The key stays in this tab and is forgotten when you close it.</p>
    </main>
  );
}
