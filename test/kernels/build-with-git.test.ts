import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
const source = `#include <linux/module.h>
MODULE_VERSION(VERSION);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("asks git for its version");
`;
/** The error of git ends the build, as it does in a recipe. */
const makefile = `VERSION := $(shell git -C $(if $(src),$(src),.) describe --tags --dirty)
$(if $(VERSION),,$(error no version))
obj-m := lamp.o
ccflags-y := -DVERSION='"$(VERSION)"'
`;

let folder: string;
let top: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'with-git-'));
  top = path.join(folder, 'lamp');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(at: string, ...words: string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...who, ...words], { cwd: at, encoding: 'utf8' });
}

/** A repository with a tag, and the module in this folder of it. */
function createRepository(inside: string, files: Readonly<Record<string, string>> = {}): void {
  mkdirSync(path.join(top, inside), { recursive: true });
  for (const [name, text] of Object.entries({ 'lamp.c': source, Makefile: makefile, ...files }))
    writeFileSync(path.join(top, inside, name), text);
  git(top, 'init', '-q', '-b', 'main');
  git(top, 'add', '.');
  git(top, 'commit', '-q', '-m', 'Begin');
  git(top, 'tag', 'v1.0');
}

describe('a Makefile that asks git for the version', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir = '', release612 = '' } = kernels ?? {};

  async function build(at: string) {
    const { out } = await runCommandLine(
      ['build', at, '--format', 'json', '--modules', modulesDir, '--kernel', release612],
      { env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') } },
    );
    const { results } = JSON.parse(out) as {
      results: readonly {
        readonly status: string;
        readonly built: readonly { readonly modinfo: Readonly<Record<string, string>> }[];
        readonly problems: readonly {
          readonly message: string;
          readonly cause: { readonly id: string } | null;
        }[];
      }[];
    };
    const [result] = results;
    return { ...result, version: result?.built[0]?.modinfo.version };
  }

  test('builds as in the folder itself, of which nothing is changed', async () => {
    createRepository('');
    const before = treeState(top);
    expect(await build(top)).toMatchObject({ status: 'ok', problems: [], version: 'v1.0' });
    expect(treeState(top)).toEqual(before);
    writeFileSync(path.join(top, 'lamp.c'), `${source}/* changed */\n`);
    expect(await build(top)).toMatchObject({ status: 'ok', version: 'v1.0-dirty' });
    git(top, 'commit', '-q', '-a', '-m', 'Change');
    git(top, 'tag', 'v1.1');
    expect(await build(top)).toMatchObject({ status: 'ok', version: 'v1.1' });
    expect(git(top, 'status', '--short')).toBe('');
  });

  test('builds in a work tree, in a submodule, and below the top of a repository', async () => {
    createRepository('driver');
    const below = await build(path.join(top, 'driver'));
    expect([below.status, below.version?.replace('-dirty', '')]).toEqual(['ok', 'v1.0']);
    const tree = path.join(folder, 'tree');
    git(top, 'worktree', 'add', '-q', tree);
    const ofTree = await build(path.join(tree, 'driver'));
    expect([ofTree.status, ofTree.version?.replace('-dirty', '')]).toEqual(['ok', 'v1.0']);

    const outer = path.join(folder, 'outer');
    mkdirSync(outer);
    git(outer, 'init', '-q');
    git(outer, 'submodule', '--quiet', 'add', top, 'lamp');
    git(path.join(outer, 'lamp'), 'fetch', '-q', '--tags');
    const ofModule = await build(path.join(outer, 'lamp', 'driver'));
    expect([ofModule.status, ofModule.version?.replace('-dirty', '')]).toEqual(['ok', 'v1.0']);
  });

  test('writes nothing to the repository that it reads, whatever the Makefile does', async () => {
    createRepository('', {
      Makefile: `$(shell git tag -f built; git commit -q --allow-empty -m x; touch y; git add y)\n${makefile}`,
    });
    const before = treeState(top);
    await build(top);
    expect(treeState(top)).toEqual(before);
    expect(git(top, 'tag').trim()).toBe('v1.0');
    expect(readFileSync(path.join(top, '.git/HEAD'), 'utf8')).toContain('refs/heads/main');
  });

  test('fails as with dkms where there is a dkms.conf, and says why', async () => {
    const conf = [
      'PACKAGE_NAME="lamp"',
      'PACKAGE_VERSION="1.0"',
      'BUILT_MODULE_NAME[0]="lamp"',
      'DEST_MODULE_LOCATION[0]="/extra"',
      'MAKE[0]="make -C $kernel_source_dir M=$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build"',
      '',
    ];
    createRepository('', { 'dkms.conf': conf.join('\n') });
    const { status, problems = [] } = await build(top);
    expect(status).toBe('failed');
    expect(problems.flatMap(({ cause }) => cause?.id ?? [])).toContain('no-git-repository');
    expect(existsSync(path.join(folder, 'cache'))).toBe(true);
  });
});
