import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { messageOf } from '../api.js';

export type Tone = 'good' | 'busy' | 'bad' | 'idle';

/** A word in colour; the colour never says anything that the word does not. */
export const Pill = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <span class={`pill ${tone}`}>{children}</span>
);

export function Card({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** A button that waits for what it does, and says what went wrong. */
export function Act({
  does,
  children,
  kind = 'plain',
  confirm,
}: {
  does: () => Promise<unknown>;
  children: ComponentChildren;
  kind?: 'plain' | 'primary' | 'danger';
  /** Asked first, in the button's own place. */
  confirm?: string;
}) {
  const [stage, setStage] = useState<'ready' | 'sure' | 'busy'>('ready');
  const [trouble, setTrouble] = useState<string>();
  const run = (): void => {
    setStage('busy');
    setTrouble(undefined);
    does()
      .catch((error: unknown) => setTrouble(messageOf(error)))
      .finally(() => setStage('ready'));
  };
  if (stage === 'sure')
    return (
      <span class="sure" role="group" aria-label={confirm}>
        <span>{confirm}</span>
        <button type="button" class="danger" onClick={run}>
          Yes
        </button>
        <button type="button" onClick={() => setStage('ready')}>
          No
        </button>
      </span>
    );
  return (
    <>
      <button
        type="button"
        class={kind}
        disabled={stage === 'busy'}
        onClick={confirm === undefined ? run : () => setStage('sure')}
      >
        {children}
      </button>
      {trouble !== undefined && (
        <span class="trouble" role="alert">
          {trouble}
        </span>
      )}
    </>
  );
}

export type Field = (name: string) => string;
const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

/** A form whose answer is awaited; its trouble stands below it. */
export function Form({
  label,
  submit,
  onSubmit,
  children,
}: {
  label: string;
  submit: string;
  /** @param field the text of a field by its name. */
  onSubmit: (field: Field, form: HTMLFormElement) => Promise<unknown>;
  children: ComponentChildren;
}) {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    setBusy(true);
    setTrouble(undefined);
    onSubmit((name) => textOf(new FormData(form).get(name)), form)
      .catch((error: unknown) => setTrouble(messageOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <form aria-label={label} onSubmit={send}>
      {children}
      <button class="primary" disabled={isBusy}>
        {submit}
      </button>
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}

/** Text to be copied. Where the browser keeps its clipboard from plain HTTP, the text is selected instead. */
export function Copyable({ label, text }: { label: string; text: string }) {
  const [said, setSaid] = useState('Copy');
  const copy = async (event: MouseEvent): Promise<void> => {
    const block = (event.currentTarget as HTMLElement).parentElement?.querySelector('code');
    if (block) getSelection()?.selectAllChildren(block);
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Selected: press Ctrl+C');
    }
  };
  return (
    <div class="copyable">
      <pre tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </pre>
      <button type="button" onClick={(event) => void copy(event)} aria-label={`Copy: ${label}`}>
        {said}
      </button>
    </div>
  );
}

/** "3 minutes ago"; nothing here needs to be more exact. */
export function ago(instant: string | undefined): string {
  if (instant === undefined) return 'never';
  const seconds = (Date.now() - Date.parse(instant)) / 1000;
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return words.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 86_400) return words.format(-Math.round(seconds / 3600), 'hour');
  return words.format(-Math.round(seconds / 86_400), 'day');
}
