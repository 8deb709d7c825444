import type { Change } from '../change.ts';

export const iovIterIovAccessor: Change = {
  id: 'iov-iter-iov-accessor',
  symbol: 'struct iov_iter.iov',
  title: 'iov_iter.iov is read through iter_iov()',
  summary: 'An iterator over a single buffer has no array, so that the member got another name.',
  advice: 'Call `iter_iov(iter)`.',
  since: '6.4',
  old: 'iter->iov',
  new: 'iter_iov(iter)',
  replacement: 'iter_iov',
  explains: [{ kind: 'no-member', struct: 'iov_iter', member: 'iov' }],
  oldForm: { struct: 'iov_iter', member: 'iov' },
  newForm: { callable: 'iter_iov' },
  rewrite: [{ kind: 'read', struct: 'iov_iter', member: 'iov', to: 'iter_iov($object)', isPart: true }],
};
