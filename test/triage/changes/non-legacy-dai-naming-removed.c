#include <linux/module.h>
#include <sound/soc.h>

static const struct snd_soc_component_driver repro_component __maybe_unused = {
	.name = "repro",
	.non_legacy_dai_naming = 1,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
