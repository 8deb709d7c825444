import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';

/** What a field of the parameters must be, of those that a client must send. */
type RequiredFields<Params> = {
  readonly [Field in keyof Params as undefined extends Params[Field] ? never : Field]: 'string' | 'strings';
};

/**
 * Answers one of our own requests (see messages.ts), which any editor may send. Parameters without a required field are refused with a
 * message that names it (InvalidParams).
 */
export function answerRequest<Params, Report>(
  connection: Connection,
  method: string,
  required: RequiredFields<Params>,
  answer: (params: Params, token: CancellationToken) => Report | Promise<Report>,
): void {
  // A client may leave out the parameters; the token is always the last argument.
  connection.onRequest(method, async (...given: unknown[]): Promise<unknown> => {
    const params = given.length > 1 ? given[0] : undefined;
    const token = given.at(-1) as CancellationToken;
    const wrong = wrongField(params, required);
    if (wrong !== undefined) throw new ResponseError(ErrorCodes.InvalidParams, `${method}: ${wrong}`);
    return answer((params ?? {}) as Params, token);
  });
}

function wrongField(params: unknown, required: Readonly<Record<string, unknown>>): string | undefined {
  const fields = Object.entries(required);
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    if (fields.length === 0) return undefined;
    return `expected an object with ${fields.map(([name]) => `\`${name}\``).join(', ')}.`;
  }
  for (const [name, kind] of fields) {
    const value = (params as Readonly<Record<string, unknown>>)[name];
    const isRight =
      kind === 'string'
        ? typeof value === 'string'
        : Array.isArray(value) && value.every((one) => typeof one === 'string');
    if (isRight) continue;
    const expected = kind === 'string' ? 'a string' : 'a list of strings';
    return value === undefined
      ? `\`${name}\` is missing; expected ${expected}.`
      : `\`${name}\` must be ${expected}.`;
  }
  return undefined;
}
