import { expect, test } from 'vitest';
import { parseSymvers } from './symvers.ts';

const older = Buffer.from(
  '0x11111111\tprintk\tvmlinux\tEXPORT_SYMBOL\t\n0x22222222\tdma_buf_get\tvmlinux\tEXPORT_SYMBOL_GPL\tDMA_BUF\n0x33333333\tgone\tdrivers/x/y\tEXPORT_SYMBOL_GPL\t\n',
);
const newer = Buffer.from(
  '0x99999999\tprintk\tvmlinux\tEXPORT_SYMBOL_GPL\t\n0x22222222\tdma_buf_get\tvmlinux\tEXPORT_SYMBOL_GPL\tDMA_BUF\n0x44444444\tDMA_BUF\tvmlinux\tEXPORT_SYMBOL\t\n',
);

test('a symbol is found with its owner, licence and namespace', () => {
  const symvers = parseSymvers('/k/Module.symvers', older);
  expect(symvers.find('dma_buf_get')).toEqual({
    ...{ name: 'dma_buf_get', crc: '0x22222222', owner: 'vmlinux', gplOnly: true, namespace: 'DMA_BUF' },
  });
  expect(symvers.find('gone')?.owner).toBe('drivers/x/y');
  expect(symvers.find('printk')).not.toHaveProperty('namespace');
  expect(symvers.find('dma_buf')).toBeUndefined();
  expect(symvers.find('vmlinux')).toBeUndefined();
});

test('a symbol with the name of a namespace is found all the same', () => {
  const text = Buffer.concat([Buffer.from('0x1\ta\tDMA_BUF\tEXPORT_SYMBOL\t\n'), newer]);
  expect(parseSymvers('/k', text).find('DMA_BUF')?.crc).toBe('0x44444444');
});

test('a truncated file loses only its last line', () => {
  const symvers = parseSymvers('/k', older.subarray(0, older.length - 20));
  expect([...symvers.all()].map((symbol) => symbol.name)).toEqual(['printk', 'dma_buf_get']);
  expect(symvers.find('gone')).toBeUndefined();
});
