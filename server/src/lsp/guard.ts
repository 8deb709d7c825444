import type { RemoteConsole } from 'vscode-languageserver';

/**
 * Makes a handler of something that nobody waits for (a notification, a timer, an event): a bug in it is logged with its name
 * and does not end the server. Requests need none, their bug goes back to the client as an error.
 */
export function guarded<Arguments extends readonly unknown[]>(
  console: RemoteConsole,
  name: string,
  handler: (...given: Arguments) => unknown,
): (...given: Arguments) => void {
  const report = (error: unknown) =>
    console.error(
      `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  return (...given) => {
    try {
      const result = handler(...given);
      if (result instanceof Promise) result.catch(report);
    } catch (error) {
      report(error);
    }
  };
}
