import type { Change } from '../change.ts';

export const regulatoryStaleKickoffRemoved: Change = {
  id: 'regulatory-stale-kickoff-removed',
  symbol: 'REGULATORY_IGNORE_STALE_KICKOFF',
  title: 'REGULATORY_IGNORE_STALE_KICKOFF is gone',
  summary:
    'Devices are no longer disconnected from a network whose rules became stale, so nothing is to be ignored.',
  advice: 'Leave the flag out.',
  goneBy: '6.1',
  old: 'wiphy->regulatory_flags |= REGULATORY_IGNORE_STALE_KICKOFF;',
  new: '(nothing)',
  explains: [{ kind: 'undeclared', name: 'REGULATORY_IGNORE_STALE_KICKOFF' }],
  oldForm: { constant: 'REGULATORY_IGNORE_STALE_KICKOFF' },
  newForm: {
    all: [{ constant: 'REGULATORY_CUSTOM_REG' }, { not: { constant: 'REGULATORY_IGNORE_STALE_KICKOFF' } }],
  },
  rewrite: [{ kind: 'rename', from: 'REGULATORY_IGNORE_STALE_KICKOFF', to: '0' }],
};
