import { afterEach, expect, test, vi } from 'vitest';
import { sampleConf } from '../../../../test/bench/sample-conf.ts';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { openConf } from '../conf.ts';
import { parseDkmsVersion } from '../directives/dkms-version.ts';
import { evaluateConf } from '../reading/evaluate-conf.ts';
import { applyEdits } from '../text.ts';
import { checkConf, rules } from './rules.ts';

const dkmsVersion = parseDkmsVersion('3.4.3') ?? expect.fail();
const parser = await sharedParser;

afterEach(() => {
  vi.restoreAllMocks();
});

// That the findings stay the same is tested in test/oracle/quiet-rules.test.ts.
test('an edit of a comment runs only rules that found something, and those that look at such comments', () => {
  const ran: string[] = [];
  for (const rule of rules) {
    const { check } = rule;
    vi.spyOn(rule, 'check').mockImplementation((context) => {
      ran.push(rule.id);
      return check.call(rule, context);
    });
  }
  let conf = openConf(parser, sampleConf(60));
  const found = new Set(checkConf(conf, evaluateConf(conf, { dkmsVersion })).map(({ rule }) => rule));
  expect(ran).toHaveLength(rules.filter(({ framework }) => !framework).length);
  ran.length = 0;
  for (const newText of ['# plain words\n', '\n', '# more', ' ']) {
    const start = conf.text.indexOf('\n') + 1;
    const edits = [{ span: { start, end: start }, newText }];
    conf = conf.edited(edits, applyEdits(conf.text, edits));
    checkConf(conf, evaluateConf(conf, { dkmsVersion }));
    expect(new Set(ran), newText).toEqual(found);
    ran.length = 0;
  }
  const edits = [{ span: { start: 0, end: 0 }, newText: '# $MAKE\n' }];
  conf = conf.edited(edits, applyEdits(conf.text, edits));
  checkConf(conf, evaluateConf(conf, { dkmsVersion }));
  const looking = rules.filter(({ inComments }) => inComments?.test('# $MAKE')).map(({ id }) => id);
  expect(new Set(ran)).toEqual(new Set([...found, ...looking]));
  expect(looking).toContain('overwritten-value');
});
