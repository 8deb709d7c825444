import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gatherSourceFacts } from '../gather-source-facts.ts';
import { findGeneratedHeaders } from './generated-headers.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dkms-tools-headers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const include = '#include "defs.h"\n';

test.each<[string, Record<string, string>, string[]]>([
  [
    'a header that a program writes while make reads the Makefile',
    { 'src/rules.mk': '$(if $(shell OUT=${src}/defs.h sh make-defs.sh),,)\n', 'src/foo.h': include },
    ['defs.h src/rules.mk'],
  ],
  [
    'one that a rule makes',
    { Makefile: 'defs.h: defs.in\n\tsh make-defs.sh\n', 'foo.c': include },
    ['defs.h Makefile'],
  ],
  [
    'one that a recipe writes',
    { Makefile: 'all:\n\tsh defs.sh > defs.h\n', 'foo.c': include },
    ['defs.h Makefile'],
  ],
  [
    'none that is in the source',
    { Makefile: 'defs.h: defs.in\n', 'foo.c': include, 'include/defs.h': '' },
    [],
  ],
  ['none that no file includes', { Makefile: 'defs.h: defs.in\n', 'foo.c': '' }, []],
  [
    'none that the Makefile looks for in the kernel',
    { Makefile: 'HAVE := $(wildcard $(srctree)/fs/defs.h)\n', 'foo.c': include },
    [],
  ],
])('finds %s', async (_, files, expected) => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const found = await findGeneratedHeaders(folder, await gatherSourceFacts(folder));
  expect(found.map(({ name, makefile }) => `${name} ${makefile}`)).toEqual(expected);
});
