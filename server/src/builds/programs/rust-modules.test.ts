import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProcessGroups } from '../process-group.ts';
import { stageLayout } from '../stage/stage-layout.ts';
import { refuseRust } from './rust-modules.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rust-modules-'));
  write('stage/x', '');
  write('source/Kbuild', 'obj-m := hello.o\nhello-y := a.o b.o c.o\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  chmodSync(join(folder, path), mode);
}

async function refusal(names: readonly string[], config: string, make: Record<string, string> = {}) {
  write('kernel/include/config/auto.conf', config);
  const said = await refuseRust(
    {
      kernel: {
        ...{ name: '6.12@own', release: '6.12', version: '6.12', arch: 'x86_64', status: 'ready' },
        ...{ buildDir: join(folder, 'kernel'), running: false },
      },
      env: { PATH: join(folder, 'bin') },
      layout: { ...stageLayout('/cache', '/m/dkms.conf', '6.12'), root: join(folder, 'stage') },
      variables: { environment: {}, make },
    },
    join(folder, 'source'),
    { paths: names, has: (name) => names.includes(name) },
    { groups: new ProcessGroups() },
  );
  return said?.replaceAll(folder, '');
}

const rust = 'CONFIG_RUST=y\nCONFIG_RUSTC_VERSION_TEXT="rustc 1.85.1 (4eb161250 2025-03-15)"\n';

test('a kernel without Rust refuses modules in Rust, and no others', async () => {
  expect(await refusal(['Kbuild', 'b.rs'], '')).toContain(
    'b.rs is written in Rust, but kernel 6.12@own was built without it (CONFIG_RUST is not set).',
  );
  expect(await refusal(['Kbuild', 'a.c', 'a.rs'], '')).toBeUndefined();
  expect(await refusal(['Kbuild', 'tool.rs'], '')).toBeUndefined();
  expect(await refusal(['Kbuild', 'tools/b.rs'], '')).toBeUndefined();
});

test('headers need the metadata of the crates', async () => {
  expect(await refusal(['Kbuild', 'b.rs'], rust)).toContain(
    "its headers lack the metadata of the kernel's crates (rust/libkernel.rmeta in /kernel)",
  );
});

test('the compiler must be there, and of the version that built the crates', async () => {
  write('kernel/rust/libkernel.rmeta', '');
  expect(await refusal(['Kbuild', 'b.rs'], rust)).toContain(
    'rustc is not installed. Install the one that built kernel 6.12@own: rustc 1.85.1',
  );
  write('bin/rustc', '#!/bin/sh\necho "rustc 1.90.0 (abc)"\n', 0o755);
  expect(await refusal(['Kbuild', 'b.rs'], rust)).toContain(
    "were built by rustc 1.85.1, and rustc 1.90.0 can't read them.",
  );
  write('other/rustc', '#!/bin/sh\necho "rustc 1.85.1 (4eb161250 2025-03-15)"\n', 0o755);
  expect(await refusal(['Kbuild', 'b.rs'], rust, { RUSTC: join(folder, 'other/rustc') })).toBeUndefined();
});
