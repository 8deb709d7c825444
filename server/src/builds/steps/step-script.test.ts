import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { searchPath } from '../../../../test/support/surroundings.ts';
import { type DkmsVersion, parseDkmsVersion } from '../../conf/directives/dkms-version.ts';
import { quoted } from '../../shell-words.ts';
import { stageLayout } from '../stage/stage-layout.ts';
import {
  type BuildFacts,
  buildEnvironment,
  compilerScript,
  evalScript,
  prelude,
  sharingJobs,
} from './step-script.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'script-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function factsOf(version: string, sourceDir = '/lib/modules/6.1/build'): BuildFacts {
  return {
    facts: {
      dkmsVersion: versionOf(version),
      kernel: { release: '6.1', arch: 'x86_64', sourceDir },
      ...{ module: 'hello', moduleVersion: '1.0' },
    },
    layout: stageLayout('/cache', '/src/hello/dkms.conf', '6.1'),
    jobs: 4,
  };
}

function versionOf(text: string): DkmsVersion {
  return parseDkmsVersion(text) ?? expect.unreachable();
}

function bash(script: string, env: Record<string, string> = { PATH: searchPath() }): string {
  return execFileSync('bash', ['-c', script], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

test("the environment is the caller's without compilers, in English, with what dkms exports", () => {
  const base = {
    HOME: '/home/me',
    PATH: '/bin',
    CC: 'clang',
    LDFLAGS: '-x',
    MAKEFLAGS: 'j',
    LANG: 'de_DE',
    LC_ALL: 'x',
  };
  expect(buildEnvironment({ ...base, EMPTY: undefined }, factsOf('3.0.10'))).toEqual({
    ...{ HOME: '/home/me', PATH: '/bin:/usr/lib/dkms', LANG: 'C', LC_ALL: 'C' },
    ...{ kernelver: '6.1', arch: 'x86_64', module: 'hello', module_version: '1.0' },
  });
});

test("dkms's variables are set for the command, but not exported", () => {
  const facts = factsOf('3.0.10', "/it's here/build");
  const script =
    'echo "$kernel_source_dir|$dkms_tree|$source_tree|$install_tree|$parallel_jobs"; env | grep -c _tree';
  expect(bash(`${prelude(facts)}${script}; true`)).toBe(
    `/it's here/build|${facts.layout.dkmsTree}|${facts.layout.sourceTree}|/lib/modules|4\n0\n`,
  );
});

test('any word is quoted correctly', () => {
  for (const text of ['', "a'b", '$(touch x)', 'a\nb', '"', '\\']) {
    expect(bash(`printf %s ${quoted(text)}`)).toBe(text);
  }
});

describe('a command is run as dkms runs it', () => {
  test('up to 3.1.4, a command ending in ; is a syntax error', () => {
    expect(bash(`${evalScript(versionOf('3.1.5'), 'echo a;')}`)).toBe('a\n');
    expect(() => bash(evalScript(versionOf('3.1.4'), 'echo a;'))).toThrow(/syntax error/);
  });

  test('its exit status is that of the script', () => {
    for (const version of ['3.0.10', '3.4.3']) {
      expect(bash(`${evalScript(versionOf(version), "echo 'a  b'; (exit 3)")}echo $?`)).toBe('a  b\n3\n');
    }
  });
});

/** CC, KERNEL_CC and LD as a child of the build would see them; `-` for one that is not set. */
function compilers(
  version: string,
  step: 'make' | 'pre-build',
  files: Readonly<Record<string, string>>,
): string {
  const headers = join(folder, 'headers');
  rmSync(headers, { recursive: true, force: true });
  mkdirSync(join(headers, 'include', 'config'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(headers, name), text);
  const programs = join(folder, 'programs');
  mkdirSync(programs, { recursive: true });
  for (const name of ['gcc-12', 'clang', 'ld.lld']) {
    writeFileSync(join(programs, name), '');
    chmodSync(join(programs, name), 0o755);
  }
  const script = prelude(factsOf(version, headers)) + compilerScript(versionOf(version), step);
  const env = { PATH: searchPath(programs) };
  return bash(`${script}sh -c 'echo \${CC:--} \${KERNEL_CC:--} \${LD:--}'`, env).trim();
}

describe('the compiler is chosen as dkms chooses it', () => {
  const config = { '.config': 'CONFIG_CC_VERSION_TEXT="gcc-12 (Debian 12.2.0) 12.2.0"\n' };
  const variables = { '.kernelvariables': 'CC = $(CROSS)gcc-11\n' };
  const clang = {
    'include/config/auto.conf':
      'CONFIG_CC_VERSION_TEXT="clang version 16"\nCONFIG_CC_IS_CLANG=y\nCONFIG_LD_IS_LLD=y\n',
  };

  test.each([
    ['.kernelvariables, 3.0.10', '3.0.10', 'make', variables, 'gcc-11 - -'],
    [
      '.kernelvariables before the configuration, 3.0.10',
      '3.0.10',
      'make',
      { ...config, ...variables },
      'gcc-11 - -',
    ],
    ['the configuration is forgotten before the build, 3.0.10', '3.0.10', 'make', config, '- - -'],
    ['but PRE_BUILD sees it, 3.0.10', '3.0.10', 'pre-build', config, 'gcc-12 - -'],
    ['the configuration, 3.4.3', '3.4.3', 'make', config, 'gcc-12 gcc-12 -'],
    ['the configuration wins, 3.4.3', '3.4.3', 'make', { ...variables, ...config }, 'gcc-12 gcc-12 -'],
    ['clang and lld, 3.4.3', '3.4.3', 'make', clang, 'clang clang ld.lld'],
    ['nothing is known', '3.4.3', 'make', {}, '- - -'],
  ] as const)('%s', (_name, version, step, files, expected) => {
    expect(compilers(version, step, files)).toBe(expected);
  });

  test('a compiler that is not installed is not chosen', () => {
    const absent = { '.config': 'CONFIG_CC_VERSION_TEXT="gcc-99 (x) 99"\n' };
    expect(compilers('3.4.3', 'make', absent)).toBe('- - -');
  });
});

test('a command that dkms gave a number of jobs shares the jobserver instead; all others are unchanged', () => {
  const shared = (command: string) => sharingJobs(command, ' -j2 --jobserver-auth=3,4');
  expect(shared('make -j2 KERNELRELEASE=6.1 -j8 V=1 && make -j2 x')).toBe(
    "MAKEFLAGS=' -j2 --jobserver-auth=3,4' make KERNELRELEASE=6.1 V=1 && make -j2 x",
  );
  for (const [written, run] of [
    ['-j8', ''],
    ['-j', ''],
    ['-j 16 all', ' all'],
    ['--jobs=4 all', ' all'],
    ['--jobs', ''],
    ['-j1 all', ' -j1 all'],
    ['-j 1', ' -j 1'],
    ['-C src -j12 V=1', ' -C src V=1'],
    ['CFLAGS="-O2 -j8"', ' CFLAGS="-O2 -j8"'],
    ['-jobs -j8x', ' -jobs -j8x'],
  ]) {
    expect(shared(`make -j2 KERNELRELEASE=6.1 ${written}`)).toBe(
      `MAKEFLAGS=' -j2 --jobserver-auth=3,4' make KERNELRELEASE=6.1${run}`,
    );
  }
  for (const command of ["'make' -j2 all", 'cd src && make -j2 KERNELRELEASE=6.1', './build.sh']) {
    expect(shared(command)).toBe(command);
  }
});
