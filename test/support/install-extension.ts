import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { installExtensions, vsixPath } from './code-server.ts';
import { editorMissing } from './editor.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The extensions folder of an editor in which only the extension under test is installed. */
    extensionsFolder: string;
  }
}

/** Installs the packed extension once, for all editors of a run: each test file copies the folder. Returns what removes it. */
export default function installExtension(project: TestProject): (() => void) | undefined {
  if (editorMissing() !== undefined) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-extension-'));
  const extensions = path.join(folder, 'extensions');
  installExtensions(
    ['--user-data-dir', path.join(folder, 'user-data'), '--extensions-dir', extensions],
    [vsixPath()],
  );
  project.provide('extensionsFolder', extensions);
  return () => rmSync(folder, { recursive: true, force: true });
}
