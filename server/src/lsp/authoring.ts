import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import type { Engine } from '../workspace/engine.ts';
import type { Addresses } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { fileNamed } from './document-requests.ts';
import {
  type ModerniseParams,
  type ModerniseReport,
  type PackageFormats,
  type PackageParams,
  type PackageReport,
  requests,
} from './messages.ts';

/** Answers the requests that package a module and bring it up to date. `dist` is the folder of the bundled program. */
export function registerAuthoring(options: {
  connection: Connection;
  engine: Engine;
  addresses: Addresses;
  dist: string;
  openText: (file: string) => string | undefined;
}): void {
  const { connection, engine, addresses, dist, openText } = options;
  // Loaded on demand: most sessions do not need it.
  const packaging = () => import('../workspace/packaging/package-module.ts');

  connection.onRequest(
    requests.packageFormats,
    async (): Promise<PackageFormats> => ({ formats: (await packaging()).packageFormats }),
  );

  answerRequest(
    connection,
    requests.packageModule,
    { conf: 'string', format: 'string' },
    async (params: PackageParams): Promise<PackageReport> => {
      const { packageFormats, packageModule } = await packaging();
      const format = packageFormats.find(({ id }) => id === params.format)?.id;
      if (!format) return { made: null, wrong: `There is no format ${params.format}.`, notes: [] };
      const { maintainer, version } = params;
      const made = await packageModule(engine, {
        ...{ path: fileNamed(params.conf), format, write: true, date: new Date() },
        ...(params.output !== undefined && { output: fileNamed(params.output) }),
        ...(maintainer !== undefined && { maintainer }),
        ...(version !== undefined && { version }),
      });
      if ('wrong' in made) return { made: null, ...made, notes: [] };
      const { folder, main, notes, next } = made;
      return {
        made: { folder: addresses.of(folder), main: addresses.of(join(folder, main)) },
        notes,
        ...(next && { next: { folder: join(folder, next.folder), command: next.command } }),
      };
    },
  );

  answerRequest(
    connection,
    requests.modernise,
    { conf: 'string' },
    async ({ conf }: ModerniseParams): Promise<ModerniseReport> => {
      const [{ moderniseModule }, { withSourceKernels }] = await Promise.all([
        import('../workspace/modernise/modernise-module.ts'),
        import('../workspace/modernise/source-kernels.ts'),
      ]);
      const { kernels } = await engine.kernelSet();
      const modern = await withSourceKernels(engine, dist, kernels, (read) =>
        moderniseModule(engine, fileNamed(conf), read, openText),
      );
      if ('wrong' in modern) return { wrong: modern.wrong, files: [], left: [] };
      return {
        files: modern.files.map(({ path, hunks }) => ({ uri: addresses.of(path), edits: hunks })),
        left: modern.left,
      };
    },
  );
}
