import { runCommandLine } from './cli/command-line.ts';
import { processTerminal } from './cli/terminal.ts';

/** Whatever comes here is a mistake of ours: the stack is what a report of it needs. */
function fail(error: unknown): void {
  process.stderr.write(
    `dkms-tools: internal error\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(2);
}
process.on('uncaughtException', fail);

runCommandLine({
  words: process.argv.slice(2),
  dist: __dirname,
  terminal: processTerminal(),
  serve: async () => {
    const { startServer } = await import('./lsp/start-server.ts');
    // A server has a handler of its own, which goes on.
    process.off('uncaughtException', fail);
    startServer(__dirname);
  },
}).then((code) => {
  if (code !== undefined) process.exitCode = code;
}, fail);
