import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isTest, root, sourceFiles } from './source-files.ts';
import { childrenOf, isNode, type Node, treeOf } from './syntax-tree.ts';

const server = sourceFiles('server/src');
const client = sourceFiles('client/src');
const production = [...server, ...client].filter((file) => !isTest(file));

test('only one folder knows the protocol', () => {
  const knowing = production.filter(
    (file) =>
      file.path.startsWith('server/') &&
      file.imports.some((one) => one.target.startsWith('vscode-languageserver')),
  );
  expect(knowing.length).toBeGreaterThan(0);
  expect(knowing.filter((file) => !file.path.startsWith('server/src/lsp/')).map((file) => file.path)).toEqual(
    [],
  );
});

test('one file converts between addresses and paths', () => {
  // Clients spell the address of one file in many ways; addresses.ts knows them by path.
  const turning = production.filter(
    ({ path: file, text, imports }) =>
      (file.startsWith('server/src/lsp/') || file.startsWith('client/')) &&
      (imports.some(({ target }) => target === 'node:url') || /'file:|`file:/.test(text)),
  );
  expect(turning.map((file) => file.path)).toEqual(['server/src/lsp/addresses.ts']);
});

test('one file decides whether a path lies in a folder', () => {
  // A comparison of texts is not enough: `foo-common` begins with `foo`, but is not in it. The client may not import the server's file.
  const places = ['client/src/builds/nearest-conf.ts', 'server/src/is-inside.ts'];
  const ofPaths =
    /\.startsWith\((?:`[^`]*\}\/`|[^)]*\+ (?:path\.)?sep\b|[^)]*\+ '\/'|[\w.#]*(?:real|root|folder|dir|source)\w*\))/i;
  const asking = production.filter(
    ({ path: file, text }) =>
      // In conf/, such texts are bash's and make's, with variables in them.
      !file.startsWith('server/src/conf/') && ofPaths.test(text),
  );
  expect(asking.map((file) => file.path).sort()).toEqual(places);
  for (const wrong of [
    'a.startsWith(real)',
    'a.startsWith(`${b}/`)',
    'a.startsWith(b + sep)',
    'a.startsWith(this.#buildDir)',
  ])
    expect(wrong).toMatch(ofPaths);
});

test('vscode appears only under client/', () => {
  const importers = server.filter((file) => file.imports.some((one) => one.target === 'vscode'));
  expect(importers.map((file) => file.path)).toEqual([]);
});

/** Globals that reach outside a module without an import, or call back later. */
const reaching = new Set([
  ...[
    'Promise',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'fetch',
    'process',
    'require',
  ],
  ...['globalThis', 'Worker', 'WebSocket', 'console', 'performance', 'Date', 'Atomics', 'crypto'],
]);

/** The places in a file that wait or have effects outside it. */
function impurities(file: string, text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node, parent: Node | undefined): void => {
    const isProperty =
      (parent?.type === 'MemberExpression' && parent.property === node && parent.computed !== true) ||
      (parent?.type === 'Property' && parent.key === node && parent.shorthand !== true);
    const isType = node.type.startsWith('TS') && !/^TS(?:As|NonNull|Satisfies)/.test(node.type);
    if (isType) return;
    const waits = node.async === true || /^(?:Await|Import|Yield)Expression$/.test(node.type);
    if (waits && node.type !== 'YieldExpression') found.push(`${file}: ${node.type} waits`);
    if (node.type === 'Identifier' && !isProperty && reaching.has(String(node.name)))
      found.push(`${file}: ${String(node.name)}`);
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(treeOf(file, text), undefined);
  return found;
}

test('waiting and input/output are recognised', () => {
  const touching = [
    'await 1;',
    'const f = async () => 1;',
    'Promise.all([]);',
    'const { env } = process;',
    'import("x");',
  ];
  for (const text of touching) expect(impurities('x.ts', text), text).not.toEqual([]);
  const pure = [
    'const a = { Promise: 1, process: 2 };',
    'a.process;',
    'type T = Promise<string>;',
    '// await process',
  ];
  for (const text of pure) expect(impurities('x.ts', text), text).toEqual([]);
});

test('conf/ is pure: no I/O, no process, nothing asynchronous', () => {
  const conf = production.filter((file) => file.path.startsWith('server/src/conf/'));
  expect(conf.length).toBeGreaterThan(30);
  // Compiles WebAssembly, which is asynchronous.
  const loader = 'server/src/conf/syntax/tree-sitter.ts';
  const wrong = conf.flatMap((file) => [
    ...file.imports
      .filter(({ target }) => target.startsWith('node:'))
      .map(({ target }) => `${file.path}: ${target}`),
    ...(file.path === loader ? [] : impurities(file.path, file.text)),
  ]);
  expect(wrong).toEqual([]);
});

test('the client writes no workspace settings', () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const { path: file, text } of client.filter((one) => !isTest(one))) {
    const visit = (node: Node): void => {
      const callee = node.type === 'CallExpression' && isNode(node.callee) ? node.callee : undefined;
      if (callee?.type === 'MemberExpression' && (callee.property as Node).name === 'update') {
        const { start, end } = callee.object as Node;
        const [, , target] = node.arguments as readonly Node[];
        const isMemory = /\b(?:memory|Memento)$/i.test(text.slice(start, end as number));
        const isUsers =
          target && text.slice(target.start, target.end as number) === 'ConfigurationTarget.Global';
        seen++;
        if (!isMemory && !isUsers) wrong.push(`${file}: ${text.slice(node.start, node.end as number)}`);
      }
      for (const child of childrenOf(node)) visit(child);
    };
    visit(treeOf(file, text));
  }
  expect(seen).toBeGreaterThan(1);
  expect(wrong).toEqual([]);
});

test('each law has its tests in the table, and they exist', () => {
  const architecture = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
  const section = architecture.slice(architecture.indexOf('## Laws'));
  const laws = [...section.matchAll(/^(\d+)\. /gm)].map(([, law]) => law);
  expect(laws).toEqual(laws.map((_, at) => String(at + 1)));
  const rows = [...section.matchAll(/^\| (\d+) *\| `([^`]+)`: (.*?) *\|$/gm)];
  const missing = rows.flatMap(([, , file = '', title = '']) => {
    const text = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '';
    return ["'", '"'].some((quote) => text.includes(quote + title + quote)) ? [] : [`${file}: ${title}`];
  });
  expect(missing).toEqual([]);
  expect([...new Set(rows.map(([, law]) => law))]).toEqual(laws);
});

test('files are kebab-case, with their tests next to them', () => {
  const files = [...server, ...client, ...sourceFiles('test')];
  const named = files.filter(
    (file) => !/^(?:[a-z0-9]+-)*[a-z0-9]+(?:\.test)?\.ts$/.test(path.basename(file.path)),
  );
  expect(named.map((file) => file.path)).toEqual([]);
  // A test is named after its file, or after its folder if it checks a law of all files there.
  const orphans = [...server, ...client].filter(
    ({ path: file }) =>
      file.endsWith('.test.ts') &&
      path.basename(file) !== `${path.basename(path.dirname(file))}.test.ts` &&
      !files.some((other) => other.path === file.replace('.test.ts', '.ts')),
  );
  expect(orphans.map((file) => file.path)).toEqual([]);
  expect(
    files.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|index|misc)(?:\.test)?\.ts$/.test(file.path)),
  ).toEqual([]);
});

test('a file of more than 400 lines or a folder of more than 15 files has its reason in the architecture document', () => {
  const architecture = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
  const reasons = architecture.slice(architecture.indexOf('needs its reason here:'));
  const excused = [...reasons.matchAll(/`([^`]+)`/g)].map(([, place]) => place ?? '');
  const long = [...server, ...client]
    .filter((file) => file.text.split('\n').length > 400)
    .map((file) => file.path);
  const crowded = [...Map.groupBy(production, (file) => path.dirname(file.path))]
    .filter(([, files]) => files.length > 15)
    .map(([folder]) => `${folder}/`);
  expect(excused.toSorted()).toEqual([...long, ...crowded].sort());
});

test('nothing names a machine, a registry or unfinished work', () => {
  const skipped = new Set(['node_modules', 'dist', 'out', '.git', '.ci']);
  const forbidden = /\/work\/|\.library\b|\b(?:TODO|FIXME|XXX)\b|registry\.npmjs|deb\.debian\.org/;
  const texts = /\.(?:m?ts|sh|md|json|conf|c|svg|ya?ml)$|^[^.]+$/;
  const here = path.relative(root, import.meta.filename);
  const wrong: string[] = [];
  let seen = 0;
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const inside = entry.isDirectory()
      ? readdirSync(path.join(root, entry.name), { recursive: true, withFileTypes: true })
      : [entry];
    for (const file of inside) {
      const relative = path.relative(root, path.join(file.parentPath, file.name));
      if (!file.isFile() || !texts.test(file.name) || relative === here || relative === 'package-lock.json')
        continue;
      seen++;
      const found = forbidden.exec(readFileSync(path.join(root, relative), 'utf8'));
      if (found) wrong.push(`${relative}: ${found[0]}`);
    }
  }
  expect(seen).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('retired words are not used', () => {
  const names =
    /\b(?:ToldResults|ResultNews|KernelNews|Foreseen|VanishedUse|Shadow|Wish|wishes|Scene|FormTest|TakenVariable|takeOver|OutsideFacts|nothingAround|chooseReading|[sS]cene|EnvironmentScene|sceneOf|foreseen|systemPlaces|makePlace|tellMenus|WrittenDown|settledProblems|lookBeside|recordOutside|outside\??: HostFacts|beside\??: SourceFacts|machine: ShellState|users: boolean|isTold|wayTo|looksAround|keepTold|settleRemark|tellMissing|tellProposal|EarlierLook|type Said)\b/;
  // Only as names of types and variables: in comments and messages, most of these are ordinary words.
  const declared =
    /\b(?:class|interface|type|const|let|function) (?:Machine|Outside|Form|Taken|Triage|Explainer|Explanations|settled|settleGuards|Fuel|Stretch|Sourced|SourcedBefore|TakenBefore|Copied|AboutSources|Caused|Active|Surroundings|LogGiven)\b/;
  const words = /\b(?:wings?|faces?)\b|\brooms?\b/;
  const code = production
    .filter((file) => names.test(file.text) || declared.test(file.text))
    .map((file) => file.path);
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].filter((name) =>
    words.test(readFileSync(path.join(root, name), 'utf8')),
  );
  expect([...code, ...documents]).toEqual([]);
});
