import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Service {
  ports: string[];
  cap_drop: string[];
  security_opt: string[];
  read_only?: boolean;
  user?: string;
  build: { target: string };
}
const { services } = load(read('docker-compose.yml')) as { services: Record<string, Service> };
const dockerfile = read('Dockerfile');

describe('the compose file', () => {
  it.each(Object.entries(services))(
    '%s is reached from this machine only, and may do nothing but its work',
    (_, service) => {
      for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      expect(service.cap_drop).toEqual(['ALL']);
      expect(service.security_opt).toEqual(['no-new-privileges:true']);
      expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${service.build.target}$`, 'm'));
    },
  );

  it('runs the gateway as a user of its own on a tree that it cannot write', () => {
    expect(services['columba']).toMatchObject({ user: '1000:1000', read_only: true });
  });
});

describe('the demo', () => {
  it('is told which port is open to the outside, and where its neighbours find the gateway', () => {
    const [shown] = (services['demo']?.['ports'] ?? []).map((port) => port.split(':')[1]);
    expect(services['demo']).toMatchObject({ environment: { DEMO_SHOWN_PORT: Number(shown) } });
    expect(read('scripts/demo.mjs')).toContain('process.env.DEMO_SHOWN_PORT');
    expect(services['columba']).toMatchObject({ hostname: 'columba' });
  });
});

describe('the image', () => {
  const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name]) => name);

  it('is the gateway when nothing else is said, and has the other targets', () => {
    expect(stages.at(-1)).toBe('columba');
    expect(stages).toEqual(expect.arrayContaining(['chromium', 'demo', 'runtime']));
  });

  it('has an init process, a health check, and an entry that becomes another user than root', () => {
    expect(dockerfile).toContain('ENTRYPOINT ["/usr/bin/tini", "--", "/app/box/entrypoint.sh"]');
    expect(dockerfile).toContain('HEALTHCHECK');
    expect(read('box/entrypoint.sh')).toContain('setpriv --reuid=node --regid=node --init-groups --no-new-privs');
    for (const script of ['entrypoint.sh', 'backup-prepare.sh', 'backup-done.sh'])
      expect(statSync(join(root, 'box', script)).mode & 0o111).not.toBe(0);
  });

  it('takes in only what .dockerignore names, and all that it copies is there', () => {
    const allowed = [...read('.dockerignore').matchAll(/^!(.*)$/gm)].map(([, name]) => name);
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, names]) =>
      String(names).split(' '),
    );
    for (const name of copied) {
      expect({ name, there: existsSync(join(root, name)) }).toEqual({ name, there: true });
      expect(allowed).toContain(name.split('/')[0]);
    }
    expect(read('.dockerignore')).toMatch(/^\*$/m);
  });
});
