import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { kernelPattern } from '../../authoring/kernel-pattern.ts';
import { readBoundedText } from '../../module/bounded-text.ts';
import {
  findKernelRange,
  type RangeEnd,
  type RangeSource,
} from '../../triage/without-headers/kernel-range.ts';
import { findRequiredConfigs } from '../../triage/without-headers/required-configs.ts';
import { versionNumbers } from '../../versions.ts';

/** Limits on what is read for a proposal. For a larger source, no kernels are proposed. */
const mostFiles = 400;
const mostBytes = 1_000_000;
const deepest = 5;

/** The kernels for which a source does not build: their configuration, the directives for their versions, and the reasons. */
export interface ProposedRange {
  /** The symbols of the kernel's configuration without which it does not build. */
  readonly configs: readonly string[];
  readonly lines: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Reads the C files below a folder and proposes the kernels that they support: a range and, for a source of one module, symbols of the
 * configuration. Never throws.
 */
export async function proposeRange(
  folder: string,
  { isOneModule }: { readonly isOneModule: boolean },
): Promise<ProposedRange> {
  const read = await readSources(folder);
  if (!read) return { configs: [], lines: [], notes: [] };
  const { sources, makefiles } = read;
  const objects = objectsOf(makefiles, sources);
  const { from, before } = findKernelRange(sources, reached(objects, sources, makefiles));
  const required = isOneModule
    ? findRequiredConfigs(objects, [...makefiles, ...sources.map(({ text }) => text)])
    : [];
  return {
    configs: required.map(({ symbol }) => symbol),
    lines: kernelLines(from && seriesOf(from.version), before && seriesAfter(before.version)),
    notes: [
      ...required.map(
        ({ symbol, file, line, name }) =>
          `Kernels without ${symbol} are left out: ${file}:${line} calls ${name}().`,
      ),
      ...(from ? [`Kernels before ${textOf(seriesOf(from.version))} are left out: ${placeOf(from)}.`] : []),
      ...(before
        ? [`Kernels from ${textOf(seriesAfter(before.version))} on are left out: ${placeOf(before)}.`]
        : []),
    ],
  };
}

/** The C files whose objects the Makefiles name. */
function objectsOf(makefiles: readonly string[], sources: readonly RangeSource[]): readonly RangeSource[] {
  const objects = new Set(makefiles.flatMap((text) => text.match(/[\w.+-]+(?=\.o\b)/g) ?? []));
  return sources.filter(({ file }) => file.endsWith('.c') && objects.has(basename(file, '.c')));
}

/** A header that stands in for one of the kernel may be on the path of includes for some kernels alone. */
const replacesHeader = /(?:^|\/)(?:asm|asm-generic|crypto|linux|net|uapi)\//;

/**
 * The objects' C files and all that they include, by name: other files may belong to programs. All files if the Makefiles list no objects.
 */
function reached(
  objects: readonly RangeSource[],
  sources: readonly RangeSource[],
  makefiles: readonly string[],
): readonly RangeSource[] {
  const judged = sources.filter(({ file }) => file.endsWith('.c') || !replacesHeader.test(file));
  if (objects.length === 0) return judged;
  const named = new Map<string, RangeSource[]>();
  for (const source of judged) {
    const name = basename(source.file);
    named.set(name, [...(named.get(name) ?? []), source]);
  }
  const found = new Set(objects);
  const include = (name: string) => {
    for (const source of named.get(name) ?? []) found.add(source);
  };
  // The compiler is told to include some headers by an option: -include compat.h.
  for (const text of makefiles) for (const [name] of text.matchAll(/[\w.+-]+\.h\b/g)) include(name);
  // A set is iterated over what is added meanwhile, too.
  for (const { text } of found)
    for (const { 1: path = '' } of text.matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm))
      include(basename(path));
  return sources.filter((source) => found.has(source));
}

type Series = readonly [major: number, minor: number];

/** The directive for a range of series, in a form that every version of dkms reads. */
function kernelLines(from: Series | undefined, before: Series | undefined): readonly string[] {
  if (!from && !before) return [];
  const pattern = kernelPattern({ ...(from && { from }), ...(before && { before }) });
  const ends = [
    ...(from ? [`${textOf(from)} and later`] : []),
    ...(before ? [`before ${textOf(before)}`] : []),
  ];
  return [`# Linux ${ends.join(', ')}.`, `BUILD_EXCLUSIVE_KERNEL="${pattern}"`];
}

function textOf([major, minor]: Series): string {
  return `${major}.${minor}`;
}

/** The series of a version: which update a kernel has, its release does not say on most distributions. */
function seriesOf(version: string): Series {
  const [major = 0, minor = 0] = versionNumbers(version);
  return [major, minor];
}

/** The first series of which no kernel is older than a version. */
function seriesAfter(version: string): Series {
  const [major = 0, minor = 0, patch = 0] = versionNumbers(version);
  return [major, patch > 0 ? minor + 1 : minor];
}

function placeOf({ file, line, why }: RangeEnd): string {
  return `${file}:${line} ${why}`;
}

/** The C files of a kernel module, its headers, and the texts of its Makefiles; `undefined` if there are too many. */
async function readSources(
  folder: string,
): Promise<{ readonly sources: readonly RangeSource[]; readonly makefiles: readonly string[] } | undefined> {
  const found: string[] = [];
  const makefiles: string[] = [];
  const enter = async (path: string, depth: number): Promise<void> => {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isFile() && /\.[ch]$/.test(entry.name)) found.push(name);
      else if (entry.isFile() && /^(?:Kbuild|[Mm]akefile|GNUmakefile)(?:\.[\w.-]+)?$|\.mk$/.test(entry.name))
        makefiles.push(name);
      else if (entry.isDirectory() && depth < deepest && !entry.name.startsWith('.'))
        await enter(name, depth + 1);
      if (found.length > mostFiles || makefiles.length > mostFiles) return;
    }
  };
  await enter('', 0);
  if (found.length > mostFiles || makefiles.length > mostFiles) return undefined;
  const sources: RangeSource[] = [];
  for (const file of found.sort()) {
    const text = await readBoundedText(join(folder, file), mostBytes);
    // A file that includes headers of the C library belongs to a program, not to the module.
    if (text === undefined || /^\s*#\s*include\s*<(?:stdio|stdlib|unistd|string)\.h>/m.test(text)) continue;
    if (file.endsWith('.h') || /^\s*#\s*include\s*<(?:linux|asm|net)\//m.test(text))
      sources.push({ file, text });
  }
  const texts = await Promise.all(makefiles.map((file) => readBoundedText(join(folder, file), mostBytes)));
  return { sources, makefiles: texts.flatMap((text) => text ?? []) };
}
