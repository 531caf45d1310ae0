import { useEffect, useState } from 'preact/hooks';
import { messageOf } from '../api.js';
import type { Pairing as PairingState, Session } from '../model.js';
import { useWorld } from '../state.js';
import { Act, Form } from './ui.js';

/** The QR, renewed as WhatsApp renews it, or the code to be typed on the phone. */
export function Pairing({ session: { name } }: { session: Session }) {
  const { api, pairings } = useWorld();
  const [pairing, setPairing] = useState<PairingState>({ kind: 'none' });
  const [picture, setPicture] = useState<string>();
  const [trouble, setTrouble] = useState<string>();
  const path = `v1/sessions/${name}/pairing`;
  const round = pairings[name] ?? 0;

  useEffect(() => {
    let isOld = false;
    const read = async (): Promise<void> => {
      const next = await api.get<PairingState>(path);
      const drawn = next.kind === 'qr' ? await api.picture(`${path}/qr.png`) : undefined;
      if (isOld) return;
      setPairing(next);
      setPicture(drawn);
    };
    read().catch((error: unknown) => setTrouble(messageOf(error)));
    return () => {
      isOld = true;
    };
  }, [api, path, round]);

  const ask = async (body: Record<string, unknown>): Promise<void> => {
    setPairing(await api.call<PairingState>('POST', path, body));
  };
  return (
    <div class="pairing">
      {pairing.kind === 'qr' && picture !== undefined && (
        <figure>
          <img class="qr" src={picture} alt="QR to scan with the phone" width="240" height="240" />
          <figcaption>
            On your phone: <b>WhatsApp → Linked devices → Link a device</b>, then scan. The picture renews itself.
          </figcaption>
        </figure>
      )}
      {pairing.kind === 'code' && (
        <figure>
          <output class="code" aria-label="Pairing code">
            {pairing.code.slice(0, 4)}-{pairing.code.slice(4)}
          </output>
          <figcaption>
            On your phone: <b>Linked devices → Link a device → Link with phone number instead</b>, then type the code.
          </figcaption>
        </figure>
      )}
      {pairing.kind === 'none' && <p class="quiet">Waiting for WhatsApp …</p>}
      {pairing.kind === 'passkey' && <p class="note bad">{pairing.detail}</p>}
      {trouble !== undefined && <p class="trouble">{trouble}</p>}
      {pairing.kind === 'code' ? (
        <Act does={() => ask({ method: 'qr' })}>Use a QR instead</Act>
      ) : (
        <details class="more">
          <summary>Use a code instead</summary>
          <Form
            label="Link by a code"
            submit="Get a code"
            onSubmit={(field) => ask({ method: 'code', phone: field('phone') })}
          >
            <label>
              Phone number of the account
              <input name="phone" type="tel" required placeholder="+49 151 23456789" autocomplete="tel" />
            </label>
          </Form>
        </details>
      )}
    </div>
  );
}
