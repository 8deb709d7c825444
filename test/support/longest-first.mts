import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take minutes, the longest first. */
const longest = [
  'kernels/known-changes',
  'cli/new',
  'kernels/build-incremental',
  'cli/modernise',
  'cli/new-to-package',
  'cli/port',
  'kernels/load',
  'kernels/fetched-kernels',
  'kernels/port-known-changes',
  'cli/init',
  'kernels/build-faults',
];

/** Begins with the files that take longest: one that begins last would keep one worker busy while the others wait. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(path.join('/test', `${name}.test.ts`)));
      return at < 0 ? longest.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
