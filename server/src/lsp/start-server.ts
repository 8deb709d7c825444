import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { Builds } from '../workspace/builds.ts';
import { Engine } from '../workspace/engine.ts';
import { parserWhenNeeded } from '../workspace/parser-files.ts';
import { readSettings } from '../workspace/settings.ts';
import { addressOf } from './addresses.ts';
import { goOnAfterFaults } from './guard.ts';
import { serve } from './server.ts';

/**
 * Starts the language server on the transport that the command line names (`--stdio`, `--node-ipc`, `--pipe=…`, `--socket=…`).
 * `dist` is the folder of the bundled program: the parser's files lie there, the package's manifest and pages beside it.
 */
export function startServer(dist: string): void {
  const connection = createConnection(ProposedFeatures.all);
  goOnAfterFaults(process, connection.console);
  const manifest = JSON.parse(readFileSync(path.join(dist, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  serve(connection, {
    version: manifest.version,
    files: {
      rulePage: (rule) => pageAt(dist, 'rules', rule),
      causePage: (cause) => pageAt(dist, 'causes', cause),
      dist,
    },
    start: async (listener, openText) => {
      const engine = await Engine.start(parserWhenNeeded(dist), readSettings(undefined).settings);
      const builds = new Builds(engine, listener, openText);
      builds.endWith(process);
      return { engine, builds };
    },
  });
}

function pageAt(dist: string, kind: 'rules' | 'causes', name: string): string | undefined {
  const page = path.join(dist, '..', 'docs', kind, `${name}.md`);
  return existsSync(page) ? addressOf(page) : undefined;
}
