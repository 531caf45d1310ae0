import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readQr } from './qr.js';
import { ServerProcess } from './server-process.js';
import { SimulatorProcess } from './simulator-process.js';

export const OWNER = '4915100000001';
export const CONTACT = '4915100000002';

/** A simulated WhatsApp and a gateway on a fresh data directory, both as processes. */
export class Gateway {
  server!: ServerProcess;
  private constructor(
    readonly simulator: SimulatorProcess,
    readonly dataDirectory: string,
    private readonly env: Record<string, string>,
  ) {}

  /**
   * @param options.browsers whether sessions in browsers can be linked, too
   * @param options.before what happens in that world before the gateway starts
   */
  static async start(
    env: Record<string, string> = {},
    {
      dataDirectory = mkdtempSync(join(tmpdir(), 'columba-e2e-')),
      browsers = env.WA_ENGINE === 'wwebjs',
      before = async () => {},
    }: {
      dataDirectory?: string | undefined;
      browsers?: boolean;
      before?: (simulator: SimulatorProcess) => Promise<void>;
    } = {},
  ): Promise<Gateway> {
    const simulator = await SimulatorProcess.start(...(browsers ? ['--web'] : []));
    const media = await simulator.control<{ address: string; certificate: string }>('media.host');
    const certificate = join(dataDirectory, 'simulated-media.pem');
    writeFileSync(certificate, media.certificate);
    const gateway = new Gateway(simulator, dataDirectory, {
      WA_WEB_SOCKET_URL: simulator.waUrl,
      WA_MEDIA_HOST: media.address,
      WA_MEDIA_CA: certificate,
      ...(browsers ? browserSettings(simulator) : {}),
      ...env,
    });
    await simulator.control('account.add', { pn: OWNER, name: 'Olivia Owner' });
    await simulator.control('account.add', { pn: CONTACT, name: 'Carl Contact' });
    await before(simulator);
    await gateway.startServer();
    return gateway;
  }

  /** @throws EndedEarly when the server ends before it listens. */
  async startServer(env: Record<string, string> = {}): Promise<void> {
    this.server = await ServerProcess.start(this.dataDirectory, { ...this.env, ...env });
  }

  /** Links a session as a person would: looks at the QR picture the API returns, and lets the phone scan it. */
  async linkByQr(session: string, phone: string): Promise<void> {
    await this.server.state(session, 'pairing');
    await this.server.event(session, (e) => e.type === 'session.pairing_changed' && e.data['kind'] === 'qr');
    const qr = readQr(await this.server.picture(`/v1/sessions/${session}/pairing/qr.png`));
    await this.simulator.control('device.scan', { qr, pn: phone });
    await this.server.state(session, 'connected');
  }

  /** Links a session by the code that the API returned, typed on the phone. */
  async linkByCode(session: string, phone: string): Promise<void> {
    await this.server.state(session, 'pairing');
    const asked = { method: 'code', phone: `+${phone}` };
    const { status, body } = await this.server.call('POST', `/v1/sessions/${session}/pairing`, asked);
    if (status !== 200 || body['kind'] !== 'code') throw new Error(`no code but ${status} ${JSON.stringify(body)}`);
    await this.simulator.control('device.enterCode', { pn: phone, code: body['code'] });
    await this.server.state(session, 'connected');
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.simulator.stop();
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }
}

const browserSettings = ({ browserArguments }: SimulatorProcess): Record<string, string> => ({
  WA_BROWSER_ARGUMENTS: JSON.stringify(browserArguments),
  ...(process.env['CHROMIUM_PATH'] ? { CHROMIUM_PATH: process.env['CHROMIUM_PATH'] } : {}),
});
