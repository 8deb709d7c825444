import { OutputError, processTerminal } from './cli/terminal.ts';
import { useCodeCache } from './workspace/start/code-cache.ts';
import { defaultCacheFolder } from './workspace/start/default-cache-folder.ts';
import { runWithNodeOptions } from './workspace/start/node-options.ts';

/** Whatever comes here is a mistake of ours, of which a report needs the stack; but for results that the system did not take. */
function fail(error: unknown): void {
  const text =
    error instanceof OutputError
      ? error.message
      : `internal error\n${error instanceof Error ? error.stack : String(error)}`;
  terminal.err.write(`dkms-tools: ${text}\n`);
  process.exit(2);
}
const terminal = processTerminal();
process.on('uncaughtException', fail);

const nameProgram = useCodeCache({
  cacheFolder: process.env.DKMS_TOOLS_CACHE ?? defaultCacheFolder(),
  dist: __dirname,
  extensions: require.extensions,
});
nameProgram('command-line');
// Loaded behind that line, so that it is found there.
import('./cli/command-line.ts')
  .then(({ runCommandLine }) =>
    runCommandLine({ words: process.argv.slice(2), dist: __dirname, terminal, nameProgram, serve }),
  )
  .then((code) => {
    // All is written. Node would wait for its threads and take its memory apart.
    if (code !== undefined) process.exit(code);
  }, fail);

async function serve(): Promise<void> {
  runWithNodeOptions((await import('./lsp/messages.ts')).nodeOptions);
  const { startServer } = await import('./lsp/start-server.ts');
  // A server has a handler of its own, which goes on.
  process.off('uncaughtException', fail);
  startServer(__dirname);
}
