import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provideIndex } from '../headers/build-index.ts';
import { IndexedHeaders } from '../headers/indexed-headers.ts';
import { parseSymvers } from '../symvers.ts';
import { type ExportingKernel, findMissingExports } from './missing-exports.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'exports-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function kernel(release: string, exported: string): ExportingKernel {
  const folder = join(root, release, 'include', 'linux');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.h'), 'int guarded(void);\n');
  const headers = new IndexedHeaders(
    { release, version: release },
    provideIndex({ release, buildDir: join(root, release) }),
  );
  return { release, headers, symvers: parseSymvers('Module.symvers', Buffer.from(exported)) };
}

test.each([
  ['hello', 'symbol-for-named-modules'],
  ['kvm-amd', undefined],
  ['kvm', undefined],
])(
  'a call of a symbol exported for kvm and kvm-amd only is predicted to fail in %s: %s',
  (module, reason) => {
    const kernels = [
      kernel('7.3', '0x1\tguarded\tvmlinux\tEXPORT_SYMBOL_GPL\tmodule:kvm,kvm_amd\n'),
      kernel('6.12', '0x1\tguarded\tvmlinux\tEXPORT_SYMBOL_GPL\t\n'),
    ];
    const text = 'int f(void)\n{\n\treturn guarded();\n}\n';
    const [use] = findMissingExports(
      text,
      new Set(['guarded']),
      { names: [module], isGpl: true },
      kernels,
      new Set(),
    );
    expect(use?.reason).toBe(reason);
    if (reason) expect(use).toMatchObject({ kernels: ['7.3'], unaffected: ['6.12'] });
  },
);
