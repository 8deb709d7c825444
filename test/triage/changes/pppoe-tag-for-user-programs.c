#include <linux/module.h>
#include <linux/if_pppox.h>

static __maybe_unused int repro_tag_length(struct pppoe_hdr *ph)
{
	unsigned char *start = (unsigned char *)ph->tag;
	struct pppoe_tag *tag = (struct pppoe_tag *)(start + sizeof(*tag));

	memmove(((unsigned char *)ph->tag + 4), (unsigned char *)ph->tag, ntohs(ph->length));
	return tag->tag_len;
}

static __maybe_unused unsigned char *repro_tag_data(struct pppoe_tag *tag)
{
	memset(tag->tag_data + 2, 0, 4);
	return tag->tag_data;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
