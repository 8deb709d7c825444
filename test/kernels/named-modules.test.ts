import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isReservedForOthers } from '../../server/src/triage/module-namespace.ts';
import { readSymvers } from '../../server/src/triage/symvers.ts';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();
const newest = testRelease('7');

describe(
  'symbols that Debian’s 7.3 exports for named modules',
  needs((!kernels || newest === undefined) && howToGetTestMaterial),
  () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-named-modules-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const symversOf = async (release: string) => {
      const found = await readSymvers(path.join(kernels?.modulesDir ?? '', release, 'build'));
      if (!found) throw new Error(`${release} has no Module.symvers`);
      return found;
    };

    test('are many, most of which were unrestricted before', async () => {
      const [now, before] = await Promise.all([
        symversOf(newest ?? ''),
        symversOf(kernels?.release612 ?? ''),
      ]);
      const kept = [...now.all()].filter(({ namespace }) => isReservedForOthers(namespace, 'hello'));
      expect(kept.length).toBeGreaterThan(300);
      const wereOpen = kept.filter(({ name }) => {
        const known = before.find(name);
        return known !== undefined && !isReservedForOthers(known.namespace, 'hello');
      });
      expect(wereOpen.length).toBeGreaterThan(200);
      expect(kept.find(({ name }) => name === 'anon_inode_make_secure_inode')).toMatchObject({
        namespace: 'module:kvm',
      });
    });

    test('are explained by a build, without a fix, and without an import that modpost would refuse', async () => {
      const module = path.join(folder, 'hello');
      writeHello(module);
      const source = path.join(module, 'hello.c');
      const text = readFileSync(source, 'utf8')
        .replace('#include', '#include <linux/err.h>\n#include <linux/fs.h>\n#include')
        .replace(
          'pr_info("hello',
          'if (IS_ERR(anon_inode_make_secure_inode(NULL, "hello", NULL)))\n\t\treturn -1;\n\tpr_info("hello',
        );
      writeFileSync(source, text);
      const { out, err } = await runCommandLine(
        [
          ...[
            'build',
            module,
            '--modules',
            kernels?.modulesDir ?? '',
            '--kernel',
            newest ?? '',
            '--format',
            'json',
          ],
        ],
        { env: { XDG_CACHE_HOME: path.join(folder, 'cache') } },
      );
      expect(err).toBe('');
      expect(out).toContain('symbol-for-named-modules');
      expect(out).toContain(`exports anon_inode_make_secure_inode only for the module kvm`);
      expect(out).not.toContain('namespace-not-imported');
      expect(out).not.toContain('MODULE_IMPORT_NS(\\"');
    });
  },
);
