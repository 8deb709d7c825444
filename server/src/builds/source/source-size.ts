import { sizeText } from '../../size-text.ts';
import type { EntryState } from './source-entries.ts';

/** A copy of at least this many files or bytes is mentioned, because it takes a second or more. */
const manyFiles = 20_000;
const manyBytes = 500e6;

/** The largest number of folders that are named. */
const mostFolders = 3;

/** If a copy of these entries is big: a sentence that says how big, which folders are to blame, and how to leave them out. */
export function describeMuch(
  entries: Iterable<readonly [string, Pick<EntryState, 'file'>]>,
): string | undefined {
  let files = 0;
  let bytes = 0;
  const folders = new Map<string, { files: number; bytes: number }>();
  for (const [path, { file }] of entries) {
    if (!file) continue;
    files++;
    bytes += file.size;
    const slash = path.indexOf('/');
    if (slash < 0) continue;
    const top = path.slice(0, slash);
    const sum = folders.get(top) ?? { files: 0, bytes: 0 };
    folders.set(top, { files: sum.files + 1, bytes: sum.bytes + file.size });
  }
  if (files < manyFiles && bytes < manyBytes) return undefined;
  const share = (one: { readonly files: number; readonly bytes: number }) =>
    Math.max(one.files / files, one.bytes / bytes);
  const biggest = [...folders].sort(([, one], [, other]) => share(other) - share(one)).slice(0, mostFolders);
  const named = biggest.map(([name, sum]) => `${name}/ (${describe(sum)})`);
  return `The source has ${describe({ files, bytes })}, which take a while to copy${named.length > 0 ? `: ${named.join(', ')}` : ''}. Name what no build needs in dkms.stage.exclude (--stage-exclude).`;
}

function describe({ files, bytes }: { readonly files: number; readonly bytes: number }): string {
  return `${files.toLocaleString('en')} file${files === 1 ? '' : 's'}, ${sizeText(bytes)}`;
}
