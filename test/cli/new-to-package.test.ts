import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs, noDkms } from '../support/needs.ts';
import { inOwnSystem, noSystemOfItsOwn } from '../support/own-system.ts';
import { plainEnvironment } from '../support/surroundings.ts';

const kernels = testKernels();
const { modulesDir = '', release61 = '' } = kernels ?? {};
const isMissing = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0;
const noDebhelper =
  ['dh', 'dh_dkms', 'dpkg-buildpackage'].some(isMissing) && 'debhelper, dh-dkms or dpkg-dev is not installed';

describe('a new driver, from nothing to an installed package', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-whole-way-'));
    chmodSync(folder, 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(command: readonly string[], cwd: string): string {
    const [program = '', ...words] = command;
    const env = plainEnvironment({ DEBIAN_FRONTEND: 'noninteractive', sign_file: '/dev/null' });
    const ran = spawnSync(program, words, { cwd, encoding: 'utf8', env });
    expect(ran.status, `${command.join(' ')}\n${ran.stdout}\n${ran.stderr}`).toBe(0);
    return ran.stdout;
  }

  // Only their C sources tell the kinds apart, and new.test.ts builds each of those for every kernel: here, one without and one with a table of devices.
  test.each(['misc', 'usb'])(
    '%s is checked, added, built by dkms, packaged and installed',
    needs(
      !kernels && howToGetTestMaterial,
      isMissing('dkms') && noDkms,
      noDebhelper,
      !inOwnSystem([], {}) && noSystemOfItsOwn,
    ),
    async (kind) => {
      const name = `my-${kind}`;
      const source = path.join(folder, kind, name);
      mkdirSync(path.dirname(source));
      const author = ['--author', 'Jane Doe <jane@example.org>'];
      expect(await runCommandLine(['new', name, source, '--kind', kind, ...author])).toMatchObject({
        code: 0,
      });
      const checked = await runCommandLine(['check', source, '--max-warnings', '0', '--format', 'json']);
      expect(checked.code).toBe(0);
      expect(JSON.parse(checked.out)).toMatchObject({ files: [{ findings: [] }] });
      const output = path.join(folder, kind, 'package');
      expect(
        await runCommandLine([
          'package',
          source,
          '--as',
          'debian',
          '--output',
          output,
          ...author.toSpliced(0, 1, '--maintainer'),
        ]),
      ).toMatchObject({ code: 0 });
      const [unpacked = ''] = readdirSync(output).filter((one) => !one.endsWith('.gz'));
      run(['dpkg-buildpackage', '-us', '-uc', '--build=binary'], path.join(output, unpacked));
      const [deb = ''] = readdirSync(output).filter((one) => one.endsWith('.deb'));

      const places = Object.fromEntries(
        (['overrides', 'sources', 'state', 'modules'] as const).map((one) => {
          const place = path.join(folder, kind, one);
          mkdirSync(place);
          return [one, place];
        }),
      );
      cpSync(path.join(modulesDir, release61), path.join(folder, kind, 'modules', release61), {
        ...{ recursive: true, verbatimSymlinks: true },
      });
      const script = [
        `dkms add ${source} >&2`,
        'dkms status',
        `dkms build ${name}/0.1 -k ${release61} >&2`,
        'dkms status',
        `dkms remove ${name}/0.1 --all >&2`,
        `rm -r /usr/src/${name}-0.1`,
        `dpkg -i ${path.join(output, deb)} >&2`,
        'dkms status',
        `modinfo -F name /lib/modules/${release61}/updates/dkms/${name}.ko*`,
      ].join('\n');
      const row = `${name}/0.1, ${release61}, x86_64`;
      expect(run(inOwnSystem(['/bin/sh', '-ec', script], places) ?? expect.unreachable(), folder)).toBe(
        `${name}/0.1: added\n${row}: built\n${row}: installed\n${name.replaceAll('-', '_')}\n`,
      );
    },
  );
});
