import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { BuildScheduler } from '../workspace/build-scheduler.ts';
import { Engine } from '../workspace/engine.ts';
import { parserWhenNeeded } from '../workspace/parser-files.ts';
import { parseSettings } from '../workspace/settings.ts';
import { addressOf } from './addresses.ts';
import { continueAfterErrors } from './log-errors.ts';
import { serve } from './server.ts';

/**
 * Starts the language server on the transport that the command line names (`--stdio`, `--node-ipc`, `--pipe=…`, `--socket=…`).
 * `dist` is the folder of the bundled program: the parser's files lie there, the package's manifest and pages beside it.
 */
export function startServer(dist: string): void {
  const connection = createConnection(ProposedFeatures.all);
  continueAfterErrors(process, connection.console);
  const docs = path.join(dist, '..', 'docs');
  const manifest = JSON.parse(readFileSync(path.join(dist, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const pages = new Map<PageKind, ReadonlySet<string>>();
  const pageOf = (kind: PageKind, name: string) =>
    pages.get(kind)?.has(`${name}.md`) ? addressOf(path.join(docs, kind, `${name}.md`)) : undefined;
  serve(connection, {
    version: manifest.version,
    files: {
      rulePage: (rule) => pageOf('rules', rule),
      causePage: (cause) => pageOf('causes', cause),
      dist,
    },
    startEngine: async () => {
      const listing = listPages(docs, pages);
      const engine = Engine.start(parserWhenNeeded(dist), parseSettings(undefined).settings);
      await listing;
      return engine;
    },
    makeBuilds: (engine, openText) => {
      const builds = new BuildScheduler(engine, openText);
      builds.endWith(process);
      return builds;
    },
  });
}

type PageKind = 'rules' | 'causes';

/** The pages that come with the program, listed once, because every keystroke needs links to them. */
async function listPages(docs: string, pages: Map<PageKind, ReadonlySet<string>>): Promise<void> {
  for (const kind of ['rules', 'causes'] as const)
    pages.set(kind, new Set(await readdir(path.join(docs, kind)).catch(() => [])));
}
