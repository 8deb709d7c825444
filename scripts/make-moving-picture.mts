/** Makes the README's animated GIF from the pictures that test/editor/tour.test.ts took. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import gifenc from 'gifenc';
import { PNG } from 'pngjs';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'out', 'screenshots');
const target = path.join(root, 'docs', 'images', 'tour.gif');
const pictureMs = 1800;
const lastMs = 4000;

const names = readdirSync(folder).filter((name) => /^tour-\d+\.png$/.test(name));
if (names.length === 0) {
  console.error(
    'There are no pictures. Run `npx vitest run --project editor test/editor/tour.test.ts` first.',
  );
  process.exit(1);
}
const encoder = gifenc.GIFEncoder();
for (const [index, name] of names.sort().entries()) {
  const { data, width, height } = PNG.sync.read(readFileSync(path.join(folder, name)));
  const palette = gifenc.quantize(data, 256);
  const delay = index === names.length - 1 ? lastMs : pictureMs;
  encoder.writeFrame(gifenc.applyPalette(data, palette), width, height, { palette, delay });
}
encoder.finish();
writeFileSync(target, encoder.bytes());
console.log(`${names.length} pictures, ${Math.round(statSync(target).size / 1000)} kB: ${target}`);
