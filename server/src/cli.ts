import { runCommandLine } from './cli/command-line.ts';
import { processTerminal } from './cli/terminal.ts';

runCommandLine({
  words: process.argv.slice(2),
  dist: __dirname,
  terminal: processTerminal(),
  serve: async () => (await import('./lsp/start-server.ts')).startServer(__dirname),
}).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: unknown) => {
    // Whatever comes here is a mistake of ours: the stack is what a report of it needs.
    process.stderr.write(
      `dkms-tools: internal error\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = 2;
  },
);
