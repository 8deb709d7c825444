import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientAddress } from '../support/client-address.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';

const vsix = path.resolve(import.meta.dirname, '../../dkms-tools.vsix');

describe(
  'the packed extension, on a machine without node_modules and compiler',
  needs(!existsSync(vsix) && 'dkms-tools.vsix is absent: run npm run package'),
  () => {
    let folder = '';
    // No PATH at all: anything that needs a compiler, or another program, fails.
    const bare = { HOME: '/proc/nowhere', PATH: '' };

    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-vsix-'));
      execFileSync('unzip', ['-q', vsix, '-d', folder]);
      writeFileSync(path.join(folder, 'dkms.conf'), 'PACKAGE_NAME="hello"\n');
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('is one package for every machine: nothing in it is native', () => {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      expect(files.filter((file) => /\.node$|node_modules|\.map$|\.ts$/.test(file))).toEqual([]);
      expect(
        files
          .filter(
            (file) =>
              /dist\/.+/.test(file) && !/dist\/(?:parts(?:\/[\w-]+\.js)?|templates(?:\/.+)?)$/.test(file),
          )
          .sort(),
      ).toEqual(
        [
          'cli.js',
          'client.js',
          'header-index-worker.js',
          'kernel-history.br',
          'range-worker.js',
          'server.js',
          'tree-sitter-bash.wasm',
          'web-tree-sitter.wasm',
        ].map((file) => `extension/dist/${file}`),
      );
    });

    test('its terminal program checks a file', () => {
      const program = path.join(folder, 'extension/dist/cli.js');
      const words = [
        program,
        'check',
        '--dkms-version',
        '3.0.10',
        '--format',
        'json',
        path.join(folder, 'dkms.conf'),
      ];
      const run = () =>
        execFileSync(process.execPath, words, {
          env: bare,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        });
      // Exit code 1: an error was found.
      expect(run).toThrow(
        expect.objectContaining({ status: 1, stdout: expect.stringContaining('missing-package-version') }),
      );
    });

    test('its server checks, completes and explains a file', async () => {
      const program = path.join(folder, 'extension/dist/server.js');
      const client = await LanguageClient.start([process.execPath, program, '--stdio'], { env: bare });
      const uri = clientAddress(path.join(folder, 'dkms.conf'));
      const found = await client.open(uri, 'dkms-conf', 'PACKAGE_NAME="hello"\n');
      expect(found.map((one) => one.code)).toContain('missing-package-version');
      // Each rule's page is in the package, and the diagnostic links to it.
      for (const one of found) expect(existsSync(new URL(one.codeDescription?.href ?? ''))).toBe(true);
      const position = { line: 0, character: 2 };
      expect(await client.request('textDocument/hover', { textDocument: { uri }, position })).not.toBeNull();
      expect(
        await client.request('textDocument/completion', { textDocument: { uri }, position }),
      ).not.toEqual([]);
      await client.stop();
    });
  },
);
