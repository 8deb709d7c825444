import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readBoundedText } from '../../module/bounded-text.ts';
import {
  findKernelRange,
  type RangeEnd,
  type RangeSource,
} from '../../triage/without-headers/kernel-range.ts';
import { versionNumbers } from '../../versions.ts';

/** Limits on what is read for a proposal. For a larger source, no kernels are proposed. */
const mostFiles = 400;
const mostBytes = 1_000_000;
const deepest = 5;

/** The directives that exclude the kernels that a source does not support, and the reasons for them. */
export interface ProposedRange {
  readonly lines: readonly string[];
  readonly notes: readonly string[];
}

/** Reads the C files below a folder and proposes the range of kernels that they support. Never throws. */
export async function proposeRange(folder: string): Promise<ProposedRange> {
  const sources = await readSources(folder);
  if (!sources) return { lines: [], notes: [] };
  const { from, before } = findKernelRange(sources);
  return {
    lines: [
      ...(from ? [`BUILD_EXCLUSIVE_KERNEL_MIN="${from.version}"`] : []),
      ...(before ? [`BUILD_EXCLUSIVE_KERNEL_MAX="${lastBefore(before.version)}"`] : []),
    ],
    notes: [
      ...(from ? [`Kernels before ${from.version} are left out: ${placeOf(from)}.`] : []),
      ...(before ? [`Kernels from ${before.version} on are left out: ${placeOf(before)}.`] : []),
    ],
  };
}

function placeOf({ file, line, why }: RangeEnd): string {
  return `${file}:${line} ${why}`;
}

/** The last version before another one, as dkms compares them, by their numbers. */
export function lastBefore(version: string): string {
  const [major = 0, minor = 0, patch = 0] = versionNumbers(version);
  if (patch > 0) return `${major}.${minor}.${patch - 1}`;
  return minor > 0 ? `${major}.${minor - 1}.999` : `${major - 1}.999`;
}

/** The C files of a kernel module, and its headers; `undefined` if there are too many. */
async function readSources(folder: string): Promise<readonly RangeSource[] | undefined> {
  const found: string[] = [];
  const enter = async (path: string, depth: number): Promise<void> => {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isFile() && /\.[ch]$/.test(entry.name)) found.push(name);
      else if (entry.isDirectory() && depth < deepest && !entry.name.startsWith('.'))
        await enter(name, depth + 1);
      if (found.length > mostFiles) return;
    }
  };
  await enter('', 0);
  if (found.length > mostFiles) return undefined;
  const sources: RangeSource[] = [];
  for (const file of found.sort()) {
    const text = await readBoundedText(join(folder, file), mostBytes);
    // A file that includes headers of the C library belongs to a program, not to the module.
    if (text === undefined || /^\s*#\s*include\s*<(?:stdio|stdlib|unistd|string)\.h>/m.test(text)) continue;
    if (file.endsWith('.h') || /^\s*#\s*include\s*<(?:linux|asm|net)\//m.test(text))
      sources.push({ file, text });
  }
  return sources;
}
