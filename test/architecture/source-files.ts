import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly ImportedModule[];
}

export interface ImportedModule {
  /** As written, or for relative ones the path relative to the root. */
  readonly target: string;
  readonly relative: boolean;
  /** Whether the import is erased at compile time. */
  readonly typeOnly: boolean;
}

/** The TypeScript files below a folder of the project, tests included. */
export function sourceFiles(folder: string, ending = '.ts'): readonly SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => {
      const absolute = path.join(entry.parentPath, entry.name);
      const text = readFileSync(absolute, 'utf8');
      const relative = path.relative(root, absolute);
      return { path: relative, text, imports: importsOf(relative, text) };
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}

// Three shapes: `import … from 'x'` and `export … from 'x'` (the names may stand on several lines, but hold no quote and no
// semicolon), `import 'x'`, and `import('x')`, `require('x')`, and `load('x')` for a package that may be absent.
const statement =
  /^(?:import|export)\s+(type\s+)?[^'";]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\b(?:import|require|load)\(\s*'([^']+)'\s*\)/gm;

export function importsOf(file: string, text: string): readonly ImportedModule[] {
  return [...text.matchAll(statement)].map((match) => {
    const written = match[2] ?? match[3] ?? match[4] ?? '';
    const relative = written.startsWith('.');
    return {
      target: relative ? path.join(path.dirname(file), written) : written,
      relative,
      typeOnly: match[1] !== undefined,
    };
  });
}

export function isTest(file: SourceFile): boolean {
  return file.path.endsWith('.test.ts');
}
