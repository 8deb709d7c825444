import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { provideIndex } from '../../server/src/triage/headers/build-index.ts';
import { IndexedHeaders } from '../../server/src/triage/headers/indexed-headers.ts';
import type { KernelApi } from '../../server/src/triage/inference/inference-context.ts';
import { parseSymvers } from '../../server/src/triage/symvers.ts';

/** Makes kernels out of a few texts, in a folder that is there for one test: their headers by the names that sources include, and their exports. */
export function writtenKernels(): (
  release: string,
  headers: Readonly<Record<string, string>>,
  symvers?: string,
) => KernelApi {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'written-kernel-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return (release, headers, symvers = '') => {
    const files = { 'generated/autoconf.h': '#define CONFIG_ON 1\n', ...headers };
    for (const [name, text] of Object.entries(files)) {
      const file = join(root, release, 'include', name);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
    }
    const tables = provideIndex({ release, buildDir: join(root, release) });
    return {
      headers: new IndexedHeaders({ release, version: release }, tables),
      symvers: parseSymvers(join(root, release, 'Module.symvers'), Buffer.from(symvers)),
    };
  };
}
