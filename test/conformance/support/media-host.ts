import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';

const square = sharp({ create: { width: 16, height: 16, channels: 3, background: '#2a6' } });

/** Somebody's web server with files on it, and with everything that can go wrong on the way to one. */
export class MediaHost {
  private constructor(
    private readonly server: Server,
    readonly png: Buffer,
    readonly jpeg: Buffer,
  ) {}

  static async start(): Promise<MediaHost> {
    const png = await square.clone().png().toBuffer();
    const jpeg = await square.clone().jpeg().toBuffer();
    const host: MediaHost = new MediaHost(
      createServer((request, response) => host.answer(request.url ?? '/', response)),
      png,
      jpeg,
    );
    await new Promise<void>((resolve) => host.server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private answer(url: string, response: ServerResponse): void {
    switch (url.split('?')[0]) {
      case '/logo.png':
        return file(response, this.png, 'image/png');
      // As a camera of Home Assistant is served: no ending, and the type with a parameter.
      case '/camera':
        return file(response, this.jpeg, 'image/jpeg; charset=utf-8');
      case '/untold':
        return file(response, this.png, 'application/octet-stream');
      case '/notes.txt':
        return file(response, Buffer.from('remember the milk'));
      case '/report.pdf':
        return file(response, Buffer.from('%PDF-1.4\n%%EOF\n'), 'application/pdf');
      case '/huge':
        return file(response, Buffer.alloc(300_000, 1), 'application/zip');
      case '/slow':
        return void response.writeHead(200, { 'Content-Type': 'image/png' }).write(this.png.subarray(0, 10));
      case '/broken':
        return void response.writeHead(500).end();
      case '/cut':
        response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': '1000' });
        return void response.write('x', () => response.destroy());
      default:
        return void response.writeHead(404).end();
    }
  }
}

function file(response: ServerResponse, bytes: Buffer, type?: string): void {
  response.writeHead(200, { 'Content-Length': bytes.length, ...(type && { 'Content-Type': type }) }).end(bytes);
}
