import { dirname } from 'node:path';
import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { ModuleRanges } from '../workspace/kernel-history/module-ranges.ts';
import type { RangeSummary } from '../workspace/kernel-history/range-summary.ts';
import type { Addresses } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { fileNamed } from './document-requests.ts';
import { type RangeParams, type RangeReport, requests } from './messages.ts';

/** What the code lens asks. */
export interface RangeLenses {
  /** What is known of the kernels that the module of the conf at a path builds for; looks in the background where that is nothing. */
  of(file: string): RangeSummary | undefined;
  filesChanged(files: readonly string[]): void;
  stop(): Promise<void>;
}

/** Predicts the kernels that modules build for, in trusted workspaces, and answers the request for a report. */
export function registerRanges(options: {
  connection: Connection;
  addresses: Addresses;
  dist: string;
  trusted: () => boolean;
  /** Called when more is known. */
  onChanged: () => void;
}): RangeLenses {
  const { connection, addresses, dist, trusted, onChanged } = options;
  const ranges = new ModuleRanges({ dist, onChanged });
  answerRequest(
    connection,
    requests.range,
    { conf: 'string' },
    async ({ conf }: RangeParams): Promise<RangeReport> => {
      if (!trusted())
        throw new ResponseError(
          ErrorCodes.InvalidRequest,
          'The source of this workspace is looked through only when it is trusted. Trust the workspace, then try again.',
        );
      const summary = await ranges.find(dirname(fileNamed(conf)));
      if (!summary) return { intervals: [], directives: [] };
      const { intervals, range, directives } = summary;
      return {
        ...{ directives, ...(range && { range }) },
        intervals: intervals.map(({ versions, obstacles }) => ({
          versions,
          obstacles: obstacles.map(({ file, line, text }) => ({ uri: addresses.of(file), line, text })),
        })),
      };
    },
  );
  return {
    of: (file) => (trusted() ? ranges.known(dirname(file)) : undefined),
    filesChanged: (files) => ranges.filesChanged(files),
    stop: () => ranges.dispose(),
  };
}
