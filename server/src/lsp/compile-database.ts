import type { Connection } from 'vscode-languageserver';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import type { BuildTarget } from '../workspace/build-target.ts';
import type { CompileDatabases } from '../workspace/compile-database/compile-databases.ts';
import { flagsOf } from '../workspace/compile-database/compile-entry.ts';
import { pathOf } from './addresses.ts';
import { answerRequest } from './answer-request.ts';
import { logErrors } from './log-errors.ts';
import {
  type ClangdUse,
  type CompileDatabase,
  type CompileFlags,
  type CompileFlagsParams,
  requests,
  serverNotifications,
} from './messages.ts';

/**
 * Keeps compile_commands.json up to date in a trusted workspace, and answers how files are compiled. Returns a function to be called when
 * the selected kernel, a setting or the workspace's trust has changed.
 */
export function registerCompileDatabase(options: {
  connection: Connection;
  builds: BuildScheduler;
  databases: CompileDatabases;
  trusted: () => boolean;
}): () => void {
  const { connection, builds, databases, trusted } = options;
  const update = logErrors(
    connection.console,
    'writing compile_commands.json',
    async (built?: BuildTarget) => {
      if (trusted() && (await databases.update(built))) {
        await connection.sendNotification(serverNotifications.compileDatabaseChanged);
      }
    },
  );
  builds.observe({ started: () => {}, ended: (target) => update(target) });
  connection.onRequest(requests.compileDatabase, async (): Promise<CompileDatabase | null> => {
    const folder = trusted() ? await databases.folder() : undefined;
    return folder === undefined ? null : { folder, isInClangd: await databases.isInClangd() };
  });
  connection.onRequest(requests.useInClangd, async (): Promise<ClangdUse | null> => {
    const config = trusted() ? await databases.useInClangd() : undefined;
    return config === undefined ? null : { config };
  });
  answerRequest(
    connection,
    requests.compileFlags,
    { uri: 'string' },
    async ({ uri }: CompileFlagsParams): Promise<CompileFlags | null> => {
      const path = trusted() ? pathOf(uri) : undefined;
      const entry = path === undefined ? undefined : await databases.entryFor(path);
      if (!entry) return null;
      const { standard, ...flags } = flagsOf(entry);
      return { directory: entry.directory, ...flags, ...(standard !== undefined && { standard }) };
    },
  );
  return () => update();
}
