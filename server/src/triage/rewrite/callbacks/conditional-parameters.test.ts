import { expect, it } from 'vitest';
import type { Rewrite } from '../../change.ts';
import { CSource } from '../c-source.ts';
import { applyReplacements } from '../replacement.ts';
import { rewriteCallback } from './callback.ts';

const ops = 'static struct cfg80211_ops ops = { .set_monitor_channel = f };\n';
const takesDevice = {
  ...{ kind: 'callback', struct: 'cfg80211_ops', member: 'set_monitor_channel', was: 2 },
  parameters: ['$1', 'struct net_device *dev', '$2'],
} as const satisfies Rewrite;

function rewritten(text: string, rewrite: Extract<Rewrite, { kind: 'callback' }> = takesDevice): string {
  const { replacements, left } = rewriteCallback(new CSource(text), rewrite);
  return [applyReplacements(text, replacements), ...left.map(({ reason }) => `left: ${reason}`)].join('');
}

const head = (wiphy: string, channel: string, condition = 'LINUX_VERSION_CODE >= KERNEL_VERSION(3, 8, 0)') =>
  `static int f(struct wiphy *wiphy${wiphy}
#if (${condition})
	, ${channel}
#else
	, struct ieee80211_channel *chan
	, enum nl80211_channel_type channel_type
#endif
)
{
	return 0;
}
${ops}`;

it('changes the parameters that the newest kernels compile, where conditions choose among them', () => {
  const channel = 'struct cfg80211_chan_def *chandef';
  expect(rewritten(head('', channel))).toBe(head(', struct net_device *dev', channel));
  expect(rewritten(head(', struct net_device *dev', channel))).toBe(
    head(', struct net_device *dev', channel),
  );
  const replaced = { ...takesDevice, parameters: ['$1', 'struct channel *channel'] };
  expect(rewritten(head('', channel), replaced)).toBe(head('', 'struct channel *channel'));
});

it('leaves parameters whose conditions ask for something else, and those that would go', () => {
  const unknown = head('', 'struct cfg80211_chan_def *chandef', 'defined(OTHER)');
  expect(rewritten(unknown)).toBe(unknown);
  const old = head('', 'struct cfg80211_chan_def *chandef');
  expect(rewritten(old, { ...takesDevice, parameters: ['$1'] })).toBe(
    `${old}left: f() has conditions among its parameters`,
  );
});
