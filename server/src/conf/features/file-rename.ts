import type { Conf } from '../conf.ts';
import type { Reading } from '../reading/reading.ts';
import type { TextEdit } from '../text.ts';
import { findDocumentLinks } from './document-links.ts';

/** A file or folder that gets another path; both relative to the folder of the conf, with `/`. */
export interface FileRename {
  readonly from: string;
  readonly to: string;
}

/**
 * The edits that keep the conf naming a file when it, or a folder above it, is renamed. A name that is composed of variables is left alone,
 * and so is a patch that is moved out of patches/, since dkms looks for it only there.
 */
export function followRename(conf: Conf, reading: Reading, { from, to }: FileRename): readonly TextEdit[] {
  const edits = new Map<number, TextEdit>();
  for (const { span, target, kind } of findDocumentLinks(conf, reading)) {
    if (target !== from && !target.startsWith(`${from}/`)) continue;
    const written = conf.text.slice(span.start, span.end);
    const moved = to + target.slice(from.length);
    const folder = kind === 'patch' ? 'patches/' : '';
    if (!isPlain(written) || !isPlain(moved) || !moved.startsWith(folder)) continue;
    const leading = kind === 'patch' ? '' : (/^(?:\.\/)+/.exec(written)?.[0] ?? '');
    const trailing = kind === 'folder' && written.endsWith('/') ? '/' : '';
    edits.set(span.start, { span, newText: leading + moved.slice(folder.length) + trailing });
  }
  return [...edits.values()];
}

/** Whether a path stays the same, quoted or not, when bash reads it and when dkms reads it again. */
function isPlain(path: string): boolean {
  return /^[\w./+@%,:-]+$/.test(path);
}
