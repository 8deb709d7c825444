import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, testModules } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { hangMs } from '../support/waiting.ts';

/** What `init` proposes for the sources of Debian's packages, beside the dkms.conf that the packages have. */

const packages = testModules();

/** Why the modules of a proposal differ from those of the package, by the name without its version. */
const reasons: Readonly<Record<string, string>> = {
  dahdi: 'its Kbuild lists all but two modules under variables that only its Makefile knows; init says so',
  'ipt-netflow': 'configure makes its Makefile; init says so',
  openafs: 'configure makes its Makefile; init says so',
  'lttng-modules': 'what is built depends on the configuration of the kernel; init says so',
  tp_smapi: 'hdaps is built with HDAPS=1 alone; init says so',
  'xtables-addons': 'the dkms.conf of the package leaves out xt_asn, which the source builds',
  'west-chamber': 'compat_xtables is built as well, and the package leaves it to another one',
};

interface Shown {
  readonly directives: Readonly<Record<string, readonly { readonly value: unknown }[]>>;
}

/** The names that are known without running the file. */
function namesIn({ directives }: Shown): readonly string[] {
  return (directives.BUILT_MODULE_NAME ?? []).flatMap(({ value }) =>
    typeof value === 'string' ? [value] : [],
  );
}

interface Row {
  readonly name: string;
  /** `NAME-VERSION` of the proposal; in the layout of dkms, the name of the folder. */
  readonly identity: string;
  readonly difference: string;
  readonly findings: readonly string[];
  readonly range: string;
}

describe('the packages of Debian', needs(packages.length === 0 && howToGetTestMaterial), () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-packages-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function show(conf: string): Promise<Shown> {
    const { out } = await runCommandLine([
      ...['show', conf, '--kernel', '6.1.0-1-amd64', '--dkms-version', '3.4.3', '--format', 'json'],
    ]);
    return JSON.parse(out) as Shown;
  }

  async function rowOf(packaged: string): Promise<Row> {
    const name = path.basename(packaged);
    const source = path.join(folder, name);
    mkdirSync(source);
    cpSync(packaged, source, { recursive: true });
    rmSync(path.join(source, 'dkms.conf'));
    const theirs = await show(path.join(packaged, 'dkms.conf'));
    const { code, err } = await runCommandLine(['init', source, '--write']);
    if (code !== 0) return { name, identity: name, difference: err.trim(), findings: [], range: '' };
    const conf = path.join(source, 'dkms.conf');
    const ours = await show(conf);
    const checked = await runCommandLine(['check', conf, '--dkms-version', '3.4.3', '--format', 'json']);
    const { files } = JSON.parse(checked.out) as {
      files: { findings: { rule: string; severity: string }[] }[];
    };
    // Modules that use each other's symbols are built one after the other, so there are several calls of make. A MODULE_VERSION that
    // lags behind the package is the author's to correct; init names it.
    const found = files
      .flatMap(({ findings }) => findings)
      .filter(
        ({ rule, severity }) => severity !== 'hint' && !['several-makes', 'version-mismatch'].includes(rule),
      )
      .map(({ rule }) => rule);
    const [own, other] = [namesIn(ours), namesIn(theirs)];
    const missing = other.filter((one) => !own.includes(one));
    const more = own.filter((one) => !other.includes(one));
    const end = (directive: string) => String(ours.directives[directive]?.[0]?.value ?? '');
    return {
      name,
      identity: `${end('PACKAGE_NAME')}-${end('PACKAGE_VERSION')}`,
      difference: [
        missing.length > 0 ? `without ${missing.join(', ')}` : '',
        more.length > 0 ? `also ${more.join(', ')}` : '',
      ]
        .filter(Boolean)
        .join('; '),
      findings: found,
      range: end('BUILD_EXCLUSIVE_KERNEL'),
    };
  }

  test(
    'have the name, the version and the modules that init finds in their sources, or it says what it leaves out; and nothing is wrong with its files',
    async () => {
      const rows: Row[] = [];
      for (const packaged of packages) rows.push(await rowOf(packaged));
      for (const { name, difference, range } of rows)
        console.log(
          `${name.padEnd(42)} ${range.padEnd(40)} ${difference.slice(0, 160) || 'the same modules'}`,
        );
      const unexplained = rows.filter(({ name, difference }) => {
        const known = Object.keys(reasons).some((one) => name.startsWith(`${one}-`));
        return (difference !== '') !== known;
      });
      expect(unexplained).toEqual([]);
      expect(rows.filter(({ name, identity }) => identity !== name)).toEqual([]);
      expect(rows.filter(({ findings }) => findings.length > 0)).toEqual([]);
    },
    hangMs,
  );
});
