import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isTest, root, type SourceFile, sourceFiles } from './source-files.ts';

interface Switch {
  readonly line0: number;
  readonly subject: string;
  /** The line of its `default:`; `undefined` if it has none. */
  readonly default0: number | undefined;
  readonly provesNever: boolean;
}

/** The formatter aligns a `switch` with its end, and indents its cases by two columns. */
function switchesOf(text: string): readonly Switch[] {
  const lines = text.split('\n');
  return lines.flatMap((line, line0) => {
    const [, indent, subject] = /^( *)(?:\w+: )?switch \((.*)\) \{$/.exec(line) ?? [];
    if (indent === undefined || subject === undefined) return [];
    const end0 = lines.indexOf(`${indent}}`, line0);
    const at = lines.findIndex((one, i) => i > line0 && i < end0 && one.startsWith(`${indent}  default:`));
    const rest = at < 0 ? '' : lines.slice(at, end0).join('\n');
    return [
      {
        ...{ line0, subject, default0: at < 0 ? undefined : at },
        provesNever: rest.includes(' satisfies never;'),
      },
    ];
  });
}

const production = [...sourceFiles('server/src'), ...sourceFiles('client/src')].filter(
  (file) => !isTest(file),
);

test('every switch has a default', () => {
  const found = production.map((file) => ({ file, switches: switchesOf(file.text) }));
  const written = production.reduce((sum, { text }) => sum + (text.match(/^ *switch \(/gm)?.length ?? 0), 0);
  expect(found.reduce((sum, { switches }) => sum + switches.length, 0)).toBe(written);
  expect(written).toBeGreaterThan(60);
  const without = found.flatMap(({ file, switches }) =>
    switches
      .filter(({ default0 }) => default0 === undefined)
      .map(({ line0 }) => `${file.path}:${line0 + 1}: no default`),
  );
  expect(without).toEqual([]);
});

/** Asks the compiler, after each `default:` without its own proof, whether the remaining type is open. */
function withQuestions({ text }: SourceFile): string {
  const lines = text.split('\n');
  for (const { default0, subject, provesNever } of switchesOf(text)) {
    if (default0 === undefined || provesNever) continue;
    lines[default0] = (lines[default0] ?? '').replace('default:', `default: isOpen(${subject});`);
  }
  return lines.join('\n');
}

/** A number or a string may reach a `default`; members of a union that reach it were forgotten. */
const question =
  'declare function isOpen<T>(value: T, ...closed: string extends T ? [] : number extends T ? [] : [never]): void;\n';

test('a switch over a union is checked for exhaustiveness', () => {
  const folder = path.join(root, 'out');
  mkdirSync(folder, { recursive: true });
  const copy = mkdtempSync(path.join(folder, 'switches-'));
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(copy, name)), { recursive: true });
    writeFileSync(path.join(copy, name), text);
  };
  try {
    for (const file of production) write(file.path, withQuestions(file));
    write('question.d.ts', question);
    write('seen.ts', "export function seen(kind: 'a' | 'b') {\n  isOpen(kind);\n}\n");
    const compilerOptions = {
      ...{ noEmit: true, emitDeclarationOnly: false, composite: false },
      types: ['node', 'vscode'],
    };
    write('tsconfig.json', JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions }));
    // The last file has a deliberate error: without its message, the compiler did not run.
    expect(compile(copy)).toEqual(['seen.ts(2,']);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

/** The places of the compiler's messages. */
function compile(folder: string): readonly string[] {
  try {
    execFileSync(path.join(root, 'node_modules/.bin/tsc'), ['--project', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return [];
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    return [...(stdout ?? String(error)).matchAll(/^(\S+\(\d+,)/gm)].map(([, place = '']) => place);
  }
}
