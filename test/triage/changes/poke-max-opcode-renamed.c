#include <linux/module.h>
#include <asm/text-patching.h>

static u8 __maybe_unused repro[POKE_MAX_OPCODE_SIZE];

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
