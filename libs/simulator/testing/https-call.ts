import { Agent, request } from 'node:https';

export interface HttpsAnswer {
  status: number;
  body: Buffer;
}

/** A call of the media host by somebody who trusts its certificate, and no other. */
export function httpsCall(
  ca: string,
  url: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: Uint8Array } = {},
): Promise<HttpsAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, agent: new Agent({ ca, keepAlive: false }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    call.on('error', reject);
    call.end(body);
  });
}
