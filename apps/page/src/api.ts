/** An answer that says no; `message` is for the person in front of the page. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const KEY = 'columba-key';

export const storedKey = (): string | undefined => sessionStorage.getItem(KEY) ?? undefined;
export const forgetKey = (): void => sessionStorage.removeItem(KEY);
export const keepKey = (key: string): void => sessionStorage.setItem(KEY, key);

/**
 * The API is beside the page inside Home Assistant, where the page lies at the root, and one folder up elsewhere. Every
 * address is relative, so that both hold behind any prefix.
 */
const apiBase = (): URL => new URL(location.pathname.endsWith('/ui/') ? '../' : './', document.baseURI);

export class Api {
  private readonly base = apiBase();

  /** Without a key: Home Assistant has said who is there. */
  constructor(readonly key?: string) {}

  get address(): string {
    return this.base.href.replace(/\/$/, '');
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const response = await this.request(new URL(path, this.base), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    });
    const text = await response.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** A file beside the page. */
  async beside<T>(name: string): Promise<T> {
    return (await (await this.request(new URL(name, document.baseURI))).json()) as T;
  }

  /** A picture that needs the key, as an address for an image. */
  async picture(path: string): Promise<string> {
    const blob = await (await this.request(new URL(path, this.base))).blob();
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.addEventListener('load', () => resolve(reader.result as string));
      reader.addEventListener('error', () => reject(new Error('The picture cannot be shown')));
      reader.readAsDataURL(blob);
    });
  }

  /** The line on which the server tells what happens. */
  line(): WebSocket {
    const url = new URL('v1/events/socket', this.base);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    const { key } = this;
    if (key !== undefined) socket.addEventListener('open', () => socket.send(JSON.stringify({ token: key })));
    return socket;
  }

  private async request(url: URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.key !== undefined) headers.set('X-Api-Key', this.key);
    const response = await fetch(url, { ...init, headers });
    if (!response.ok) throw new Refusal(response.status, await detailOf(response));
    return response;
  }
}

async function detailOf(response: Response): Promise<string> {
  try {
    const { detail, title } = (await response.json()) as { detail?: string; title?: string };
    return detail ?? title ?? response.statusText;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}

/** 128 random bits; `crypto.randomUUID` is missing on plain HTTP, which is usual at home. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const messageOf = (error: unknown): string =>
  error instanceof Refusal ? error.message : 'Columba cannot be reached';
