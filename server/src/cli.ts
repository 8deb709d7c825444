import { runCommandLine } from './cli/command-line.ts';
import { OutputError, processTerminal } from './cli/terminal.ts';

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
    const { startServer } = await import('./lsp/start-server.ts');
    // A server has a handler of its own, which goes on.
    process.off('uncaughtException', fail);
    startServer(__dirname);
  },
}).then((code) => {
  if (code !== undefined) process.exitCode = code;
}, fail);
