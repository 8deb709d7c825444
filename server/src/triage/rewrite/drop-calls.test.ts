import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { dropCalls } from './drop-calls.ts';
import { applyReplacements } from './replacement.ts';

function dropped(text: string): string {
  const drop = { kind: 'drop-call', name: 'mutex_unlock', member: 'struct_mutex' } as const;
  const { replacements, left } = dropCalls(new CSource(text), drop);
  return [applyReplacements(text, replacements), ...left.map(({ reason }) => `left: ${reason}`)].join('\n');
}

it('drops a call behind a label, which keeps a statement behind it', () => {
  const body = (text: string) => `int f(void)\n{\n${text}}\n`;
  expect(dropped(body('out:\n\tmutex_unlock(&d->struct_mutex);\n\treturn 1;\n'))).toBe(
    body('out:\n\treturn 1;\n'),
  );
  expect(dropped(body('out: mutex_unlock(&d->struct_mutex);\n\treturn 1;\n'))).toBe(
    body('out: ;\n\treturn 1;\n'),
  );
  expect(dropped(body('out:\n\tmutex_unlock(&d->struct_mutex);\n'))).toBe(body('out:\n\t;\n'));
  const inSwitch = (text: string) => body(`\tswitch (x) {\n\tcase A: ${text}\n\t\tbreak;\n\t}\n`);
  expect(dropped(inSwitch('mutex_unlock(&d->struct_mutex);'))).toBe(inSwitch(';'));
  const used = body('\ty = x ? 1 : mutex_unlock(&d->struct_mutex);\n');
  expect(dropped(used)).toBe(`${used}\nleft: what mutex_unlock() returns is used here`);
});
