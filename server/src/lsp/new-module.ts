import path from 'node:path';
import type { Connection } from 'vscode-languageserver';
import type { Addresses } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { fileNamed } from './document-requests.ts';
import {
  type CheckedModule,
  type CheckModuleParams,
  type ModuleChoices,
  type NewModuleParams,
  type NewModuleReport,
  requests,
} from './messages.ts';

/** Answers the requests about new drivers. `dist` is the folder of the bundled program. */
export function registerNewModules(connection: Connection, dist: string, addresses: Addresses): void {
  // Loaded on demand: few sessions create a driver.
  const authoring = () => import('../workspace/authoring/create-module.ts');

  connection.onRequest(
    requests.moduleChoices,
    async (): Promise<ModuleChoices> => (await authoring()).moduleChoices,
  );

  answerRequest(
    connection,
    requests.checkModule,
    { name: 'string', kind: 'string' },
    async (options: CheckModuleParams): Promise<CheckedModule> => {
      const wrong = (await authoring()).whyNoModule(options);
      return wrong === undefined ? {} : { wrong };
    },
  );

  answerRequest(
    connection,
    requests.newModule,
    { name: 'string', kind: 'string', parent: 'string' },
    async ({ parent, ...options }: NewModuleParams): Promise<NewModuleReport> => {
      const place = path.join(fileNamed(parent), options.name);
      const report = await (await authoring()).createModule(place, options, dist);
      if ('wrong' in report) return { made: null, wrong: report.wrong };
      const { folder, conf, source } = report;
      return {
        made: { folder: addresses.of(folder), conf: addresses.of(conf), source: addresses.of(source) },
      };
    },
  );
}
