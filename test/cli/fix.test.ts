import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';

const broken =
  'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="hello.ko"\nDEST_MODULE_LOCATION[0]="/extra"\nAUTOINSTALL="yes"\n';
const mended = broken.replace('.ko', '');

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-fix-'));
  file = path.join(folder, 'dkms.conf');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fix() {
  return runCommandLine(['check', '--fix', '--dkms-version', '3.0.10', file], { isUnprivileged: true });
}

describe('check --fix', () => {
  test('removes a byte-order mark', async () => {
    writeFileSync(file, `\ufeff${broken}`);
    expect(await fix()).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(mended);
  });

  test("removes carriage returns, which dkms 3.0.10 can't handle", async () => {
    writeFileSync(file, broken.replaceAll('\n', '\r\n'));
    expect(await fix()).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(mended);
  });

  test('writes to the target of a link, and keeps the link and the mode', async () => {
    const target = path.join(folder, 'real.conf');
    writeFileSync(target, broken);
    chmodSync(target, 0o640);
    symlinkSync('real.conf', file);
    expect(await fix()).toMatchObject({ code: 0 });
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe(mended);
    expect(statSync(target).mode & 0o777).toBe(0o640);
  });

  test('leaves a file that is not UTF-8 alone, and says so', async () => {
    const bytes = Buffer.from(`# caf\xe9\n${broken}`, 'latin1');
    writeFileSync(file, bytes);
    const { code, err } = await fix();
    expect(code).toBe(1);
    expect(err).toContain('did not fix');
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('leaves a read-only file alone, and says so', async () => {
    writeFileSync(file, broken);
    chmodSync(file, 0o444);
    const { code, err } = await fix();
    expect(code).toBe(1);
    expect(err).toContain("can't be written");
    expect(readFileSync(file, 'utf8')).toBe(broken);
  });
});
