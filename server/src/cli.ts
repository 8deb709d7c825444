import { runCommandLine } from './cli/command-line.ts';
import { OutputError, processTerminal } from './cli/terminal.ts';
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

runCommandLine({
  words: process.argv.slice(2),
  dist: __dirname,
  terminal,
  serve: async () => {
    runWithNodeOptions((await import('./lsp/messages.ts')).nodeOptions);
    const { startServer } = await import('./lsp/start-server.ts');
    // A server has a handler of its own, which goes on.
    process.off('uncaughtException', fail);
    startServer(__dirname);
  },
}).then((code) => {
  // All is written. Node would wait for its threads and take its memory apart.
  if (code !== undefined) process.exit(code);
}, fail);
