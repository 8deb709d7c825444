#include <linux/module.h>
#include <asm/text-patching.h>

extern u8 repro[POKE_MAX_OPCODE_SIZE];
u8 repro[POKE_MAX_OPCODE_SIZE];

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
