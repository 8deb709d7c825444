import { expect, test } from 'vitest';
import { writtenKernels } from '../../../test/support/written-kernels.ts';
import { causeOfChange } from './change-cause.ts';
import { kernelBindTakesUnsized } from './changes/kernel-bind-takes-unsized.ts';
import { udpTunnelTakesSock } from './changes/udp-tunnel-takes-sock.ts';

const kernel = writtenKernels();

test('a call through a pointer, which the compiler names as it is written, belongs to the change of its function', () => {
  const bind = (type: string) => `int kernel_bind(struct socket *sock, struct ${type} *addr, int len);\n`;
  const now = kernel('7.3', {
    'linux/net.h': `struct sockaddr_unsized { int a; };\n${bind('sockaddr_unsized')}`,
  });
  const cause = causeOfChange(
    [kernelBindTakesUnsized],
    {
      ...{ kind: 'incompatible-argument', function: '(*psock)->ops->connect', position: 2 },
      expected: 'struct sockaddr_unsized *',
    },
    undefined,
    now.headers,
    [],
  );
  expect(cause?.summary).toMatch(/^connect\(\) changed in the same way as kernel_bind\./);
});

test('a function that a change is of does not change in the same way as itself', () => {
  const release = (type: string) => `void udp_tunnel_sock_release(struct ${type} *sock);\n`;
  const now = kernel('7.3', { 'net/udp_tunnel.h': `struct sock { int a; };\n${release('sock')}` });
  const cause = causeOfChange(
    [udpTunnelTakesSock],
    {
      ...{ kind: 'incompatible-argument', function: 'udp_tunnel_sock_release', position: 1 },
      expected: 'struct sock *',
    },
    undefined,
    now.headers,
    [],
  );
  expect(cause?.summary).toMatch(/^The functions for UDP tunnels take a struct sock\./);
});
