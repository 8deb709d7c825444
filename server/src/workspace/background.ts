/**
 * Runs work that nobody waits for. An error in it becomes an uncaught one, which the handler at the top of the program receives:
 * the language server logs it and continues, and the terminal program ends with it.
 */
export function inBackground(work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    setImmediate(() => {
      throw error;
    });
  });
}
