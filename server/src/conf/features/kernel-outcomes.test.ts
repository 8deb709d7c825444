import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { explainOutcomes, findOutcomeHint, type KernelOutcome } from './kernel-outcomes.ts';

const parser = await sharedParser;

const head = 'PACKAGE_NAME=a\nPACKAGE_VERSION=1\nBUILT_MODULE_NAME=a\nDEST_MODULE_LOCATION=/x\n';

function outcomesOf(text: string, ...releases: string[]): KernelOutcome[] {
  return releases.map((release) => {
    const kernel = { release, arch: 'x86_64', sourceDir: `/lib/modules/${release}/build` };
    return { release, excluded: readText(parser, text, { kernel }).reading.excluded };
  });
}

function hint(text: string, ...releases: string[]): string | undefined {
  const { conf, reading } = readText(parser, text);
  const found = findOutcomeHint(reading, outcomesOf(text, ...releases));
  return found && `line ${conf.lines.positionAt(found.offset).line + 1}: ${found.label}`;
}

test('shows the number of remaining kernels at the first restriction', () => {
  const text = `${head}BUILD_EXCLUSIVE_KERNEL="^6\\."\nBUILD_EXCLUSIVE_ARCH="^x86"\n`;
  expect(hint(text, '6.12.1', '6.1.0', '5.15.0')).toBe('line 5: matches 2 of 3 kernels');
  expect(hint(text, '5.15.0')).toBe('line 5: excludes the only kernel');
});

test('counts OBSOLETE_BY as a restriction, since it excludes kernels', () => {
  expect(hint(`${head}OBSOLETE_BY="6.2"\n`, '6.12.1', '6.1.0')).toBe('line 5: matches 1 of 2 kernels');
});

test('shows nothing without a restriction, a kernel, or certainty', () => {
  expect(hint(head, '6.1.0')).toBeUndefined();
  expect(hint(`${head}BUILD_EXCLUSIVE_KERNEL="^6"`)).toBeUndefined();
  expect(hint(`${head}BUILD_EXCLUSIVE_KERNEL="$(cat x)"`, '6.1.0')).toBeUndefined();
});

test('explains the outcome for each kernel, with text from the file escaped', () => {
  const explained = explainOutcomes(outcomesOf(`${head}BUILD_EXCLUSIVE_KERNEL="^6<b>"\n`, '6.1.0'));
  expect(explained).toMatch(/^Kernels of this machine:\n\n- `6\.1\.0`: skipped\. /);
  expect(explained).not.toMatch(/[^\\]<b/);
});
