/**
 * Puts the pictures that the editor tests took (out/screenshots) into docs/images, for the README, the docs and the walkthrough.
 * Run the tests of the editor that the last column names first, and look at the pictures before you commit them.
 */
import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** The pictures of the docs: what each is called there, its screenshot, and the test that takes it. */
const pictures: readonly (readonly [picture: string, screenshot: string, test: string])[] = [
  ['problems', 'hover', 'language'],
  ['completion', 'completion', 'language'],
  ['kernels', 'kernels', 'build'],
  ['build-failed', 'build-failed', 'build'],
  ['check-on-save', 'check-on-save-fix', 'build'],
  ['results', 'views-first-error', 'results'],
  ['triage', 'triage-hover-vs', 'triage'],
  ['new-module', 'new-module-kinds', 'new-module'],
  ['machine', 'machine-view', 'machine'],
];

for (const [picture, screenshot, test] of pictures) {
  const from = path.join(root, 'out', 'screenshots', `${screenshot}.png`);
  if (existsSync(from)) copyFileSync(from, path.join(root, 'docs', 'images', `${picture}.png`));
  else console.log(`${picture}.png stays as it is: test/editor/${test}.test.ts was not run.`);
}
