import { addHelper, removeHelper, type Helper } from '../home-assistant.js';
import { useWorld } from '../state.js';
import { Act, Card, Pill } from './ui.js';

const CONSENT =
  'Columba writes nothing into Home Assistant by itself. What you add here you find under Settings → Automations & scenes; you can change it there, and remove it here.';

export function HomeAssistant() {
  const { consumers, helpers } = useWorld();
  const link = consumers.find(({ kind }) => kind === 'home_assistant');
  if (!link && !helpers) return null;
  return (
    <Card
      title="Home Assistant"
      aside={
        link && (
          <Pill tone={link.state === 'active' ? 'good' : 'busy'}>
            {link.state === 'active' ? 'Connected' : 'Waiting'}
          </Pill>
        )
      }
    >
      {link?.lastError !== undefined && <p class="note bad">{link.lastError}</p>}
      {link && <p>{link.lag === 0 ? 'It has got every event.' : `${link.lag} events wait for it.`}</p>}
      {helpers && helpers.helpers.length > 0 && (
        <>
          <p class="quiet">{CONSENT}</p>
          <ul class="rows">
            {helpers.helpers.map((helper) => (
              <HelperRow key={helper.id} helper={helper} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function HelperRow({ helper }: { helper: Helper }) {
  const { api, refresh } = useWorld();
  const act = (does: typeof addHelper) => async () => {
    await does(api, helper);
    refresh();
  };
  return (
    <li>
      <span class="who">{helper.title}</span>
      {helper.edited === true && <span class="quiet">changed by you</span>}
      {helper.installed ? (
        <Act does={act(removeHelper)} confirm="Remove it?">
          Remove
        </Act>
      ) : (
        <Act does={act(addHelper)} kind="primary">
          Add
        </Act>
      )}
      {helper.description !== undefined && <span class="what">{helper.description}</span>}
    </li>
  );
}
