import { expect, test } from 'vitest';
import { rules } from './rules.ts';
import { findUnreadable, unreadableConf } from './unreadable-conf.ts';

test('an unreadable file has one finding, at its beginning, with the reason', () => {
  expect(findUnreadable('It is a link to nowhere: make it again.')).toEqual({
    rule: 'unreadable-conf',
    severity: 'error',
    message: 'It is a link to nowhere: make it again.',
    span: { start: 0, end: 0 },
    fixes: [],
  });
});

test('no rule has the same id', () => {
  expect(rules.map((rule) => rule.id)).not.toContain(unreadableConf.id);
});
