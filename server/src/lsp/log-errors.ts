import type { RemoteConsole } from 'vscode-languageserver';

/**
 * Wraps a handler of something that nothing awaits (a notification, a timer, an event), so that a bug in it is logged with its name and
 * does not end the server. Requests need no wrapper: their errors go back to the client.
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
 * The handler at the top: an error that nothing else has caught is logged, and the server continues. Its state can be read again from files
 * and documents, so a bug in one feature costs one answer, while exiting would cost the whole session.
 */
export function continueAfterErrors(process: NodeJS.Process, console: RemoteConsole): void {
  const log = (error: unknown) => {
    const text = `Internal error in DKMS Tools: ${textOf(error)}`;
    try {
      console.error(text);
    } catch {
      // The connection is closed, so there is no reason to continue.
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
