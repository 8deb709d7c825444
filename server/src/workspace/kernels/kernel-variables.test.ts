import { expect, test } from 'vitest';
import { buildVariablesFor, parseKernelVariables } from './kernel-variables.ts';

const debian = {
  name: '6.12.117+deb12-amd64',
  release: '6.12.117+deb12-amd64',
  version: '6.12.117',
  buildDir: '',
};
const older = { name: '6.1.0-57-amd64', release: '6.1.0-57-amd64', version: '6.1.176', buildDir: '' };

function parse(value: unknown): {
  readonly complaints: readonly string[];
  readonly at: (kernel: typeof debian) => unknown;
} {
  const complaints: string[] = [];
  const none = parseKernelVariables(undefined, 'dkms.environment', complaints);
  const makeVariables = parseKernelVariables(value, 'dkms.makeVariables', complaints);
  return {
    complaints,
    at: (kernel) => buildVariablesFor({ environment: none, makeVariables }, kernel)?.make,
  };
}

test('variables for all kernels, and for those of a pattern', () => {
  const { at, complaints } = parse({ W: 1, LLVM: '', '>=6.12': { LLVM: '1' }, '!6.12*': { C: '2' } });
  expect(complaints).toEqual([]);
  expect(at(debian)).toEqual({ W: '1', LLVM: '1' });
  expect(at(older)).toEqual({ W: '1', LLVM: '', C: '2' });
});

test('nothing set is nothing', () => {
  expect(parse({}).at(debian)).toBeUndefined();
  expect(parse({ '5.10*': { W: '1' } }).at(debian)).toBeUndefined();
});

test.each([
  ['W=1', 'dkms.makeVariables is ignored: expected an object such as {"W": "1"}.'],
  [{ W: true }, 'dkms.makeVariables: the value of W must be a text, such as "1".'],
  [
    { '6.1': '1' },
    'dkms.makeVariables: "6.1" is not the name of a variable. For some kernels only, write {"6.1": {"W": "1"}}.',
  ],
  [
    { '>=x': { W: '1' } },
    'dkms.makeVariables: ">=x" in ">=x" is not a comparison with a version. Write a range such as ">=6.1 <6.13".',
  ],
])('%j is reported', (value, complaint) => {
  expect(parse(value).complaints).toEqual([complaint]);
});
