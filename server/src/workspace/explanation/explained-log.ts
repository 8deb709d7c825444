import { basename } from 'node:path';
import { parseMakeLog } from '../../output/make-log.ts';
import type { JudgedResult } from '../builds.ts';

/** What a log of any build says, in the shape of a build's own result. */
export interface ExplainedLog {
  readonly result: JudgedResult;
  /** Some tool spoke another language than English, so that messages may be missing. */
  readonly isLocalised: boolean;
}

/**
 * Reads a make.log of dkms, or what any build of kernel modules printed. `source` is the folder of the user's files, which paths of the
 * staged ones are mapped to; `kernel` is the release where the log does not say it.
 */
export function explainLog(
  text: string,
  given: { readonly name: string; readonly source?: string; readonly kernel?: string },
): ExplainedLog {
  const log = parseMakeLog(text, given.source === undefined ? {} : { sourceDir: given.source });
  const isFailed = log.problems.some(({ severity }) => severity === 'error');
  return {
    result: {
      module: log.module ?? basename(given.name),
      path: given.source ?? given.name,
      kernel: given.kernel ?? log.kernel ?? kernelInPaths(text) ?? 'unknown',
      status: isFailed ? 'failed' : 'ok',
      ...(isFailed && { reason: 'The log has errors.' }),
      ...{ durationMs: 0, built: [], problems: log.problems },
    },
    isLocalised: log.localised,
  };
}

/** The release by the folder of headers that make went to, where no line of dkms says it: Debian's, Fedora's, or the usual link. */
function kernelInPaths(text: string): string | undefined {
  const folders =
    /\/lib\/modules\/(?<link>\d[^/\s'"]*)\/build|\/usr\/src\/(?:linux-headers-|kernels\/)(?<folder>\d[^/\s'"]*)/g;
  for (const { groups } of text.matchAll(folders)) {
    const release = groups?.link ?? groups?.folder;
    // What several flavours share has no release of its own.
    if (release !== undefined && !/-common(?:-rt)?$/.test(release)) return release;
  }
  return undefined;
}
