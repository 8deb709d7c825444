/** What a thread answers; the buffers are moved to the thread that asked, not copied. */
export interface ThreadAnswer<Answer> {
  readonly answer: Answer;
  readonly moved?: readonly ArrayBuffer[];
}

/** A message from the thread. */
type Reply<Answer> =
  | { readonly answer: Answer }
  | { readonly failed: Pick<NodeJS.ErrnoException, 'code' | 'path' | 'message'> };

/**
 * Runs a function in a thread of its own, which looks at files one after the other while this one goes on. The function is sent as text, so
 * that it needs no file of its own beside every program that builds: it may use nothing that stands outside it but the other function, which
 * may use nothing outside itself. Rejects with the system's errors.
 */
export async function runInThread<Question, Answer, Other>(
  work: (question: Question, other: Other) => ThreadAnswer<Answer>,
  question: Question,
  other?: Other,
): Promise<Answer> {
  // Loading this takes as long as looking at a thousand files.
  const { Worker } = await import('node:worker_threads');
  const reply = await new Promise<Reply<Answer>>((resolve, reject) => {
    const worker = new Worker(`(${answerOnce.toString()})(${String(work)}, ${String(other)})`, {
      eval: true,
      name: 'files',
      execArgv: [],
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that looks at files ended with ${code}`)));
    worker.postMessage(question);
  });
  if ('answer' in reply) return reply.answer;
  const { message, code, path } = reply.failed;
  throw Object.assign(new Error(message), code !== undefined && { code }, path !== undefined && { path });
}

/** Runs in the thread. */
function answerOnce<Question, Answer, Other>(
  work: (question: Question, other: Other) => ThreadAnswer<Answer>,
  other: Other,
): void {
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  parentPort?.once('message', (question: Question) => {
    try {
      const { answer, moved = [] } = work(question, other);
      parentPort.postMessage({ answer }, moved);
    } catch (error) {
      const { code, path, message } = error as NodeJS.ErrnoException;
      parentPort.postMessage({ failed: { code, path, message } });
    }
  });
}
