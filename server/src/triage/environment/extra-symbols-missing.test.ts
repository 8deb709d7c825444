import { expect, test } from 'vitest';
import { unplacedProblem as problem } from '../../../../test/support/explained-environment.ts';
import { environmentCauses } from './environment-causes.ts';
import { explainEnvironment } from './explain-environment.ts';

const causeOf = (message: string, tool: 'kbuild' | 'modpost', ...others: readonly string[]) => {
  const found = problem(message, tool);
  const all = [found, ...others.map((one) => problem(one, 'kbuild'))];
  return explainEnvironment(found, '6.1.0-9-amd64', all, environmentCauses);
};
const undefinedSymbol = '"lamp_on" [/m/lamp.ko] undefined!';

test.each([
  'Symbol version dump "/m/../one/Module.symvers" is missing.\nModules may not have dependencies or modversions.',
  './../one/Module.symvers: No such file or directory',
  '/usr/src/one-1.0/one.symvers: No such file or directory',
])('of another module: %s', (message) => {
  expect(causeOf(message, 'kbuild')).toMatchObject({ id: 'extra-symbols-missing', confidence: 'verified' });
  expect(causeOf(undefinedSymbol, 'modpost', message)).toMatchObject({
    ...{ id: 'extra-symbols-missing', confidence: 'likely' },
  });
});

test.each([
  'Module.symvers is missing.',
  'Symbol version dump "Module.symvers" is missing.',
  'Symbol version dump ./Module.symvers is missing; modules will have no dependencies and modversions.',
  'Symbol version dump "/usr/src/linux-headers-6.1.0-9-amd64/Module.symvers" is missing.',
])('of the kernel itself: %s', (message) => {
  expect(causeOf(message, 'kbuild')?.id).not.toBe('extra-symbols-missing');
  expect(causeOf(undefinedSymbol, 'modpost', message)?.id).toBe('symvers-missing');
});
