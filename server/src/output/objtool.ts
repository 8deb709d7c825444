import { type Answer, locationOf, type ToolContext, type ToolParser } from './tool.ts';

/** `x.o: warning: objtool: f+0xe: 'naked' return found …`; up to 5.19 the function is `f()`, since 6.15 errors are possible. */
const shape = /^(\S.*?): (warning|error): objtool: (.+)$/;
const subject = /^([\w.$]+)(?:\(\))?(?:\+0x[0-9a-f]+)?:/;

/** objtool, which reads object files: its problems are placed at the Makefile of the object's folder and name the function. */
export class ObjtoolParser implements ToolParser {
  readonly busy = false;
  readonly isStateless = true;
  readonly #context: ToolContext;

  constructor(context: ToolContext) {
    this.#context = context;
  }

  read(line: string): Answer {
    if (!line.includes(': objtool: ')) return 'not-mine';
    const match = shape.exec(line);
    if (!match) return 'not-mine';
    const [, object = '', word, message = ''] = match;
    const symbol = subject.exec(message)?.[1];
    this.#context.report({
      ...locationOf(this.#context.directories, object),
      severity: word === 'error' ? 'error' : 'warning',
      message,
      tool: 'objtool',
      related: [],
      ...(symbol !== undefined && { symbol }),
    });
    return 'finished';
  }

  close(): void {}
}
