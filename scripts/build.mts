/** Bundles the programs into dist/, with the WebAssembly files that their parsers load. `--watch` goes on after each change. */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build, context } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const watch = process.argv.includes('--watch');

const bundleUrl = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

// The bundle itself can fail to load on an older Node, so this comes before it.
const nodeGuard =
  "if (Number(process.versions.node.split('.')[0]) < 22) { process.stderr.write('dkms-tools: Node ' + process.versions.node + ' is too old; expected 22.15 or later\\n'); process.exit(2); }";

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22.15',
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  legalComments: 'none',
  // Some libraries publish an ESM and a UMD build; the UMD one hides its imports from a bundler.
  mainFields: ['module', 'main'],
  // Bundled as CommonJS there is no import.meta; what asks for its URL gets this file's.
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: bundleUrl },
  logLevel: 'warning',
};

const programs: BuildOptions[] = [
  { ...common, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.js', external: ['vscode'] },
  { ...common, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js' },
  {
    ...common,
    entryPoints: ['server/src/triage/headers/index-worker.ts'],
    outfile: 'dist/header-index-worker.js',
  },
  {
    ...common,
    entryPoints: ['server/src/cli.ts'],
    outfile: 'dist/cli.js',
    banner: { js: `#!/usr/bin/env node\n${nodeGuard}\n${bundleUrl}` },
  },
];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const file of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm']) {
  copyFileSync(path.join(root, 'node_modules', file), path.join(dist, path.basename(file)));
}
if (watch) for (const program of programs) await (await context(program)).watch();
else await Promise.all(programs.map((program) => build(program)));
