/**
 * Lets work go on that nobody waits for. What it throws is thrown where nobody catches it, so that it comes to the one handler at the
 * top of the program: the language server logs it and goes on, the terminal program ends with it.
 */
export function inBackground(work: PromiseLike<unknown>): void {
  work.then(undefined, (error: unknown) => {
    setImmediate(() => {
      throw error;
    });
  });
}
