import type { Change } from '../change.ts';

export const cfg80211WiphyParamsTakesRadio: Change = {
  id: 'cfg80211-wiphy-params-takes-radio',
  symbol: 'struct cfg80211_ops.set_wiphy_params',
  title: 'set_wiphy_params() takes a radio index',
  summary: 'A device can have several radios, so the callback is told which one; -1 stands for all of them.',
  advice: 'Add `int radio_idx` after `wiphy`; in the callbacks for transmit power, add it after `wdev`.',
  since: '6.17',
  old: 'static int foo_set_wiphy_params(struct wiphy *wiphy, u32 changed)',
  new: 'static int foo_set_wiphy_params(struct wiphy *wiphy, int radio_idx, u32 changed)',
  source: 'commit b74947b4f6ff',
  explains: [
    { kind: 'incompatible-value', member: 'set_wiphy_params', expected: 'int (*)(struct wiphy *, int, u32)' },
  ],
  oldForm: { struct: 'cfg80211_ops', member: 'set_wiphy_params', parameters: 2 },
  newForm: { struct: 'cfg80211_ops', member: 'set_wiphy_params', parameters: 3 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'cfg80211_ops',
      member: 'set_wiphy_params',
      was: 2,
      parameters: ['$1', 'int radio_idx', '$2'],
    },
  ],
};
