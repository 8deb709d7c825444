import type { Change } from '../change.ts';

export const cryptoCompletionTakesData: Change = {
  id: 'crypto-completion-takes-data',
  symbol: 'crypto_completion_t',
  title: 'The function that is called at the end of a cryptographic request gets its data',
  summary: 'It got the request, and looked up the data in it that had been given along with the function.',
  advice: 'Take `void *data`, and write `data` for `request->data`.',
  since: '6.3',
  old: 'static void foo_done(struct crypto_async_request *request, int error)',
  new: 'static void foo_done(void *data, int error)',
  explains: [{ kind: 'incompatible-argument', function: '*_request_set_callback', position: 3 }],
  oldForm: { type: 'crypto_completion_t', is: 'void (*)(struct crypto_async_request *, int)' },
  newForm: { type: 'crypto_completion_t', is: 'void (*)(void *, int)' },
  rewrite: ['ahash', 'skcipher', 'aead', 'akcipher', 'kpp', 'acomp'].map((kind) => ({
    ...{ kind: 'callback-argument', function: `${kind}_request_set_callback`, position: 3, was: 2 },
    parameters: ['void *data', '$2'],
    members: [{ parameter: 1, member: 'data', to: 'data' }],
  })),
};
