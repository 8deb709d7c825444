import type { RemoteConsole } from 'vscode-languageserver';

/**
 * Makes a handler of something that nobody waits for (a notification, a timer, an event): a bug in it is logged with its name
 * and does not end the server. Requests need none, their bug goes back to the client as an error.
 */
export function logErrors<Arguments extends readonly unknown[]>(
  console: RemoteConsole,
  name: string,
  handler: (...given: Arguments) => unknown,
): (...given: Arguments) => void {
  const report = (error: unknown) => console.error(`${name} failed: ${textOf(error)}`);
  return (...given) => {
    try {
      const result = handler(...given);
      if (result instanceof Promise) result.catch(report);
    } catch (error) {
      report(error);
    }
  };
}

/**
 * The one handler at the top: what no handler and nobody who waits has caught is logged, and the server goes on. What it knows is read
 * anew from files and documents, so a bug in one feature costs that answer, and an end would cost every editor's session.
 */
export function continueAfterErrors(process: NodeJS.Process, console: RemoteConsole): void {
  const log = (error: unknown) => {
    const text = `Internal error in DKMS Tools: ${textOf(error)}`;
    try {
      console.error(text);
    } catch {
      // The connection is closed: there is nobody to go on for.
      process.stderr.write(`${text}\n`);
      process.exit(1);
    }
  };
  process.on('uncaughtException', log);
  process.on('unhandledRejection', log);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
