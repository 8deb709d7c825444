import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../server/src/conf/rules/rules.ts';
import { caseKinds, judgeCase, listRuleCases } from '../support/rule-cases.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

it('each folder is named after a rule, and each rule has a folder', () => {
  expect(folders.sort()).toEqual(rules.map(({ id }) => id).sort());
});

describe.each(folders)('%s', (rule) => {
  const { cases, strays } = listRuleCases(import.meta.dirname, rule);

  it('has a case that reports it, one that does not, and one that depends on an unknown value', () => {
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(caseKinds));
    // Everything else is named fires-….conf, silent-….conf or unknown-….conf, or is such a folder with a dkms.conf.
    expect(strays).toEqual([]);
  });

  it.each(cases)('$name', async (ruleCase) => {
    const { fires, files } = await judgeCase(ruleCase);
    expect(fires).toBe(ruleCase.kind === 'fires');
    for (const [file, text] of files) await expect(text).toMatchFileSnapshot(file);
  });
});
