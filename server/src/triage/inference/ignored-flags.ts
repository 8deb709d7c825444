import { dirname, join } from 'node:path';
import type { Cause } from '../cause.ts';
import { type InferenceContext, inferred } from './inference-context.ts';

/** What the files around the problem are asked for. */
export interface IgnoredFlagsContext extends InferenceContext {
  /** The file that has the problem. */
  readonly file: string;
  readonly readSource: (file: string) => string | undefined;
}

const mostLevels = 4;

/**
 * Why a header of the module itself is not found: its folder is named in EXTRA_CFLAGS, which kbuild no longer reads since Linux 6.15
 * (commit e966ad0edd00). The kernel's own kbuild is asked, since distributions may have kept it.
 */
export function explainIgnoredFlags(header: string, context: IgnoredFlagsContext): Cause | undefined {
  const { headers } = context.failing;
  const scripts = kbuildText(context);
  if (scripts === undefined || scripts.text.includes('EXTRA_CFLAGS')) return undefined;
  let folder = dirname(context.file);
  for (let level = 0; level < mostLevels && folder !== '/'; level++, folder = dirname(folder)) {
    for (const name of ['Kbuild', 'Makefile']) {
      const file = join(folder, name);
      const text = context.readSource(file);
      const at = text === undefined ? -1 : text.search(/^[ \t]*(?:override )?EXTRA_CFLAGS\b.*-I/m);
      if (text === undefined || at < 0 || !isNear(header, folder, context)) continue;
      const line = text.slice(0, at).split('\n').length;
      const written = text.split('\n')[line - 1]?.trim() ?? '';
      return inferred({
        ...{
          id: 'extra-cflags-ignored',
          symbol: 'EXTRA_CFLAGS',
          confidence: 'verified',
          replacement: 'ccflags-y',
        },
        summary: `The folder of ${header} is named in EXTRA_CFLAGS in ${file}, which the kbuild of ${headers.release} does not read any more. Write ccflags-y there, which every kernel reads.`,
        evidence: [
          { kernel: headers.release, file, line, text: written, form: 'old' },
          { kernel: headers.release, file: scripts.file, line: 1, text: 'ccflags-y', form: 'new' },
        ],
      });
    }
  }
  return undefined;
}

/** kbuild's own Makefile, which lies where the generated headers do. */
function kbuildText({
  failing,
  readSource,
}: IgnoredFlagsContext): { readonly file: string; readonly text: string } | undefined {
  const generated = failing.headers.findHeader('generated/autoconf.h');
  if (generated === undefined) return undefined;
  const scripts = join(dirname(generated), '../../scripts');
  const texts = ['Makefile.lib', 'Makefile.build'].map((name) => readSource(join(scripts, name)));
  if (texts.some((text) => text === undefined)) return undefined;
  return { file: join(scripts, 'Makefile.build'), text: texts.join('\n') };
}

/** Whether the header is one of the module: it lies in the folder or right above. */
function isNear(header: string, folder: string, { readSource }: IgnoredFlagsContext): boolean {
  return [folder, dirname(folder), join(folder, 'include'), join(dirname(folder), 'include')].some(
    (place) => readSource(join(place, header)) !== undefined,
  );
}
