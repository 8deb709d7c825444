/**
 * Bundles the programs into dist/, with the WebAssembly files that their parser loads and the templates of new drivers. Code that a program
 * does not need at its start is in separate parts (dist/parts), which the programs share. `--watch` rebuilds after each change.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build, type InputOptions, type OutputOptions, watch } from 'rolldown';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const isWatching = process.argv.includes('--watch');

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly engines: { readonly node: string };
};

/** The oldest Node that runs the programs, from the manifest: `22.15`. */
const oldestNode = /^>=(\d+\.\d+)/.exec(manifest.engines.node)?.[1] ?? '';
const [major, minor] = oldestNode.split('.');

// Written in old syntax: an older Node has to parse the file to reach this line.
const nodeGuard = `(function (node) { var numbers = node.split('.'); if (numbers[0] < ${major} || (numbers[0] == ${major} && numbers[1] < ${minor})) { process.stderr.write('dkms-tools: Node ' + node + ' is too old; expected ${oldestNode} or later\\n'); process.exit(2); } })(process.versions.node);`;

const common: InputOptions = {
  cwd: root,
  platform: 'node',
  transform: { target: `node${oldestNode}` },
  plugins: [
    {
      name: 'ascii',
      // V8 needs twice the memory for a text with other characters. Outside comments, they occur only where an escape means the same.
      generateBundle(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/[^\0-\x7f]/g, escapeOf);
        }
      },
    },
  ],
  onLog(level, log, handle) {
    // web-tree-sitter uses eval for grammars that contain JavaScript; the grammar of bash contains none.
    if (log.code !== 'EVAL') handle(level, log);
  },
};

const output: OutputOptions = {
  dir: dist,
  format: 'cjs',
  dynamicImportInCjs: false,
  minify: !isWatching,
  sourcemap: isWatching,
  comments: false,
  entryFileNames: '[name].js',
  chunkFileNames: 'parts/[name]-[hash].js',
};

const programs: (InputOptions & { readonly output: OutputOptions })[] = [
  {
    ...common,
    input: { client: 'client/src/extension.ts' },
    external: ['vscode'],
    output: { ...output, codeSplitting: false },
  },
  {
    ...common,
    input: {
      cli: 'server/src/cli.ts',
      server: 'server/src/main.ts',
      'header-index-worker': 'server/src/triage/headers/index-worker.ts',
      'range-worker': 'server/src/workspace/kernel-history/range-worker.ts',
    },
    output: {
      ...output,
      banner: ({ name }) => (name === 'cli' ? `#!/usr/bin/env node\n${nodeGuard}` : ''),
      codeSplitting: {
        // Each group includes what its files import: few files load faster than many.
        groups: [
          {
            name: 'start',
            test: /^\0rolldown\/runtime|\/(?:cli\/terminal|workspace\/start\/(?:code-cache|default-cache-folder))\.ts$/,
            priority: 3,
          },
          { name: 'command-line', test: /\/cli\/command-line\.ts$/, priority: 2 },
          {
            name: 'check',
            test: /\/cli\/check-command\.ts$|\/workspace\/(?:engine|parser-files|settings)\.ts$/,
            priority: 1,
          },
          {
            name: 'find-kernels',
            test: /\/kernels\/find-kernels\.ts$|\/fetched-kernels\/named-kernels\.ts$/,
            priority: 1,
          },
          // What the language server and several commands keep of builds.
          {
            name: 'results',
            test: /\/workspace\/(?:build-scheduler|matrix\/matrix|results\/target-result|explanation\/(?:cause-certainty|problem-causes))\.ts$/,
            priority: 1,
          },
        ],
      },
    },
  },
];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const file of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm']) {
  copyFileSync(path.join(root, 'node_modules', file), path.join(dist, path.basename(file)));
}
copyFileSync(
  path.join(root, 'server/src/triage/history/kernel-history.br'),
  path.join(dist, 'kernel-history.br'),
);
cpSync(path.join(root, 'server/src/authoring/templates'), path.join(dist, 'templates'), { recursive: true });
if (isWatching) watch(programs);
else await build(programs);

/** The escape sequence of one UTF-16 unit. */
function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
