import { randomUUID } from 'node:crypto';
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SourceFacts } from '../../conf/rules/source-facts.ts';
import { applyEdits } from '../../conf/text.ts';
import { isBareModule } from '../../module/find-modules.ts';
import { gatherSourceFacts } from '../../module/gather-source-facts.ts';
import { parseMakefile } from '../../module/makefile.ts';
import { modernMakefile, type TextStep } from '../../module/modern-makefile.ts';
import { findSourceFolder } from '../../module/source-folder.ts';
import { systemMessage } from '../../system-error.ts';
import type { Engine } from '../engine.ts';
import { withParser } from '../parser-files.ts';
import { type LabelledHunk, labelledHunks } from './labelled-hunks.ts';
import { modernSources, type SourceKernels } from './modern-sources.ts';

/** A file of a module that is to be changed. */
export interface ModernFile {
  /** Absolute. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** In the order of the text. */
  readonly hunks: readonly LabelledHunk[];
}

/** What brings a module up to date. */
export interface ModernModule {
  readonly files: readonly ModernFile[];
  /** What is left to the author, a sentence each. */
  readonly left: readonly string[];
}

/**
 * All safe changes that bring a module up to date: of its Makefiles, then of its dkms.conf as it is read beside these, then of its C files
 * for the kernels whose headers are here. `path` is that of the dkms.conf; of a module that has none, of its Kbuild or Makefile. `openText`
 * has the texts of files that are open in an editor. Writes and runs nothing; `wrong` says in one sentence why the module could not be
 * examined.
 */
export async function moderniseModule(
  engine: Engine,
  path: string,
  kernels: SourceKernels,
  openText: (file: string) => string | undefined = () => undefined,
): Promise<ModernModule | { readonly wrong: string }> {
  const folder = await findSourceFolder(dirname(path));
  const facts = await gatherSourceFacts(dirname(path));
  const conf = isBareModule(path) ? undefined : await confText(engine, path, openText);
  if (conf && 'wrong' in conf) return conf;
  const left: string[] = [];
  const files: ModernFile[] = [];
  const add = (file: string, before: string, steps: readonly TextStep[]) => {
    const hunks = labelledHunks(before, steps);
    if (hunks.length > 0) files.push({ path: file, before, after: steps.at(-1)?.text ?? before, hunks });
  };
  const texts = new Map<string, string>();
  for (const { path: inside } of facts.makefiles) {
    const text = openText(join(folder, inside)) ?? (await readText(join(folder, inside)));
    if (text !== undefined) texts.set(inside, text);
  }
  const makefiles: SourceFacts['makefiles'][number][] = [];
  for (const [inside, text] of texts) {
    const others = [...texts].flatMap(([other, its]) =>
      other === inside ? [] : its.split('\n').filter((line) => line.startsWith('\t')),
    );
    const modern = modernMakefile(inside, text, [...others, conf?.text ?? '']);
    left.push(...modern.left);
    add(join(folder, inside), text, modern.steps);
    makefiles.push(parseMakefile(inside, modern.steps.at(-1)?.text ?? text));
  }
  if (conf) add(path, conf.text, await confSteps(engine, path, conf.text, { ...facts, makefiles }));
  const sources = await modernSources(folder, kernels, openText);
  left.push(...sources.left);
  for (const { path: file, text, steps } of sources.files) add(file, text, steps);
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), left };
}

/** A file to be written, as it was when it was read; without `before`, one that is new. */
export interface FileToWrite {
  /** Absolute. */
  readonly path: string;
  readonly before?: string;
  readonly after: string;
}

/** Writes the changes, all or none: each file is written beside its place first. Returns why that could not be done. */
export async function writeModern({
  files,
}: {
  readonly files: readonly FileToWrite[];
}): Promise<string | undefined> {
  const drafts: { readonly draft: string; readonly place: string; readonly path: string }[] = [];
  try {
    for (const { path, after, before } of files) {
      if ((await readText(path)) !== before) return `${path} was changed meanwhile: nothing was written`;
      // The target of a link is written, and the link is kept.
      const place = await realpath(path).catch(() => path);
      if (before !== undefined && ((await stat(place)).mode & 0o222) === 0)
        return `${path} is read-only: nothing was written`;
      const draft = join(dirname(place), `.${basename(place)}-${randomUUID()}`);
      drafts.push({ draft, place, path });
      await writeFile(draft, after, { flag: 'wx' });
      const mode = await stat(place).then(
        (found) => found.mode & 0o777,
        () => undefined,
      );
      if (mode !== undefined) await chmod(draft, mode);
    }
    for (const { draft, place } of drafts) await rename(draft, place);
    return undefined;
  } catch (error) {
    return `${drafts.at(-1)?.path} can't be written: ${systemMessage(error)}`;
  } finally {
    for (const { draft } of drafts) await rm(draft, { force: true });
  }
}

async function confText(
  engine: Engine,
  path: string,
  openText: (file: string) => string | undefined,
): Promise<{ readonly text: string } | { readonly wrong: string }> {
  const open = openText(path);
  if (open !== undefined) return { text: open };
  const file = await engine.readFile(path);
  if (file.kind !== 'text') return { wrong: file.message };
  return file.hasInvalidBytes ? { wrong: `${path} is not UTF-8: save it as UTF-8 first` } : file;
}

/** No conf has as many mistakes. */
const mostSteps = 300;

/** Applies the preferred fixes one by one, since one may enable the next or make it unnecessary. */
async function confSteps(
  engine: Engine,
  path: string,
  text: string,
  facts: SourceFacts,
): Promise<readonly TextStep[]> {
  return withParser(() => {
    const steps: TextStep[] = [];
    let current = text;
    const seen = new Set([text]);
    while (steps.length < mostSteps) {
      const conf = engine.openConf(current);
      const reading = engine.readings.read(conf, path);
      const fix = engine.checks
        .findingsOf(conf, reading, path, facts)
        .flatMap(({ fixes }) => fixes.filter(({ preferred }) => preferred))
        .find(({ edits }) => !seen.has(applyEdits(current, edits)));
      conf.dispose();
      if (!fix) break;
      current = applyEdits(current, fix.edits);
      seen.add(current);
      steps.push({ label: fix.title, text: current });
    }
    return steps;
  });
}

function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
