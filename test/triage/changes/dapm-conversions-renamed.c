#include <linux/module.h>
#include <sound/soc.h>

static __maybe_unused struct snd_soc_dapm_context *repro(struct snd_soc_component *component)
{
	return snd_soc_component_get_dapm(component);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
