import { dirname, join } from 'node:path';
import { withReadFlags } from '../../module/modern-makefile.ts';
import type { Cause, CauseFix } from '../cause.ts';
import { type InferenceContext, inferred } from './inference-context.ts';

/** What is needed to look at the Makefiles around a problem. */
export interface IgnoredFlagsContext extends InferenceContext {
  /** The file that has the problem. */
  readonly file: string;
  readonly readSource: (file: string) => string | undefined;
}

const mostLevels = 4;

/**
 * Why a header of the module itself is not found: its folder is given in EXTRA_CFLAGS, which kbuild has not read since Linux 6.15
 * (commit e966ad0edd00). The kbuild files of the kernel decide, not its version, since distributions may have kept the variable.
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
      const cause = inferred({
        ...{
          id: 'extra-cflags-ignored',
          symbol: 'EXTRA_CFLAGS',
          confidence: 'verified',
          replacement: 'ccflags-y',
        },
        summary: `The folder of ${header} is given in EXTRA_CFLAGS in ${file}, which the kbuild of ${headers.release} no longer reads. Use ccflags-y there instead, which every kernel reads.`,
        evidence: [
          { kernel: headers.release, file, line, text: written, form: 'old' },
          { kernel: headers.release, file: scripts.file, line: 1, text: 'ccflags-y', form: 'new' },
        ],
      });
      const fix = readFlagsFix(file, text, context);
      return fix ? { ...cause, fixes: [fix] } : cause;
    }
  }
  return undefined;
}

/** Writes ccflags-y where that changes nothing for older kernels; `undefined` where the flags are given in another way, too. */
function readFlagsFix(file: string, text: string, context: IgnoredFlagsContext): CauseFix | undefined {
  const conf = context.readSource(join(dirname(file), 'dkms.conf'));
  const [before, after] = [text, withReadFlags(file, text, conf?.split('\n') ?? [])].map((one) =>
    one.split('\n'),
  );
  if (!before || before.length !== after?.length) return undefined;
  const edits = before.flatMap((line, line0) => {
    const written = after[line0] ?? line;
    if (written === line) return [];
    const place = { file, line: line0 + 1, column: 1, endLine: line0 + 1, endColumn: line.length + 1 };
    return [{ ...place, text: written }];
  });
  const title = 'Write ccflags-y instead of EXTRA_CFLAGS';
  return edits.length > 0 ? { title, kernels: [context.failing.headers.release], edits } : undefined;
}

/** The makefiles of kbuild, found by where the generated headers are. */
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

/** Whether the header belongs to the module: it is in the folder, in the one above, or in the `include` folder of either. */
function isNear(header: string, folder: string, { readSource }: IgnoredFlagsContext): boolean {
  return [folder, dirname(folder), join(folder, 'include'), join(dirname(folder), 'include')].some(
    (place) => readSource(join(place, header)) !== undefined,
  );
}
