/**
 * Runs work that nothing awaits. An error in it is left uncaught and reaches the handler at the top of the program:
 * the language server logs it and continues, and the terminal program ends with it.
 */
export function inBackground(work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    setImmediate(() => {
      throw error;
    });
  });
}
